package organisation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// One answers the organisation with the id; nil when there is none. What is no
// id at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Organisation, error) {
	return app.ByGlobalID(ctx, model.KindOrganisation, id, f, s.Store.OrganisationsByID)
}

// Many answers the organisations with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Organisation, error) {
	return s.Store.OrganisationsByID(ctx, ids, f)
}
