package organisation

import (
	"context"

	"fyrtaarn/model"
)

// One answers the organisation with the id; nil when there is none. What is no
// id at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Organisation, error) {
	kind, key, ok := id.Parse()
	if !ok {
		return nil, model.BadInput("id", "error.id.invalid")
	}
	if kind != model.KindOrganisation {
		return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
	}
	return s.one(ctx, key, f)
}

// Many answers the organisations with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Organisation, error) {
	return s.Store.OrganisationsByID(ctx, ids, f)
}
