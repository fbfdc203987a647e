package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Transition moves an assessment to another state when its guards hold. It is
// the adviser's: a company submits, and asks to be let in again.
func (s Service) Transition(ctx context.Context, in model.AssessmentTransitionInput, f model.Fields) (*model.Assessment, error) {
	actor := model.ActorFrom(ctx)
	if err := staffOnly(actor); err != nil {
		return nil, err
	}
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	if err := model.CheckAssessmentByHand(in.To); err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.ExpectedVersion, "assessmentTransition", reason, f, func(_ context.Context, w *work) error {
		if in.To == model.AssessmentInSparring && w.row.AdviserID == nil && actor.PersonID != (model.ID{}) {
			w.row.AdviserID = &actor.PersonID
		}
		if err := model.CheckAssessmentTransition(w.row.State, in.To, w.guards(reason)); err != nil {
			return err
		}
		w.enter(in.To, reason)
		now := w.tx.Now
		switch in.To {
		case model.AssessmentReturned, model.AssessmentDraft:
			// The company is let in again; the days until it is reminded, or the
			// draft abandoned, count from here.
			w.row.ReopenRequestedAt, w.row.ReopenReason, w.row.LastSavedAt = nil, "", now
		case model.AssessmentValidated:
			w.row.ValidatedAt = &now
		case model.AssessmentActionPlan:
			w.row.Plan = model.PlanOn(w.row.Result.Actions, model.DateOf(now), func(day model.Date) bool {
				return model.IsFree(s.Holidays, model.Denmark, day)
			})
		case model.AssessmentSubmitted, model.AssessmentInSparring, model.AssessmentSuperseded, model.AssessmentStale, model.AssessmentAbandoned:
		}
		return nil
	})
}

// Update changes what is no answer: who advises.
func (s Service) Update(ctx context.Context, in model.AssessmentUpdateInput, f model.Fields) (*model.Assessment, error) {
	if err := staffOnly(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.ExpectedVersion, "assessmentUpdate", "", f, func(ctx context.Context, w *work) error {
		var errs model.Errors
		if adviser, ok := in.AdviserID.ValueOK(); ok {
			w.row.AdviserID = errs.OptionalID(adviser, model.KindPerson, "adviserId")
		}
		if err := w.tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"adviserId": w.row.AdviserID}); err != nil {
			return err
		}
		return errs.Err()
	})
}
