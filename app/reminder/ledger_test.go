package reminder_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/reminder"
	"fyrtaarn/mail"
	"fyrtaarn/mail/smtptest"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func TestPlanningAgainAndAtOnceChangesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		for _, name := range []string{"anne", "luc", "marie"} {
			w.delegate(t, name)
		}
		w.confirmed(t)
		before := w.ledger(t)
		refs := []store.Subject{{Kind: model.KindDelegation, ID: w.visit.ID}}
		var group sync.WaitGroup
		for range 6 {
			group.Go(func() {
				if err := w.Core.Plan(t.Context(), refs); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if after := w.ledger(t); after != before {
			t.Fatalf("before:\n%s\nafter:\n%s", before, after)
		}
	})
}

func TestThePlannerRunsOnceAnHourOverAllReplicas(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		if first, second := must[int](t)(w.reminders.PlanAll(t.Context())), must[int](t)(w.reminders.PlanAll(t.Context())); first == 0 || second != 0 {
			t.Fatalf("it went through %d and %d subjects", first, second)
		}
		w.later(time.Hour)
		if n := must[int](t)(w.reminders.PlanAll(t.Context())); n == 0 {
			t.Fatal("nobody planned the next hour")
		}
	})
}

func TestPlanningReadsNoMoreOftenForMoreVisits(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		statements := func(visits int) int64 {
			var refs []store.Subject
			for i := range visits {
				w := newWorld(t, rig, 10)
				w.delegate(t, fmt.Sprint("anne", i))
				w.delegate(t, fmt.Sprint("luc", i))
				refs = append(refs, store.Subject{Kind: model.KindDelegation, ID: w.visit.ID})
			}
			ctx, n := store.WithStatementCount(t.Context())
			if err := rig.Core.Plan(ctx, refs); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		if few, many := statements(2), statements(12); many != few {
			t.Fatalf("2 visits take %d statements, 12 take %d", few, many)
		}
	})
}

func TestAHostWhoDoesNotAnswerIsRemindedAndThenOwnerAndLeadAreTold(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		const rule = "delegation.hostsUnconfirmed"
		w := newWorld(t, rig, 25) // Friday 29 January
		w.to(t, model.DelegationQualified, model.DelegationPlanning)
		s := w.session(t, 1, 9)
		w.invite(t, s)
		w.dispatch(t, w.Clock.Now())
		w.wantSent(t, "delegation.hostInvited", w.contact.Email)
		copenhagen, _ := model.LoadZone(model.Copenhagen)
		on := func(day int) time.Time { return model.NewDate(2027, time.January, day).At(9, 0, copenhagen) }
		w.dispatch(t, on(15)) // ten working days before
		w.wantSent(t, rule, w.contact.Email)
		// The next level is planned from the real sending, at once.
		if o := w.wantState(t, rule, w.owner, model.OccurrencePlanned); o.Level != 1 || !o.DueAt.Equal(on(20)) {
			t.Fatalf("level %d is due %s", o.Level, o.DueAt)
		}
		w.dispatch(t, on(19))
		w.wantSent(t, rule, w.contact.Email)
		w.dispatch(t, on(20)) // three working days later
		mails := w.wantSent(t, rule, w.contact.Email, w.owner.Email)
		if !strings.Contains(text(mails[1].raw), "Hvidovre Hospital") {
			t.Fatalf("the owner is not told who was asked:\n%s", text(mails[1].raw))
		}
		w.dispatch(t, on(24).AddDate(0, 0, 1))
		w.wantSent(t, rule, w.contact.Email, w.owner.Email, w.lead.Email)

		// An answer ends it.
		must[*model.HostInvitation](t)(w.visits.Answer(w.adviser, model.HostInvitationAnswerInput{
			ID: w.invitation(t, s).GlobalID(), To: model.InvitationConfirmed,
		}, nil))
		w.dispatch(t, on(28))
		w.wantSent(t, rule, w.contact.Email, w.owner.Email, w.lead.Email)
	})
}

