package model

// Lead says which of two countries is ahead.
type Lead string

// Who is ahead.
const (
	LeadFirst  Lead = "FIRST"
	LeadSecond Lead = "SECOND"
	LeadNone   Lead = "NONE"
)

// LighthouseComparison puts two countries side by side.
type LighthouseComparison struct {
	First, Second *LighthouseCountry
	// Elements are in the order of the checklist, Phases in that of the course.
	Elements []*ElementComparison
	Phases   []*PhaseComparison
	// FirstAhead and SecondAhead count the elements in which each leads.
	FirstAhead, SecondAhead int
}

// ElementComparison is one element in two countries.
type ElementComparison struct {
	Element       *PartnershipElement
	First, Second *LighthouseElement
	Ahead         Lead
}

// PhaseComparison is the progress of two countries in one phase, in basis points.
type PhaseComparison struct {
	Phase                         *PartnershipPhase
	FirstProgress, SecondProgress int
}

// Compare puts two records side by side; their elements must be there. Where an
// element does not apply in one of the countries, nobody is ahead.
func (m *PartnershipModel) Compare(first, second *LighthouseCountry) *LighthouseComparison {
	c := &LighthouseComparison{First: first, Second: second}
	byKey := func(country *LighthouseCountry) map[string]*LighthouseElement {
		elements := make(map[string]*LighthouseElement, len(country.Elements))
		for _, e := range country.Elements {
			elements[e.ElementKey] = e
		}
		return elements
	}
	of, with := byKey(first), byKey(second)
	for _, element := range m.Elements {
		one := &ElementComparison{Element: element, First: of[element.Key], Second: with[element.Key]}
		one.Ahead = m.ahead(one.First, one.Second)
		switch one.Ahead {
		case LeadFirst:
			c.FirstAhead++
		case LeadSecond:
			c.SecondAhead++
		case LeadNone:
		}
		c.Elements = append(c.Elements, one)
	}
	for _, phase := range m.Phases {
		c.Phases = append(c.Phases, &PhaseComparison{
			Phase: phase, FirstProgress: m.Progress(m.inPhase(first, phase)), SecondProgress: m.Progress(m.inPhase(second, phase)),
		})
	}
	return c
}

func (m *PartnershipModel) ahead(first, second *LighthouseElement) Lead {
	a, b := m.rank(stateOf(first)), m.rank(stateOf(second))
	switch {
	case a < 0 || b < 0:
		return LeadNone
	case a > b:
		return LeadFirst
	case a < b:
		return LeadSecond
	}
	return LeadNone
}

func stateOf(e *LighthouseElement) ElementState {
	if e == nil {
		return ElementNotStarted
	}
	return e.State
}

func (m *PartnershipModel) inPhase(c *LighthouseCountry, phase *PartnershipPhase) []*LighthouseElement {
	var elements []*LighthouseElement
	for _, e := range c.Elements {
		if one := m.Element(e.ElementKey); one != nil && one.Phase.Key == phase.Key {
			elements = append(elements, e)
		}
	}
	return elements
}
