package model_test

import (
	"encoding/json"
	"testing"
	"time"

	"fyrtaarn/model"
)

// zoneNamed loads a zone or ends the test.
func zoneNamed(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := model.LoadZone(name)
	if err != nil {
		t.Fatalf("zone %s: %v", name, err)
	}
	return zone
}

// instant reads "2027-03-28T01:00:00Z".
func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

func dateOf(t testing.TB, text string) model.Date {
	t.Helper()
	d, err := model.ParseDate(text)
	if err != nil {
		t.Fatalf("date %s: %v", text, err)
	}
	return d
}

func TestWallClock(t *testing.T) {
	for _, c := range []struct {
		name, zone, day string
		hour, minute    int
		want            string
	}{
		{"AWinterMorning", "Europe/Copenhagen", "2027-03-08", 9, 0, "2027-03-08T08:00:00Z"},
		{"ASummerMorning", "Europe/Copenhagen", "2027-06-08", 9, 0, "2027-06-08T07:00:00Z"},
		{"SpringBeforeTheGap", "Europe/Copenhagen", "2027-03-28", 1, 59, "2027-03-28T00:59:00Z"},
		{"SpringGapBegins", "Europe/Copenhagen", "2027-03-28", 2, 0, "2027-03-28T01:00:00Z"},
		{"SpringInsideTheGapIsTheFirstInstantAfter", "Europe/Copenhagen", "2027-03-28", 2, 30, "2027-03-28T01:00:00Z"},
		{"SpringGapEnds", "Europe/Copenhagen", "2027-03-28", 3, 0, "2027-03-28T01:00:00Z"},
		{"SpringAfterTheGap", "Europe/Copenhagen", "2027-03-28", 3, 30, "2027-03-28T01:30:00Z"},
		{"AutumnBeforeTheFold", "Europe/Copenhagen", "2027-10-31", 1, 59, "2027-10-30T23:59:00Z"},
		{"AutumnTwiceIsTheFirst", "Europe/Copenhagen", "2027-10-31", 2, 30, "2027-10-31T00:30:00Z"},
		{"AutumnAfterTheFold", "Europe/Copenhagen", "2027-10-31", 3, 0, "2027-10-31T02:00:00Z"},
		{"AutumnMorning", "Europe/Copenhagen", "2027-10-31", 9, 0, "2027-10-31T08:00:00Z"},
		{"NewYorkGap", "America/New_York", "2027-03-14", 2, 30, "2027-03-14T07:00:00Z"},
		{"NewYorkFold", "America/New_York", "2027-11-07", 1, 30, "2027-11-07T05:30:00Z"},
		{"HalfAnHourOfGap", "Australia/Lord_Howe", "2027-10-03", 2, 15, "2027-10-02T15:30:00Z"},
		{"HalfAnHourOfFold", "Australia/Lord_Howe", "2027-04-04", 1, 45, "2027-04-03T14:45:00Z"},
		{"GapAtMidnight", "America/Sao_Paulo", "2018-11-04", 0, 30, "2018-11-04T03:00:00Z"},
		{"FoldAtMidnight", "America/Sao_Paulo", "2018-02-17", 23, 30, "2018-02-18T01:30:00Z"},
		{"ADayThatWasSkipped", "Pacific/Apia", "2011-12-30", 9, 0, "2011-12-30T10:00:00Z"},
		{"PlusThirteen", "Pacific/Tongatapu", "2027-03-09", 9, 0, "2027-03-08T20:00:00Z"},
		{"PlusThirteenApia", "Pacific/Apia", "2027-03-09", 9, 0, "2027-03-08T20:00:00Z"},
		{"PlusFourteen", "Pacific/Kiritimati", "2027-03-09", 9, 0, "2027-03-08T19:00:00Z"},
		{"MinusEleven", "Pacific/Pago_Pago", "2027-03-09", 9, 0, "2027-03-09T20:00:00Z"},
		{"LeapDay", "Asia/Tokyo", "2028-02-29", 9, 0, "2028-02-29T00:00:00Z"},
		{"QuarterHourZone", "Asia/Kathmandu", "2027-03-09", 9, 0, "2027-03-09T03:15:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := dateOf(t, c.day).At(c.hour, c.minute, zoneNamed(t, c.zone))
			if !got.Equal(instant(t, c.want)) || got.Location() != time.UTC {
				t.Errorf("%s %02d:%02d in %s = %s, want %s", c.day, c.hour, c.minute, c.zone, got, c.want)
			}
		})
	}
}

// The oracle reads every minute of the clock around each change of the zones
// and takes the first that shows the wanted time, or else a later one.
func TestWallClockAgreesWithAReadingOfEveryMinute(t *testing.T) {
	for _, name := range []string{
		"Europe/Copenhagen", "Europe/Dublin", "Europe/Lisbon", "America/New_York", "America/Santiago", "America/Sao_Paulo",
		"Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "Asia/Tehran", "Pacific/Apia",
		"Pacific/Chatham", "Antarctica/Troll", "Atlantic/Azores",
	} {
		zone := zoneNamed(t, name)
		for _, from := range []int{2011, 2018, 2027} {
			at := time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC)
			for at.Year() == from {
				_, change := at.In(zone).ZoneBounds()
				if change.IsZero() || change.Year() > from {
					break
				}
				at = change.Add(time.Hour)
				checkAround(t, change, zone)
			}
		}
	}
}

