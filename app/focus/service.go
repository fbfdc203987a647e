// Package focus keeps the lighthouse's health focuses and the reasons for them.
package focus

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Service answers and changes focus areas.
type Service struct{ *app.Core }

// List answers all focus areas; they are few.
func (s Service) List(ctx context.Context) ([]*model.FocusArea, error) {
	return s.Store.FocusAreas(ctx)
}

// One answers the focus area with the id; nil when there is none. What is no id
// at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID) (*model.FocusArea, error) {
	kind, key, ok := id.Parse()
	if !ok {
		return nil, model.BadInput("id", "error.id.invalid")
	}
	if kind != model.KindFocusArea {
		return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
	}
	row, err := s.Store.FocusArea(ctx, key)
	if model.IsCode(err, model.CodeNotFound) {
		return nil, nil //nolint:nilnil // an unknown id is no error
	}
	return row, err
}

// Many answers the focus areas with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID) ([]*model.FocusArea, error) {
	return s.Store.FocusAreasByID(ctx, ids)
}

// taken is the refusal of a second focus under one short name.
func taken(slug string) *model.Error {
	return model.Conflict("slug", "error.focusArea.slugTaken").With("Slug", slug)
}
