package i18n_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"fyrtaarn/i18n"
)

// setup is a bundle whose catalogues are those given, as tag to JSON, and
// empty for all other languages.
func setup(t *testing.T, catalogues map[string]string) *i18n.Bundle {
	t.Helper()
	fsys := files(t)
	for _, row := range i18n.Languages() {
		fsys["locales/"+row.Tag+".json"] = &fstest.MapFile{Data: []byte("{}")}
	}
	for tag, content := range catalogues {
		fsys["locales/"+tag+".json"] = &fstest.MapFile{Data: []byte(content)}
	}
	return load(t, fsys)
}

func TestForWritesInTheFirstLanguageThatMatches(t *testing.T) {
	for _, c := range []struct {
		tags    []string
		want    string
		matched bool
	}{
		{[]string{"ar-EG"}, "ar", true},
		{[]string{"ru", "uk"}, "uk", true},
		{[]string{"ru"}, "en", false},
		{nil, "en", false},
		{[]string{"en"}, "en", true},
	} {
		l := i18n.For(c.tags...)
		if l.Language() != c.want || l.Matched() != c.matched {
			t.Errorf("For(%q) writes %s, matched %v", c.tags, l.Language(), l.Matched())
		}
	}
	if l := i18n.For("ar"); l.Direction() != i18n.RightToLeft || l.FormattingLocale() != "ar-u-nu-latn" {
		t.Errorf("ar is %s, %s", l.Direction(), l.FormattingLocale())
	}
}

func TestTextFillsNamedVariables(t *testing.T) {
	b := setup(t, map[string]string{
		"en": `{"mail.visit": {"other": "Welcome, {{.Name}}, to {{.City}}"}}`,
		"da": `{"mail.visit": {"other": "Velkommen til {{.City}}, {{.Name}}"}}`,
	})
	l := b.For("da")
	got := l.Text("mail.visit", map[string]any{"Name": "<Åse & {{.City}}>", "City": "Odense"})
	if want := "Velkommen til Odense, <Åse & {{.City}}>"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if l.Fallbacks() != 0 {
		t.Errorf("%d gaps, want none", l.Fallbacks())
	}
}

func TestAMissingMessageIsEnglishAndCounted(t *testing.T) {
	b := setup(t, map[string]string{
		"en": `{"mail.visit": {"other": "Welcome to {{.City}}"}, "mail.days": {"one": "{{.Count}} day", "other": "{{.Count}} days"}}`,
		"uk": `{"mail.other": {"other": "інше"}}`,
	})
	var mu sync.Mutex
	var gaps []string
	b.OnFallback(func(tag, id string) {
		mu.Lock()
		defer mu.Unlock()
		gaps = append(gaps, tag+" "+id)
	})
	l := b.For("uk")
	if got, want := l.Text("mail.visit", map[string]any{"City": "Odense"}), "Welcome to Odense"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// 21 is "one" in Ukrainian, but the text is English now.
	if got, want := l.Plural("mail.days", 21, nil), "21 days"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := l.Text("mail.unheard", nil), "mail.unheard"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if l.Fallbacks() != 3 {
		t.Errorf("%d gaps counted, want 3", l.Fallbacks())
	}
	if want := []string{"uk mail.visit", "uk mail.days", "uk mail.unheard"}; !slices.Equal(gaps, want) {
		t.Errorf("gaps %q, want %q", gaps, want)
	}
	if other := b.For("uk"); other.Fallbacks() != 0 {
		t.Error("one reader's gaps were counted as another's")
	}
}

// A neighbour's reader must never see this language's text.
func TestNoOtherLanguageAnswers(t *testing.T) {
	b := setup(t, map[string]string{
		"en": `{"page.hello": {"other": "Hello"}}`,
		"uk": `{"page.hello": {"other": "Вітаємо"}}`, "zh-Hans": `{"page.hello": {"other": "您好"}}`,
		"da": `{"page.hello": {"other": "Hej"}}`, "es": `{"page.hello": {"other": "Hola"}}`,
	})
	for _, tag := range []string{"ru", "be", "kk", "zh-Hant", "zh-TW", "gl", "eu", "nb", "sv", "ja"} {
		if got := b.For(tag).Text("page.hello", nil); got != "Hello" {
			t.Errorf("%s read %q", tag, got)
		}
	}
	if got := b.For("zh-CN").Text("page.hello", nil); got != "您好" {
		t.Errorf("zh-CN read %q", got)
	}
}

func TestBrokenMessagesNeverFail(t *testing.T) {
	b := setup(t, map[string]string{
		"en": `{"a.template": {"other": "Fine"}, "a.variable": {"other": "To {{.City}}, {{.Name}}"}, "a.both": {"other": "{{.Broken"}}`,
		"da": `{"a.template": {"other": "{{if}}"}, "a.variable": {"other": "Til {{.City}}, {{.Name}}"}, "a.both": {"other": "{{.Broken"}}`,
	})
	for id, want := range map[string]string{"a.template": "Fine", "a.variable": "Til , Åse", "a.both": "a.both"} {
		l := b.For("da")
		if got := l.Text(id, map[string]any{"Name": "Åse", "City": nil}); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
		if l.Fallbacks() != 1 {
			t.Errorf("%s: %d gaps counted, want 1", id, l.Fallbacks())
		}
	}
}

