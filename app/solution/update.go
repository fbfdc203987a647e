package solution

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes a solution.
func (s Service) Update(ctx context.Context, in model.SolutionUpdateInput, f model.Fields) (*model.Solution, error) {
	id, err := in.ID.As(model.KindSolution, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return update(ctx, tx, id, in) })
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

func update(ctx context.Context, tx *app.Tx, id model.ID, in model.SolutionUpdateInput) error {
	row, err := tx.Solution(ctx, id)
	if err != nil {
		return model.AtField(err, "id")
	}
	if err := row.Expect(in.ExpectedVersion); err != nil {
		return err
	}
	before := *row
	why, err := model.Why("reason", in.Reason)
	var errs model.Errors
	errs.Add(err)
	errs.Add(in.Apply(row))
	if err := check(ctx, tx, row, errs.Err()); err != nil {
		return err
	}
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	return tx.Audit(ctx, "solutionUpdate", model.KindSolution, id, &before, row, why)
}
