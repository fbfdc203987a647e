package demo_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/reminder"
	"fyrtaarn/demo"
	"fyrtaarn/i18n"
	fyrmail "fyrtaarn/mail"
	"fyrtaarn/mail/smtptest"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// dayZero is the D of every test: Wednesday 3 March 2027.
var dayZero = model.NewDate(2027, time.March, 3)

// sent is one mail as the SMTP server took it, and when by the world's clock.
type sent struct {
	at       time.Time
	to       string
	header   mail.Header
	text     string
	html     string
	calendar string
	method   string
}

// load plays the demo until 09.00 on D with mail going to a real SMTP server
// that refuses addresses below .invalid for good.
func load(t *testing.T, rig *testrig.Rig) (*demo.World, func() []sent) {
	t.Helper()
	server, err := smtptest.Start(smtptest.Options{Decide: func(_, to string) smtptest.Verdict {
		if strings.HasSuffix(to, ".invalid") {
			return smtptest.Verdict{Recipient: smtptest.Answer{Code: 550, Text: "no such host"}}
		}
		return smtptest.Verdict{}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	sender, err := fyrmail.NewSMTP(server.URL(), fyrmail.KeepSessions(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sender.Close() })
	var world *demo.World
	times := []time.Time{}
	note := noting{sender, func() { times = append(times, world.Clock.Now()) }}
	world = demo.NewWorld(rig.Core, func(core *app.Core) *reminder.Dispatcher {
		links := access.Service{Core: core}
		return &reminder.Dispatcher{
			Core: core, Sender: note, From: fyrmail.Address{Name: "Fyrtårn", Email: "fyrtaarn@fyrtaarn.example"}, Workers: 1,
			Link: func(ctx context.Context, tx *app.Tx, want reminder.LinkWanted) (string, error) {
				secret, err := links.LinkCreate(ctx, tx, want.Purpose, want.SubjectID, want.PersonID, want.Category, want.ExpiresAt)
				return "https://fyrtaarn.example/p/" + secret, err
			},
		}
	})
	if err := world.Load(t.Context(), dayZero); err != nil {
		t.Fatal(err)
	}
	return world, func() []sent {
		raw := server.Mails()
		if len(raw) != len(times) {
			t.Fatalf("%d mails came and %d were taken", len(raw), len(times))
		}
		out := make([]sent, len(raw))
		for i, m := range raw {
			out[i] = open(t, m, times[i])
		}
		return out
	}
}

// noting tells when a mail was taken, by the world's clock.
type noting struct {
	fyrmail.Sender
	taken func()
}

func (n noting) Send(ctx context.Context, m *fyrmail.Message) error {
	err := n.Sender.Send(ctx, m)
	if err == nil {
		n.taken()
	}
	return err
}

// open takes a mail apart.
func open(t *testing.T, m smtptest.Mail, at time.Time) sent {
	t.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	s := sent{at: at, to: m.To, header: msg.Header}
	s.part(t, msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Body)
	return s
}

func (s *sent) part(t *testing.T, contentType, encoding string, body io.Reader) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			s.part(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	switch kind {
	case "text/plain":
		s.text = string(content)
	case "text/html":
		s.html = string(content)
	case "text/calendar":
		s.calendar, s.method = string(content), params["method"]
	}
}

func (s *sent) rule() string {
	key, _, _ := strings.Cut(s.header.Get("X-Reminder-Key"), "/")
	return key
}

func TestTheDemoFromItsFirstDayToFourMonthsAfter(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		world, mails := load(t, rig)
		// The steps stand in the order of the clock, which only goes forward.
		steps := []struct {
			name string
			run  func(*testing.T, *demo.World, func() []sent)
		}{
			{"OnDayZeroItHasItsDelegationsDelegatesAndConflicts", hasDelegationsDelegatesAndConflicts},
			{"GermanysMilestoneIsToldAgainInTwoDaysAndTheDraftNextMonday", milestonesAndAnswers},
			{"TheChangeOfThisMorningReachesFifteenPeople", changeThisMorning},
			{"TheFiveMissionsStandWhereTheyShouldAndAPlaceThatIsGivenBackIsOffered", fiveMissions},
			{"AChangeAt2240ToTheNextMorningLeavesAtOnce", changeAtNight},
			{"FourMonthsGoBy", func(t *testing.T, w *demo.World, _ func() []sent) { pass(t, w, 125) }},
			{"EveryReminderOfTheFrenchVisitCameInFrenchWithCopenhagenTimes", frenchVisit},
			{"TheJapaneseVisitWasToldAtADecentHourWhereItWas", japaneseVisit},
			{"TheCancellationCameInKoreanAndTookTheCalendarBack", koreanCancellation},
			{"EveryCalendarPartIsReadAndNoMailHoldsTwoLanguages", calendarsAndLanguages},
		}
		for _, step := range steps {
			t.Run(step.name, func(t *testing.T) { step.run(t, world, mails) })
		}
	})
}

// milestonesAndAnswers are told as section 9 of the scenario has it: Germany's
// milestone was told on its day and is told again after two weeks; the company
// that saved on D-2 is asked on the Monday after the fifth day, a Saturday.
func milestonesAndAnswers(t *testing.T, world *demo.World, _ func() []sent) {
	t.Helper()
	from, until := dayZero.AddDays(-12).At(0, 0, time.UTC), dayZero.AddDays(9).At(0, 0, time.UTC)
	for rule, want := range map[string][]string{
		"milestone.late":        {"Asta Åkjær Demo SENT D-12", "Asta Åkjær Demo PLANNED D+2"},
		"assessment.unfinished": {"Kontakt 29 Demo PLANNED D+5"},
	} {
		page, err := world.Reminders.Occurrences(testrig.Adviser(t.Context()), &model.OccurrenceFilter{
			RuleKeys: []string{rule}, DueFrom: &from, DueUntil: &until, States: []model.OccurrenceState{model.OccurrenceSent, model.OccurrencePlanned},
		}, model.PageRequest{}, testrig.Fields("person.fullName"))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, o := range page.Nodes {
			got = append(got, fmt.Sprintf("%s %s D%+d", o.Person.FullName, o.State, dayZero.DaysUntil(model.DateOf(o.DueAt))))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s told %q, want %q", rule, got, want)
		}
	}
}

func hasDelegationsDelegatesAndConflicts(t *testing.T, world *demo.World, _ func() []sent) {
	t.Helper()
	staff := testrig.Adviser(t.Context())
	all, err := world.Delegations.List(staff, nil, &model.DelegationOrderBy{Field: model.DelegationByReference, Direction: model.Ascending},
		model.PageRequest{}, testrig.Fields("reference", "delegateCount", "state", "totalCount"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]model.DelegationState{
		"demo-del-01": model.DelegationClosed, "demo-del-02": model.DelegationFollowUp, "demo-del-03": model.DelegationInProgress,
		"demo-del-04": model.DelegationConfirmed, "demo-del-05": model.DelegationPlanning, "demo-del-06": model.DelegationPlanning,
		"demo-del-07": model.DelegationInquiry, "demo-del-08": model.DelegationCancelled,
	}
	delegates, ids := 0, []model.ID{}
	for _, d := range all.Nodes {
		if want[d.Reference] != d.State {
			t.Errorf("%s is %s, want %s", d.Reference, d.State, want[d.Reference])
		}
		delegates += d.DelegateCount
		ids = append(ids, d.ID)
	}
	if *all.TotalCount != 8 || delegates != 99 {
		t.Errorf("%d delegations and %d delegates, want 8 and 99", *all.TotalCount, delegates)
	}
	conflicts, err := world.Delegations.Conflicts(staff, ids)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, d := range all.Nodes {
		for _, c := range conflicts[d.ID] {
			if c.Level != model.ConflictNote {
				found = append(found, d.Reference+" "+string(c.Kind))
			}
		}
	}
	slices.Sort(found)
	expected := []string{
		"demo-del-04 HOST_BLOCKED", "demo-del-05 GROUP_TWICE", "demo-del-05 ROOM_TOO_SMALL", "demo-del-05 TRAVEL_TOO_SHORT",
		"demo-del-06 INTERPRETER_TWICE",
	}
	if !slices.Equal(found, expected) {
		t.Errorf("the open conflicts are\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(expected, "\n"))
	}
	bounced := true
	wrong, err := world.People.List(staff, &model.PersonFilter{EmailBounced: &bounced}, nil, model.PageRequest{}, model.Fields{"totalCount": {}})
	if err != nil || *wrong.TotalCount != 1 {
		t.Errorf("%v addresses bounced (%v), want the mistyped one", wrong, err)
	}
	overdue := true
	late, err := world.FollowUps.List(staff, &model.FollowUpFilter{Overdue: &overdue}, model.PageRequest{}, model.Fields{"totalCount": {}})
	if err != nil || *late.TotalCount != 2 {
		t.Errorf("%v follow-ups are overdue (%v), want 2", late, err)
	}
}

func frenchVisit(t *testing.T, _ *demo.World, mails func() []sent) {
	t.Helper()
	got := map[string]map[string]int{}
	for _, m := range mails() {
		if !strings.HasSuffix(m.to, "@agence-sante.demo.example") {
			continue
		}
		if m.header.Get("Content-Language") != "fr" {
			t.Errorf("%s got %s in %s", m.to, m.rule(), m.header.Get("Content-Language"))
		}
		if got[m.rule()] == nil {
			got[m.rule()] = map[string]int{}
		}
		got[m.rule()][m.to]++
		if strings.Contains(m.rule(), ".programme") {
			if !strings.Contains(m.text, "Copenhague") || !strings.Contains(m.text, "09:00") && !strings.Contains(m.text, "9:00") {
				t.Errorf("the programme to %s names no Copenhagen time:\n%s", m.to, m.text)
			}
			if m.method != "REQUEST" {
				t.Errorf("the programme to %s has a calendar part of method %q", m.to, m.method)
			}
		}
	}
	for _, rule := range []string{"delegation.programme7", "delegation.programme1", "delegation.thanks", "delegation.surveyAgain"} {
		for n := 1; n <= 10; n++ {
			to := fmt.Sprintf("delegate%02d@agence-sante.demo.example", n)
			if got[rule][to] != 1 {
				t.Errorf("%s came %d times to %s", rule, got[rule][to], to)
			}
		}
	}
}

func japaneseVisit(t *testing.T, _ *demo.World, mails func() []sent) {
	t.Helper()
	tokyo, _ := model.LoadZone("Asia/Tokyo")
	copenhagen, _ := model.LoadZone(model.Copenhagen)
	arrives, departs := dayZero.AddDays(-20).At(0, 0, copenhagen), dayZero.AddDays(-17).At(0, 0, copenhagen)
	n := 0
	for _, m := range mails() {
		if !strings.HasSuffix(m.to, "@kita.demo.example") {
			continue
		}
		n++
		zone := tokyo
		if !m.at.Before(arrives) && m.at.Before(departs) {
			zone = copenhagen
		}
		if hour := m.at.In(zone).Hour(); hour < 7 || hour >= 20 {
			t.Errorf("%s came to %s at %v", m.rule(), m.to, m.at.In(zone))
		}
		language := "ja"
		if m.to == "delegate08@kita.demo.example" {
			language = "en"
		}
		if m.header.Get("Content-Language") != language {
			t.Errorf("%s got %s in %s", m.to, m.rule(), m.header.Get("Content-Language"))
		}
	}
	if n < 8*3 {
		t.Errorf("only %d mails came", n)
	}
}

func koreanCancellation(t *testing.T, _ *demo.World, mails func() []sent) {
	t.Helper()
	n := 0
	for _, m := range mails() {
		if m.rule() != "delegation.cancelled" || !strings.HasSuffix(m.to, "@seoul-care.demo.example") {
			continue
		}
		n++
		if m.header.Get("Content-Language") != "ko" || m.method != "CANCEL" || !strings.Contains(m.calendar, "METHOD:CANCEL") {
			t.Errorf("%s got it in %s with method %q", m.to, m.header.Get("Content-Language"), m.method)
		}
	}
	if n != 11 {
		t.Errorf("%d of 11 were told", n)
	}
}

func calendarsAndLanguages(t *testing.T, _ *demo.World, mails func() []sent) {
	t.Helper()
	var calendars []string
	for _, m := range mails() {
		if m.calendar != "" {
			calendars = append(calendars, m.calendar)
		}
		oneLanguage(t, m)
	}
	if len(calendars) < 100 {
		t.Fatalf("only %d calendar parts came", len(calendars))
	}
	for _, c := range testrig.ParseICal(t, calendars) {
		if c.Error != "" || len(c.Events) == 0 {
			t.Fatalf("a calendar part cannot be read: %+v", c)
		}
	}
}

// oneLanguage fails when a mail's HTML says that a piece is in another language
// than the mail, unless it also says so to the reader, or when its footer,
// which every mail has, is another language's.
func oneLanguage(t *testing.T, m sent) {
	t.Helper()
	tag := m.header.Get("Content-Language")
	if !strings.Contains(m.html, `lang="`+tag+`"`) {
		t.Errorf("%s to %s in %s does not say its language", m.rule(), m.to, tag)
	}
	mine := i18n.For(tag).Text("mail.closing", nil)
	for _, language := range i18n.Languages() {
		footer := i18n.For(language.Tag).Text("mail.closing", nil)
		if language.Tag != tag && footer != mine && strings.Contains(m.text, footer) {
			t.Errorf("%s to %s in %s holds %s", m.rule(), m.to, tag, language.Tag)
		}
	}
}

func changeAtNight(t *testing.T, world *demo.World, mails func() []sent) {
	t.Helper()
	copenhagen, _ := model.LoadZone(model.Copenhagen)
	pass(t, world, 6) // 09.00 on the first day of the French visit
	night := dayZero.AddDays(6).At(22, 40, copenhagen)
	if err := world.PassTime(t.Context(), night); err != nil {
		t.Fatal(err)
	}
	before := len(mails())
	staff := testrig.Adviser(t.Context())
	visit, err := world.Delegations.Find(staff, nil, new("demo-del-04"), testrig.Fields("sessions.startsAt"))
	if err != nil {
		t.Fatal(err)
	}
	var morning *model.Session
	for _, s := range visit.Sessions {
		if morning == nil && s.StartsAt.After(night) {
			morning = s
		}
	}
	moved := morning.StartsAt.Add(30 * time.Minute)
	if _, err := world.Delegations.SessionUpdate(staff, model.SessionUpdateInput{ID: morning.GlobalID(), StartsAt: model.Sent(moved)}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := world.Dispatcher.Dispatch(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, m := range mails()[before:] {
		if m.at.Equal(night) && m.rule() == "delegation.programmeChanged" {
			told[m.to] = true
		}
	}
	for n := 1; n <= 10; n++ {
		if to := fmt.Sprintf("delegate%02d@agence-sante.demo.example", n); !told[to] {
			t.Errorf("%s was not told at 22.40", to)
		}
	}
}

func changeThisMorning(t *testing.T, world *demo.World, mails func() []sent) {
	t.Helper()
	before := len(mails())
	if err := world.PassTime(t.Context(), world.Clock.Now().Add(20*time.Minute)); err != nil {
		t.Fatal(err)
	}
	languages := map[string]int{}
	for _, m := range mails()[before:] {
		if m.rule() == "delegation.programmeChanged" && strings.HasSuffix(m.to, "@recovery.demo.example") {
			languages[m.header.Get("Content-Language")]++
		}
	}
	if languages["uk"] != 14 || languages["en"] != 1 {
		t.Errorf("told: %v, want 14 in uk and 1 in en", languages)
	}
}

func TestEveryPublishedVisitIsHeldWithoutLoss(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		rig.Clock.Set(time.Date(2027, 3, 3, 8, 0, 0, 0, time.UTC))
		world := demo.NewWorld(rig.Core, func(core *app.Core) *reminder.Dispatcher { return &reminder.Dispatcher{Core: core} })
		staff := testrig.Adviser(t.Context())
		for range 2 { // a second import finds everything there
			file, err := os.Open("testdata/real-visits.json")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := world.Import(staff, file); err != nil {
				t.Fatal(err)
			}
			_ = file.Close()
		}
		all, err := world.Delegations.List(staff, nil, nil, model.PageRequest{}, testrig.Fields(
			"title", "country", "startsOn", "endsOn", "city", "tags", "state", "host.name", "organisers.organisation.name", "description", "totalCount",
			"sessions.title", "sessions.startsAt", "sessions.host.name", "sessions.kind", "sessions.city", "sessions.timesArePlanned"))
		if err != nil {
			t.Fatal(err)
		}
		sessions := 0
		for _, d := range all.Nodes {
			sessions += len(d.Sessions)
			if d.Host == nil || d.Host.Name != "Healthcare DENMARK" || d.State != model.DelegationCompleted {
				t.Errorf("%s: host %v, state %s", d.Title.In(nil).Text, d.Host, d.State)
			}
			for _, s := range d.Sessions {
				if !s.TimesArePlanned || s.Host == nil {
					t.Errorf("%s: %s has host %v, planned %v", d.Title.In(nil).Text, s.Title.In(nil).Text, s.Host, s.TimesArePlanned)
				}
			}
		}
		if *all.TotalCount != 4 || sessions != 17 {
			t.Errorf("%d visits with %d sessions, want 4 with 17", *all.TotalCount, sessions)
		}
	})
}

// pass lets days go by after D.
func pass(t *testing.T, world *demo.World, days int) {
	t.Helper()
	copenhagen, _ := model.LoadZone(model.Copenhagen)
	if err := world.PassTime(t.Context(), dayZero.AddDays(days).At(9, 0, copenhagen)); err != nil {
		t.Fatal(err)
	}
}
