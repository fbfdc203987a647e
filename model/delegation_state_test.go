package model_test

import (
	"slices"
	"strings"
	"testing"

	"fyrtaarn/model"
)

var delegationStates = []model.DelegationState{
	model.DelegationInquiry, model.DelegationQualified, model.DelegationPlanning, model.DelegationProposed,
	model.DelegationConfirmed, model.DelegationBriefed, model.DelegationInProgress, model.DelegationCompleted,
	model.DelegationFollowUp, model.DelegationClosed, model.DelegationPostponed, model.DelegationDeclined,
	model.DelegationCancelled,
}

// legalDelegationSteps is the machine as it is described in words: one line for
// a state, with all that may follow.
const legalDelegationSteps = `
INQUIRY     QUALIFIED DECLINED CANCELLED
QUALIFIED   PLANNING POSTPONED DECLINED CANCELLED
PLANNING    PROPOSED POSTPONED CANCELLED
PROPOSED    CONFIRMED PLANNING POSTPONED CANCELLED
CONFIRMED   BRIEFED POSTPONED CANCELLED
BRIEFED     IN_PROGRESS POSTPONED CANCELLED
IN_PROGRESS COMPLETED
COMPLETED   FOLLOW_UP
FOLLOW_UP   CLOSED
CLOSED
POSTPONED   PLANNING CANCELLED
DECLINED
CANCELLED`

// allGuardsHold are facts with which every step that exists is allowed.
func allGuardsHold() model.DelegationGuards {
	size := 12
	return model.DelegationGuards{
		HasPurpose: true, HasContact: true, ExpectedSize: &size, SessionCount: 3, PublishedVersion: 1,
		DelegateCount: 12, LessonCount: 1, Reason: "the minister fell ill", HasStarted: true, HasEnded: true,
	}
}

func messageIDs(err error) []string {
	var ids []string
	for _, e := range model.Refusals(err) {
		ids = append(ids, e.MessageID)
	}
	slices.Sort(ids)
	return ids
}

func TestDelegationTakesTheStepsOfTheMachineAndNoOther(t *testing.T) {
	legal := map[[2]model.DelegationState]bool{}
	for line := range strings.Lines(strings.TrimSpace(legalDelegationSteps)) {
		words := strings.Fields(line)
		for _, to := range words[1:] {
			legal[[2]model.DelegationState{model.DelegationState(words[0]), model.DelegationState(to)}] = true
		}
	}
	steps := 0
	for _, from := range delegationStates {
		for _, to := range delegationStates {
			steps++
			err := model.CheckDelegationTransition(from, to, allGuardsHold())
			if legal[[2]model.DelegationState{from, to}] {
				if err != nil {
					t.Errorf("%s to %s is refused: %v", from, to, err)
				}
				continue
			}
			refusals := model.Refusals(err)
			if len(refusals) != 1 || refusals[0].Code != model.CodeBadUserInput || refusals[0].Field != "to" ||
				refusals[0].MessageID != "error.delegation.transition" ||
				refusals[0].Params["From"] != string(from) || refusals[0].Params["To"] != string(to) {
				t.Errorf("%s to %s: got %v", from, to, err)
			}
		}
	}
	if steps != 13*13 {
		t.Errorf("tried %d pairs", steps)
	}
}

func TestUnknownDelegationStatesAreRefused(t *testing.T) {
	for _, pair := range [][2]model.DelegationState{
		{"", ""}, {"", model.DelegationInquiry}, {model.DelegationInquiry, "GONE"}, {"planning", model.DelegationProposed},
	} {
		if err := model.CheckDelegationTransition(pair[0], pair[1], allGuardsHold()); !model.IsCode(err, model.CodeBadUserInput) {
			t.Errorf("%q to %q: got %v", pair[0], pair[1], err)
		}
	}
}

// guardBreaks are the ways in which one fact fails, and the message that says
// what would satisfy it.
var guardBreaks = map[string]func(*model.DelegationGuards){
	"guard.delegation.purpose":      func(g *model.DelegationGuards) { g.HasPurpose = false },
	"guard.delegation.contact":      func(g *model.DelegationGuards) { g.HasContact = false },
	"guard.delegation.expectedSize": func(g *model.DelegationGuards) { g.ExpectedSize = nil },
	"guard.delegation.programme":    func(g *model.DelegationGuards) { g.SessionCount = 0 },
	"guard.delegation.conflicts":    func(g *model.DelegationGuards) { g.BlockingConflicts = 2 },
	"guard.delegation.hosts":        func(g *model.DelegationGuards) { g.OpenHosts = []string{"Living lab", "Hospital"} },
	"guard.delegation.published":    func(g *model.DelegationGuards) { g.PublishedVersion = 0 },
	"guard.delegation.delegates":    func(g *model.DelegationGuards) { g.DelegateCount = 0 },
	"guard.delegation.started":      func(g *model.DelegationGuards) { g.HasStarted = false },
	"guard.delegation.ended":        func(g *model.DelegationGuards) { g.HasEnded = false },
	"guard.delegation.followUps":    func(g *model.DelegationGuards) { g.OpenFollowUps = 3 },
	"guard.delegation.lesson":       func(g *model.DelegationGuards) { g.LessonCount = 0 },
	"guard.delegation.reason":       func(g *model.DelegationGuards) { g.Reason = "" },
}

