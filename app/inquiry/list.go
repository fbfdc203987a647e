package inquiry

import (
	"context"

	"fyrtaarn/model"
)

// List answers one page of inquiries, by default the newest first.
func (s Service) List(
	ctx context.Context, filter *model.InquiryFilter, order *model.InquiryOrderBy, page model.PageRequest, f model.Fields,
) (*model.InquiryConnection, error) {
	if filter == nil {
		filter = &model.InquiryFilter{}
	}
	if order == nil {
		order = &model.InquiryOrderBy{Field: model.InquiryByReceivedOn, Direction: model.Descending}
	}
	return s.Store.Inquiries(ctx, *filter, *order, page, f)
}
