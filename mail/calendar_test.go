package mail

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/emersion/go-ical"

	"fyrtaarn/model"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := model.LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// parse reads a calendar back with the library that wrote its content lines.
func parse(t *testing.T, data []byte) *ical.Calendar {
	t.Helper()
	cal, err := ical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return cal
}

func calendarInput(t *testing.T, zoneName string, start time.Time) CalendarInput {
	t.Helper()
	return CalendarInput{
		Method: MethodRequest, Zone: zone(t, zoneName), Stamp: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC),
		Organizer: Address{`Asta "Åkjær"; Demo, lead`, "asta@fyrtaarn.example"},
		Attendee:  Address{"د. ليلى", "layla@visitor.example"}, Language: "ar",
		Events: []Event{{
			UID: EventUID(sampleID(1), sampleID(2)), Sequence: 3, Start: start, End: start.Add(75 * time.Minute),
			Summary: "Besøg; med, komma\nog linje", Location: "Hvidovre Hospital", Description: strings.Repeat("説明🙂", 40),
			SummaryLanguage: "da",
		}},
	}
}

func TestACalendarSaysWhatItWasGiven(t *testing.T) {
	start := time.Date(2027, 5, 20, 7, 0, 0, 0, time.UTC)
	in := calendarInput(t, model.Copenhagen, start)
	part, err := Calendar(in)
	if err != nil {
		t.Fatal(err)
	}
	cal := parse(t, part.Data)
	if method := cal.Props.Get(ical.PropMethod); method.Value != MethodRequest || part.Method != MethodRequest {
		t.Errorf("method %s", method.Value)
	}
	event := cal.Events()[0]
	for name, want := range map[string]string{
		ical.PropUID: in.Events[0].UID, ical.PropSequence: "3", ical.PropStatus: "CONFIRMED",
		ical.PropDateTimeStamp: "20270301T090000Z", ical.PropDateTimeStart: "20270520T090000",
		ical.PropAttendee: "mailto:layla@visitor.example", ical.PropOrganizer: "mailto:asta@fyrtaarn.example",
	} {
		if got := event.Props.Get(name).Value; got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	for name, want := range map[string]string{ical.PropSummary: in.Events[0].Summary, ical.PropDescription: in.Events[0].Description} {
		if got, err := event.Props.Text(name); err != nil || got != want {
			t.Errorf("%s is %q (%v)", name, got, err)
		}
	}
	if got := event.Props.Get(ical.PropSummary).Params.Get(ical.ParamLanguage); got != "da" {
		t.Errorf("the summary is said to be %q", got)
	}
	if got := event.Props.Get(ical.PropLocation).Params.Get(ical.ParamLanguage); got != "ar" {
		t.Errorf("the place is said to be %q", got)
	}
	if got := event.Props.Get(ical.PropOrganizer).Params.Get(ical.ParamCommonName); got != "Asta 'Åkjær'; Demo, lead" {
		t.Errorf("organizer %q", got)
	}
	if got := event.Props.Get(ical.PropAttendee).Params.Get(ical.ParamRSVP); got != "FALSE" {
		t.Errorf("RSVP %q", got)
	}
	if got, err := event.DateTimeStart(nil); err != nil || !got.Equal(start) {
		t.Errorf("starts at %v (%v)", got, err)
	}
}

func TestCancelAndPublish(t *testing.T) {
	in := calendarInput(t, model.Copenhagen, time.Date(2027, 5, 20, 7, 0, 0, 0, time.UTC))
	in.Method = MethodCancel
	part, err := Calendar(in)
	if err != nil {
		t.Fatal(err)
	}
	if got := parse(t, part.Data).Events()[0].Props.Get(ical.PropStatus).Value; got != "CANCELLED" {
		t.Errorf("CANCEL has status %s", got)
	}
	in.Method = MethodPublish
	if part, err = Calendar(in); err != nil {
		t.Fatal(err)
	}
	if props := parse(t, part.Data).Events()[0].Props; props.Get(ical.PropAttendee) != nil || props.Get(ical.PropOrganizer) != nil {
		t.Error("a feed names people")
	}
	in.Events = nil
	if _, err := Calendar(in); err == nil {
		t.Error("a calendar of nothing was written")
	}
}

// offsetAt reads a VTIMEZONE as a calendar program does: the last observance
// that began, by the clock that was running until then.
func offsetAt(t *testing.T, tz *ical.Component, at time.Time) (offset, kind string) {
	t.Helper()
	var latest time.Time
	for _, o := range tz.Children {
		local, err := time.Parse(localStamp, o.Props.Get(ical.PropDateTimeStart).Value)
		if err != nil {
			t.Fatal(err)
		}
		from, err := time.Parse("-0700", o.Props.Get(ical.PropTimezoneOffsetFrom).Value)
		if err != nil {
			t.Fatal(err)
		}
		_, seconds := from.Zone()
		began := local.Add(-time.Duration(seconds) * time.Second)
		if !began.After(at) && !began.Before(latest) {
			latest, offset, kind = began, o.Props.Get(ical.PropTimezoneOffsetTo).Value, o.Name
		}
	}
	return offset, kind
}

func TestTheZoneIsTheOneOfTheClocks(t *testing.T) {
	for _, name := range []string{
		model.Copenhagen, "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia",
		"Pacific/Pago_Pago", "America/St_Johns", "Africa/Casablanca", "Europe/Kyiv",
	} {
		in := calendarInput(t, name, time.Date(2027, 3, 20, 12, 0, 0, 0, time.UTC))
		in.Events = append(in.Events, in.Events[0])
		in.Events[1].Start, in.Events[1].End = in.Events[0].Start.AddDate(1, 0, 0), in.Events[0].End.AddDate(1, 0, 0)
		part, err := Calendar(in)
		if err != nil {
			t.Fatal(err)
		}
		tz := parse(t, part.Data).Children[0]
		if tz.Name != ical.CompTimezone || tz.Props.Get(ical.PropTimezoneID).Value != name {
			t.Fatalf("%s has no zone", name)
		}
		for at := time.Date(2027, 1, 2, 0, 30, 0, 0, time.UTC); at.Year() < 2029; at = at.Add(7 * time.Hour) {
			got, _ := offsetAt(t, tz, at)
			if want := at.In(in.Zone).Format("-0700"); got != want {
				t.Fatalf("%s at %v: %s, the clocks say %s", name, at, got, want)
			}
		}
	}
	in := calendarInput(t, model.Copenhagen, time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC))
	tz := vtimezone(in.Zone, 2027, 2027)
	if offset, kind := offsetAt(t, tz, in.Events[0].Start); offset != "+0200" || kind != ical.CompTimezoneDaylight {
		t.Errorf("Copenhagen in July: %s %s", offset, kind)
	}
	if offset, kind := offsetAt(t, tz, time.Date(2027, 12, 1, 0, 0, 0, 0, time.UTC)); offset != "+0100" || kind != ical.CompTimezoneStandard {
		t.Errorf("Copenhagen in December: %s %s", offset, kind)
	}
}

