package store

import (
	"context"

	"fyrtaarn/model"
)

// ReadinessLevels answers, for those companies that have one, the level of
// export readiness for the market, from 1 to 5. No assessments are stored yet,
// so that no company has one.
func (q Queries) ReadinessLevels(_ context.Context, _ []model.ID, _ model.CountryCode) (map[model.ID]int, error) {
	return map[model.ID]int{}, nil
}
