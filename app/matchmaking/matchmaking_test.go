package matchmaking_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fyrtaarn/app/delegation"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func TestSolveGivesEverybodyTheBestMeetingsOnce(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 4, 3)
		plan := w.solved(t, 3)
		result := plan.Result()
		if len(plan.Participants) != 7 || len(plan.Meetings) != 9 || result == nil || !result.Exact || result.GapBasisPoints != 0 || result.Changed {
			t.Fatalf("plan %+v with %d participants, %d meetings, result %+v", plan, len(plan.Participants), len(plan.Meetings), result)
		}
		// Each delegate has three of the four: those with the most in common, 48 or
		// 33 points, not a second of 25.
		if result.TotalFit != 3*(48+33+25) || plan.TotalFit != result.TotalFit || result.FirstComeTotal > result.TotalFit {
			t.Errorf("result %+v, total %d", result, plan.TotalFit)
		}
		busy := map[[2]model.ID]bool{}
		for _, m := range plan.Meetings {
			for _, who := range []model.ID{m.CompanyID, m.CounterpartID} {
				if busy[[2]model.ID{who, m.SlotID}] {
					t.Errorf("%s is twice in a slot", who)
				}
				busy[[2]model.ID{who, m.SlotID}] = true
			}
			if m.Points == 0 || len(m.Reasons) == 0 || m.Company.Organisation.Name == "" || m.Counterpart.Person.FullName == "" || m.Slot == nil {
				t.Errorf("meeting %+v", m)
			}
		}
		if plan.Delegation.Reference != w.visit.Reference {
			t.Errorf("delegation %+v", plan.Delegation)
		}
		if audit := rig.Audited(t, plan.ID); !slices.Equal(audit, []string{"meetingPlanCreate", "meetingPlanSolve"}) {
			t.Errorf("audit %v", audit)
		}
	})
}

func TestWhatIsDecidedByHandStaysWhenTheScheduleIsComputedAgain(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3, 3)
		plan := w.solved(t, 4)
		locked, confirmed, cancelled := plan.Meetings[0], plan.Meetings[1], plan.Meetings[2]
		if _, err := w.Lock(w.ctx, model.MeetingLockInput{ID: locked.GlobalID(), ExpectedVersion: testrig.Ptr(1)}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Transition(w.ctx, model.MeetingTransitionInput{ID: confirmed.GlobalID(), To: model.MeetingConfirmed}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Cancel(w.ctx, model.MeetingCancelInput{ID: cancelled.GlobalID(), Reason: testrig.Ptr("No time")}, nil); err != nil {
			t.Fatal(err)
		}
		away := plan.Participants[0]
		if _, err := w.SetAvailability(w.ctx, model.AvailabilitySetInput{
			ParticipantID: away.GlobalID(), UnavailableSlotIDs: []model.GlobalID{plan.Slots[3].GlobalID()},
		}, nil); err != nil {
			t.Fatal(err)
		}
		again := w.solve(t, plan)
		if again.Result().Changed || again.Version <= plan.Version || again.Result().GapBasisPoints > 200 {
			t.Errorf("solved again: %+v", again.Result())
		}
		for _, m := range again.Meetings {
			switch {
			case m.ID == locked.ID && (m.SlotID != locked.SlotID || !m.Locked):
				t.Errorf("the locked meeting is now %+v", m)
			case m.ID == confirmed.ID && (m.SlotID != confirmed.SlotID || m.State != model.MeetingConfirmed):
				t.Errorf("the confirmed meeting is now %+v", m)
			case m.ID == cancelled.ID && (m.State != model.MeetingCancelled || m.Reason != "No time"):
				t.Errorf("the cancelled meeting is now %+v", m)
			case m.ID != cancelled.ID && m.CompanyID == cancelled.CompanyID && m.CounterpartID == cancelled.CounterpartID:
				t.Errorf("the cancelled pair is proposed again")
			case m.CompanyID == away.ID && m.SlotID == plan.Slots[3].ID && m.State == model.MeetingProposed && !m.Locked:
				t.Errorf("%s meets while away", m.Company.Name())
			}
		}
		if audit := rig.Audited(t, locked.ID); !slices.Equal(audit, []string{"meetingLock"}) {
			t.Errorf("audit %v", audit)
		}
	})
}

