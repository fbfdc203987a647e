package i18n

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// gateBundle is a bundle with these catalogues, as tag to JSON, all other
// languages being empty.
func gateBundle(t *testing.T, catalogues map[string]string) *Bundle {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, row := range Languages() {
		content, ok := catalogues[row.Tag]
		if !ok {
			content = "{}"
		}
		fsys["locales/"+row.Tag+".json"] = &fstest.MapFile{Data: []byte(content)}
		fsys["cldr/"+row.Tag+".json"] = embeddedFile(t, "cldr/"+row.Tag+".json")
	}
	for _, name := range []string{"languages.json", "cldr/countries.json", "cldr/zones.json"} {
		fsys[name] = embeddedFile(t, name)
	}
	b, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func embeddedFile(t *testing.T, name string) *fstest.MapFile {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: content}
}

// complain asserts that the complaints hold exactly the wanted fragments.
func complain(t *testing.T, complaints []string, wants ...string) {
	t.Helper()
	if len(complaints) != len(wants) {
		t.Errorf("%d complaints, want %d: %q", len(complaints), len(wants), complaints)
	}
	for _, want := range wants {
		if !strings.Contains(strings.Join(complaints, "\n"), want) {
			t.Errorf("no complaint about %q in %q", want, complaints)
		}
	}
}

const countedEnglish = `{"page.days": {"description": "d", "one": "{{.Count}} day", "other": "{{.Count}} days"}}`

func TestGatesComplain(t *testing.T) {
	t.Run("PluralCategories", func(t *testing.T) {
		b := gateBundle(t, map[string]string{
			"en": countedEnglish,
			"fr": `{"page.days": {"one": "{{.Count}} jour", "other": "{{.Count}} jours"}}`,
			"pl": `{"page.days": {"one": "{{.Count}} dzień", "few": "{{.Count}} dni", "many": "{{.Count}} dni", "other": "{{.Count}} dnia"}}`,
			"ja": `{"page.days": {"one": "一日", "other": "{{.Count}}日"}}`,
			"ko": `{"page.days": "{{.Count}}일"}`,
		})
		complain(t, checkPluralCategories(b), "fr page.days", "ja page.days")
	})
	t.Run("Placeholders", func(t *testing.T) {
		b := gateBundle(t, map[string]string{
			"en": `{"page.days": {"one": "{{.Count}} day in {{.City}}", "other": "{{.Count}} days in {{.City}}"}, "page.b": {"other": "{{.A}} {{.B}}"}}`,
			"da": `{"page.days": {"one": "en dag i {{.City}}", "other": "{{.Count}} dage i {{.City}}"}, "page.b": {"other": "{{.B}} {{ .A }}"}}`,
			"de": `{"page.days": {"one": "ein Tag", "other": "Tage in {{.City}}"}, "page.b": {"other": "{{.A}} {{.C}}"}}`,
		})
		complain(t, checkPlaceholders(b), "de page.days, one", "de page.days, other", "de page.b, other")
	})
	t.Run("Texts", func(t *testing.T) {
		b := gateBundle(t, map[string]string{
			"en": `{"page.a": "a < b & c", "page.b": "<b>b</b>", "page.c": "c&nbsp;c", "page.d": "{{if .X}}d{{end}}", "page.e": "e ", "page.f": "{{.F}}"}`,
		})
		complain(t, checkTexts(b), "page.b", "page.c", "{{if .X}}", "{{end}}", "page.e")
	})
	t.Run("Keys", func(t *testing.T) {
		all := `{"page.a": {"other": "x"}}`
		catalogues := map[string]string{}
		for _, row := range Languages() {
			catalogues[row.Tag] = all
		}
		catalogues["en"] = `{"page.a": {"description": "d", "other": "a"}, "page.a-b": {"description": "d", "other": "b"}, "staff.c": {"other": "c"}}`
		catalogues["da"] = `{"page.a": {"other": "a"}, "page.a-b": {"other": "b"}, "page.x": {"other": "x"}}`
		b := gateBundle(t, catalogues)
		var got []string
		for _, c := range checkKeys(b) {
			if !strings.Contains(c, "page.a-b: missing") {
				got = append(got, c)
			}
		}
		complain(t, got, "da staff.c: missing", "da page.x: unknown", "page.a-b: not in the shape", "staff.c: no description")
		if n := len(checkKeys(b)) - len(got); n != 14 {
			t.Errorf("%d languages miss page.a-b, want 14", n)
		}
	})
	t.Run("SameAsEnglish", func(t *testing.T) {
		b := gateBundle(t, map[string]string{
			"en": `{"page.a": "Programme", "page.b": "Tour de Health", "page.c": "{{.A}} – {{.B}}"}`,
			"de": `{"page.a": "Programme", "page.b": "Tour de Health", "page.c": "{{.A}} – {{.B}}"}`,
			"fr": `{"page.a": "Programme"}`,
		})
		complain(t, checkSameAsEnglish(b, allowedSame{"page.b": {"*"}, "page.a": {"fr"}, "page.z": {"fr"}}), "de page.a", "page.z")
	})
	t.Run("Use", func(t *testing.T) {
		b := gateBundle(t, map[string]string{
			"en": `{"page.a": "a", "page.b.c": "b", "page.d.e": "d", "page.f": "f", "page.g": "g"}`,
		})
		complain(t, checkUse(b, map[string]string{
			"x.go":     `l.Text("page.a", nil); l.Text("page.d."+kind, nil); l.Text("page.unheard", nil); s.Text("Plain words"); "page."; BadInput("x", "error.unheard"); "error.limit."`,
			"y.gohtml": `{{.L.Text "page.g"}} {{.L.Plural "page.away" 2}}`,
		}), "x.go asks for page.unheard", "x.go asks for error.unheard", "y.gohtml asks for page.away", "page.b.c: used nowhere", "page.f: used nowhere")
	})
	t.Run("DuplicateKeys", func(t *testing.T) {
		twice, err := duplicateKeys([]byte(`{"a.b": {"other": "x"}, "c.d": "y", "a.b": "z"}`))
		if err != nil {
			t.Fatal(err)
		}
		complain(t, twice, "a.b")
	})
}
