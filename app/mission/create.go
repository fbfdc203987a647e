package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes a mission. It starts as DRAFT, or as OUTCOME_TRACKING when it is
// recorded after it was held.
func (s Service) Create(ctx context.Context, in model.TradeMissionCreateInput, f model.Fields) (*model.TradeMission, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		var errs model.Errors
		row := &model.TradeMission{State: model.MissionDraft, StateSince: tx.Now, Stamps: model.Created(tx.Now)}
		organisers := in.Apply(&errs, row)
		app.CheckActivity(&errs, &row.Activity)
		if app.Value(in.RecordedAfterwards) {
			row.State, row.RecordedAfterwards = model.MissionTracking, true
			if row.EndsOn.IsZero() || !row.EndsOn.Before(model.DateOf(tx.Now.In(row.Zone()))) {
				errs.Add(model.BadInput("endsOn", "error.mission.recordedNotEnded"))
			}
		}
		if err := errs.Err(); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "tradeMissionCreate", in, func(id model.ID) error {
			row.ID = id
			if err := insert(ctx, tx, row, organisers, "tradeMissionCreate"); err != nil {
				return err
			}
			return organises(ctx, tx, row)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

func insert(ctx context.Context, tx *app.Tx, row *model.TradeMission, organisers []*model.Organiser, action string) error {
	if err := known(ctx, tx, row, organisers); err != nil {
		return err
	}
	return tx.InsertActivity(ctx, row, organisers, "mis", action)
}

// known checks that everything a mission points to is there.
func known(ctx context.Context, tx *app.Tx, row *model.TradeMission, organisers []*model.Organiser) error {
	var errs model.Errors
	if err := tx.KnownInActivity(ctx, &errs, &row.Activity, organisers, nil, nil); err != nil {
		return err
	}
	return errs.Err()
}
