package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Align brings every record to the checklist of this program: it adds the
// elements that are new in it, and derives the stages again where a rule has
// changed. It answers how many records it changed; a second run changes none.
func (s Service) Align(ctx context.Context) (int, error) {
	read, err := s.read(ctx)
	if err != nil {
		return 0, err
	}
	countries, err := read.CountriesByCode(ctx, nil, nil)
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, c := range countries {
		err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
			did, err := align(ctx, tx, read.Model, c.ID)
			if did {
				changed++
			}
			return err
		})
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}

func align(ctx context.Context, tx *app.Tx, m *model.PartnershipModel, id model.ID) (bool, error) {
	row, err := tx.LockLighthouseCountry(ctx, id)
	if err != nil {
		return false, err
	}
	there := make(map[string]bool, len(row.Elements))
	for _, e := range row.Elements {
		there[e.ElementKey] = true
	}
	added := 0
	for _, e := range m.OpenLighthouse(row.CountryCode, tx.Now, tx.NewID).Elements {
		if there[e.ElementKey] {
			continue
		}
		e.LighthouseCountryID = id
		if err := tx.Insert(ctx, e); err != nil {
			return false, err
		}
		if err := tx.Audit(ctx, "elementAdd", model.KindLighthouseElement, e.ID, nil, e, ""); err != nil {
			return false, err
		}
		row.Elements = append(row.Elements, e)
		added++
	}
	version := row.Version
	if err := restage(ctx, tx, row, ""); err != nil {
		return false, err
	}
	return added > 0 || row.Version != version, nil
}
