package matchmaking

import (
	"context"
	"slices"

	"fyrtaarn/model"
)

// Move puts a meeting into another slot in which both can meet. A meeting that
// was confirmed is to be confirmed again.
func (s Service) Move(ctx context.Context, in model.MeetingMoveInput, f model.Fields) (*model.Meeting, error) {
	slot, err := in.SlotID.As(model.KindMeetingSlot, "slotId")
	if err != nil {
		return nil, err
	}
	return s.change(ctx, change{
		id: in.ID, expected: in.ExpectedVersion, action: "meetingMove",
		apply: func(row *model.Meeting, plan *model.MeetingPlan) error {
			if err := open(row); err != nil {
				return err
			}
			if row.Locked {
				return model.GuardFailed("guard.meeting.locked").At("id")
			}
			if !slices.ContainsFunc(plan.Slots, func(s *model.MeetingSlot) bool { return s.ID == slot }) {
				return model.NotFound("slotId")
			}
			if slot == row.SlotID {
				return nil
			}
			if err := model.CanMeet(row, slot, plan.Meetings); err != nil {
				return err
			}
			row.SlotID, row.State = slot, model.MeetingProposed
			return nil
		},
	}, f)
}
