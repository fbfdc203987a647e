package mission

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// queue gives the application the last place of its class on the waitlist.
func (h *held) queue(ctx context.Context, tx *app.Tx) error {
	waiting, err := waitlist(ctx, tx, h.mission)
	if err != nil {
		return err
	}
	at := len(waiting)
	for at > 0 && waiting[at-1].WaitlistClass > h.WaitlistClass {
		at--
	}
	return tx.SetWaitlist(ctx, h.MissionID, slices.Insert(waiting, at, h.MissionApplication))
}

// MoveOnWaitlist changes the order of those who wait; the reason is kept with
// the application that was moved.
func (s Service) MoveOnWaitlist(ctx context.Context, in model.MissionWaitlistMoveInput, f model.Fields) (*model.MissionApplication, error) {
	reason, err := required("reason", in.Reason)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := holdAsOrganiser(ctx, tx, in.ID, "id", in.ExpectedVersion)
		if err != nil {
			return err
		}
		if h.WaitlistSequence == nil {
			return model.GuardFailed("guard.waitlist.notWaiting")
		}
		waiting, err := waitlist(ctx, tx, h.mission)
		if err != nil {
			return err
		}
		if in.Position < 1 || in.Position > len(waiting) {
			return model.BadInput("position", "error.number.range").With("Min", 1).With("Max", len(waiting))
		}
		others := slices.DeleteFunc(waiting, func(a *model.MissionApplication) bool { return a.ID == h.ID })
		if err := tx.SetWaitlist(ctx, h.MissionID, slices.Insert(others, in.Position-1, h.MissionApplication)); err != nil {
			return err
		}
		h.WaitlistReason = reason
		return h.save(ctx, tx, "missionWaitlistMove", reason)
	})
}
