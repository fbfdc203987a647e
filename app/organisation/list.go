package organisation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// List answers one page of organisations, by default in order of their names.
func (s Service) List(
	ctx context.Context, filter *model.OrganisationFilter, order *model.OrganisationOrderBy, page model.PageRequest, f model.Fields,
) (*model.OrganisationConnection, error) {
	query := store.OrganisationQuery{}
	if filter != nil {
		query.OrganisationFilter = *filter
		if err := s.within(ctx, &query); err != nil {
			return nil, err
		}
	}
	if order == nil {
		order = &model.OrganisationOrderBy{Field: model.OrganisationByName, Direction: model.Ascending}
	}
	return s.Store.Organisations(ctx, query, *order, page, f)
}

// within reads the filters inside the filter. What somebody is an actor of, he
// may ask who may see the projects.
func (s Service) within(ctx context.Context, query *store.OrganisationQuery) error {
	if query.OrganisationFilter.ActorIn != nil {
		if actor := model.ActorFrom(ctx); !actor.HasScope("projects:read") {
			return model.Forbidden("error.forbidden.scope").With("Scope", "projects:read")
		}
		projects, err := app.ProjectQuery(query.OrganisationFilter.ActorIn, "filter.actorIn")
		if err != nil {
			return err
		}
		query.ActorIn = &projects
	}
	if query.OrganisationFilter.TookPart != nil {
		took, err := s.ParticipationQuery(query.OrganisationFilter.TookPart, "filter.tookPart")
		if err != nil {
			return err
		}
		query.TookPart = &took
	}
	return nil
}
