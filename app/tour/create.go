package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes an edition. It starts as IDEA, or as COMPLETED when it is recorded
// after it was held.
func (s Service) Create(ctx context.Context, in model.TourEditionCreateInput, f model.Fields) (*model.TourEdition, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		var errs model.Errors
		row := &model.TourEdition{TourLife: model.TourLife{State: model.TourIdea, StateSince: tx.Now}, Stamps: model.Created(tx.Now)}
		organisers := in.Apply(&errs, row)
		app.CheckActivity(&errs, &row.Activity)
		recorded(&errs, tx, row, in.RecordedAfterwards, "endsOn")
		if err := errs.Err(); err != nil {
			return err
		}
		if err := known(ctx, tx, &row.Activity, organisers); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "tourEditionCreate", in, func(id model.ID) error {
			row.ID = id
			return insertTour(ctx, tx, row, organisers, "tour", "tourEditionCreate")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.edition(ctx, id, f)
}

// insertTour stores a new tour, if the actor is one of those who organise it.
func insertTour(ctx context.Context, tx *app.Tx, row model.Tour, organisers []*model.Organiser, prefix, action string) error {
	if err := tx.InsertActivity(ctx, row, organisers, prefix, action); err != nil {
		return err
	}
	return tx.OrganisedByActor(ctx, row.Common())
}

// recorded lets a tour begin as one that was held. field names the day that must
// be past.
func recorded(errs *model.Errors, tx *app.Tx, row model.Tour, afterwards *bool, field string) {
	if !app.Value(afterwards) {
		return
	}
	life, a := row.Life(), row.Common()
	life.State, life.RecordedAfterwards = model.TourCompleted, true
	if a.EndsOn.IsZero() || !a.EndsOn.Before(model.DateOf(tx.Now.In(a.Zone()))) {
		errs.Add(model.BadInput(field, "error.tour.recordedNotEnded"))
	}
}

// known checks that everything a tour points to is there.
func known(ctx context.Context, tx *app.Tx, a *model.Activity, organisers []*model.Organiser) error {
	var errs model.Errors
	if err := tx.KnownInActivity(ctx, &errs, a, organisers, nil, nil); err != nil {
		return err
	}
	return errs.Err()
}
