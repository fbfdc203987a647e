package mail

import (
	"strings"
	"unicode"
)

// What people typed (names, titles, places) stands inside translated sentences
// and may be in another language and run in another direction. Until the mail
// is finished it is kept between fences, private-use characters that no input
// may contain: escaping leaves them alone, and the last step turns them into
// bdi elements in HTML, into isolates in text, and into nothing in headers.
//
//	fenceOpen language fenceText text fenceClose
const (
	fenceOpen  = '\uE000'
	fenceText  = '\uE001'
	fenceClose = '\uE002'
)

// phrase is text whose foreign pieces are fenced already: a message of the
// catalogue, or something put together from such.
type phrase string

// fence marks typed text; language is empty when nobody knows it.
func fence(text, language string) phrase {
	text = tidy(text)
	if text == "" {
		return ""
	}
	return phrase(string(fenceOpen) + headerToken(language) + string(fenceText) + text + string(fenceClose))
}

// tidy makes typed text one line and takes out what could break a fence or turn
// the direction of what follows.
func tidy(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= fenceOpen && r <= fenceClose,
			r >= '\u202a' && r <= '\u202e', // embeddings and overrides
			r >= '\u2066' && r <= '\u2069': // isolates
			return -1
		}
		return r
	}, oneLine(text))
}

// reader is what decides how fences are drawn.
type reader struct {
	language    string
	rightToLeft bool
}

// foreign tells whether text could run against the direction around it.
func (r reader) foreign(text string) bool {
	return r.rightToLeft || strings.ContainsFunc(text, func(c rune) bool {
		return c >= 0x590 && unicode.In(c, fromTheRight...)
	})
}

// fromTheRight are the living scripts that run from right to left.
var fromTheRight = []*unicode.RangeTable{
	unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam, unicode.Hanifi_Rohingya,
}

// drawn replaces each fenced piece of text by what draw writes for it.
func drawn(text string, draw func(b *strings.Builder, language, inner string)) string {
	if !strings.ContainsRune(text, fenceOpen) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	for {
		before, rest, found := strings.Cut(text, string(fenceOpen))
		b.WriteString(before)
		if !found {
			return b.String()
		}
		language, rest, _ := strings.Cut(rest, string(fenceText))
		inner, rest, _ := strings.Cut(rest, string(fenceClose))
		draw(&b, language, inner)
		text = rest
	}
}

// html draws fences in finished HTML, in which typed text is escaped.
func (r reader) html(text string) string {
	return drawn(text, func(b *strings.Builder, language, inner string) {
		tag := "bdi"
		switch named := language != "" && language != r.language; {
		case named:
			b.WriteString(`<bdi lang="` + language + `">`)
		case r.foreign(inner):
			b.WriteString("<bdi>")
		default:
			tag = ""
		}
		b.WriteString(inner)
		if tag != "" {
			b.WriteString("</bdi>")
		}
	})
}

// text draws fences in plain text, as the isolates of Unicode.
func (r reader) text(text string) string {
	const firstStrongIsolate, popIsolate = "\u2068", "\u2069"
	return drawn(text, func(b *strings.Builder, _, inner string) {
		if !r.foreign(inner) {
			b.WriteString(inner)
			return
		}
		b.WriteString(firstStrongIsolate + inner + popIsolate)
	})
}

// bare drops fences: for headers and calendars, which set their own direction.
func bare(p phrase) string {
	return drawn(string(p), func(b *strings.Builder, _, inner string) { b.WriteString(inner) })
}
