package delegation_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestCreateReportsEverythingThatIsWrongAndStoresNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		_, err := w.delegations.Create(w.adviser, model.DelegationCreateInput{
			Title: english("Bad\r\nBcc: everybody@example.org"), CountryCode: "QQ", StartsOn: ptr(w.firstDay), EndsOn: ptr(w.firstDay.AddDays(-1)),
			ExpectedSize: ptr(0), Reference: ptr("NOT A REFERENCE"), HostID: ptr(model.GlobalID("nonsense")),
		}, nil)
		for _, field := range []string{"title.0.text", "countryCode", "endsOn", "expectedSize", "reference", "hostId"} {
			refused(t, err, model.CodeBadUserInput, field)
		}
		conn, err := w.delegations.List(w.adviser, nil, nil, model.PageRequest{}, model.Fields{"totalCount": {}})
		if err != nil {
			t.Fatal(err)
		}
		if n := *conn.TotalCount; n != 1 {
			t.Fatalf("%d visits are stored, want only the one that was there", n)
		}
	})
}

func TestCreateUnderOneKeyAtOnceMakesOneVisit(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		in := model.DelegationCreateInput{IdempotencyKey: ptr("one"), Title: english("Twice"), CountryCode: "DE"}
		ids := make([]model.ID, 4)
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				d, err := w.delegations.Create(w.adviser, in, nil)
				if errs[i] = err; err == nil {
					ids[i] = d.ID
				}
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(ids, func(id model.ID) bool { return id != ids[0] }) {
			t.Fatalf("one key made several visits: %v", ids)
		}
		in.Title = english("Another")
		_, err := w.delegations.Create(w.adviser, in, nil)
		refused(t, err, model.CodeConflict, "idempotencyKey")
	})
}

func TestUpdateOfAnOlderVersionIsConflictAndLosesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		first := model.DelegationUpdateInput{ID: w.visit.GlobalID(), ExpectedVersion: ptr(1), City: model.Sent("Odense")}
		if _, err := w.delegations.Update(w.adviser, first, nil); err != nil {
			t.Fatal(err)
		}
		second := model.DelegationUpdateInput{ID: w.visit.GlobalID(), ExpectedVersion: ptr(1), City: model.Sent("Aarhus")}
		_, err := w.delegations.Update(w.adviser, second, nil)
		refused(t, err, model.CodeConflict, "expectedVersion")
		if now := w.now(t); now.City != "Odense" || now.Version != 2 {
			t.Fatalf("the visit is in %q at version %d", now.City, now.Version)
		}
	})
}

func TestGuardsHoldUntilWhatTheyAskForIsThere(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		refused(t, w.to(model.DelegationConfirmed), model.CodeBadUserInput, "to")
		w.toAll(t, model.DelegationQualified, model.DelegationPlanning)
		refused(t, w.to(model.DelegationProposed), model.CodeGuardFailed, "")
		a := w.session(t, 1, 9, nil)
		b := w.session(t, 1, 9, func(in *model.SessionCreateInput) { in.StartsAt = w.at(1, 9, 30); in.EndsAt = w.at(1, 10, 30) })
		refused(t, w.to(model.DelegationProposed), model.CodeGuardFailed, "") // both at once
		if _, err := w.delegations.SessionUpdate(w.adviser, model.SessionUpdateInput{
			ID: b.GlobalID(), StartsAt: model.Sent(w.at(1, 11, 0)), EndsAt: model.Sent(w.at(1, 12, 0)),
		}, nil); err != nil {
			t.Fatal(err)
		}
		w.toAll(t, model.DelegationProposed)
		refused(t, w.to(model.DelegationConfirmed), model.CodeGuardFailed, "") // no host has agreed
		w.confirm(t, a)
		if _, err := w.delegations.SessionUpdate(w.adviser, model.SessionUpdateInput{ID: b.GlobalID(), HostWaived: model.Sent("A walk through the town.")}, nil); err != nil {
			t.Fatal(err)
		}
		w.toAll(t, model.DelegationConfirmed)
		refused(t, w.to(model.DelegationBriefed), model.CodeGuardFailed, "") // nothing published, nobody named
		if now := w.now(t); now.State != model.DelegationConfirmed {
			t.Fatalf("a refused step left the visit in %s", now.State)
		}
	})
}

