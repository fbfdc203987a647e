package model

import (
	_ "embed"
	"slices"
	"sync"
)

//go:embed roadmap_counters.json
var roadmapCountersJSON []byte

// CounterSubject is what a counter counts.
type CounterSubject string

// What can be counted.
const (
	// CountProjects counts projects that have begun.
	CountProjects CounterSubject = "PROJECTS"
	// CountActors counts organisations that take part in a project, each once.
	CountActors CounterSubject = "ACTORS"
	// CountFunding adds amounts of one kind.
	CountFunding CounterSubject = "FUNDING"
)

// CounterRule says what one number of the roadmap counts, and what a paper
// states beside it.
type CounterRule struct {
	Key    string
	Texts  map[LanguageTag]string `json:"name"`
	Counts CounterSubject
	// Of the three lists, the one that Counts counts by is filled.
	ProjectKinds      []ProjectKind
	OrganisationKinds []OrganisationKind
	FundingKinds      []FundingKind
	Stated            *StatedFigure
	Target            *CounterTarget
}

// StatedFigure is a number that a paper gives. It stands beside what is counted
// and is never mixed with it.
type StatedFigure struct {
	// Value is a count, Money an amount; the other one is nil.
	Value *int
	Money *StatedMoney
	// Source and Place say where it stands, AsOf (YYYY-MM) how old it is.
	Source, Place, AsOf string
}

// StatedMoney is an amount of a data file, in minor units.
type StatedMoney struct {
	Minor    int64
	Currency string
	About    bool
}

// Amount is the stated amount; nil where the figure is a count.
func (f *StatedFigure) Amount() *Money {
	if f.Money == nil {
		return nil
	}
	return &Money{f.Money.Minor, f.Money.Currency, f.Money.About}
}

// CounterTarget is the number that is to be reached by the end of a year.
type CounterTarget struct {
	Value, Year   int
	Source, Place string
}

// counterRules reads the data file once.
var counterRules = sync.OnceValues(func() ([]*CounterRule, error) {
	var file struct {
		About    string
		Counters []*CounterRule
	}
	err := readData("roadmap_counters.json", roadmapCountersJSON, &file)
	return file.Counters, err
})

// RoadmapCounter is one number of the roadmap: what was counted, with the rows
// behind it.
type RoadmapCounter struct {
	*CounterRule
	Name LocalizedText
	// Counted is how many projects or organisations there are, or how many
	// amounts were added.
	Counted int
	// Amounts are the sums by currency, where money is counted.
	Amounts       []Money
	Projects      []*Project
	Organisations []*Organisation
}

// NameIn is what is counted, in the wanted language, else the reader's.
func (c *RoadmapCounter) NameIn(language *LanguageTag) LocalizedString { return c.Name.In(language) }

// CountRoadmap counts, from the projects with their actors and funding, every
// number of the roadmap as it is on the day. Projects that have no first day or
// a later one have not begun and count nowhere.
func CountRoadmap(projects []*Project, today Date, reader LanguageTag) ([]*RoadmapCounter, error) {
	rules, err := counterRules()
	if err != nil {
		return nil, err
	}
	counters := newCounters(rules, reader)
	begun := slices.DeleteFunc(slices.Clone(projects), func(p *Project) bool { return p.StartsOn.IsZero() || p.StartsOn.After(today) })
	for _, counter := range counters {
		counter.count(begun)
	}
	return counters, nil
}

// RoadmapCounters are the numbers of the roadmap before anything is counted.
func RoadmapCounters(reader LanguageTag) ([]*RoadmapCounter, error) {
	rules, err := counterRules()
	return newCounters(rules, reader), err
}

func newCounters(rules []*CounterRule, reader LanguageTag) []*RoadmapCounter {
	counters := make([]*RoadmapCounter, len(rules))
	for i, rule := range rules {
		counters[i] = &RoadmapCounter{
			CounterRule: rule, Name: fileText(rule.Texts).localized(), Amounts: []Money{}, Projects: []*Project{}, Organisations: []*Organisation{},
		}
		counters[i].Name.Reader = reader
	}
	return counters
}

func (c *RoadmapCounter) count(begun []*Project) {
	var amounts []Money
	seen := map[ID]bool{}
	for _, p := range begun {
		rows := 0
		switch c.Counts {
		case CountProjects:
			if slices.Contains(c.ProjectKinds, p.Kind) {
				rows++
				c.Counted++
			}
		case CountActors:
			for _, a := range p.Actors {
				if a.Organisation == nil || !slices.Contains(c.OrganisationKinds, a.Organisation.Kind) {
					continue
				}
				rows++
				if !seen[a.OrganisationID] {
					seen[a.OrganisationID] = true
					c.Organisations = append(c.Organisations, a.Organisation)
					c.Counted++
				}
			}
		case CountFunding:
			for _, f := range p.Funding {
				if slices.Contains(c.FundingKinds, f.Kind) {
					rows++
					amounts = append(amounts, f.Amount())
				}
			}
		}
		if rows > 0 {
			c.Projects = append(c.Projects, p)
		}
	}
	if c.Counts == CountFunding {
		c.Counted, c.Amounts = len(amounts), SumByCurrency(amounts)
	}
}
