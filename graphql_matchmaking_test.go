package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// story is GraphQL as one adviser speaks it: each step answers the data, and
// the refusals of the one payload in it.
type story struct {
	*door
	t *testing.T
}

type refusal struct{ Code, Field, Message string }

func (s story) do(who, field, input, answer string, variables map[string]any, into any) []refusal {
	s.t.Helper()
	a := s.ask(s.t.Context(), s.t, who, fmt.Sprintf("mutation($input: %s!) { done: %s(input: $input) { %s userErrors { code field message } } }", input, field, answer),
		map[string]any{"input": variables})
	if len(a.Errors) > 0 {
		s.t.Fatalf("%s: %+v", field, a.Errors)
	}
	var refused struct {
		Done struct{ UserErrors []refusal }
	}
	for _, target := range []any{&refused, into} {
		if target != nil {
			if err := json.Unmarshal(a.Data, target); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	return refused.Done.UserErrors
}

func (s story) must(refused []refusal) {
	s.t.Helper()
	if len(refused) > 0 {
		s.t.Fatalf("refused: %+v", refused)
	}
}

// shownMeeting and shownPlan are what the story asks of them.
type shownMeeting struct {
	ID                   string
	Version              int
	State                string
	Locked               bool
	Points               int
	Slot                 struct{ ID string }
	Company, Counterpart struct {
		ID           string
		Organisation struct{ Name string }
		Person       struct{ FullName string }
	}
	Reasons []struct{ Kind, Text string }
}

type shownPlan struct {
	ID       string
	Version  int
	TotalFit int
	Slots    []struct{ ID string }
	Meetings []shownMeeting
	Result   *struct {
		TotalFit, UpperBound, GapBasisPoints, FirstComeTotal int
		Exact, Changed                                       bool
	}
}

const planFields = `id version totalFit slots { id startsAt } participants { id side organisation { name } person { fullName } unavailableSlots { id } }
	meetings { id version state locked points slot { id } reasons { kind points text }
		company { id organisation { name } } counterpart { id person { fullName } } }
	result { totalFit upperBound gapBasisPoints exact firstComeTotal solvedAt changed } delegation { reference }`

func TestAMorningOfMeetingsFromSolutionsToWhatWasHeld(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := story{openDoor(t, rig), t}
		visit, companies := s.visitWithCompanies(3, 2)
		var fits struct {
			Matches []struct {
				Points  int
				Company struct{ Name string }
				Reasons []struct{ Kind, Text string }
			}
		}
		s.read(t, `query($id: ID!) { matches(activityId: $id) { points company { name } counterpart { id } reasons { kind points text } } }`, map[string]any{"id": visit}, &fits)
		if len(fits.Matches) != 3 || fits.Matches[0].Company.Name != "Company 0" || !strings.Contains(fits.Matches[0].Reasons[0].Text, "prevention") {
			t.Fatalf("fits %+v", fits)
		}
		plan := s.plan(visit, companies)
		if plan.Result == nil || !plan.Result.Exact || plan.Result.GapBasisPoints != 0 || plan.TotalFit != plan.Result.UpperBound || len(plan.Meetings) != 4 {
			t.Fatalf("plan %+v", plan)
		}
		s.lockMoveCancel(plan)
		s.inDanish(plan)
	})
}

