package reminder_test

import (
	"bytes"
	"context"
	"fmt"
	netmail "net/mail"
	"slices"
	"sync"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/person"
	"fyrtaarn/app/reminder"
	"fyrtaarn/mail"
	"fyrtaarn/mail/smtptest"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is a visit with its people, the rules, and a real mail server.
type world struct {
	*testrig.Rig
	visits    delegation.Service
	people    person.Service
	followUps followup.Service
	reminders reminder.Service
	adviser   context.Context
	admin     context.Context

	host     *model.Organisation
	contact  *model.Person
	owner    *model.Person
	lead     *model.Person
	visit    *model.Delegation
	firstDay model.Date

	smtp       *smtptest.Server
	dispatcher *reminder.Dispatcher

	mu      sync.Mutex
	verdict func(to string) smtptest.Verdict
	links   []reminder.LinkWanted
}

// newWorld notes a visit of three days that starts in days, with the default rules.
func newWorld(t *testing.T, rig *testrig.Rig, days int) *world {
	t.Helper()
	w := &world{
		Rig: rig, visits: delegation.Service{Core: rig.Core}, people: person.Service{Core: rig.Core},
		followUps: followup.Service{Core: rig.Core}, reminders: reminder.Service{Core: rig.Core},
		adviser: testrig.Adviser(t.Context()), admin: testrig.Admin(t.Context()),
	}
	must[int](t)(w.reminders.SeedRules(t.Context()))
	w.firstDay = model.DateOf(rig.Clock.Now()).AddDays(days)
	w.host = rig.Organisation(t, "Hvidovre Hospital")
	w.contact = w.person(t, "Vært Demo", "host@example.org", "da", model.Denmark, model.Copenhagen)
	w.owner = w.person(t, "Ejer Demo", "owner@example.org", "da", model.Denmark, model.Copenhagen)
	w.lead = rig.Person(t, "Leder Demo", func(in *model.PersonCreateInput) {
		in.Email, in.Lead, in.StaffRole = testrig.Ptr("lead@example.org"), testrig.Ptr(true), testrig.Ptr(model.RoleAdviser)
	})
	w.visit = must[*model.Delegation](t)(w.visits.Create(w.adviser, model.DelegationCreateInput{
		Title: texts("en", "French agency on living labs", "fr", "Visite des living labs"), Purpose: texts("en", "To learn."), CountryCode: "FR",
		StartsOn: testrig.Ptr(w.firstDay), EndsOn: testrig.Ptr(w.firstDay.AddDays(2)), RequesterID: testrig.Ptr(w.contact.GlobalID()),
		OwnerID: testrig.Ptr(w.owner.GlobalID()), ExpectedSize: testrig.Ptr(10),
	}, nil))
	w.smtp = must[*smtptest.Server](t)(smtptest.Start(smtptest.Options{Decide: func(_, to string) smtptest.Verdict {
		w.mu.Lock()
		decide := w.verdict
		w.mu.Unlock()
		if decide == nil || to == "" {
			return smtptest.Verdict{}
		}
		return decide(to)
	}}))
	t.Cleanup(func() { _ = w.smtp.Close() })
	w.dispatcher = w.newDispatcher(t, rig.Core)
	return w
}

// newDispatcher is another sender on the same or another core, to the same server.
func (w *world) newDispatcher(t *testing.T, core *app.Core) *reminder.Dispatcher {
	t.Helper()
	sender := must[*mail.SMTP](t)(mail.NewSMTP(w.smtp.URL(), mail.KeepSessions(4)))
	t.Cleanup(func() { _ = sender.Close() })
	return &reminder.Dispatcher{
		Core: core, Sender: sender, From: mail.Address{Email: "fyrtaarn@example.org"},
		Link: func(_ context.Context, _ *app.Tx, want reminder.LinkWanted) (string, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.links = append(w.links, want)
			return "https://fyrtaarn.example/p/" + string(want.Purpose), nil
		},
	}
}

// decides lets the mail server decide by the recipient.
func (w *world) decides(verdict func(to string) smtptest.Verdict) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.verdict = verdict
}

func (w *world) person(t *testing.T, name, email string, language model.LanguageTag, country model.CountryCode, zone string) *model.Person {
	t.Helper()
	return must[*model.Person](t)(w.people.Create(w.adviser, model.PersonCreateInput{
		FullName: name, Email: &email, Language: &language, CountryCode: country, TimeZone: &zone,
	}, nil))
}

