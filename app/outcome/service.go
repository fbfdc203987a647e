// Package outcome keeps what has come of activities for companies: what is
// expected, what the companies have confirmed, and what they have answered.
package outcome

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes outcomes and the requests for them.
type Service struct{ *app.Core }

// List answers one page of outcomes, the newest first.
func (s Service) List(ctx context.Context, filter *model.OutcomeFilter, page model.PageRequest, f model.Fields) (*model.OutcomeConnection, error) {
	query := store.OutcomeQuery{}
	var errs model.Errors
	if filter != nil {
		query.OutcomeFilter = *filter
		query.Activity = errs.OptionalActivity(filter.ActivityID, "filter.activityId")
		query.Company = errs.OptionalID(filter.CompanyID, model.KindOrganisation, "filter.companyId")
		errs.Add(model.ValidYear("filter.year", filter.Year))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.Store.Outcomes(ctx, query, page, f)
}

// Requests answers one page of requests, the newest first.
func (s Service) Requests(ctx context.Context, filter *model.OutcomeRequestFilter, page model.PageRequest, f model.Fields) (*model.OutcomeRequestConnection, error) {
	query := store.OutcomeRequestQuery{}
	var errs model.Errors
	if filter != nil {
		query.OutcomeRequestFilter = *filter
		query.Activity = errs.OptionalActivity(filter.ActivityID, "filter.activityId")
		query.Company = errs.OptionalID(filter.CompanyID, model.KindOrganisation, "filter.companyId")
		errs.Add(model.ValidYear("filter.year", filter.Year))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.Store.OutcomeRequests(ctx, query, page, f)
}

// Many answers the outcomes with the ids, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Outcome, error) {
	return s.Store.OutcomesByID(ctx, ids, f)
}

// ManyRequests answers the requests with the ids, for loaders.
func (s Service) ManyRequests(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.OutcomeRequest, error) {
	return s.Store.OutcomeRequestsByID(ctx, ids, f)
}

func (s Service) asked(ctx context.Context, id model.ID, f model.Fields) (*model.Outcome, error) {
	return app.First(s.Store.OutcomesByID(ctx, []model.ID{id}, f))
}

// Countries are those that an outcome can be in, in the order of the reader's
// language. They are shared and must not be changed.
func (Service) Countries(reader model.LanguageTag) []*model.Country { return store.Countries(reader) }

// known notes NOT_FOUND for whatever an outcome names that is not there: its
// company, its activity and those that it is attributed to. It answers the
// activities by id.
func known(ctx context.Context, tx *app.Tx, errs *model.Errors, company, activity *model.ID, shares []*model.Attribution) (map[model.ID]*model.ActivityEntry, error) {
	if err := tx.Known(ctx, errs, model.KindOrganisation, map[string]*model.ID{"companyId": company}); err != nil {
		return nil, err
	}
	named := map[string]model.ID{}
	if activity != nil {
		named["activityId"] = *activity
	}
	for i, share := range shares {
		named[model.ShareField(i)] = share.ActivityID
	}
	ids := make([]model.ID, 0, len(named))
	for _, id := range named {
		ids = append(ids, id)
	}
	entries, err := tx.ActivityEntries(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[model.ID]*model.ActivityEntry, len(entries))
	for _, e := range entries {
		byID[e.ID] = e
	}
	for field, id := range named {
		if byID[id] == nil {
			errs.Add(model.NotFound(field))
		}
	}
	return byID, nil
}

// knownCountry notes a country that is not in the list.
func knownCountry(errs *model.Errors, code model.CountryCode) {
	if store.Country(code, model.English) == nil {
		errs.Add(model.BadInput("countryCode", "error.country.unknown").With("Code", string(code)))
	}
}
