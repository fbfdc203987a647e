package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// SurveyAnswer is what a delegate answers after a visit, through a link.
type SurveyAnswer struct {
	// Rating is from 1 to 5.
	Rating          int
	Useful, Missing string
	MayContact      bool
}

// AnswerSurvey keeps the answer of one person; a later answer replaces it.
func (s Service) AnswerSurvey(ctx context.Context, delegation, person model.ID, in SurveyAnswer) error {
	var errs model.Errors
	useful, err := model.CleanText("useful", in.Useful, model.MaxBody)
	errs.Add(err)
	missing, err := model.CleanText("missing", in.Missing, model.MaxBody)
	errs.Add(err)
	if in.Rating < 1 || in.Rating > 5 {
		errs.Add(model.BadInput("rating", "error.number.range").With("Min", 1).With("Max", 5))
	}
	if err := errs.Err(); err != nil {
		return err
	}
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		visit, err := tx.LockDelegation(ctx, delegation)
		if err != nil {
			return err
		}
		answers, err := tx.SurveyResponsesOf(ctx, []model.ID{visit.ID}, nil)
		if err != nil {
			return err
		}
		tx.Touch(model.KindDelegation, visit.ID)
		for _, row := range answers {
			if row.PersonID != person {
				continue
			}
			row.Rating, row.Useful, row.Missing, row.MayContact = in.Rating, useful, missing, in.MayContact
			row.Touch(tx.Now)
			if err := tx.Update(ctx, row, row.Version); err != nil {
				return err
			}
			return tx.Audit(ctx, "surveyAnswer", model.KindSurveyResponse, row.ID, nil, nil, "")
		}
		row := &model.SurveyResponse{
			ID: tx.NewID(), DelegationID: visit.ID, PersonID: person, Rating: in.Rating, Useful: useful, Missing: missing,
			MayContact: in.MayContact, Stamps: model.Created(tx.Now),
		}
		if err := tx.Insert(ctx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, "surveyAnswer", model.KindSurveyResponse, row.ID, nil, nil, "")
	})
}
