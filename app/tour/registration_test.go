package tour_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"fyrtaarn/app/tour"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestSeatsGoToWhoComesFirstAndTheRestStandInLine(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 2)
		a, b, c, d := w.register(t, 1), w.register(t, 1), w.register(t, 1), w.register(t, 1)
		w.want(t, w.stop, map[*model.TourRegistration]string{a: "CONFIRMED", b: "CONFIRMED", c: "WAITLISTED 1", d: "WAITLISTED 2"})
		if _, err := w.tours.Cancel(w.ctx(t), step(a), nil); err != nil {
			t.Fatal(err)
		}
		// The seat is held for the first in line, and the second is the first now.
		w.want(t, w.stop, map[*model.TourRegistration]string{a: "CANCELLED", b: "CONFIRMED", c: "OFFERED", d: "WAITLISTED 1"})
		if stop := w.seats(t, w.stop); stop.Taken != 2 || stop.Waiting != 1 {
			t.Errorf("%d taken and %d waiting, want 2 and 1", stop.Taken, stop.Waiting)
		}
		if _, err := w.tours.Decline(w.ctx(t), step(c), nil); err != nil {
			t.Fatal(err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{c: "CANCELLED", d: "OFFERED"})
		if _, err := w.tours.Accept(w.ctx(t), step(d), nil); err != nil {
			t.Fatal(err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{d: "CONFIRMED"})
		if got := w.Audited(t, d.ID); !slices.Equal(got, []string{"tourRegistrationCreate", "tourOfferMake", "tourOfferAccept"}) {
			t.Errorf("the trail holds %v", got)
		}
	})
}

func TestAGroupAtTheHeadWaitsForAllItsSeatsAndNobodyPasses(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3)
		a, b, c := w.register(t, 1), w.register(t, 1), w.register(t, 1)
		group, single := w.register(t, 2), w.register(t, 1)
		for _, r := range []*model.TourRegistration{a} {
			if _, err := w.tours.Cancel(w.ctx(t), step(r), nil); err != nil {
				t.Fatal(err)
			}
		}
		late := w.register(t, 1) // a seat is free, and still it is not hers
		w.want(t, w.stop, map[*model.TourRegistration]string{group: "WAITLISTED 1", single: "WAITLISTED 2", late: "WAITLISTED 3"})
		if _, err := w.tours.Cancel(w.ctx(t), step(b), nil); err != nil {
			t.Fatal(err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{c: "CONFIRMED", group: "OFFERED", single: "WAITLISTED 1", late: "WAITLISTED 2"})
	})
}

func TestAnExpiredOfferIsRefusedAndPassesToTheNext(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		a, b, c := w.register(t, 1), w.register(t, 1), w.register(t, 1)
		if _, err := w.tours.Cancel(w.ctx(t), step(a), nil); err != nil {
			t.Fatal(err)
		}
		rig.Clock.Advance(model.DefaultOfferHours * time.Hour)
		_, err := w.tours.Accept(w.ctx(t), step(b, w.stop), nil)
		refused(t, err, model.CodeGuardFailed, "", "guard.offer.expired")
		w.want(t, w.stop, map[*model.TourRegistration]string{b: "OFFERED", c: "WAITLISTED 1"})
		if n, err := w.tours.ExpireOffers(w.ctx(t)); err != nil || n != 1 {
			t.Fatalf("%d ended, %v", n, err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{b: "CANCELLED", c: "OFFERED"})
		if end := w.read(t, b).Line(w.stop.ID).Ended; end != model.EndedExpired {
			t.Errorf("it ended as %s", end)
		}
		if n, err := w.tours.ExpireOffers(w.ctx(t)); err != nil || n != 0 {
			t.Fatalf("once more %d ended, %v", n, err)
		}
	})
}

func TestACapacityBelowWhatIsTakenIsRefusedInWords(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3)
		a, b := w.register(t, 2), w.register(t, 2)
		_, err := w.tours.StopUpdate(w.ctx(t), model.TourStopUpdateInput{ID: w.stop.GlobalID(), Capacity: model.Sent(1)}, nil)
		refused(t, err, model.CodeBadUserInput, "capacity", "error.stop.capacityTaken")
		if stop := w.seats(t, w.stop); stop.Capacity != 3 || stop.Version != w.stop.Version {
			t.Errorf("the stop changed: %+v", stop)
		}
		if _, err := w.tours.StopUpdate(w.ctx(t), model.TourStopUpdateInput{ID: w.stop.GlobalID(), Capacity: model.Sent(4)}, nil); err != nil {
			t.Fatal(err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{a: "CONFIRMED", b: "OFFERED"})
	})
}

