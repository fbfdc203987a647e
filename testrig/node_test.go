package testrig_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fyrtaarn/testrig"
)

// auditCount is the size of graphql-http's suite at the pinned version. A suite
// that has grown or shrunk changes what "all audits pass" means.
const auditCount = 61

func TestAuditsReachTheServerWithTheToken(t *testing.T) {
	t.Parallel()
	var asked, unauthorised atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Header.Get("Authorization") != "Bearer secret" {
			unauthorised.Add(1)
		}
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(server.Close)

	report := testrig.RunAudits(t, server.URL+"/graphql", "secret")
	if report.Total != auditCount || asked.Load() < auditCount || unauthorised.Load() != 0 {
		t.Errorf("%d audits, %d requests, %d of them without the token; want %d audits and a token on every request",
			report.Total, asked.Load(), unauthorised.Load(), auditCount)
	}
	// A teapot is no GraphQL server: a harness that found one would find any.
	if report.OK+len(report.Failures) != report.Total || len(report.Failures) == 0 {
		t.Errorf("%d passed and %d failed of %d", report.OK, len(report.Failures), report.Total)
	}
	for _, failure := range report.Failures {
		if failure.ID == "" || failure.Name == "" || failure.Reason == "" {
			t.Errorf("a failure that explains nothing: %+v", failure)
		}
	}
}

func TestAuditsOfAServerThatIsNotThereAllFail(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	report := testrig.RunAudits(t, server.URL, "")
	if report.Total != auditCount || len(report.Failures) != auditCount {
		t.Fatalf("%d of %d audits failed, want all %d", len(report.Failures), report.Total, auditCount)
	}
}

// calendar makes a wire-form text: one line each, ended by CRLF.
func calendar(lines ...string) string {
	return strings.Join(lines, "\r\n") + "\r\n"
}

var (
	head = []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fyrtaarn//Test//EN", "METHOD:REQUEST"}
	zone = []string{
		"BEGIN:VTIMEZONE", "TZID:Europe/Copenhagen",
		"BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
		"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
		"BEGIN:STANDARD", "DTSTART:19961027T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
		"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
		"END:VTIMEZONE",
	}
	event = []string{
		"BEGIN:VEVENT", "UID:visit-1@example.org", "DTSTAMP:20260301T080000Z", "SEQUENCE:3", "STATUS:CONFIRMED",
		"DTSTART;TZID=Europe/Copenhagen:20260608T090000", "DTEND;TZID=Europe/Copenhagen:20260608T103000",
		`SUMMARY:Rundvisning\, Aarhus`, `DESCRIPTION:Første linje\nanden linje med mange ord`, "  i fold",
		"LOCATION:Åbyhøj", "ORGANIZER;CN=Birgit Ærø:mailto:birgit@example.org",
		"ATTENDEE;CN=佐藤 花子;LANGUAGE=ja;PARTSTAT=NEEDS-ACTION;RSVP=TRUE", " :mailto:hanako@example.jp",
		"END:VEVENT",
	}
	tail = []string{"END:VCALENDAR"}
)

func join(parts ...[]string) []string {
	var all []string
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

func TestCalendarIsReadWithZonesFoldsAndPeople(t *testing.T) {
	t.Parallel()
	got := testrig.ParseICal(t, []string{calendar(join(head, zone, event, tail)...)})
	want := []testrig.ICal{{
		Method: "REQUEST",
		ProdID: "-//Fyrtaarn//Test//EN",
		Events: []testrig.ICalEvent{{
			UID: "visit-1@example.org", Sequence: 3, Status: "CONFIRMED",
			Summary:     "Rundvisning, Aarhus",
			Description: "Første linje\nanden linje med mange ord i fold",
			Location:    "Åbyhøj",
			Start:       testrig.ICalTime{At: "2026-06-08T07:00:00Z", TZID: "Europe/Copenhagen"},
			End:         testrig.ICalTime{At: "2026-06-08T08:30:00Z", TZID: "Europe/Copenhagen"},
			Organizer:   &testrig.ICalPerson{Address: "mailto:birgit@example.org", Name: "Birgit Ærø"},
			Attendees: []testrig.ICalPerson{{
				Address: "mailto:hanako@example.jp", Name: "佐藤 花子", Language: "ja", PartStat: "NEEDS-ACTION", RSVP: "TRUE",
			}},
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTimesKeepTheirKind(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]testrig.ICalTime{
		"DTSTART:20260608T070000Z":       {At: "2026-06-08T07:00:00Z", TZID: "UTC"},
		"DTSTART;VALUE=DATE:20260608":    {At: "2026-06-08"},
		"DTSTART:20260608T070000":        {At: "2026-06-08T07:00:00"},
		"DTSTART;TZID=X:20260608T070000": {At: "2026-06-08T05:00:00Z", TZID: "X"},
	} {
		x := strings.Split(strings.ReplaceAll(strings.Join(zone, "\n"), "Europe/Copenhagen", "X"), "\n")
		small := []string{"BEGIN:VEVENT", "UID:1", "DTSTAMP:20260301T080000Z", line, "END:VEVENT"}
		got := testrig.ParseICal(t, []string{calendar(join(head, x, small, tail)...)})[0]
		if got.Error != "" || len(got.Events) != 1 || got.Events[0].Start != want {
			t.Errorf("%s: %+v, want %+v", line, got, want)
		}
	}
}

func TestWhatAStrictReaderRefusesIsAnError(t *testing.T) {
	t.Parallel()
	good := calendar(join(head, zone, event, tail)...)
	refused := map[string]string{
		"NoCalendar":       "hello\r\n",
		"TwoCalendars":     good + good,
		"Unclosed":         calendar(join(head, zone, event)...),
		"BareLineFeeds":    strings.ReplaceAll(good, "\r\n", "\n"),
		"LongLine":         strings.Replace(good, "LOCATION:", "LOCATION:"+strings.Repeat("å", 40), 1),
		"ControlCharacter": strings.Replace(good, "LOCATION:", "LOCATION:\x07", 1),
		"NoUID":            strings.Replace(good, "UID:visit-1@example.org\r\n", "", 1),
		"NoProdID":         strings.Replace(good, "PRODID:-//Fyrtaarn//Test//EN\r\n", "", 1),
		"UndescribedZone":  calendar(join(head, event, tail)...),
		"BrokenParameter":  strings.Replace(good, "CN=Birgit Ærø", `CN="Birgit`, 1),
	}
	var names, texts []string
	for name, text := range refused {
		names, texts = append(names, name), append(texts, text)
	}
	for i, answer := range testrig.ParseICal(t, texts) {
		if answer.Error == "" {
			t.Errorf("%s: accepted as %+v", names[i], answer)
		}
	}
}
