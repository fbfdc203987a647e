// Package project keeps the projects that the roadmap counts: pilots, pool
// projects, living labs and programmes, with who takes part and who pays.
package project

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes projects.
type Service struct{ *app.Core }

// List answers one page of projects, by default in order of their first day.
func (s Service) List(
	ctx context.Context, filter *model.ProjectFilter, order *model.ProjectOrderBy, page model.PageRequest, f model.Fields,
) (*model.ProjectConnection, error) {
	query := store.ProjectQuery{}
	var errs model.Errors
	if filter != nil {
		query.ProjectFilter = *filter
		if filter.FocusAreaID != nil {
			id, err := filter.FocusAreaID.As(model.KindFocusArea, "filter.focusAreaId")
			errs.Add(err)
			query.Focus = &id
		}
		if filter.ActorID != nil {
			id, err := filter.ActorID.As(model.KindOrganisation, "filter.actorId")
			errs.Add(err)
			query.Actor = &id
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &model.ProjectOrderBy{Field: model.ProjectByStartsOn, Direction: model.Ascending}
	}
	return s.Store.Projects(ctx, query, *order, page, f)
}

// One answers the project with the id; nil when there is none.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Project, error) {
	return app.ByGlobalID(ctx, model.KindProject, id, f, s.Store.ProjectsByID)
}

// Many answers the projects with the ids, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Project, error) {
	return s.Store.ProjectsByID(ctx, ids, f)
}

func (s Service) one(ctx context.Context, id model.ID, f model.Fields) (*model.Project, error) {
	return app.First(s.Store.ProjectsByID(ctx, []model.ID{id}, f))
}