func TestTheDatabaseItselfRefusesASeatTooMany(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		stop := w.seats(t, w.stop)
		stop.Taken = 2
		if err := rig.Store.Save(w.ctx(t), stop); err == nil {
			t.Fatal("two seats of one were taken")
		}
	})
}

func TestBadRegistrationsAreRefusedAndChangeNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		first := w.register(t, 1)
		before := w.seats(t, w.stop)
		other := setup(t, rig, 5)
		someone := w.person(t)
		again := w.ask(first.GlobalID(), 1)
		again.PersonID = model.NewGlobalID(model.KindPerson, first.PersonID)
		for name, c := range map[string]struct {
			in          model.TourRegistrationCreateInput
			code        model.Code
			field, text string
		}{
			"Twice":            {again, model.CodeConflict, "personId", "error.registration.twice"},
			"AStopOfAnother":   {w.ask(someone, 1, other.stop), model.CodeBadUserInput, "lines.0.stopId", "error.registration.stopElsewhere"},
			"NoStop":           {model.TourRegistrationCreateInput{ActivityID: w.edition.GlobalID(), PersonID: someone}, model.CodeBadUserInput, "lines", "error.registration.noStop"},
			"MoreThanItHolds":  {w.ask(someone, 2), model.CodeBadUserInput, "lines.0.seats", "error.registration.tooMany"},
			"NoSeat":           {w.ask(someone, 0), model.CodeBadUserInput, "lines.0.seats", "error.number.range"},
			"TheSameStopTwice": {w.ask(someone, 1, w.stop, w.stop), model.CodeBadUserInput, "lines.1.stopId", "error.list.duplicate"},
			"NobodyKnown":      {w.ask(model.NewGlobalID(model.KindPerson, rig.Core.NewID()), 1), model.CodeNotFound, "personId", "error.notFound"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := w.tours.Register(w.ctx(t), c.in, nil)
				refused(t, err, c.code, c.field, c.text)
			})
		}
		if after := w.seats(t, w.stop); after.Taken != before.Taken || after.Waiting != before.Waiting || after.LastTicket != before.LastTicket {
			t.Errorf("the stop changed from %+v to %+v", before, after)
		}
		w.to(t, model.TourRegistrationClosed)
		_, err := w.tours.Register(w.ctx(t), w.ask(someone, 1), nil)
		refused(t, err, model.CodeGuardFailed, "", "guard.registration.notOpen")
	})
}

func TestAChangedOrderNeedsAReasonThatIsKept(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		_, a, b, c := w.register(t, 1), w.register(t, 1), w.register(t, 1), w.register(t, 1)
		in := model.WaitlistMoveInput{ID: c.GlobalID(), StopID: w.stop.GlobalID(), Position: 1}
		_, err := w.tours.WaitlistMove(w.ctx(t), in, nil)
		refused(t, err, model.CodeBadUserInput, "reason", "error.text.required")
		w.want(t, w.stop, map[*model.TourRegistration]string{a: "WAITLISTED 1", b: "WAITLISTED 2", c: "WAITLISTED 3"})
		in.Reason = "She interprets for the minister."
		if _, err := w.tours.WaitlistMove(w.ctx(t), in, nil); err != nil {
			t.Fatal(err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{c: "WAITLISTED 1", a: "WAITLISTED 2", b: "WAITLISTED 3"})
		if why := w.read(t, c).Line(w.stop.ID).MovedWhy; why != in.Reason {
			t.Errorf("the reason is %q", why)
		}
	})
}

func TestApprovalStandsBeforeTheLine(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, func(in *model.TourEditionCreateInput) { in.NeedsApproval = testrig.Ptr(true) })
		a, b, c := w.register(t, 1), w.register(t, 1), w.register(t, 1)
		_, err := w.tours.Reject(w.ctx(t), step(c), nil)
		refused(t, err, model.CodeBadUserInput, "reason", "error.text.required")
		if _, err := w.tours.Approve(w.ctx(t), step(b), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.tours.Approve(w.ctx(t), step(a), nil); err != nil {
			t.Fatal(err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{b: "CONFIRMED", a: "WAITLISTED 1", c: "PENDING_APPROVAL"})
		_, err = w.tours.Approve(w.ctx(t), step(b), nil)
		refused(t, err, model.CodeGuardFailed, "", "guard.registration.none")
	})
}

