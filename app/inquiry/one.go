package inquiry

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// One answers the inquiry with the id; nil when there is none. What is no
// id at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Inquiry, error) {
	return app.ByGlobalID(ctx, model.KindInquiry, id, f, s.Store.InquiriesByID)
}

// Many answers the inquiries with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Inquiry, error) {
	return s.Store.InquiriesByID(ctx, ids, f)
}
