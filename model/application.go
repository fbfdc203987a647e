package model

import (
	"slices"
	"time"
)

// MissionApplication is one company's application to one trade mission, from
// the first draft to the last outcome.
type MissionApplication struct {
	ID        ID               `bun:"id,pk"`
	MissionID ID               `bun:"mission_id,notnull"`
	CompanyID ID               `bun:"company_id,notnull"`
	State     ApplicationState `bun:"state,notnull"`
	// StateSince is when the state was entered.
	StateSince time.Time `bun:"state_since,notnull"`
	// ContactID is who is written to.
	ContactID *ID `bun:"contact_id"`
	// Motivation says why the company wants to come, Goals what it wants to
	// bring home.
	Motivation string `bun:"motivation,notnull"`
	Goals      string `bun:"goals,notnull"`
	// Participants is how many people the company sends on its one place.
	Participants int `bun:"participants,notnull"`
	// DeMinimisMinor is the de minimis aid that the company declares to have
	// received in the last three years (Regulation (EU) 2023/2831, article 3),
	// in minor units; DeMinimisOn is the day of the declaration.
	DeMinimisMinor    *int64 `bun:"de_minimis_minor"`
	DeMinimisCurrency string `bun:"de_minimis_currency,notnull"`
	DeMinimisOn       Date   `bun:"de_minimis_on,nullzero"`
	// SubmissionNumber counts the submissions to one mission in the order of
	// their commit; it is unique there.
	SubmissionNumber *int       `bun:"submission_number"`
	SubmittedAt      *time.Time `bun:"submitted_at"`
	// Ineligible are the reasons why it cannot be considered.
	Ineligible IneligibleReasons `bun:"ineligible,type:jsonb"`
	// Question is what reviewers asked of the company, Answer what it answered.
	Question string `bun:"question,notnull"`
	Answer   string `bun:"answer,notnull"`
	// Decision is pending until it is announced: nobody outside sees it, nor its
	// reason, nor the class on the waitlist.
	Decision       Decision `bun:"decision,notnull"`
	DecisionReason string   `bun:"decision_reason,notnull"`
	// Feedback is what a rejected company is told, without names.
	Feedback string `bun:"feedback,notnull"`
	// WaitlistClass goes before the order of submission: class 1 first.
	WaitlistClass int `bun:"waitlist_class,notnull"`
	// WaitlistSequence is the place in the mission's order; smaller is sooner,
	// and gaps mean nothing. nil is not waiting.
	WaitlistSequence *int `bun:"waitlist_sequence"`
	// WaitlistReason says why the order was changed by hand.
	WaitlistReason string `bun:"waitlist_reason,notnull"`
	// FromWaitlist tells an offer that came when another company fell out.
	FromWaitlist bool `bun:"from_waitlist,notnull"`
	// OfferedAt is when the place was offered, OfferExpiresAt the instant from
	// which on the offer does not stand any more.
	OfferedAt      *time.Time `bun:"offered_at"`
	OfferExpiresAt *time.Time `bun:"offer_expires_at"`
	ConfirmedAt    *time.Time `bun:"confirmed_at"`
	// AttendedAt is when it was noted that the company took part. It outlives
	// the state: whoever stayed away is closed in the end as well.
	AttendedAt   *time.Time `bun:"attended_at"`
	AppealedAt   *time.Time `bun:"appealed_at"`
	Appeal       string     `bun:"appeal,notnull"`
	AppealAnswer string     `bun:"appeal_answer,notnull"`
	// Reason says why it was withdrawn.
	Reason string `bun:"reason,notnull"`
	Stamps

	Mission *TradeMission    `bun:"-"`
	Company *Organisation    `bun:"-"`
	Contact *Person          `bun:"-"`
	Reviews []*MissionReview `bun:"-"`
	// Position is the rank on the waitlist, counted from 1 without gaps; 0 is
	// not waiting.
	Position int `bun:"position,scanonly"`
	// Judged are all reviews, of which the comparison and a rejected company's
	// feedback are made. It is never shown itself.
	Judged []*MissionReview `bun:"-"`
	// Criteria are the mission's, read with Judged.
	Criteria Criteria `bun:"-"`
	// means are what is left of Judged for a rejected company.
	means []CriterionSummary
}

// GlobalID is the id under which GraphQL knows the application.
func (a *MissionApplication) GlobalID() GlobalID { return NewGlobalID(KindApplication, a.ID) }

// DeMinimis is the aid that was declared; nil while nothing was.
func (a *MissionApplication) DeMinimis() *Money {
	if a.DeMinimisMinor == nil {
		return nil
	}
	return &Money{Minor: *a.DeMinimisMinor, Currency: a.DeMinimisCurrency}
}

// DeMinimisDay is the day of the declaration; nil while there is none.
func (a *MissionApplication) DeMinimisDay() *Date { return a.DeMinimisOn.OrNil() }