func TestACancelledStopTellsThoseWhoWaitToo(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		odense := w.addStop(t, "Odense", 1, 5)
		a, b := w.register(t, 1, w.stop, odense), w.register(t, 1, w.stop)
		if _, err := w.tours.StopCancel(w.ctx(t), model.TourStopCancelInput{ID: w.stop.GlobalID(), Reason: "The hall is closed."}, nil); err != nil {
			t.Fatal(err)
		}
		w.want(t, w.stop, map[*model.TourRegistration]string{a: "STOP_CANCELLED", b: "STOP_CANCELLED"})
		w.want(t, odense, map[*model.TourRegistration]string{a: "CONFIRMED"})
		if stop := w.seats(t, w.stop); stop.Taken != 0 || stop.Waiting != 0 || !stop.Cancelled() {
			t.Errorf("the stop is %+v", stop)
		}
	})
}

func TestWhoCameIsNotedWhenTheTourIsOver(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 5)
		a, b := w.register(t, 1), w.register(t, 1)
		_, err := w.tours.CheckIn(w.ctx(t), step(a, w.stop), nil)
		refused(t, err, model.CodeGuardFailed, "", "guard.registration.checkInEarly")
		w.to(t, model.TourRegistrationClosed)
		rig.Clock.Set(firstDay.At(7, 0, time.UTC))
		w.to(t, model.TourRunning)
		if _, err := w.tours.CheckIn(w.ctx(t), step(a), nil); err != nil {
			t.Fatal(err)
		}
		_, err = w.tours.Transition(w.ctx(t), model.TourTransitionInput{ID: w.edition.GlobalID(), To: model.TourCompleted}, nil)
		refused(t, err, model.CodeGuardFailed, "", "guard.tour.ended")
		rig.Clock.Set(firstDay.AddDays(3).At(7, 0, time.UTC))
		w.to(t, model.TourCompleted)
		w.want(t, w.stop, map[*model.TourRegistration]string{a: "ATTENDED", b: "NO_SHOW"})
	})
}

// TestFiveHundredAtOnceGetThirtySeats registers 500 people for 30 places, on
// PostgreSQL through three replicas.
func TestFiveHundredAtOnceGetThirtySeats(t *testing.T) {
	const asking, places = 500, 30
	url := testrig.MigratedPostgresURL(t)
	for name, rigs := range map[string][]*testrig.Rig{
		"SQLite": {testrig.New(t, testrig.SQLiteURL(t))}, "PostgreSQL": {testrig.New(t, url), testrig.New(t, url), testrig.New(t, url)},
	} {
		t.Run(name, func(t *testing.T) {
			w := setup(t, rigs[0], places)
			people := make([]model.GlobalID, asking)
			for i := range people {
				people[i] = w.person(t)
			}
			var all sync.WaitGroup
			errs := make([]error, asking)
			for i, person := range people {
				replica := tour.Service{Core: rigs[i%len(rigs)].Core}
				all.Go(func() { _, errs[i] = replica.Register(w.ctx(t), w.ask(person, 1), model.Fields{}) })
			}
			all.Wait()
			for _, err := range errs {
				if err != nil {
					t.Fatal(err)
				}
			}
			confirmed, line := w.line(t)
			if confirmed != places || len(line) != asking-places || line[0] != 1 || line[len(line)-1] != asking-places {
				t.Fatalf("%d confirmed, %d waiting", confirmed, len(line))
			}
			if stop := w.seats(t, w.stop); stop.Taken != places || stop.Waiting != asking-places {
				t.Errorf("the stop counts %d and %d", stop.Taken, stop.Waiting)
			}
		})
	}
}

