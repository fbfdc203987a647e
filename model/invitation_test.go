package model_test

import (
	"slices"
	"strings"
	"testing"

	"fyrtaarn/model"
)

const legalInvitationSteps = `
DRAFT     INVITED CONFIRMED WITHDRAWN
INVITED   TENTATIVE CONFIRMED DECLINED LAPSED WITHDRAWN
TENTATIVE CONFIRMED DECLINED INVITED LAPSED WITHDRAWN
CONFIRMED HELD INVITED DECLINED WITHDRAWN
HELD
DECLINED  INVITED
LAPSED    INVITED
WITHDRAWN INVITED`

func TestInvitationTakesTheStepsOfTheMachineAndNoOther(t *testing.T) {
	var states []model.InvitationState
	legal := map[[2]model.InvitationState]bool{}
	for line := range strings.Lines(strings.TrimSpace(legalInvitationSteps)) {
		words := strings.Fields(line)
		states = append(states, model.InvitationState(words[0]))
		for _, to := range words[1:] {
			legal[[2]model.InvitationState{model.InvitationState(words[0]), model.InvitationState(to)}] = true
		}
	}
	for _, from := range states {
		for _, to := range append(slices.Clone(states), "", "GONE") {
			err := model.CheckInvitationTransition(from, to)
			if legal[[2]model.InvitationState{from, to}] {
				if err != nil {
					t.Errorf("%s to %s is refused: %v", from, to, err)
				}
				continue
			}
			refusals := model.Refusals(err)
			if len(refusals) != 1 || refusals[0].Code != model.CodeBadUserInput || refusals[0].Field != "to" ||
				refusals[0].Params["From"] != string(from) || refusals[0].Params["To"] != string(to) {
				t.Errorf("%s to %q: got %v", from, to, err)
			}
		}
	}
}

func TestInvitationsThatAwaitAnAnswerKeepTheTime(t *testing.T) {
	want := map[model.InvitationState][2]bool{ // awaits, occupies
		model.InvitationDraft:     {false, false},
		model.InvitationInvited:   {true, true},
		model.InvitationTentative: {true, true},
		model.InvitationConfirmed: {false, true},
		model.InvitationHeld:      {false, true},
		model.InvitationDeclined:  {false, false},
		model.InvitationLapsed:    {false, false},
		model.InvitationWithdrawn: {false, false},
	}
	for s, w := range want {
		if got := [2]bool{s.Awaits(), s.Occupies()}; got != w {
			t.Errorf("%s: awaits, occupies = %v, want %v", s, got, w)
		}
	}
}
