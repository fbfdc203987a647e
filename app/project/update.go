package project

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes what the input names; a list of actors or amounts replaces the
// one that was there.
func (s Service) Update(ctx context.Context, in model.ProjectUpdateInput, f model.Fields) (*model.Project, error) {
	id, err := in.ID.As(model.KindProject, "id")
	if err != nil {
		return nil, err
	}
	why, whyErr := model.Why("reason", in.Reason)
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := whole(ctx, tx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		before := snapshotOf(row)
		var errs model.Errors
		errs.Add(whyErr)
		errs.Add(in.Apply(row))
		if err := check(ctx, tx, row, errs.Err()); err != nil {
			return err
		}
		row.SearchText = searchText(row)
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		if in.Actors.IsSet() {
			if err := saveActors(ctx, tx, row); err != nil {
				return err
			}
		}
		if in.Funding.IsSet() {
			if err := saveFunding(ctx, tx, row); err != nil {
				return err
			}
		}
		return tx.Audit(ctx, "projectUpdate", model.KindProject, id, before, snapshotOf(row), why)
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

// whole reads a project with its lists, for a change.
func whole(ctx context.Context, tx *app.Tx, id model.ID) (*model.Project, error) {
	row, err := tx.Project(ctx, id)
	if err != nil {
		return nil, err
	}
	lists, err := tx.ProjectsByID(ctx, []model.ID{id}, model.Fields{}.Ask("actors").Ask("funding"))
	if err != nil || len(lists) == 0 {
		return nil, err
	}
	row.Actors, row.Funding = lists[0].Actors, lists[0].Funding
	return row, nil
}
