package model

import "time"

// Nobody is written to from QuietFromHour in the evening until QuietUntilHour
// in the morning, by the clock of where the person is.
const (
	QuietFromHour  = 20
	QuietUntilHour = 7
)

// Whereabouts say on whose clock and calendar a person lives, and when. From
// Arrives until just before Departs that is the place's, otherwise the person's
// own. It is the moment of sending that decides, not the moment of planning.
type Whereabouts struct {
	Home, Place               *time.Location
	HomeCountry, PlaceCountry CountryCode
	// Arrives and Departs are both zero for somebody who does not travel.
	Arrives, Departs time.Time
}

// Whereabouts of one of the subject's people. A person without a zone lives in
// the organisation's; a subject without a place is where the person is.
func (s *ReminderSubject) Whereabouts(person *Recipient) Whereabouts {
	home := firstZone(person.Zone, s.OrganisationZone)
	return Whereabouts{
		Home: home, HomeCountry: person.Country,
		Place: firstZone(s.Zone, home), PlaceCountry: s.Country,
		Arrives: person.Arrives, Departs: person.Departs,
	}
}

func firstZone(zones ...*time.Location) *time.Location {
	for _, zone := range zones {
		if zone != nil {
			return zone
		}
	}
	return time.UTC
}

// Staying tells whether the person is at the place at t.
func (w Whereabouts) Staying(t time.Time) bool {
	return !w.Arrives.IsZero() && !t.Before(w.Arrives) && t.Before(w.Departs)
}

// ZoneAt is the zone whose clock the person reads at t.
func (w Whereabouts) ZoneAt(t time.Time) *time.Location {
	if w.Staying(t) {
		return w.Place
	}
	return w.Home
}

// CountryAt is the country whose weekend the person has at t.
func (w Whereabouts) CountryAt(t time.Time) CountryCode {
	if w.Staying(t) {
		return w.PlaceCountry
	}
	return w.HomeCountry
}

// Quiet tells whether nobody may write to the person at t: the night and the
// weekend of where the person then is. A public holiday is not quiet.
func (w Whereabouts) Quiet(t time.Time) bool {
	local := t.In(w.ZoneAt(t))
	hour := local.Hour()
	return hour < QuietUntilHour || hour >= QuietFromHour || isWeekend(w.CountryAt(t), local.Weekday())
}

// NextDecent is the first instant, not before t, at which the person may be
// written to: t itself outside quiet hours, else their end. Somebody who
// arrives or departs meanwhile wakes by the clock of the other place.
func (w Whereabouts) NextDecent(t time.Time) time.Time {
	for w.Quiet(t) {
		end := w.quietEnd(t)
		for _, change := range []time.Time{w.Arrives, w.Departs} {
			if change.After(t) && change.Before(end) {
				end = change
			}
		}
		t = end
	}
	return t.UTC()
}

// quietEnd is when the quiet hours around t end, were the person to stay where
// it is at t. It lies after t.
func (w Whereabouts) quietEnd(t time.Time) time.Time {
	zone, country := w.ZoneAt(t), w.CountryAt(t)
	local := t.In(zone)
	day := DateOf(local)
	if local.Hour() >= QuietUntilHour {
		day = day.AddDays(1)
	}
	for isWeekend(country, day.Weekday()) {
		day = day.AddDays(1)
	}
	return day.At(QuietUntilHour, 0, zone)
}

// AtSending says what becomes of an occurrence that is looked at by the sender
// at now: PLANNED with the instant at which it may leave, which is now or later;
// EXPIRED when it would leave too late to be of use; MISSED when the run comes
// later than the rule's grace.
func (o *Occurrence) AtSending(now time.Time, where Whereabouts) (OccurrenceState, time.Time) {
	leave := now
	if leave.Before(o.DueAt) {
		leave = o.DueAt
	}
	if !o.Urgent {
		leave = where.NextDecent(leave)
	}
	switch {
	case o.ExpiresAt != nil && !leave.Before(*o.ExpiresAt):
		return OccurrenceExpired, leave
	case now.After(o.MissedAt):
		return OccurrenceMissed, leave
	}
	return OccurrencePlanned, leave
}
