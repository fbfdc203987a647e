package matchmaking

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// change is what is done to one meeting by hand.
type change struct {
	id       model.GlobalID
	expected *int
	action   string
	why      string
	// apply writes the change into the meeting, or answers the guard that it fails.
	apply func(row *model.Meeting, plan *model.MeetingPlan) error
}

func (s Service) change(ctx context.Context, c change, f model.Fields) (*model.Meeting, error) {
	id, err := c.id.As(model.KindMeeting, "id")
	if err != nil {
		return nil, err
	}
	if err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return c.do(ctx, tx, id) }); err != nil {
		return nil, err
	}
	return app.First(s.Store.MeetingsByID(ctx, []model.ID{id}, f))
}

func (c change) do(ctx context.Context, tx *app.Tx, id model.ID) error {
	seen, err := tx.MeetingsByID(ctx, []model.ID{id}, model.Fields{})
	if err != nil {
		return err
	}
	if len(seen) == 0 {
		return model.NotFound("id")
	}
	plan, err := lockPlan(ctx, tx, seen[0].PlanID)
	if err != nil {
		return err
	}
	whole, err := tx.WholeMeetingPlan(ctx, plan.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(whole.Meetings, func(m *model.Meeting) bool { return m.ID == id })
	if at < 0 {
		return model.NotFound("id")
	}
	row := whole.Meetings[at]
	if err := row.Expect(c.expected); err != nil {
		return err
	}
	before := *row
	if err := c.apply(row, whole); err != nil {
		return err
	}
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		if store.IsUnique(err) {
			return model.Conflict("slotId", "error.meeting.taken")
		}
		return err
	}
	if err := tx.Audit(ctx, c.action, model.KindMeeting, id, &before, row, c.why); err != nil {
		return err
	}
	return touchPlan(ctx, tx, plan)
}

// open refuses a change of a meeting that is over or does not take place.
func open(row *model.Meeting) error {
	if row.State == model.MeetingHeld || row.State == model.MeetingCancelled {
		return model.GuardFailed("guard.meeting.ended").At("id")
	}
	return nil
}