func checkAround(t *testing.T, change time.Time, zone *time.Location) {
	t.Helper()
	_, before := change.Add(-time.Second).In(zone).Zone()
	wallAtChange := change.UTC().Add(time.Duration(before) * time.Second)
	for wall := wallAtChange.Add(-150 * time.Minute).Truncate(time.Minute); wall.Before(wallAtChange.Add(150 * time.Minute)); wall = wall.Add(10 * time.Minute) {
		want := firstShowing(wall, zone)
		got := model.WallClock(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), zone)
		if !got.Equal(want) {
			t.Errorf("%s in %s = %s, want %s", wall.Format(time.DateTime), zone, got, want.UTC())
		}
	}
}

func firstShowing(wall time.Time, zone *time.Location) time.Time {
	for shift := -15 * 60; shift <= 15*60; shift++ {
		at := wall.Add(time.Duration(shift) * time.Minute)
		_, offset := at.In(zone).Zone()
		if at.Add(time.Duration(offset) * time.Second).Equal(wall) {
			return at
		}
	}
	for shift := -15 * 60; ; shift++ {
		at := wall.Add(time.Duration(shift) * time.Minute)
		_, offset := at.In(zone).Zone()
		if at.Add(time.Duration(offset) * time.Second).After(wall) {
			return at
		}
	}
}

func TestDateMonthsClampToTheMonthsEnd(t *testing.T) {
	for _, c := range []struct {
		day    string
		months int
		want   string
	}{
		{"2027-01-31", 1, "2027-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2028-02-29", 48, "2032-02-29"},
		{"2027-03-31", -1, "2027-02-28"},
		{"2027-03-31", -4, "2026-11-30"},
		{"2027-12-31", 2, "2028-02-29"},
		{"2027-10-31", 1, "2027-11-30"},
		{"2027-05-15", -17, "2025-12-15"},
		{"2027-05-15", 0, "2027-05-15"},
	} {
		if got := dateOf(t, c.day).AddMonths(c.months); got.String() != c.want {
			t.Errorf("%s and %d months = %s, want %s", c.day, c.months, got, c.want)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	leap := dateOf(t, "2028-02-28")
	if got := leap.AddDays(1).String(); got != "2028-02-29" {
		t.Errorf("the day after 28 February 2028 = %s", got)
	}
	if got := leap.AddDays(-59).String(); got != "2027-12-31" {
		t.Errorf("59 days before = %s", got)
	}
	if got := leap.DaysUntil(dateOf(t, "2028-03-01")); got != 2 {
		t.Errorf("days until 1 March = %d, want 2", got)
	}
	if got := leap.DaysUntil(dateOf(t, "2027-02-28")); got != -365 {
		t.Errorf("days until the year before = %d, want -365", got)
	}
	if got := dateOf(t, "2027-03-03").Weekday(); got != time.Wednesday {
		t.Errorf("3 March 2027 is a %s, want Wednesday", got)
	}
	if leap.Before(leap) || leap.After(leap) || !leap.Before(leap.AddDays(1)) || !leap.After(leap.AddDays(-1)) {
		t.Error("the order of days is wrong")
	}
}

func TestParseDateRefusesDaysThatDoNotExist(t *testing.T) {
	for _, text := range []string{"2027-02-29", "2027-13-01", "2027-04-31", "27-03-03", "2027-3-3", "2027-03-03T00:00:00Z", ""} {
		if _, err := model.ParseDate(text); !model.IsCode(err, model.CodeBadUserInput) {
			t.Errorf("%q: %v, want BAD_USER_INPUT", text, err)
		}
	}
}

func TestDateIsReadAsItWasWritten(t *testing.T) {
	day := dateOf(t, "2028-02-29")
	written, err := json.Marshal(day)
	if err != nil || string(written) != `"2028-02-29"` {
		t.Fatalf("JSON = %s, %v", written, err)
	}
	stored, err := day.Value()
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []any{stored, []byte("2028-02-29"), "2028-02-29 00:00:00+00:00", time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC)} {
		var got model.Date
		if err := got.Scan(source); err != nil || got != day {
			t.Errorf("Scan(%v) = %s, %v", source, got, err)
		}
	}
	var none model.Date
	if stored, err := none.Value(); stored != nil || err != nil {
		t.Errorf("the zero date is stored as %v, %v, want NULL", stored, err)
	}
	got := day
	if err := got.Scan(nil); err != nil || !got.IsZero() {
		t.Errorf("NULL is read as %s, %v", got, err)
	}
	if err := got.Scan(int64(3)); err == nil {
		t.Error("a number was taken for a date")
	}
}
