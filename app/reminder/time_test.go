package reminder_test

import (
	"strings"
	"testing"
	"time"

	"fyrtaarn/app/reminder"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestAChangeWaitsForFifteenMinutesAndOneMailTellsAll(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		anne := w.delegate(t, "anne")
		sessions := w.confirmed(t)
		start := w.Clock.Now()
		w.move(t, sessions[1], w.at(2, 11, 0))
		w.Clock.Set(start.Add(10 * time.Minute))
		w.move(t, sessions[2], w.at(3, 11, 0))
		w.dispatch(t, start.Add(15*time.Minute-time.Second))
		w.wantSent(t, changed)
		w.dispatch(t, start.Add(15*time.Minute))
		// The host of both sessions was asked anew with their new times.
		mails := w.wantSent(t, changed, anne.Email)
		if n := strings.Count(calendar(mails[0].raw), "BEGIN:VEVENT"); n != 2 {
			t.Fatalf("the mail tells %d sessions", n)
		}
		w.dispatch(t, start.Add(2*time.Hour))
		w.wantSent(t, changed, anne.Email)

		// What comes afterwards opens a window of its own, and tells only itself.
		w.move(t, sessions[0], w.at(1, 14, 0))
		w.dispatch(t, w.Clock.Now().Add(16*time.Minute))
		mails = w.wantSent(t, changed, anne.Email, anne.Email)
		if n := strings.Count(calendar(mails[1].raw), "BEGIN:VEVENT"); n != 1 {
			t.Fatalf("the second mail tells %d sessions\n%s", n, calendar(mails[1].raw))
		}
	})
}

func TestAChangeIsToldOnlyToThoseWhomItConcerns(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		group := func(name string) func(*model.DelegateAddInput) {
			return func(in *model.DelegateAddInput) { in.Group = &name }
		}
		a, all := w.delegate(t, "anne", group("A")), w.delegate(t, "luc")
		w.delegate(t, "berthe", group("B"))
		w.to(t, model.DelegationQualified, model.DelegationPlanning)
		s := w.session(t, 1, 9, func(in *model.SessionCreateInput) {
			in.Group, in.Kind, in.HostID, in.HostContactID = testrig.Ptr("A"), model.SessionMeal, nil, nil
		})
		w.to(t, model.DelegationProposed, model.DelegationConfirmed)
		must[*model.Delegation](t)(w.visits.Publish(w.adviser, model.ProgrammePublishInput{DelegationID: w.visit.GlobalID()}, nil))
		w.later(time.Hour)
		w.move(t, s, w.at(1, 10, 0))
		w.dispatch(t, w.Clock.Now().Add(20*time.Minute))
		w.wantSent(t, changed, a.Email, all.Email)
	})
}

func TestAChangeForTheNextMorningLeavesAtOnceAt2240(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, sessions, _ := announced(t, rig)
		w.dispatch(t, w.at(0, 21, 0))
		evening := w.at(1, 22, 40) // the sessions of day 2 begin at 9 the next morning
		w.Clock.Set(evening)
		w.move(t, sessions[1], w.at(2, 10, 0))
		must[reminder.Result](t)(w.dispatcher.Dispatch(t.Context()))
		w.wantSent(t, changed, anne.Email, luc.Email, w.contact.Email)
		// The question whether the new time suits the host can wait for the morning.
		w.wantSent(t, "delegation.hostInvited")
	})
}

func TestAChangeThatCanWaitIsNotSentAtNightNorAtTheWeekend(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10) // a Thursday
		anne := w.delegate(t, "anne")
		sessions := w.confirmed(t)
		friday, monday, tuesday, wednesday := -5, -2, -1, 0
		w.Clock.Set(w.at(friday, 22, 40))
		w.move(t, sessions[1], w.at(2, 10, 0))
		for _, quiet := range []time.Time{w.at(friday, 23, 30), w.at(friday+1, 12, 0), w.at(monday, 6, 59)} {
			w.dispatch(t, quiet)
			w.wantSent(t, changed)
		}
		w.dispatch(t, w.at(monday, 7, 0))
		w.wantSent(t, changed, anne.Email)
		w.Clock.Set(w.at(tuesday, 22, 40))
		w.move(t, sessions[2], w.at(3, 10, 0))
		w.dispatch(t, w.at(wednesday, 6, 59))
		w.wantSent(t, changed, anne.Email)
		w.dispatch(t, w.at(wednesday, 7, 0))
		w.wantSent(t, changed, anne.Email, anne.Email)
	})
}

func TestAnUrgentChangeTakesAlongWhatWaitedForTheMorning(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, sessions, _ := announced(t, rig)
		w.dispatch(t, w.at(0, 19, 0)) // the day before's programme is out
		w.Clock.Set(w.at(0, 21, 0))
		w.move(t, sessions[2], w.at(3, 12, 0)) // in more than 24 hours: waits for 7 in the morning
		w.dispatch(t, w.at(0, 22, 30))
		w.wantSent(t, changed)
		w.Clock.Set(w.at(0, 22, 40))
		w.move(t, sessions[0], w.at(1, 10, 0))
		must[reminder.Result](t)(w.dispatcher.Dispatch(t.Context()))
		for _, m := range w.wantSent(t, changed, anne.Email, luc.Email, w.contact.Email) {
			want := 2
			if m.to == w.contact.Email {
				want = 1 // the other one is asked about in the morning
			}
			if n := strings.Count(calendar(m.raw), "BEGIN:VEVENT"); n != want {
				t.Fatalf("the mail to %s tells %d sessions", m.to, n)
			}
		}
		w.dispatch(t, w.at(1, 8, 0))
		w.wantSent(t, changed, anne.Email, luc.Email, w.contact.Email)
	})
}

