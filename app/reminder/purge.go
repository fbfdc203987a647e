package reminder

import (
	"context"
	"fmt"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// How long what nobody needs any more is kept.
const (
	linksKept = 90 * 24 * time.Hour
	slotsKept = 30 * 24 * time.Hour
)

// PurgeNeeds deletes the needs of every delegate whose visit ended
// model.NeedsKeptDays ago or earlier, by Denmark's calendar, and answers how
// many. A dry run only counts.
func (s Service) PurgeNeeds(ctx context.Context, dryRun bool) (int, error) {
	purged := 0
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		copenhagen, err := model.LoadZone(model.Copenhagen)
		if err != nil {
			return err
		}
		endedBefore := model.DateOf(tx.Now.In(copenhagen)).AddDays(1 - model.NeedsKeptDays)
		if purged, err = tx.PurgeNeeds(ctx, endedBefore, dryRun); err != nil || dryRun || purged == 0 {
			return err
		}
		return tx.Audit(ctx, "delegateNeedsPurge", model.KindDelegate, model.ID{}, nil, nil,
			fmt.Sprintf("needs of %d delegates of visits that ended before %s", purged, endedBefore))
	})
	return purged, err
}

// PurgeExpired deletes idempotency keys that answer no more, links that ended
// long ago and the slots of jobs that were run.
func (s Service) PurgeExpired(ctx context.Context) error {
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if err := tx.PurgeExpired(ctx, tx.Now.Add(-app.KeysKept), tx.Now.Add(-linksKept)); err != nil {
			return err
		}
		return tx.PurgeSlots(ctx, tx.Now.Add(-slotsKept))
	})
}
