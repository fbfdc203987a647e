package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyrtaarn/model"
)

// wantRefusal asserts one refusal of one field with one message; an empty
// message asserts none.
func wantRefusal(t *testing.T, err error, field, messageID string) {
	t.Helper()
	refusals := model.Refusals(err)
	if messageID == "" {
		if err != nil {
			t.Errorf("got %v", err)
		}
		return
	}
	if len(refusals) != 1 || refusals[0].Code != model.CodeBadUserInput || refusals[0].Field != field || refusals[0].MessageID != messageID {
		t.Errorf("got %v, want %s of %s", err, messageID, field)
	}
}

func TestTextsAreCleaned(t *testing.T) {
	for _, tc := range []struct {
		name, in                 string
		line, text               string
		lineRefused, textRefused string
	}{
		{name: "SpaceAround", in: " \tØrsted \u00a0", line: "Ørsted", text: "Ørsted"},
		{name: "Empty", in: "", line: "", text: ""},
		{name: "OnlySpace", in: " \n ", line: "", text: ""},
		{name: "LineBreakAround", in: "\r\nHi\r\n", line: "Hi", text: "Hi"},
		{name: "LineBreakWithin", in: "Hi\nthere", lineRefused: "error.text.control", text: "Hi\nthere"},
		{name: "CarriageReturnLineFeed", in: "Hi\r\nBcc: b@x.example", lineRefused: "error.text.control", text: "Hi\nBcc: b@x.example"},
		{name: "CarriageReturnAlone", in: "Hi\rthere", lineRefused: "error.text.control", textRefused: "error.text.control"},
		{name: "Tab", in: "a\tb", lineRefused: "error.text.control", text: "a\tb"},
		{name: "NUL", in: "a\x00b", lineRefused: "error.text.control", textRefused: "error.text.control"},
		{name: "Escape", in: "a\x1b[31mb", lineRefused: "error.text.control", textRefused: "error.text.control"},
		{name: "Delete", in: "a\x7fb", lineRefused: "error.text.control", textRefused: "error.text.control"},
		{name: "NextLine", in: "a\u0085b", lineRefused: "error.text.control", textRefused: "error.text.control"},
		{name: "LineSeparator", in: "a\u2028b", lineRefused: "error.text.control", text: "a\u2028b"},
		{name: "InvalidUTF8", in: "a\xffb", lineRefused: "error.text.encoding", textRefused: "error.text.encoding"},
		{name: "HalfASurrogate", in: "a\xed\xa0\x80b", lineRefused: "error.text.encoding", textRefused: "error.text.encoding"},
		{name: "ArabicWithItsMarks", in: "د. ليلى\u200f", line: "د. ليلى\u200f", text: "د. ليلى\u200f"},
		{name: "TwentyRunes", in: strings.Repeat("佐", 20), line: strings.Repeat("佐", 20), text: strings.Repeat("佐", 20)},
		{name: "TwentyOneRunes", in: strings.Repeat("佐", 21), lineRefused: "error.text.tooLong", textRefused: "error.text.tooLong"},
		{name: "TwentyRunesAndSpace", in: strings.Repeat("x", 20) + " ", line: strings.Repeat("x", 20), text: strings.Repeat("x", 20)},
		{name: "Megabyte", in: strings.Repeat("x", 1<<20), lineRefused: "error.text.tooLong", textRefused: "error.text.tooLong"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			const longest = 20
			line, err := model.CleanLine("title", tc.in, longest)
			wantRefusal(t, err, "title", tc.lineRefused)
			if line != tc.line {
				t.Errorf("line: got %q", line)
			}
			text, err := model.CleanText("note", tc.in, longest)
			wantRefusal(t, err, "note", tc.textRefused)
			if text != tc.text {
				t.Errorf("text: got %q", text)
			}
		})
	}
}

func TestTooLongSaysHowLongMayBe(t *testing.T) {
	_, err := model.CleanLine("title", strings.Repeat("x", 201), model.MaxTitle)
	if refusals := model.Refusals(err); len(refusals) != 1 || refusals[0].Params["Max"] != 200 {
		t.Errorf("got %v", refusals)
	}
}

func TestRequiredTextIsMoreThanSpace(t *testing.T) {
	for in, want := range map[string]string{"x": "", "": "error.text.required", " \n\t\u00a0": "error.text.required"} {
		wantRefusal(t, model.Required("title", in), "title", want)
	}
}

