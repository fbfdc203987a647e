package app

import (
	"context"

	"fyrtaarn/model"
)

// OpenLighthouse stores a new record with its elements. A country is opened
// once. The roadmap opens Denmark's own in the same way.
func (tx *Tx) OpenLighthouse(ctx context.Context, row *model.LighthouseCountry) error {
	twice := model.Conflict("countryCode", "error.lighthouse.openedTwice").With("Code", string(row.CountryCode))
	if err := tx.InsertUnique(ctx, row, twice); err != nil {
		return err
	}
	for _, e := range row.Elements {
		e.LighthouseCountryID = row.ID
	}
	if err := tx.Insert(ctx, &row.Elements); err != nil {
		return err
	}
	return tx.Audit(ctx, "lighthouseCountryOpen", model.KindLighthouseCountry, row.ID, nil, row, "")
}
