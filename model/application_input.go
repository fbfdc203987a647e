package model

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// Bounds of what is taken for an application.
const (
	maxParticipants = 20
	maxWaitClass    = 9
)

// MissionApplicationCreateInput begins a company's application.
type MissionApplicationCreateInput struct {
	IdempotencyKey *string
	MissionID      GlobalID
	// CompanyID is who applies; a company's own token may leave it out.
	CompanyID    *GlobalID
	ContactID    *GlobalID
	Motivation   *string
	Goals        *string
	Participants *int
	DeMinimis    *MoneyInput
	DeMinimisOn  *Date
}

// MissionApplicationUpdateInput changes what is named: an absent member stays,
// null clears where that is possible.
type MissionApplicationUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	ContactID       graphql.Omittable[*GlobalID]
	Motivation      graphql.Omittable[*string]
	Goals           graphql.Omittable[*string]
	Participants    graphql.Omittable[*int]
	DeMinimis       graphql.Omittable[*MoneyInput]
	DeMinimisOn     graphql.Omittable[*Date]
	// Answer answers what the reviewers asked.
	Answer graphql.Omittable[*string]
}

// MissionApplicationSubmitInput sends an application in.
type MissionApplicationSubmitInput struct {
	ID              GlobalID
	ExpectedVersion *int
	// Insist sends it in although it is not eligible, so that this can be appealed.
	Insist *bool
}

// MissionApplicationWithdrawInput takes an application back.
type MissionApplicationWithdrawInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
}

// MissionApplicationAnswerInput answers an offer.
type MissionApplicationAnswerInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
}

// MissionApplicationAppealInput objects to an outcome.
type MissionApplicationAppealInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Appeal          string
}

// MissionAppealSettleInput answers an appeal.
type MissionAppealSettleInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Granted         bool
	Answer          string
}

// MissionEligibilitySetInput says by hand whether an application can be considered.
type MissionEligibilitySetInput struct {
	ID              GlobalID
	ExpectedVersion *int
	// Reasons name why not; none is eligible.
	Reasons []IneligibleReason
	Reason  *string
}

// MissionInfoRequestInput asks the company something before it is decided.
type MissionInfoRequestInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Question        string
}

// MissionReviewSaveInput is one person's judgement.
type MissionReviewSaveInput struct {
	ApplicationID   GlobalID
	ExpectedVersion *int
	// ReviewerID is who judges; the caller's own person without it.
	ReviewerID         *GlobalID
	ConflictOfInterest bool
	Scores             []ReviewScoreInput
	Comment            *string
}

// ReviewScoreInput is one criterion's mark.
type ReviewScoreInput struct {
	Criterion     string
	Score         int
	Justification string
}

// MissionDecisionSetInput decides, without telling anybody.
type MissionDecisionSetInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Decision        Decision
	WaitlistClass   *int
	Reason          *string
	// Feedback is what the company is told, without names.
	Feedback *string
}

// MissionWaitlistMoveInput changes the order of those who wait.
type MissionWaitlistMoveInput struct {
	ID              GlobalID
	ExpectedVersion *int
	// Position is the new rank, counted from 1.
	Position int
	// Reason says why; it is kept.
	Reason string
}

// MissionAttendanceSetInput says whether a company came.
type MissionAttendanceSetInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Attended        bool
}

// Apply writes a creation into a fresh row; all that is wrong is noted.
func (in MissionApplicationCreateInput) Apply(errs *Errors, a *MissionApplication) {
	a.Participants, a.WaitlistClass = 1, 1
	MissionApplicationUpdateInput{
		ContactID: given(in.ContactID), Motivation: given(in.Motivation), Goals: given(in.Goals), Participants: given(in.Participants),
		DeMinimis: given(in.DeMinimis), DeMinimisOn: given(in.DeMinimisOn),
	}.Apply(errs, a)
}

// Apply writes what was sent into the row; all that is wrong is noted.
func (in MissionApplicationUpdateInput) Apply(errs *Errors, a *MissionApplication) {
	setID(errs, "contactId", in.ContactID, KindPerson, &a.ContactID)
	setText(errs, "motivation", in.Motivation, &a.Motivation)
	setText(errs, "goals", in.Goals, &a.Goals)
	setCount(errs, "participants", in.Participants, 1, maxParticipants, &a.Participants)
	if amount, ok := in.DeMinimis.ValueOK(); ok {
		a.DeMinimisMinor, a.DeMinimisCurrency = nil, ""
		if amount != nil {
			money, err := ValidMoney("deMinimis", *amount)
			errs.Add(err)
			a.DeMinimisMinor, a.DeMinimisCurrency = &money.Minor, money.Currency
		}
	}
	setDay(errs, "deMinimisOn", in.DeMinimisOn, &a.DeMinimisOn)
	if (a.DeMinimisMinor == nil) != a.DeMinimisOn.IsZero() {
		errs.Add(BadInput("deMinimisOn", "error.application.deMinimisBoth"))
	}
	if !a.DeMinimisOn.IsZero() {
		errs.Add(validDay("deMinimisOn", a.DeMinimisOn))
	}
	setText(errs, "answer", in.Answer, &a.Answer)
}

// Apply writes the judgement into the row; all that is wrong is noted. Scores
// replace those that were there.
func (in MissionReviewSaveInput) Apply(errs *Errors, criteria Criteria, r *MissionReview) {
	r.ConflictOfInterest = in.ConflictOfInterest
	if in.Comment != nil {
		setText(errs, "comment", Sent(*in.Comment), &r.Comment)
	}
	if in.ConflictOfInterest {
		if len(in.Scores) > 0 {
			errs.Add(BadInput("scores", "error.review.conflictScores"))
		}
		r.Scores = nil
		return
	}
	r.Scores = nil
	for i, one := range in.Scores {
		at := fmt.Sprintf("scores.%d", i)
		if !criteria.Has(one.Criterion) {
			errs.Add(BadInput(at+".criterion", "error.review.criterion"))
		}
		if _, twice := r.Scores.of(one.Criterion); twice {
			errs.Add(BadInput(at+".criterion", "error.list.duplicate"))
		}
		if one.Score < WorstScore || one.Score > BestScore {
			errs.Add(BadInput(at+".score", "error.number.range").With("Min", WorstScore).With("Max", BestScore))
		}
		why, err := CleanText(at+".justification", one.Justification, MaxBody)
		errs.Add(err)
		if err == nil {
			errs.Add(Required(at+".justification", why))
		}
		r.Scores = append(r.Scores, ReviewScore{Criterion: one.Criterion, Score: one.Score, Justification: why})
	}
}

// Apply writes the decision into the row; all that is wrong is noted.
func (in MissionDecisionSetInput) Apply(errs *Errors, a *MissionApplication) {
	a.Decision = in.Decision
	if in.WaitlistClass != nil {
		setCount(errs, "waitlistClass", Sent(*in.WaitlistClass), 1, maxWaitClass, &a.WaitlistClass)
	}
	if in.Reason != nil {
		setText(errs, "reason", Sent(*in.Reason), &a.DecisionReason)
	}
	if in.Feedback != nil {
		setText(errs, "feedback", Sent(*in.Feedback), &a.Feedback)
	}
}