func TestMovingTheFirstDayMovesTheProgrammeAndAsksTheHostsAgain(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		sessions := w.confirmed(t)
		// Thirty days later lies beyond the change to summer time: 09.00 stays 09.00.
		_, err := w.delegations.Update(w.adviser, model.DelegationUpdateInput{
			ID: w.visit.GlobalID(), StartsOn: model.Sent(w.firstDay.AddDays(60)), EndsOn: model.Sent(w.firstDay.AddDays(62)),
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		moved := must[*model.Session](t)(w.Store.Session(w.adviser, sessions[0].ID))
		zone, _ := model.LoadZone(model.Copenhagen)
		if got := moved.StartsAt.In(zone); model.DateOf(got) != w.firstDay.AddDays(60) || got.Hour() != 9 {
			t.Fatalf("the session is at %v", got)
		}
		if state := w.invitation(t, moved).State; state != model.InvitationInvited {
			t.Fatalf("the host is %s", state)
		}
	})
}

func TestASessionOutsideTheVisitIsRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		in := model.SessionCreateInput{
			DelegationID: w.visit.GlobalID(), Kind: model.SessionMeal, Title: english("Too late"), StartsAt: w.at(4, 9, 0), EndsAt: w.at(4, 10, 0),
		}
		_, err := w.delegations.SessionCreate(w.adviser, in, nil)
		refused(t, err, model.CodeBadUserInput, "startsAt")
		in.StartsAt, in.EndsAt = w.at(1, 10, 0), w.at(1, 9, 0)
		_, err = w.delegations.SessionCreate(w.adviser, in, nil)
		refused(t, err, model.CodeBadUserInput, "endsAt")
		in.StartsAt, in.EndsAt = w.at(1, 9, 0), w.at(1, 10, 0)
		in.Title = english(strings.Repeat("x", 1<<20))
		_, err = w.delegations.SessionCreate(w.adviser, in, nil)
		refused(t, err, model.CodeBadUserInput, "title.0.text")
	})
}

func TestAChangeAfterPublicationMakesAVersionWithItsLog(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		sessions := w.confirmed(t)
		if _, err := w.delegations.SessionUpdate(w.adviser, model.SessionUpdateInput{
			ID: sessions[1].GlobalID(), StartsAt: model.Sent(w.at(2, 13, 0)), EndsAt: model.Sent(w.at(2, 14, 0)),
		}, nil); err != nil {
			t.Fatal(err)
		}
		versions := must[[]*model.ProgrammeVersion](t)(w.Store.ProgrammeVersions(w.adviser, []model.ID{w.visit.ID}))
		if len(versions) != 2 || versions[0].Number != 2 || len(versions[1].Changes) != 0 {
			t.Fatalf("there are %d versions", len(versions))
		}
		log := versions[0].Changes
		if len(log) != 1 || log[0].Kind != model.ChangeMoved || log[0].SessionID != sessions[1].ID || log[0].After.Sequence != 1 {
			t.Fatalf("the log is %+v", log)
		}
		if s := must[*model.Session](t)(w.Store.Session(w.adviser, sessions[1].ID)); s.Sequence != 1 {
			t.Fatalf("the sequence is %d", s.Sequence)
		}
	})
}

func TestCancellingFreesTheHosts(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.confirmed(t)
		w.toAll(t, model.DelegationCancelled)
		for _, i := range must[[]*model.HostInvitation](t)(w.Store.Invitations(w.adviser, []model.ID{w.visit.ID}, nil)) {
			if i.State != model.InvitationWithdrawn {
				t.Fatalf("a host is still %s", i.State)
			}
		}
	})
}

