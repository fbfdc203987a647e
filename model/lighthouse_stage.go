package model

import "slices"

// LighthouseStage is how far a country is on its way to a lighthouse. It is
// derived from the record by the rules of the data file and never typed in;
// only PAUSED and DECLINED are set by hand.
type LighthouseStage string

// The stages, from the first contact on, and the two that set a country aside.
const (
	StageContact     LighthouseStage = "CONTACT"
	StageCandidate   LighthouseStage = "CANDIDATE"
	StageExploring   LighthouseStage = "EXPLORING"
	StageCommitted   LighthouseStage = "COMMITTED"
	StageEstablished LighthouseStage = "ESTABLISHED"
	StagePaused      LighthouseStage = "PAUSED"
	StageDeclined    LighthouseStage = "DECLINED"
)

// IsByHand tells the stages that somebody sets.
func (s LighthouseStage) IsByHand() bool { return s == StagePaused || s == StageDeclined }

// StageFacts are what the stage of an open record follows from.
type StageFacts struct {
	// InterestedOrganisation says that the record names one.
	InterestedOrganisation bool
	// States are those of the record's elements by their key; an absent one has
	// not been started.
	States map[string]ElementState
	// Aside is PAUSED or DECLINED while the record is set aside, else empty.
	Aside LighthouseStage
}

// Stage answers the furthest stage whose rule holds. A record that is open is
// at the first stage at least. A record that was set aside stays there whatever
// its elements say, until somebody takes it up again.
func (m *PartnershipModel) Stage(facts StageFacts) LighthouseStage {
	if facts.Aside.IsByHand() {
		return facts.Aside
	}
	var stage LighthouseStage
	for _, rule := range m.Stages {
		if rule.IsDerived() && !slices.ContainsFunc(rule.Needs, func(n StageNeed) bool { return !m.holds(n, facts) }) {
			stage = rule.Key
		}
	}
	return stage
}

// holds tells whether one need of a stage is met.
func (m *PartnershipModel) holds(need StageNeed, facts StageFacts) bool {
	if need.InterestedOrganisation && !facts.InterestedOrganisation {
		return false
	}
	return len(need.AnyOf) == 0 || slices.ContainsFunc(need.AnyOf, func(key string) bool {
		return m.reaches(facts.States[key], need.AtLeast)
	})
}

// reaches tells whether a state is at least another, by what they count. An
// element that is not applicable has reached nothing.
func (m *PartnershipModel) reaches(state, least ElementState) bool {
	return m.rank(state) >= m.rank(least)
}

// rank is the place of a state among those that count, in the order of the data
// file; -1 for an element that is not in the count.
func (m *PartnershipModel) rank(state ElementState) int {
	if state == "" {
		state = ElementNotStarted
	}
	return slices.IndexFunc(m.States, func(s *ElementStateRule) bool { return s.Key == state && s.Counts != nil })
}

// Missing are the needs of a stage that are not met, for a forecast.
func (m *PartnershipModel) Missing(stage LighthouseStage, facts StageFacts) []StageNeed {
	var missing []StageNeed
	for _, rule := range m.Stages {
		if rule.Key != stage {
			continue
		}
		for _, need := range rule.Needs {
			if !m.holds(need, facts) {
				missing = append(missing, need)
			}
		}
	}
	return missing
}
