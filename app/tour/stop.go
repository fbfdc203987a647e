package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// StopCreate adds a stop to an edition or a side tour, within its days.
func (s Service) StopCreate(ctx context.Context, in model.TourStopCreateInput, f model.Fields) (*model.TourStop, error) {
	_, activity, err := in.ActivityID.AsActivity("activityId")
	if err != nil {
		return nil, err
	}
	var id model.ID
	err = s.atDesk(ctx, activity, "activityId", func(ctx context.Context, d *desk) error {
		if d.tour.Life().State.Ended() && !d.tour.Life().RecordedAfterwards {
			return model.GuardFailed("guard.tour.overStops")
		}
		row := &model.TourStop{ActivityID: activity, TimeZone: d.tour.Common().TimeZone, Stamps: model.Created(d.tx.Now)}
		var errs model.Errors
		in.Apply(&errs, row)
		if err := d.checkStop(ctx, &errs, row); err != nil {
			return err
		}
		id, err = d.tx.Once(ctx, in.IdempotencyKey, "tourStopCreate", in, func(id model.ID) error {
			row.ID = id
			return d.insertStop(ctx, row)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.Store.StopsByID(ctx, []model.ID{id}, f))
}

func (d *desk) insertStop(ctx context.Context, row *model.TourStop) error {
	if err := d.tx.Insert(ctx, row); err != nil {
		return err
	}
	d.tx.Touch(d.tour.ActivityKind(), row.ActivityID)
	return d.tx.Audit(ctx, "tourStopCreate", model.KindTourStop, row.ID, nil, row, "")
}

// checkStop answers all that is wrong with a stop.
func (d *desk) checkStop(ctx context.Context, errs *model.Errors, row *model.TourStop) error {
	if len(*errs) == 0 {
		errs.Add(row.CheckWithin(d.tour.Common()))
	}
	if err := d.tx.Known(ctx, errs, model.KindOrganisation, map[string]*model.ID{"hostId": row.HostID}); err != nil {
		return err
	}
	return errs.Err()
}

// StopUpdate changes what the input names. Seats that become free are offered to
// those who wait; a stop that moves is told to those who come.
func (s Service) StopUpdate(ctx context.Context, in model.TourStopUpdateInput, f model.Fields) (*model.TourStop, error) {
	return s.atStop(ctx, in.ID, in.ExpectedVersion, f, func(ctx context.Context, d *desk, row *model.TourStop) error {
		before := *row
		var errs model.Errors
		in.Apply(&errs, row)
		if err := d.checkStop(ctx, &errs, row); err != nil {
			return err
		}
		if moved(&before, row) {
			row.Sequence++
			row.MovedAt = &d.tx.Now
		}
		if err := d.saveStop(ctx, "tourStopUpdate", &before, row, ""); err != nil {
			return err
		}
		return d.promote(ctx, row)
	})
}

// moved tells a change that those who come must hear of.
func moved(before, after *model.TourStop) bool {
	return !before.StartsAt.Equal(after.StartsAt) || !before.EndsAt.Equal(after.EndsAt) || before.City != after.City || before.Venue != after.Venue ||
		before.TimeZone != after.TimeZone
}

// StopCancel takes a stop out. Everybody who was registered for it is told,
// those who waited too.
func (s Service) StopCancel(ctx context.Context, in model.TourStopCancelInput, f model.Fields) (*model.TourStop, error) {
	reason, err := model.CleanText("reason", in.Reason, model.MaxBody)
	if err != nil {
		return nil, err
	}
	if err := model.Required("reason", reason); err != nil {
		return nil, err
	}
	return s.atStop(ctx, in.ID, in.ExpectedVersion, f, func(ctx context.Context, d *desk, row *model.TourStop) error {
		return d.cancelStops(ctx, reason, row)
	})
}

// atStop opens the desk of a stop that is going to be changed, with that stop
// locked.
func (s Service) atStop(
	ctx context.Context, global model.GlobalID, expected *int, f model.Fields, do func(context.Context, *desk, *model.TourStop) error,
) (*model.TourStop, error) {
	id, err := global.As(model.KindTourStop, "id")
	if err != nil {
		return nil, err
	}
	known, err := app.First(s.Store.StopsByID(ctx, []model.ID{id}, nil))
	if err != nil {
		return nil, err
	}
	if known == nil {
		return nil, model.NotFound("id")
	}
	err = s.atDesk(ctx, known.ActivityID, "id", func(ctx context.Context, d *desk) error {
		if err := d.lock(ctx, id); err != nil {
			return err
		}
		row := d.stops[id]
		if err := row.Expect(expected); err != nil {
			return err
		}
		if row.Cancelled() {
			return model.GuardFailed("guard.stop.cancelled")
		}
		return do(ctx, d, row)
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.Store.StopsByID(ctx, []model.ID{id}, f))
}

func (d *desk) saveStop(ctx context.Context, action string, before, row *model.TourStop, why string) error {
	row.Touch(d.tx.Now)
	if err := d.tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	d.tx.Touch(d.tour.ActivityKind(), row.ActivityID)
	return d.tx.Audit(ctx, action, model.KindTourStop, row.ID, before, row, why)
}

// live are the states of those who count on a stop.
var live = []model.RegistrationState{
	model.RegistrationStarted, model.RegistrationPending, model.RegistrationConfirmed, model.RegistrationWaitlisted, model.RegistrationOffered,
}

// cancelStops takes stops out, with everybody's seats and places in their lines.
func (d *desk) cancelStops(ctx context.Context, reason string, rows ...*model.TourStop) error {
	ids := make([]model.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	if err := d.lock(ctx, ids...); err != nil {
		return err
	}
	for _, id := range ids {
		row := d.stops[id]
		concerned, err := d.tx.RegistrationsAt(ctx, id, 0, live...)
		if err != nil {
			return err
		}
		for _, r := range concerned {
			err := d.change(ctx, r, "tourStopCancel", reason, func() error {
				return d.leave(ctx, r.Line(id), model.RegistrationStopCancelled, "")
			})
			if err != nil {
				return err
			}
		}
		before := *row
		row.CancelledAt, row.Reason = &d.tx.Now, reason
		row.Sequence++
		if err := d.saveStop(ctx, "tourStopCancel", &before, row, reason); err != nil {
			return err
		}
	}
	return nil
}
