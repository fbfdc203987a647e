package mail

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	ical "github.com/emersion/go-ical"

	"fyrtaarn/model"
)

// The iTIP methods that Fyrtårn uses.
const (
	MethodRequest = "REQUEST"
	MethodCancel  = "CANCEL"
	MethodPublish = "PUBLISH"
)

const (
	productID = "-//Fyrtaarn//Visits//EN"
	// uidDomain ends every UID. It is no address of this or that installation:
	// an installation that moves must not lose hold of what it sent.
	uidDomain = "fyrtaarn.calendar"
)

// EventUID is the UID of one session in the calendar of one person. It is the
// same for ever, in mails and feeds, so that a later word replaces an earlier.
func EventUID(session, person model.ID) string {
	return session.String() + "-" + person.String() + "@" + uidDomain
}

// Event is one session in somebody's calendar.
type Event struct {
	UID string
	// Sequence is the session's: a higher one replaces a lower.
	Sequence   int
	Start, End time.Time
	// AllDay tells that only the days of Start and End count, in UTC: from the
	// first day to the day after the last.
	AllDay bool
	// Summary, Location and Description are plain text in the reader's language.
	Summary, Location, Description string
	// SummaryLanguage is set when the summary is not in the calendar's language.
	SummaryLanguage string
	Cancelled       bool
}

// CalendarInput is what Calendar writes.
type CalendarInput struct {
	Method string
	// Zone is the venue's: times are written in it.
	Zone *time.Location
	// Stamp is when this word about the events was given.
	Stamp time.Time
	// Organizer and Attendee are left out in feeds (PUBLISH).
	Organizer, Attendee Address
	// Language is the tag of the texts.
	Language string
	Events   []Event
}

var errNoEvents = errors.New("mail: a calendar needs an event")

// Calendar writes an iCalendar object, lines folded, with the description of
// its zone. It fails when there is no event.
func Calendar(in CalendarInput) (*CalendarPart, error) {
	if len(in.Events) == 0 {
		return nil, errNoEvents
	}
	cal := ical.NewCalendar()
	set(cal.Component, ical.PropProductID, productID)
	set(cal.Component, ical.PropVersion, "2.0")
	set(cal.Component, ical.PropCalendarScale, "GREGORIAN")
	set(cal.Component, ical.PropMethod, in.Method)
	if in.Zone != time.UTC && slices.ContainsFunc(in.Events, func(e Event) bool { return !e.AllDay }) {
		first, last := in.years()
		cal.Children = append(cal.Children, vtimezone(in.Zone, first, last))
	}
	for i := range in.Events {
		cal.Children = append(cal.Children, in.event(&in.Events[i]))
	}
	var plain bytes.Buffer
	if err := ical.NewEncoder(&plain).Encode(cal); err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	return &CalendarPart{Method: in.Method, Data: foldLines(plain.Bytes())}, nil
}

func (in *CalendarInput) years() (first, last int) {
	first, last = in.Events[0].Start.In(in.Zone).Year(), in.Events[0].End.In(in.Zone).Year()
	for _, e := range in.Events[1:] {
		first, last = min(first, e.Start.In(in.Zone).Year()), max(last, e.End.In(in.Zone).Year())
	}
	return first, last
}

func (in *CalendarInput) event(e *Event) *ical.Component {
	c := ical.NewComponent(ical.CompEvent)
	set(c, ical.PropUID, e.UID)
	set(c, ical.PropSequence, strconv.Itoa(e.Sequence))
	set(c, ical.PropDateTimeStamp, in.Stamp.UTC().Format(localStamp+"Z"))
	if e.AllDay {
		setDay(c, ical.PropDateTimeStart, e.Start)
		setDay(c, ical.PropDateTimeEnd, e.End)
		// Whoever travels may still meet somebody: the days are marked, not blocked.
		set(c, ical.PropTransparency, "TRANSPARENT")
	} else {
		in.setTime(c, ical.PropDateTimeStart, e.Start)
		in.setTime(c, ical.PropDateTimeEnd, e.End)
	}
	summaryLanguage := e.SummaryLanguage
	if summaryLanguage == "" {
		summaryLanguage = in.Language
	}
	setText(c, ical.PropSummary, e.Summary, summaryLanguage)
	setText(c, ical.PropLocation, e.Location, in.Language)
	setText(c, ical.PropDescription, e.Description, in.Language)
	status := "CONFIRMED"
	if e.Cancelled || in.Method == MethodCancel {
		status = "CANCELLED"
	}
	set(c, ical.PropStatus, status)
	if in.Method == MethodPublish {
		return c
	}
	setPerson(c, ical.PropOrganizer, in.Organizer)
	attendee := setPerson(c, ical.PropAttendee, in.Attendee)
	attendee.Params.Set(ical.ParamCalendarUserType, "INDIVIDUAL")
	attendee.Params.Set(ical.ParamRole, "REQ-PARTICIPANT")
	// The programme is told, not asked: whoever must answer does so on a page.
	attendee.Params.Set(ical.ParamRSVP, "FALSE")
	return c
}

// setDay writes a day without a clock time.
func setDay(c *ical.Component, name string, day time.Time) {
	prop := ical.NewProp(name)
	prop.SetDate(day.UTC())
	c.Props.Set(prop)
}

// setTime writes an instant in the zone's own clock, or in UTC where that clock
// shows the same time twice and the first of the two is not meant.
func (in *CalendarInput) setTime(c *ical.Component, name string, t time.Time) {
	local := t.In(in.Zone)
	prop := ical.NewProp(name)
	prop.Value = local.Format(localStamp)
	first := model.WallClock(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), in.Zone)
	if in.Zone == time.UTC || !first.Equal(local.Truncate(time.Minute)) {
		prop.Value = t.UTC().Format(localStamp + "Z")
	} else {
		prop.Params.Set(ical.PropTimezoneID, in.Zone.String())
	}
	c.Props.Set(prop)
}

func setText(c *ical.Component, name, text, language string) {
	if text == "" {
		return
	}
	prop := ical.NewProp(name)
	prop.SetText(multiLine(text))
	if language != "" {
		prop.Params.Set(ical.ParamLanguage, headerToken(language))
	}
	c.Props.Set(prop)
}

func setPerson(c *ical.Component, name string, who Address) *ical.Prop {
	prop := set(c, name, (&url.URL{Scheme: "mailto", Opaque: headerToken(who.Email)}).String())
	// A parameter has no way to hold a double quote.
	if cn := strings.ReplaceAll(oneLine(who.Name), `"`, "'"); cn != "" {
		prop.Params.Set(ical.ParamCommonName, cn)
	}
	return prop
}

// multiLine keeps line feeds and drops every other control character.
func multiLine(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = oneLine(line)
	}
	return strings.Join(lines, "\n")
}
