package i18n

import (
	"golang.org/x/text/language"
)

// maxAcceptLanguage bounds, in bytes, how much of an Accept-Language header is
// read; browsers send far less, and parsing costs more than its length.
const maxAcceptLanguage = 512

// matcher chooses among the languages of a bundle. The distances of CLDR that
// x/text carries are too generous for mails (they give Finnish to Estonian
// readers and Spanish to Basque ones, at High confidence), so a match counts
// only within one language or where the row says it serves another.
type matcher struct {
	languages []Language
	match     language.Matcher
	// serves holds, per row, the base languages that it may answer.
	serves []map[string]bool
}

func newMatcher(rows []Language) *matcher {
	m := &matcher{languages: rows}
	tags := make([]language.Tag, len(rows))
	for i, row := range rows {
		tags[i] = language.Make(row.Tag)
		serves := map[string]bool{}
		for _, tag := range append([]string{row.Tag}, row.AlsoServes...) {
			base, _ := canonical(tag).Base()
			serves[base.String()] = true
		}
		m.serves = append(m.serves, serves)
	}
	m.match = language.NewMatcher(tags)
	return m
}

// canonical parses a tag and replaces what BCP 47 has retired: no becomes nb,
// cmn becomes zh. A tag that cannot be parsed gives und.
func canonical(tag string) language.Tag {
	t, err := language.All.Parse(tag)
	if err != nil {
		return language.Und
	}
	return t
}

// one answers for a single requested tag.
func (m *matcher) one(requested language.Tag) (tag string, ok bool) {
	base, certain := requested.Base()
	// und-DK would be Danish by its country: a country chooses no language.
	if certain != language.Exact {
		return "", false
	}
	// The matcher's own tag carries extensions of the request: take the index.
	_, i, confidence := m.match.Match(requested)
	if confidence < language.High || !m.serves[i][base.String()] {
		return "", false
	}
	return m.languages[i].Tag, true
}

// Match chooses a language for a reader who asks for requested, best first:
// the first that is met with High or Exact confidence. If none is, the tag is
// that of English and ok is false.
func (b *Bundle) Match(requested ...string) (tag string, ok bool) {
	for _, r := range requested {
		if _, known := b.locales[r]; known {
			return r, true
		}
		if tag, ok := b.matcher.one(canonical(r)); ok {
			return tag, true
		}
	}
	return English, false
}

// AcceptLanguage chooses as Match does, from the header that a browser sends.
// A malformed header counts as none.
func (b *Bundle) AcceptLanguage(header string) (tag string, ok bool) {
	if len(header) > maxAcceptLanguage {
		return English, false
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return English, false
	}
	for _, t := range tags {
		if tag, ok := b.Match(t.String()); ok {
			return tag, true
		}
	}
	return English, false
}

// Match chooses among the languages of the default bundle; see Bundle.Match.
func Match(requested ...string) (tag string, ok bool) { return Default().Match(requested...) }

// AcceptLanguage chooses among the languages of the default bundle; see
// Bundle.AcceptLanguage.
func AcceptLanguage(header string) (tag string, ok bool) { return Default().AcceptLanguage(header) }