func TestSeveralPromisesToOnePersonAreOneMail(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		const rule = "followUp.due"
		w := newWorld(t, rig, 25)
		day := model.NewDate(2027, time.January, 12)
		for _, title := range []string{"Send the report", "Call the ministry", "Ask for the evaluation"} {
			must[*model.FollowUp](t)(w.followUps.Create(w.adviser, model.FollowUpCreateInput{
				SubjectID: w.visit.GlobalID(), Title: title, OwnerID: w.owner.GlobalID(), DueOn: day,
			}, nil))
		}
		must[*model.FollowUp](t)(w.followUps.Create(w.adviser, model.FollowUpCreateInput{
			SubjectID: w.visit.GlobalID(), Title: "Thank the host", OwnerID: w.lead.GlobalID(), DueOn: day,
		}, nil))
		copenhagen, _ := model.LoadZone(model.Copenhagen)
		w.decides(func(string) smtptest.Verdict {
			return smtptest.Verdict{Recipient: smtptest.Answer{Code: 451, Text: "later"}}
		})
		w.dispatch(t, day.At(8, 30, copenhagen))
		w.wantSent(t, rule)
		w.decides(nil)
		r := w.dispatch(t, day.At(8, 35, copenhagen))
		if r.Merged != 2 {
			t.Fatalf("the result is %+v\n%s", r, w.ledger(t))
		}
		for _, m := range w.wantSent(t, rule, w.owner.Email, w.lead.Email) {
			if m.to == w.owner.Email && (!strings.Contains(text(m.raw), "Send the report") || !strings.Contains(text(m.raw), "Call the ministry")) {
				t.Fatalf("the mail holds not all:\n%s", text(m.raw))
			}
		}
		for _, o := range w.occurrences(t, rule) {
			if o.Number == 1 && (o.State != model.OccurrenceSent || o.Delivery.SentAt == nil) {
				t.Fatalf("one of them is %s\n%s", o.State, w.ledger(t))
			}
		}
		w.dispatch(t, day.At(12, 0, copenhagen))
		w.wantSent(t, rule, w.owner.Email, w.lead.Email)
		w.dispatch(t, day.AddDays(7).At(8, 30, copenhagen)) // weekly, while it is open
		w.wantSent(t, rule, w.owner.Email, w.lead.Email, w.owner.Email, w.lead.Email)
	})
}

func TestABrokenRuleOrTemplateStopsOnlyItself(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		broken := *w.rule(t, programme1)
		broken.ID, broken.Key, broken.Template = w.Core.NewID(), "broken.template", "noSuchTemplate"
		odd := *w.rule(t, programme1)
		odd.ID, odd.Key, odd.Filter = w.Core.NewID(), "broken.operator", model.Conditions{{Attribute: "state", Operator: "LIKE", Values: []string{"%"}}}
		for _, rule := range []*model.ReminderRule{&broken, &odd} {
			if err := w.Store.Insert(w.admin, rule); err != nil {
				t.Fatal(err)
			}
		}
		w.dispatch(t, due)
		w.wantSent(t, programme1, anne.Email, luc.Email)
		if o := w.wantState(t, "broken.template", anne, model.OccurrenceFailed); !strings.Contains(o.Reason, "noSuchTemplate") {
			t.Fatalf("the cause is %q", o.Reason)
		}
		if n := len(w.occurrences(t, "broken.operator")); n != 0 {
			t.Fatalf("a rule with an unknown operator has %d occurrences", n)
		}
	})
}

func TestASenderThatBreaksLeavesTheMailInDoubt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		w.dispatcher.Sender = breaking{}
		w.Clock.Set(due)
		if _, err := w.dispatcher.Dispatch(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.wantState(t, programme1, anne, model.OccurrencePlanned)
		if o := w.wantState(t, programme1, luc, model.OccurrencePlanned); o.Delivery.State != model.DeliveryInDoubt {
			t.Fatalf("the delivery is %s", o.Delivery.State)
		}
	})
}

