package model

import "time"

// MeetingState is how far a meeting is.
type MeetingState string

// The states of a meeting. A cancelled one stays, so that its pair is not
// proposed again.
const (
	MeetingProposed  MeetingState = "PROPOSED"
	MeetingConfirmed MeetingState = "CONFIRMED"
	MeetingHeld      MeetingState = "HELD"
	MeetingCancelled MeetingState = "CANCELLED"
)

// meetingSteps are the steps that meetingTransition takes; cancelling and moving
// have mutations of their own.
var meetingSteps = map[MeetingState][]MeetingState{
	MeetingProposed:  {MeetingConfirmed},
	MeetingConfirmed: {MeetingHeld, MeetingProposed},
	MeetingHeld:      {},
	MeetingCancelled: {},
}

// Next are the states that may follow by a transition.
func (s MeetingState) Next() []MeetingState { return meetingSteps[s] }

// MeetingSide says on which side of the table a participant sits.
type MeetingSide string

// The two sides.
const (
	// SideCompany is a Danish company with its solutions.
	SideCompany MeetingSide = "COMPANY"
	// SideCounterpart is a delegate, or whom a mission meets abroad.
	SideCounterpart MeetingSide = "COUNTERPART"
)

// MeetingPlan is the meetings of one activity: who takes part, in which slots,
// and who meets whom. Every change of a part counts its version up.
type MeetingPlan struct {
	ID ID `bun:"id,pk"`
	// ActivityID is the delegation or mission; ActivityKind says which.
	ActivityKind Kind `bun:"activity_kind,notnull"`
	ActivityID   ID   `bun:"activity_id,notnull"`
	// TimeZone gives the slots their meaning.
	TimeZone string `bun:"time_zone,notnull"`
	// SolvedAt is when a schedule was last computed; the members after it are
	// what that gave, in points, and are zero before.
	SolvedAt      *time.Time `bun:"solved_at"`
	SolvedTotal   int        `bun:"solved_total,notnull"`
	UpperBound    int        `bun:"upper_bound,notnull"`
	FirstComeUsed int        `bun:"first_come_total,notnull"`
	// Changed tells that something has changed by hand since.
	Changed bool `bun:"changed,notnull"`
	Stamps

	Delegation   *Delegation           `bun:"-"`
	Slots        []*MeetingSlot        `bun:"-"`
	Participants []*MeetingParticipant `bun:"-"`
	Meetings     []*Meeting            `bun:"-"`
	// TotalFit is the sum of the points of all meetings that are not cancelled.
	TotalFit int `bun:"total_fit,scanonly"`
}

// GlobalID is the id under which GraphQL knows the plan.
func (p *MeetingPlan) GlobalID() GlobalID { return NewGlobalID(KindMeetingPlan, p.ID) }

// ActivityGlobalID is the id under which GraphQL knows the activity.
func (p *MeetingPlan) ActivityGlobalID() GlobalID { return NewGlobalID(p.ActivityKind, p.ActivityID) }

// MeetingPlanResult is what computing a schedule gave.
type MeetingPlanResult struct {
	TotalFit, UpperBound, GapBasisPoints, FirstComeTotal int
	Exact                                                bool
	SolvedAt                                             time.Time
	Changed                                              bool
}

// Result is what the last computing gave; nil before the first.
func (p *MeetingPlan) Result() *MeetingPlanResult {
	if p.SolvedAt == nil {
		return nil
	}
	return &MeetingPlanResult{
		TotalFit: p.SolvedTotal, UpperBound: p.UpperBound, GapBasisPoints: GapBasisPoints(p.SolvedTotal, p.UpperBound),
		FirstComeTotal: p.FirstComeUsed, Exact: p.SolvedTotal == p.UpperBound, SolvedAt: *p.SolvedAt, Changed: p.Changed,
	}
}

// MeetingSlot is a time in which everybody can be in one meeting.
type MeetingSlot struct {
	ID       ID        `bun:"id,pk"`
	PlanID   ID        `bun:"plan_id,notnull"`
	StartsAt time.Time `bun:"starts_at,notnull"`
	EndsAt   time.Time `bun:"ends_at,notnull"`
}

// GlobalID is the id under which GraphQL knows the slot.
func (s *MeetingSlot) GlobalID() GlobalID { return NewGlobalID(KindMeetingSlot, s.ID) }

