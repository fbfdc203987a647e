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
		request, err = s.Ask(ctx, tx, model.OutcomeOccasion{ActivityID: activity, CompanyID: company, PersonID: person, Wave: in.Wave})
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

// Ask notes within a unit of work that a company is asked, and answers the
// request: the one that there is where it has been asked in this wave before.
func (s Service) Ask(ctx context.Context, tx *app.Tx, on model.OutcomeOccasion) (*model.OutcomeRequest, error) {
	row := &model.OutcomeRequest{
		ID: tx.NewID(), ActivityID: on.ActivityID, CompanyID: on.CompanyID, PersonID: on.PersonID, Wave: on.Wave, AskedAt: tx.Now,
		Stamps: model.Created(tx.Now),
	}
	there, err := tx.AddOutcomeRequest(ctx, row)
	if err != nil || there.ID != row.ID {
		return there, err
	}
	return there, tx.Audit(ctx, "outcomeRequestCreate", model.KindOutcomeRequest, row.ID, nil, row, "")
}
