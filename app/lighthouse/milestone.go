package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// MilestoneCreate plans a milestone of a country.
func (s Service) MilestoneCreate(ctx context.Context, in model.MilestoneCreateInput, f model.Fields) (*model.Milestone, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		row := &model.Milestone{Stamps: model.Created(tx.Now)}
		var errs model.Errors
		errs.Add(in.Apply(row, today))
		if err := knownOfMilestone(ctx, tx, row, &errs); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "milestoneCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			tx.Touch(model.KindMilestone, id)
			return tx.Audit(ctx, "milestoneCreate", model.KindMilestone, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.ManyMilestones(ctx, []model.ID{id}, f))
}

// MilestoneUpdate moves the forecast, notes that the milestone was reached, or
// changes what it says. What was first planned stays.
func (s Service) MilestoneUpdate(ctx context.Context, in model.MilestoneUpdateInput, f model.Fields) (*model.Milestone, error) {
	id, err := in.ID.As(model.KindMilestone, "id")
	if err != nil {
		return nil, err
	}
	why, whyErr := model.Why("reason", in.Reason)
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		row, err := tx.Milestone(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		before := *row
		var errs model.Errors
		errs.Add(whyErr)
		errs.Add(in.Apply(row, today))
		if err := knownOfMilestone(ctx, tx, row, &errs); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		tx.Touch(model.KindMilestone, id)
		return tx.Audit(ctx, "milestoneUpdate", model.KindMilestone, id, &before, row, why)
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.ManyMilestones(ctx, []model.ID{id}, f))
}

func knownOfMilestone(ctx context.Context, tx *app.Tx, row *model.Milestone, errs *model.Errors) error {
	if err := tx.Known(ctx, errs, model.KindPerson, map[string]*model.ID{"ownerId": row.OwnerID}); err != nil {
		return err
	}
	return tx.Known(ctx, errs, model.KindLighthouseCountry, map[string]*model.ID{"lighthouseCountryId": &row.LighthouseCountryID})
}