// Every number of the samples must choose the category CLDR gives it.
func TestPluralsFollowEachLanguage(t *testing.T) {
	var samples map[string]struct {
		Plurals map[string][]json.Number
	}
	readTestdata(t, "samples.json", &samples)
	for _, row := range i18n.Languages() {
		forms := map[string]string{}
		for _, category := range row.PluralCategories {
			forms[category] = category + " {{.Count}}"
		}
		message, err := json.Marshal(map[string]any{"n": forms})
		if err != nil {
			t.Fatal(err)
		}
		catalogues := map[string]string{"en": `{"n": {"one": "x", "other": "y"}}`}
		catalogues[row.Tag] = string(message)
		b := setup(t, catalogues)
		for category, numbers := range samples[row.Tag].Plurals {
			for _, number := range numbers {
				l := b.For(row.Tag)
				got := l.Plural("n", number.String(), nil)
				if want := category + " " + l.Decimal(number.String()); got != want || l.Fallbacks() != 0 {
					t.Errorf("%s: %s gives %q, want %q", row.Tag, number, got, want)
				}
			}
		}
		if got := slices.Sorted(maps.Keys(samples[row.Tag].Plurals)); len(got) == 0 {
			t.Errorf("%s: no samples", row.Tag)
		}
	}
}

func TestPluralTakesAnyKindOfNumber(t *testing.T) {
	b := setup(t, map[string]string{"en": `{"n": {"one": "{{.Count}} day", "other": "{{.Count}} days"}}`})
	for _, c := range []struct {
		count  any
		params map[string]any
		want   string
	}{
		{1, nil, "1 day"},
		{int64(1), nil, "1 day"},
		{uint8(1), nil, "1 day"},
		{2, nil, "2 days"},
		{"1.5", nil, "1.5 days"},
		{1.5, nil, "1.5 days"},
		{12345, nil, "12,345 days"},
		{1, map[string]any{"Count": "One"}, "One day"},
		{"many", nil, "many days"},
	} {
		if got := b.For("en").Plural("n", c.count, c.params); got != c.want {
			t.Errorf("%v: %q, want %q", c.count, got, c.want)
		}
	}
}

func TestALocalizerServesManyAtOnce(t *testing.T) {
	b := setup(t, map[string]string{"en": `{"n": {"one": "{{.Count}} day", "other": "{{.Count}} days"}}`})
	l := b.For("da")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 50 {
				if got, want := l.Plural("n", i+2, nil), fmt.Sprintf("%d days", i+2); got != want {
					t.Errorf("%q, want %q", got, want)
				}
			}
		})
	}
	wg.Wait()
	if l.Fallbacks() != 400 {
		t.Errorf("%d gaps counted, want 400", l.Fallbacks())
	}
}

func TestIsolateMarksOnlyInRightToLeftText(t *testing.T) {
	if got := i18n.For("ar").Isolate("Åse"); got != "\u2068Åse\u2069" {
		t.Errorf("%+q", got)
	}
	if got := i18n.For("da").Isolate("Åse"); got != "Åse" {
		t.Errorf("%+q", got)
	}
}

func TestPseudoLanguagesAreMadeFromEnglish(t *testing.T) {
	plain := setup(t, map[string]string{
		"en": `{"page.hello": {"other": "Hello {{.Name}}, welcome"}, "n": {"one": "one day", "other": "{{.Count}} days"}}`,
	})
	b, err := plain.Pseudo()
	if err != nil {
		t.Fatal(err)
	}
	params := map[string]any{"Name": "Eva"}
	accented := b.For(i18n.PseudoAccented)
	got := accented.Text("page.hello", params)
	if !strings.HasPrefix(got, "[Hé") || !strings.HasSuffix(got, "·]") || !strings.Contains(got, "Eva") {
		t.Errorf("accented: %q", got)
	}
	if longer, length := len([]rune(got)), len("Hello Eva, welcome"); longer*10 < length*13 {
		t.Errorf("accented: %d letters for %d", longer, length)
	}
	mirrored := b.For(i18n.PseudoMirrored)
	if got, want := mirrored.Text("page.hello", params), "\u202eHello\u202c Eva\u202e,\u202c \u202ewelcome\u202c"; got != want {
		t.Errorf("mirrored: %+q, want %+q", got, want)
	}
	if mirrored.Direction() != i18n.RightToLeft || mirrored.Language() != i18n.PseudoMirrored {
		t.Errorf("mirrored is %s %s", mirrored.Language(), mirrored.Direction())
	}
	// 5 has a form of its own in Arabic, but the text is English.
	if got := mirrored.Plural("n", 1, nil) + mirrored.Plural("n", 5, nil); !strings.Contains(got, "one") || !strings.Contains(got, "5") {
		t.Errorf("mirrored counts unlike English: %q", got)
	}
	if n := accented.Fallbacks() + mirrored.Fallbacks(); n != 0 {
		t.Errorf("%d gaps", n)
	}
	if len(b.Languages()) != 16 || plain.For(i18n.PseudoAccented).Language() != "en" {
		t.Error("a pseudo-language is offered where nobody asked for it")
	}
}
