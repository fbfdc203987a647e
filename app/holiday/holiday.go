// Package holiday knows the public holidays of countries: those of a table for
// 47 of them, and rows by hand for any. For the rest it says that it does not
// know, and whoever asks falls back to weekends.
package holiday

import (
	"slices"
	"sync"

	"github.com/rickar/cal/v2"

	"fyrtaarn/model"
)

// Extra are holidays entered by hand, for countries without a table and for
// days that a government proclaims.
type Extra map[model.CountryCode][]model.Date

// Calendar implements model.Holidays. It may be used by many goroutines at once.
type Calendar struct {
	extra map[countryYear][]model.Date
	years sync.Map // countryYear to names: working out a year is dear, asking is not
}

// names are the holidays of one country in one year, each with its name.
type names map[model.Date]string

type countryYear struct {
	country model.CountryCode
	year    int
}

// New makes a calendar of the tables and the rows by hand. It does not keep
// extra, which may be nil.
func New(extra Extra) *Calendar {
	c := &Calendar{extra: map[countryYear][]model.Date{}}
	for country, days := range extra {
		for _, day := range days {
			key := countryYear{country, day.Year}
			c.extra[key] = append(c.extra[key], day)
		}
	}
	return c
}

// IsHoliday tells a public holiday of the whole country. known is false for a
// country that has neither a table nor a row by hand in that day's year.
func (c *Calendar) IsHoliday(country model.CountryCode, day model.Date) (holiday, known bool) {
	key := countryYear{country, day.Year}
	byHand := c.extra[key]
	_, tabled := tables[country]
	if !tabled {
		return slices.Contains(byHand, day), len(byHand) > 0
	}
	_, holiday = c.namesOf(key)[day]
	return holiday || slices.Contains(byHand, day), true
}

// Name is the name of a holiday as the country's table has it, mostly in the
// country's own language; empty for a day that is none, and for one that was
// entered by hand.
func (c *Calendar) Name(country model.CountryCode, day model.Date) string {
	if _, tabled := tables[country]; !tabled {
		return ""
	}
	return c.namesOf(countryYear{country, day.Year})[day]
}

func (c *Calendar) namesOf(key countryYear) names {
	if cached, ok := c.years.Load(key); ok {
		return cached.(names) //nolint:forcetypeassert // only names are stored
	}
	found := workOut(tables[key.country], key.year)
	c.years.Store(key, found)
	return found
}

// workOut names the days of a year that are free in every part of a country.
func workOut(parts [][]*cal.Holiday, year int) names {
	var shared names
	for _, part := range parts {
		days := partDays(part, year)
		if shared == nil {
			shared = days
			continue
		}
		for day := range shared {
			if _, ok := days[day]; !ok {
				delete(shared, day)
			}
		}
	}
	return shared
}

// partDays are the days of a year on which the holidays fall and on which they
// are kept instead, which can be a day of the year before or after.
func partDays(holidays []*cal.Holiday, year int) names {
	days := names{}
	for _, holiday := range holidays {
		for of := year - 1; of <= year+1; of++ {
			falls, kept := holiday.Calc(of)
			for _, at := range []model.Date{model.DateOf(kept), model.DateOf(falls)} {
				if at.Year == year {
					days[at] = holiday.Name
				}
			}
		}
	}
	return days
}
