// Package presentation keeps the talks that somebody gives abroad.
package presentation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes presentations abroad.
type Service struct{ *app.Core }

// List answers one page of presentations, by default in order of their first day.
func (s Service) List(
	ctx context.Context, filter *model.PresentationFilter, order *model.TourOrderBy, page model.PageRequest, f model.Fields,
) (*model.PresentationAbroadConnection, error) {
	query := store.PresentationQuery{}
	var errs model.Errors
	if filter != nil {
		query.PresentationFilter = *filter
		query.Owner = errs.OptionalID(filter.OwnerID, model.KindPerson, "filter.ownerId")
		query.Host = errs.OptionalID(filter.HostID, model.KindOrganisation, "filter.hostId")
		query.Speaker = errs.OptionalID(filter.SpeakerID, model.KindPerson, "filter.speakerId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &model.TourOrderBy{Field: model.TourByStartsOn, Direction: model.Ascending}
	}
	return s.Store.Presentations(ctx, query, *order, page, f)
}

// Many answers the presentations with the ids, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.PresentationAbroad, error) {
	return s.Store.PresentationsByID(ctx, ids, f)
}

// changed answers a presentation as it is after a change.
func (s Service) changed(ctx context.Context, id model.ID, f model.Fields) (*model.PresentationAbroad, error) {
	return app.First(s.Store.PresentationsByID(ctx, []model.ID{id}, f))
}

// known checks that everything a presentation points to is there.
func known(ctx context.Context, tx *app.Tx, row *model.PresentationAbroad, organisers []*model.Organiser) error {
	var errs model.Errors
	people := map[string]*model.ID{"speakerId": row.SpeakerID}
	if err := tx.KnownInActivity(ctx, &errs, &row.Activity, organisers, nil, people); err != nil {
		return err
	}
	return errs.Err()
}
