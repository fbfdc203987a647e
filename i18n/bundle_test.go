package i18n_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fyrtaarn/i18n"
)

// readTestdata decodes testdata/name.
func readTestdata(t *testing.T, name string, into any) {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// files is the package's own data as a file system that a test may change.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	for _, pattern := range []string{"languages.json", "locales/*.json", "cldr/*.json"} {
		names, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = &fstest.MapFile{Data: content}
		}
	}
	return all
}

func load(t *testing.T, fsys fs.FS) *i18n.Bundle {
	t.Helper()
	b, err := i18n.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLanguagesAreTheSixteen(t *testing.T) {
	var tags []string
	for _, l := range i18n.Languages() {
		tags = append(tags, l.Tag)
		if l.Endonym == "" || l.NameOrder != "given-family" && l.NameOrder != "family-given" {
			t.Errorf("%s: incomplete row %+v", l.Tag, l)
		}
		if rtl := l.Direction == i18n.RightToLeft; rtl != (l.Tag == "ar") {
			t.Errorf("%s: direction %s", l.Tag, l.Direction)
		}
	}
	if got, want := strings.Join(tags, " "), "da en de sv nb fi fr es it nl pl uk ar zh-Hans ja ko"; got != want {
		t.Errorf("languages %q, want %q", got, want)
	}
}

// Portuguese arrives as three pieces of data: a row, messages, CLDR tables.
func TestALanguageIsAddedByAddingFiles(t *testing.T) {
	overlay := files(t)
	var languages struct {
		Tiers     json.RawMessage   `json:"tiers"`
		Languages []json.RawMessage `json:"languages"`
	}
	if err := json.Unmarshal(overlay["languages.json"].Data, &languages); err != nil {
		t.Fatal(err)
	}
	var added struct {
		Languages []json.RawMessage `json:"languages"`
	}
	readTestdata(t, "pt/languages.json", &added)
	languages.Languages = append(languages.Languages, added.Languages...)
	rows, err := json.Marshal(languages)
	if err != nil {
		t.Fatal(err)
	}
	overlay["languages.json"] = &fstest.MapFile{Data: rows}
	for name, from := range map[string]string{"cldr/pt.json": "testdata/pt/pt.json", "locales/pt.json": "testdata/pt/messages.json"} {
		content, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		overlay[name] = &fstest.MapFile{Data: content}
	}
	b := load(t, overlay)

	if tag, ok := b.Match("pt-BR"); tag != "pt" || !ok {
		t.Errorf("pt-BR matched %s %v, want pt", tag, ok)
	}
	if tag, ok := i18n.Match("pt-BR"); tag != "en" || ok {
		t.Errorf("without the files pt-BR matched %s %v, want en", tag, ok)
	}
	l := b.For("pt-PT")
	if got, want := l.LongDate(day(2027, 5, 20)), "quinta-feira, 20 de maio de 2027"; got != want {
		t.Errorf("long date %q, want %q", got, want)
	}
	if got, want := l.DateRange(day(2027, 5, 20), day(2027, 5, 22)), "20–22 de maio de 2027"; got != want {
		t.Errorf("range %q, want %q", got, want)
	}
	if got, want := l.Text("error.forbidden", nil), "Não tem acesso a isto."; got != want {
		t.Errorf("message %q, want %q", got, want)
	}
	if got, want := l.Country("DK"), "Dinamarca"; got != want {
		t.Errorf("country %q, want %q", got, want)
	}
	if got := b.CountryNames("DK"); len(got) != 17 {
		t.Errorf("%d names of Denmark, want 17", len(got))
	}
	if got := len(i18n.CountryNames("DK")); got != 16 {
		t.Errorf("the default bundle changed: %d names of Denmark", got)
	}
}

func TestLoadRefusesBrokenFiles(t *testing.T) {
	replace := func(name, old, with string) func(fstest.MapFS) {
		return func(f fstest.MapFS) {
			f[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(f[name].Data), old, with, 1))}
		}
	}
	remove := func(name string) func(fstest.MapFS) {
		return func(f fstest.MapFS) { delete(f, name) }
	}
	for name, c := range map[string]struct {
		damage func(fstest.MapFS)
		want   string
	}{
		"MessagesMissing":     {remove("locales/ko.json"), "locales/ko.json"},
		"TablesMissing":       {remove("cldr/ko.json"), "cldr/ko.json"},
		"LanguagesMissing":    {remove("languages.json"), "languages.json"},
		"MessagesNotJSON":     {replace("locales/da.json", "{", ""), "locales/da.json"},
		"FieldMisspelt":       {replace("languages.json", `"endonym"`, `"endonim"`), "endonim"},
		"LanguageTwice":       {replace("languages.json", `"tag": "de"`, `"tag": "da"`), "twice"},
		"DirectionUnknown":    {replace("languages.json", `"direction": "rtl"`, `"direction": "up"`), "direction"},
		"TierUnknown":         {replace("languages.json", `"tier": "full"`, `"tier": "half"`), "half"},
		"EnglishMissing":      {replace("languages.json", `"tag": "en"`, `"tag": "eo"`), "English"},
		"PatternFieldUnknown": {replace("cldr/da.json", "{MMMM}", "{QQ}"), "QQ"},
		"OtherLocalesTables":  {replace("cldr/da.json", `"da-DK"`, `"da-GL"`), "da-GL"},
		"CountryNameMissing":  {replace("cldr/da.json", `"DK": "Danmark"`, `"DK": ""`), "DK"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := files(t)
			c.damage(fsys)
			_, err := i18n.Load(fsys)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that names %q", err, c.want)
			}
		})
	}
}

func TestLanguagesCannotBeChangedFromOutside(t *testing.T) {
	i18n.Languages()[0].Tag = "xx"
	i18n.CountryCodes()[0] = "XX"
	if i18n.Languages()[0].Tag != "da" || i18n.CountryCodes()[0] != "AD" {
		t.Error("a caller changed the bundle")
	}
}

func TestMessageIDsAreSorted(t *testing.T) {
	ids := i18n.Default().MessageIDs()
	if len(ids) == 0 || !slices.IsSorted(ids) {
		t.Errorf("ids %v", ids)
	}
}
