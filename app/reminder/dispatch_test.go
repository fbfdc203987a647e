package reminder_test

import (
	"strings"
	"testing"
	"time"

	"fyrtaarn/app/reminder"
	"fyrtaarn/mail/smtptest"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

const (
	programme1 = "delegation.programme1"
	changed    = "delegation.programmeChanged"
)

// announced is a visit in three days with a published programme and two
// delegates, and the instant at which the day before's programme is due.
func announced(t *testing.T, rig *testrig.Rig) (w *world, anne, luc *model.Person, sessions []*model.Session, due time.Time) {
	t.Helper()
	w = newWorld(t, rig, 3)
	anne = w.delegate(t, "anne", func(in *model.DelegateAddInput) { in.Role = testrig.Ptr(model.DelegateHead) })
	luc = w.delegate(t, "luc")
	sessions = w.confirmed(t)
	return w, anne, luc, sessions, w.at(0, 9, 0)
}

func TestTheProgrammeLeavesOnTheDayBeforeInTheOwnLanguageAndOnce(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, _, _, due := announced(t, rig)
		w.dispatch(t, due.Add(-time.Second))
		w.wantSent(t, programme1)
		w.dispatch(t, due)
		for _, m := range w.wantSent(t, programme1, "anne@example.fr", "luc@example.fr") {
			if m.language != "fr" || !strings.Contains(m.raw, "method=REQUEST") {
				t.Fatalf("the mail is in %q:\n%s", m.language, m.raw)
			}
		}
		w.dispatch(t, due.Add(time.Hour))
		w.wantSent(t, programme1, "anne@example.fr", "luc@example.fr")
		o := w.wantState(t, programme1, anne, model.OccurrenceSent)
		d := o.Delivery
		if d.State != model.DeliverySent || d.Attempts != 1 || d.LanguageUsed != "fr" || d.Fallback || d.Recipient != anne.Email ||
			d.ContentHash == "" || d.SentAt == nil || !d.SentAt.Equal(due) || d.LeaseUntil != nil {
			t.Fatalf("the ledger says %+v", d)
		}
	})
}

func TestATemporaryRefusalIsTriedAgainLaterAndAfterFiveTriesHasFailed(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		w.decides(func(to string) smtptest.Verdict {
			if to == luc.Email {
				return smtptest.Verdict{Recipient: smtptest.Answer{Code: 451, Text: "come back later"}}
			}
			return smtptest.Verdict{}
		})
		w.dispatch(t, due)
		w.wantSent(t, programme1, anne.Email)
		at := due
		for try := 1; try < model.MaxAttempts; try++ {
			o := w.wantState(t, programme1, luc, model.OccurrencePlanned)
			step := reminder.Backoff[try-1]
			wait := o.Delivery.DueAt.Sub(at)
			if o.Delivery.State != model.DeliveryRetry || o.Delivery.Attempts != try || wait < step*8/10 || wait > step*12/10+time.Second {
				t.Fatalf("after try %d it waits %s: %+v", try, wait, o.Delivery)
			}
			if r := w.dispatch(t, o.Delivery.DueAt.Add(-time.Second)); r.Retried != 0 {
				t.Fatal("it was tried before its time")
			}
			at = o.Delivery.DueAt
			w.dispatch(t, at)
		}
		o := w.wantState(t, programme1, luc, model.OccurrenceFailed)
		if o.Delivery.State != model.DeliveryFailed || !strings.Contains(o.Delivery.ServerSaid, "451 come back later") {
			t.Fatalf("the ledger says %+v", o.Delivery)
		}
	})
}

func TestARefusedAddressBouncesIsFlaggedAndCanBeCorrected(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		w.decides(func(to string) smtptest.Verdict {
			if to == luc.Email {
				return smtptest.Verdict{Recipient: smtptest.Answer{Code: 550, Text: "no such user"}}
			}
			return smtptest.Verdict{}
		})
		w.dispatch(t, due)
		o := w.wantState(t, programme1, luc, model.OccurrenceFailed)
		if o.Delivery.State != model.DeliveryBounced {
			t.Fatalf("the delivery is %s", o.Delivery.State)
		}
		if p := must[*model.Person](t)(w.Store.Person(w.admin, luc.ID)); !p.EmailBounced {
			t.Fatal("the address is not flagged")
		}
		resend := model.DeliveryResendInput{ID: o.Delivery.GlobalID(), Reason: "the address was mistyped"}
		_, err := w.reminders.Resend(w.adviser, resend, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ")
		must[*model.Person](t)(w.people.Update(w.adviser, model.PersonUpdateInput{ID: luc.GlobalID(), Email: model.Sent("luc.right@example.fr")}, nil))
		must[*model.Delivery](t)(w.reminders.Resend(w.adviser, resend, nil))
		w.dispatch(t, due.Add(time.Minute))
		sent := w.wantSent(t, programme1, anne.Email, "luc.right@example.fr")
		if want := "<" + o.Delivery.MessageID + ">"; sent[0].messageID != want && sent[1].messageID != want {
			t.Fatal("the second try has another Message-ID")
		}
	})
}

