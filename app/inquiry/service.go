// Package inquiry logs every approach from abroad, whether or not it leads
// anywhere.
package inquiry

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes inquiries.
type Service struct{ *app.Core }

// check writes what follows from the rest of the row and answers everything
// that is wrong with it; applied is what was wrong with the input itself.
func check(ctx context.Context, tx *app.Tx, row *model.Inquiry, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	if store.Country(row.CountryCode, model.English) == nil {
		errs.Add(model.BadInput("countryCode", "error.country.unknown").With("Code", string(row.CountryCode)))
	}
	if today, err := dayInDenmark(tx.Now); err != nil {
		return err
	} else if today.Before(row.ReceivedOn) {
		errs.Add(model.BadInput("receivedOn", "error.time.future"))
	}
	if row.AnsweredAt != nil {
		answered, err := dayInDenmark(*row.AnsweredAt)
		if err != nil {
			return err
		}
		if answered.Before(row.ReceivedOn) {
			errs.Add(model.BadInput("receivedOn", "error.inquiry.answeredBeforeReceived"))
		}
	}
	if err := known(ctx, tx, row, &errs); err != nil {
		return err
	}
	row.SearchText = i18n.Fold(row.Subject + " " + row.Body)
	return errs.Err()
}

// known notes what the row points to and is not there.
func known(ctx context.Context, tx *app.Tx, row *model.Inquiry, errs *model.Errors) error {
	people := map[string]*model.ID{"askerId": row.AskerID, "answeredById": row.AnsweredByID}
	if err := tx.Known(ctx, errs, model.KindPerson, people); err != nil {
		return err
	}
	if err := tx.Known(ctx, errs, model.KindOrganisation, map[string]*model.ID{"organisationId": row.OrganisationID}); err != nil {
		return err
	}
	return tx.Known(ctx, errs, model.KindDelegation, map[string]*model.ID{"delegationId": row.DelegationID})
}

// dayInDenmark is the calendar day on which something happens for those who log it.
func dayInDenmark(at time.Time) (model.Date, error) {
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		return model.Date{}, err
	}
	return model.DateOf(at.In(zone)), nil
}

// one reads the inquiry with what was asked of it.
func (s Service) one(ctx context.Context, id model.ID, f model.Fields) (*model.Inquiry, error) {
	return app.First(s.Store.InquiriesByID(ctx, []model.ID{id}, f))
}
