package model

import "time"

// MoveDays moves an instant by days on the clocks of a zone: 09.00 stays 09.00
// across a change to summer time.
func MoveDays(t time.Time, days int, zone *time.Location) time.Time {
	if days == 0 {
		return t
	}
	local := t.In(zone)
	return WallClock(local.Year(), local.Month(), local.Day()+days, local.Hour(), local.Minute(), zone)
}