func TestAConnectionLostAfterDataIsInDoubtAndSentAgainAsATwin(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, luc, _, due := announced(t, rig)
		w.decides(func(to string) smtptest.Verdict { return smtptest.Verdict{Drop: to == luc.Email} })
		r := w.dispatch(t, due)
		if o := w.wantState(t, programme1, luc, model.OccurrencePlanned); o.Delivery.State != model.DeliveryInDoubt || r.InDoubt != 1 {
			t.Fatalf("the delivery is %s, the result %+v", o.Delivery.State, r)
		}
		w.decides(nil)
		w.dispatch(t, due.Add(2*time.Minute))
		w.wantState(t, programme1, luc, model.OccurrenceSent)
		w.wantSent(t, programme1, anne.Email, luc.Email) // without twins
		var twins []string
		for _, m := range w.smtp.Mails() {
			if one := read(t, m); one.to == luc.Email && one.rule == programme1 {
				twins = append(twins, one.messageID+" "+calendarIdentity(one.raw))
			}
		}
		if len(twins) != 2 || twins[0] != twins[1] {
			t.Fatalf("the twins are %q", twins)
		}
	})
}

func TestAWorkerThatWasThoughtDeadCannotOverwriteTheResultOfAnother(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, _, luc, _, due := announced(t, rig)
		hold, speaks := make(chan struct{}), make(chan struct{})
		w.decides(func(to string) smtptest.Verdict {
			if to == luc.Email {
				close(speaks)
				return smtptest.Verdict{Wait: hold, Data: smtptest.Answer{Code: 451, Text: "too slow"}}
			}
			return smtptest.Verdict{}
		})
		w.Clock.Set(due)
		done := make(chan reminder.Result)
		go func() {
			r, _ := w.dispatcher.Dispatch(t.Context())
			done <- r
		}()
		<-speaks
		w.decides(nil)
		w.Clock.Set(due.Add(reminder.Lease + time.Second)) // its lease runs out
		must[reminder.Result](t)(w.newDispatcher(t, rig.Core).Dispatch(t.Context()))
		w.wantState(t, programme1, luc, model.OccurrenceSent)
		close(hold)
		if r := <-done; r.Lost == 0 {
			t.Fatalf("the slow one did %+v", r)
		}
		if o := w.wantState(t, programme1, luc, model.OccurrenceSent); o.Delivery.State != model.DeliverySent || o.Delivery.Attempts != 2 {
			t.Fatalf("the ledger says %+v", o.Delivery)
		}
	})
}

func TestTwoDispatchersAtOnceSendNothingTwice(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 3)
		var want []string
		for _, name := range strings.Fields("a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc dd ee ff gg hh ii jj kk ll mm nn") {
			want = append(want, w.delegate(t, name).Email)
		}
		w.confirmed(t)
		w.Clock.Set(w.at(0, 9, 0))
		other := w.newDispatcher(t, rig.Core)
		done := make(chan error)
		for _, d := range []*reminder.Dispatcher{w.dispatcher, other} {
			go func() {
				_, err := d.Dispatch(t.Context())
				done <- err
			}()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		w.wantSent(t, programme1, want...)
		programmes := 0
		for _, m := range w.smtp.Mails() {
			if read(t, m).rule == programme1 {
				programmes++
			}
		}
		if programmes != len(want) {
			t.Fatalf("the server was handed %d mails for %d people", programmes, len(want))
		}
	})
}

