package person

import (
	"context"

	"fyrtaarn/model"
)

// One answers the person with the id; nil when there is none. What is no
// id at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Person, error) {
	kind, key, ok := id.Parse()
	if !ok {
		return nil, model.BadInput("id", "error.id.invalid")
	}
	if kind != model.KindPerson {
		return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
	}
	return s.one(ctx, key, f)
}

// Many answers the people with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Person, error) {
	return s.Store.PeopleByID(ctx, ids, f)
}
