package model

import "time"

// The kinds of what came of activities.
const (
	KindOutcome        Kind = "outcome"
	KindOutcomeRequest Kind = "outcomeRequest"
)

// OutcomeKind is what came of an activity for a company.
type OutcomeKind string

// The kinds of outcomes. OutcomeNone is an answer too: nothing has come of it
// yet, which is not the same as no answer.
const (
	OutcomeMeeting     OutcomeKind = "MEETING"
	OutcomeLead        OutcomeKind = "LEAD"
	OutcomeLetter      OutcomeKind = "LETTER_OF_INTENT"
	OutcomePilot       OutcomeKind = "PILOT"
	OutcomeContract    OutcomeKind = "CONTRACT"
	OutcomePartnership OutcomeKind = "PARTNERSHIP"
	OutcomeInvestment  OutcomeKind = "INVESTMENT"
	OutcomeNone        OutcomeKind = "NONE"
)

// OutcomeKinds lists all of them, none last.
var OutcomeKinds = []OutcomeKind{
	OutcomeMeeting, OutcomeLead, OutcomeLetter, OutcomePilot, OutcomeContract, OutcomePartnership, OutcomeInvestment, OutcomeNone,
}

// OutcomeState tells what is expected from what the company has confirmed. The
// two are never added together.
type OutcomeState string

// The states of an outcome.
const (
	OutcomeForecast  OutcomeState = "FORECAST"
	OutcomeConfirmed OutcomeState = "CONFIRMED"
	// OutcomeRejected is one of which the company says that it did not come.
	OutcomeRejected OutcomeState = "REJECTED"
)

// OutcomeCertainty is how sure the value is.
type OutcomeCertainty string

// The certainties.
const (
	CertaintyPossible OutcomeCertainty = "POSSIBLE"
	CertaintyLikely   OutcomeCertainty = "LIKELY"
	CertaintyCertain  OutcomeCertainty = "CERTAIN"
)

// outcomeCertainties lists all of them.
var outcomeCertainties = []OutcomeCertainty{CertaintyPossible, CertaintyLikely, CertaintyCertain}

// WholeBP is the whole in basis points.
const WholeBP = 10_000

// Outcome is one thing that came of an activity for a company, or is expected to.
type Outcome struct {
	ID          ID           `bun:"id,pk"`
	Kind        OutcomeKind  `bun:"kind,notnull"`
	State       OutcomeState `bun:"state,notnull"`
	ActivityID  ID           `bun:"activity_id,notnull"`
	CompanyID   ID           `bun:"company_id,notnull"`
	CountryCode CountryCode  `bun:"country_code,notnull"`
	OccurredOn  Date         `bun:"occurred_on,notnull"`
	// ValueMinor is the value per year in minor units of Currency; nil when
	// nobody has named one. About marks a round figure.
	ValueMinor *int64           `bun:"value_minor"`
	Currency   string           `bun:"currency,notnull"`
	About      bool             `bun:"about,notnull"`
	Certainty  OutcomeCertainty `bun:"certainty,notnull"`
	Note       string           `bun:"note,notnull"`
	// AttributedBP is the sum of the shares.
	AttributedBP int `bun:"attributed_bp,notnull"`
	// RequestID is the request that it answers; nil when staff noted it.
	RequestID *ID    `bun:"request_id"`
	NotedBy   string `bun:"noted_by,notnull"`
	// SettledAt and SettledBy say when and by whom it was confirmed or rejected.
	SettledAt *time.Time `bun:"settled_at"`
	SettledBy string     `bun:"settled_by,notnull"`
	Stamps

	Activity ActivityNode   `bun:"-"`
	Company  *Organisation  `bun:"-"`
	Country  *Country       `bun:"-"`
	Shares   []*Attribution `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the outcome.
func (o *Outcome) GlobalID() GlobalID { return NewGlobalID(KindOutcome, o.ID) }

// ValuePerYear is the value; nil when nobody has named one.
func (o *Outcome) ValuePerYear() *Money {
	if o.ValueMinor == nil {
		return nil
	}
	return &Money{Minor: *o.ValueMinor, Currency: o.Currency, About: o.About}
}

// Settle says that the company confirms or rejects the outcome.
func (o *Outcome) Settle(state OutcomeState, by string, now time.Time) {
	o.State, o.SettledAt, o.SettledBy = state, &now, by
}

// Attribution is which share of an outcome is owed to an activity.
type Attribution struct {
	OutcomeID  ID `bun:"outcome_id,pk"`
	ActivityID ID `bun:"activity_id,pk"`
	// ShareBP is in basis points, above 0.
	ShareBP int `bun:"share_bp,notnull"`

	Activity ActivityNode `bun:"-"`
}

// OutcomeAnswer is what a company answered to the question what has come.
type OutcomeAnswer string

// The answers.
const (
	AnswerNone     OutcomeAnswer = "NONE"
	AnswerOutcomes OutcomeAnswer = "OUTCOMES"
)

// OutcomeRequest asks one company what has come of one activity, once per wave.
type OutcomeRequest struct {
	ID         ID  `bun:"id,pk"`
	ActivityID ID  `bun:"activity_id,notnull"`
	CompanyID  ID  `bun:"company_id,notnull"`
	PersonID   *ID `bun:"person_id"`
	// Wave counts from 1; see OutcomeWaveDay.
	Wave       int        `bun:"wave,notnull"`
	AskedAt    time.Time  `bun:"asked_at,notnull"`
	AnsweredAt *time.Time `bun:"answered_at"`
	// AnswerText is the answer, or empty.
	AnswerText OutcomeAnswer `bun:"answer,notnull"`
	Stamps

	Activity ActivityNode  `bun:"-"`
	Company  *Organisation `bun:"-"`
	Person   *Person       `bun:"-"`
	Outcomes []*Outcome    `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the request.
func (r *OutcomeRequest) GlobalID() GlobalID { return NewGlobalID(KindOutcomeRequest, r.ID) }

// Answer is what was answered; nil while nothing was.
func (r *OutcomeRequest) Answer() *OutcomeAnswer {
	if r.AnswerText == "" {
		return nil
	}
	return &r.AnswerText
}

// Answered notes an answer; the time of the first one stays.
func (r *OutcomeRequest) Answered(answer OutcomeAnswer, now time.Time) {
	r.AnswerText = answer
	if r.AnsweredAt == nil {
		r.AnsweredAt = &now
	}
}

// OutcomeFilter narrows a list of outcomes; every set member must hold.
type OutcomeFilter struct {
	ActivityID *GlobalID
	CompanyID  *GlobalID
	Kinds      []OutcomeKind
	States     []OutcomeState
	Countries  []CountryCode
	// Year is that of the day on which it came, or is expected.
	Year *int
}

// OutcomeRequestFilter narrows a list of requests; every set member must hold.
type OutcomeRequestFilter struct {
	ActivityID *GlobalID
	CompanyID  *GlobalID
	Answered   *bool
	Answers    []OutcomeAnswer
	// Year is that in which it was asked.
	Year *int
}

// OutcomeConnection is one page of outcomes, the newest first.
type OutcomeConnection = Connection[Outcome]

// OutcomeEdge is one of its edges.
type OutcomeEdge = Edge[Outcome]

// OutcomeRequestConnection is one page of requests, the newest first.
type OutcomeRequestConnection = Connection[OutcomeRequest]

// OutcomeRequestEdge is one of its edges.
type OutcomeRequestEdge = Edge[OutcomeRequest]