// line answers how many are confirmed at the stop, and the tickets of those who
// wait in the order of their positions, which must have no gap.
func (w *world) line(t *testing.T) (confirmed int, tickets []int) {
	t.Helper()
	rows, err := w.Store.RegistrationsAt(w.ctx(t), w.stop.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]model.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	if rows, err = w.tours.ManyRegistrations(w.ctx(t), ids, whole); err != nil {
		t.Fatal(err)
	}
	at := map[int]int{}
	for _, r := range rows {
		l := r.Line(w.stop.ID)
		switch l.State {
		case model.RegistrationConfirmed:
			confirmed++
		case model.RegistrationWaitlisted:
			at[*l.Position] = *l.Ticket
		default:
			t.Errorf("%s is %s", r.ID, l.State)
		}
	}
	for position := 1; position <= len(at); position++ {
		ticket, ok := at[position]
		if !ok {
			t.Fatalf("nobody is at position %d of %d", position, len(at))
		}
		tickets = append(tickets, ticket)
	}
	if !slices.IsSorted(tickets) {
		t.Errorf("positions and tickets are not in one order")
	}
	return confirmed, tickets
}

func TestSeveralStopsAreAskedForAtOnceWithoutADeadlock(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3)
		odense := w.addStop(t, "Odense", 1, 3)
		var all sync.WaitGroup
		errs := make([]error, 20)
		people := make([]model.GlobalID, len(errs))
		for i := range people {
			people[i] = w.person(t)
		}
		for i := range errs {
			stops := []*model.TourStop{w.stop, odense}
			if i%2 == 1 {
				slices.Reverse(stops)
			}
			all.Go(func() { _, errs[i] = w.tours.Register(w.ctx(t), w.ask(people[i], 1, stops...), nil) })
		}
		all.Wait()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, stop := range []*model.TourStop{w.stop, odense} {
			if got := w.seats(t, stop); got.Taken != 3 || got.Waiting != 17 {
				t.Errorf("%s: %d taken, %d waiting", got.City, got.Taken, got.Waiting)
			}
		}
	})
}

func TestAPartnerWritesOnlyWhatItsOrganisationOrganises(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3)
		host := rig.Organisation(t, "Organiser")
		other := rig.Organisation(t, "Somebody else")
		mine := testrig.PartnerOf(t.Context(), host.ID, "tours:write")
		in := model.TourEditionUpdateInput{ID: w.edition.GlobalID(), Kind: model.Sent(model.TourOther)}
		if _, err := w.tours.Update(mine, in, nil); !model.IsCode(err, model.CodeForbidden) {
			t.Fatalf("answered %v", err)
		}
		organise := model.TourEditionUpdateInput{ID: w.edition.GlobalID()}
		organise.Organisers = model.SentList(model.OrganiserInput{OrganisationID: host.GlobalID(), Role: model.OrganiserCo})
		if _, err := w.tours.Update(w.ctx(t), organise, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.tours.Update(mine, in, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.tours.Update(testrig.PartnerOf(t.Context(), other.ID, "tours:write"), in, nil); !model.IsCode(err, model.CodeForbidden) {
			t.Fatalf("answered %v", err)
		}
		if _, err := w.tours.Update(testrig.Partner(t.Context(), "tours:write"), in, nil); err != nil {
			t.Fatal(err)
		}
	})
}

func TestACompanySeesAndRegistersItsOwnPeopleAlone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3)
		company := rig.Organisation(t, "Fjordpuls Demo ApS")
		id := company.GlobalID()
		own := rig.Person(t, "Own", func(in *model.PersonCreateInput) { in.OrganisationID = &id })
		theirs := w.register(t, 1)
		ctx := model.WithActor(t.Context(), model.Actor{Role: model.RoleCompany, Name: "company", OrganisationID: company.ID})
		_, err := w.tours.Register(ctx, w.ask(w.person(t), 1), nil)
		refused(t, err, model.CodeNotFound, "personId", "error.notFound")
		r, err := w.tours.Register(ctx, w.ask(own.GlobalID(), 1), whole)
		if err != nil || r.State != model.RegistrationConfirmed {
			t.Fatalf("%+v %v", r, err)
		}
		_, err = w.tours.Cancel(ctx, step(theirs), nil)
		refused(t, err, model.CodeNotFound, "id", "error.notFound")
		page, err := w.tours.Registrations(ctx, nil, model.PageRequest{}, model.Fields{"totalCount": {}})
		if err != nil || *page.TotalCount != 1 {
			t.Fatalf("it sees %v, %v", page, err)
		}
		if _, err := w.tours.Approve(ctx, step(r), nil); !model.IsCode(err, model.CodeForbidden) {
			t.Fatalf("answered %v", err)
		}
	})
}
