package model

import (
	"cmp"
	"maps"
	"slices"
)

// DefaultStuckDays is how long a company has stood still when it counts as
// stuck, unless a reader says otherwise: half a year.
const DefaultStuckDays = 182

// MaxStuckDays bounds what a reader can ask for: a hundred years.
const MaxStuckDays = 36_500

// maxStuck bounds how many stuck companies are listed.
const maxStuck = 100

// StaircaseMember is one company with its path and what it can be grouped by.
type StaircaseMember struct {
	CompanyPath
	CompanyID   ID
	FocusAreaID *ID
	Employees   *int
	Region      string
}

// Programmes are the words at the placements that count, each once.
func (m *StaircaseMember) Programmes() []string {
	var words []string
	for _, p := range m.Placements {
		for _, word := range p.Programmes {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}

// Staircase is the report over companies.
type Staircase struct {
	Steps   []*StaircaseStep
	Figures *StaircaseFigures
	// Stuck are the companies that stand still, the longest first.
	Stuck []*StuckCompany

	members   []*StaircaseMember
	stuckDays int
	focus     map[ID]*FocusArea
}

// StuckCompany is a company that stands still.
type StuckCompany struct {
	CompanyID ID
	Step      *StaircaseStep
	Since     Date
	Days      int

	Company *Organisation
}

// StaircaseFigures are the numbers over a group of companies. Those of a group
// of fewer than FewestShown with a before and an after are not shown.
type StaircaseFigures struct {
	// Placed counts everybody with a placement, BaselineOnly those with one,
	// who are left out of the shares; Companies is the n of the shares.
	Placed, BaselineOnly, Companies int
	Hidden                          bool
	Steps                           []StaircaseStepShares
	Climb                           *StaircaseClimb
	StuckCount                      *int
	FirstToLast                     *StaircaseDays
}

// StaircaseStepShares is how many stood on a step before and after.
type StaircaseStepShares struct {
	Step          *StaircaseStep
	Before, After Share
}

// StaircaseClimb is how far the companies came. "Exactly two steps" and "two
// steps or more" are different numbers.
type StaircaseClimb struct {
	Rose, ExactlyOne, ExactlyTwo, TwoOrMore, Stayed, Fell Share
}

// StaircaseDays is how long companies took, in days.
type StaircaseDays struct {
	Companies            int
	Median, Fewest, Most int
}

// NewStaircase computes the report over members whose placements count.
func NewStaircase(steps []*StaircaseStep, members []*StaircaseMember, stuckDays int, focus map[ID]*FocusArea) *Staircase {
	s := &Staircase{Steps: steps, members: members, stuckDays: stuckDays, focus: focus, Figures: figuresOf(steps, members, stuckDays)}
	for _, m := range members {
		if m.IsStuck(stuckDays) {
			s.Stuck = append(s.Stuck, &StuckCompany{CompanyID: m.CompanyID, Step: m.Latest().Step, Since: *m.Since(), Days: *m.DaysOnStep()})
		}
	}
	slices.SortFunc(s.Stuck, func(a, b *StuckCompany) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), slices.Compare(a.CompanyID[:], b.CompanyID[:]))
	})
	s.Stuck = s.Stuck[:min(len(s.Stuck), maxStuck)]
	return s
}

