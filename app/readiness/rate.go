package readiness

import (
	"context"

	"fyrtaarn/model"
)

// Rate saves an adviser's ratings beside the company's own. They count from now
// on; the company's stay, and the gap is shown.
func (s Service) Rate(ctx context.Context, in model.AssessmentRateInput, f model.Fields) (*model.Assessment, error) {
	if err := staffOnly(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, nil, "assessmentRate", "", f, func(ctx context.Context, w *work) error {
		if w.row.State.Ended() {
			return model.GuardFailed("guard.assessment.ended")
		}
		ratings, err := model.CheckRatings(w.template, "ratings", in.Ratings)
		if err != nil {
			return err
		}
		return w.rate(ctx, model.SideAdviser, ratings)
	})
}
