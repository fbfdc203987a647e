package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Decide notes what is decided about an application. Nobody outside sees it
// before the announcement; until then it can be changed.
func (s Service) Decide(ctx context.Context, in model.MissionDecisionSetInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := holdAsOrganiser(ctx, tx, in.ID, "id", in.ExpectedVersion)
		if err != nil {
			return err
		}
		if h.mission.State != model.MissionCallClosed {
			return model.GuardFailed("guard.decision.mission")
		}
		if h.State != model.ApplicationInReview {
			return model.GuardFailed("guard.decision.state")
		}
		var errs model.Errors
		in.Apply(&errs, h.MissionApplication)
		if in.Decision == model.DecisionReject && h.Feedback == "" {
			errs.Add(model.BadInput("feedback", "error.text.required"))
		}
		if err := h.judged(ctx, tx, &errs); err != nil {
			return err
		}
		if err := h.fits(ctx, tx, &errs); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		return h.save(ctx, tx, "missionDecisionSet", h.DecisionReason)
	})
}

// judged asks for enough complete reviews.
func (h *held) judged(ctx context.Context, tx *app.Tx, errs *model.Errors) error {
	reviews, err := tx.MissionReviews(ctx, []model.ID{h.ID})
	if err != nil {
		return err
	}
	if n := model.Summarise(h.mission.Criteria, reviews).Complete; n < model.ReviewersNeeded {
		errs.Add(model.GuardFailed("guard.decision.reviews").With("Have", n).With("Needed", model.ReviewersNeeded))
	}
	return nil
}

// fits asks for a place for whoever is to be accepted.
func (h *held) fits(ctx context.Context, tx *app.Tx, errs *model.Errors) error {
	if h.Decision != model.DecisionAccept {
		return nil
	}
	all, err := tx.ApplicationsToMissions(ctx, []model.ID{h.MissionID})
	if err != nil {
		return err
	}
	accepted := 1
	for _, a := range all {
		if a.ID != h.ID && a.Decision == model.DecisionAccept && a.State == model.ApplicationInReview {
			accepted++
		}
	}
	if accepted > h.mission.Capacity {
		errs.Add(model.GuardFailed("guard.mission.tooManyAccepted").With("Accepted", accepted).With("Capacity", h.mission.Capacity))
	}
	return nil
}
