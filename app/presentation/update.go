package presentation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes what the input names.
func (s Service) Update(ctx context.Context, in model.PresentationAbroadUpdateInput, f model.Fields) (*model.PresentationAbroad, error) {
	why, err := model.Why("reason", in.Reason)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.ExpectedVersion, f, func(ctx context.Context, tx *app.Tx, row *model.PresentationAbroad) error {
		before := *row
		var errs model.Errors
		organisers := in.Apply(&errs, row)
		app.CheckActivity(&errs, &row.Activity)
		if err := errs.Err(); err != nil {
			return err
		}
		if err := known(ctx, tx, row, organisers); err != nil {
			return err
		}
		if in.Organisers.IsSet() {
			if err := tx.SetOrganisers(ctx, row.ID, organisers); err != nil {
				return err
			}
		}
		return tx.SaveActivity(ctx, "presentationAbroadUpdate", &before, row, &row.Stamps, why)
	})
}

// change runs a change of one presentation while it is locked.
func (s Service) change(
	ctx context.Context, global model.GlobalID, expected *int, f model.Fields,
	do func(context.Context, *app.Tx, *model.PresentationAbroad) error,
) (*model.PresentationAbroad, error) {
	id, err := global.As(model.KindPresentationAbroad, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.LockPresentation(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := tx.OrganisedByActor(ctx, &row.Activity); err != nil {
			return err
		}
		if err := row.Expect(expected); err != nil {
			return err
		}
		return do(ctx, tx, row)
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}
