// Package project keeps the projects that the roadmap counts: pilots, pool
// projects, living labs and programmes, with who takes part and who pays.
package project

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Service answers and changes projects.
type Service struct{ *app.Core }

// List answers one page of projects, by default in order of their first day.
func (s Service) List(
	ctx context.Context, filter *model.ProjectFilter, order *model.ProjectOrderBy, page model.PageRequest, f model.Fields,
) (*model.ProjectConnection, error) {
	query, err := app.ProjectQuery(filter, "filter")
	if err != nil {
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
