package model

import "slices"

// MaturityLevel is how ready for export a company is in one market.
type MaturityLevel string

// The levels from the lowest to the highest.
const (
	LevelExploring    MaturityLevel = "EXPLORING"
	LevelPreparing    MaturityLevel = "PREPARING"
	LevelMissionReady MaturityLevel = "MISSION_READY"
	LevelExportReady  MaturityLevel = "EXPORT_READY"
	LevelScaling      MaturityLevel = "SCALING"
)

// MaturityLevels lists them, the lowest first.
var MaturityLevels = []MaturityLevel{LevelExploring, LevelPreparing, LevelMissionReady, LevelExportReady, LevelScaling}

// maturityLevels lists all of them, from the lowest.
var maturityLevels = []MaturityLevel{LevelExploring, LevelPreparing, LevelMissionReady, LevelExportReady, LevelScaling}

// Rank is the level's place from 1, the lowest, to 5; 0 for no level.
func (l MaturityLevel) Rank() int { return slices.Index(maturityLevels, l) + 1 }

// CapKind says what kind of condition keeps a level down.
type CapKind string

// The kinds of caps.
const (
	CapGate      CapKind = "GATE"
	CapQuestion  CapKind = "QUESTION"
	CapDimension CapKind = "DIMENSION"
)

// ReadinessCap is one condition that is not met, although the score is high
// enough for the next rung.
type ReadinessCap struct {
	Kind CapKind `json:"kind"`
	// Subject is the question ("3.1") or the dimension that caps.
	Subject string `json:"subject"`
	// Needed is the least level, or for a dimension the least score in percent,
	// of the rung that it keeps shut.
	Needed int           `json:"needed"`
	Rung   MaturityLevel `json:"rung"`
}

// award climbs the ladder until a rung's condition is not met: what is asked on
// a lower rung holds on every higher one too, so that a better answer can never
// cost a level. Conditions only hold back; nothing but the score lifts.
func (t *ReadinessTemplate) award(r *ReadinessResult, answers Answers) {
	if r.MarketScore == nil || !t.Complete(r) {
		return
	}
	open := true
	for _, rung := range t.MaturityLevels {
		if *r.MarketScore < percent(rung.From) {
			return
		}
		r.ScoreLevel = &rung.ID
		if !open {
			continue
		}
		if caps := t.caps(rung, r, answers); len(caps) > 0 {
			r.Caps, open = caps, false
			continue
		}
		r.Level = &rung.ID
	}
}

// caps are the conditions of a rung that are not met. A gate that does not
// apply to the company holds nothing back; one that is not answered does, for
// nobody knows.
func (t *ReadinessTemplate) caps(rung *MaturityRung, r *ReadinessResult, answers Answers) []ReadinessCap {
	var caps []ReadinessCap
	for _, q := range t.questions {
		rating := answers[q.ID].Counts()
		if q.Gate && !rating.NotApplicable && (rating.Level == nil && rung.GatesAtLeast > 0 || rating.Level != nil && *rating.Level < rung.GatesAtLeast) {
			caps = append(caps, ReadinessCap{CapGate, q.ID, rung.GatesAtLeast, rung.ID})
		}
		if least, asked := rung.QuestionAtLeast[q.ID]; asked && (rating.Level == nil || *rating.Level < least) {
			caps = append(caps, ReadinessCap{CapQuestion, q.ID, least, rung.ID})
		}
	}
	if rung.NoDimensionBelow == 0 {
		return caps
	}
	for _, d := range r.Dimensions {
		if d.applies && (d.Score == nil || *d.Score < percent(rung.NoDimensionBelow)) {
			caps = append(caps, ReadinessCap{CapDimension, d.ID, rung.NoDimensionBelow, rung.ID})
		}
	}
	return caps
}
