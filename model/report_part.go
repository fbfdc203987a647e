package model

// ParticipationReport is what Danish companies took part in, by countries that
// somebody has given priority. Activities and participations of Countries and
// Others add up to All; companies do not, since one can be in several.
type ParticipationReport struct {
	Countries   []*CountryParticipation
	Others, All *CountryParticipation
}

// CountryParticipation is what companies took part in that is about a country,
// or about those that have no priority.
type CountryParticipation struct {
	// Country is nil where there are several.
	Country *Country
	// Priorities are the marks that hold, with who gave them.
	Priorities []*CountryPriority
	// Activities are not called off, Held are those of them that came about.
	Activities, Held          ReportNumber
	Companies, Participations ReportNumber
}

// ClashesReport is how many pairs of activities are in each other's way among
// those of the days, both included.
type ClashesReport struct {
	From, Until Date
	Kinds       []*ClashKindReport
}

// ClashKindReport are the clashes of one kind.
type ClashKindReport struct {
	Kind   ClashKind
	Number ReportNumber
}

// ReadinessReport is how many companies have looked at how ready they are. What
// would tell a partner about fewer than FewestShown is nil.
type ReadinessReport struct {
	Submitted, Stale *ReportNumber
	// Drafts are ours and the companies' own: nil for partners.
	Drafts *ReportNumber
	// Companies have a score; Levels and Markets are by their latest.
	Companies *ReportNumber
	Levels    []*ReadinessLevelReport
	Markets   []*ReadinessMarketReport
}

// ReadinessLevelReport is how many companies are on a level.
type ReadinessLevelReport struct {
	Level  MaturityLevel
	Number *ReportNumber
}

// ReadinessMarketReport is how many companies have a score for a market.
type ReadinessMarketReport struct {
	Market *Country
	Number ReportNumber
}

// RoadmapReport is how far the Danish roadmap is.
type RoadmapReport struct {
	Years    []*RoadmapYearReport
	Counters []*RoadmapCounterReport
}

// RoadmapYearReport are the milestones that were first planned for a year.
type RoadmapYearReport struct {
	Year                   int
	Reached, Late, Planned ReportNumber
}

// RoadmapCounterReport is one number of the roadmap, counted from the data.
// Where money is counted, Number counts the projects that have it.
type RoadmapCounterReport struct {
	*RoadmapCounter
	// Number is nil for whoever may not see the rows.
	Number *ReportNumber
}

// LighthousesReport is how the countries stand toward the goal.
type LighthousesReport struct {
	Goal         LighthouseGoal
	CountingRule LocalizedText
	// Established and Expected, by the end of the goal's year, are parts of the goal.
	Established, Expected ReportNumber
	Stages                []*LighthouseStageReport
	LateMilestones        ReportNumber
}

// GoalYear is the year by whose end the goal is to be reached.
func (r *LighthousesReport) GoalYear() int { return r.Goal.Year }

// CountingRuleIn is the rule of the count in the wanted language, else the reader's.
func (r *LighthousesReport) CountingRuleIn(language *LanguageTag) LocalizedString {
	return r.CountingRule.In(language)
}

// LighthouseStageReport is how many countries are at a stage.
type LighthouseStageReport struct {
	Stage  *StageRule
	Number ReportNumber
}

// YearReport is one year on one page. A number is nil for whoever may not see
// its rows.
type YearReport struct {
	Year int
	// Activities are those of each kind that took place.
	Activities []*ActivitiesReport
	// NewCountries were in contact for the first time.
	NewCountries              ReportNumber
	Companies, Participations *ReportNumber
	// Outcomes are confirmed, Answered is among the questions asked.
	Outcomes               []*OutcomeKindNumber
	Answered               *ReportNumber
	FollowUpsDone, Lessons *ReportNumber
	AssessmentsSubmitted   *ReportNumber
	MilestonesReached      *ReportNumber
}

// OutcomeKindNumber is a number of outcomes of one kind.
type OutcomeKindNumber struct {
	Kind   OutcomeKind
	Number ReportNumber
}
