package i18n

import (
	_ "embed"
	"encoding/json"
	"strings"
	"unicode"
)

// PersonName is what is known of how somebody is called.
type PersonName struct {
	// Full is the name as the person writes it, in their order and script.
	Full string
	// Latin is the same name in Latin letters, if the person gave it.
	Latin string
	// Title stands apart and never takes part in sorting.
	Title string
}

// scripts maps the ISO 15924 code of a language's script to the letters that
// its readers read beside Latin ones.
var scripts = map[string][]*unicode.RangeTable{
	"Latn": nil,
	"Cyrl": {unicode.Cyrillic},
	"Arab": {unicode.Arabic},
	"Hans": {unicode.Han},
	"Jpan": {unicode.Han, unicode.Hiragana, unicode.Katakana},
	"Kore": {unicode.Hangul, unicode.Han},
	"Grek": {unicode.Greek},
}

// eastAsian are the scripts whose titles follow the name.
var eastAsian = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul}

// DisplayName is the name with its title for this reader: as the person writes
// it, or in Latin letters if the reader's language has another script. The
// order of its words is never changed, and nothing is cut.
func (l *Localizer) DisplayName(n PersonName) string {
	name := n.Full
	if n.Latin != "" && !readable(name, l.locale.Script) {
		name = n.Latin
	}
	switch {
	case n.Title == "":
		return name
	case writtenIn(name, unicode.Hangul) && writtenIn(n.Title, unicode.Hangul):
		return name + " " + n.Title
	case writtenIn(name, eastAsian...) && writtenIn(n.Title, eastAsian...):
		return name + n.Title
	}
	return n.Title + " " + name
}

// readable tells whether a reader of the script can read every letter.
func readable(name, script string) bool {
	return writtenIn(name, append([]*unicode.RangeTable{unicode.Latin}, scripts[script]...)...)
}

// writtenIn tells whether every letter is of one of the scripts.
func writtenIn(text string, tables ...*unicode.RangeTable) bool {
	for _, r := range text {
		// The long vowel mark of kana counts as a letter of no script.
		if unicode.IsLetter(r) && r != 'ー' && !unicode.In(r, tables...) {
			return false
		}
	}
	return text != ""
}

//go:embed titles.json
var titlesJSON []byte

// titles are the words that may stand before a name, in lower case.
var titles = func() map[string]bool {
	var words []string
	if err := json.Unmarshal(titlesJSON, &words); err != nil {
		panic("i18n: titles.json: " + err.Error())
	}
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[strings.ToLower(w)] = true
	}
	return set
}()

// WithoutTitle is a name without the titles typed before it, so that "Dr. Åse
// Berg" sorts as "Åse Berg". A name of nothing but titles stays as it is.
func WithoutTitle(name string) string {
	rest := strings.TrimSpace(name)
	for {
		word, after, more := strings.Cut(rest, " ")
		if !more || !titles[strings.ToLower(word)] {
			return rest
		}
		rest = strings.TrimSpace(after)
	}
}

// NameKeyDanish is CollationKeyDanish for the name of a person, in which
// titles do not count.
func NameKeyDanish(name string) string { return CollationKeyDanish(WithoutTitle(name)) }
