package model

import (
	"cmp"
	"slices"
	"time"
)

// FullProgress is the progress of a country whose elements are all evidenced,
// in basis points.
const FullProgress = 10_000

// Progress is what the elements count, as a share of those that apply, in basis
// points and floored; 0 when none applies.
func (m *PartnershipModel) Progress(elements []*LighthouseElement) int {
	sum, n := 0, 0
	for _, e := range elements {
		if rule := m.State(e.State); rule != nil && rule.Counts != nil {
			sum, n = sum+*rule.Counts, n+1
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// ForecastBasis says what an expected day rests on.
type ForecastBasis string

// What an expected day can rest on, the surest first.
const (
	// ForecastEstablished is a country that is established already.
	ForecastEstablished ForecastBasis = "ESTABLISHED"
	// ForecastMilestones rests on the forecasts of the country's milestones.
	ForecastMilestones ForecastBasis = "MILESTONES"
	// ForecastPlan rests on the Danish course where a milestone is missing.
	ForecastPlan ForecastBasis = "PLAN"
	// ForecastUnknown is a country of which nothing says when.
	ForecastUnknown ForecastBasis = "UNKNOWN"
)

// CountryForecast is when a country is expected to be established.
type CountryForecast struct {
	LighthouseCountry *LighthouseCountry
	Basis             ForecastBasis
	// ExpectedOn is zero while the basis is unknown. It is never before the day
	// on which the forecast is made, unless the country is established.
	ExpectedOn Date
}

// ExpectedDay is the expected day; nil while it is unknown.
func (f *CountryForecast) ExpectedDay() *Date { return f.ExpectedOn.OrNil() }

// Forecast answers when a country will be established by what is known on the
// day. Each need of the last derived stage that is not met waits for the
// earliest milestone of one of its elements. Where there is none, it is counted
// from the day of the country's own agreement by the years that Denmark took.
// The latest of these days is the expected one; a single need without a day
// leaves the whole unknown. The record's elements and milestones must be there.
func (m *PartnershipModel) Forecast(c *LighthouseCountry, today Date) CountryForecast {
	f := CountryForecast{LighthouseCountry: c, Basis: ForecastUnknown}
	if c.Stage == StageEstablished {
		f.Basis, f.ExpectedOn = ForecastEstablished, DateOf(c.StageSince)
		return f
	}
	if c.Stage.IsByHand() {
		return f
	}
	expected, basis := today, ForecastMilestones
	for _, need := range m.Missing(StageEstablished, c.Facts()) {
		day, found := c.milestoneFor(need.AnyOf)
		if !found {
			basis = ForecastPlan
			if day, found = m.planned(c, need.AnyOf); !found {
				return f
			}
		}
		if expected.Before(day) {
			expected = day
		}
	}
	f.Basis, f.ExpectedOn = basis, expected
	return f
}

// milestoneFor is the earliest forecast of an open milestone about one of the
// elements.
func (c *LighthouseCountry) milestoneFor(keys []string) (earliest Date, found bool) {
	for _, m := range c.Milestones {
		if m.ActualOn.IsZero() && slices.Contains(keys, m.ElementKey) && (!found || m.ForecastOn.Before(earliest)) {
			earliest, found = m.ForecastOn, true
		}
	}
	return earliest, found
}

// planned counts from the country's agreement as many years as Denmark took to
// the first of the elements, to the end of that year.
func (m *PartnershipModel) planned(c *LighthouseCountry, keys []string) (day Date, found bool) {
	agreed, ok := m.agreementDay(c)
	if !ok {
		return Date{}, false
	}
	for _, key := range keys {
		if e := m.Element(key); e != nil && e.YearOffset != nil {
			end := NewDate(agreed.Year+*e.YearOffset, time.December, 31)
			if !found || end.Before(day) {
				day, found = end, true
			}
		}
	}
	return day, found
}

// agreementElement is the element from whose year the Danish course is counted.
const agreementElement = "agreement"

// agreementDay is when the country's agreement was or will be signed.
func (m *PartnershipModel) agreementDay(c *LighthouseCountry) (Date, bool) {
	for _, e := range c.Elements {
		if e.ElementKey != agreementElement {
			continue
		}
		if !e.DoneOn.IsZero() {
			return e.DoneOn, true
		}
		if m.reaches(e.State, ElementDone) {
			return DateOf(e.StateSince), true
		}
	}
	return c.milestoneFor([]string{agreementElement})
}

// LighthouseProgress is how the countries stand toward the goal.
type LighthouseProgress struct {
	Goal         LighthouseGoal
	CountingRule LocalizedText
	Established  int
	// Stages counts the opened records by stage, in the order of the rules.
	Stages []StageCount
	// LateMilestones are those of the opened records, without the roadmap's.
	LateMilestones int
	// Forecasts are the countries with the earliest expected day first, those
	// without a day last.
	Forecasts []*CountryForecast
	// Years count, to the end of each year up to the goal's, how many countries
	// are expected to be established.
	Years []YearForecast
}

// StageCount is how many countries are at a stage.
type StageCount struct {
	Stage *StageRule
	Count int
}

// YearForecast is how many countries are expected to be established by the end
// of a year.
type YearForecast struct {
	Year, Expected int
}

// GoalCountries is how many countries the goal asks for.
func (p *LighthouseProgress) GoalCountries() int { return p.Goal.Countries }

// GoalYear is by the end of which year.
func (p *LighthouseProgress) GoalYear() int { return p.Goal.Year }

// CountingRuleIn is the rule of the count in the wanted language, else the reader's.
func (p *LighthouseProgress) CountingRuleIn(language *LanguageTag) LocalizedString {
	return p.CountingRule.In(language)
}

// ExpectedByGoalYear is how many countries are expected by the end of the
// goal's year.
func (p *LighthouseProgress) ExpectedByGoalYear() int {
	return len(p.ExpectedBy(NewDate(p.Goal.Year, time.December, 31)))
}

// ExpectedBy are the countries that are expected to be established by the end
// of the day.
func (p *LighthouseProgress) ExpectedBy(day Date) []*LighthouseCountry {
	var found []*LighthouseCountry
	for _, f := range p.Forecasts {
		if !f.ExpectedOn.IsZero() && !f.ExpectedOn.After(day) {
			found = append(found, f.LighthouseCountry)
		}
	}
	return found
}

// IsOnTrack tells whether the forecast meets the goal.
func (p *LighthouseProgress) IsOnTrack() bool { return p.ExpectedByGoalYear() >= p.Goal.Countries }

// TowardGoal counts the opened records on the day. Their elements and
// milestones must be there; the home country is passed over.
func (m *PartnershipModel) TowardGoal(countries []*LighthouseCountry, today Date) *LighthouseProgress {
	p := &LighthouseProgress{Goal: m.Goal, CountingRule: m.CountingRule, Forecasts: []*CountryForecast{}}
	counts := map[LighthouseStage]int{}
	for _, c := range countries {
		if c.CountryCode == m.Goal.Home {
			continue
		}
		counts[c.Stage]++
		p.LateMilestones += c.LateMilestoneCount()
		if f := m.Forecast(c, today); !c.Stage.IsByHand() {
			p.Forecasts = append(p.Forecasts, &f)
		}
	}
	p.Established = counts[StageEstablished]
	for _, rule := range m.Stages {
		p.Stages = append(p.Stages, StageCount{rule, counts[rule.Key]})
	}
	slices.SortStableFunc(p.Forecasts, func(a, b *CountryForecast) int {
		return cmp.Or(-lastDate(a.ExpectedOn).DaysUntil(lastDate(b.ExpectedOn)), cmp.Compare(a.LighthouseCountry.CountryCode, b.LighthouseCountry.CountryCode))
	})
	for year := today.Year; year <= m.Goal.Year; year++ {
		p.Years = append(p.Years, YearForecast{year, len(p.ExpectedBy(NewDate(year, time.December, 31)))})
	}
	return p
}

// lastDate lets an absent day sort after all others.
func lastDate(d Date) Date {
	if d.IsZero() {
		return NewDate(MaxYear+1, time.January, 1)
	}
	return d
}
