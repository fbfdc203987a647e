// Package tour takes editions of Tour de Health, Scale Your Health Tech and
// congresses, and tours beside conferences, from the idea to the report: the
// tours themselves, their stops, and who registers for them.
package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes editions, side tours, stops and registrations.
type Service struct{ *app.Core }

// byStart is the order of a list that names none.
var byStart = model.TourOrderBy{Field: model.TourByStartsOn, Direction: model.Ascending}

// Editions answers one page of editions, by default in order of their first day.
func (s Service) Editions(
	ctx context.Context, filter *model.TourEditionFilter, order *model.TourOrderBy, page model.PageRequest, f model.Fields,
) (*model.TourEditionConnection, error) {
	query := store.TourEditionQuery{}
	var errs model.Errors
	if filter != nil {
		query.TourEditionFilter = *filter
		query.Owner = errs.OptionalID(filter.OwnerID, model.KindPerson, "filter.ownerId")
		query.Host = errs.OptionalID(filter.HostID, model.KindOrganisation, "filter.hostId")
		query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &byStart
	}
	return s.Store.TourEditions(ctx, query, *order, page, f)
}

// SideTours answers one page of side tours, by default in order of their first day.
func (s Service) SideTours(
	ctx context.Context, filter *model.SideTourFilter, order *model.TourOrderBy, page model.PageRequest, f model.Fields,
) (*model.SideTourConnection, error) {
	query := store.SideTourQuery{}
	var errs model.Errors
	if filter != nil {
		query.SideTourFilter = *filter
		query.Owner = errs.OptionalID(filter.OwnerID, model.KindPerson, "filter.ownerId")
		query.Host = errs.OptionalID(filter.HostID, model.KindOrganisation, "filter.hostId")
		query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &byStart
	}
	return s.Store.SideTours(ctx, query, *order, page, f)
}

// FindEdition answers the edition with the id or with the reference; one of the
// two must be named. It is nil when there is none.
func (s Service) FindEdition(ctx context.Context, id *model.GlobalID, reference *string, f model.Fields) (*model.TourEdition, error) {
	return app.ActivityBy(ctx, s.Core, model.KindTourEdition, id, reference, f, s.Store.TourEditionsByID)
}

// FindSideTour is FindEdition for side tours.
func (s Service) FindSideTour(ctx context.Context, id *model.GlobalID, reference *string, f model.Fields) (*model.SideTour, error) {
	return app.ActivityBy(ctx, s.Core, model.KindSideTour, id, reference, f, s.Store.SideToursByID)
}

// ManyEditions answers the editions with the ids, for loaders.
func (s Service) ManyEditions(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TourEdition, error) {
	return s.Store.TourEditionsByID(ctx, ids, f)
}

// ManySideTours answers the side tours with the ids, for loaders.
func (s Service) ManySideTours(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.SideTour, error) {
	return s.Store.SideToursByID(ctx, ids, f)
}

// ManyStops answers the stops with the ids, for loaders.
func (s Service) ManyStops(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TourStop, error) {
	return s.Store.StopsByID(ctx, ids, f)
}

// ManyRegistrations answers the registrations with the ids that the viewer may
// see, for loaders.
func (s Service) ManyRegistrations(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TourRegistration, error) {
	return s.Store.RegistrationsByID(ctx, ids, f)
}

// Registrations answers one page of registrations, the earliest first.
func (s Service) Registrations(
	ctx context.Context, filter *model.RegistrationFilter, page model.PageRequest, f model.Fields,
) (*model.TourRegistrationConnection, error) {
	query := store.RegistrationQuery{}
	var errs model.Errors
	if filter != nil {
		query.RegistrationFilter = *filter
		query.Stop = errs.OptionalID(filter.StopID, model.KindTourStop, "filter.stopId")
		query.Person = errs.OptionalID(filter.PersonID, model.KindPerson, "filter.personId")
		if filter.ActivityID != nil {
			_, id, err := filter.ActivityID.AsActivity("filter.activityId")
			errs.Add(err)
			query.Activity = &id
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.Store.Registrations(ctx, query, page, f)
}

// edition and sideTour answer a tour as it is after a change, with what was
// asked of it.
func (s Service) edition(ctx context.Context, id model.ID, f model.Fields) (*model.TourEdition, error) {
	return app.First(s.Store.TourEditionsByID(ctx, []model.ID{id}, f))
}

func (s Service) sideTour(ctx context.Context, id model.ID, f model.Fields) (*model.SideTour, error) {
	return app.First(s.Store.SideToursByID(ctx, []model.ID{id}, f))
}
