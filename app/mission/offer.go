package mission

import (
	"context"
	"slices"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// offer gives the application a place that is held until the instant.
func (h *held) offer(ctx context.Context, tx *app.Tx, until time.Time) error {
	taken, err := take(ctx, tx, h.mission)
	if err != nil {
		return err
	}
	if !taken {
		return model.GuardFailed("guard.mission.full").With("Capacity", h.mission.Capacity)
	}
	if err := h.to(tx, model.ApplicationAccepted); err != nil {
		return err
	}
	h.OfferedAt, h.OfferExpiresAt = &tx.Now, &until
	return nil
}

// take gives one place away and notes it in the row that is held.
func take(ctx context.Context, tx *app.Tx, m *model.TradeMission) (bool, error) {
	taken, err := tx.TakePlace(ctx, m.ID)
	if taken {
		m.Taken++
	}
	return taken, err
}

// giveBack frees the place of an application and offers it to the next.
func (h *held) giveBack(ctx context.Context, tx *app.Tx) error {
	freed, err := tx.FreePlace(ctx, h.mission.ID)
	if err != nil {
		return err
	}
	if freed {
		h.mission.Taken--
	}
	return promote(ctx, tx, h.mission)
}

// promote offers every free place to the first who waits.
func promote(ctx context.Context, tx *app.Tx, m *model.TradeMission) error {
	until := offerEnds(tx, m)
	if !m.PassesPlacesOn() || m.FreePlaces() == 0 || !until.After(tx.Now) {
		return nil
	}
	waiting, err := waitlist(ctx, tx, m)
	if err != nil {
		return err
	}
	for _, a := range waiting[:min(m.FreePlaces(), len(waiting))] {
		h := held{MissionApplication: a, mission: m, before: *a}
		h.FromWaitlist, h.WaitlistSequence = true, nil
		if err := h.offer(ctx, tx, until); err != nil {
			return err
		}
		if err := h.save(ctx, tx, "missionApplicationPromote", ""); err != nil {
			return err
		}
	}
	return nil
}

// waitlist reads those who wait, the next one first.
func waitlist(ctx context.Context, tx *app.Tx, m *model.TradeMission) ([]*model.MissionApplication, error) {
	all, err := tx.ApplicationsToMissions(ctx, []model.ID{m.ID})
	if err != nil {
		return nil, err
	}
	waiting := slices.DeleteFunc(all, func(a *model.MissionApplication) bool { return a.WaitlistSequence == nil })
	slices.SortFunc(waiting, func(a, b *model.MissionApplication) int { return *a.WaitlistSequence - *b.WaitlistSequence })
	return waiting, nil
}

// ExpireOffers lets the offers lapse whose time is over, each in a transaction
// of its own, and passes their places on. It answers how many lapsed.
func (s Service) ExpireOffers(ctx context.Context) (int, error) {
	ids, err := s.Store.OffersRunOut(ctx, s.Clock.Now())
	if err != nil {
		return 0, err
	}
	lapsed := 0
	for _, id := range ids {
		err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
			row, m, err := tx.LockApplication(ctx, id)
			if err != nil {
				return err
			}
			h := held{MissionApplication: row, mission: m, before: *row}
			if h.State != model.ApplicationAccepted || h.Offer(tx.Now) {
				return nil // answered in the meantime
			}
			if err := h.to(tx, model.ApplicationLapsed); err != nil {
				return err
			}
			if err := h.save(ctx, tx, "missionApplicationLapse", ""); err != nil {
				return err
			}
			lapsed++
			return h.giveBack(ctx, tx)
		})
		if err != nil {
			return lapsed, err
		}
	}
	return lapsed, nil
}
