package inquiry

import (
	"context"

	"fyrtaarn/model"
)

// One answers the inquiry with the id; nil when there is none. What is no
// id at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Inquiry, error) {
	kind, key, ok := id.Parse()
	if !ok {
		return nil, model.BadInput("id", "error.id.invalid")
	}
	if kind != model.KindInquiry {
		return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
	}
	return s.one(ctx, key, f)
}

// Many answers the inquiries with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Inquiry, error) {
	return s.Store.InquiriesByID(ctx, ids, f)
}
