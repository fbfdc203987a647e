package readiness

import (
	"cmp"
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// work is one change to an assessment: the row, its questionnaire and what has
// been answered. Whoever changes anything of the same company waits for it.
type work struct {
	tx       *app.Tx
	row      *model.Assessment
	before   model.Assessment
	template *model.ReadinessTemplate
	// siblings are all assessments of the company, the row among them.
	siblings []*model.Assessment
	answers  map[string]*model.AssessmentAnswer
}

// open reads an assessment to change it.
func (s Service) open(ctx context.Context, tx *app.Tx, id model.ID) (*work, error) {
	seen, err := tx.AssessmentsByID(ctx, []model.ID{id}, model.Fields{})
	if err != nil {
		return nil, err
	}
	if len(seen) == 0 {
		return nil, model.NotFound("id")
	}
	if err := mine(tx.Actor, seen[0].OrganisationID, "id"); err != nil {
		return nil, err
	}
	if _, err := tx.LockOrganisation(ctx, seen[0].OrganisationID); err != nil {
		return nil, err
	}
	w := &work{tx: tx}
	if w.siblings, err = tx.AssessmentsOf(ctx, seen[0].OrganisationID); err != nil {
		return nil, err
	}
	for _, a := range w.siblings {
		if a.ID == id {
			w.row, w.before = a, *a
		}
	}
	if w.template, err = s.template(ctx, tx.Queries, w.row.TemplateVersion); err != nil {
		return nil, err
	}
	w.answers, err = answersOf(ctx, tx, id)
	return w, err
}

func answersOf(ctx context.Context, tx *app.Tx, id model.ID) (map[string]*model.AssessmentAnswer, error) {
	rows, err := tx.AnswersOf(ctx, []model.ID{id})
	byQuestion := make(map[string]*model.AssessmentAnswer, len(rows))
	for _, row := range rows {
		byQuestion[row.QuestionID] = row
	}
	return byQuestion, err
}

// change runs a change to an assessment and stores what came of it.
func (s Service) change(
	ctx context.Context, global model.GlobalID, expected *int, action, why string, f model.Fields,
	write func(ctx context.Context, w *work) error,
) (*model.Assessment, error) {
	id, err := global.As(model.KindAssessment, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		w, err := s.open(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := w.row.Expect(expected); err != nil {
			return err
		}
		if err := write(ctx, w); err != nil {
			return err
		}
		if err := w.save(ctx, action, why); err != nil {
			return err
		}
		return tx.RefreshCompany(ctx, w.row.OrganisationID)
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

// rescore writes what follows from the answers into the row.
func (w *work) rescore() {
	answers := make(model.Answers, len(w.answers))
	for id, answer := range w.answers {
		answers[id] = answer.Ratings()
	}
	w.row.Result = *w.template.Score(answers)
	w.row.ExpiresAt = w.template.FirstExpiry(answers)
}

// save stores the row and its audit. The list of companies is the caller's to
// refresh, once for all rows that it saves.
func (w *work) save(ctx context.Context, action, why string) error {
	w.row.Touch(w.tx.Now)
	err := w.tx.Update(ctx, w.row, w.row.Version)
	if err := takenIfOpen(err); err != nil {
		return err
	}
	w.tx.Touch(model.KindAssessment, w.row.ID)
	if (w.before.State == model.AssessmentAbandoned) != (w.row.State == model.AssessmentAbandoned) {
		w.touchEarlier()
	}
	return w.tx.Audit(ctx, action, model.KindAssessment, w.row.ID, audited(w.before), audited(*w.row), why)
}

// touchEarlier has the reminders planned again of what the row takes the place
// of, or has left it to again.
func (w *work) touchEarlier() {
	for _, a := range w.siblings {
		if a.ID != w.row.ID && a.CountryCode == w.row.CountryCode && a.ProductLine == w.row.ProductLine && !a.State.Ended() {
			w.tx.Touch(model.KindAssessment, a.ID)
		}
	}
}

// audited is the row as the audit trail compares it: the result follows from
// the answers, which have a history of their own.
func audited(row model.Assessment) *model.Assessment {
	row.Result = model.ReadinessResult{}
	return &row
}

// enter writes a new state into the row.
func (w *work) enter(to model.AssessmentState, reason string) {
	w.row.State, w.row.StateSince, w.row.Reason = to, w.tx.Now, reason
}

// sortAnswers puts the answers into the order of the questions.
func sortAnswers(t *model.ReadinessTemplate, a *model.Assessment) {
	place := func(id string) int {
		return slices.IndexFunc(t.Questions(), func(q *model.ReadinessQuestion) bool { return q.ID == id })
	}
	slices.SortFunc(a.Answers, func(x, y *model.AssessmentAnswer) int { return cmp.Compare(place(x.QuestionID), place(y.QuestionID)) })
}
