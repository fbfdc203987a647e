package followup

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create promises something about an object by a day.
func (s Service) Create(ctx context.Context, in model.FollowUpCreateInput, f model.Fields) (*model.FollowUp, error) {
	var errs model.Errors
	kind, about, err := in.SubjectID.AsActivity("subjectId")
	errs.Add(err)
	owner, err := in.OwnerID.As(model.KindPerson, "ownerId")
	errs.Add(err)
	title, err := model.CleanLine("title", in.Title, model.MaxTitle)
	errs.Add(err)
	errs.Add(model.Required("title", in.Title))
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		id, err = tx.Once(ctx, in.IdempotencyKey, "followUpCreate", in, func(id model.ID) error {
			if err := tx.Known(ctx, &errs, kind, map[string]*model.ID{"subjectId": &about}); err != nil {
				return err
			}
			if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"ownerId": &owner}); err != nil {
				return err
			}
			if err := errs.Err(); err != nil {
				return err
			}
			row := &model.FollowUp{
				ID: id, SubjectKind: kind, SubjectID: about, Title: title, OwnerID: owner, DueOn: in.DueOn,
				State: model.FollowUpOpen, Stamps: model.Created(tx.Now),
			}
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			tx.Touch(model.KindFollowUp, id)
			return tx.Audit(ctx, "followUpCreate", model.KindFollowUp, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.asked(ctx, id, f)
}
