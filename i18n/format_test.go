package i18n_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyrtaarn/i18n"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04Z", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// plainSpaces writes thin and unbreakable spaces as common ones, as the
// samples, typed by hand, may have them.
func plainSpaces(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ").Replace(s)
}

func TestSamplesOfEveryLanguage(t *testing.T) {
	var samples map[string]struct {
		LongDate, DateRange, Time, Number, List string
	}
	readTestdata(t, "samples.json", &samples)
	// 09:00 UTC is 11:00 in Copenhagen in May.
	at := time.Date(2027, 5, 20, 9, 0, 0, 0, time.UTC).In(zone(t, "Europe/Copenhagen"))
	for _, row := range i18n.Languages() {
		want, ok := samples[row.Tag]
		if !ok {
			t.Errorf("%s: no sample", row.Tag)
		}
		l := i18n.For(row.Tag)
		for what, c := range map[string]struct{ got, want string }{
			"long date":  {l.LongDate(at), want.LongDate},
			"date range": {l.DateRange(at, at.AddDate(0, 0, 2)), want.DateRange},
			"time":       {l.Time(at), want.Time},
			"number":     {l.Decimal("1234567.5"), want.Number},
			"list":       {l.List("A", "B", "C"), want.List},
		} {
			if plainSpaces(c.got) != plainSpaces(c.want) {
				t.Errorf("%s: %s %q, want %q", row.Tag, what, c.got, c.want)
			}
		}
	}
}

// goldens is testdata/intl-golden.json: per language and function, the
// arguments and last what a browser's Intl says.
type goldens map[string]struct {
	LongDate, Date, MonthYear, Time, DateTime [][2]string
	DateRange, TimeRange, NightRange          [][3]string
	Number, Percent                           [][2]string
	List                                      [][2]json.RawMessage
}

func TestEveryFormatEqualsTheBrowsers(t *testing.T) {
	var golden goldens
	readTestdata(t, "intl-golden.json", &golden)
	for _, row := range i18n.Languages() {
		t.Run(row.Tag, func(t *testing.T) {
			want, l := golden[row.Tag], i18n.For(row.Tag)
			check := func(what string, got, want string) {
				t.Helper()
				if got != want {
					t.Errorf("%s: %+q, Intl says %+q", what, got, want)
				}
			}
			for name, c := range map[string]struct {
				say   func(time.Time) string
				cases [][2]string
			}{
				"LongDate": {l.LongDate, want.LongDate}, "Date": {l.Date, want.Date},
				"MonthYear": {l.MonthYear, want.MonthYear},
				"Time":      {l.Time, want.Time}, "DateTime": {l.DateTime, want.DateTime},
			} {
				if len(c.cases) < 16 {
					t.Errorf("%s: only %d goldens", name, len(c.cases))
				}
				for _, g := range c.cases {
					check(name+" "+g[0], c.say(moment(t, g[0])), g[1])
				}
			}
			if len(want.DateRange) == 0 && row.DateRange == nil || len(want.TimeRange) == 0 {
				t.Error("no goldens for ranges")
			}
			for _, g := range want.DateRange {
				check(fmt.Sprintf("DateRange %s %s", g[0], g[1]), l.DateRange(moment(t, g[0]), moment(t, g[1])), g[2])
			}
			for _, g := range append(want.TimeRange, want.NightRange...) {
				check(fmt.Sprintf("TimeRange %s %s", g[0], g[1]), l.TimeRange(moment(t, g[0]), moment(t, g[1])), g[2])
			}
			for _, g := range want.Number {
				check("Decimal "+g[0], l.Decimal(g[0]), g[1])
			}
			for _, g := range want.Percent {
				check("Percent "+g[0], l.Percent(g[0]), g[1])
			}
			for _, g := range want.List {
				var items []string
				var phrase string
				if err := json.Unmarshal(g[0], &items); err != nil {
					t.Fatal(err)
				}
				if err := json.Unmarshal(g[1], &phrase); err != nil {
					t.Fatal(err)
				}
				check(fmt.Sprintf("List %q", items), l.List(items...), phrase)
			}
		})
	}
}

