package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The gates stop the build on what a reader would stumble over. Each check is
// a function that returns its complaints, so that gate_self_test.go can show
// that it complains.

var (
	// messageID is the shape of every id: parts with dots, the first in lower
	// case; a later one may be an enum's value.
	messageID = regexp.MustCompile(`^[a-z]+(\.[A-Za-z0-9_]+)+$`)
	markup    = regexp.MustCompile(`<[A-Za-z/!]|&#?[A-Za-z0-9]+;`)
	action    = regexp.MustCompile(`\{\{.*?\}\}|\{\{|\}\}`)
	// asked finds the ids that Go code and templates ask for by a literal: in a
	// call, and wherever an error or a guard is named.
	asked = regexp.MustCompile(`(?:\.(?:Text|Plural)[( ]\s*|MessageID:\s*)"([^"]*)"|"((?:error|guard)\.[^"]*[^".])"`)
)

// allowedSame is locales/same-as-english.json: message id to the tags in which
// the text may equal the English one, "*" for all.
type allowedSame map[string][]string

func (a allowedSame) has(id, tag string) bool {
	return slices.Contains(a[id], tag) || slices.Contains(a[id], "*")
}

// each calls check for every message that a language has and English knows.
func each(b *Bundle, check func(row Language, english, translated *message)) {
	for _, row := range b.languages {
		for _, id := range b.MessageIDs() {
			if m, ok := b.locales[row.Tag].catalogue.messages[id]; ok {
				check(row, b.english.catalogue.messages[id], m)
			}
		}
	}
}

func counted(m *message) bool { return len(forms(m.Message)) > 1 }

func checkPluralCategories(b *Bundle) (complaints []string) {
	each(b, func(row Language, english, m *message) {
		want := []string{"other"}
		if counted(english) {
			want = slices.Clone(row.PluralCategories)
		}
		var got []string
		for category := range forms(m.Message) {
			got = append(got, category)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			complaints = append(complaints, fmt.Sprintf("%s %s: has the forms %v, needs %v", row.Tag, m.ID, got, want))
		}
	})
	return complaints
}

// The general form uses each variable; a form for one or two may leave the
// number out, since "one day" needs no digit, but nothing else.
func checkPlaceholders(b *Bundle) (complaints []string) {
	each(b, func(row Language, english, m *message) {
		want := variablesOf(english.Other)
		for category, text := range forms(m.Message) {
			got := variablesOf(text)
			if !slices.Contains([]string{"zero", "one", "two"}, category) && !slices.Equal(got, want) ||
				!slices.Equal(without(got, "Count"), without(want, "Count")) {
				complaints = append(complaints, fmt.Sprintf("%s %s, %s: uses %v, English %v", row.Tag, m.ID, category, got, want))
			}
		}
	})
	return complaints
}

func variablesOf(text string) []string {
	var names []string
	for _, found := range variable.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
}

func checkTexts(b *Bundle) (complaints []string) {
	each(b, func(row Language, _, m *message) {
		for category, text := range forms(m.Message) {
			where := fmt.Sprintf("%s %s, %s", row.Tag, m.ID, category)
			if markup.MatchString(text) {
				complaints = append(complaints, where+": holds HTML")
			}
			for _, a := range action.FindAllString(text, -1) {
				if variable.FindString(a) != a {
					complaints = append(complaints, fmt.Sprintf("%s: %s is no plain variable", where, a))
				}
			}
			if text != strings.TrimSpace(text) {
				complaints = append(complaints, where+": begins or ends with space, so it is glued to something")
			}
		}
	})
	return complaints
}

func checkKeys(b *Bundle) (complaints []string) {
	for _, row := range b.languages {
		messages := b.locales[row.Tag].catalogue.messages
		for id := range messages {
			if _, ok := b.english.catalogue.messages[id]; !ok {
				complaints = append(complaints, fmt.Sprintf("%s %s: unknown in English", row.Tag, id))
			}
		}
		for _, id := range b.MessageIDs() {
			if _, ok := messages[id]; !ok && b.tiers[row.Tier].requires(id) {
				complaints = append(complaints, fmt.Sprintf("%s %s: missing", row.Tag, id))
			}
		}
	}
	for _, id := range b.MessageIDs() {
		if !messageID.MatchString(id) {
			complaints = append(complaints, id+": not in the shape of an id")
		}
		if b.english.catalogue.messages[id].Description == "" {
			complaints = append(complaints, id+": no description for translators in en.json")
		}
	}
	return complaints
}

