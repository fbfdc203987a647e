package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Confirm says that the company comes, while its offer stands. Said twice it
// changes nothing.
func (s Service) Confirm(ctx context.Context, in model.MissionApplicationAnswerInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := hold(ctx, tx, in.ID, in.ExpectedVersion)
		if err != nil || h.State == model.ApplicationConfirmed {
			return err
		}
		if err := h.standing(tx); err != nil {
			return err
		}
		if err := h.to(tx, model.ApplicationConfirmed); err != nil {
			return err
		}
		h.ConfirmedAt = &tx.Now
		return h.save(ctx, tx, "missionApplicationConfirm", "")
	})
}

// standing refuses an answer to an offer that has run out, also before the job
// has let it lapse.
func (h *held) standing(tx *app.Tx) error {
	if h.mission.State == model.MissionCancelled {
		return model.GuardFailed("guard.application.missionCancelled")
	}
	if h.State == model.ApplicationLapsed || h.State == model.ApplicationAccepted && !h.Offer(tx.Now) {
		return model.GuardFailed("guard.application.offerExpired")
	}
	return nil
}

// Decline gives an offered place back: the next on the waitlist gets it.
func (s Service) Decline(ctx context.Context, in model.MissionApplicationAnswerInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := hold(ctx, tx, in.ID, in.ExpectedVersion)
		if err != nil {
			return err
		}
		if err := h.standing(tx); err != nil {
			return err
		}
		if h.State != model.ApplicationAccepted {
			return model.GuardFailed("guard.application.noOffer")
		}
		return h.leave(ctx, tx, "missionApplicationDecline", in.Reason)
	})
}

// Withdraw takes an application back, at any time before the mission.
func (s Service) Withdraw(ctx context.Context, in model.MissionApplicationWithdrawInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := hold(ctx, tx, in.ID, in.ExpectedVersion)
		if err != nil {
			return err
		}
		return h.leave(ctx, tx, "missionApplicationWithdraw", in.Reason)
	})
}

// leave ends an application and frees what it held.
func (h *held) leave(ctx context.Context, tx *app.Tx, action string, reason *string) error {
	why, err := model.CleanText("reason", app.Value(reason), model.MaxBody)
	if err != nil {
		return err
	}
	holds := h.State.HoldsPlace()
	if err := h.to(tx, model.ApplicationWithdrawn); err != nil {
		return err
	}
	h.Reason, h.WaitlistSequence = why, nil
	if err := h.save(ctx, tx, action, why); err != nil || !holds {
		return err
	}
	return h.giveBack(ctx, tx)
}

// SetAttendance notes whether a company came.
func (s Service) SetAttendance(ctx context.Context, in model.MissionAttendanceSetInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := holdAsOrganiser(ctx, tx, in.ID, "id", in.ExpectedVersion)
		if err != nil {
			return err
		}
		if h.mission.State != model.MissionRunning {
			return model.GuardFailed("guard.application.attendance")
		}
		state := model.ApplicationNoShow
		if in.Attended {
			state = model.ApplicationAttended
		}
		if h.State == state {
			return nil
		}
		if err := h.to(tx, state); err != nil {
			return err
		}
		return h.save(ctx, tx, "missionAttendanceSet", "")
	})
}
