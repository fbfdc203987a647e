package model

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// findHostTrouble looks at what the hosts have said of themselves, and at how
// often they were asked.
func (f *conflictFinder) findHostTrouble() {
	blocks := map[ID][]*HostBlock{}
	for _, b := range f.in.Blocks {
		blocks[b.OrganisationID] = append(blocks[b.OrganisationID], b)
	}
	loaded := map[ID]bool{}
	for _, s := range f.own {
		for _, host := range f.named[s.ID] {
			if slices.ContainsFunc(blocks[host], func(b *HostBlock) bool {
				return b.StartsAt.Before(s.EndsAt) && s.StartsAt.Before(b.EndsAt)
			}) {
				f.addHost(ConflictHostBlocked, ConflictBlock, s, host, "conflict.hostBlocked", nil)
			}
			if o := f.in.Hosts[host]; o != nil && s.Kind.NeedsHost() && !o.OpeningHours.Hold(s.StartsAt, s.EndsAt, zoneOr(o.TimeZone, f.zone)) {
				f.addHost(ConflictOutsideOpeningHours, ConflictWarn, s, host, "conflict.outsideOpeningHours", nil)
			}
			// One note for each host, at its first stop: more would say the same.
			if n := f.in.HostLoad[HostAsk{s.ID, host}]; n >= HostLoadLimit && !loaded[host] {
				loaded[host] = true
				f.addHost(ConflictHostLoad, ConflictNote, s, host, "conflict.hostLoad",
					map[string]any{"Count": n, "Days": HostLoadDays})
			}
		}
	}
}

func (f *conflictFinder) addHost(kind ConflictKind, level ConflictLevel, s *Session, host ID, messageID string, params map[string]any) {
	c := ProgrammeConflict{Level: level, SessionID: s.ID, OrganisationID: &host, Params: params}
	named := c.about(kind, messageID, "Host", f.hostName(host, s))
	named.Params["Session"] = sessionName(s)
	f.add(named)
}

// Hold tells whether the hours contain all of the time from start to end in the
// given zone. Spans that touch are one, also over midnight; a span whose Until
// is not after its From ends on the next day. Hours that are unknown hold
// everything.
func (h OpeningHours) Hold(start, end time.Time, zone *time.Location) bool {
	if len(h) == 0 {
		return true
	}
	type span struct{ from, until time.Time }
	var spans []span
	last := DateOf(end.In(zone))
	for day := DateOf(start.In(zone)).AddDays(-1); !day.After(last); day = day.AddDays(1) {
		for _, o := range h {
			fromHour, fromMinute, okFrom := openingClock(o.From)
			untilHour, untilMinute, okUntil := openingClock(o.Until)
			if o.Weekday != int(day.Weekday()) || !okFrom || !okUntil {
				continue
			}
			closes := day
			if untilHour*60+untilMinute <= fromHour*60+fromMinute {
				closes = day.AddDays(1)
			}
			spans = append(spans, span{day.At(fromHour, fromMinute, zone), closes.At(untilHour, untilMinute, zone)})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from.Compare(b.from) })
	// covered moves on through the spans as long as no gap opens.
	covered := start
	for _, s := range spans {
		if s.from.After(covered) {
			break
		}
		if s.until.After(covered) {
			covered = s.until
		}
	}
	return !covered.Before(end)
}

// openingClock reads hh:mm from 00:00 to 24:00.
func openingClock(text string) (hour, minute int, ok bool) {
	h, m, found := strings.Cut(text, ":")
	hour, errHour := strconv.Atoi(h)
	minute, errMinute := strconv.Atoi(m)
	ok = found && len(h) == 2 && len(m) == 2 && errHour == nil && errMinute == nil &&
		hour >= 0 && minute >= 0 && minute < 60 && hour*60+minute <= 24*60
	return hour, minute, ok
}

// findSmallRooms compares who comes with what the room holds.
func (f *conflictFinder) findSmallRooms() {
	for _, s := range f.own {
		people := f.attendance(s)
		if s.Capacity == nil || people == 0 || people <= *s.Capacity {
			continue
		}
		f.add(&ProgrammeConflict{
			Kind: ConflictRoomTooSmall, Level: ConflictWarn, SessionID: s.ID, MessageID: "conflict.roomTooSmall",
			Params: map[string]any{"Session": sessionName(s), "Needed": people, "Capacity": *s.Capacity},
		})
	}
}

// attendance is how many seats a session needs, staff included, or 0 while
// nobody knows who comes. As long as fewer are named than expected, a session
// for everybody is planned for those expected.
func (f *conflictFinder) attendance(s *Session) int {
	people := 0
	for group, n := range f.in.GroupSizes {
		if AttendsGroup(group, s.Group) {
			people += n
		}
	}
	if expected := f.in.Delegation.ExpectedSize; s.Group == "" && expected != nil {
		people = max(people, *expected)
	}
	if people == 0 {
		return 0
	}
	return people + f.in.Delegation.StaffCount
}

// findFreeDays notes each day with a place to come to on which Denmark does not
// work, at the day's first session.
func (f *conflictFinder) findFreeDays() {
	seen := map[Date]bool{}
	for _, s := range f.own {
		day := DateOf(s.StartsAt.In(f.zone))
		if !isPlace(s.Kind) || seen[day] {
			continue
		}
		seen[day] = true
		c := &ProgrammeConflict{Level: ConflictNote, SessionID: s.ID, Day: &day, Params: map[string]any{"Date": day}}
		switch {
		case f.isHoliday(day):
			c.Kind, c.MessageID = ConflictHoliday, "conflict.holiday"
		case isWeekend(Denmark, day.Weekday()):
			c.Kind, c.MessageID = ConflictWeekend, "conflict.weekend"
		default:
			continue
		}
		f.add(c)
	}
}

func (f *conflictFinder) isHoliday(day Date) bool {
	if f.in.Holidays == nil {
		return false
	}
	holiday, known := f.in.Holidays.IsHoliday(Denmark, day)
	return known && holiday
}
