package solution

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes a solution of a company.
func (s Service) Create(ctx context.Context, in model.SolutionCreateInput, f model.Fields) (*model.Solution, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.Solution{Stamps: model.Created(tx.Now)}
		if err := check(ctx, tx, row, in.Apply(row)); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "solutionCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "solutionCreate", model.KindSolution, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}