// delegate adds a French delegate; change may alter the input.
func (w *world) delegate(t *testing.T, name string, change ...func(*model.DelegateAddInput)) *model.Person {
	t.Helper()
	return w.join(t, w.person(t, name, name+"@example.fr", "fr", "FR", "Europe/Paris"), change...)
}

func (w *world) join(t *testing.T, p *model.Person, change ...func(*model.DelegateAddInput)) *model.Person {
	t.Helper()
	in := model.DelegateAddInput{DelegationID: w.visit.GlobalID(), PersonID: p.GlobalID()}
	for _, alter := range change {
		alter(&in)
	}
	must[*model.Delegate](t)(w.visits.DelegateAdd(w.adviser, in, nil))
	return p
}

// at is a wall time in Copenhagen on a day of the visit, counted from 1; day 0
// is the day before.
func (w *world) at(day, hour, minute int) time.Time {
	zone, _ := model.LoadZone(model.Copenhagen)
	return w.firstDay.AddDays(day-1).At(hour, minute, zone)
}

// later lets time pass between two acts of people.
func (w *world) later(d time.Duration) { w.Clock.Advance(d) }

func (w *world) session(t *testing.T, day, hour int, change ...func(*model.SessionCreateInput)) *model.Session {
	t.Helper()
	in := model.SessionCreateInput{
		DelegationID: w.visit.GlobalID(), Kind: model.SessionSiteVisit, Title: texts("en", "A living lab", "fr", "Un laboratoire"), City: testrig.Ptr("København"),
		StartsAt: w.at(day, hour, 0), EndsAt: w.at(day, hour+1, 0), HostID: testrig.Ptr(w.host.GlobalID()), HostContactID: testrig.Ptr(w.contact.GlobalID()),
	}
	for _, alter := range change {
		alter(&in)
	}
	return must[*model.Session](t)(w.visits.SessionCreate(w.adviser, in, nil))
}

func (w *world) to(t *testing.T, states ...model.DelegationState) {
	t.Helper()
	for _, to := range states {
		must[*model.Delegation](t)(w.visits.Transition(w.adviser, model.DelegationTransitionInput{
			ID: w.visit.GlobalID(), To: to, Reason: testrig.Ptr("because"),
		}, nil))
	}
}

func (w *world) invitation(t *testing.T, s *model.Session) *model.HostInvitation {
	t.Helper()
	for _, i := range must[[]*model.HostInvitation](t)(w.Store.Invitations(w.adviser, []model.ID{w.visit.ID}, nil)) {
		if i.SessionID == s.ID && i.State != model.InvitationWithdrawn {
			return i
		}
	}
	t.Fatal("the session has no invitation")
	return nil
}

func (w *world) invite(t *testing.T, s *model.Session) {
	t.Helper()
	must[*model.HostInvitation](t)(w.visits.Invite(w.adviser, model.HostInviteInput{SessionID: s.GlobalID()}, nil))
}

// confirmed brings the visit to a published programme of one session a day, an
// hour of the clock later.
func (w *world) confirmed(t *testing.T) []*model.Session {
	t.Helper()
	w.to(t, model.DelegationQualified, model.DelegationPlanning)
	var sessions []*model.Session
	for day := 1; day <= 3; day++ {
		s := w.session(t, day, 9)
		w.invite(t, s)
		must[*model.HostInvitation](t)(w.visits.Answer(w.adviser, model.HostInvitationAnswerInput{
			ID: w.invitation(t, s).GlobalID(), To: model.InvitationConfirmed,
		}, nil))
		sessions = append(sessions, s)
	}
	w.later(30 * time.Minute)
	w.to(t, model.DelegationProposed, model.DelegationConfirmed)
	must[*model.Delegation](t)(w.visits.Publish(w.adviser, model.ProgrammePublishInput{DelegationID: w.visit.GlobalID()}, nil))
	w.later(30 * time.Minute)
	return sessions
}

// move gives a session another start; it keeps its length.
func (w *world) move(t *testing.T, s *model.Session, to time.Time) {
	t.Helper()
	must[*model.Session](t)(w.visits.SessionUpdate(w.adviser, model.SessionUpdateInput{
		ID: s.GlobalID(), StartsAt: model.Sent(to), EndsAt: model.Sent(to.Add(s.EndsAt.Sub(s.StartsAt))),
	}, nil))
}

