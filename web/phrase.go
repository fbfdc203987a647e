package web

import (
	"html"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"fyrtaarn/model"
)

// What people typed stands inside translated sentences, in a language and
// direction of its own. Until a sentence is written out, each such piece is a
// mark: its number between two private-use characters, which no catalogue has.
const (
	markOpen  = '\uE000'
	markClose = '\uE001'
)

// phrase is a text of the catalogue, escaped by nobody yet, in which what
// people typed stands as marks. It belongs to the page that made it.
type phrase string

// piece is one text that somebody typed.
type piece struct {
	text string
	// language is the text's own, or empty when nobody knows it.
	language model.LanguageTag
	// href makes the text a link.
	href string
}

// pieces are what the marks of one page stand for.
type pieces []piece

func (p *pieces) mark(one piece) phrase {
	// A mark that somebody typed must not stand for another's text.
	one.text = strings.Map(func(r rune) rune {
		if r == markOpen || r == markClose {
			return -1
		}
		return r
	}, one.text)
	if one.text == "" {
		return ""
	}
	*p = append(*p, one)
	return phrase(string(markOpen) + strconv.Itoa(len(*p)-1) + string(markClose))
}

// written puts what write makes of each piece in the place of its mark. The
// text between them goes through plain.
func (p *pieces) written(text phrase, plain func(string) string, write func(piece) string) string {
	var b strings.Builder
	rest := string(text)
	for {
		before, after, found := strings.Cut(rest, string(markOpen))
		b.WriteString(plain(before))
		if !found {
			return b.String()
		}
		number, following, _ := strings.Cut(after, string(markClose))
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(*p) {
			b.WriteString(write((*p)[i]))
		}
		rest = following
	}
}

// html writes the phrase for a page in the language: each piece isolated, so
// that a Latin name does not turn an Arabic sentence around.
func (p *pieces) html(text phrase, language model.LanguageTag) template.HTML {
	return template.HTML(p.written(text, html.EscapeString, func(one piece) string { //nolint:gosec // both halves are escaped
		open := "<bdi>"
		if one.language != "" && one.language != language {
			open = `<bdi lang="` + html.EscapeString(string(one.language)) + `">`
		}
		inner := open + strings.ReplaceAll(html.EscapeString(one.text), "\n", "<br>") + "</bdi>"
		if one.href != "" {
			return `<a href="` + html.EscapeString(one.href) + `">` + inner + "</a>"
		}
		return inner
	}))
}

// text writes the phrase where no markup may stand.
func (p *pieces) text(text phrase) string {
	whole := func(s string) string { return s }
	return p.written(text, whole, func(one piece) string { return one.text })
}

// mailto is the address of somebody's mailbox.
func mailto(email string) string {
	return (&url.URL{Scheme: "mailto", Opaque: url.PathEscape(email)}).String()
}
