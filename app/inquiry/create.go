package inquiry

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create logs an approach from abroad.
func (s Service) Create(ctx context.Context, in model.InquiryCreateInput, f model.Fields) (*model.Inquiry, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.Inquiry{Stamps: model.Created(tx.Now)}
		if err := check(ctx, tx, row, in.Apply(row)); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "inquiryCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "inquiryCreate", model.KindInquiry, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}
