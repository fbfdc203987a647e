package country

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// PriorityCreate marks a country as the priority of an organisation, of its own
// where a partner does it. One organisation cannot mark a country twice for the
// same days.
func (s Service) PriorityCreate(ctx context.Context, in model.CountryPriorityCreateInput, f model.Fields) (*model.CountryPriority, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.CountryPriority{CreatedAt: tx.Now}
		if err := check(ctx, tx, row, in.Apply(row)); err != nil {
			return err
		}
		if err := own(tx.Actor, row); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "countryPriorityCreate", in, func(id model.ID) error {
			row.ID = id
			return insert(ctx, tx, row)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Store.CountryPriority(ctx, id, f)
}

// check answers everything that is wrong with a new mark; applied is what was
// wrong with the input itself.
func check(ctx context.Context, tx *app.Tx, row *model.CountryPriority, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	if store.Country(row.CountryCode, model.English) == nil {
		errs.Add(model.BadInput("countryCode", "error.country.unknown").With("Code", string(row.CountryCode)))
	}
	if err := tx.Known(ctx, &errs, model.KindOrganisation, map[string]*model.ID{"givenById": &row.GivenByID}); err != nil {
		return err
	}
	return errs.Err()
}

// own refuses a partner that speaks for another organisation.
func own(actor model.Actor, row *model.CountryPriority) error {
	if actor.IsStaff() || actor.OrganisationID == row.GivenByID {
		return nil
	}
	return model.Forbidden("error.countryPriority.notOwn")
}

func insert(ctx context.Context, tx *app.Tx, row *model.CountryPriority) error {
	if err := tx.LockCountry(ctx, row.CountryCode); err != nil {
		return err
	}
	if err := alone(ctx, tx, row); err != nil {
		return err
	}
	if err := tx.Insert(ctx, row); err != nil {
		return err
	}
	return tx.Audit(ctx, "countryPriorityCreate", model.KindCountryPriority, row.ID, nil, row, "")
}

// alone refuses a mark that meets another of the same organisation.
func alone(ctx context.Context, tx *app.Tx, row *model.CountryPriority) error {
	marks, err := tx.CountryPriorities(ctx, []model.CountryCode{row.CountryCode}, nil)
	if err != nil {
		return err
	}
	for _, mark := range marks {
		if mark.ID != row.ID && mark.GivenByID == row.GivenByID && mark.Meets(row) {
			return model.Conflict("from", "error.countryPriority.twice")
		}
	}
	return nil
}
