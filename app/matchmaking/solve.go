package matchmaking

import (
	"context"
	"errors"
	"fmt"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// solveTries is how often a schedule is computed anew because the plan has
// changed under it.
const solveTries = 3

// errPlanChanged says that what was computed is about an older plan.
var errPlanChanged = errors.New("the plan has changed while its schedule was computed")

// Solve computes who meets whom when and proposes it. Meetings that are locked,
// confirmed or held stay; pairs that were cancelled are not proposed again. It
// computes outside the transaction, which may take a second, and saves only if
// the plan is still the one that it read.
func (s Service) Solve(ctx context.Context, in model.MeetingPlanSolveInput, f model.Fields) (*model.MeetingPlan, error) {
	id, err := in.ID.As(model.KindMeetingPlan, "id")
	if err != nil {
		return nil, err
	}
	for range solveTries {
		if err = s.solve(ctx, id, in.ExpectedVersion); !errors.Is(err, errPlanChanged) {
			break
		}
	}
	if errors.Is(err, errPlanChanged) {
		return nil, model.Conflict("id", "error.meetingPlan.busy")
	}
	if err != nil {
		return nil, err
	}
	return s.plan(ctx, id, f)
}

func (s Service) solve(ctx context.Context, id model.ID, expected *int) error {
	plan, err := s.Store.WholeMeetingPlan(ctx, id)
	if err != nil {
		return model.AtField(err, "id")
	}
	if err := plan.Expect(expected); err != nil {
		return err
	}
	known, err := learnPlan(ctx, s.Store.Queries, plan)
	if err != nil {
		return err
	}
	board := model.NewMatchBoard(plan, known.fit)
	schedule, err := board.Problem(plan.Meetings).Solve()
	if err != nil {
		return fmt.Errorf("schedule of %s: %w", id, err)
	}
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := lockPlan(ctx, tx, id)
		if err != nil {
			return err
		}
		if row.Version != plan.Version {
			return errPlanChanged
		}
		if err := propose(ctx, tx, plan, board, schedule); err != nil {
			return err
		}
		before := *row
		row.SolvedAt, row.SolvedTotal, row.UpperBound = &tx.Now, schedule.Total, schedule.Bound
		row.FirstComeUsed, row.Changed = schedule.FirstCome, false
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, "meetingPlanSolve", model.KindMeetingPlan, id, &before, row, "")
	})
}

// pair is who meets whom.
type pair struct{ company, counterpart model.ID }

// propose replaces the meetings that do not stay. A pair that was proposed
// before keeps its meeting, and so its id, in whatever slot it now is.
func propose(ctx context.Context, tx *app.Tx, plan *model.MeetingPlan, board *model.MatchBoard, schedule model.MatchSchedule) error {
	staying, proposed := map[pair]bool{}, map[pair]*model.Meeting{}
	var old []model.ID
	for _, m := range plan.Meetings {
		switch {
		case m.Stays():
			staying[pair{m.CompanyID, m.CounterpartID}] = true
		case m.State == model.MeetingProposed:
			proposed[pair{m.CompanyID, m.CounterpartID}] = m
			old = append(old, m.ID)
		}
	}
	if err := tx.DeleteMeetings(ctx, old); err != nil {
		return err
	}
	var rows []*model.Meeting
	for _, cell := range schedule.Meetings {
		company, counterpart := board.Companies[cell.Company], board.Counterparts[cell.Delegate]
		who := pair{company.ID, counterpart.ID}
		if staying[who] {
			continue
		}
		row := &model.Meeting{ID: tx.NewID(), Stamps: model.Created(tx.Now)}
		if before := proposed[who]; before != nil {
			row.ID, row.Stamps = before.ID, before.Stamps
			row.Touch(tx.Now)
		}
		fit := board.Fits[cell.Company][cell.Delegate]
		row.PlanID, row.CompanyID, row.CounterpartID, row.SlotID = plan.ID, company.ID, counterpart.ID, board.Slots[cell.Slot].ID
		row.Points, row.Reasons, row.State = fit.Points, fit.Reasons, model.MeetingProposed
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.Insert(ctx, &rows)
}
