package model

import "time"

// Assessment is one submission of the readiness questionnaire: the questions
// about the company, and those about one market and, where it has several, one
// product line. It is owned by its company and, from SUBMITTED on, by its
// adviser; its state changes only by transitions.
type Assessment struct {
	ID             ID `bun:"id,pk"`
	OrganisationID ID `bun:"organisation_id,notnull"`
	// CountryCode is the market.
	CountryCode CountryCode `bun:"country_code,notnull"`
	// ProductLine tells assessments of one market apart; usually empty.
	ProductLine     string          `bun:"product_line,notnull"`
	TemplateVersion int             `bun:"template_version,notnull"`
	State           AssessmentState `bun:"state,notnull"`
	StateSince      time.Time       `bun:"state_since,notnull"`
	// AdviserID is the person who goes through it with the company.
	AdviserID *ID `bun:"adviser_id"`
	// Reason says why it was returned, abandoned or reopened.
	Reason string `bun:"reason,notnull"`
	// LastQuestion is where the company was; it comes back there on any device.
	LastQuestion string `bun:"last_question,notnull"`
	// LastSavedAt is when the company last saved an answer, or began.
	LastSavedAt time.Time `bun:"last_saved_at,notnull"`
	// SubmittedAt is the newest submission; it stays whatever the state becomes.
	SubmittedAt *time.Time `bun:"submitted_at"`
	ValidatedAt *time.Time `bun:"validated_at"`
	// ExpiresAt is when the first of the answers expires.
	ExpiresAt *time.Time `bun:"expires_at"`
	// ReopenRequestedAt is set while the company waits to be let in again.
	ReopenRequestedAt *time.Time `bun:"reopen_requested_at"`
	ReopenReason      string     `bun:"reopen_reason,notnull"`
	// LinkRequestedAt is set while the company waits for a new link.
	LinkRequestedAt *time.Time `bun:"link_requested_at"`
	// Result follows from the answers and is saved with them.
	Result ReadinessResult `bun:"result,type:jsonb"`
	// Plan are the actions that were agreed, with the days on which they are due.
	Plan []ReadinessAction `bun:"plan,type:jsonb"`
	Stamps

	Organisation *Organisation       `bun:"-"`
	Country      *Country            `bun:"-"`
	Adviser      *Person             `bun:"-"`
	Template     *ReadinessTemplate  `bun:"-"`
	Answers      []*AssessmentAnswer `bun:"-"`
	Notes        []*AssessmentNote   `bun:"-"`
	History      []*AssessmentRating `bun:"-"`
	// Stale tells whether an answer has expired by the reader's clock.
	Stale bool `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the assessment.
func (a *Assessment) GlobalID() GlobalID { return NewGlobalID(KindAssessment, a.ID) }

// NextStates are the states that may follow, before their guards are asked.
func (a *Assessment) NextStates() []AssessmentState {
	if next := a.State.Next(); next != nil {
		return next
	}
	return []AssessmentState{}
}

// HideDetails leaves of an assessment what a company that shows its scores shows
// to partners: what is weak and what was said stays with us.
func (a *Assessment) HideDetails() {
	a.Result.Caps, a.Result.Actions, a.Result.Offers, a.Plan = nil, nil, nil, nil
	a.Reason, a.ReopenReason, a.LastQuestion, a.ReopenRequestedAt, a.LinkRequestedAt = "", "", "", nil, nil
	a.Answers, a.Notes, a.History = nil, nil, nil
}

// AssessmentAnswer is what both sides say of one question.
type AssessmentAnswer struct {
	AssessmentID         ID         `bun:"assessment_id,pk"`
	QuestionID           string     `bun:"question_id,pk"`
	SelfLevel            *int       `bun:"self_level"`
	SelfNotApplicable    bool       `bun:"self_not_applicable,notnull"`
	SelfReason           string     `bun:"self_reason,notnull"`
	SelfBy               string     `bun:"self_by,notnull"`
	SelfAt               *time.Time `bun:"self_at"`
	AdviserLevel         *int       `bun:"adviser_level"`
	AdviserNotApplicable bool       `bun:"adviser_not_applicable,notnull"`
	AdviserReason        string     `bun:"adviser_reason,notnull"`
	AdviserBy            string     `bun:"adviser_by,notnull"`
	AdviserAt            *time.Time `bun:"adviser_at"`
	// ExpiresAt is when the rating that counts is no longer believed.
	ExpiresAt *time.Time `bun:"expires_at"`

	Question *ReadinessQuestion `bun:"-"`
	// Expired tells whether it has expired by the reader's clock.
	Expired bool `bun:"-"`
}

// Ratings are the answer as the score reads it.
func (a *AssessmentAnswer) Ratings() ReadinessRatings {
	r := ReadinessRatings{
		Self:    Rating{Level: a.SelfLevel, NotApplicable: a.SelfNotApplicable, Reason: a.SelfReason},
		Adviser: Rating{Level: a.AdviserLevel, NotApplicable: a.AdviserNotApplicable, Reason: a.AdviserReason},
	}
	if a.SelfAt != nil {
		r.Self.At = *a.SelfAt
	}
	if a.AdviserAt != nil {
		r.Adviser.At = *a.AdviserAt
	}
	return r
}

// Set writes one side's rating.
func (a *AssessmentAnswer) Set(side RatingSide, r Rating, by string) {
	at := r.At
	if side == SideAdviser {
		a.AdviserLevel, a.AdviserNotApplicable, a.AdviserReason, a.AdviserBy, a.AdviserAt = r.Level, r.NotApplicable, r.Reason, by, &at
		return
	}
	a.SelfLevel, a.SelfNotApplicable, a.SelfReason, a.SelfBy, a.SelfAt = r.Level, r.NotApplicable, r.Reason, by, &at
}

// Level is the one that counts; nil where the question is open or does not apply.
func (a *AssessmentAnswer) Level() *int { return a.Ratings().Counts().Level }

// NotApplicable tells whether the rating that counts says so.
func (a *AssessmentAnswer) NotApplicable() bool { return a.Ratings().Counts().NotApplicable }

// Gap is how far the company's own level lies above the adviser's.
func (a *AssessmentAnswer) Gap() *int { return a.Ratings().Gap() }

// AnswersOf are stored answers as the score reads them.
func AnswersOf(rows []*AssessmentAnswer) Answers {
	answers := make(Answers, len(rows))
	for _, row := range rows {
		answers[row.QuestionID] = row.Ratings()
	}
	return answers
}

// RatingSide says who rates.
type RatingSide string

// The two sides.
const (
	SideSelf    RatingSide = "SELF"
	SideAdviser RatingSide = "ADVISER"
)

// AssessmentRating is one rating as it was given. Rows are only ever added:
// where two devices answered at once, the later one counts and both stand here.
type AssessmentRating struct {
	ID            ID         `bun:"id,pk"`
	AssessmentID  ID         `bun:"assessment_id,notnull"`
	QuestionID    string     `bun:"question_id,notnull"`
	Side          RatingSide `bun:"side,notnull"`
	Level         *int       `bun:"level"`
	NotApplicable bool       `bun:"not_applicable,notnull"`
	Reason        string     `bun:"reason,notnull"`
	Actor         string     `bun:"actor,notnull"`
	ActorRole     Role       `bun:"actor_role,notnull"`
	At            time.Time  `bun:"at,notnull"`
}

// NoteKind tells what is said from what was seen.
type NoteKind string

// The kinds of notes.
const (
	NoteComment  NoteKind = "COMMENT"
	NoteEvidence NoteKind = "EVIDENCE"
)

// AssessmentNote is a comment on an assessment or on one of its questions, or
// evidence that an adviser has seen.
type AssessmentNote struct {
	ID           ID `bun:"id,pk"`
	AssessmentID ID `bun:"assessment_id,notnull"`
	// QuestionID is empty where the whole assessment is meant.
	QuestionID string   `bun:"question_id,notnull"`
	Kind       NoteKind `bun:"kind,notnull"`
	Body       string   `bun:"body,notnull"`
	// SeenByID is the adviser who saw the evidence.
	SeenByID  *ID       `bun:"seen_by_id"`
	Actor     string    `bun:"actor,notnull"`
	ActorRole Role      `bun:"actor_role,notnull"`
	At        time.Time `bun:"at,notnull"`

	SeenBy *Person `bun:"-"`
}

// AssessmentOrder is what a list of assessments is sorted by.
type AssessmentOrder string

// The orders of assessments.
const (
	AssessmentByLastSavedAt AssessmentOrder = "LAST_SAVED_AT"
	AssessmentByCreatedAt   AssessmentOrder = "CREATED_AT"
)

// AssessmentOrderBy names the order and its direction.
type AssessmentOrderBy struct {
	Field     AssessmentOrder
	Direction OrderDirection
}

// AssessmentFilter narrows a list of assessments; every set member must hold.
type AssessmentFilter struct {
	States         []AssessmentState
	Markets        []CountryCode
	OrganisationID *GlobalID
	AdviserID      *GlobalID
	// Submitted tells those that were ever submitted from the others.
	Submitted *bool
	// SubmittedYear is that in which it was last submitted, in Copenhagen.
	SubmittedYear *int
	// ReopenRequested are those whose company waits to be let in again,
	// LinkRequested those whose company waits for a new link.
	ReopenRequested *bool
	LinkRequested   *bool
	// ExpiresUntil and LastSavedUntil bound the moments, themselves included.
	ExpiresUntil   *time.Time
	LastSavedUntil *time.Time
}

// AssessmentConnection is one page of assessments.
type AssessmentConnection = Connection[Assessment]

// AssessmentEdge is one of them with its cursor.
type AssessmentEdge = Edge[Assessment]
