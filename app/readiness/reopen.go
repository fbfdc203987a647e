package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// ReopenRequest is a company's wish to change what it has submitted. It lasts
// until an adviser returns the assessment; asking again changes the reason.
func (s Service) ReopenRequest(ctx context.Context, in model.AssessmentReopenRequestInput, f model.Fields) (*model.Assessment, error) {
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, nil, "assessmentReopenRequest", reason, f, func(_ context.Context, w *work) error {
		if !w.row.State.MayReopen() {
			return model.GuardFailed("guard.assessment.reopen")
		}
		now := w.tx.Now
		if w.row.ReopenRequestedAt == nil {
			w.row.ReopenRequestedAt = &now
		}
		w.row.ReopenReason = reason
		return nil
	})
}

// LinkRequest notes that a company asks for a new link, since its own has
// expired. Asking again changes nothing.
func (s Service) LinkRequest(ctx context.Context, id model.GlobalID) error {
	_, err := s.change(ctx, id, nil, "assessmentLinkRequest", "", model.Fields{}, func(_ context.Context, w *work) error {
		if w.row.State == model.AssessmentSuperseded {
			return model.GuardFailed("guard.assessment.ended")
		}
		now := w.tx.Now
		if w.row.LinkRequestedAt == nil {
			w.row.LinkRequestedAt = &now
		}
		return nil
	})
	return err
}
