package person

import (
	"context"

	"fyrtaarn/model"
)

// List answers one page of people, by default in order of their names.
func (s Service) List(
	ctx context.Context, filter *model.PersonFilter, order *model.PersonOrderBy, page model.PageRequest, f model.Fields,
) (*model.PersonConnection, error) {
	if filter == nil {
		filter = &model.PersonFilter{}
	}
	if order == nil {
		order = &model.PersonOrderBy{Field: model.PersonByName, Direction: model.Ascending}
	}
	var organisation *model.ID
	if filter.OrganisationID != nil {
		id, err := filter.OrganisationID.As(model.KindOrganisation, "filter.organisationId")
		if err != nil {
			return nil, err
		}
		organisation = &id
	}
	return s.Store.People(ctx, *filter, organisation, *order, page, f)
}
