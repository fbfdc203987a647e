package inquiry

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes an inquiry, or names the visit that grew out of it.
func (s Service) Update(ctx context.Context, in model.InquiryUpdateInput, f model.Fields) (*model.Inquiry, error) {
	why, err := model.Why("reason", in.Reason)
	return s.change(ctx, change{
		id: in.ID, expected: in.ExpectedVersion, action: "inquiryUpdate", why: why,
		apply: func(row *model.Inquiry, _ *app.Tx) error {
			var errs model.Errors
			errs.Add(err)
			errs.Add(in.Apply(row))
			return errs.Err()
		},
	}, f)
}

// change is what is done to one inquiry.
type change struct {
	id       model.GlobalID
	expected *int
	action   string
	why      string
	// apply writes the input into the row and answers what is wrong with it.
	apply func(row *model.Inquiry, tx *app.Tx) error
}

func (s Service) change(ctx context.Context, c change, f model.Fields) (*model.Inquiry, error) {
	id, err := c.id.As(model.KindInquiry, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return c.do(ctx, tx, id) })
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

func (c change) do(ctx context.Context, tx *app.Tx, id model.ID) error {
	row, err := tx.Inquiry(ctx, id)
	if model.IsCode(err, model.CodeNotFound) {
		return model.NotFound("id")
	}
	if err != nil {
		return err
	}
	if err := row.Expect(c.expected); err != nil {
		return err
	}
	before := *row
	if err := check(ctx, tx, row, c.apply(row, tx)); err != nil {
		return err
	}
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	return tx.Audit(ctx, c.action, model.KindInquiry, id, &before, row, c.why)
}
