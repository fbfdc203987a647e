package country

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// PriorityEnd says until when a mark holds. Naming another day than before is
// allowed: plans change.
func (s Service) PriorityEnd(ctx context.Context, in model.CountryPriorityEndInput, f model.Fields) (*model.CountryPriority, error) {
	id, err := in.ID.As(model.KindCountryPriority, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return end(ctx, tx, id, in) })
	if err != nil {
		return nil, err
	}
	return s.Store.CountryPriority(ctx, id, f)
}

func end(ctx context.Context, tx *app.Tx, id model.ID, in model.CountryPriorityEndInput) error {
	row, err := tx.CountryPriority(ctx, id, nil)
	if model.IsCode(err, model.CodeNotFound) {
		return model.NotFound("id")
	}
	if err != nil {
		return err
	}
	if err := own(tx.Actor, row); err != nil {
		return err
	}
	if err := tx.LockCountry(ctx, row.CountryCode); err != nil {
		return err
	}
	before := *row
	why, err := model.Why("reason", in.Reason)
	var errs model.Errors
	errs.Add(err)
	errs.Add(in.Apply(row))
	if err := errs.Err(); err != nil {
		return err
	}
	if err := alone(ctx, tx, row); err != nil {
		return err
	}
	if err := tx.Save(ctx, row); err != nil {
		return err
	}
	return tx.Audit(ctx, "countryPriorityEnd", model.KindCountryPriority, id, &before, row, why)
}
