package inquiry

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Answer notes what was answered, by whom and when. An inquiry is answered
// once: what was told somebody cannot be told differently afterwards.
func (s Service) Answer(ctx context.Context, in model.InquiryAnswerInput, f model.Fields) (*model.Inquiry, error) {
	return s.change(ctx, change{
		id: in.ID, expected: in.ExpectedVersion, action: "inquiryAnswer",
		apply: func(row *model.Inquiry, tx *app.Tx) error {
			if row.AnsweredAt != nil {
				return model.Conflict("id", "error.inquiry.answered")
			}
			if tx.Actor.PersonID != (model.ID{}) {
				row.AnsweredByID = &tx.Actor.PersonID
			}
			return in.Apply(row, tx.Now)
		},
	}, f)
}
