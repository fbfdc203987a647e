package organisation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes an organisation. What its readiness may show to partners is
// nothing until staff say otherwise.
func (s Service) Create(ctx context.Context, in model.OrganisationCreateInput, f model.Fields) (*model.Organisation, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.Organisation{Consent: model.ConsentNothing, Stamps: model.Created(tx.Now)}
		var errs model.Errors
		errs.Add(in.Apply(row))
		errs.Add(derive(row))
		if err := errs.Err(); err != nil {
			return err
		}
		if err := consentIsOurs(tx.Actor, model.ConsentNothing, row.Consent); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "organisationCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.InsertUnique(ctx, row, taken(row.CVR)); err != nil {
				return err
			}
			if err := tx.RefreshCompany(ctx, id); err != nil {
				return err
			}
			return tx.Audit(ctx, "organisationCreate", model.KindOrganisation, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}