func TestMovesSayWhatIsInTheWay(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 2, 2)
		plan := w.solved(t, 3)
		first := plan.Meetings[0]
		other := plan.Meetings[slices.IndexFunc(plan.Meetings, func(m *model.Meeting) bool {
			return m.CompanyID == first.CompanyID && m.ID != first.ID
		})]
		free := plan.Slots[slices.IndexFunc(plan.Slots, func(s *model.MeetingSlot) bool {
			return !slices.ContainsFunc(plan.Meetings, func(m *model.Meeting) bool { return m.SlotID == s.ID })
		})]
		move := func(m *model.Meeting, slot *model.MeetingSlot) error {
			_, err := w.Move(w.ctx, model.MeetingMoveInput{ID: m.GlobalID(), SlotID: slot.GlobalID()}, nil)
			return err
		}
		wantGuard(t, move(first, other.Slot), "slotId", "guard.meeting.slotTaken")
		if _, err := w.Lock(w.ctx, model.MeetingLockInput{ID: other.GlobalID()}, nil); err != nil {
			t.Fatal(err)
		}
		err := move(first, other.Slot)
		wantGuard(t, err, "slotId", "guard.meeting.slotLocked")
		if name := model.Refusals(err)[0].Params["Name"]; name != first.Company.Name() {
			t.Errorf("in the way is %v", name)
		}
		wantGuard(t, move(other, free), "id", "guard.meeting.locked")
		if _, err := w.Unlock(w.ctx, model.MeetingLockInput{ID: other.GlobalID()}, nil); err != nil {
			t.Fatal(err)
		}
		away := model.AvailabilitySetInput{ParticipantID: first.Counterpart.GlobalID(), UnavailableSlotIDs: []model.GlobalID{free.GlobalID()}}
		who, err := w.SetAvailability(w.ctx, away, testrig.Fields("unavailableSlots"))
		if err != nil || len(who.Away) != 1 || who.Away[0].ID != free.ID {
			t.Fatalf("away %+v, %v", who, err)
		}
		wantGuard(t, move(first, free), "slotId", "guard.meeting.unavailable")
		away.UnavailableSlotIDs = nil
		if _, err := w.SetAvailability(w.ctx, away, nil); err != nil {
			t.Fatal(err)
		}
		if err := move(first, free); err != nil {
			t.Fatal(err)
		}
		rows, err := w.ManyMeetings(w.ctx, []model.ID{first.ID}, testrig.Fields("slot", "plan.result"))
		if err != nil || rows[0].Slot.ID != free.ID || !rows[0].Plan.Result().Changed {
			t.Errorf("moved to %+v, %v", rows[0], err)
		}
		testrig.WantErrors(t, move(first, &model.MeetingSlot{ID: first.ID}), "NOT_FOUND slotId")
	})
}

func TestEndedMeetingsAndStepsThatDoNotFollowAreRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 1)
		plan := w.solved(t, 2)
		id := plan.Meetings[0].GlobalID()
		step := func(to model.MeetingState) error {
			_, err := w.Transition(w.ctx, model.MeetingTransitionInput{ID: id, To: to}, nil)
			return err
		}
		wantGuard(t, step(model.MeetingHeld), "to", "guard.meeting.step")
		if err := errors.Join(step(model.MeetingConfirmed), step(model.MeetingHeld)); err != nil {
			t.Fatal(err)
		}
		_, err := w.Cancel(w.ctx, model.MeetingCancelInput{ID: id}, nil)
		wantGuard(t, err, "id", "guard.meeting.ended")
		_, err = w.Lock(w.ctx, model.MeetingLockInput{ID: id, ExpectedVersion: testrig.Ptr(1)}, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
		_, err = w.Lock(w.ctx, model.MeetingLockInput{ID: model.NewGlobalID(model.KindMeeting, plan.ID)}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND id")
		_, err = w.Solve(w.ctx, model.MeetingPlanSolveInput{ID: plan.GlobalID(), ExpectedVersion: testrig.Ptr(1)}, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
		if again := w.solve(t, plan); len(again.Meetings) != 1 || again.Meetings[0].State != model.MeetingHeld {
			t.Errorf("meetings %+v", again.Meetings)
		}
	})
}

func TestWhoIsInAMeetingThatStaysCannotBeAwayThen(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 1)
		plan := w.solved(t, 2)
		m := plan.Meetings[0]
		if _, err := w.Lock(w.ctx, model.MeetingLockInput{ID: m.GlobalID()}, nil); err != nil {
			t.Fatal(err)
		}
		_, err := w.SetAvailability(w.ctx, model.AvailabilitySetInput{
			ParticipantID: m.Company.GlobalID(), UnavailableSlotIDs: []model.GlobalID{m.Slot.GlobalID(), model.NewGlobalID(model.KindMeetingSlot, m.ID)},
		}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND unavailableSlotIds.1", "GUARD_FAILED unavailableSlotIds.0")
	})
}

func TestCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 1)
		in := w.input(2)
		in.Slots[1].StartsAt = in.Slots[0].StartsAt
		in.Slots = append(in.Slots, model.MeetingSlotInput{StartsAt: in.Slots[1].EndsAt, EndsAt: in.Slots[1].EndsAt})
		in.Companies = append(in.Companies, in.Companies[0], model.MeetingCompanyInput{OrganisationID: rig.Organisation(t, "Hospital").GlobalID()},
			model.MeetingCompanyInput{OrganisationID: model.NewGlobalID(model.KindOrganisation, w.visit.ID), Languages: []model.LanguageTag{"?"}})
		in.Counterparts = []model.MeetingCounterpartInput{{PersonID: model.NewGlobalID(model.KindPerson, w.visit.ID)}}
		in.TimeZone = testrig.Ptr("Moon")
		_, err := w.Create(w.ctx, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT timeZone", "BAD_USER_INPUT slots.1.startsAt", "BAD_USER_INPUT slots.2.endsAt",
			"BAD_USER_INPUT companies.1.organisationId", "BAD_USER_INPUT companies.2.organisationId", "NOT_FOUND companies.3.organisationId",
			"BAD_USER_INPUT companies.3.languages.0", "NOT_FOUND counterparts.0.personId")
		_, err = w.Create(w.ctx, model.MeetingPlanCreateInput{ActivityID: model.NewGlobalID(model.KindDelegation, rig.Organisation(t, "X").ID)}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT slots", "BAD_USER_INPUT companies", "NOT_FOUND activityId")
		if _, err = w.Create(w.ctx, w.input(1), nil); err != nil {
			t.Fatal(err)
		}
		_, err = w.Create(w.ctx, w.input(1), nil)
		testrig.WantErrors(t, err, "CONFLICT activityId")
	})
}

func TestADelegateListedToNobodyIsSeenOnlyByThoseWhoPlan(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 2, 2)
		if _, err := (delegation.Service{Core: rig.Core}).DelegateUpdate(w.ctx, model.DelegateUpdateInput{
			ID: w.delegates[0].GlobalID(), Consent: model.Sent(model.ListNobody),
		}, nil); err != nil {
			t.Fatal(err)
		}
		plan := w.solved(t, 2)
		partner := testrig.Partner(t.Context(), "matchmaking:write")
		seen, err := w.Plan(partner, testrig.Ptr(plan.GlobalID()), nil, whole)
		if err != nil || len(seen.Participants) != 3 || len(seen.Meetings) != 2 {
			t.Fatalf("a partner sees %d participants and %d meetings, %v", len(seen.Participants), len(seen.Meetings), err)
		}
		hidden := plan.Meetings[slices.IndexFunc(plan.Meetings, func(m *model.Meeting) bool { return *m.Counterpart.DelegateID == w.delegates[0].ID })]
		_, err = w.Lock(partner, model.MeetingLockInput{ID: hidden.GlobalID()}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND id")
		// Computing sees everybody, whoever asks for it.
		if _, err := w.Solve(partner, model.MeetingPlanSolveInput{ID: plan.GlobalID()}, nil); err != nil {
			t.Fatal(err)
		}
		again, err := w.Plan(w.ctx, nil, testrig.Ptr(w.visit.GlobalID()), whole)
		if err != nil || len(again.Meetings) != 4 {
			t.Errorf("%d meetings, %v", len(again.Meetings), err)
		}
	})
}

func TestMatchesAreTheBestFirstWithTheirReasons(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3, 2)
		list := func() []*model.Match {
			found, err := w.Matches(w.ctx, w.visit.GlobalID(), matchFilter(100), testrig.Fields("company.name", "counterpart.person.fullName", "points", "reasons"))
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		before := list()
		if len(before) != 3 || before[0].Company.Name != "Company 0" || before[0].Counterpart != nil || before[0].Points != 48 || len(before[0].Reasons) != 3 {
			t.Fatalf("fits with the visit as a whole: %+v", before)
		}
		if _, err := w.Create(w.ctx, w.input(2), nil); err != nil {
			t.Fatal(err)
		}
		after := list()
		if len(after) != 6 || after[0].Counterpart.Person.FullName == "" || !slices.IsSortedFunc(after, func(a, b *model.Match) int { return b.Points - a.Points }) {
			t.Errorf("fits of the participants: %+v", after)
		}
		_, err := w.Matches(w.ctx, model.NewGlobalID(model.KindPerson, w.visit.ID), matchFilter(101), nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT first", "BAD_USER_INPUT activityId")
	})
}

func TestThePlanRunsTheSameStatementsForAnyNumberOfMeetings(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 6, 6)
		in := w.input(6)
		plan, err := w.Create(w.ctx, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		statements := func() int64 {
			ctx, n := store.WithStatementCount(w.ctx)
			if _, err := w.Plan(ctx, testrig.Ptr(plan.GlobalID()), nil, whole); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		none := statements()
		if w.solve(t, plan); none != statements() {
			t.Errorf("%d statements without meetings, %d with 36", none, statements())
		}
	})
}

// A second meeting of somebody in one slot, or of a pair, is refused by the
// database itself, whatever a use case overlooks.
func TestTheDatabaseHoldsThatNobodyIsInTwoMeetingsOfASlot(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 2, 2)
		plan := w.solved(t, 2)
		m := *plan.Meetings[0]
		for name, change := range map[string]func(*model.Meeting){
			"SamePair": func(n *model.Meeting) { n.SlotID = plan.Slots[1].ID },
			"Company":  func(n *model.Meeting) { n.CounterpartID = plan.Participants[3].ID },
		} {
			twin := m
			twin.ID = rig.Core.NewID()
			change(&twin)
			if err := rig.Store.Insert(context.Background(), &twin); !store.IsUnique(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
