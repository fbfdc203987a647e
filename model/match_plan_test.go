package model

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func TestWhatStaysIsLockedAndWhatWasCancelledIsBlocked(t *testing.T) {
	t.Parallel()
	plan := &MeetingPlan{}
	for range 4 {
		plan.Slots = append(plan.Slots, &MeetingSlot{ID: uuid.New()})
	}
	for range 5 {
		plan.Participants = append(plan.Participants, &MeetingParticipant{ID: uuid.New(), Side: SideCompany})
	}
	visitor := &MeetingParticipant{ID: uuid.New(), Side: SideCounterpart, Away: plan.Slots[1:3]}
	plan.Participants = append(plan.Participants, visitor)
	meeting := func(company, slot int, state MeetingState, locked bool) *Meeting {
		return &Meeting{
			CompanyID: plan.Participants[company].ID, CounterpartID: visitor.ID, SlotID: plan.Slots[slot].ID,
			State: state, Locked: locked, Points: 70 + company,
		}
	}
	board := NewMatchBoard(plan, func(_, _ *MeetingParticipant) MatchFit { return MatchFit{Points: 10} })
	got := board.Problem([]*Meeting{
		meeting(0, 0, MeetingProposed, true), meeting(1, 1, MeetingConfirmed, false), meeting(2, 3, MeetingHeld, false),
		meeting(3, 2, MeetingProposed, false), meeting(4, 2, MeetingCancelled, true),
	})
	if want := []MatchCell{{0, 0, 0}, {1, 0, 1}, {2, 0, 3}}; !slices.Equal(got.Locked, want) {
		t.Errorf("locked %v, want %v", got.Locked, want)
	}
	if want := []MatchPair{{4, 0}}; !slices.Equal(got.Blocked, want) {
		t.Errorf("blocked %v, want %v", got.Blocked, want)
	}
	// Who is in a confirmed meeting is there, and it keeps the points it was given.
	if !slices.Equal(got.DelegateAway[0], []bool{false, false, true, false}) || got.Fits[1][0] != 71 || got.Fits[3][0] != 10 {
		t.Errorf("away %v, fits %v", got.DelegateAway, got.Fits)
	}
}
