package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"
)

// cldrFile is the shape of cldr/<tag>.json, which gen/cldr.mjs writes.
type cldrFile struct {
	CLDR      string            `json:"cldr"`
	Locale    string            `json:"locale"`
	Dates     cldrDates         `json:"dates"`
	Lists     listPatterns      `json:"lists"`
	Numbers   numberSymbols     `json:"numbers"`
	Zones     zoneNames         `json:"zones"`
	Countries map[string]string `json:"countries"`
}

type cldrDates struct {
	Months           []string          `json:"months"`
	StandaloneMonths []string          `json:"standaloneMonths"`
	Weekdays         []string          `json:"weekdays"`
	Patterns         map[string]string `json:"patterns"`
	DateRange        map[string]string `json:"dateRange"`
	TimeRange        map[string]string `json:"timeRange"`
}

type zoneNames struct {
	// Format makes the name of a zone's time from its city's, at {0}.
	Format string `json:"format"`
	// Cities has those exemplar cities that differ from the zone's last part.
	Cities map[string]string `json:"cities"`
}

// formats is a cldrFile made ready for writing. A range has one pattern per
// greatest field in which its ends differ.
type formats struct {
	names dateNames

	longDate, date, monthYear, time, dateTime    pattern
	dateRangeDay, dateRangeMonth, dateRangeYear  pattern
	timeRangeMinute, timeRangeHour, timeRangeDay pattern

	lists   listPatterns
	numbers numberSymbols
	zones   zoneNames
}

// dateNames are the words of dates; months and weekdays as they stand within a
// full date, standaloneMonths as they stand beside a year alone.
type dateNames struct {
	months, standaloneMonths, weekdays []string
}

func readCLDR(fsys fs.FS, row Language) (*cldrFile, error) {
	data := &cldrFile{}
	return data, readJSON(fsys, "cldr/"+row.Tag+".json", data)
}

func (data *cldrFile) compile(row Language) (*formats, error) {
	d := data.Dates
	if data.Locale != row.FormattingLocale {
		return nil, fmt.Errorf("made for %s, but the language is formatted as %s", data.Locale, row.FormattingLocale)
	}
	if len(d.Months) != 12 || len(d.StandaloneMonths) != 12 || len(d.Weekdays) != 7 {
		return nil, errors.New("not 12 months and 7 weekdays")
	}
	f := &formats{
		names:   dateNames{d.Months, d.StandaloneMonths, d.Weekdays},
		lists:   data.Lists,
		numbers: data.Numbers,
		zones:   data.Zones,
	}
	dateRange := d.DateRange
	if row.DateRange != nil {
		dateRange = row.DateRange
	}
	for _, p := range []struct {
		into *pattern
		from map[string]string
		key  string
	}{
		{&f.longDate, d.Patterns, "longDate"},
		{&f.date, d.Patterns, "date"},
		{&f.monthYear, d.Patterns, "monthYear"},
		{&f.time, d.Patterns, "time"},
		{&f.dateTime, d.Patterns, "dateTime"},
		{&f.dateRangeDay, dateRange, "d"},
		{&f.dateRangeMonth, dateRange, "M"},
		{&f.dateRangeYear, dateRange, "y"},
		{&f.timeRangeMinute, d.TimeRange, "m"},
		{&f.timeRangeHour, d.TimeRange, "H"},
		{&f.timeRangeDay, d.TimeRange, "d"},
	} {
		var err error
		if *p.into, err = parsePattern(p.from[p.key]); err != nil {
			return nil, fmt.Errorf("pattern %s: %w", p.key, err)
		}
	}
	return f, f.lists.compile()
}

// pattern is a date format cut into what is written as it stands and what is
// taken from the date.
type pattern []step

type step struct {
	literal string
	field   string
	// end says that the field is the later date's of a range.
	end bool
}

var patternField = regexp.MustCompile(`\{(end\.)?([A-Za-z]+)\}`)

// parsePattern reads CLDR's field letters in braces: "{d}. {MMMM} {y}".
func parsePattern(text string) (pattern, error) {
	if text == "" {
		return nil, errors.New("empty")
	}
	var p pattern
	at := 0
	for _, m := range patternField.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > at {
			p = append(p, step{literal: text[at:m[0]]})
		}
		field := text[m[4]:m[5]]
		if !strings.Contains(" EEEE d dd MMMM LLLL M MM y H HH mm ", " "+field+" ") {
			return nil, fmt.Errorf("unknown field %q", field)
		}
		p = append(p, step{field: field, end: m[2] >= 0})
		at = m[1]
	}
	if at < len(text) {
		p = append(p, step{literal: text[at:]})
	}
	return p, nil
}

// write fills the pattern from a date, and for ranges from the later one.
func (p pattern) write(names *dateNames, start, end time.Time) string {
	b := make([]byte, 0, 64)
	for _, s := range p {
		t := start
		if s.end {
			t = end
		}
		switch s.field {
		case "":
			b = append(b, s.literal...)
		case "EEEE":
			b = append(b, names.weekdays[t.Weekday()]...)
		case "MMMM":
			b = append(b, names.months[t.Month()-1]...)
		case "LLLL":
			b = append(b, names.standaloneMonths[t.Month()-1]...)
		case "d":
			b = appendInt(b, t.Day(), 1)
		case "dd":
			b = appendInt(b, t.Day(), 2)
		case "M":
			b = appendInt(b, int(t.Month()), 1)
		case "MM":
			b = appendInt(b, int(t.Month()), 2)
		case "y":
			b = appendInt(b, t.Year(), 1)
		case "H":
			b = appendInt(b, t.Hour(), 1)
		case "HH":
			b = appendInt(b, t.Hour(), 2)
		case "mm":
			b = appendInt(b, t.Minute(), 2)
		}
	}
	return string(b)
}
