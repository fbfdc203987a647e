package model

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed staircase_steps.json
var staircaseStepsJSON []byte

// DefaultStaircase is the staircase of a new installation, without ids and
// stamps. Its ends are the field's own; the steps between them are placeholders
// until somebody names them. Each call answers fresh ones.
func DefaultStaircase() ([]*StaircaseStep, error) {
	var file []struct {
		Key         string `json:"key"`
		Number      int    `json:"number"`
		Name        string `json:"name"`
		First, Last bool
	}
	decoder := json.NewDecoder(bytes.NewReader(staircaseStepsJSON))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("staircase_steps.json: %w", err)
	}
	steps := make([]*StaircaseStep, len(file))
	for i, f := range file {
		steps[i] = &StaircaseStep{Key: f.Key, Number: f.Number, Name: Localized(English, f.Name), IsFirst: f.First, IsLast: f.Last}
	}
	return steps, nil
}
