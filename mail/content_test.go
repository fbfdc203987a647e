package mail

import (
	"strings"
	"testing"

	ical "github.com/emersion/go-ical"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

func TestChangesSayWhatWasAndWhatIs(t *testing.T) {
	f := SampleFacts(TemplateProgrammeChanged, "en")
	m := compose(t, TemplateProgrammeChanged, f, "en")
	text := spaced(m.Text)
	for _, want := range []string{
		"New time: Tuesday, 9 March 2027, 14:00–15:15. Previously: Tuesday, 9 March 2027, 13:00–14:15.",
		"New place: Auditorium 3, København. Previously: Auditorium 1, København.",
		"Cancelled. It was planned for Wednesday, 10 March 2027, 10:45–12:00.",
		"Everything else stays as it was.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Site visit") {
		t.Error("a session that did not change is told")
	}
	if !strings.HasPrefix(m.Subject, "2 changes") {
		t.Errorf("subject %q", m.Subject)
	}
	events := parse(t, m.Calendar.Data).Events()
	if m.Calendar.Method != MethodRequest || len(events) != 2 {
		t.Fatalf("%s with %d events", m.Calendar.Method, len(events))
	}
	for i, want := range []string{"CONFIRMED", "CANCELLED"} {
		if got := events[i].Props.Get(ical.PropStatus).Value; got != want {
			t.Errorf("event %d is %s", i, got)
		}
	}
	if got := events[0].Props.Get(ical.PropSequence).Value; got != "1" {
		t.Errorf("sequence %s", got)
	}
}

func TestASessionThatVanishedIsCancelledBesideOthersThatMoved(t *testing.T) {
	f := SampleFacts(TemplateProgrammeChanged, "en")
	f.Changes[2].After = nil
	events := parse(t, compose(t, TemplateProgrammeChanged, f, "en").Calendar.Data).Events()
	if got := events[1].Props.Get(ical.PropStatus).Value; got != "CANCELLED" {
		t.Errorf("it is %s", got)
	}
}

func TestOnlyCancellationsAreACancel(t *testing.T) {
	f := SampleFacts(TemplateProgrammeChanged, "en")
	f.Changes = f.Changes[2:]
	m := compose(t, TemplateProgrammeChanged, f, "en")
	if m.Calendar.Method != MethodCancel || !strings.HasPrefix(m.Subject, "Change to the programme") {
		t.Errorf("%s: %q", m.Calendar.Method, m.Subject)
	}
	// A session that vanished has no snapshot after: the word about it still
	// replaces the one before.
	f.Changes[0].After = nil
	f.Changes[0].Before.Sequence = 4
	m = compose(t, TemplateProgrammeChanged, f, "en")
	if got := parse(t, m.Calendar.Data).Events()[0].Props.Get(ical.PropSequence).Value; got != "5" {
		t.Errorf("sequence %s", got)
	}
}

func TestEachKindOfChangeHasItsSentence(t *testing.T) {
	before := SampleFacts(TemplateProgramme, "en").Sessions[0]
	lab, other := sampleID(2), sampleID(20)
	for name, test := range map[string]struct {
		kind   model.ChangeKind
		change func(*model.SessionSnapshot)
		want   string
	}{
		"NewHost":         {model.ChangeHost, func(s *model.SessionSnapshot) { s.HostID = &lab }, "New host: Living Lab Odense (demo). Previously: Hvidovre Hospital."},
		"NoHost":          {model.ChangeHost, func(s *model.SessionSnapshot) { s.HostID = nil }, "A new host is being found. Previously: Hvidovre Hospital."},
		"NoInterpreter":   {model.ChangeInterpreter, func(s *model.SessionSnapshot) { s.InterpreterID = nil }, "There is no interpreter at present. Previously: Kim Holm Demo."},
		"UnknownPerson":   {model.ChangeInterpreter, func(s *model.SessionSnapshot) { s.InterpreterID = &other }, "There is no interpreter at present."},
		"NoPlace":         {model.ChangeRelocated, func(s *model.SessionSnapshot) { s.Room, s.Venue, s.City = "", "", "" }, "The place is being decided again."},
		"NewTitle":        {model.ChangeRenamed, func(s *model.SessionSnapshot) { s.Title = model.Localized("en", "Tour") }, "New title: Tour. Previously: Site visit."},
		"TitleElsewhere":  {model.ChangeRenamed, func(*model.SessionSnapshot) {}, "Some details have been updated."},
		"DetailsOnly":     {model.ChangeDetails, func(s *model.SessionSnapshot) { s.Language = "fr" }, "Some details have been updated."},
		"AddedWithPlace":  {model.ChangeAdded, func(*model.SessionSnapshot) {}, "Place: Auditorium 2, Hvidovre Hospital, Hvidovre"},
		"AddedWithMoment": {model.ChangeAdded, func(*model.SessionSnapshot) {}, "New in the programme: Tuesday, 9 March 2027, 09:00–10:15"},
	} {
		t.Run(name, func(t *testing.T) {
			f := SampleFacts(TemplateProgrammeChanged, "en")
			after := before
			test.change(&after)
			f.Changes = model.ProgrammeChanges{{SessionID: after.SessionID, Kind: test.kind, Before: &before, After: &after}}
			if m := compose(t, TemplateProgrammeChanged, f, "en"); !strings.Contains(spaced(m.Text), test.want) {
				t.Errorf("%q is not in\n%s", test.want, m.Text)
			}
		})
	}
}

func TestACancelledVisitLeavesTheCalendar(t *testing.T) {
	f := SampleFacts(TemplateCancelled, "en")
	m := compose(t, TemplateCancelled, f, "en")
	if m.Calendar.Method != MethodCancel || len(parse(t, m.Calendar.Data).Events()) != len(f.Sessions) {
		t.Errorf("%s:\n%s", m.Calendar.Method, m.Calendar.Data)
	}
	f.Sessions = nil
	if m := compose(t, TemplateCancelled, f, "en"); m.Calendar != nil || strings.Contains(m.Text, "calendar") {
		t.Errorf("a visit without sessions touches the calendar:\n%s", m.Text)
	}
}

func TestTheUIDIsTheSamePersonsForEver(t *testing.T) {
	uid := func(template string) string {
		f := SampleFacts(template, "en")
		f.Sessions = f.Sessions[:1]
		m := compose(t, template, f, "en")
		return parse(t, m.Calendar.Data).Events()[0].Props.Get(ical.PropUID).Value
	}
	if a, b := uid(TemplateProgramme), uid(TemplateCancelled); a != b || a != EventUID(sampleID(11), sampleID(7)) {
		t.Errorf("%s and %s", a, b)
	}
}

func TestNoLinkAndNoNeedLeavesWithACalendarOrToAHost(t *testing.T) {
	f := SampleFacts(TemplateHostBriefing, "en")
	f.Delegates[1].Needs = &model.DelegateNeeds{Diet: "vegetarian", Access: "wheelchair"}
	m := compose(t, TemplateHostBriefing, f, "en")
	for _, secret := range []string{"vegetarian", "wheelchair", "Suzuki"} {
		if strings.Contains(m.Text+m.HTML+string(m.Calendar.Data), secret) {
			t.Errorf("the host is told %q", secret)
		}
	}
	for _, want := range []string{"Satō Hanako, head of delegation", "2 more people", "English and Japanese", "3 people will take part."} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("%q is not in\n%s", want, m.Text)
		}
	}
	if strings.Contains(string(m.Calendar.Data), "https://") {
		t.Error("the calendar holds a personal link")
	}
	f.Attachment = model.AttachNothing
	if m := compose(t, TemplateHostBriefing, f, "en"); m.Calendar != nil || strings.Contains(m.Text, "calendar") {
		t.Error("the rule wanted no calendar")
	}
}

