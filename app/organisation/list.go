package organisation

import (
	"context"

	"fyrtaarn/model"
)

// List answers one page of organisations, by default in order of their names.
func (s Service) List(
	ctx context.Context, filter *model.OrganisationFilter, order *model.OrganisationOrderBy, page model.PageRequest, f model.Fields,
) (*model.OrganisationConnection, error) {
	if filter == nil {
		filter = &model.OrganisationFilter{}
	}
	if order == nil {
		order = &model.OrganisationOrderBy{Field: model.OrganisationByName, Direction: model.Ascending}
	}
	return s.Store.Organisations(ctx, *filter, *order, page, f)
}
