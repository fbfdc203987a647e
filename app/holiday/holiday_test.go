package holiday_test

import (
	"sync"
	"testing"
	"time"

	"fyrtaarn/app/holiday"
	"fyrtaarn/model"
)

var _ model.Holidays = (*holiday.Calendar)(nil)

func on(t *testing.T, text string) model.Date {
	t.Helper()
	day, err := model.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func TestIsHoliday(t *testing.T) {
	calendar := holiday.New(nil)
	for _, c := range []struct {
		country model.CountryCode
		day     string
		want    bool
		name    string
	}{
		{"DK", "2027-03-25", true, "Skærtorsdag"},
		{"DK", "2027-03-26", true, "Langfredag"},
		{"DK", "2027-03-28", true, "Påskedag"},
		{"DK", "2027-03-29", true, "Anden påskedag"},
		{"DK", "2027-05-16", true, "Pinsedag"},
		{"DK", "2027-03-30", false, ""},
		{"DK", "2027-03-27", false, ""},
		{"DK", "2023-05-05", true, "Store bededag"},
		{"DK", "2027-04-23", false, ""},
		{"DE", "2027-10-03", true, "Tag der Deutschen Einheit"},
		{"DE", "2027-06-03", false, ""}, // Corpus Christi is kept in parts of the country only
		{"FR", "2027-07-14", true, "Fête Nationale"},
		{"JP", "2027-01-11", true, "Coming of Age Day"},
		{"SE", "2027-06-25", true, "Midsommarafton"},
		{"GB", "2027-12-27", true, "Christmas Day"}, // Christmas is a Saturday
		{"US", "2027-07-05", true, "Independence Day"},
		{"US", "2027-07-04", true, "Independence Day"},
		{"US", "2021-12-31", true, "New Year's Day"}, // 1 January 2022 is a Saturday
		{"CH", "2027-08-01", true, "Bundesfeiertag"},
		{"CH", "2027-03-19", false, ""}, // St Joseph is kept in some cantons only
		{"AU", "2027-01-26", true, "Australia Day"},
		{"AU", "2027-11-02", false, ""}, // Melbourne Cup Day is Victoria's
	} {
		t.Run(string(c.country)+" "+c.day, func(t *testing.T) {
			got, known := calendar.IsHoliday(c.country, on(t, c.day))
			if !known || got != c.want {
				t.Errorf("holiday %t, known %t, want %t, true", got, known, c.want)
			}
			if name := calendar.Name(c.country, on(t, c.day)); name != c.name {
				t.Errorf("named %q, want %q", name, c.name)
			}
		})
	}
}

func TestCountriesWithoutATableAreUnknown(t *testing.T) {
	calendar := holiday.New(nil)
	for _, country := range []model.CountryCode{"CN", "KR", "IN", "AE", "SA", "SG", "EG", "", "ZZ"} {
		if got, known := calendar.IsHoliday(country, on(t, "2027-01-01")); got || known {
			t.Errorf("%q: holiday %t, known %t, want unknown", country, got, known)
		}
		if name := calendar.Name(country, on(t, "2027-01-01")); name != "" {
			t.Errorf("%q: 1 January is called %q", country, name)
		}
	}
}

func TestEveryTableHasAHolidayInEveryYear(t *testing.T) {
	calendar := holiday.New(nil)
	tabled := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			country := model.CountryCode([]rune{a, b})
			if _, known := calendar.IsHoliday(country, on(t, "2027-01-01")); !known {
				continue
			}
			tabled++
			count := 0
			for day := on(t, "2027-01-01"); day.Year == 2027; day = day.AddDays(1) {
				if free, _ := calendar.IsHoliday(country, day); free {
					count++
				}
			}
			if count < 3 || count > 30 {
				t.Errorf("%s has %d holidays in 2027", country, count)
			}
		}
	}
	if tabled != 47 {
		t.Errorf("%d countries have a table, want 47", tabled)
	}
}

func TestRowsByHand(t *testing.T) {
	byHand := holiday.Extra{
		"KR": {on(t, "2027-02-08")},
		"DK": {on(t, "2027-06-01")},
	}
	calendar := holiday.New(byHand)
	byHand["KR"][0] = on(t, "2027-02-09")
	for _, c := range []struct {
		name        string
		country     model.CountryCode
		day         string
		want, known bool
	}{
		{"ARowMakesADayFree", "KR", "2027-02-08", true, true},
		{"OtherDaysOfItsYearAreNot", "KR", "2027-02-09", false, true},
		{"OtherYearsStayUnknown", "KR", "2028-02-08", false, false},
		{"ARowComesToATable", "DK", "2027-06-01", true, true},
		{"TheTableStays", "DK", "2027-03-26", true, true},
		{"OtherCountriesStayUnknown", "CN", "2027-02-08", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, known := calendar.IsHoliday(c.country, on(t, c.day))
			if got != c.want || known != c.known {
				t.Errorf("holiday %t, known %t, want %t, %t", got, known, c.want, c.known)
			}
		})
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	calendar := holiday.New(nil)
	var all sync.WaitGroup
	for n := range 16 {
		all.Go(func() {
			for year := range 20 {
				if got, _ := calendar.IsHoliday("DK", model.NewDate(2020+(year+n)%20, time.December, 25)); !got {
					t.Error("Christmas is no holiday")
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkIsHoliday(b *testing.B) {
	calendar := holiday.New(nil)
	day := model.NewDate(2027, time.March, 25)
	for b.Loop() {
		if got, _ := calendar.IsHoliday("DK", day); !got {
			b.Fatal("no holiday")
		}
	}
}
