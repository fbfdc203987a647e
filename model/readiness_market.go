package model

import (
	"maps"
	"slices"
)

// AttractivenessModel says how attractive a market is scored: the second axis
// beside readiness.
type AttractivenessModel struct {
	Criteria []*AttractivenessCriterion `json:"criteria"`
	// QuadrantFrom are the least scores, in percent, of the upper halves.
	QuadrantFrom struct {
		Readiness      int `json:"readiness"`
		Attractiveness int `json:"attractiveness"`
	} `json:"quadrantFrom"`
}

// AttractivenessCriterion is one criterion with the weight that it has unless
// somebody sets another.
type AttractivenessCriterion struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Weight int    `json:"weight"`
	Words  Words  `json:"-"`
}

// The largest value of a criterion and the largest weight that is taken.
const (
	MaxCriterionValue  = 100
	MaxCriterionWeight = 1000
)

// Attractiveness scores the values (0 to 100) of the criteria, with the given
// weights in place of the template's. Criteria without a value leave the
// denominator; nil says that none has one, or that what has one weighs nothing.
func (m AttractivenessModel) Attractiveness(values, weights map[string]int) *BasisPoints {
	reached, possible := 0, 0
	for _, c := range m.Criteria {
		value, rated := values[c.ID]
		if !rated {
			continue
		}
		weight := c.Weight
		if own, set := weights[c.ID]; set {
			weight = own
		}
		reached += weight * value
		possible += weight * MaxCriterionValue
	}
	if possible == 0 {
		return nil
	}
	score := BasisPoints(reached * fullScore / possible)
	return &score
}

// Check refuses values and weights of criteria that the model does not have,
// and those out of range.
func (m AttractivenessModel) Check(field string, values map[string]int, most int) error {
	var errs Errors
	for _, id := range slices.Sorted(maps.Keys(values)) {
		known := slices.ContainsFunc(m.Criteria, func(c *AttractivenessCriterion) bool { return c.ID == id })
		switch value := values[id]; {
		case !known:
			errs.Add(BadInput(field, "error.readiness.criterion").With("Criterion", shown(id)))
		case value < 0 || value > most:
			errs.Add(BadInput(field, "error.number.range").With("Min", 0).With("Max", most))
		}
	}
	return errs.Err()
}

// MarketQuadrant says what to do about a market.
type MarketQuadrant string

// The quadrants of readiness and attractiveness.
const (
	QuadrantGoNow         MarketQuadrant = "GO_NOW"
	QuadrantPrepare       MarketQuadrant = "PREPARE"
	QuadrantOpportunistic MarketQuadrant = "OPPORTUNISTIC"
	QuadrantDrop          MarketQuadrant = "DROP"
)

// Quadrant places a market. A showstopper drops it whatever the scores are; nil
// says that one of the two axes is not known yet.
func (m AttractivenessModel) Quadrant(readiness, attractiveness *BasisPoints, showstopper bool) *MarketQuadrant {
	if showstopper {
		drop := QuadrantDrop
		return &drop
	}
	if readiness == nil || attractiveness == nil {
		return nil
	}
	ready, attractive := *readiness >= percent(m.QuadrantFrom.Readiness), *attractiveness >= percent(m.QuadrantFrom.Attractiveness)
	q := QuadrantDrop
	switch {
	case ready && attractive:
		q = QuadrantGoNow
	case attractive:
		q = QuadrantPrepare
	case ready:
		q = QuadrantOpportunistic
	}
	return &q
}
