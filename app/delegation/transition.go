package delegation

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Transition moves a visit to another state when its guards hold. Cancelling
// frees the hosts; finishing notes that they received the group.
func (s Service) Transition(ctx context.Context, in model.DelegationTransitionInput, f model.Fields) (*model.Delegation, error) {
	id, err := in.ID.As(model.KindDelegation, "id")
	if err != nil {
		return nil, err
	}
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	referral, err := model.CleanText("referral", app.Value(in.Referral), model.MaxBody)
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.LockDelegation(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		guards, err := s.guards(ctx, tx, row, reason)
		if err != nil {
			return err
		}
		if err := model.CheckDelegationTransition(row.State, in.To, guards); err != nil {
			return err
		}
		return s.enter(ctx, tx, row, in.To, reason, referral)
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

// enter stores the new state and what it brings with it.
func (s Service) enter(ctx context.Context, tx *app.Tx, row *model.Delegation, to model.DelegationState, reason, referral string) error {
	before := *row
	row.State, row.StateSince = to, tx.Now
	switch to {
	case model.DelegationDeclined, model.DelegationPostponed, model.DelegationCancelled:
		row.Reason, row.Referral = reason, referral
	case model.DelegationInquiry, model.DelegationQualified, model.DelegationPlanning, model.DelegationProposed, model.DelegationConfirmed,
		model.DelegationBriefed, model.DelegationInProgress, model.DelegationCompleted, model.DelegationFollowUp, model.DelegationClosed:
	}
	if err := s.settleInvitations(ctx, tx, row); err != nil {
		return err
	}
	return s.save(ctx, tx, "delegationTransition", &before, row, reason)
}

// settleInvitations lets the hosts' invitations follow the visit: a cancelled or
// postponed visit frees them, a completed one notes that they were held.
func (s Service) settleInvitations(ctx context.Context, tx *app.Tx, row *model.Delegation) error {
	var from func(model.InvitationState) bool
	var to model.InvitationState
	switch row.State {
	case model.DelegationCancelled, model.DelegationPostponed:
		from, to = model.InvitationState.Occupies, model.InvitationWithdrawn
	case model.DelegationCompleted:
		from, to = func(s model.InvitationState) bool { return s == model.InvitationConfirmed }, model.InvitationHeld
	default:
		return nil
	}
	invitations, err := tx.Invitations(ctx, []model.ID{row.ID}, nil)
	if err != nil {
		return err
	}
	for _, i := range invitations {
		if !from(i.State) {
			continue
		}
		was := *i
		i.State = to
		if err := saveInvitation(ctx, tx, "hostInvitationSettle", &was, i, row.Reason); err != nil {
			return err
		}
	}
	return nil
}

// guards counts the facts on which the guards of a transition rest.
func (s Service) guards(ctx context.Context, tx *app.Tx, row *model.Delegation, reason string) (model.DelegationGuards, error) {
	g := model.DelegationGuards{
		HasPurpose: !row.Purpose.IsEmpty(), HasContact: row.RequesterID != nil || row.IntermediaryID != nil,
		ExpectedSize: row.ExpectedSize, PublishedVersion: row.PublishedVersion, Reason: reason,
	}
	sessions, err := tx.Sessions(ctx, []model.ID{row.ID}, nil, false, nil)
	if err != nil {
		return g, err
	}
	invitations, err := tx.Invitations(ctx, []model.ID{row.ID}, nil)
	if err != nil {
		return g, err
	}
	g.SessionCount = len(sessions)
	lastEnd := row.EndsOn.AddDays(1).At(0, 0, row.Zone())
	if len(sessions) > 0 {
		lastEnd = time.Time{}
	}
	for _, session := range sessions {
		if session.HostIsOpen(invitations) {
			g.OpenHosts = append(g.OpenHosts, session.TitleIn(nil).Text)
		}
		if session.EndsAt.After(lastEnd) {
			lastEnd = session.EndsAt
		}
	}
	today := model.DateOf(tx.Now.In(row.Zone()))
	g.HasStarted = !row.StartsOn.IsZero() && !today.Before(row.StartsOn)
	g.HasEnded = !row.EndsOn.IsZero() && (today.After(row.EndsOn) || today == row.EndsOn && !tx.Now.Before(lastEnd))
	conflicts, err := findConflicts(ctx, tx.Queries, s.Core, []*model.Delegation{row})
	if err != nil {
		return g, err
	}
	g.BlockingConflicts = model.CountConflicts(conflicts[row.ID]).Block
	everybody := model.WithActor(ctx, asStaff(tx.Actor))
	delegates, err := tx.Delegates(everybody, []model.ID{row.ID}, nil)
	if err != nil {
		return g, err
	}
	g.DelegateCount = len(delegates)
	followUps, err := tx.FollowUpsOf(ctx, []model.ID{row.ID}, nil)
	if err != nil {
		return g, err
	}
	for _, u := range followUps {
		if u.State == model.FollowUpOpen {
			g.OpenFollowUps++
		}
	}
	lessons, err := tx.LessonsOf(ctx, []model.ID{row.ID}, nil)
	g.LessonCount = len(lessons)
	return g, err
}

// AdvanceByDate starts the briefed visits whose first day has come and completes
// those in progress that are over. It answers how many moved; one that cannot
// does not hold up the others.
func (s Service) AdvanceByDate(ctx context.Context) (int, error) {
	now := s.Clock.Now()
	today := model.DateOf(now)
	ids, err := s.Store.DelegationIDsBetween(ctx, today.AddDays(-model.MaxActivityDays), today.AddDays(1),
		[]model.DelegationState{model.DelegationBriefed, model.DelegationInProgress})
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, id := range ids {
		row, err := s.Store.Delegation(ctx, id, nil)
		if err != nil {
			return moved, err
		}
		to := model.DelegationInProgress
		if row.State == model.DelegationInProgress {
			to = model.DelegationCompleted
		}
		_, err = s.Transition(ctx, model.DelegationTransitionInput{ID: row.GlobalID(), To: to}, model.Fields{})
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