// guardsOf are the guards before each state that has any.
var guardsOf = map[model.DelegationState][]string{
	model.DelegationQualified:  {"guard.delegation.contact", "guard.delegation.expectedSize", "guard.delegation.purpose"},
	model.DelegationProposed:   {"guard.delegation.conflicts", "guard.delegation.programme"},
	model.DelegationConfirmed:  {"guard.delegation.conflicts", "guard.delegation.hosts"},
	model.DelegationBriefed:    {"guard.delegation.conflicts", "guard.delegation.delegates", "guard.delegation.hosts", "guard.delegation.published"},
	model.DelegationInProgress: {"guard.delegation.started"},
	model.DelegationCompleted:  {"guard.delegation.ended"},
	model.DelegationClosed:     {"guard.delegation.followUps", "guard.delegation.lesson"},
	model.DelegationPostponed:  {"guard.delegation.reason"},
	model.DelegationDeclined:   {"guard.delegation.reason"},
	model.DelegationCancelled:  {"guard.delegation.reason"},
}

func TestEachGuardStopsTheStepsThatItGuardsAndNoOther(t *testing.T) {
	for _, from := range delegationStates {
		for _, to := range from.Next() {
			for id, breakIt := range guardBreaks {
				g := allGuardsHold()
				breakIt(&g)
				err := model.CheckDelegationTransition(from, to, g)
				guarded := slices.Contains(guardsOf[to], id)
				switch {
				case !guarded && err != nil:
					t.Errorf("%s to %s does not rest on %s: %v", from, to, id, err)
				case guarded && (!slices.Equal(messageIDs(err), []string{id}) || !model.IsCode(err, model.CodeGuardFailed)):
					t.Errorf("%s to %s without %s: got %v", from, to, id, err)
				}
			}
		}
	}
}

func TestAllFailingGuardsAreReportedTogether(t *testing.T) {
	broken := allGuardsHold()
	for _, breakIt := range guardBreaks {
		breakIt(&broken)
	}
	for _, from := range delegationStates {
		for _, to := range from.Next() {
			got := messageIDs(model.CheckDelegationTransition(from, to, broken))
			if !slices.Equal(got, guardsOf[to]) {
				t.Errorf("%s to %s: got %v, want %v", from, to, got, guardsOf[to])
			}
		}
	}
}

func TestGuardsSayHowMuchIsMissing(t *testing.T) {
	for _, tc := range []struct {
		from, to model.DelegationState
		guard    string
		params   map[string]any
	}{
		{model.DelegationPlanning, model.DelegationProposed, "guard.delegation.conflicts", map[string]any{"Count": 2}},
		{model.DelegationProposed, model.DelegationConfirmed, "guard.delegation.hosts", map[string]any{"Count": 2, "Session": "Living lab"}},
		{model.DelegationFollowUp, model.DelegationClosed, "guard.delegation.followUps", map[string]any{"Count": 3}},
	} {
		g := allGuardsHold()
		guardBreaks[tc.guard](&g)
		refusals := model.Refusals(model.CheckDelegationTransition(tc.from, tc.to, g))
		if len(refusals) != 1 {
			t.Fatalf("%s: %v", tc.guard, refusals)
		}
		for name, want := range tc.params {
			if got := refusals[0].Params[name]; got != want {
				t.Errorf("%s: %s is %v, want %v", tc.guard, name, got, want)
			}
		}
	}
}

func TestNobodyExpectedIsNoExpectedSize(t *testing.T) {
	for _, n := range []int{0, -1} {
		g := allGuardsHold()
		g.ExpectedSize = &n
		err := model.CheckDelegationTransition(model.DelegationInquiry, model.DelegationQualified, g)
		if !slices.Equal(messageIDs(err), []string{"guard.delegation.expectedSize"}) {
			t.Errorf("%d people: got %v", n, err)
		}
	}
}

func TestStatesAreAnnouncedOrEndedOrNeither(t *testing.T) {
	var announced, ended []model.DelegationState
	for _, s := range delegationStates {
		if s.Announced() {
			announced = append(announced, s)
		}
		if s.Ended() {
			ended = append(ended, s)
		}
		if s.Announced() && s.Ended() {
			t.Errorf("%s is both", s)
		}
	}
	if want := delegationStates[4:7]; !slices.Equal(announced, want) {
		t.Errorf("announced: %v, want %v", announced, want)
	}
	if want := append(slices.Clone(delegationStates[7:10]), delegationStates[11:]...); !slices.Equal(ended, want) {
		t.Errorf("ended: %v, want %v", ended, want)
	}
}
