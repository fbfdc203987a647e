// Package matchmaking says which companies fit a delegation or mission, and
// plans who meets whom when.
package matchmaking

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Service answers fits and keeps meeting plans.
type Service struct{ *app.Core }

// Plan answers a plan by its own id or by its activity's, one of which must be
// named; nil when there is none.
func (s Service) Plan(ctx context.Context, id, activityID *model.GlobalID, f model.Fields) (*model.MeetingPlan, error) {
	switch {
	case id != nil && activityID == nil:
		kind, key, ok := id.Parse()
		if !ok {
			return nil, model.BadInput("id", "error.id.invalid")
		}
		if kind != model.KindMeetingPlan {
			return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
		}
		return s.plan(ctx, key, f)
	case activityID != nil && id == nil:
		_, activity, err := activityID.AsActivity("activityId")
		if err != nil {
			return nil, err
		}
		key, err := s.Store.MeetingPlanOf(ctx, activity)
		if model.IsCode(err, model.CodeNotFound) {
			return nil, nil //nolint:nilnil // an activity without meetings is no error
		}
		if err != nil {
			return nil, err
		}
		return s.plan(ctx, key, f)
	}
	return nil, model.BadInput("id", "error.idOrActivity")
}

// Many answers the plans with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.MeetingPlan, error) {
	return s.Store.MeetingPlansByID(ctx, ids, f)
}

// ManyMeetings answers the meetings with the ids that the viewer may see, for
// loaders.
func (s Service) ManyMeetings(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Meeting, error) {
	return s.Store.MeetingsByID(ctx, ids, f)
}

// ManyParticipants answers the participants with the ids that the viewer may
// see, for loaders.
func (s Service) ManyParticipants(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.MeetingParticipant, error) {
	return s.Store.ParticipantsByID(ctx, ids, f)
}

func (s Service) plan(ctx context.Context, id model.ID, f model.Fields) (*model.MeetingPlan, error) {
	return app.First(s.Store.MeetingPlansByID(ctx, []model.ID{id}, f))
}

// lockPlan reads a plan and keeps others from changing it.
func lockPlan(ctx context.Context, tx *app.Tx, id model.ID) (*model.MeetingPlan, error) {
	plan, err := tx.LockMeetingPlan(ctx, id)
	return plan, model.AtField(err, "id")
}

// touchPlan counts the plan up after a part of it changed by hand: what was
// computed need not be the best any more.
func touchPlan(ctx context.Context, tx *app.Tx, plan *model.MeetingPlan) error {
	plan.Changed = true
	plan.Touch(tx.Now)
	return tx.Update(ctx, plan, plan.Version)
}