// WaitlistPosition is the rank on the waitlist; nil when not waiting.
func (a *MissionApplication) WaitlistPosition() *int {
	if a.Position == 0 {
		return nil
	}
	return &a.Position
}

// IneligibleList is the reasons, never nil.
func (a *MissionApplication) IneligibleList() []IneligibleReason {
	return append([]IneligibleReason{}, a.Ineligible...)
}

// DecisionOrNone is the decision; nil while there is none that the viewer may see.
func (a *MissionApplication) DecisionOrNone() *Decision {
	if a.Decision == "" {
		return nil
	}
	return &a.Decision
}

// ClassOrNone is the class on the waitlist; nil for who may not see it.
func (a *MissionApplication) ClassOrNone() *int {
	if a.WaitlistClass == 0 {
		return nil
	}
	return &a.WaitlistClass
}

// Score is the weighted mean of the reviews; nil without a complete review, and
// for who may not see it.
func (a *MissionApplication) Score() *float64 {
	if a.Judged == nil {
		return nil
	}
	return Summarise(a.Criteria, a.Judged).Score
}

// Judge gives the row the reviews of which its score and its feedback are made.
func (a *MissionApplication) Judge(criteria Criteria, reviews []*MissionReview) {
	a.Criteria, a.Judged, a.means = criteria, reviews, Summarise(criteria, reviews).By
}

// Redact takes from the row what is seen by nobody outside: what is pending,
// and how it was judged.
func (a *MissionApplication) Redact() {
	a.Decision, a.DecisionReason, a.WaitlistClass, a.WaitlistReason = "", "", 0, ""
	a.Reviews, a.Judged = nil, nil
	if !a.State.ToldOf() {
		a.Feedback, a.means = "", nil
	}
}

// Offer tells whether the offer stands at now.
func (a *MissionApplication) Offer(now time.Time) bool {
	return a.State == ApplicationAccepted && a.OfferExpiresAt != nil && now.Before(*a.OfferExpiresAt)
}

// Decision is what was decided about an application.
type Decision string

// The decisions.
const (
	DecisionAccept   Decision = "ACCEPT"
	DecisionWaitlist Decision = "WAITLIST"
	DecisionReject   Decision = "REJECT"
)

// IneligibleReason names why an application cannot be considered.
type IneligibleReason string

// The reasons.
const (
	// IneligibleLevel: the company's readiness level for the market is known and
	// too low.
	IneligibleLevel IneligibleReason = "LEVEL_TOO_LOW"
	// IneligibleDeMinimis: no declaration of de minimis aid.
	IneligibleDeMinimis IneligibleReason = "DE_MINIMIS_MISSING"
	// IneligibleDeadline: it came after the deadline.
	IneligibleDeadline IneligibleReason = "AFTER_DEADLINE"
	// IneligibleOther: somebody said why, in the reason.
	IneligibleOther IneligibleReason = "OTHER"
)

// IneligibleReasons is a list of reasons.
type IneligibleReasons []IneligibleReason

// Eligibility are the facts on which an application can be considered or not.
type Eligibility struct {
	// Level is the company's readiness level for the market; nil is unknown,
	// which is no reason.
	Level *int
	// SubmittedAt is when it came.
	SubmittedAt time.Time
}

// CheckEligibility lists why the application cannot be considered; none is
// eligible.
func CheckEligibility(m *TradeMission, a *MissionApplication, facts Eligibility) IneligibleReasons {
	var reasons IneligibleReasons
	if m.MinimumLevel != nil && facts.Level != nil && *facts.Level < *m.MinimumLevel {
		reasons = append(reasons, IneligibleLevel)
	}
	if m.DeMinimisNeeded && (a.DeMinimisMinor == nil || a.DeMinimisOn.IsZero()) {
		reasons = append(reasons, IneligibleDeMinimis)
	}
	if m.Deadline != nil && !facts.SubmittedAt.Before(*m.Deadline) {
		reasons = append(reasons, IneligibleDeadline)
	}
	return reasons
}

// AppealWithin is how many working days a company has to appeal.
const AppealWithin = 10

// AppealUntil is the last day on which the application's outcome can be
// appealed; nil where there is nothing to appeal. free tells the days that do
// not count.
func (a *MissionApplication) AppealUntil(zone *time.Location, free func(Date) bool) *Date {
	if !slices.Contains([]ApplicationState{ApplicationIneligible, ApplicationRejected}, a.State) {
		return nil
	}
	last := AddWorkingDays(DateOf(a.StateSince.In(zone)), AppealWithin, free)
	return &last
}

// MissionApplicationFilter narrows a list of applications; every set member must hold.
type MissionApplicationFilter struct {
	MissionID *GlobalID
	CompanyID *GlobalID
	States    []ApplicationState
}

// MissionApplicationConnection is one page of applications, the oldest first.
type MissionApplicationConnection = Connection[MissionApplication]

// MissionApplicationEdge is one of its edges.
type MissionApplicationEdge = Edge[MissionApplication]
