package model

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"
)

//go:embed roadmap_milestones.json
var roadmapMilestonesJSON []byte

// RoadmapPlan is the Danish roadmap as the papers have it.
type RoadmapPlan struct {
	FirstYear, LastYear int
	Milestones          []RoadmapPlanned
}

// RoadmapPlanned is one milestone of the plan.
type RoadmapPlanned struct {
	Key, Element, Source string
	On                   Date
	YearReadFromOrder    bool
	Texts                LocalizedText `json:"-"`
	Title                map[LanguageTag]string
}

// DanishRoadmap answers the milestones that a new installation starts with.
func DanishRoadmap() (*RoadmapPlan, error) {
	plan := new(RoadmapPlan)
	if err := readData("roadmap_milestones.json", roadmapMilestonesJSON, &struct {
		About string
		*RoadmapPlan
	}{RoadmapPlan: plan}); err != nil {
		return nil, err
	}
	for i := range plan.Milestones {
		plan.Milestones[i].Texts = fileText(plan.Milestones[i].Title).localized()
	}
	return plan, nil
}

// readData reads an embedded file and refuses members that nobody knows.
func readData(name string, content []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Milestone makes the row of a planned milestone.
func (p RoadmapPlanned) Milestone(country ID, now time.Time) *Milestone {
	return &Milestone{
		LighthouseCountryID: country, Key: p.Key, Title: p.Texts, ElementKey: p.Element, BaselineOn: p.On, ForecastOn: p.On,
		YearReadFromOrder: p.YearReadFromOrder, Source: p.Source, Stamps: Created(now),
	}
}

// Roadmap is how far Denmark has come on its way from 2022 to 2030.
type Roadmap struct {
	FirstYear, LastYear int
	// LighthouseCountry is Denmark's own record; nil before the roadmap is laid out.
	LighthouseCountry *LighthouseCountry
	Years             []*RoadmapYear
	Counters          []*RoadmapCounter
	Checklist         []*ChecklistLine
}

// RoadmapYear holds the milestones that were first planned for a year.
type RoadmapYear struct {
	Year       int
	Milestones []*Milestone
}

// ReachedCount is how many of the year's milestones are reached.
func (y *RoadmapYear) ReachedCount() int { return y.count(MilestoneReached) }

// LateCount is how many of the year's milestones are late.
func (y *RoadmapYear) LateCount() int { return y.count(MilestoneLate) }

func (y *RoadmapYear) count(state MilestoneState) int {
	n := 0
	for _, m := range y.Milestones {
		if m.State() == state {
			n++
		}
	}
	return n
}

// RoadmapYears sorts milestones, which come in the order of their days, into
// the years from first to last; one outside makes its own year.
func RoadmapYears(first, last int, milestones []*Milestone) []*RoadmapYear {
	for _, m := range milestones {
		first, last = min(first, m.Year()), max(last, m.Year())
	}
	years := make([]*RoadmapYear, 0, last-first+1)
	for year := first; year <= last; year++ {
		years = append(years, &RoadmapYear{Year: year, Milestones: []*Milestone{}})
	}
	for _, m := range milestones {
		at := years[m.Year()-first]
		at.Milestones = append(at.Milestones, m)
	}
	return years
}

// ChecklistLine is one element of the Danish checklist with what other
// countries have taught about it.
type ChecklistLine struct {
	Element *PartnershipElement
	// Danish is the element in Denmark's own record; nil before it is opened.
	Danish  *LighthouseElement
	Lessons []*ElementLesson
}

// AdoptedCount is how many of the lessons have changed the Danish checklist.
func (l *ChecklistLine) AdoptedCount() int {
	n := 0
	for _, one := range l.Lessons {
		if !one.Lesson.AdoptedOn.IsZero() {
			n++
		}
	}
	return n
}

// ElementLesson is a lesson with the country that taught it.
type ElementLesson struct {
	Country *Country
	Lesson  *Lesson
}
