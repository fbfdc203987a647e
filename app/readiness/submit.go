package readiness

import (
	"context"

	"fyrtaarn/model"
)

// Submit hands an assessment in: a draft to whoever takes it, a returned one
// back to its adviser. An earlier submission for the same market and product
// line is superseded.
func (s Service) Submit(ctx context.Context, in model.AssessmentSubmitInput, f model.Fields) (*model.Assessment, error) {
	return s.change(ctx, in.ID, in.ExpectedVersion, "assessmentSubmit", "", f, func(ctx context.Context, w *work) error {
		to := model.AssessmentSubmitted
		if w.row.State == model.AssessmentReturned && w.row.AdviserID != nil {
			to = model.AssessmentInSparring
		}
		if !w.row.State.Answerable() {
			return model.GuardFailed("guard.assessment.submitted")
		}
		guards := w.guards("")
		if err := model.CheckAssessmentTransition(w.row.State, model.AssessmentSubmitted, guards); err != nil {
			return err
		}
		now := w.tx.Now
		w.enter(to, "")
		w.row.SubmittedAt, w.row.ReopenRequestedAt, w.row.ReopenReason = &now, nil, ""
		return w.supersede(ctx)
	})
}

// guards counts the facts on which the guards of a transition rest.
func (w *work) guards(reason string) model.AssessmentGuards {
	g := model.AssessmentGuards{
		Complete: w.template.Complete(&w.row.Result), Completeness: w.row.Result.Completeness, Needed: w.template.CompleteAtPercent,
		HasAdviser: w.row.AdviserID != nil, Reason: reason,
	}
	for _, q := range w.template.Questions() {
		answer := w.answers[q.ID]
		if q.Gate && (answer == nil || !answer.Ratings().Adviser.Said()) {
			g.UnratedGates = append(g.UnratedGates, q.ID)
		}
		if answer != nil && answer.ExpiresAt != nil && !w.tx.Now.Before(*answer.ExpiresAt) {
			g.Expired++
		}
	}
	return g
}

// supersede ends the earlier submissions that this one replaces.
func (w *work) supersede(ctx context.Context) error {
	for _, a := range w.siblings {
		replaced := a.ID != w.row.ID && a.CountryCode == w.row.CountryCode && a.ProductLine == w.row.ProductLine && a.SubmittedAt != nil
		if !replaced || a.State.Ended() {
			continue
		}
		old := &work{tx: w.tx, row: a, before: *a, template: w.template}
		old.enter(model.AssessmentSuperseded, "")
		old.row.ReopenRequestedAt, old.row.LinkRequestedAt = nil, nil
		if err := old.save(ctx, "assessmentSupersede", ""); err != nil {
			return err
		}
	}
	return nil
}
