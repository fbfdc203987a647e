package staircase

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// StepUpdate changes what the input names of a step. A step that is moved moves
// the others, and a mark that is set here is taken from where it was.
func (s Service) StepUpdate(ctx context.Context, in model.StaircaseStepUpdateInput) (*model.StaircaseStep, error) {
	id, err := in.ID.As(model.KindStaircaseStep, "id")
	if err != nil {
		return nil, err
	}
	why, err := model.Why("reason", in.Reason)
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		steps, err := tx.StaircaseSteps(ctx)
		if err != nil {
			return err
		}
		before := make(map[model.ID]*model.StaircaseStep, len(steps))
		for _, step := range steps {
			before[step.ID] = step
		}
		there, ok := before[id]
		if !ok {
			return model.NotFound("id")
		}
		if err := there.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		changed := *there
		if err := in.Apply(&changed, len(steps)); err != nil {
			return err
		}
		next, err := model.Reordered(steps, &changed)
		if err != nil {
			return err
		}
		return saveSteps(ctx, tx, before, next, &changed, why)
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.ManySteps(ctx, []model.ID{id}, nil))
}

// saveSteps stores the steps that are not as they were, those that lose a mark
// first: no two steps have one at any moment.
func saveSteps(ctx context.Context, tx *app.Tx, before map[model.ID]*model.StaircaseStep, next []*model.StaircaseStep, changed *model.StaircaseStep, why string) error {
	save := func(step *model.StaircaseStep) error {
		was := before[step.ID]
		step.Touch(tx.Now)
		if err := tx.Update(ctx, step, step.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, "staircaseStepUpdate", model.KindStaircaseStep, step.ID, was, step, why)
	}
	var last *model.StaircaseStep
	for _, step := range next {
		was := before[step.ID]
		switch {
		case step.ID == changed.ID:
			last = step
		case step.Number != was.Number || step.IsFirst != was.IsFirst || step.IsLast != was.IsLast:
			if err := save(step); err != nil {
				return err
			}
		}
	}
	return save(last)
}