// MeetingParticipant is a company, or somebody on the other side, in one plan.
type MeetingParticipant struct {
	ID     ID          `bun:"id,pk"`
	PlanID ID          `bun:"plan_id,notnull"`
	Side   MeetingSide `bun:"side,notnull"`
	// Place is the order in which they came, from 0 on each side.
	Place int `bun:"place,notnull"`
	// OrganisationID is set for a company, PersonID for a counterpart, and
	// DelegateID where that person visits with the delegation.
	OrganisationID *ID `bun:"organisation_id"`
	PersonID       *ID `bun:"person_id"`
	DelegateID     *ID `bun:"delegate_id"`
	// Languages are those in which they can meet; empty asks what is known of
	// the person, or of the company's people.
	Languages LanguageTags `bun:"languages,type:jsonb"`
	Tags      Tags         `bun:"tags,type:jsonb"`
	// Wishes are what is looked for: themes, solutions or companies by name.
	Wishes Tags `bun:"wishes,type:jsonb"`

	Organisation *Organisation  `bun:"-"`
	Person       *Person        `bun:"-"`
	Away         []*MeetingSlot `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the participant.
func (p *MeetingParticipant) GlobalID() GlobalID { return NewGlobalID(KindParticipant, p.ID) }

// Name is what the participant is called, as far as it was read.
func (p *MeetingParticipant) Name() string {
	switch {
	case p.Organisation != nil:
		return p.Organisation.Name
	case p.Person != nil:
		return p.Person.DisplayName()
	}
	return ""
}

// LanguageList is the languages, for GraphQL.
func (p *MeetingParticipant) LanguageList() []LanguageTag {
	if p.Languages == nil {
		return []LanguageTag{}
	}
	return p.Languages
}

// TagList is the themes, for GraphQL.
func (p *MeetingParticipant) TagList() []string { return p.Tags.List() }

// WishList is what is looked for, for GraphQL.
func (p *MeetingParticipant) WishList() []string { return p.Wishes.List() }

// UnavailableSlots are those in which the participant cannot meet, for GraphQL.
func (p *MeetingParticipant) UnavailableSlots() []*MeetingSlot {
	if p.Away == nil {
		return []*MeetingSlot{}
	}
	return p.Away
}

// MeetingAbsence says that a participant cannot meet in a slot.
type MeetingAbsence struct {
	ParticipantID ID `bun:"participant_id,pk"`
	SlotID        ID `bun:"slot_id,pk"`
}

// Meeting is one company and one counterpart in one slot.
type Meeting struct {
	ID     ID `bun:"id,pk"`
	PlanID ID `bun:"plan_id,notnull"`
	// CompanyID and CounterpartID are participants of the plan.
	CompanyID     ID `bun:"company_id,notnull"`
	CounterpartID ID `bun:"counterpart_id,notnull"`
	SlotID        ID `bun:"slot_id,notnull"`
	// Points and Reasons are the fit at the time of computing.
	Points  int          `bun:"points,notnull"`
	Reasons MatchReasons `bun:"reasons,type:jsonb"`
	// Locked meetings stay where they are when a schedule is computed.
	Locked bool         `bun:"locked,notnull"`
	State  MeetingState `bun:"state,notnull"`
	// Reason says why it was cancelled.
	Reason string `bun:"reason,notnull"`
	Stamps

	Company     *MeetingParticipant `bun:"-"`
	Counterpart *MeetingParticipant `bun:"-"`
	Slot        *MeetingSlot        `bun:"-"`
	Plan        *MeetingPlan        `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the meeting.
func (m *Meeting) GlobalID() GlobalID { return NewGlobalID(KindMeeting, m.ID) }

// NextStates are the states that a transition can take the meeting to.
func (m *Meeting) NextStates() []MeetingState { return m.State.Next() }

// ReasonList is why the two fit, for GraphQL.
func (m *Meeting) ReasonList() []MatchReason { return m.Reasons.List() }

// List is the reasons, never nil.
func (r MatchReasons) List() []MatchReason {
	if r == nil {
		return []MatchReason{}
	}
	return r
}

// Stays tells whether computing a schedule leaves the meeting where it is: it
// is locked, or somebody has been told that it takes place.
func (m *Meeting) Stays() bool {
	return m.State == MeetingConfirmed || m.State == MeetingHeld || m.State == MeetingProposed && m.Locked
}

// Match is a fit of a company and a counterpart of an activity.
type Match struct {
	MatchFit
	Company *Organisation
	// Counterpart is nil for the delegation or mission as a whole.
	Counterpart *MeetingParticipant
}

// ReasonList is why the two fit, for GraphQL.
func (m *Match) ReasonList() []MatchReason { return m.Reasons.List() }
