// Package lighthouse takes a country from the first contact to a lighthouse of
// its own: the record, the elements of the partnership model with their
// evidence, milestones, the dialogue and documents with WHO, and what Denmark
// learns from it.
package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes lighthouse countries.
type Service struct{ *app.Core }

// Model answers the checklist as the caller reads it.
func (s Service) Model(ctx context.Context) (*model.PartnershipModel, error) {
	m, err := model.DanishPartnershipModel()
	if err != nil {
		return nil, err
	}
	return m.For(model.ActorFrom(ctx).Language), nil
}

// List answers one page of the opened countries, by default in order of their
// codes. Denmark's own record is not one of them.
func (s Service) List(
	ctx context.Context, filter *model.LighthouseCountryFilter, order *model.LighthouseCountryOrderBy, page model.PageRequest, f model.Fields,
) (*model.LighthouseCountryConnection, error) {
	query := store.LighthouseQuery{}
	if filter != nil {
		query.LighthouseCountryFilter = *filter
		if filter.OwnerID != nil {
			owner, err := filter.OwnerID.As(model.KindPerson, "filter.ownerId")
			if err != nil {
				return nil, err
			}
			query.Owner = &owner
		}
	}
	if order == nil {
		order = &model.LighthouseCountryOrderBy{Field: model.LighthouseByCountryCode, Direction: model.Ascending}
	}
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	if query.ExpectedBy != nil {
		if query.Among, err = expectedBy(ctx, read, *query.ExpectedBy); err != nil {
			return nil, err
		}
	}
	return read.Countries(ctx, query, *order, page, f)
}

// expectedBy answers which countries are expected to be established by the day.
func expectedBy(ctx context.Context, read store.Lighthouses, day model.Date) (*[]model.ID, error) {
	countries, err := read.CountriesByCode(ctx, nil, model.Fields{}.Ask("elements").Ask("milestones"))
	if err != nil {
		return nil, err
	}
	ids := []model.ID{}
	for _, c := range read.Model.TowardGoal(countries, read.Today).ExpectedBy(day) {
		ids = append(ids, c.ID)
	}
	return &ids, nil
}

// Find answers the record with the id or of the country; one of the two must be
// named. It is nil when there is none.
func (s Service) Find(ctx context.Context, id *model.GlobalID, code *model.CountryCode, f model.Fields) (*model.LighthouseCountry, error) {
	switch {
	case id != nil && code == nil:
		kind, key, ok := id.Parse()
		if !ok {
			return nil, model.BadInput("id", "error.id.invalid")
		}
		if kind != model.KindLighthouseCountry {
			return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
		}
		return app.First(s.Many(ctx, []model.ID{key}, f))
	case code != nil && id == nil:
		read, err := s.read(ctx)
		if err != nil {
			return nil, err
		}
		return app.First(read.CountriesByCode(ctx, []model.CountryCode{*code}, f))
	}
	return nil, model.BadInput("id", "error.lighthouse.idOrCode")
}

// Many answers the records with the ids, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.LighthouseCountry, error) {
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return read.CountriesByID(ctx, ids, f)
}

// ManyElements answers the elements with the ids, for loaders.
func (s Service) ManyElements(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.LighthouseElement, error) {
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return read.ElementsByID(ctx, ids, f)
}

// ManyMilestones answers the milestones with the ids, for loaders.
func (s Service) ManyMilestones(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Milestone, error) {
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return read.MilestonesByID(ctx, ids, f)
}

// Milestones answers one page of milestones, the earliest forecast first.
func (s Service) Milestones(ctx context.Context, filter *model.MilestoneFilter, page model.PageRequest, f model.Fields) (*model.MilestoneConnection, error) {
	query := store.MilestoneQuery{}
	var errs model.Errors
	if filter != nil {
		query.MilestoneFilter = *filter
		errs.Add(model.ValidYear("filter.baselineYear", filter.BaselineYear))
		errs.Add(model.ValidYear("filter.reachedYear", filter.ReachedYear))
		query.Owner = errs.OptionalID(filter.OwnerID, model.KindPerson, "filter.ownerId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return read.Milestones(ctx, query, page, f)
}

// Progress answers how the opened countries stand toward the goal; f is what is
// asked of the countries in the forecast.
func (s Service) Progress(ctx context.Context, f model.Fields) (*model.LighthouseProgress, error) {
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	forecasts, _ := f.Relation("forecasts")
	asked, _ := forecasts.Relation("lighthouseCountry")
	countries, err := read.CountriesByCode(ctx, nil, asked.Union(model.Fields{}.Ask("elements").Ask("milestones")))
	if err != nil {
		return nil, err
	}
	return read.Model.TowardGoal(countries, read.Today), nil
}

// Compare puts two opened countries side by side.
func (s Service) Compare(ctx context.Context, one, other model.CountryCode, f model.Fields) (*model.LighthouseComparison, error) {
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	countries, err := read.CountriesByCode(ctx, []model.CountryCode{one, other}, compared(f))
	if err != nil {
		return nil, err
	}
	byCode := make(map[model.CountryCode]*model.LighthouseCountry, len(countries))
	for _, c := range countries {
		byCode[c.CountryCode] = c
	}
	var errs model.Errors
	if byCode[one] == nil {
		errs.Add(model.NotFound("first"))
	}
	if byCode[other] == nil {
		errs.Add(model.NotFound("second"))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return read.Model.Compare(byCode[one], byCode[other]), nil
}

// compared is what a comparison reads of its two countries.
func compared(f model.Fields) model.Fields {
	asked := model.Fields{}.Ask("elements")
	for _, side := range []string{"first", "second"} {
		country, _ := f.Relation(side)
		asked = asked.Union(country)
		lines, _ := f.Relation("elements")
		if element, ok := lines.Relation(side); ok {
			asked = asked.Union(model.Fields{"elements": {Fields: element}})
		}
	}
	return asked
}

// read answers the queries of the lighthouse countries as of today.
func (s Service) read(ctx context.Context) (store.Lighthouses, error) {
	today, err := app.Today(s.Clock.Now())
	if err != nil {
		return store.Lighthouses{}, err
	}
	return s.Store.Lighthouses(ctx, today)
}