func TestWhatChangesBeforeSendingWins(t *testing.T) {
	cases := []struct {
		outcome string
		change  func(t *testing.T, w *world, luc *model.Person)
		sent    bool
		check   func(t *testing.T, w *world, luc *model.Person, mails []got)
	}{
		{"DateMoved", func(t *testing.T, w *world, _ *model.Person) {
			must[*model.Delegation](t)(w.visits.Update(w.adviser, model.DelegationUpdateInput{
				ID: w.visit.GlobalID(), StartsOn: model.Sent(w.firstDay.AddDays(7)), EndsOn: model.Sent(w.firstDay.AddDays(9)),
			}, nil))
		}, false, func(t *testing.T, w *world, luc *model.Person, _ []got) {
			states := map[model.OccurrenceState]time.Time{}
			for _, o := range w.occurrences(t, programme1) {
				if o.PersonID == luc.ID {
					states[o.State] = o.DueAt
				}
			}
			if want := w.at(7, 9, 0); len(states) != 2 || !states[model.OccurrencePlanned].Equal(want) || states[model.OccurrenceSuperseded].IsZero() {
				t.Fatalf("want one superseded and one planned for %s\n%s", want, w.ledger(t))
			}
		}},
		{
			"VisitCancelled", func(t *testing.T, w *world, _ *model.Person) { w.to(t, model.DelegationCancelled) }, false,
			func(t *testing.T, w *world, luc *model.Person, _ []got) {
				w.wantState(t, programme1, luc, model.OccurrenceSuperseded)
			},
		},
		{"OptedOut", func(t *testing.T, w *world, luc *model.Person) {
			if err := w.reminders.OptOut(w.adviser, luc.ID, model.CategoryProgramme); err != nil {
				t.Fatal(err)
			}
		}, false, func(t *testing.T, w *world, luc *model.Person, _ []got) {
			w.wantState(t, programme1, luc, model.OccurrenceRefused)
		}},
		{"LanguageChanged", func(t *testing.T, w *world, luc *model.Person) {
			must[*model.Person](t)(w.people.Update(w.adviser, model.PersonUpdateInput{ID: luc.GlobalID(), Language: model.Sent(model.LanguageTag("ja"))}, nil))
		}, true, func(t *testing.T, _ *world, luc *model.Person, mails []got) {
			for _, m := range mails {
				if m.to == luc.Email && m.language != "ja" {
					t.Fatalf("the mail is in %s", m.language)
				}
			}
		}},
		{"CancelledByStaff", func(t *testing.T, w *world, luc *model.Person) {
			o := w.wantState(t, programme1, luc, model.OccurrencePlanned)
			must[*model.Occurrence](t)(w.reminders.Cancel(w.adviser, model.OccurrenceCancelInput{ID: o.GlobalID(), Reason: "told on the phone"}, nil))
		}, false, func(t *testing.T, w *world, luc *model.Person, _ []got) {
			if o := w.wantState(t, programme1, luc, model.OccurrenceCancelled); o.Reason != "told on the phone" {
				t.Fatalf("the reason is %q", o.Reason)
			}
		}},
		{"RuleDisabled", func(t *testing.T, w *world, _ *model.Person) {
			rule := w.rule(t, programme1)
			rule.Enabled = false
			// Behind the planner's back: the sender looks for itself.
			if err := w.Store.Save(w.admin, rule); err != nil {
				t.Fatal(err)
			}
		}, false, func(t *testing.T, w *world, luc *model.Person, _ []got) {
			w.wantState(t, programme1, luc, model.OccurrenceIrrelevant)
		}},
		{"LeftTheDelegation", func(t *testing.T, w *world, luc *model.Person) {
			for _, d := range must[[]*model.Delegate](t)(w.Store.Delegates(w.adviser, []model.ID{w.visit.ID}, nil)) {
				if d.PersonID == luc.ID {
					if _, err := w.visits.DelegateRemove(w.adviser, model.DelegateRemoveInput{ID: d.GlobalID()}, nil); err != nil {
						t.Fatal(err)
					}
				}
			}
		}, false, func(t *testing.T, w *world, luc *model.Person, _ []got) {
			w.wantState(t, programme1, luc, model.OccurrenceSuperseded)
		}},
	}
	for _, c := range cases {
		t.Run(c.outcome, func(t *testing.T) {
			testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
				w, _, luc, _, due := announced(t, rig)
				w.Clock.Set(due.Add(-time.Hour))
				c.change(t, w, luc)
				w.Clock.Set(due)
				must[reminder.Result](t)(w.dispatcher.Dispatch(t.Context()))
				var mails []got
				for _, m := range w.mails(t) {
					if m.rule == programme1 && m.to == luc.Email {
						mails = append(mails, m)
					}
				}
				if len(mails) > 0 != c.sent {
					t.Fatalf("%d programmes were sent\n%s", len(mails), w.ledger(t))
				}
				c.check(t, w, luc, mails)
			})
		})
	}
}

func TestWhatIsChangedWhileItIsBeingWrittenDoesNotLeave(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, _, luc, _, due := announced(t, rig)
		w.Clock.Set(due)
		// All mails of a batch are written before the first leaves: what changes
		// then is too late for the facts, and in time for the ledger.
		once := make(chan struct{}, 1)
		once <- struct{}{}
		w.dispatcher.Sender = beforeFirst{w.dispatcher.Sender, once, func() {
			if err := w.reminders.OptOut(w.adviser, luc.ID, model.CategoryProgramme); err != nil {
				t.Error(err)
			}
		}}
		w.dispatcher.Workers = 1
		// Whoever was first had begun to leave; a change cannot call that back.
		if r := must[reminder.Result](t)(w.dispatcher.Dispatch(t.Context())); r.Lost == 0 && len(w.mails(t)) > 3 {
			t.Fatalf("nothing was called back: %+v\n%s", r, w.ledger(t))
		}
		w.wantState(t, programme1, luc, model.OccurrenceRefused)
		w.wantSent(t, programme1, "anne@example.fr")
	})
}