func TestEmailAddressesArePlain(t *testing.T) {
	for in, want := range map[string]string{
		"asta@dlsc.example":                       "asta@dlsc.example",
		" Asta.Akjaer+demo@DLSC.Example ":         "Asta.Akjaer+demo@dlsc.example",
		"o'neil@a-b.demo.example":                 "o'neil@a-b.demo.example",
		strings.Repeat("x", 64) + "@demo.example": strings.Repeat("x", 64) + "@demo.example",
		"":                                  "",
		"asta":                              "",
		"asta@":                             "",
		"@demo.example":                     "",
		"asta@localhost":                    "",
		"asta@demo..example":                "",
		"asta@-demo.example":                "",
		"asta@demo-.example":                "",
		"asta@[127.0.0.1]":                  "",
		"asta@demo.example.":                "",
		"a b@demo.example":                  "",
		"a@b@demo.example":                  "",
		"\"a b\"@demo.example":              "",
		"Asta <asta@demo.example>":          "",
		"<asta@demo.example>":               "",
		"asta@demo.example, b@demo.example": "",
		"asta@demo.example (home)":          "",
		"asta@demo.example\r\nBcc: b@demo.example":     "",
		"asta\x00@demo.example":                        "",
		"asta@demo.exa\u0000mple":                      "",
		"ásta@demo.example":                            "",
		"asta@dém\u006f.example":                       "",
		"asta\xff@demo.example":                        "",
		strings.Repeat("x", 65) + "@demo.example":      "",
		"x@" + strings.Repeat("demo.", 60) + "example": "",
		"x@" + strings.Repeat("d", 64) + ".example":    "",
	} {
		got, err := model.ValidEmail("email", in)
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if want == "" {
			wantRefusal(t, err, "email", "error.email.invalid")
		} else {
			wantRefusal(t, err, "email", "")
		}
	}
}

func TestTimeZonesAreIANAs(t *testing.T) {
	for in, want := range map[string]string{
		"Europe/Copenhagen": "", "Asia/Tokyo": "", "Pacific/Tongatapu": "", "UTC": "",
		"": "error.timeZone.unknown", "Local": "error.timeZone.unknown", "Europe/Atlantis": "error.timeZone.unknown",
		"CET+1": "error.timeZone.unknown", "../../etc/passwd": "error.timeZone.unknown",
		"/etc/localtime": "error.timeZone.unknown", "Europe\x00": "error.timeZone.unknown",
	} {
		wantRefusal(t, model.ValidTimeZone("timeZone", in), "timeZone", want)
	}
}

func TestLanguagesAreTakenAsChosen(t *testing.T) {
	for in, want := range map[model.LanguageTag]model.LanguageTag{
		"da": "da", "EN": "en", "zh-hans": "zh-Hans", "zh-Hant": "zh-Hant", "pt-br": "pt-BR", "ca": "ca", "gl": "gl",
		"no": "no", "nb": "nb", "iw": "iw", "ru": "ru", "kk": "kk", "es-419": "es-419", "en-XA": "en-XA",
		"": "", "und": "", "x-demo": "", "danish language": "", "d": "", "qqq1": "", "da\x00": "", "da\r\nX: y": "",
		"xx": "", "zz-ZZ": "", "und-DK": "", "\xff": "", model.LanguageTag(strings.Repeat("en-", 40)): "",
	} {
		got, err := model.ValidLanguage("language", in)
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if want == "" {
			wantRefusal(t, err, "language", "error.language.invalid")
		} else {
			wantRefusal(t, err, "language", "")
		}
	}
}

func TestRefusalsRepeatNothingUnreadable(t *testing.T) {
	_, err := model.ValidLanguage("language", model.LanguageTag("da\r\n\x00\xff"+strings.Repeat("x", 1000)))
	shown, ok := model.Refusals(err)[0].Params["Language"].(string)
	if !ok || len([]rune(shown)) > 41 || !utf8.ValidString(shown) || strings.ContainsAny(shown, "\r\n\x00") {
		t.Errorf("the refusal repeats %q", shown)
	}
}

