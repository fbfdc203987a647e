package outcome

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// RequestCreate asks a company what has come of an activity. A company is asked
// about an activity once per wave: asked again, the answer is the first request.
func (s Service) RequestCreate(ctx context.Context, in model.OutcomeRequestCreateInput, f model.Fields) (*model.OutcomeRequest, error) {
	var errs model.Errors
	_, activity, err := in.ActivityID.AsActivity("activityId")
	errs.Add(err)
	company, err := in.CompanyID.As(model.KindOrganisation, "companyId")
	errs.Add(err)
	person := errs.OptionalID(in.PersonID, model.KindPerson, "personId")
	if in.Wave < 1 || in.Wave > model.MaxWave {
		errs.Add(model.BadInput("wave", "error.number.range").With("Min", 1).With("Max", model.MaxWave))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var request *model.OutcomeRequest
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if _, err := known(ctx, tx, &errs, &company, &activity, nil); err != nil {
			return err
		}
		if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"personId": person}); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		request, err = tx.AskOutcome(ctx, model.OutcomeOccasion{ActivityID: activity, CompanyID: company, PersonID: person, Wave: in.Wave})
		return err
	})
	if err != nil {
		return nil, err
	}
	rows, err := s.Store.OutcomeRequestsByID(ctx, []model.ID{request.ID}, f)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}
