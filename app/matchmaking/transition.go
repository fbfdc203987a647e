package matchmaking

import (
	"context"
	"slices"

	"fyrtaarn/model"
)

// Transition confirms a meeting, takes that back, or says that it was held.
func (s Service) Transition(ctx context.Context, in model.MeetingTransitionInput, f model.Fields) (*model.Meeting, error) {
	return s.change(ctx, change{
		id: in.ID, expected: in.ExpectedVersion, action: "meetingTransition",
		apply: func(row *model.Meeting, _ *model.MeetingPlan) error {
			if !slices.Contains(row.State.Next(), in.To) {
				return model.GuardFailed("guard.meeting.step").With("From", string(row.State)).With("To", string(in.To)).At("to")
			}
			row.State = in.To
			return nil
		},
	}, f)
}

// Cancel takes a meeting out of the plan. The slot is free again, and the pair
// is not proposed any more.
func (s Service) Cancel(ctx context.Context, in model.MeetingCancelInput, f model.Fields) (*model.Meeting, error) {
	reason, err := model.Why("reason", in.Reason)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, change{
		id: in.ID, expected: in.ExpectedVersion, action: "meetingCancel", why: reason,
		apply: func(row *model.Meeting, _ *model.MeetingPlan) error {
			if err := open(row); err != nil {
				return err
			}
			if row.Locked {
				return model.GuardFailed("guard.meeting.locked").At("id")
			}
			row.State, row.Reason = model.MeetingCancelled, reason
			return nil
		},
	}, f)
}
