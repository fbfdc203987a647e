package model

import "time"

// wantedAt is the moment that the rule wants for the occurrence of the given
// number, before quiet hours: anchor, offset, repetition, free days, clock.
func (p planner) wantedAt(person *Recipient, anchor time.Time, number int) time.Time {
	zone := p.subject.anchorZone()
	rule, times := p.rule, 0
	if number > 1 {
		times = (number - 1) * rule.Repeat.Every
	}
	if exact, ok := rule.Unit.duration(); ok {
		at := anchor.Add(time.Duration(rule.Offset) * exact)
		if times == 0 {
			return at
		}
		if every, ok := rule.Repeat.Unit.duration(); ok {
			return at.Add(time.Duration(times) * every)
		}
		day := p.advance(person, DateOf(at.In(zone)), times, rule.Repeat.Unit)
		return sameClock(day, at, zone)
	}
	day := p.advance(person, DateOf(anchor.In(zone)), rule.Offset, rule.Unit)
	if times > 0 {
		day = p.advance(person, day, times, rule.Repeat.Unit)
	}
	return p.clockOn(person, p.shifted(person, day), anchor, zone)
}

// duration is the length of a unit that is one whatever the calendar says.
func (u OffsetUnit) duration() (time.Duration, bool) {
	switch u {
	case OffsetMinutes:
		return time.Minute, true
	case OffsetHours:
		return time.Hour, true
	case OffsetDays, OffsetWorkingDays, OffsetWeeks, OffsetMonths:
	}
	return 0, false
}

// anchorZone is where an anchor's calendar day is read: "the day before" a
// visit is the day before at the venue, wherever its reader lives.
func (s *ReminderSubject) anchorZone() *time.Location { return firstZone(s.Zone, s.OrganisationZone) }

// advance moves n units of days or longer.
func (p planner) advance(person *Recipient, day Date, n int, unit OffsetUnit) Date {
	switch unit {
	case OffsetDays:
		return day.AddDays(n)
	case OffsetWeeks:
		return day.AddDays(7 * n)
	case OffsetMonths:
		return day.AddMonths(n)
	case OffsetWorkingDays:
		return AddWorkingDays(day, n, p.freeFor(person))
	case OffsetMinutes, OffsetHours:
	}
	return day
}

// freeFor tells the days that are free by the rule's calendar. The person's
// own part of it follows the person: during a visit it is the venue's.
func (p planner) freeFor(person *Recipient) func(Date) bool {
	where := p.subject.Whereabouts(person)
	own := func(day Date) bool {
		country := where.HomeCountry
		if !where.Arrives.IsZero() { // few travel, and noon has its price
			country = where.CountryAt(day.At(12, 0, where.Home))
		}
		return IsFree(p.holidays, country, day)
	}
	organisation := func(day Date) bool { return IsFree(p.holidays, p.subject.OrganisationCountry, day) }
	switch p.rule.Calendar {
	case CalendarOrganisation:
		return organisation
	case CalendarBoth:
		return func(day Date) bool { return own(day) || organisation(day) }
	case CalendarRecipient:
	}
	return own
}

// shifted moves a free day as the rule says; without a word, what comes before
// its anchor goes to the working day before, everything else to the next.
func (p planner) shifted(person *Recipient, day Date) Date {
	step := 1
	switch p.rule.Shift {
	case ShiftStay:
		return day
	case ShiftPrevious:
		step = -1
	case ShiftNext:
	default:
		if p.rule.Offset < 0 {
			step = -1
		}
	}
	return nearestWorkingDay(day, step, p.freeFor(person))
}

// clockOn is the rule's local time on a day in the zone that the rule names;
// without a local time it is the clock time that source shows in its zone.
func (p planner) clockOn(person *Recipient, day Date, source time.Time, zone *time.Location) time.Time {
	hour, minute, ok := parseClock(p.rule.LocalTime)
	if !ok {
		return sameClock(day, source, zone)
	}
	where := p.subject.Whereabouts(person)
	switch p.rule.Zone {
	case ZonePlace:
		return day.At(hour, minute, where.Place)
	case ZoneOrganisation:
		return day.At(hour, minute, firstZone(p.subject.OrganisationZone, where.Home))
	case ZoneRecipient:
	}
	at := day.At(hour, minute, where.Home)
	if where.Staying(at) {
		// By then the person reads the place's clock. Around the journey neither
		// clock may show the time while the person is there to see it: then the
		// place's reading stands, and quiet hours see to the rest.
		at = day.At(hour, minute, where.Place)
	}
	return at
}

// sameClock is the instant on a day at which the zone's clocks show what they
// show at source, to the second.
func sameClock(day Date, source time.Time, zone *time.Location) time.Time {
	local := source.In(zone)
	return day.At(local.Hour(), local.Minute(), zone).Add(time.Duration(local.Second()) * time.Second)
}

// parseClock reads hh:mm.
func parseClock(text string) (hour, minute int, ok bool) {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, 0, false
	}
	return t.Hour(), t.Minute(), true
}

// fixedAnchor names a FIXED_AT rule's own instant in a fingerprint.
const fixedAnchor = "fixedAt"

// anchorOf is the moment that the rule counts from, for one person.
func (r *ReminderRule) anchorOf(subject *ReminderSubject, person *Recipient) (time.Time, bool) {
	if r.Trigger == TriggerFixedAt {
		if r.FixedAt == nil {
			return time.Time{}, false
		}
		return r.FixedAt.UTC(), true
	}
	return subject.momentFor(person, r.Anchor)
}

// momentFor is a person's own moment of the name, else the subject's.
func (s *ReminderSubject) momentFor(person *Recipient, name string) (time.Time, bool) {
	for _, moments := range []map[string]time.Time{person.Moments, s.Moments} {
		if at, ok := moments[name]; ok && !at.IsZero() {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// fingerprintOf names what the rule counts from, as far as the rule looks: the
// day for a rule that counts days to a clock time of its own, else the instant.
// A session that moves by an hour is so not announced a second time by "the day
// before at nine", and one that moves to another day is.
func (r *ReminderRule) fingerprintOf(subject *ReminderSubject, anchor time.Time) string {
	name := r.Anchor
	if r.Trigger == TriggerFixedAt {
		name = fixedAnchor
	}
	if _, exact := r.Unit.duration(); !exact && r.LocalTime != "" {
		return name + "@" + DateOf(anchor.In(subject.anchorZone())).String()
	}
	return name + "@" + anchor.UTC().Format(time.RFC3339)
}

// expiresAt is the moment from which on the reminder is of no use; nil is
// never. What is said before something is of no use after it.
func (r *ReminderRule) expiresAt(subject *ReminderSubject, person *Recipient, anchor time.Time) *time.Time {
	var expires *time.Time
	if at, ok := subject.momentFor(person, r.UselessAfter); ok {
		expires = &at
	}
	if r.Offset < 0 && (expires == nil || anchor.Before(*expires)) {
		expires = &anchor
	}
	return expires
}
