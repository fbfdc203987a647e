package presentation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Transition moves a talk to another state when its guards hold.
func (s Service) Transition(ctx context.Context, in model.PresentationTransitionInput, f model.Fields) (*model.PresentationAbroad, error) {
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.ExpectedVersion, f, func(ctx context.Context, tx *app.Tx, row *model.PresentationAbroad) error {
		guards := model.PresentationGuards{Reason: reason}
		today := model.DateOf(tx.Now.In(row.Zone()))
		guards.HasEnded = !row.EndsOn.IsZero() && !today.Before(row.EndsOn)
		followUps, err := tx.FollowUpsOf(ctx, []model.ID{row.ID}, nil)
		if err != nil {
			return err
		}
		for _, u := range followUps {
			if u.State == model.FollowUpOpen {
				guards.OpenFollowUps++
			}
		}
		if err := model.CheckPresentationTransition(row, in.To, guards); err != nil {
			return err
		}
		before := *row
		row.State, row.StateSince = in.To, tx.Now
		if in.To == model.PresentationCancelled {
			row.Reason = reason
		}
		return tx.SaveActivity(ctx, "presentationAbroadTransition", &before, row, &row.Stamps, reason)
	})
}
