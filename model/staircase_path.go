package model

import (
	"cmp"
	"slices"
)

// CompanyPath is one company's way over the staircase.
type CompanyPath struct {
	Company *Organisation
	// Placements are those that count, the earliest first.
	Placements []*Placement
	// Corrected are those that were wrong, the earliest first.
	Corrected []*Placement
	// Today is the day that spans which have not ended are counted to.
	Today Date
}

// Effective splits placements of one company into those that count, the
// earliest day first and of one day the one noted first, and those that others
// correct.
func Effective(placements []*Placement) (count, corrected []*Placement) {
	by := make(map[ID]ID, len(placements))
	for _, p := range placements {
		if p.CorrectsID != nil {
			by[*p.CorrectsID] = p.ID
		}
	}
	for _, p := range slices.SortedFunc(slices.Values(placements), earlier) {
		if later, wrong := by[p.ID]; wrong {
			p.CorrectedBy = &later
			corrected = append(corrected, p)
			continue
		}
		count = append(count, p)
	}
	return count, corrected
}

func earlier(a, b *Placement) int {
	if byDay := cmp.Compare(a.PlacedOn.String(), b.PlacedOn.String()); byDay != 0 {
		return byDay
	}
	return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), slices.Compare(a.ID[:], b.ID[:]))
}

// First is the baseline; nil before the first placement.
func (p *CompanyPath) First() *Placement {
	if len(p.Placements) == 0 {
		return nil
	}
	return p.Placements[0]
}

// Latest is where the company stands now, which with one placement is the
// baseline; nil before the first.
func (p *CompanyPath) Latest() *Placement {
	if len(p.Placements) == 0 {
		return nil
	}
	return p.Placements[len(p.Placements)-1]
}

// PlacedTwice tells whether there is a before and an after.
func (p *CompanyPath) PlacedTwice() bool { return len(p.Placements) > 1 }

// Climbed is how many steps the company rose from its first placement to its
// latest, negative when it fell; nil while there are not two. What lies between
// does not count.
func (p *CompanyPath) Climbed() *int {
	if !p.PlacedTwice() {
		return nil
	}
	climbed := p.Latest().Step.Number - p.First().Step.Number
	return &climbed
}

// Since is when the company came to the step on which it stands; nil before the
// first placement.
func (p *CompanyPath) Since() *Date {
	run := p.lastRun()
	if len(run) == 0 {
		return nil
	}
	return &run[0].PlacedOn
}

// lastRun are the latest placements that follow each other on one step.
func (p *CompanyPath) lastRun() []*Placement {
	for i := len(p.Placements) - 1; i > 0; i-- {
		if p.Placements[i-1].StepID != p.Placements[i].StepID {
			return p.Placements[i:]
		}
	}
	return p.Placements
}

// DaysOnStep is for how many days the company has stood where it stands; nil
// before the first placement.
func (p *CompanyPath) DaysOnStep() *int {
	since := p.Since()
	if since == nil {
		return nil
	}
	days := since.DaysUntil(p.Today)
	return &days
}

// IsStuck tells whether the company was placed on the same step again, below
// the last, and came there at least so many days ago. One that was placed there
// only once is not stuck: nobody has looked again.
func (p *CompanyPath) IsStuck(days int) bool {
	run := p.lastRun()
	return len(run) > 1 && !p.Latest().Step.IsLast && run[0].PlacedOn.DaysUntil(p.Today) >= days
}

// DaysFirstToLast is how many days lie between the company's first placement on
// the first step and its first later one on the last step; nil where it has not
// gone all the way.
func (p *CompanyPath) DaysFirstToLast() *int {
	var began *Placement
	for _, one := range p.Placements {
		switch {
		case began == nil && one.Step.IsFirst:
			began = one
		case began != nil && one.Step.IsLast:
			days := began.PlacedOn.DaysUntil(one.PlacedOn)
			return &days
		}
	}
	return nil
}

// StandingOf is what is stored of a path; nil before the first placement.
func (p *CompanyPath) StandingOf(company ID) *Standing {
	if len(p.Placements) == 0 {
		return nil
	}
	s := &Standing{ID: company, BeforeID: p.First().StepID, BeforeOn: p.First().PlacedOn, Since: *p.Since()}
	if p.PlacedTwice() {
		s.AfterID, s.AfterOn = &p.Latest().StepID, p.Latest().PlacedOn
	}
	return s
}
