package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Appeal objects to an application being ineligible or rejected, within ten
// working days.
func (s Service) Appeal(ctx context.Context, in model.MissionApplicationAppealInput, f model.Fields) (*model.MissionApplication, error) {
	text, err := required("appeal", in.Appeal)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := hold(ctx, tx, in.ID, in.ExpectedVersion)
		if err != nil {
			return err
		}
		until := s.AppealUntil(h.MissionApplication)
		if until == nil {
			return model.GuardFailed("guard.appeal.nothing")
		}
		zone, err := model.LoadZone(model.Copenhagen)
		if err != nil {
			return err
		}
		if model.DateOf(tx.Now.In(zone)).After(*until) {
			return model.GuardFailed("guard.appeal.late").With("Date", *until)
		}
		if h.AppealedAt != nil {
			return model.GuardFailed("guard.appeal.once")
		}
		h.AppealedAt, h.Appeal = &tx.Now, text
		return h.save(ctx, tx, "missionApplicationAppeal", "")
	})
}

func required(field, text string) (string, error) {
	clean, err := model.CleanText(field, text, model.MaxBody)
	if err == nil {
		err = model.Required(field, clean)
	}
	return clean, err
}

// SettleAppeal answers an appeal. Granted, an ineligible application is
// considered after all, and a rejected one gets the last place of its class on
// the waitlist.
func (s Service) SettleAppeal(ctx context.Context, in model.MissionAppealSettleInput, f model.Fields) (*model.MissionApplication, error) {
	answer, err := required("answer", in.Answer)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := holdAsOrganiser(ctx, tx, in.ID, "id", in.ExpectedVersion)
		if err != nil {
			return err
		}
		if h.AppealedAt == nil || h.AppealAnswer != "" {
			return model.GuardFailed("guard.appeal.none")
		}
		h.AppealAnswer = answer
		if !in.Granted {
			return h.save(ctx, tx, "missionAppealSettle", answer)
		}
		if h.State == model.ApplicationIneligible {
			h.Ineligible = nil
			if err := h.to(tx, model.ApplicationEligible); err != nil {
				return err
			}
			return h.save(ctx, tx, "missionAppealSettle", answer)
		}
		if err := h.to(tx, model.ApplicationWaitlisted); err != nil {
			return err
		}
		if err := h.queue(ctx, tx); err != nil {
			return err
		}
		if err := h.save(ctx, tx, "missionAppealSettle", answer); err != nil {
			return err
		}
		return promote(ctx, tx, h.mission)
	})
}
