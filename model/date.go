package model

import (
	"database/sql/driver"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Date is a calendar day without a zone, stored as YYYY-MM-DD.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate makes a date; days and months outside their range are carried over.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the calendar day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD of a day that exists.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, BadInput("", "error.date.invalid")
	}
	return DateOf(t), nil
}

// String is YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero tells a date that was never set.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays moves n days forward, or back when n is negative.
func (d Date) AddDays(n int) Date { return NewDate(d.Year, d.Month, d.Day+n) }

// AddMonths moves n months; the day clamps to the month's end, so a month
// after 31 January is the last of February.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return NewDate(first.Year(), first.Month(), min(d.Day, last))
}

// Before tells whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.noon().Before(other.noon()) }

// After tells whether d is later than other.
func (d Date) After(other Date) bool { return other.Before(d) }

// DaysUntil is how many days later other is.
func (d Date) DaysUntil(other Date) int { return int(other.noon().Sub(d.noon()).Hours() / 24) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// At is the instant when the clocks of the zone show hour:minute on this day.
// A time that does not exist (spring) is the first instant after the gap; one
// that exists twice (autumn) is the first of the two.
func (d Date) At(hour, minute int, zone *time.Location) time.Time {
	return WallClock(d.Year, d.Month, d.Day, hour, minute, zone)
}

func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// WallClock is the instant at which the zone's clocks show the given time, in
// UTC. A wall time that does not exist becomes the first instant after the gap;
// one that exists twice the first.
func WallClock(year int, month time.Month, day, hour, minute int, zone *time.Location) time.Time {
	// The wall time read as if it were UTC, tried under each offset that the
	// zone uses around that day. The earliest that shows the wanted clock wins.
	naive := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	_, before := naive.Add(-36 * time.Hour).In(zone).Zone()
	_, after := naive.Add(36 * time.Hour).In(zone).Zone()
	early, late := max(before, after), min(before, after)
	for _, offset := range []int{early, late} {
		t := naive.Add(-time.Duration(offset) * time.Second)
		if _, got := t.In(zone).Zone(); got == offset {
			return t
		}
	}
	// Inside a gap: the transition instant is the end of the period before it.
	_, end := naive.Add(-time.Duration(late) * time.Second).Add(-time.Duration(early-late) * time.Second).In(zone).ZoneBounds()
	if end.IsZero() {
		return naive.Add(-time.Duration(late) * time.Second)
	}
	return end.UTC()
}

// Value stores the date as text; the zero date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil //nolint:nilnil // NULL is a value of its own
	}
	return d.String(), nil
}

// Scan reads what Value wrote, and PostgreSQL's own date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = DateOf(v)
		return nil
	case []byte:
		return d.scanText(string(v))
	case string:
		return d.scanText(v)
	}
	return fmt.Errorf("a date cannot be read from %T", src)
}

func (d *Date) scanText(text string) error {
	if len(text) > len(time.DateOnly) {
		text = text[:len(time.DateOnly)]
	}
	parsed, err := ParseDate(text)
	if err != nil {
		return fmt.Errorf("a date cannot be read from %q", text)
	}
	*d = parsed
	return nil
}

// MarshalText writes YYYY-MM-DD, for JSON.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	return d.scanText(string(text))
}

// MarshalGQL writes YYYY-MM-DD.
func (d Date) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(d.String())) }

// UnmarshalGQL reads YYYY-MM-DD of a day that exists, from the year 1900 to 2200.
func (d *Date) UnmarshalGQL(v any) error {
	text, ok := v.(string)
	if !ok {
		return BadInput("", "error.date.invalid")
	}
	parsed, err := ParseDate(text)
	if err != nil || parsed.Year < 1900 || parsed.Year > 2200 {
		return BadInput("", "error.date.invalid")
	}
	*d = parsed
	return nil
}

// SameInstant tells whether two instants are the same; two absent ones are.
func SameInstant(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// OrNil is the date, or nil when it was never set.
func (d Date) OrNil() *Date {
	if d.IsZero() {
		return nil
	}
	return &d
}
