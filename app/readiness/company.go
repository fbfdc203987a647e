package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// ProfileSet says what a company does: its focus and its sector.
func (s Service) ProfileSet(ctx context.Context, in model.CompanyProfileSetInput, f model.Fields) (*model.Company, error) {
	return s.changeCompany(ctx, in.OrganisationID, f, func(ctx context.Context, tx *app.Tx, company *model.Organisation) error {
		row, err := tx.CompanyProfile(ctx, company.ID)
		if err != nil {
			return err
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		before := *row
		var errs model.Errors
		if focus, ok := in.FocusAreaID.ValueOK(); ok {
			row.FocusAreaID = errs.OptionalID(focus, model.KindFocusArea, "focusAreaId")
		}
		if sector, ok := in.Sector.ValueOK(); ok {
			row.Sector, err = model.CleanLine("sector", app.Value(sector), model.MaxName)
			errs.Add(err)
			row.Sector = i18n.Fold(row.Sector)
		}
		if err := tx.Known(ctx, &errs, model.KindFocusArea, map[string]*model.ID{"focusAreaId": row.FocusAreaID}); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		if row.Version == 0 {
			row.Stamps = model.Created(tx.Now)
			err = tx.Insert(ctx, row)
		} else {
			row.Touch(tx.Now)
			err = tx.Update(ctx, row, row.Version)
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, "companyProfileSet", model.KindOrganisation, company.ID, &before, row, "")
	})
}

// ConsentSet says what a company lets partners see of its readiness. It is the
// company's own to give, and ours to note.
func (s Service) ConsentSet(ctx context.Context, in model.CompanyConsentSetInput, f model.Fields) (*model.Company, error) {
	return s.changeCompany(ctx, in.OrganisationID, f, func(ctx context.Context, tx *app.Tx, company *model.Organisation) error {
		before := *company
		if err := in.Consent.Check("consent"); err != nil {
			return err
		}
		if before.Consent == in.Consent {
			return nil
		}
		company.Consent = in.Consent
		company.Touch(tx.Now)
		if err := tx.Update(ctx, company, company.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, "companyConsentSet", model.KindOrganisation, company.ID, &before, company, "")
	})
}

// changeCompany runs a change to what is known of a company, and brings its rows
// in the list up to date.
func (s Service) changeCompany(
	ctx context.Context, global model.GlobalID, f model.Fields, write func(context.Context, *app.Tx, *model.Organisation) error,
) (*model.Company, error) {
	id, err := global.As(model.KindOrganisation, "organisationId")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if err := mine(tx.Actor, id, "organisationId"); err != nil {
			return err
		}
		company, err := tx.LockOrganisation(ctx, id)
		if err != nil {
			return model.AtField(err, "organisationId")
		}
		if company.Kind != model.OrganisationCompany {
			return model.BadInput("organisationId", "error.assessment.noCompany")
		}
		if err := write(ctx, tx, company); err != nil {
			return err
		}
		return tx.RefreshCompany(ctx, id)
	})
	if err != nil {
		return nil, err
	}
	return s.company(ctx, id, f)
}

// company answers the row of the list that stands for a company as a whole.
func (s Service) company(ctx context.Context, id model.ID, f model.Fields) (*model.Company, error) {
	row, err := s.Store.Company(ctx, id, f)
	if err != nil {
		return nil, err
	}
	row.Stale = row.ExpiresAt != nil && !s.Clock.Now().Before(*row.ExpiresAt)
	if row.Assessment != nil {
		return row, s.attach(ctx, row.Assessment)
	}
	return row, nil
}
