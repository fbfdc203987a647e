package mail

import (
	"fmt"
	"time"

	ical "github.com/emersion/go-ical"
)

const localStamp = "20060102T150405"

// vtimezone describes a zone for the given years, both included, by listing
// each change of its clocks. Listing is longer than a rule, but true also for
// years in which a country changed its rule.
func vtimezone(zone *time.Location, firstYear, lastYear int) *ical.Component {
	tz := ical.NewComponent(ical.CompTimezone)
	tz.Props.SetText(ical.PropTimezoneID, zone.String())
	end := time.Date(lastYear+1, time.January, 1, 0, 0, 0, 0, zone)
	for at := time.Date(firstYear, time.January, 1, 0, 0, 0, 0, zone); at.Before(end); {
		start, next := at.ZoneBounds()
		tz.Children = append(tz.Children, observance(zone, at, start))
		if next.IsZero() {
			break
		}
		at = next
	}
	return tz
}

// longAgo is the year before which nobody asks what the clocks showed before
// they changed. Then offsets of odd seconds were still in use, which some
// calendar programs cannot read.
const longAgo = 2000

// observance is the period of one offset, of which at is an instant and start
// the first; start is zero when the zone never had another offset before.
func observance(zone *time.Location, at, start time.Time) *ical.Component {
	name, to := at.Zone()
	from, begins := to, time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)
	if start.Year() >= longAgo {
		_, from = start.Add(-time.Second).In(zone).Zone()
		// The start is written as the clocks showed it before they changed.
		begins = start.UTC().Add(time.Duration(from) * time.Second)
	}
	kind := ical.CompTimezoneStandard
	if at.IsDST() {
		kind = ical.CompTimezoneDaylight
	}
	c := ical.NewComponent(kind)
	set(c, ical.PropDateTimeStart, begins.Format(localStamp))
	set(c, ical.PropTimezoneOffsetFrom, utcOffset(from))
	set(c, ical.PropTimezoneOffsetTo, utcOffset(to))
	set(c, ical.PropTimezoneName, name)
	return c
}

// utcOffset writes seconds east of UTC as +hhmm.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}

// set gives a component one property with a value that needs no escaping.
func set(c *ical.Component, name, value string) *ical.Prop {
	prop := ical.NewProp(name)
	prop.Value = value
	c.Props.Set(prop)
	return prop
}
