// Package organisation keeps the companies, hospitals, ministries and other
// bodies that take part.
package organisation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes organisations.
type Service struct{ *app.Core }

// derive writes what follows from the rest of the row, and answers what is
// wrong with the row as a whole. It is called before every save.
func derive(o *model.Organisation) error {
	country := store.Country(o.CountryCode, model.English)
	if country == nil {
		return model.BadInput("countryCode", "error.country.unknown").With("Code", string(o.CountryCode))
	}
	if o.TimeZone == "" {
		o.TimeZone = country.TimeZone
	}
	if o.TimeZone == "" {
		return model.BadInput("timeZone", "error.timeZone.required")
	}
	o.SortKey = i18n.CollationKeyDanish(o.Name)
	o.SearchText = i18n.Fold(o.Name + " " + o.City + " " + o.Region + " " + o.CVR)
	return nil
}

// consentIsOurs refuses a consent that comes from a partner: a company gives it
// to us, and partners are those from whom it protects.
func consentIsOurs(actor model.Actor, before, after model.PartnerConsent) error {
	if before != after && !actor.IsStaff() {
		return model.Forbidden("error.organisation.consent")
	}
	return nil
}

// taken is the refusal of a second organisation under one number.
func taken(cvr string) *model.Error {
	return model.Conflict("cvr", "error.cvr.taken").With("Number", cvr)
}

// one reads the organisation with what was asked of it.
func (s Service) one(ctx context.Context, id model.ID, f model.Fields) (*model.Organisation, error) {
	return app.First(s.Store.OrganisationsByID(ctx, []model.ID{id}, f))
}