func TestTranslationsAreCleanedEach(t *testing.T) {
	got, err := model.ValidTranslations("title", []model.TranslationInput{text("zh-hans", " 访问 "), text("fr", "")}, model.MaxTitle)
	if err != nil || !slices.Equal(got, []model.TranslationInput{text("zh-Hans", "访问"), text("fr", "")}) {
		t.Errorf("got %v, %v", got, err)
	}
	two := []model.TranslationInput{text("en", "One\nTwo")}
	if _, err := model.ValidTranslations("title", two, 20); !model.IsCode(err, model.CodeBadUserInput) {
		t.Errorf("a title of two lines: %v", err)
	}
	if got, err := model.ValidTextTranslations("description", two, 20); err != nil || !slices.Equal(got, two) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestAllThatIsWrongWithTranslationsIsReported(t *testing.T) {
	_, err := model.ValidTranslations("title", []model.TranslationInput{
		text("en", "Visit"), text("xx", "?"), text("EN", "Visit\r\nBcc: x"), text("da", strings.Repeat("x", 201)),
	}, model.MaxTitle)
	var got []string
	for _, e := range model.Refusals(err) {
		got = append(got, e.Field+" "+e.MessageID)
	}
	want := []string{
		"title.1.language error.language.invalid", "title.2.language error.translations.duplicate",
		"title.2.text error.text.control", "title.3.text error.text.tooLong",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	_, err = model.ValidTranslations("title", make([]model.TranslationInput, 51), model.MaxTitle)
	wantRefusal(t, err, "title", "error.translations.tooMany")
}

func TestSpansEndAfterTheyStart(t *testing.T) {
	nine, never := clock("09:00"), time.Time{}
	for name, tc := range map[string]struct {
		start, end       time.Time
		field, messageID string
	}{
		"Hour":       {nine, nine.Add(time.Hour), "", ""},
		"Nothing":    {nine, nine, "endsAt", "error.span.endNotAfterStart"},
		"Backward":   {nine, nine.Add(-time.Second), "endsAt", "error.span.endNotAfterStart"},
		"NoStart":    {never, nine, "startsAt", "error.time.required"},
		"NoEnd":      {nine, never, "endsAt", "error.time.required"},
		"Year20270":  {nine, nine.AddDate(18243, 0, 0), "endsAt", "error.time.range"},
		"Year1027":   {nine.AddDate(-1000, 0, 0), nine, "startsAt", "error.time.range"},
		"OtherZones": {nine.In(time.FixedZone("", 13*3600)), nine.Add(time.Minute).In(time.FixedZone("", -11*3600)), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			wantRefusal(t, model.ValidSpan("startsAt", "endsAt", tc.start, tc.end), tc.field, tc.messageID)
		})
	}
	if got := messageIDs(model.ValidSpan("startsAt", "endsAt", never, never)); len(got) != 2 {
		t.Errorf("two missing times are reported as %v", got)
	}
}

func TestDaysMayBeOneAndTheSame(t *testing.T) {
	first, last := model.NewDate(2027, time.March, 1), model.NewDate(2027, time.March, 3)
	wantRefusal(t, model.ValidDays("startsOn", "endsOn", first, last), "", "")
	wantRefusal(t, model.ValidDays("startsOn", "endsOn", first, first), "", "")
	wantRefusal(t, model.ValidDays("startsOn", "endsOn", last, first), "endsOn", "error.days.lastBeforeFirst")
	wantRefusal(t, model.ValidDays("startsOn", "endsOn", model.Date{}, last), "startsOn", "error.time.required")
	wantRefusal(t, model.ValidDays("startsOn", "endsOn", first, model.NewDate(2201, time.January, 1)), "endsOn", "error.time.range")
}

func TestURLsAreOfTheWeb(t *testing.T) {
	for in, want := range map[string]string{
		"https://demo.example":                   "https://demo.example",
		" https://demo.example/å?x=1#y ":         "https://demo.example/å?x=1#y",
		"http://demo.example:8080/":              "http://demo.example:8080/",
		"":                                       "",
		"demo.example":                           "",
		"/relative":                              "",
		"//demo.example":                         "",
		"javascript:alert(1)":                    "",
		"ftp://demo.example":                     "",
		"https://":                               "",
		"https://:443/":                          "",
		"https://user:secret@demo.example":       "",
		"https://demo.example/\r\nSet-Cookie: x": "",
		"https://demo.example/a b":               "",
		"https://demo.example/\xff":              "",
		"https://demo.example/%zz":               "",
		"https://demo.example/" + strings.Repeat("x", 2000): "",
	} {
		got, err := model.ValidURL("website", in)
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if want == "" {
			wantRefusal(t, err, "website", "error.url.invalid")
		} else {
			wantRefusal(t, err, "website", "")
		}
	}
}

func TestReferencesAreReadable(t *testing.T) {
	for in, want := range map[string]string{
		"demo-del-03": "", "abc": "", "2027": "", strings.Repeat("x", 40): "",
		"": "error.reference.invalid", "ab": "error.reference.invalid", strings.Repeat("x", 41): "error.reference.invalid",
		"Demo-del": "error.reference.invalid", "demo_del": "error.reference.invalid", "demo del": "error.reference.invalid",
		"besøg": "error.reference.invalid", "abc\n": "error.reference.invalid", " abc": "error.reference.invalid",
	} {
		wantRefusal(t, model.ValidReference("reference", in), "reference", want)
	}
}

// FuzzCleanLine holds that a cleaned line can stand in a header and is clean.
func FuzzCleanLine(f *testing.F) {
	for _, seed := range []string{"", "Ørsted", "a\r\nBcc: b", "\x00", "\xff", "\u2028", " x "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := model.CleanLine("title", s, 50)
		if err != nil {
			return
		}
		if strings.ContainsAny(got, "\r\n\x00\u2028\u2029") || strings.TrimSpace(got) != got || len([]rune(got)) > 50 {
			t.Errorf("%q was let through as %q", s, got)
		}
		if again, err := model.CleanLine("title", got, 50); err != nil || again != got {
			t.Errorf("%q is not clean: %q, %v", got, again, err)
		}
	})
}
