package reminder

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// orderedGrace is how late a reminder may still leave that a person has ordered
// to leave now: over a weekend, and the day after.
const orderedGrace = 96 * time.Hour

// Cancel takes back a reminder that has not been sent. One whose mail is on its
// way at this moment is CONFLICT.
func (s Service) Cancel(ctx context.Context, in model.OccurrenceCancelInput, f model.Fields) (*model.Occurrence, error) {
	return s.act(ctx, in.ID, in.Reason, f, func(ctx context.Context, tx *app.Tx, o *model.Occurrence, why string) error {
		dropped, err := tx.DropDeliveries(ctx, []model.ID{o.ID}, why, tx.Now)
		if err != nil {
			return err
		}
		switch {
		case o.State == model.OccurrencePlanned && dropped == 0:
			return model.Conflict("id", "error.occurrence.leaving")
		case o.State != model.OccurrencePlanned && o.State != model.OccurrenceHeld:
			return model.Conflict("id", "error.occurrence.notWaiting").With("State", string(o.State))
		}
		return decide(ctx, tx, "reminderOccurrenceCancel", o, model.OccurrenceCancelled, why)
	})
}

// SendNow lets a reminder leave before its time, or one that was held or missed
// leave after all. It still waits for the end of quiet hours, and what is of no
// use any more is not sent.
func (s Service) SendNow(ctx context.Context, in model.OccurrenceSendNowInput, f model.Fields) (*model.Occurrence, error) {
	return s.act(ctx, in.ID, in.Reason, f, func(ctx context.Context, tx *app.Tx, o *model.Occurrence, why string) error {
		switch o.State {
		case model.OccurrencePlanned, model.OccurrenceHeld, model.OccurrenceMissed:
		default:
			return model.Conflict("id", "error.occurrence.notWaiting").With("State", string(o.State))
		}
		return order(ctx, tx, "reminderOccurrenceSendNow", o, why)
	})
}

// Resend sends a mail again that failed or bounced, under the same Message-ID,
// to the address that the person has now.
func (s Service) Resend(ctx context.Context, in model.DeliveryResendInput, f model.Fields) (*model.Delivery, error) {
	if err := onlyStaff(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	id, err := in.ID.As(model.KindDelivery, "id")
	if err != nil {
		return nil, err
	}
	rows, err := s.Store.DeliveriesByID(ctx, []model.ID{id}, nil)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, model.NotFound("id")
	}
	occurrence := model.NewGlobalID(model.KindOccurrence, rows[0].OccurrenceID)
	_, err = s.act(ctx, occurrence, in.Reason, nil, func(ctx context.Context, tx *app.Tx, o *model.Occurrence, why string) error {
		if o.State != model.OccurrenceFailed {
			return model.Conflict("id", "error.delivery.notFailed").With("State", string(o.State))
		}
		subjects, err := app.LoadSubjects(ctx, tx.Queries, []store.Subject{{Kind: o.SubjectKind, ID: o.SubjectID}}, nil, tx.Now)
		if err != nil {
			return err
		}
		if len(subjects) == 0 || subjects[0].Mailbox(o.PersonID) == nil {
			return model.GuardFailed("guard.delivery.address")
		}
		return order(ctx, tx, "deliveryResend", o, why)
	})
	if err != nil {
		return nil, err
	}
	rows, err = s.Store.DeliveriesByID(ctx, []model.ID{id}, f)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// act runs what staff decides about one occurrence, with a reason, while nobody
// plans its subject.
func (s Service) act(
	ctx context.Context, global model.GlobalID, reason string, f model.Fields,
	do func(ctx context.Context, tx *app.Tx, o *model.Occurrence, why string) error,
) (*model.Occurrence, error) {
	if err := onlyStaff(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	id, err := global.As(model.KindOccurrence, "id")
	if err != nil {
		return nil, err
	}
	why, err := reasonOf(reason)
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		o, err := occurrence(ctx, tx, id)
		if err != nil {
			return err
		}
		if o.ActivityID != nil {
			if _, err := tx.LockActivities(ctx, []model.ID{*o.ActivityID}, false); err != nil {
				return err
			}
			if o, err = occurrence(ctx, tx, id); err != nil {
				return err
			}
		}
		return do(ctx, tx, o, why)
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.Store.OccurrencesByID(ctx, []model.ID{id}, f))
}

func occurrence(ctx context.Context, tx *app.Tx, id model.ID) (*model.Occurrence, error) {
	rows, err := tx.OccurrencesByID(ctx, []model.ID{id}, model.Fields{"delivery": {}})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, model.NotFound("id")
	}
	return rows[0], nil
}

// decide gives an occurrence the state that a person wants.
func decide(ctx context.Context, tx *app.Tx, action string, o *model.Occurrence, state model.OccurrenceState, why string) error {
	if err := tx.SetOccurrences(ctx, []model.ID{o.ID}, state, why, tx.Now); err != nil {
		return err
	}
	after := *o
	after.State, after.Reason = state, why
	if o.Delivery != nil {
		tx.DeliveryChanged(o.Delivery.ID, o)
	}
	return tx.Audit(ctx, action, model.KindOccurrence, o.ID, o, &after, why)
}

// order lets an occurrence be due now, whatever became of it before.
func order(ctx context.Context, tx *app.Tx, action string, o *model.Occurrence, why string) error {
	after := *o
	after.State, after.Reason, after.DueAt, after.UpdatedAt = model.OccurrencePlanned, why, tx.Now, tx.Now
	if until := tx.Now.Add(orderedGrace); until.After(after.MissedAt) {
		after.MissedAt = until
	}
	if o.Delivery != nil {
		if err := tx.MoveDelivery(ctx, o.ID, tx.Now, tx.Now); err != nil {
			return err
		}
	}
	if err := tx.SetOccurrences(ctx, []model.ID{o.ID}, model.OccurrencePlanned, why, tx.Now); err != nil {
		return err
	}
	if err := tx.ReplanOccurrence(ctx, &after); err != nil {
		return err
	}
	if o.Delivery == nil {
		if err := tx.AddDeliveries(ctx, []*model.Delivery{tx.NewDelivery(&after)}); err != nil {
			return err
		}
	} else {
		if err := tx.ReopenDeliveries(ctx, []model.ID{o.ID}, tx.Now); err != nil {
			return err
		}
		tx.DeliveryChanged(o.Delivery.ID, o)
	}
	return tx.Audit(ctx, action, model.KindOccurrence, o.ID, o, &after, why)
}
