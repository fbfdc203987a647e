package model

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

// The categories that a person can opt out of, as the default rules use them.
const (
	CategoryHosting   = "hosting"
	CategoryProgramme = "programme"
	CategorySurvey    = "survey"
	CategoryThanks    = "thanks"
	CategoryStaff     = "staff"
	CategoryMissions  = "missions"
	CategoryOutcomes  = "outcomes"
	CategoryTours     = "tours"
	CategoryReadiness = "readiness"
)

//go:embed reminder_rules.json
var reminderRulesJSON []byte

// DefaultReminderRules are the rules that a new installation starts with:
// enabled, without IDs and stamps, and without EffectiveFrom, which is set when
// they are installed so that they never mail the past. Each call answers fresh
// ones.
func DefaultReminderRules() ([]*ReminderRule, error) {
	decoder := json.NewDecoder(bytes.NewReader(reminderRulesJSON))
	decoder.DisallowUnknownFields()
	var rules []*ReminderRule
	if err := decoder.Decode(&rules); err != nil {
		return nil, fmt.Errorf("reminder_rules.json: %w", err)
	}
	return rules, nil
}
