package presentation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes a talk. It starts as PLANNED, or as HELD when it is recorded after
// it was given.
func (s Service) Create(ctx context.Context, in model.PresentationAbroadCreateInput, f model.Fields) (*model.PresentationAbroad, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		var errs model.Errors
		row := &model.PresentationAbroad{State: model.PresentationPlanned, StateSince: tx.Now, Stamps: model.Created(tx.Now)}
		organisers := in.Apply(&errs, row)
		app.CheckActivity(&errs, &row.Activity)
		if app.Value(in.RecordedAfterwards) {
			row.State, row.RecordedAfterwards = model.PresentationHeld, true
			if row.EndsOn.IsZero() || !row.EndsOn.Before(model.DateOf(tx.Now.In(row.Zone()))) {
				errs.Add(model.BadInput("endsOn", "error.presentation.recordedNotHeld"))
			}
		}
		if err := errs.Err(); err != nil {
			return err
		}
		if err := known(ctx, tx, row, organisers); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "presentationAbroadCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.InsertActivity(ctx, row, organisers, "talk", "presentationAbroadCreate"); err != nil {
				return err
			}
			return tx.OrganisedByActor(ctx, &row.Activity)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}