// dispatch sends what is due at an instant.
func (w *world) dispatch(t *testing.T, at time.Time) reminder.Result {
	t.Helper()
	w.Clock.Set(at)
	must[int](t)(w.reminders.PlanAll(t.Context()))
	return must[reminder.Result](t)(w.dispatcher.Dispatch(t.Context()))
}

// got is one mail that the server was handed.
type got struct {
	to, subject, rule, messageID, language string
	raw                                    string
}

// mails are those that the server was handed, without twins, in their order.
func (w *world) mails(t *testing.T) []got {
	t.Helper()
	var mails []got
	seen := map[string]bool{}
	for _, m := range w.smtp.Mails() {
		one := read(t, m)
		if !seen[one.messageID] {
			seen[one.messageID] = true
			mails = append(mails, one)
		}
	}
	return mails
}

func read(t *testing.T, m smtptest.Mail) got {
	t.Helper()
	parsed, err := netmail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	rule, _, _ := bytes.Cut([]byte(parsed.Header.Get(mail.HeaderReminderKey)), []byte("/"))
	return got{
		to: m.To, subject: parsed.Header.Get("Subject"), rule: string(rule), messageID: parsed.Header.Get("Message-Id"),
		language: parsed.Header.Get(mail.HeaderContentLanguage), raw: string(m.Raw),
	}
}

// wantSent fails unless the mails of a rule so far went to exactly these
// people, twins left out, in any order. It answers the mails.
func (w *world) wantSent(t *testing.T, rule string, to ...string) []got {
	t.Helper()
	var sent []got
	var people []string
	for _, m := range w.mails(t) {
		if m.rule == rule {
			sent, people = append(sent, m), append(people, m.to)
		}
	}
	slices.Sort(people)
	slices.Sort(to)
	if !slices.Equal(people, to) {
		t.Fatalf("%s went to %v, want %v\n%s", rule, people, to, w.ledger(t))
	}
	return sent
}

// wantState fails unless each occurrence of a rule for the person is in the
// state, and there is one. It answers the last.
func (w *world) wantState(t *testing.T, rule string, person *model.Person, state model.OccurrenceState) *model.Occurrence {
	t.Helper()
	var last *model.Occurrence
	for _, o := range w.occurrences(t, rule) {
		if o.PersonID != person.ID {
			continue
		}
		last = o
		if o.State != state {
			t.Fatalf("%s for %s is %s, want %s\n%s", rule, person.FullName, o.State, state, w.ledger(t))
		}
	}
	if last == nil {
		t.Fatalf("there is no %s for %s\n%s", rule, person.FullName, w.ledger(t))
	}
	return last
}

// occurrences are all of one rule.
func (w *world) occurrences(t *testing.T, rule string) []*model.Occurrence {
	t.Helper()
	page := must[*model.OccurrenceConnection](t)(w.reminders.Occurrences(w.adviser, &model.OccurrenceFilter{RuleKeys: []string{rule}},
		model.PageRequest{First: testrig.Ptr(100)}, testrig.Fields("person.email", "delivery")))
	return page.Nodes
}

// ledger is the whole ledger, for failures.
func (w *world) ledger(t *testing.T) string {
	t.Helper()
	page := must[*model.OccurrenceConnection](t)(w.reminders.Occurrences(w.adviser, nil,
		model.PageRequest{First: testrig.Ptr(100)}, testrig.Fields("person.email", "delivery")))
	text := "ledger at " + w.Clock.Now().String() + "\n"
	for _, o := range page.Nodes {
		text += fmt.Sprintf("%s %s level %d %s due %s %s", o.RuleKey, o.Person.Email, o.Level, o.State, o.DueAt, o.Reason)
		if o.Delivery != nil {
			text += fmt.Sprintf(" [%s tries %d due %s %s]", o.Delivery.State, o.Delivery.Attempts, o.Delivery.DueAt, o.Delivery.ServerSaid)
		}
		text += "\n"
	}
	return text
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// texts are pairs of language and text.
func texts(pairs ...string) []model.TranslationInput {
	var in []model.TranslationInput
	for i := 0; i < len(pairs); i += 2 {
		in = append(in, model.TranslationInput{Language: model.LanguageTag(pairs[i]), Text: pairs[i+1]})
	}
	return in
}
