package organisation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Update changes an organisation. A partner may change its own alone.
func (s Service) Update(ctx context.Context, in model.OrganisationUpdateInput, f model.Fields) (*model.Organisation, error) {
	id, err := in.ID.As(model.KindOrganisation, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return update(ctx, tx, id, in) })
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

func update(ctx context.Context, tx *app.Tx, id model.ID, in model.OrganisationUpdateInput) error {
	row, err := tx.Organisation(ctx, id)
	if model.IsCode(err, model.CodeNotFound) {
		return model.NotFound("id")
	}
	if err != nil {
		return err
	}
	if !tx.Actor.IsStaff() && tx.Actor.OrganisationID != id {
		return model.Forbidden("error.organisation.notOwn")
	}
	if err := row.Expect(in.ExpectedVersion); err != nil {
		return err
	}
	before := *row
	var errs model.Errors
	errs.Add(in.Apply(row))
	errs.Add(derive(row))
	why, err := model.Why("reason", in.Reason)
	errs.Add(err)
	if err := errs.Err(); err != nil {
		return err
	}
	if err := consentIsOurs(tx.Actor, before.Consent, row.Consent); err != nil {
		return err
	}
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		if store.IsUnique(err) {
			return taken(row.CVR)
		}
		return err
	}
	// The list of companies shows the name, the region and what partners may see.
	if err := tx.RefreshCompany(ctx, id); err != nil {
		return err
	}
	return tx.Audit(ctx, "organisationUpdate", model.KindOrganisation, id, &before, row, why)
}
