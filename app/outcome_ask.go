package app

import (
	"context"

	"fyrtaarn/model"
)

// AskOutcome notes that a company is asked what has come of an activity, and
// answers the request: the one that there is where it has been asked in this
// wave before. Whoever asks, a person or a mail, asks through it, so that the
// rate of answers is that of all who were asked.
func (tx *Tx) AskOutcome(ctx context.Context, on model.OutcomeOccasion) (*model.OutcomeRequest, error) {
	row := &model.OutcomeRequest{
		ID: tx.NewID(), ActivityID: on.ActivityID, CompanyID: on.CompanyID, PersonID: on.PersonID, Wave: on.Wave, AskedAt: tx.Now,
		Stamps: model.Created(tx.Now),
	}
	there, err := tx.AddOutcomeRequest(ctx, row)
	if err != nil || there.ID != row.ID {
		return there, err
	}
	return there, tx.Audit(ctx, "outcomeRequestCreate", model.KindOutcomeRequest, row.ID, nil, row, "")
}