func TestRangesThatIntlWritesInDigitsAreInWords(t *testing.T) {
	for _, c := range []struct {
		tag      string
		from, to time.Time
		want     string
	}{
		{"zh-Hans", day(2027, 5, 20), day(2027, 5, 22), "2027年5月20日至22日"},
		{"zh-Hans", day(2027, 5, 30), day(2027, 6, 2), "2027年5月30日至6月2日"},
		{"zh-Hans", day(2027, 12, 30), day(2028, 1, 2), "2027年12月30日至2028年1月2日"},
		{"zh-Hans", day(2027, 5, 20), day(2027, 5, 20), "2027年5月20日"},
		{"ja", day(2027, 5, 20), day(2027, 5, 22), "2027年5月20日～22日"},
		{"ja", day(2027, 5, 30), day(2027, 6, 2), "2027年5月30日～6月2日"},
		{"ja", day(2027, 12, 30), day(2028, 1, 2), "2027年12月30日～2028年1月2日"},
		{"ja", day(2027, 5, 20), day(2027, 5, 20), "2027年5月20日"},
	} {
		if got := i18n.For(c.tag).DateRange(c.from, c.to); got != c.want {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
}

func TestNoFormatUsesOtherThanLatinDigits(t *testing.T) {
	at := time.Date(2027, 10, 23, 14, 56, 0, 0, time.UTC)
	for _, row := range i18n.Languages() {
		l := i18n.For(row.Tag)
		all := l.DateTime(at) + l.DateRange(at, at.AddDate(1, 0, 1)) + l.TimeRange(at, at.Add(time.Hour)) + l.Number(1234567890)
		if strings.ContainsAny(all, "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９") {
			t.Errorf("%s: %q", row.Tag, all)
		}
	}
}

func TestTimesAreReadInTheirOwnZone(t *testing.T) {
	at := time.Date(2027, 5, 20, 22, 30, 0, 0, time.UTC)
	l := i18n.For("en")
	for zoneName, want := range map[string]string{
		"UTC":               "Thursday, 20 May 2027 at 22:30",
		"Europe/Copenhagen": "Friday, 21 May 2027 at 00:30",
		"Asia/Tokyo":        "Friday, 21 May 2027 at 07:30",
		"Pacific/Pago_Pago": "Thursday, 20 May 2027 at 11:30",
	} {
		if got := l.DateTime(at.In(zone(t, zoneName))); got != want {
			t.Errorf("%s: %q, want %q", zoneName, got, want)
		}
	}
}

func TestTimeRangeOverMidnightNamesBothDays(t *testing.T) {
	from := time.Date(2027, 5, 20, 22, 0, 0, 0, time.UTC)
	for tag, want := range map[string]string{
		"en": "Thursday, 20 May 2027 at 22:00 – Friday, 21 May 2027 at 01:00",
		"ja": "2027年5月20日木曜日 22:00～2027年5月21日金曜日 1:00",
	} {
		if got := plainSpaces(i18n.For(tag).TimeRange(from, from.Add(3*time.Hour))); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func TestZonesAreNamedByTheirCity(t *testing.T) {
	for _, c := range []struct{ tag, zone, name, city string }{
		{"en", "Europe/Copenhagen", "Copenhagen Time", "Copenhagen"},
		{"da", "Europe/Copenhagen", "København-tid", "København"},
		{"de", "Europe/Copenhagen", "Kopenhagen (Ortszeit)", "Kopenhagen"},
		{"fr", "Europe/Copenhagen", "heure : Copenhague", "Copenhague"},
		{"uk", "Europe/Copenhagen", "час: Копенгаген", "Копенгаген"},
		{"ar", "Europe/Copenhagen", "توقيت كوبنهاغن", "كوبنهاغن"},
		{"zh-Hans", "Europe/Copenhagen", "哥本哈根时间", "哥本哈根"},
		{"ja", "Europe/Copenhagen", "コペンハーゲン時間", "コペンハーゲン"},
		{"ko", "Asia/Seoul", "서울 시간", "서울"},
		{"en", "Asia/Kolkata", "Kolkata Time", "Kolkata"},
		{"en", "Asia/Calcutta", "Kolkata Time", "Kolkata"},
		{"uk", "Europe/Kyiv", "час: Київ", "Київ"},
		{"en", "America/New_York", "New York Time", "New York"},
		{"en", "America/Argentina/Buenos_Aires", "Buenos Aires Time", "Buenos Aires"},
		{"en", "Mars/Olympus_Mons", "Olympus Mons Time", "Olympus Mons"},
		{"ja", "UTC", "UTC", "UTC"},
		{"ja", "Etc/UTC", "UTC", "UTC"},
		{"da", "", "UTC", "UTC"},
		{"da", "Etc/GMT+5", "GMT+5", "GMT+5"},
	} {
		l := i18n.For(c.tag)
		if got := plainSpaces(l.ZoneName(c.zone)); got != c.name {
			t.Errorf("%s %s: name %q, want %q", c.tag, c.zone, got, c.name)
		}
		if got := l.ZoneCity(c.zone); got != c.city {
			t.Errorf("%s %s: city %q, want %q", c.tag, c.zone, got, c.city)
		}
	}
}

func TestDecimalKeepsWhatIsNoNumber(t *testing.T) {
	l := i18n.For("da")
	for value, want := range map[string]string{
		"": "", "-": "-", ".5": ".5", "1.": "1.", "1e6": "1e6", "1,5": "1,5", "abc": "abc", "1234.50": "1.234,50",
	} {
		if got := l.Decimal(value); got != want {
			t.Errorf("Decimal(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestListOfNothingIsEmpty(t *testing.T) {
	if got := i18n.For("da").List(); got != "" {
		t.Errorf("%q", got)
	}
}

func TestWeekdayIsNamed(t *testing.T) {
	if got := i18n.For("fi").Weekday(time.Thursday); got != "torstai" {
		t.Errorf("%q", got)
	}
}
