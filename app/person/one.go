package person

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// One answers the person with the id; nil when there is none. What is no
// id at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Person, error) {
	return app.ByGlobalID(ctx, model.KindPerson, id, f, s.Store.PeopleByID)
}

// Many answers the people with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Person, error) {
	return s.Store.PeopleByID(ctx, ids, f)
}
