package roadmap

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// LayOutAndRead is LayOut for a caller who wants to see the roadmap after it.
func (s Service) LayOutAndRead(ctx context.Context, f model.Fields) (*model.Roadmap, error) {
	if _, err := s.LayOut(ctx); err != nil {
		return nil, err
	}
	return s.Read(ctx, f)
}

// LayOut opens Denmark's own record and plans on it the milestones of the
// roadmap that are not there yet. It answers how many it added: a second run
// adds none, and what somebody changed stays.
func (s Service) LayOut(ctx context.Context) (int, error) {
	plan, err := model.DanishRoadmap()
	if err != nil {
		return 0, err
	}
	added := 0
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		// One starter at a time: replicas come up together.
		if err := tx.LockCountry(ctx, model.Denmark); err != nil {
			return err
		}
		read, err := tx.Lighthouses(ctx, today)
		if err != nil {
			return err
		}
		own, err := read.CountriesByCode(ctx, []model.CountryCode{model.Denmark}, model.Fields{}.Ask("milestones"))
		if err != nil {
			return err
		}
		if len(own) == 0 {
			row := read.Model.OpenLighthouse(model.Denmark, tx.Now, tx.NewID)
			row.ID = tx.NewID()
			if err := tx.OpenLighthouse(ctx, row); err != nil {
				return err
			}
			own = append(own, row)
		}
		added, err = plant(ctx, tx, plan, own[0])
		return err
	})
	return added, err
}

func plant(ctx context.Context, tx *app.Tx, plan *model.RoadmapPlan, own *model.LighthouseCountry) (added int, err error) {
	there := make(map[string]bool, len(own.Milestones))
	for _, m := range own.Milestones {
		there[m.Key] = true
	}
	for _, planned := range plan.Milestones {
		if there[planned.Key] {
			continue
		}
		row := planned.Milestone(own.ID, tx.Now)
		row.ID = tx.NewID()
		if err := tx.Insert(ctx, row); err != nil {
			return added, err
		}
		if err := tx.Audit(ctx, "milestoneCreate", model.KindMilestone, row.ID, nil, row, ""); err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}
