package model

import "encoding/json"

// Reports are the numbers that everybody asks for. A member is nil where it was
// not asked for.
type Reports struct {
	Activities    []*ActivitiesReport
	Countries     *CountriesReport
	Participation *ParticipationReport
	Clashes       *ClashesReport
	FollowUps     *FollowUpsReport
	Outcomes      *OutcomesReport
	Staircase     *StaircaseReport
	Readiness     *ReadinessReport
	Roadmap       *RoadmapReport
	Lighthouses   *LighthousesReport
	Yearly        []*YearReport
	Mail          *MailReport
}

// ReportFilter narrows the reports.
type ReportFilter struct {
	// Year keeps activities that begin in it, what companies took part in then,
	// clashes of its days, outcomes of it, requests that were asked in it,
	// assessments submitted in it and countries that were met through its
	// activities. What stands open, the staircase, the roadmap, the lighthouse
	// countries and the mail are as they are now.
	Year *int
}

// ReportNumber is a number and the question that lists the rows behind it.
type ReportNumber struct {
	Value int
	// Of is the whole of which the number is a part; nil where there is none.
	Of *int
	// Query is a GraphQL document, Variables the JSON object that goes with it.
	Query, Variables string
}

// NewReportNumber makes a number whose rows the document lists under the filter.
func NewReportNumber(value int, query string, filter map[string]any) ReportNumber {
	variables, _ := json.Marshal(map[string]any{"filter": filter}) //nolint:errchkjson // texts and numbers always marshal
	return ReportNumber{Value: value, Query: query, Variables: string(variables)}
}

// Among answers the number as a part of a whole.
func (n ReportNumber) Among(of int) ReportNumber {
	n.Of = &of
	return n
}

// ActivitiesReport is how many activities of one kind begin in one year; Year is
// nil for those without days.
type ActivitiesReport struct {
	Kind   ActivityKindName
	Year   *int
	Number ReportNumber
}

// CountriesReport is how many countries have been met.
type CountriesReport struct {
	InContact, Visited, Planned, WHOEurope ReportNumber
}

// FollowUpsReport is how far follow-ups are.
type FollowUpsReport struct {
	Open, Overdue, Done, Waived ReportNumber
}

// OutcomesReport is what came of activities. Forecast is never added to
// confirmed, and NoneYet is an answer where Unanswered is not.
type OutcomesReport struct {
	Kinds                                []*OutcomeKindReport
	Asked, Answered, NoneYet, Unanswered ReportNumber
}

// OutcomeKindReport are the outcomes of one kind.
type OutcomeKindReport struct {
	Kind                OutcomeKind
	Confirmed, Forecast ReportNumber
}

// StaircaseReport is how far companies have come; nil numbers are hidden because
// fewer than FewestShown companies have a before and an after.
type StaircaseReport struct {
	Companies, BaselineOnly ReportNumber
	Steps                   []*StepReport
	ExactlyTwo, TwoOrMore   *ReportNumber
	Rose, Stayed, Fell      *ReportNumber
}

// StepReport is how many stood on a step before and after.
type StepReport struct {
	Step          *StaircaseStep
	Before, After ReportNumber
}

// MailReport is what became of mails.
type MailReport struct {
	Sent, Failed, Bounced, InDoubt, Fallback ReportNumber
}

// StandingCount is how many companies went from one step to another; AfterID is
// nil for those with one placement.
type StandingCount struct {
	BeforeID ID  `bun:"before_id"`
	AfterID  *ID `bun:"after_id"`
	N        int `bun:"n"`
}

// OutcomeCount is how many outcomes of a kind are in a state.
type OutcomeCount struct {
	Kind  OutcomeKind  `bun:"kind"`
	State OutcomeState `bun:"state"`
	N     int          `bun:"n"`
}

// ActivityCount is how many activities of a kind begin in a year; 0 is none.
type ActivityCount struct {
	Kind Kind `bun:"kind"`
	Year int  `bun:"year"`
	N    int  `bun:"n"`
}
