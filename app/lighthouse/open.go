package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Open opens the record of a member state of the WHO European Region, with all
// elements of the checklist. From then on the country counts in the pipeline.
func (s Service) Open(ctx context.Context, in model.LighthouseCountryOpenInput, f model.Fields) (*model.LighthouseCountry, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		m, err := model.DanishPartnershipModel()
		if err != nil {
			return err
		}
		row := m.OpenLighthouse(in.CountryCode, tx.Now, tx.NewID)
		if err := checkOpen(ctx, tx, row, in.Apply(row)); err != nil {
			return err
		}
		row.Stage = m.Stage(row.Facts())
		id, err = tx.Once(ctx, in.IdempotencyKey, "lighthouseCountryOpen", in, func(id model.ID) error {
			row.ID = id
			return tx.OpenLighthouse(ctx, row)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.Many(ctx, []model.ID{id}, f))
}

func checkOpen(ctx context.Context, tx *app.Tx, row *model.LighthouseCountry, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	if c := store.Country(row.CountryCode, model.English); c == nil || !c.WHOEurope {
		errs.Add(model.BadInput("countryCode", "error.lighthouse.notWHOEurope").With("Code", string(row.CountryCode)))
	}
	if err := known(ctx, tx, row, &errs); err != nil {
		return err
	}
	return errs.Err()
}

// known notes what the record points to and is not there.
func known(ctx context.Context, tx *app.Tx, row *model.LighthouseCountry, errs *model.Errors) error {
	if err := tx.Known(ctx, errs, model.KindPerson, map[string]*model.ID{"ownerId": row.OwnerID}); err != nil {
		return err
	}
	return tx.Known(ctx, errs, model.KindOrganisation, map[string]*model.ID{"interestedOrganisationId": row.InterestedOrganisationID})
}
