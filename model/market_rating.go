package model

import (
	"fmt"
	"maps"
)

// MarketRating is how attractive one market is to one company: the
// second axis beside its readiness.
type MarketRating struct {
	OrganisationID  ID          `bun:"organisation_id,pk"`
	CountryCode     CountryCode `bun:"country_code,pk"`
	TemplateVersion int         `bun:"template_version,notnull"`
	// Values and Weights are by the ids of the template's criteria; a criterion
	// without a weight of its own has the template's.
	Values  map[string]int `bun:"criteria,type:jsonb"`
	Weights map[string]int `bun:"weights,type:jsonb"`
	// Showstopper is the reason that excludes the market, or empty.
	Showstopper string `bun:"showstopper,notnull"`
	Stamps

	Country *Country `bun:"-"`
	// Score, Readiness and Quadrant are computed when the row is read.
	Score     *BasisPoints       `bun:"-"`
	Readiness *BasisPoints       `bun:"-"`
	Quadrant  *MarketQuadrant    `bun:"-"`
	Template  *ReadinessTemplate `bun:"-"`
}

// Copy is the row as it is, whatever is written into this one.
func (m *MarketRating) Copy() *MarketRating {
	c := *m
	c.Values, c.Weights = maps.Clone(m.Values), maps.Clone(m.Weights)
	return &c
}

// AttractivenessRating is one criterion as a reader sees it.
type AttractivenessRating struct {
	Criterion *AttractivenessCriterion
	Value     *int
	Weight    int
	Template  *ReadinessTemplate
}

// Ratings are the criteria in the template's order, with their values and the
// weights that count.
func (m *MarketRating) Ratings() []*AttractivenessRating {
	ratings := []*AttractivenessRating{}
	for _, c := range m.Template.Attractiveness.Criteria {
		r := &AttractivenessRating{Criterion: c, Weight: c.Weight, Template: m.Template}
		if value, rated := m.Values[c.ID]; rated {
			r.Value = &value
		}
		if weight, own := m.Weights[c.ID]; own {
			r.Weight = weight
		}
		ratings = append(ratings, r)
	}
	return ratings
}

// Compute sets what follows from the row and the company's readiness there.
func (m *MarketRating) Compute(t *ReadinessTemplate, readiness *BasisPoints) {
	m.Template, m.Readiness = t, readiness
	m.Score = t.Attractiveness.Attractiveness(m.Values, m.Weights)
	m.Quadrant = t.Attractiveness.Quadrant(readiness, m.Score, m.Showstopper != "")
}

// AttractivenessRatingInput rates one criterion.
type AttractivenessRatingInput struct {
	Criterion string
	Value     *int
	// Weight replaces the template's for this company and market.
	Weight *int
}

// MarketAttractivenessSetInput says how attractive a market is. Criteria that
// are not named stay as they are.
type MarketAttractivenessSetInput struct {
	OrganisationID  GlobalID
	Market          CountryCode
	ExpectedVersion *int
	Ratings         []AttractivenessRatingInput
	// Excluded excludes the market for a reason, or takes that back.
	Excluded    *bool
	Showstopper *string
}

// Apply writes the input into the row and answers everything that is wrong.
func (in MarketAttractivenessSetInput) Apply(m *MarketRating, t *ReadinessTemplate) error {
	var errs Errors
	for i, r := range in.Ratings {
		at := fmt.Sprintf("ratings.%d", i)
		if r.Value != nil {
			errs.Add(t.Attractiveness.Check(at+".value", map[string]int{r.Criterion: *r.Value}, MaxCriterionValue))
			m.Values[r.Criterion] = *r.Value
		}
		if r.Weight != nil {
			errs.Add(t.Attractiveness.Check(at+".weight", map[string]int{r.Criterion: *r.Weight}, MaxCriterionWeight))
			m.Weights[r.Criterion] = *r.Weight
		}
	}
	if in.Showstopper != nil {
		reason, err := CleanText("showstopper", *in.Showstopper, MaxBody)
		errs.Add(err)
		m.Showstopper = reason
	}
	if in.Excluded != nil && !*in.Excluded {
		m.Showstopper = ""
	}
	if in.Excluded != nil && *in.Excluded && m.Showstopper == "" {
		errs.Add(BadInput("showstopper", "error.readiness.showstopperReason"))
	}
	return errs.Err()
}

// Why is the reason for the audit trail.
func (in MarketAttractivenessSetInput) Why() string {
	if in.Showstopper == nil {
		return ""
	}
	return *in.Showstopper
}
