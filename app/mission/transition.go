package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Transition moves a mission to another state when its guards hold. Entering
// ANNOUNCED tells all decisions, as Announce does.
func (s Service) Transition(ctx context.Context, in model.TradeMissionTransitionInput, f model.Fields) (*model.TradeMission, error) {
	if in.To == model.MissionAnnounced {
		return s.Announce(ctx, model.MissionAnnounceInput{MissionID: in.ID, ExpectedVersion: in.ExpectedVersion}, f)
	}
	id, err := in.ID.As(model.KindTradeMission, "id")
	if err != nil {
		return nil, err
	}
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
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
		applications, err := tx.ApplicationsToMissions(ctx, []model.ID{id})
		if err != nil {
			return err
		}
		guards, err := guards(ctx, tx, row, applications)
		if err != nil {
			return err
		}
		guards.Reason = reason
		if err := model.CheckMissionTransition(row.State, in.To, guards); err != nil {
			return err
		}
		before := *row
		row.State, row.StateSince = in.To, tx.Now
		if in.To == model.MissionCancelled {
			row.Reason = reason
			row.CalendarSequence++ // the word after the last one about its days
		}
		if err := settle(ctx, tx, row, applications); err != nil {
			return err
		}
		return tx.SaveActivity(ctx, "tradeMissionTransition", &before, row, &row.Stamps, reason)
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

// settle lets the applications follow the mission: those who went are asked what
// came of it, and at the end everything is closed.
func settle(ctx context.Context, tx *app.Tx, m *model.TradeMission, applications []*model.MissionApplication) error {
	for _, a := range applications {
		h := held{MissionApplication: a, mission: m, before: *a}
		var steps []model.ApplicationState
		switch {
		case m.State == model.MissionTracking && a.State == model.ApplicationConfirmed:
			steps = []model.ApplicationState{model.ApplicationAttended, model.ApplicationTracking}
		case m.State == model.MissionTracking && a.State == model.ApplicationAttended:
			steps = []model.ApplicationState{model.ApplicationTracking}
		case m.State == model.MissionClosed && (a.State == model.ApplicationTracking || a.State == model.ApplicationNoShow):
			steps = []model.ApplicationState{model.ApplicationClosed}
		}
		for _, state := range steps {
			if err := h.to(tx, state); err != nil {
				return err
			}
			if err := h.save(ctx, tx, "missionApplicationSettle", ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// guards counts the facts on which the guards of a transition rest.
func guards(ctx context.Context, tx *app.Tx, m *model.TradeMission, applications []*model.MissionApplication) (model.MissionGuards, error) {
	g := model.MissionGuards{
		HasStatement: !m.Statement.IsEmpty(), HasHost: m.HostID != nil, HasDays: !m.StartsOn.IsZero(), Languages: len(m.Languages),
		Capacity: m.Capacity, Minimum: m.Minimum, TextGaps: m.TextGaps(), CloneGaps: m.OpenCloneGaps(),
	}
	for _, c := range m.Criteria {
		g.WeightSum += c.Weight
	}
	if m.Deadline != nil {
		g.Deadline, g.DeadlinePast = m.DeadlineDay(), !tx.Now.Before(*m.Deadline)
	}
	for _, a := range applications {
		switch {
		case a.State == model.ApplicationConfirmed:
			g.Confirmed++
		case a.State == model.ApplicationInReview && a.Decision != "":
			if a.Decision == model.DecisionAccept {
				g.Accepted++
			}
		case a.State.Undecided():
			g.Undecided++
		}
	}
	today := model.DateOf(tx.Now.In(m.Zone()))
	g.HasStarted = !m.StartsOn.IsZero() && !today.Before(m.StartsOn)
	g.HasEnded = !m.EndsOn.IsZero() && today.After(m.EndsOn)
	followUps, err := tx.FollowUpsOf(ctx, []model.ID{m.ID}, nil)
	if err != nil {
		return g, err
	}
	for _, u := range followUps {
		if u.State == model.FollowUpOpen {
			g.OpenFollowUps++
		}
	}
	lessons, err := tx.LessonsOf(ctx, []model.ID{m.ID}, nil)
	g.LessonCount = len(lessons)
	return g, err
}

// AdvanceByDate closes calls whose deadline is past, starts missions whose first
// day has come, and begins to track those that are over. It answers how many
// moved; one that cannot does not hold up the others.
func (s Service) AdvanceByDate(ctx context.Context) (int, error) {
	ids, err := s.Store.TradeMissionIDsDue(ctx, s.Clock.Now())
	if err != nil {
		return 0, err
	}
	next := map[model.MissionState]model.MissionState{
		model.MissionCallOpen: model.MissionCallClosed, model.MissionGo: model.MissionRunning, model.MissionRunning: model.MissionTracking,
	}
	moved := 0
	for _, id := range ids {
		row, err := s.Store.TradeMission(ctx, id, nil)
		if err != nil {
			return moved, err
		}
		to, ok := next[row.State]
		if !ok {
			continue
		}
		_, err = s.Transition(ctx, model.TradeMissionTransitionInput{ID: row.GlobalID(), To: to}, model.Fields{})
		if len(model.Refusals(err)) > 0 {
			continue // not yet: the guard says so
		}
		if err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}
