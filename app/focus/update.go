package focus

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Update changes a focus area.
func (s Service) Update(ctx context.Context, in model.FocusAreaUpdateInput) (*model.FocusArea, error) {
	id, err := in.ID.As(model.KindFocusArea, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return update(ctx, tx, id, in) })
	if err != nil {
		return nil, err
	}
	return s.Store.FocusArea(ctx, id)
}

func update(ctx context.Context, tx *app.Tx, id model.ID, in model.FocusAreaUpdateInput) error {
	row, err := tx.FocusArea(ctx, id)
	if model.IsCode(err, model.CodeNotFound) {
		return model.NotFound("id")
	}
	if err != nil {
		return err
	}
	if err := row.Expect(in.ExpectedVersion); err != nil {
		return err
	}
	before := *row
	why, err := model.Why("reason", in.Reason)
	var errs model.Errors
	errs.Add(err)
	errs.Add(in.Apply(row))
	if err := errs.Err(); err != nil {
		return err
	}
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		if store.IsUnique(err) {
			return taken(row.Slug)
		}
		return err
	}
	return tx.Audit(ctx, "focusAreaUpdate", model.KindFocusArea, id, &before, row, why)
}
