package outcome

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes what came, or is expected to come, of an activity. Until the
// company has confirmed it, it is a forecast.
func (s Service) Create(ctx context.Context, in model.OutcomeCreateInput, f model.Fields) (*model.Outcome, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.Outcome{NotedBy: tx.Actor.Name, Stamps: model.Created(tx.Now)}
		shares, err := in.Apply(row)
		if err != nil {
			return err
		}
		var errs model.Errors
		entries, err := known(ctx, tx, &errs, &row.CompanyID, &row.ActivityID, shares)
		if err != nil {
			return err
		}
		if entry := entries[row.ActivityID]; row.CountryCode == "" && entry != nil {
			row.CountryCode = entry.CountryCode
		}
		if row.CountryCode != "" {
			knownCountry(&errs, row.CountryCode)
		}
		if err := errs.Err(); err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "outcomeCreate", in, func(id model.ID) error {
			row.ID = id
			return insert(ctx, tx, row, shares, "outcomeCreate")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.asked(ctx, id, f)
}

// insert stores a new outcome and its shares.
func insert(ctx context.Context, tx *app.Tx, row *model.Outcome, shares []*model.Attribution, action string) error {
	row.AttributedBP = model.SumBP(shares)
	if err := tx.Insert(ctx, row); err != nil {
		return err
	}
	for _, share := range shares {
		share.OutcomeID = row.ID
	}
	if err := tx.SetShares(ctx, row.ID, shares); err != nil {
		return err
	}
	return tx.Audit(ctx, action, model.KindOutcome, row.ID, nil, row, "")
}
