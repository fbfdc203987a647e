package focus

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes a focus area.
func (s Service) Create(ctx context.Context, in model.FocusAreaCreateInput) (*model.FocusArea, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.FocusArea{Stamps: model.Created(tx.Now)}
		if err := in.Apply(row); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "focusAreaCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.InsertUnique(ctx, row, taken(row.Slug)); err != nil {
				return err
			}
			return tx.Audit(ctx, "focusAreaCreate", model.KindFocusArea, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Store.FocusArea(ctx, id)
}