// visitWithCompanies makes a visit with delegates, and companies of which the
// first fits best, through the door.
func (s story) visitWithCompanies(companies, delegates int) (visit string, ids []string) {
	s.t.Helper()
	var made struct {
		Done struct{ Delegation, Solution struct{ ID string } }
	}
	s.must(s.do("adviser", "delegationCreate", "DelegationCreateInput", "delegation { id }", map[string]any{
		"title": []any{map[string]any{"language": "en", "text": "Berlin"}}, "countryCode": "DE", "tags": []string{"prevention", "children"},
	}, &made))
	visit = made.Done.Delegation.ID
	for n := range delegates {
		person := s.Person(s.t, fmt.Sprintf("Delegate %d", n))
		s.must(s.do("adviser", "delegateAdd", "DelegateAddInput", "delegate { id }", map[string]any{"delegationId": visit, "personId": person.GlobalID()}, nil))
	}
	for n := range companies {
		company := s.Organisation(s.t, fmt.Sprintf("Company %d", n), func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
		ids = append(ids, string(company.GlobalID()))
		s.must(s.do("adviser", "solutionCreate", "SolutionCreateInput", "solution { id }", map[string]any{
			"companyId": company.GlobalID(), "name": []any{map[string]any{"language": "en", "text": "Scale"}},
			"tags": []string{"Prevention", "children"}[:min(2, companies-n)], "targetMarkets": []string{"DE"},
		}, &made))
	}
	return visit, ids
}

func (s story) plan(visit string, companies []string) shownPlan {
	s.t.Helper()
	var list []any
	for _, id := range companies {
		list = append(list, map[string]any{"organisationId": id})
	}
	slots := []any{
		map[string]any{"startsAt": "2027-03-10T09:00:00+01:00", "endsAt": "2027-03-10T09:20:00+01:00"},
		map[string]any{"startsAt": "2027-03-10T09:20:00+01:00", "endsAt": "2027-03-10T09:40:00+01:00"},
	}
	var made struct {
		Done struct{ MeetingPlan shownPlan }
	}
	input := map[string]any{"activityId": visit, "slots": slots, "companies": list, "idempotencyKey": "morning"}
	s.must(s.do("adviser", "meetingPlanCreate", "MeetingPlanCreateInput", "meetingPlan { "+planFields+" }", input, &made))
	again := made
	s.must(s.do("adviser", "meetingPlanCreate", "MeetingPlanCreateInput", "meetingPlan { id }", input, &again))
	if again.Done.MeetingPlan.ID != made.Done.MeetingPlan.ID || made.Done.MeetingPlan.Result != nil {
		s.t.Fatalf("made %+v, again %+v", made, again)
	}
	s.must(s.do("adviser", "meetingPlanSolve", "MeetingPlanSolveInput", "meetingPlan { "+planFields+" }",
		map[string]any{"id": made.Done.MeetingPlan.ID, "expectedVersion": 1}, &made))
	return made.Done.MeetingPlan
}

// lockMoveCancel decides by hand, is refused where something is in the way, and
// has the rest computed again.
func (s story) lockMoveCancel(plan shownPlan) {
	s.t.Helper()
	first := plan.Meetings[0]
	var other shownMeeting
	for _, m := range plan.Meetings {
		if m.Counterpart.ID == first.Counterpart.ID && m.ID != first.ID {
			other = m
		}
	}
	s.must(s.do("adviser", "meetingLock", "MeetingLockInput", "meeting { locked }", map[string]any{"id": other.ID, "expectedVersion": other.Version}, nil))
	refused := s.do("adviser", "meetingMove", "MeetingMoveInput", "meeting { id }", map[string]any{"id": first.ID, "slotId": other.Slot.ID}, nil)
	if len(refused) != 1 || refused[0].Code != "GUARD_FAILED" || refused[0].Field != "slotId" || !strings.Contains(refused[0].Message, "locked") {
		s.t.Errorf("a move onto a locked slot: %+v", refused)
	}
	s.must(s.do("adviser", "meetingCancel", "MeetingCancelInput", "meeting { state reason }", map[string]any{"id": first.ID, "reason": "Ill"}, nil))
	away := map[string]any{"participantId": other.Company.ID, "unavailableSlotIds": []string{first.Slot.ID}}
	s.must(s.do("adviser", "availabilitySet", "AvailabilitySetInput", "meetingParticipant { unavailableSlots { id } }", away, nil))
	var now struct{ MeetingPlan, Done shownPlan }
	s.read(s.t, `query($id: ID!) { meetingPlan(id: $id) { `+planFields+` } }`, map[string]any{"id": plan.ID}, &now)
	if !now.MeetingPlan.Result.Changed || now.MeetingPlan.TotalFit != plan.TotalFit-first.Points || now.MeetingPlan.Version != plan.Version+3 {
		s.t.Errorf("after changes by hand %+v", now.MeetingPlan)
	}
	stale := s.do("adviser", "meetingPlanSolve", "MeetingPlanSolveInput", "meetingPlan { id }", map[string]any{"id": plan.ID, "expectedVersion": plan.Version}, nil)
	if len(stale) != 1 || stale[0].Code != "CONFLICT" || stale[0].Field != "expectedVersion" {
		s.t.Errorf("a stale version: %+v", stale)
	}
	var solved struct {
		Done struct{ MeetingPlan shownPlan }
	}
	s.must(s.do("adviser", "meetingPlanSolve", "MeetingPlanSolveInput", "meetingPlan { "+planFields+" }", map[string]any{"id": plan.ID}, &solved))
	for _, m := range solved.Done.MeetingPlan.Meetings {
		if m.ID == other.ID && (m.Slot.ID != other.Slot.ID || !m.Locked) || m.ID == first.ID && m.State != "CANCELLED" {
			s.t.Errorf("%+v has not stayed", m)
		}
	}
	if !solved.Done.MeetingPlan.Result.Exact || solved.Done.MeetingPlan.Result.Changed {
		s.t.Errorf("solved again %+v", solved.Done.MeetingPlan.Result)
	}
	for _, state := range []string{"CONFIRMED", "HELD"} {
		s.must(s.do("adviser", "meetingTransition", "MeetingTransitionInput", "meeting { state nextStates }", map[string]any{"id": other.ID, "to": state}, nil))
	}
}

// inDanish reads a reason, a refusal and the scopes as somebody else meets them.
func (s story) inDanish(plan shownPlan) {
	s.t.Helper()
	const query = `query($id: ID!) { node(id: $id) { ... on Meeting { reasons { text } plan { version } } } }`
	a := s.ask(s.t.Context(), s.t, "danish", query, map[string]any{"id": plan.Meetings[0].ID})
	if len(a.Errors) > 0 || !strings.Contains(string(a.Data), "temaer") {
		s.t.Errorf("reasons in Danish: %s %+v", a.Data, a.Errors)
	}
	refused := s.do("danish", "meetingLock", "MeetingLockInput", "meeting { id }", map[string]any{"id": plan.Meetings[0].ID}, nil)
	if len(refused) != 1 || refused[0].Code != "GUARD_FAILED" || refused[0].Field != "id" || !strings.Contains(refused[0].Message, "aflyst") {
		s.t.Errorf("a refusal in Danish: %+v", refused)
	}
	for who, code := range map[string]string{"": "UNAUTHENTICATED", "trade": "FORBIDDEN", "reader": ""} {
		a := s.ask(s.t.Context(), s.t, who, `query($id: ID!) { meetingPlan(id: $id) { id } }`, map[string]any{"id": plan.ID})
		if got := ""; len(a.Errors) > 0 && a.Errors[0].Extensions.Code != code || len(a.Errors) == 0 && code != got {
			s.t.Errorf("%q is answered %s %+v, want %q", who, a.Data, a.Errors, code)
		}
	}
	a = s.ask(s.t.Context(), s.t, "reader", `mutation($id: ID!) { meetingPlanSolve(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": plan.ID})
	if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != "FORBIDDEN" {
		s.t.Errorf("a partner who only reads computes: %s %+v", a.Data, a.Errors)
	}
}