func TestDuringTheVisitTheVenuesClockDecidesAboutTheNight(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 3)
		hanako := w.join(t, w.person(t, "佐藤 花子", "hanako@example.jp", "ja", "JP", "Asia/Tokyo"))
		sessions := w.confirmed(t)
		// The day before: 9 o'clock in Tokyo is 1 o'clock in Copenhagen.
		tokyo, _ := model.LoadZone("Asia/Tokyo")
		due := w.firstDay.AddDays(-1).At(9, 0, tokyo)
		w.dispatch(t, due.Add(-time.Second))
		w.wantSent(t, programme1)
		w.dispatch(t, due)
		if m := w.wantSent(t, programme1, hanako.Email); m[0].language != "ja" {
			t.Fatalf("the mail is in %s", m[0].language)
		}
		// On day 1 at 15.00 in Copenhagen it is 23.00 in Tokyo, where nobody is any more.
		w.Clock.Set(w.at(1, 14, 40))
		w.move(t, sessions[2], w.at(3, 12, 0))
		w.dispatch(t, w.at(1, 15, 0))
		w.wantSent(t, changed, hanako.Email)
	})
}

func TestACancellationIsToldToDelegatesAndHostsWithTheirCalendars(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 20)
		kim := w.join(t, w.person(t, "김 데모", "kim@example.kr", "ko", "KR", "Asia/Seoul"))
		w.confirmed(t)
		w.Clock.Set(w.at(-10, 9, 0)) // 17.00 in Seoul
		w.to(t, model.DelegationCancelled)
		w.dispatch(t, w.Clock.Now().Add(time.Minute))
		for _, m := range w.wantSent(t, "delegation.cancelled", kim.Email, w.contact.Email) {
			cal := calendar(m.raw)
			if !strings.Contains(cal, "METHOD:CANCEL") || strings.Count(cal, "BEGIN:VEVENT") != 3 {
				t.Fatalf("the calendar part of %s is\n%s", m.to, cal)
			}
			if m.to == kim.Email && m.language != "ko" {
				t.Fatalf("the mail is in %s", m.language)
			}
		}
	})
}

func TestWhatWasDueDuringALongDowntimeIsMissedAndListed(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		anne := w.delegate(t, "anne")
		w.confirmed(t)
		// Nothing ran from before the 7-day reminder until two days after it.
		w.dispatch(t, w.at(-4, 10, 0))
		w.wantSent(t, "delegation.programme7")
		w.wantState(t, "delegation.programme7", anne, model.OccurrenceMissed)
	})
}

func TestWithinTheGraceALateRunStillSends(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		anne := w.delegate(t, "anne")
		w.confirmed(t)
		w.dispatch(t, w.at(-6, 19, 0)) // ten hours late
		w.wantSent(t, "delegation.programme7", anne.Email)
	})
}

func TestALateRunInTheEveningWaitsForTheMorning(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, _ := announced(t, rig)
		if r := w.dispatch(t, w.at(0, 20, 0)); r.Moved < 2 { // eleven hours late
			t.Fatalf("the run did %+v\n%s", r, w.ledger(t))
		}
		w.wantSent(t, programme1)
		w.dispatch(t, w.at(1, 6, 59))
		w.wantSent(t, programme1)
		w.dispatch(t, w.at(1, 7, 0)) // two hours before the visit it is still of use
		w.wantSent(t, programme1, anne.Email, luc.Email)
	})
}

func TestTheEveningThatComesWhileABatchIsSentHoldsTheRestBack(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, _ := announced(t, rig)
		w.dispatch(t, w.at(0, 8, 0)) // what was due before is out of the way
		once := make(chan struct{}, 1)
		once <- struct{}{}
		w.dispatcher.Workers = 1
		w.dispatcher.Sender = beforeFirst{w.dispatcher.Sender, once, func() { w.Clock.Set(w.at(0, 20, 0)) }}
		w.Clock.Set(w.at(0, 19, 59))
		r := must[reminder.Result](t)(w.dispatcher.Dispatch(t.Context()))
		if r.Sent != 1 || r.Moved == 0 {
			t.Fatalf("the run did %+v\n%s", r, w.ledger(t))
		}
		w.dispatch(t, w.at(1, 7, 0))
		w.wantSent(t, programme1, anne.Email, luc.Email)
	})
}

func TestNobodyIsRemindedOfAVisitRecordedAfterwards(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		yesterday := model.DateOf(w.Clock.Now()).AddDays(-1)
		w.visit = must[*model.Delegation](t)(w.visits.Create(w.adviser, model.DelegationCreateInput{
			Title: texts("en", "Held before it was noted"), CountryCode: "FR", StartsOn: &yesterday, EndsOn: &yesterday, RecordedAfterwards: testrig.Ptr(true),
		}, nil))
		w.delegate(t, "anne")
		w.dispatch(t, w.Clock.Now().AddDate(0, 0, 3))
		if n := len(w.mails(t)); n != 0 {
			t.Fatalf("%d mails were sent\n%s", n, w.ledger(t))
		}
	})
}
