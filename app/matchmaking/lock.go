package matchmaking

import (
	"context"

	"fyrtaarn/model"
)

// Lock keeps a meeting where it is when a schedule is computed.
func (s Service) Lock(ctx context.Context, in model.MeetingLockInput, f model.Fields) (*model.Meeting, error) {
	return s.lock(ctx, in, "meetingLock", true, f)
}

// Unlock lets the next schedule move a meeting.
func (s Service) Unlock(ctx context.Context, in model.MeetingLockInput, f model.Fields) (*model.Meeting, error) {
	return s.lock(ctx, in, "meetingUnlock", false, f)
}

func (s Service) lock(ctx context.Context, in model.MeetingLockInput, action string, locked bool, f model.Fields) (*model.Meeting, error) {
	return s.change(ctx, change{
		id: in.ID, expected: in.ExpectedVersion, action: action,
		apply: func(row *model.Meeting, _ *model.MeetingPlan) error {
			if err := open(row); err != nil {
				return err
			}
			row.Locked = locked
			return nil
		},
	}, f)
}
