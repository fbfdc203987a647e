package i18n

import (
	"maps"
	"strings"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// The tags of the pseudo-languages: English with accents, 40 % longer, in
// brackets, which shows text that is not translated or does not fit; and
// English from right to left, which shows what does not mirror.
const (
	PseudoAccented = "en-XA"
	PseudoMirrored = "ar-XB"
)

// Pseudo is a bundle that also answers For with the two pseudo-languages, made
// from the English messages. They are for looking at screens and mails, and
// are listed nowhere.
func (b *Bundle) Pseudo() (*Bundle, error) {
	with := &Bundle{
		tiers: b.tiers, languages: b.languages, locales: maps.Clone(b.locales), english: b.english,
		matcher: b.matcher, countries: b.countries, zones: b.zones,
	}
	for _, kind := range []struct {
		tag       string
		direction Direction
		text      func(string) string
	}{
		{PseudoAccented, LeftToRight, accented},
		{PseudoMirrored, RightToLeft, mirrored},
	} {
		messages := make([]*i18n.Message, 0, len(b.english.catalogue.messages))
		for id, m := range b.english.catalogue.messages {
			messages = append(messages, &i18n.Message{ID: id, One: kind.text(m.One), Other: kind.text(m.Other)})
		}
		// Counted as English is, whatever the tag.
		c, err := newCatalogue(language.English, messages)
		if err != nil {
			return nil, err
		}
		l := *b.english
		l.Tag, l.Direction, l.catalogue = kind.tag, kind.direction, c
		with.locales[kind.tag] = &l
	}
	return with, nil
}

// outsideVariables applies a change to the text between variables only.
func outsideVariables(text string, change func(string) string) string {
	var b strings.Builder
	at := 0
	for _, span := range variable.FindAllStringIndex(text, -1) {
		b.WriteString(change(text[at:span[0]]))
		b.WriteString(text[span[0]:span[1]])
		at = span[1]
	}
	b.WriteString(change(text[at:]))
	return b.String()
}

var accents = strings.NewReplacer(
	"a", "á", "c", "ç", "d", "ð", "e", "é", "g", "ğ", "i", "í", "l", "ļ", "n", "ñ", "o", "ö", "s", "š", "u", "ü", "y", "ý", "z", "ž",
	"A", "Å", "C", "Ç", "D", "Ð", "E", "É", "G", "Ğ", "I", "Í", "L", "Ļ", "N", "Ñ", "O", "Ö", "S", "Š", "U", "Û", "Y", "Ý", "Z", "Ž",
)

func accented(text string) string {
	if text == "" {
		return ""
	}
	letters := 0
	changed := outsideVariables(text, func(s string) string {
		letters += len(s)
		return accents.Replace(s)
	})
	return "[" + changed + strings.Repeat("·", (letters*4+9)/10) + "]"
}

func mirrored(text string) string {
	return outsideVariables(text, func(s string) string {
		// Each word on its own, so that lines still break between words.
		const override, pop = "\u202e", "\u202c"
		var b strings.Builder
		inWord := false
		for _, r := range s {
			if word := !unicode.IsSpace(r); word != inWord {
				b.WriteString(map[bool]string{true: override, false: pop}[word])
				inWord = word
			}
			b.WriteRune(r)
		}
		if inWord {
			b.WriteString(pop)
		}
		return b.String()
	})
}
