package lighthouse

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// ElementUpdate changes an element of a country; the country's stage follows.
func (s Service) ElementUpdate(ctx context.Context, in model.ElementUpdateInput, f model.Fields) (*model.LighthouseElement, error) {
	id, err := in.ID.As(model.KindLighthouseElement, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		country, row, err := lockElement(ctx, tx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		before := *row
		if err := applyElement(ctx, tx, in, row); err != nil {
			return err
		}
		if row.State != before.State {
			row.StateSince = tx.Now
		}
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		if err := tx.Audit(ctx, "elementUpdate", model.KindLighthouseElement, id, &before, row, row.Reason); err != nil {
			return err
		}
		return restage(ctx, tx, country, row.ElementKey)
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.ManyElements(ctx, []model.ID{id}, f))
}

// lockElement holds the country of an element, and answers both. The element is
// one of the country's.
func lockElement(ctx context.Context, tx *app.Tx, id model.ID) (*model.LighthouseCountry, *model.LighthouseElement, error) {
	element, err := tx.LighthouseElement(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	country, err := tx.LockLighthouseCountry(ctx, element.LighthouseCountryID)
	if err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(country.Elements, func(e *model.LighthouseElement) bool { return e.ID == id })
	if at < 0 {
		return nil, nil, model.NotFound("")
	}
	return country, country.Elements[at], nil
}

func applyElement(ctx context.Context, tx *app.Tx, in model.ElementUpdateInput, row *model.LighthouseElement) error {
	today, err := app.Today(tx.Now)
	if err != nil {
		return err
	}
	m, err := model.DanishPartnershipModel()
	if err != nil {
		return err
	}
	var errs model.Errors
	errs.Add(in.Apply(row, today))
	if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"ownerId": row.OwnerID}); err != nil {
		return err
	}
	seen, err := seenEvidence(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	for _, unmet := range model.Refusals(m.Unmet(row, seen > 0)) {
		// A day that was refused is missing as well: once is enough.
		if !slices.ContainsFunc(errs, func(e *model.Error) bool { return e.Field == unmet.Field }) {
			errs.Add(unmet)
		}
	}
	return errs.Err()
}

// seenEvidence counts the evidence of an element that an adviser saw.
func seenEvidence(ctx context.Context, tx *app.Tx, element model.ID) (int, error) {
	items, err := tx.EvidenceOf(ctx, []model.ID{element})
	n := 0
	for _, i := range items {
		if i.Counts() {
			n++
		}
	}
	return n, err
}