func figuresOf(steps []*StaircaseStep, members []*StaircaseMember, stuckDays int) *StaircaseFigures {
	f := &StaircaseFigures{Steps: []StaircaseStepShares{}}
	var both []*StaircaseMember
	for _, m := range members {
		switch len(m.Placements) {
		case 0:
			continue
		case 1:
			f.BaselineOnly++
		default:
			both = append(both, m)
		}
		f.Placed++
	}
	f.Companies = len(both)
	if f.Companies < FewestShown {
		f.Hidden = true
		return f
	}
	count := func(holds func(*StaircaseMember) bool) Share {
		share := Share{Of: len(both)}
		for _, m := range both {
			if holds(m) {
				share.Count++
			}
		}
		return share
	}
	for _, step := range steps {
		f.Steps = append(f.Steps, StaircaseStepShares{
			Step: step, Before: count(func(m *StaircaseMember) bool { return m.First().StepID == step.ID }),
			After: count(func(m *StaircaseMember) bool { return m.Latest().StepID == step.ID }),
		})
	}
	climbed := func(holds func(int) bool) Share {
		return count(func(m *StaircaseMember) bool { return holds(*m.Climbed()) })
	}
	f.Climb = &StaircaseClimb{
		Rose:       climbed(func(n int) bool { return n > 0 }),
		ExactlyOne: climbed(func(n int) bool { return n == 1 }),
		ExactlyTwo: climbed(func(n int) bool { return n == 2 }),
		TwoOrMore:  climbed(func(n int) bool { return n >= 2 }),
		Stayed:     climbed(func(n int) bool { return n == 0 }),
		Fell:       climbed(func(n int) bool { return n < 0 }),
	}
	stuck := count(func(m *StaircaseMember) bool { return m.IsStuck(stuckDays) }).Count
	f.StuckCount = &stuck
	f.FirstToLast = daysFirstToLast(both)
	return f
}

// daysFirstToLast is nil where too few have gone all the way to be shown.
func daysFirstToLast(members []*StaircaseMember) *StaircaseDays {
	var days []int
	for _, m := range members {
		if n := m.DaysFirstToLast(); n != nil {
			days = append(days, *n)
		}
	}
	if len(days) < FewestShown {
		return nil
	}
	slices.Sort(days)
	middle := len(days) / 2
	median := days[middle]
	if len(days)%2 == 0 {
		median = (days[middle-1] + days[middle]) / 2
	}
	return &StaircaseDays{Companies: len(days), Median: median, Fewest: days[0], Most: days[len(days)-1]}
}

// CohortKind is what companies are grouped by.
type CohortKind string

// The kinds of cohorts.
const (
	CohortFocus     CohortKind = "FOCUS"
	CohortSize      CohortKind = "SIZE"
	CohortRegion    CohortKind = "REGION"
	CohortProgramme CohortKind = "PROGRAMME"
)

// StaircaseCohort is one group of companies and its numbers. Of FocusArea, Size
// and Name one is set, by the kind; a company that has no such mark is in a
// cohort of which none is.
type StaircaseCohort struct {
	FocusArea *FocusArea
	Size      *SizeBand
	// Name is the region or the programme.
	Name    *string
	Figures *StaircaseFigures
}

// Cohorts groups the companies, by key. A company in two programmes counts in
// both.
func (s *Staircase) Cohorts(by CohortKind) []*StaircaseCohort {
	groups := map[string][]*StaircaseMember{}
	for _, m := range s.members {
		for _, key := range cohortKeys(m, by) {
			groups[key] = append(groups[key], m)
		}
	}
	cohorts := make([]*StaircaseCohort, 0, len(groups))
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		c := &StaircaseCohort{Figures: figuresOf(s.Steps, groups[key], s.stuckDays)}
		switch {
		case key == "":
		case by == CohortFocus:
			c.FocusArea = s.focus[*groups[key][0].FocusAreaID]
		case by == CohortSize:
			size := SizeBand(key)
			c.Size = &size
		default:
			c.Name = &key
		}
		cohorts = append(cohorts, c)
	}
	return cohorts
}

func cohortKeys(m *StaircaseMember, by CohortKind) []string {
	switch by {
	case CohortFocus:
		if m.FocusAreaID == nil {
			return []string{""}
		}
		return []string{m.FocusAreaID.String()}
	case CohortSize:
		return []string{string(SizeOf(m.Employees))}
	case CohortRegion:
		return []string{m.Region}
	case CohortProgramme:
		if words := m.Programmes(); len(words) > 0 {
			return words
		}
	}
	return []string{""}
}
