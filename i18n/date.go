package i18n

import (
	"strconv"
	"time"
)

// Every function here reads a time in its own Location: put it into the
// venue's or the reader's zone first, with t.In. A calendar day is any time of
// that day in any zone, midnight UTC being the plainest.

// LongDate is the day of t with its weekday: "torsdag den 20. maj 2027".
func (l *Localizer) LongDate(t time.Time) string { return l.write(l.locale.formats.longDate, t) }

// Date is the day of t without its weekday: "20. maj 2027".
func (l *Localizer) Date(t time.Time) string { return l.write(l.locale.formats.date, t) }

// MonthYear is the month of t with its year, as a heading: "maj 2027".
func (l *Localizer) MonthYear(t time.Time) string { return l.write(l.locale.formats.monthYear, t) }

// Weekday is the name of a day of the week: "torsdag".
func (l *Localizer) Weekday(d time.Weekday) string { return l.locale.formats.names.weekdays[d] }

// Time is the time of day on the 24-hour clock: "11.00".
func (l *Localizer) Time(t time.Time) string { return l.write(l.locale.formats.time, t) }

// DateTime is day, weekday and time: "torsdag den 20. maj 2027 kl. 11.00".
func (l *Localizer) DateTime(t time.Time) string { return l.write(l.locale.formats.dateTime, t) }

func (l *Localizer) write(p pattern, t time.Time) string {
	return p.write(&l.locale.formats.names, t, t)
}

// DateRange is the days from one to the other, naming once what they share:
// "20.–22. maj 2027". One day alone is written as Date writes it.
func (l *Localizer) DateRange(from, to time.Time) string {
	f := l.locale.formats
	p := f.date
	switch {
	case from.Year() != to.Year():
		p = f.dateRangeYear
	case from.Month() != to.Month():
		p = f.dateRangeMonth
	case from.Day() != to.Day():
		p = f.dateRangeDay
	}
	return p.write(&f.names, from, to)
}

// TimeRange is the time of day from one to the other: "09.00–11.30". Times on
// different days are both written with their date, as by DateTime.
func (l *Localizer) TimeRange(from, to time.Time) string {
	f := l.locale.formats
	switch {
	case !sameDay(from, to):
		return f.timeRangeDay.write(&f.names, from, to)
	case from.Hour() != to.Hour():
		return f.timeRangeHour.write(&f.names, from, to)
	case from.Minute() != to.Minute():
		return f.timeRangeMinute.write(&f.names, from, to)
	}
	return l.Time(from)
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// appendInt writes n with at least width digits, which is one or two.
func appendInt(b []byte, n, width int) []byte {
	if width == 2 && n < 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(n), 10)
}