func checkSameAsEnglish(b *Bundle, allowed allowedSame) (complaints []string) {
	each(b, func(row Language, english, m *message) {
		same := row.Tag != English && m.Other == english.Other
		// A text of nothing but variables is the same in every language.
		if same && strings.ContainsFunc(variable.ReplaceAllString(m.Other, ""), isLetter) && !allowed.has(m.ID, row.Tag) {
			complaints = append(complaints, fmt.Sprintf("%s %s: %q is English", row.Tag, m.ID, m.Other))
		}
	})
	for id := range allowed {
		if _, ok := b.english.catalogue.messages[id]; !ok {
			complaints = append(complaints, id+": on the list of equal texts, but no message")
		}
	}
	return complaints
}

func isLetter(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }

// checkUse compares the ids with the sources that may ask for them. An id that
// is put together counts as used if its beginning, up to a dot and with at
// least one more dot before, stands somewhere as a literal: "error.guard.".
func checkUse(b *Bundle, sources map[string]string) (complaints []string) {
	named := map[string]bool{}
	for name, source := range sources {
		for _, found := range quoted.FindAllStringSubmatch(source, -1) {
			named[found[1]] = true
		}
		for _, found := range asked.FindAllStringSubmatch(source, -1) {
			id := found[1] + found[2]
			if _, ok := b.english.catalogue.messages[id]; !ok && messageID.MatchString(id) {
				complaints = append(complaints, fmt.Sprintf("%s asks for %s, which is unknown", name, id))
			}
		}
	}
	for _, id := range b.MessageIDs() {
		if !usedIn(named, id) {
			complaints = append(complaints, id+": used nowhere")
		}
	}
	return complaints
}

// quoted is what stands alone between quotation marks and may be an id, or the
// beginning of one.
var quoted = regexp.MustCompile("[\"'`]([A-Za-z][A-Za-z0-9_.-]*)[\"'`]")

// usedIn tells whether the id is named, or a beginning of it to which the rest is
// added.
func usedIn(named map[string]bool, id string) bool {
	if named[id] {
		return true
	}
	for at := strings.LastIndexByte(id, '.'); strings.Contains(id[:max(at, 0)], "."); at = strings.LastIndexByte(id[:at], '.') {
		if named[id[:at+1]] {
			return true
		}
	}
	return false
}

// notSource are the folders that hold no code of ours.
var notSource = []string{"node_modules", "dist", "testdata", "locales", "cldr", "bin", "data", "generated"}

// sourceFiles reads every file under root that may name a message.
func sourceFiles(root string) (map[string]string, error) {
	sources := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			hidden := strings.HasPrefix(d.Name(), ".") && path != root
			if hidden || slices.Contains(notSource, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(path, "_test.go") {
			return nil
		}
		switch filepath.Ext(path) {
		case ".go", ".gohtml", ".gotxt", ".tmpl", ".html", ".svelte", ".ts", ".json", ".graphqls":
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			sources[path] = string(content)
		}
		return nil
	})
	return sources, err
}

// duplicateKeys lists the ids that a catalogue file has twice, of which JSON
// would silently keep the last.
func duplicateKeys(content []byte) (twice []string, err error) {
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		id, _ := key.(string)
		if seen[id] {
			twice = append(twice, id)
		}
		seen[id] = true
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
	}
	return twice, nil
}

func report(t *testing.T, complaints []string) {
	t.Helper()
	slices.Sort(complaints)
	for _, c := range slices.Compact(complaints) {
		t.Error(c)
	}
}

func TestGatePluralCategories(t *testing.T) { report(t, checkPluralCategories(Default())) }

func TestGatePlaceholders(t *testing.T) { report(t, checkPlaceholders(Default())) }

func TestGateTextsArePlain(t *testing.T) { report(t, checkTexts(Default())) }

func TestGateKeys(t *testing.T) { report(t, checkKeys(Default())) }

func TestGateSameAsEnglish(t *testing.T) {
	var allowed allowedSame
	if err := readJSON(embedded, "locales/same-as-english.json", &allowed); err != nil {
		t.Fatal(err)
	}
	report(t, checkSameAsEnglish(Default(), allowed))
}

func TestGateUse(t *testing.T) {
	sources, err := sourceFiles("..")
	if err != nil {
		t.Fatal(err)
	}
	report(t, checkUse(Default(), sources))
}

func TestGateCatalogueFiles(t *testing.T) {
	known := map[string]bool{"same-as-english.json": true}
	for _, row := range Languages() {
		known[row.Tag+".json"] = true
	}
	entries, err := embedded.ReadDir("locales")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !known[entry.Name()] {
			t.Errorf("locales/%s: no language of languages.json", entry.Name())
		}
		content, err := embedded.ReadFile("locales/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		twice, err := duplicateKeys(content)
		if err != nil {
			t.Errorf("locales/%s: %v", entry.Name(), err)
		}
		for _, id := range twice {
			t.Errorf("locales/%s: %s stands there twice", entry.Name(), id)
		}
	}
}
