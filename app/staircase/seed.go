package staircase

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// SeedSteps writes the steps of a new installation, and answers how many. Where
// there are steps, somebody has made them what they are, and nothing is written.
func (s Service) SeedSteps(ctx context.Context) (int, error) {
	ctx = model.WithActor(ctx, model.System("installation"))
	defaults, err := model.DefaultStaircase()
	if err != nil {
		return 0, err
	}
	added := 0
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		there, err := tx.StaircaseSteps(ctx)
		if err != nil || len(there) > 0 {
			return err
		}
		for _, step := range defaults {
			step.ID, step.Stamps = tx.NewID(), model.Created(tx.Now)
		}
		added = len(defaults)
		return tx.AddSteps(ctx, defaults)
	})
	return added, err
}