func TestAfterARestoreWhatIsDueIsHeldUntilItIsReleased(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		w.Clock.Set(due.Add(time.Hour))
		if n := must[int](t)(w.reminders.HoldDue(w.admin, "restored from a backup")); n < 2 {
			t.Fatalf("%d were held", n)
		}
		w.dispatch(t, due.Add(2*time.Hour))
		w.wantSent(t, programme1)
		w.wantState(t, programme1, anne, model.OccurrenceHeld)
		o := w.wantState(t, programme1, luc, model.OccurrenceHeld)
		if n := must[int](t)(w.reminders.ReleaseHeld(w.adviser, model.HeldReleaseInput{IDs: []model.GlobalID{o.GlobalID()}, Reason: "not sent before"})); n != 1 {
			t.Fatalf("%d were released", n)
		}
		w.dispatch(t, due.Add(3*time.Hour))
		w.wantSent(t, programme1, luc.Email)
		w.wantState(t, programme1, anne, model.OccurrenceHeld)
	})
}

func TestSendNowLeavesBeforeItsTimeAndStaysOrdered(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, _, luc, _, due := announced(t, rig)
		o := w.wantState(t, programme1, luc, model.OccurrencePlanned)
		_, err := w.reminders.SendNow(w.adviser, model.OccurrenceSendNowInput{ID: o.GlobalID(), Reason: " "}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT reason")
		must[*model.Occurrence](t)(w.reminders.SendNow(w.adviser, model.OccurrenceSendNowInput{ID: o.GlobalID(), Reason: "leaves early"}, nil))
		w.dispatch(t, w.Clock.Now().Add(time.Minute)) // plans again before it sends
		w.wantSent(t, programme1, luc.Email)
		w.dispatch(t, due)
		w.wantSent(t, programme1, luc.Email, "anne@example.fr")
		if o := w.wantState(t, programme1, luc, model.OccurrenceSent); o.Reason != "leaves early" {
			t.Fatalf("the reason is %q", o.Reason)
		}
		_, err = w.reminders.Cancel(w.adviser, model.OccurrenceCancelInput{ID: o.GlobalID(), Reason: "too late"}, nil)
		testrig.WantErrors(t, err, "CONFLICT id")
	})
}

func TestACancelThatComesWhileTheMailLeavesIsRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, _, luc, _, due := announced(t, rig)
		o := w.wantState(t, programme1, luc, model.OccurrencePlanned)
		hold := make(chan struct{})
		w.decides(func(to string) smtptest.Verdict {
			if to == luc.Email {
				return smtptest.Verdict{Wait: hold}
			}
			return smtptest.Verdict{}
		})
		w.Clock.Set(due)
		done := make(chan error)
		go func() {
			_, err := w.dispatcher.Dispatch(t.Context())
			done <- err
		}()
		waitUntil(t, func() bool {
			rows := must[[]*model.Occurrence](t)(w.Store.OccurrencesByID(w.admin, []model.ID{o.ID}, model.Fields{"delivery": {}}))
			return rows[0].Delivery.State == model.DeliverySending
		})
		_, err := w.reminders.Cancel(w.adviser, model.OccurrenceCancelInput{ID: o.GlobalID(), Reason: "stop"}, nil)
		testrig.WantErrors(t, err, "CONFLICT id")
		close(hold)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		w.wantState(t, programme1, luc, model.OccurrenceSent)
	})
}

