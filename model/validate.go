package model

import (
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// The longest texts that are taken, in characters (runes).
const (
	MaxTitle = 200
	MaxName  = 200
	MaxLine  = 500
	MaxBody  = 20_000
)

// The longest identifiers that are taken, in bytes. Those of addresses are SMTP's.
const (
	maxEmail      = 254
	maxEmailLocal = 64
	maxURL        = 2_000
	maxLanguage   = 35
)

// maxTranslations bounds how many languages one text is sent in at once.
const maxTranslations = 50

// MinYear and MaxYear bound the days and instants that are taken: what lies
// outside is a slip of the keyboard.
const (
	MinYear = 1900
	MaxYear = 2200
)

// CleanText answers a text of several lines without space around it. It refuses
// what is not UTF-8, what is longer than the given number of characters, and
// control characters; a tab and a line's end may stand, and every line's end
// becomes a single \n. Whether an empty text will do is Required's question.
func CleanText(field, s string, longest int) (string, error) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return clean(field, s, longest, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' })
}

// CleanLine answers a text of one line without space around it. Beside what
// CleanText refuses it refuses every line's end, also Unicode's: a title can
// become the header of a mail, and a name part of a calendar.
func CleanLine(field, s string, longest int) (string, error) {
	return clean(field, s, longest, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}

func clean(field, s string, longest int, refused func(rune) bool) (string, error) {
	if !utf8.ValidString(s) {
		return "", BadInput(field, "error.text.encoding")
	}
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > longest {
		return "", BadInput(field, "error.text.tooLong").With("Max", longest)
	}
	if strings.ContainsFunc(s, refused) {
		return "", BadInput(field, "error.text.control")
	}
	return s, nil
}

// Required refuses a text that is empty or only space.
func Required(field, s string) error {
	if strings.TrimSpace(s) == "" {
		return BadInput(field, "error.text.required")
	}
	return nil
}

// ValidEmail answers an address without space around it and with its domain in
// lower case. It takes the plain form "name@host.domain" in ASCII alone: no
// display name, no quotes, no comment, nothing that a header could be made of.
func ValidEmail(field, s string) (string, error) {
	s = strings.TrimSpace(s)
	refusal := BadInput(field, "error.email.invalid")
	if len(s) > maxEmail || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", refusal
	}
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Name != "" || parsed.Address != s {
		return "", refusal
	}
	at := strings.LastIndexByte(s, '@')
	local, domain := s[:at], strings.ToLower(s[at+1:])
	if len(local) > maxEmailLocal || !isDomain(domain) {
		return "", refusal
	}
	return local + "@" + domain, nil
}

// isDomain tells at least two labels of lower-case letters, digits and inner hyphens.
func isDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return len(labels) > 1
}

// ValidTimeZone refuses what is not the name of an IANA zone.
func ValidTimeZone(field, s string) error {
	if _, err := LoadZone(s); err != nil {
		return BadInput(field, "error.timeZone.unknown").With("Zone", shown(s))
	}
	return nil
}

// ValidLanguage answers a BCP 47 tag in its usual writing (zh-Hans, pt-BR). It
// takes any language there is, whether or not the product speaks it: what a
// person chose is kept as chosen, so no part is replaced by another.
func ValidLanguage(field string, tag LanguageTag) (LanguageTag, error) {
	refusal := BadInput(field, "error.language.invalid").With("Language", shown(string(tag)))
	if tag == "" || len(tag) > maxLanguage {
		return "", refusal
	}
	parsed, err := language.Raw.Parse(string(tag))
	if err != nil {
		return "", refusal
	}
	if base, _ := parsed.Base(); base.String() == "und" || strings.HasPrefix(parsed.String(), "und") {
		return "", refusal
	}
	return LanguageTag(parsed.String()), nil
}

// ValidTranslations answers the languages of a text of one line (a title, a
// name), each cleaned like CleanLine. All that is wrong is reported, with the
// place in the list ("title.1.text"). A language may come once; an empty text
// is taken, for it removes its language.
func ValidTranslations(field string, in []TranslationInput, longest int) ([]TranslationInput, error) {
	return validTranslations(field, in, longest, CleanLine)
}

// ValidTextTranslations is ValidTranslations for a text of several lines, each
// language cleaned like CleanText.
func ValidTextTranslations(field string, in []TranslationInput, longest int) ([]TranslationInput, error) {
	return validTranslations(field, in, longest, CleanText)
}

func validTranslations(
	field string, in []TranslationInput, longest int, cleanOne func(string, string, int) (string, error),
) ([]TranslationInput, error) {
	if len(in) > maxTranslations {
		return nil, BadInput(field, "error.translations.tooMany").With("Max", maxTranslations)
	}
	var errs Errors
	seen := map[LanguageTag]bool{}
	out := make([]TranslationInput, 0, len(in))
	for i, one := range in {
		at := field + "." + strconv.Itoa(i)
		tag, err := ValidLanguage(at+".language", one.Language)
		errs.Add(err)
		if err == nil && seen[tag] {
			errs.Add(BadInput(at+".language", "error.translations.duplicate").With("Language", string(tag)))
		}
		seen[tag] = true
		text, err := cleanOne(at+".text", one.Text, longest)
		errs.Add(err)
		out = append(out, TranslationInput{Language: tag, Text: text})
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// ValidSpan refuses a time that is missing or outside MinYear to MaxYear, and
// an end that is not after its start.
func ValidSpan(startField, endField string, start, end time.Time) error {
	var errs Errors
	errs.Add(validYear(startField, start.IsZero(), start.UTC().Year()))
	errs.Add(validYear(endField, end.IsZero(), end.UTC().Year()))
	if len(errs) == 0 && !end.After(start) {
		errs.Add(BadInput(endField, "error.span.endNotAfterStart"))
	}
	return errs.Err()
}

// ValidDays refuses a day that is missing or outside MinYear to MaxYear, and a
// last day before the first. A single day is a span.
func ValidDays(firstField, lastField string, first, last Date) error {
	var errs Errors
	errs.Add(validYear(firstField, first.IsZero(), first.Year))
	errs.Add(validYear(lastField, last.IsZero(), last.Year))
	if len(errs) == 0 && last.Before(first) {
		errs.Add(BadInput(lastField, "error.days.lastBeforeFirst"))
	}
	return errs.Err()
}

// ValidYear refuses a year outside MinYear to MaxYear; an absent one will do.
func ValidYear(field string, year *int) error {
	if year == nil {
		return nil
	}
	return validYear(field, false, *year)
}

func validYear(field string, missing bool, year int) error {
	switch {
	case missing:
		return BadInput(field, "error.time.required")
	case year < MinYear || year > MaxYear:
		return BadInput(field, "error.time.range").With("First", strconv.Itoa(MinYear)).With("Last", strconv.Itoa(MaxYear))
	}
	return nil
}

// ValidURL answers an absolute address on the web without space around it. It
// takes http and https with a host, and no user name or password.
func ValidURL(field, s string) (string, error) {
	s = strings.TrimSpace(s)
	refusal := BadInput(field, "error.url.invalid")
	if len(s) > maxURL || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r)
	}) {
		return "", refusal
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return "", refusal
	}
	return s, nil
}

// ValidReference refuses what is not the readable name of an activity: 3 to 40
// lower-case letters a to z, digits and hyphens.
func ValidReference(field, s string) error {
	if len(s) < 3 || len(s) > 40 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return BadInput(field, "error.reference.invalid")
	}
	return nil
}

// shown is what an error repeats of an input: short, and nothing unreadable.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}
