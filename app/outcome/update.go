package outcome

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes what the input names. What a company has confirmed and now
// reads otherwise is a forecast again: the company has not confirmed that.
func (s Service) Update(ctx context.Context, in model.OutcomeUpdateInput, f model.Fields) (*model.Outcome, error) {
	why, err := model.Why("reason", in.Reason)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.ExpectedVersion, "outcomeUpdate", why, f, func(ctx context.Context, tx *app.Tx, row *model.Outcome) error {
		before := *row
		shares, err := in.Apply(row)
		if err != nil {
			return err
		}
		var errs model.Errors
		if _, err := known(ctx, tx, &errs, nil, nil, shares); err != nil {
			return err
		}
		knownCountry(&errs, row.CountryCode)
		if err := errs.Err(); err != nil {
			return err
		}
		if !row.SaysAs(&before) {
			row.State, row.SettledAt, row.SettledBy = model.OutcomeForecast, nil, ""
		}
		if !in.Shares.IsSet() {
			return nil
		}
		row.AttributedBP = model.SumBP(shares)
		return tx.SetShares(ctx, row.ID, shares)
	})
}

// Attribute sets the share of one activity, or takes it away. Whoever does so at
// the same time waits, so that all shares together never pass the whole.
func (s Service) Attribute(ctx context.Context, in model.OutcomeAttributeInput, f model.Fields) (*model.Outcome, error) {
	var errs model.Errors
	_, activity, err := in.ActivityID.AsActivity("activityId")
	errs.Add(err)
	if in.BasisPoints < 0 || in.BasisPoints > model.WholeBP {
		errs.Add(model.BadInput("basisPoints", "error.number.range").With("Min", 0).With("Max", model.WholeBP))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, nil, "outcomeAttribute", "", f, func(ctx context.Context, tx *app.Tx, row *model.Outcome) error {
		if _, err := known(ctx, tx, &errs, nil, &activity, nil); err != nil {
			return err
		}
		there, err := tx.SharesOf(ctx, []model.ID{row.ID})
		if err != nil {
			return err
		}
		var shares []*model.Attribution
		for _, share := range there {
			if share.ActivityID != activity {
				shares = append(shares, share)
			}
		}
		if in.BasisPoints > 0 {
			shares = append(shares, &model.Attribution{OutcomeID: row.ID, ActivityID: activity, ShareBP: in.BasisPoints})
		}
		errs.Add(model.CheckShares("basisPoints", shares))
		if err := errs.Err(); err != nil {
			return err
		}
		row.AttributedBP = model.SumBP(shares)
		return tx.SetShares(ctx, row.ID, shares)
	})
}

// Confirm says for a company that an outcome came, or did not.
func (s Service) Confirm(ctx context.Context, in model.OutcomeConfirmInput, f model.Fields) (*model.Outcome, error) {
	why, err := model.CleanText("reason", in.Reason, model.MaxLine)
	if err == nil {
		err = model.Required("reason", why)
	}
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, in.ExpectedVersion, "outcomeConfirm", why, f, func(_ context.Context, tx *app.Tx, row *model.Outcome) error {
		state := model.OutcomeConfirmed
		if in.Rejected != nil && *in.Rejected {
			state = model.OutcomeRejected
		}
		row.Settle(state, tx.Actor.Name, tx.Now)
		return nil
	})
}

// change stores what the function writes into an outcome that nobody else
// changes meanwhile.
func (s Service) change(
	ctx context.Context, global model.GlobalID, expected *int, action, why string, f model.Fields,
	write func(ctx context.Context, tx *app.Tx, row *model.Outcome) error,
) (*model.Outcome, error) {
	id, err := global.As(model.KindOutcome, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.LockOutcome(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(expected); err != nil {
			return err
		}
		return save(ctx, tx, row, action, why, write)
	})
	if err != nil {
		return nil, err
	}
	return s.asked(ctx, id, f)
}

// save stores a locked outcome after the function has written into it.
func save(
	ctx context.Context, tx *app.Tx, row *model.Outcome, action, why string, write func(ctx context.Context, tx *app.Tx, row *model.Outcome) error,
) error {
	before := *row
	if err := write(ctx, tx, row); err != nil {
		return err
	}
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	return tx.Audit(ctx, action, model.KindOutcome, row.ID, &before, row, why)
}