func TestWithoutAMailServerMailsAreKeptOnce(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		keeper := reminder.Keeper{Core: rig.Core}
		w.dispatcher.Sender = keeper
		w.dispatch(t, due)
		kept := must[[]*store.KeptMail](t)(w.Store.KeptMails(w.admin, 100))
		to := map[string]int{}
		for _, m := range kept {
			to[m.Recipient]++
		}
		if to[anne.Email] != 1 || to[luc.Email] != 1 {
			t.Fatalf("kept: %v", to)
		}
		whole := must[*store.KeptMail](t)(w.Store.KeptMail(w.admin, kept[0].ID))
		if !strings.Contains(string(whole.Raw), "Message-ID: <"+whole.MessageID+">") {
			t.Fatalf("the mail is not whole:\n%s", whole.Raw)
		}
		m := mail.Message{From: mail.Address{Email: "a@example.org"}, To: mail.Address{Email: "b@example.org"}, MessageID: whole.MessageID}
		if err := keeper.Send(w.admin, &m); err != nil {
			t.Fatal(err)
		}
		if again := must[[]*store.KeptMail](t)(w.Store.KeptMails(w.admin, 100)); len(again) != len(kept) {
			t.Fatal("a twin was kept")
		}
	})
}

func TestAStoppedRunGivesBackWhatItHasNotBegun(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		once := make(chan struct{}, 1)
		once <- struct{}{}
		w.dispatcher.Workers = 1
		w.dispatcher.Sender = beforeFirst{w.dispatcher.Sender, once, stop}
		w.Clock.Set(due)
		if r := must[reminder.Result](t)(w.dispatcher.Dispatch(ctx)); r.Sent != 1 {
			t.Fatalf("the dialog that was open was not finished: %+v", r)
		}
		// Nothing waits for a lease: another replica can have the rest at once.
		w.Clock.Set(due.Add(time.Second))
		must[reminder.Result](t)(w.newDispatcher(t, rig.Core).Dispatch(t.Context()))
		w.wantSent(t, programme1, anne.Email, luc.Email)
	})
}

func TestAPublicationIsOrderedAfterTheMailThatCouldNotTellIt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, sessions, due := announced(t, rig)
		w.dispatch(t, due)
		w.wantSent(t, programme1, anne.Email, luc.Email)
		// Published within the same second in which the programme left.
		w.move(t, sessions[2], w.at(3, 12, 0))
		err := rig.Core.Do(w.admin, func(ctx context.Context, tx *app.Tx) error {
			log, err := tx.ProgrammeLogs(ctx, []model.ID{w.visit.ID})
			if err != nil {
				return err
			}
			tx.Touch(model.KindProgramme, log[len(log)-1].ID)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		w.dispatch(t, due.Add(20*time.Minute))
		w.wantSent(t, changed, anne.Email, luc.Email)
	})
}

func TestNeedsAreDeletedThirtyDaysAfterTheVisit(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 3)
		w.delegate(t, "anne")
		delegates := must[[]*model.Delegate](t)(w.Store.Delegates(w.adviser, []model.ID{w.visit.ID}, nil))
		must[*model.Delegate](t)(w.visits.NeedsSet(w.adviser, model.DelegateNeedsSetInput{ID: delegates[0].GlobalID(), Diet: testrig.Ptr("vegetarian")}, nil))
		w.Clock.Set(w.at(3+29, 23, 0))
		if n := must[int](t)(w.reminders.PurgeNeeds(w.admin, false)); n != 0 {
			t.Fatalf("%d were deleted a day early", n)
		}
		w.Clock.Set(w.at(3+30, 1, 0))
		if n := must[int](t)(w.reminders.PurgeNeeds(w.admin, true)); n != 1 {
			t.Fatalf("a dry run counts %d", n)
		}
		if n := must[int](t)(w.reminders.PurgeNeeds(w.admin, false)); n != 1 {
			t.Fatalf("%d were deleted", n)
		}
		if n := must[int](t)(w.reminders.PurgeNeeds(w.admin, true)); n != 0 {
			t.Fatalf("%d are left", n)
		}
		if err := w.reminders.PurgeExpired(w.admin); err != nil {
			t.Fatal(err)
		}
	})
}
