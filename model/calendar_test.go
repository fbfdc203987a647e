package model_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

// holidayTable knows the holidays of the countries that it lists.
type holidayTable map[model.CountryCode][]model.Date

func (h holidayTable) IsHoliday(country model.CountryCode, day model.Date) (holiday, known bool) {
	days, known := h[country]
	return slices.Contains(days, day), known
}

// easter2027 are the days around Easter on which Denmark rests.
var easter2027 = holidayTable{"DK": {
	{Year: 2027, Month: time.March, Day: 25},
	{Year: 2027, Month: time.March, Day: 26},
	{Year: 2027, Month: time.March, Day: 28},
	{Year: 2027, Month: time.March, Day: 29},
}}

func TestWeekend(t *testing.T) {
	saturdaySunday := []time.Weekday{time.Saturday, time.Sunday}
	fridaySaturday := []time.Weekday{time.Friday, time.Saturday}
	for _, c := range []struct {
		country model.CountryCode
		want    []time.Weekday
	}{
		{"DK", saturdaySunday},
		{"JP", saturdaySunday},
		{"AE", saturdaySunday},
		{"", saturdaySunday},
		{"ZZ", saturdaySunday},
		{"EG", fridaySaturday},
		{"SA", fridaySaturday},
		{"QA", fridaySaturday},
		{"IL", fridaySaturday},
		{"BD", fridaySaturday},
		{"AF", []time.Weekday{time.Thursday, time.Friday}},
		{"BN", []time.Weekday{time.Friday, time.Sunday}},
		{"IR", []time.Weekday{time.Friday}},
		{"NP", []time.Weekday{time.Saturday}},
		{"IN", []time.Weekday{time.Sunday}},
	} {
		if got := model.Weekend(c.country); !slices.Equal(got, c.want) {
			t.Errorf("weekend of %q = %v, want %v", c.country, got, c.want)
		}
	}
}

func TestWeekendIsACopy(t *testing.T) {
	model.Weekend("DK")[0] = time.Monday
	if got := model.Weekend("DK")[0]; got != time.Saturday {
		t.Errorf("a caller changed the table: the weekend begins on %s", got)
	}
}

func TestIsFree(t *testing.T) {
	for _, c := range []struct {
		name     string
		holidays model.Holidays
		country  model.CountryCode
		day      string
		want     bool
	}{
		{"ASaturday", easter2027, "DK", "2027-03-06", true},
		{"AWednesday", easter2027, "DK", "2027-03-03", false},
		{"AHoliday", easter2027, "DK", "2027-03-25", true},
		{"AHolidayElsewhere", easter2027, "JP", "2027-03-25", false},
		{"WithoutHolidaysOnlyWeekends", nil, "DK", "2027-03-25", false},
		{"WithoutHolidaysAWeekend", nil, "DK", "2027-03-28", true},
		{"AFridayInCairo", easter2027, "EG", "2027-03-05", true},
		{"ASundayInCairo", easter2027, "EG", "2027-03-07", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := model.IsFree(c.holidays, c.country, dateOf(t, c.day)); got != c.want {
				t.Errorf("%s in %s free = %t, want %t", c.day, c.country, got, c.want)
			}
		})
	}
}

func TestAddWorkingDays(t *testing.T) {
	in := func(country model.CountryCode) func(model.Date) bool {
		return func(day model.Date) bool { return model.IsFree(easter2027, country, day) }
	}
	for _, c := range []struct {
		name    string
		country model.CountryCode
		day     string
		n       int
		want    string
	}{
		{"NoneStays", "DK", "2027-03-03", 0, "2027-03-03"},
		{"NoneStaysOnAFreeDay", "DK", "2027-03-06", 0, "2027-03-06"},
		{"OneAfterAWednesday", "DK", "2027-03-03", 1, "2027-03-04"},
		{"OneAfterAFriday", "DK", "2027-03-05", 1, "2027-03-08"},
		{"OneAfterASaturday", "DK", "2027-03-06", 1, "2027-03-08"},
		{"OneBeforeAMonday", "DK", "2027-03-08", -1, "2027-03-05"},
		{"OneBeforeASunday", "DK", "2027-03-07", -1, "2027-03-05"},
		{"TenBeforeATuesday", "DK", "2027-03-09", -10, "2027-02-23"},
		{"AcrossEaster", "DK", "2027-03-24", 1, "2027-03-30"},
		{"BackAcrossEaster", "DK", "2027-03-31", -2, "2027-03-24"},
		{"EasterCountsElsewhere", "JP", "2027-03-24", 1, "2027-03-25"},
		{"FridayAndSaturdayInCairo", "EG", "2027-03-04", 1, "2027-03-07"},
		{"BackInCairo", "EG", "2027-03-07", -1, "2027-03-04"},
		{"AcrossALeapDay", "JP", "2028-02-28", 2, "2028-03-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := model.AddWorkingDays(dateOf(t, c.day), c.n, in(c.country)); got.String() != c.want {
				t.Errorf("%s and %d working days = %s, want %s", c.day, c.n, got, c.want)
			}
		})
	}
}

func TestAddWorkingDaysEndsWhenEveryDayIsFree(t *testing.T) {
	got := model.AddWorkingDays(dateOf(t, "2027-03-03"), 3, func(model.Date) bool { return true })
	if got.Before(dateOf(t, "2027-03-03")) {
		t.Errorf("went backwards to %s", got)
	}
}
