package readiness

import (
	"context"

	"fyrtaarn/model"
)

// Answer saves answers of the company. Of two devices that answer one question
// at once the later wins; both stand in the history. What the company says about
// itself goes into all of its open assessments: it is asked once.
func (s Service) Answer(ctx context.Context, in model.AssessmentAnswerInput, f model.Fields) (*model.Assessment, error) {
	return s.change(ctx, in.ID, nil, "assessmentAnswer", "", f, func(ctx context.Context, w *work) error {
		if !w.row.State.Answerable() {
			return model.GuardFailed("guard.assessment.answerable")
		}
		ratings, err := model.CheckRatings(w.template, "answers", in.Answers)
		if err != nil {
			return err
		}
		if err := w.rate(ctx, model.SideSelf, ratings); err != nil {
			return err
		}
		w.row.LastSavedAt, w.row.LastQuestion = w.tx.Now, ratings[len(ratings)-1].Question.ID
		return s.share(ctx, w, ratings)
	})
}

// rate stores ratings of one side with their history, and what follows.
func (w *work) rate(ctx context.Context, side model.RatingSide, ratings []model.CheckedRating) error {
	for _, r := range ratings {
		answer := w.answers[r.Question.ID]
		if answer == nil {
			answer = &model.AssessmentAnswer{AssessmentID: w.row.ID, QuestionID: r.Question.ID}
			w.answers[r.Question.ID] = answer
		}
		r.Rating.At = w.tx.Now
		answer.Set(side, r.Rating, w.tx.Actor.Name)
		answer.ExpiresAt = r.Question.Expiry(answer.Ratings())
		if err := w.tx.SaveAnswer(ctx, answer); err != nil {
			return err
		}
		given := &model.AssessmentRating{
			ID: w.tx.NewID(), AssessmentID: w.row.ID, QuestionID: r.Question.ID, Side: side, Level: r.Rating.Level,
			NotApplicable: r.Rating.NotApplicable, Reason: r.Rating.Reason, Actor: w.tx.Actor.Name, ActorRole: w.tx.Actor.Role, At: w.tx.Now,
		}
		if err := w.tx.Insert(ctx, given); err != nil {
			return err
		}
	}
	w.rescore()
	return nil
}

// share writes what the company says about itself into its other open
// assessments.
func (s Service) share(ctx context.Context, w *work, ratings []model.CheckedRating) error {
	var own []model.CheckedRating
	for _, r := range ratings {
		if r.Question.Scope == model.ScopeCompany {
			own = append(own, r)
		}
	}
	for _, a := range w.siblings {
		if len(own) == 0 || a.ID == w.row.ID || !a.State.Answerable() || a.TemplateVersion != w.row.TemplateVersion {
			continue
		}
		answers, err := answersOf(ctx, w.tx, a.ID)
		if err != nil {
			return err
		}
		other := &work{tx: w.tx, row: a, before: *a, template: w.template, answers: answers}
		if err := other.rate(ctx, model.SideSelf, own); err != nil {
			return err
		}
		if err := other.save(ctx, "assessmentShare", ""); err != nil {
			return err
		}
	}
	return nil
}