func TestEscalationSaysWhoWasAsked(t *testing.T) {
	m := compose(t, TemplateHostsUnconfirmedEscalated, SampleFacts(TemplateHostsUnconfirmedEscalated, "en"), "en")
	for _, want := range []string{"Hvidovre Hospital", "Bo Lund Demo", "Monday, 22 February 2027", "Site visit"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("%q is not in\n%s", want, m.Text)
		}
	}
}

func TestCountsUseTheLanguagesPlurals(t *testing.T) {
	f := SampleFacts(TemplateDelegationUnanswered, "da")
	if m := compose(t, TemplateDelegationUnanswered, f, "da"); !strings.HasSuffix(m.Subject, "5 dage uden svar") {
		t.Errorf("subject %q", m.Subject)
	}
	f.Delegation.RequestedOn = model.NewDate(2027, 2, 28)
	if m := compose(t, TemplateDelegationUnanswered, f, "da"); !strings.HasSuffix(m.Subject, "én dag uden svar") {
		t.Errorf("subject %q", m.Subject)
	}
}

func TestADigestHoldsEachMailAndOneCalendar(t *testing.T) {
	f := SampleFacts(TemplateDigest, "en")
	cancelled := SampleFacts(TemplateCancelled, "en")
	cancelled.Sessions = cancelled.Sessions[2:]
	f.Items = append(f.Items, Item{TemplateCancelled, cancelled})
	m := compose(t, TemplateDigest, f, "en")
	for _, want := range []string{"One follow-up is due", "Overdue since Friday, 26 February 2027", "New time:", "has been cancelled"} {
		if !strings.Contains(m.Text, want) || !strings.Contains(m.HTML, want) {
			t.Errorf("%q is not in\n%s", want, m.Text)
		}
	}
	if n := strings.Count(m.Text, "Dear Alex Demo"); n != 1 {
		t.Errorf("the reader is greeted %d times", n)
	}
	if m.Calendar.Method != MethodRequest || len(parse(t, m.Calendar.Data).Events()) != 3 {
		t.Errorf("the calendar is\n%s", m.Calendar.Data)
	}
	f.Items = []Item{{TemplateDigest, f}}
	if _, err := Compose(TemplateDigest, f, i18n.For("en")); err == nil {
		t.Error("a digest of digests was written")
	}
}