func TestVisitsStartAndEndByTheirDays(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.confirmed(t)
		must[*model.Delegate](t)(w.delegations.DelegateAdd(w.adviser, model.DelegateAddInput{DelegationID: w.visit.GlobalID(), PersonID: w.visitor.GlobalID()}, nil))
		w.toAll(t, model.DelegationBriefed)
		for _, step := range []struct {
			at   time.Time
			want model.DelegationState
		}{
			{w.at(1, 0, 0).Add(-time.Minute), model.DelegationBriefed},
			{w.at(1, 0, 5), model.DelegationInProgress},
			{w.at(3, 9, 59), model.DelegationInProgress},
			{w.at(3, 10, 0), model.DelegationCompleted},
		} {
			w.Clock.Set(step.at)
			if _, err := w.delegations.AdvanceByDate(w.adviser); err != nil {
				t.Fatal(err)
			}
			if state := w.now(t).State; state != step.want {
				t.Fatalf("at %v the visit is %s, want %s", step.at, state, step.want)
			}
		}
		w.toAll(t, model.DelegationFollowUp)
		refused(t, w.to(model.DelegationClosed), model.CodeGuardFailed, "")
		must[*model.Lesson](t)(w.followUps.LessonCreate(w.adviser, model.LessonCreateInput{SubjectID: w.visit.GlobalID(), Keep: "The lab."}))
		w.toAll(t, model.DelegationClosed)
	})
}

func TestNeedsAreForStaffAndNeverInTheAuditTrail(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		d := must[*model.Delegate](t)(w.delegations.DelegateAdd(w.adviser, model.DelegateAddInput{DelegationID: w.visit.GlobalID(), PersonID: w.visitor.GlobalID()}, nil))
		must[*model.Delegate](t)(w.delegations.NeedsSet(w.adviser, model.DelegateNeedsSetInput{ID: d.GlobalID(), Diet: ptr("no gluten")}, nil))
		asked := model.Fields{"needs": {}}
		mine := must[[]*model.Delegate](t)(w.Store.Delegates(w.adviser, []model.ID{w.visit.ID}, asked))
		if mine[0].Needs == nil || mine[0].Needs.Diet != "no gluten" {
			t.Fatal("staff do not see the needs")
		}
		partner := testrig.Partner(t.Context(), "delegations:write")
		theirs := must[[]*model.Delegate](t)(w.Store.Delegates(partner, []model.ID{w.visit.ID}, asked))
		if theirs[0].Needs != nil {
			t.Fatal("a partner sees the needs")
		}
		log, err := w.Store.AuditLog(w.adviser, model.AuditFilter{Action: ptr("delegateNeedsSet")}, nil, model.PageRequest{}, nil)
		if err != nil || len(log.Nodes) != 1 || len(log.Nodes[0].Changes) != 0 {
			t.Fatalf("the trail says %+v, %v", log, err)
		}
	})
}

func TestWhoIsListedToNobodyIsHiddenFromReaders(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		must[*model.Delegate](t)(w.delegations.DelegateAdd(w.adviser, model.DelegateAddInput{
			DelegationID: w.visit.GlobalID(), PersonID: w.visitor.GlobalID(), Consent: ptr(model.ListNobody),
		}, nil))
		reader := testrig.Partner(t.Context(), "*:read")
		if seen := must[[]*model.Delegate](t)(w.Store.Delegates(reader, []model.ID{w.visit.ID}, nil)); len(seen) != 0 {
			t.Fatalf("a reader sees %d", len(seen))
		}
		planner := testrig.Partner(t.Context(), "delegations:write")
		if seen := must[[]*model.Delegate](t)(w.Store.Delegates(planner, []model.ID{w.visit.ID}, nil)); len(seen) != 1 {
			t.Fatalf("who plans the visit sees %d", len(seen))
		}
	})
}

func TestUpdateClearsWithNullAndKeepsWhatIsAbsent(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		d, err := w.delegations.Update(w.adviser, model.DelegationUpdateInput{ID: w.visit.GlobalID(), RequesterID: model.Cleared[model.GlobalID]()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d.RequesterID != nil || d.ExpectedSize == nil || *d.ExpectedSize != 10 {
			t.Fatalf("after clearing the requester: %v, %v", d.RequesterID, d.ExpectedSize)
		}
	})
}
