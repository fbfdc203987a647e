package followup

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes what the input names of an open follow-up.
func (s Service) Update(ctx context.Context, in model.FollowUpUpdateInput, f model.Fields) (*model.FollowUp, error) {
	return s.change(ctx, in.ID, in.ExpectedVersion, "followUpUpdate", "", f, func(ctx context.Context, tx *app.Tx, row *model.FollowUp) error {
		var errs model.Errors
		if v, ok := in.Title.ValueOK(); ok && v != nil {
			title, err := model.CleanLine("title", *v, model.MaxTitle)
			errs.Add(err)
			errs.Add(model.Required("title", *v))
			row.Title = title
		}
		if v, ok := in.OwnerID.ValueOK(); ok && v != nil {
			owner, err := v.As(model.KindPerson, "ownerId")
			errs.Add(err)
			row.OwnerID = owner
		}
		if v, ok := in.DueOn.ValueOK(); ok && v != nil {
			row.DueOn = *v
		}
		if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"ownerId": &row.OwnerID}); err != nil {
			return err
		}
		return errs.Err()
	})
}

// End says that a follow-up is done, or waived for a reason.
func (s Service) End(ctx context.Context, in model.FollowUpEndInput, f model.Fields) (*model.FollowUp, error) {
	result := ""
	if in.Result != nil {
		clean, err := model.CleanText("result", *in.Result, model.MaxBody)
		if err != nil {
			return nil, err
		}
		result = clean
	}
	if in.State == model.FollowUpOpen {
		return nil, model.BadInput("state", "error.followUp.end")
	}
	if in.State == model.FollowUpWaived && result == "" {
		return nil, model.BadInput("result", "error.followUp.waivedWithoutReason")
	}
	return s.change(ctx, in.ID, in.ExpectedVersion, "followUpEnd", result, f, func(_ context.Context, tx *app.Tx, row *model.FollowUp) error {
		now := tx.Now
		row.State, row.Result, row.EndedAt = in.State, result, &now
		return nil
	})
}

// change stores what the function writes into an open follow-up.
func (s Service) change(
	ctx context.Context, global model.GlobalID, expected *int, action, why string, f model.Fields,
	write func(ctx context.Context, tx *app.Tx, row *model.FollowUp) error,
) (*model.FollowUp, error) {
	id, err := global.As(model.KindFollowUp, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.FollowUp(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(expected); err != nil {
			return err
		}
		if row.State != model.FollowUpOpen {
			return model.GuardFailed("guard.followUp.ended")
		}
		before := *row
		if err := write(ctx, tx, row); err != nil {
			return err
		}
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		tx.Touch(model.KindFollowUp, id)
		return tx.Audit(ctx, action, model.KindFollowUp, id, &before, row, why)
	})
	if err != nil {
		return nil, err
	}
	return s.asked(ctx, id, f)
}