func TestATimeThatTheClocksShowTwiceIsWrittenInUTC(t *testing.T) {
	// On 31 October 2027 Copenhagen's clocks go from 03:00 back to 02:00 at 01:00 UTC.
	for start, want := range map[time.Time]string{
		time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC): "20271031T023000",
		time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC): "20271031T013000Z",
		time.Date(2027, 3, 28, 0, 30, 0, 0, time.UTC):  "20270328T013000",
		time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC):  "20270328T033000",
	} {
		part, err := Calendar(calendarInput(t, model.Copenhagen, start))
		if err != nil {
			t.Fatal(err)
		}
		event := parse(t, part.Data).Events()[0]
		if got := event.Props.Get(ical.PropDateTimeStart).Value; got != want {
			t.Errorf("%v is written %s, not %s", start, got, want)
		}
	}
	part, err := Calendar(calendarInput(t, "UTC", time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC)))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(part.Data, []byte("VTIMEZONE")) || !bytes.Contains(part.Data, []byte("DTSTART:20270328T013000Z")) {
		t.Errorf("UTC is written as a zone:\n%s", part.Data)
	}
}

func TestFoldingKeepsEveryLetterAndLength(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) // the same letters in every run
	letters := []rune("abæøåß日本語العربية🙂👩‍⚕️;:,\"\\ ")
	for range 2000 {
		var text bytes.Buffer
		for range random.IntN(4) + 1 {
			for range random.IntN(200) {
				text.WriteRune(letters[random.IntN(len(letters))])
			}
			text.WriteString("\r\n")
		}
		folded := foldLines(text.Bytes())
		for line := range bytes.SplitSeq(bytes.TrimSuffix(folded, []byte("\r\n")), []byte("\r\n")) {
			if len(line) > 75 {
				t.Fatalf("a line of %d octets: %q", len(line), line)
			}
			if !utf8.Valid(line) {
				t.Fatalf("a letter was cut: %q", line)
			}
		}
		if back := bytes.ReplaceAll(folded, []byte("\r\n "), nil); !bytes.Equal(back, unspaced(text.Bytes())) {
			t.Fatalf("unfolded\n%q\nfolded from\n%q", back, text.Bytes())
		}
	}
}

// unspaced is what unfolding makes of text whose own lines begin with a space:
// no content line does, so the test takes such spaces out on both sides.
func unspaced(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n "), nil) }

func TestFoldingSurvivesWhatIsNoText(t *testing.T) {
	folded := foldLines(bytes.Repeat([]byte{0x80}, 400))
	if got := bytes.Count(folded, []byte{0x80}); got != 400 {
		t.Errorf("%d of 400 octets are left", got)
	}
}
