package reminder

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// holdBatch is how many occurrences are held or released in one transaction.
const holdBatch = 500

// HoldDue holds everything that is due already for review, and answers how many:
// a database that was restored does not know what was sent after its backup.
// Nothing may be dispatching meanwhile.
func (s Service) HoldDue(ctx context.Context, reason string) (int, error) {
	held := 0
	for {
		n := 0
		err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
			due, err := tx.OccurrencesInState(ctx, model.OccurrencePlanned, tx.Now, holdBatch)
			if err != nil {
				return err
			}
			ids := occurrenceIDs(due)
			n = len(ids)
			if err := tx.HoldDeliveries(ctx, ids, reason, tx.Now); err != nil {
				return err
			}
			return tx.SetOccurrences(ctx, ids, model.OccurrenceHeld, reason, tx.Now)
		})
		held += n
		if err != nil || n == 0 {
			return held, err
		}
	}
}

// ReleaseHeld lets held reminders leave, those named or all, and answers how
// many. What has become useless meanwhile is sorted out when it is sent.
func (s Service) ReleaseHeld(ctx context.Context, in model.HeldReleaseInput) (int, error) {
	if err := onlyStaff(model.ActorFrom(ctx)); err != nil {
		return 0, err
	}
	why, err := reasonOf(in.Reason)
	if err != nil {
		return 0, err
	}
	all := in.All != nil && *in.All
	if !all && len(in.IDs) == 0 {
		return 0, model.BadInput("ids", "error.list.required")
	}
	if len(in.IDs) > holdBatch {
		return 0, model.BadInput("ids", "error.list.tooLong").With("Max", holdBatch)
	}
	named := make([]model.ID, 0, len(in.IDs))
	for _, global := range in.IDs {
		id, err := global.As(model.KindOccurrence, "ids")
		if err != nil {
			return 0, err
		}
		named = append(named, id)
	}
	released := 0
	for {
		n := 0
		err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
			var rows []*model.Occurrence
			if all {
				rows, err = tx.OccurrencesInState(ctx, model.OccurrenceHeld, tx.Now, holdBatch)
			} else {
				rows, err = tx.OccurrencesByID(ctx, named, model.Fields{"delivery": {}})
			}
			if err != nil {
				return err
			}
			for _, o := range rows {
				if o.State != model.OccurrenceHeld {
					continue
				}
				n++
				if err := order(ctx, tx, "reminderOccurrenceRelease", o, why); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return released, err
		}
		released += n
		if n == 0 || !all {
			return released, nil
		}
	}
}

func occurrenceIDs(rows []*model.Occurrence) []model.ID {
	ids := make([]model.ID, len(rows))
	for i, o := range rows {
		ids[i] = o.ID
	}
	return ids
}
