package model

import "time"

// FollowUpState is how far a follow-up is.
type FollowUpState string

// The states of a follow-up.
const (
	FollowUpOpen   FollowUpState = "OPEN"
	FollowUpDone   FollowUpState = "DONE"
	FollowUpWaived FollowUpState = "WAIVED"
)

// FollowUp is something that one owner has promised to do by one day.
type FollowUp struct {
	ID ID `bun:"id,pk"`
	// SubjectKind and SubjectID name what it is about.
	SubjectKind Kind          `bun:"subject_kind,notnull"`
	SubjectID   ID            `bun:"subject_id,notnull"`
	Title       string        `bun:"title,notnull"`
	OwnerID     ID            `bun:"owner_id,notnull"`
	DueOn       Date          `bun:"due_on,notnull"`
	State       FollowUpState `bun:"state,notnull"`
	// Result says what came of it, or why it was waived.
	Result  string     `bun:"result,notnull"`
	EndedAt *time.Time `bun:"ended_at"`
	Stamps

	Owner *Person `bun:"-"`
	// Activity is what it is about; nil where that is no activity.
	Activity ActivityNode `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the follow-up.
func (f *FollowUp) GlobalID() GlobalID { return NewGlobalID(KindFollowUp, f.ID) }

// Overdue tells an open follow-up whose day is past on the given day.
func (f *FollowUp) Overdue(today Date) bool {
	return f.State == FollowUpOpen && f.DueOn.Before(today)
}

// FollowUpFilter narrows a list of follow-ups; every set member must hold.
type FollowUpFilter struct {
	States    []FollowUpState
	OwnerID   *GlobalID
	SubjectID *GlobalID
	// DueUntil keeps those due on or before the day.
	DueUntil *Date
	// EndedYear is that in which it was done or waived, in Copenhagen.
	EndedYear *int
	// Overdue keeps the open ones whose day is past.
	Overdue *bool
}

// FollowUpConnection is one page of follow-ups, the earliest due first.
type FollowUpConnection = Connection[FollowUp]

// FollowUpEdge is one of its edges.
type FollowUpEdge = Edge[FollowUp]

// Lesson is what one activity taught.
type Lesson struct {
	ID          ID     `bun:"id,pk"`
	SubjectKind Kind   `bun:"subject_kind,notnull"`
	SubjectID   ID     `bun:"subject_id,notnull"`
	Keep        string `bun:"keep,notnull"`
	Change      string `bun:"change,notnull"`
	NotedBy     string `bun:"noted_by,notnull"`
	// AdoptedOn is when the lesson changed the Danish checklist, AdoptedAs how.
	AdoptedOn Date   `bun:"adopted_on,nullzero"`
	AdoptedAs string `bun:"adopted_as,notnull"`
	// SearchText is derived from what to keep and to change.
	SearchText string `bun:"search_text,notnull"`
	Stamps

	// Activity is what taught it; nil where that is no activity.
	Activity ActivityNode `bun:"-"`
}

// AdoptedDay is when the lesson changed the Danish checklist; nil while it has not.
func (l *Lesson) AdoptedDay() *Date { return l.AdoptedOn.OrNil() }

// LessonFilter narrows a list of lessons; every set member must hold.
type LessonFilter struct {
	ActivityKinds []ActivityKindName
	// Year is that in which the lesson was noted, in Copenhagen.
	Year *int
	// Search is found in the accent-folded text.
	Search *string
}

// LessonConnection is one page of lessons, the newest first.
type LessonConnection = Connection[Lesson]

// LessonEdge is one of its edges.
type LessonEdge = Edge[Lesson]

// GlobalID is the id under which GraphQL knows the lesson.
func (l *Lesson) GlobalID() GlobalID { return NewGlobalID(KindLesson, l.ID) }

// SurveyResponse is what one person answered after a visit.
type SurveyResponse struct {
	ID           ID `bun:"id,pk"`
	DelegationID ID `bun:"delegation_id,notnull"`
	PersonID     ID `bun:"person_id,notnull"`
	// Rating is from 1 to 5.
	Rating  int    `bun:"rating,notnull"`
	Useful  string `bun:"useful,notnull"`
	Missing string `bun:"missing,notnull"`
	// MayContact says that a Danish company may write to the person.
	MayContact bool `bun:"may_contact,notnull"`
	Stamps

	Person *Person `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the response.
func (r *SurveyResponse) GlobalID() GlobalID { return NewGlobalID(KindSurveyResponse, r.ID) }
