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
	return find(ctx, s, model.KindTourEdition, id, reference, f, s.Store.TourEditionsByID)
}

// FindSideTour is FindEdition for side tours.
func (s Service) FindSideTour(ctx context.Context, id *model.GlobalID, reference *string, f model.Fields) (*model.SideTour, error) {
	return find(ctx, s, model.KindSideTour, id, reference, f, s.Store.SideToursByID)
}

func find[T any](
	ctx context.Context, s Service, kind model.Kind, global *model.GlobalID, reference *string, f model.Fields,
	read func(context.Context, []model.ID, model.Fields) ([]*T, error),
) (*T, error) {
	var id model.ID
	switch {
	case global != nil && reference == nil:
		of, key, ok := global.Parse()
		if !ok {
			return nil, model.BadInput("id", "error.id.invalid")
		}
		if of != kind {
			return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
		}
		id = key
	case reference != nil && global == nil:
		key, err := s.Store.ActivityID(ctx, kind, *reference)
		if model.IsCode(err, model.CodeNotFound) {
			return nil, nil //nolint:nilnil // an unknown reference is no error
		}
		if err != nil {
			return nil, err
		}
		id = key
	default:
		return nil, model.BadInput("id", "error.idOrReference")
	}
	return first(read(ctx, []model.ID{id}, f))
}

// first answers the one row that was read, or nil.
func first[T any](rows []*T, err error) (*T, error) {
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
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
	return first(s.Store.TourEditionsByID(ctx, []model.ID{id}, f))
}

func (s Service) sideTour(ctx context.Context, id model.ID, f model.Fields) (*model.SideTour, error) {
	return first(s.Store.SideToursByID(ctx, []model.ID{id}, f))
}
