package readiness

import (
	"context"

	"fyrtaarn/model"
)

// reasonAbandoned is what an abandoned draft says; it is for the audit trail
// and for staff.
const reasonAbandoned = "nothing was saved for 90 days"

// Age does what time brings: it marks submitted assessments STALE of which an
// answer has expired, and abandons drafts that nobody has touched. It answers
// how many moved, and runs as often as one likes.
func (s Service) Age(ctx context.Context) (int, error) {
	now := s.Clock.Now()
	expired, err := s.Store.ExpiredAssessments(ctx, now)
	if err != nil {
		return 0, err
	}
	left, err := s.Store.AbandonedDrafts(ctx, now.Add(-model.AbandonedAfter))
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, step := range []struct {
		ids    []model.ID
		to     model.AssessmentState
		reason string
		action string
	}{
		{expired, model.AssessmentStale, "", "assessmentStale"},
		{left, model.AssessmentAbandoned, reasonAbandoned, "assessmentAbandon"},
	} {
		for _, id := range step.ids {
			_, err := s.change(ctx, model.NewGlobalID(model.KindAssessment, id), nil, step.action, step.reason, model.Fields{}, func(_ context.Context, w *work) error {
				if err := model.CheckAssessmentTransition(w.row.State, step.to, w.guards(step.reason)); err != nil {
					return err
				}
				w.enter(step.to, step.reason)
				return nil
			})
			if len(model.Refusals(err)) > 0 {
				continue // somebody was faster
			}
			if err != nil {
				return moved, err
			}
			moved++
		}
	}
	return moved, nil
}
