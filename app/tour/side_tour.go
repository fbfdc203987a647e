package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// SideTourCreate makes a tour beside a conference together with its one stop: a
// conference, a day, a city and a number of places are all that it takes.
func (s Service) SideTourCreate(ctx context.Context, in model.SideTourCreateInput, f model.Fields) (*model.SideTour, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		var errs model.Errors
		row := &model.SideTour{TourLife: model.TourLife{State: model.TourIdea, StateSince: tx.Now}, Stamps: model.Created(tx.Now)}
		stop := &model.TourStop{Stamps: model.Created(tx.Now)}
		organisers := in.Apply(&errs, row, stop)
		app.CheckActivity(&errs, &row.Activity)
		recorded(&errs, tx, row, in.RecordedAfterwards, "on")
		if err := errs.Err(); err != nil {
			return err
		}
		if err := known(ctx, tx, &row.Activity, organisers); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "sideTourCreate", in, func(id model.ID) error {
			row.ID = id
			if err := insertTour(ctx, tx, row, organisers, "side", "sideTourCreate"); err != nil {
				return err
			}
			stop.ID, stop.ActivityID = tx.NewID(), id
			return (&desk{tx: tx, tour: row}).insertStop(ctx, stop)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.sideTour(ctx, id, f)
}
