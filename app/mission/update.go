package mission

import (
	"context"
	"reflect"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes what the input names. Criteria are fixed once the call is
// open, places cannot become fewer than are taken, and places that are added
// after the announcement go to those who wait.
func (s Service) Update(ctx context.Context, in model.TradeMissionUpdateInput, f model.Fields) (*model.TradeMission, error) {
	id, err := in.ID.As(model.KindTradeMission, "id")
	if err != nil {
		return nil, err
	}
	why, err := model.Why("reason", in.Reason)
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.LockTradeMission(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := organises(ctx, tx, row); err != nil {
			return err
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		before := *row
		var errs model.Errors
		organisers := in.Apply(&errs, row)
		app.CheckActivity(&errs, &row.Activity)
		holdBack(&errs, &before, row)
		if err := errs.Err(); err != nil {
			return err
		}
		if err := known(ctx, tx, row, organisers); err != nil {
			return err
		}
		if in.Organisers.IsSet() {
			if err := tx.SetOrganisers(ctx, id, organisers); err != nil {
				return err
			}
		}
		if before.StartsOn != row.StartsOn || before.EndsOn != row.EndsOn || before.City != row.City {
			row.CalendarSequence++
		}
		if err := tx.SaveActivity(ctx, "tradeMissionUpdate", &before, row, &row.Stamps, why); err != nil {
			return err
		}
		return promote(ctx, tx, row)
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

// holdBack refuses what cannot be changed any more.
func holdBack(errs *model.Errors, before, row *model.TradeMission) {
	if row.Capacity < before.Taken {
		errs.Add(model.GuardFailed("guard.mission.capacityTaken").At("capacity").With("Count", before.Taken))
	}
	if before.State == model.MissionDraft {
		return
	}
	if !reflect.DeepEqual(measures(before.Criteria), measures(row.Criteria)) {
		errs.Add(model.GuardFailed("guard.mission.criteriaFixed").At("criteria"))
	}
	if before.State != model.MissionCallOpen && !model.SameInstant(before.Deadline, row.Deadline) {
		errs.Add(model.GuardFailed("guard.mission.deadlineFixed").At("deadline"))
	}
	if before.State.Ended() && (before.StartsOn != row.StartsOn || before.EndsOn != row.EndsOn) {
		errs.Add(model.GuardFailed("guard.mission.endedDays").At("startsOn"))
	}
	if before.State == model.MissionCallOpen {
		// Whoever reads the call in one of its languages must be able to read on.
		if gaps := row.TextGaps(); len(gaps) > 0 {
			errs.Add(model.GuardFailed("guard.mission.textGaps").With("Count", len(gaps)).With("Field", gaps[0].Field).
				With("Language", string(gaps[0].Language)))
		}
	}
}

// measures are what applications are judged by, without the words for it: those
// can still be translated.
func measures(criteria model.Criteria) map[string]int {
	weights := make(map[string]int, len(criteria))
	for _, c := range criteria {
		weights[c.Key] = c.Weight
	}
	return weights
}
