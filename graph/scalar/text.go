package scalar

import (
	"net/mail"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"fyrtaarn/model"
)

// MarshalString writes text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads text. It refuses NUL, which PostgreSQL cannot store,
// and U+FFFD: that character stands where a decoder met bytes that were no
// text, so storing it would keep the damage.
func UnmarshalString(v any) (string, error) {
	text, ok := v.(string)
	switch {
	case !ok:
		return "", model.BadInput("", "error.text.invalid")
	case !utf8.ValidString(text), strings.ContainsRune(text, utf8.RuneError):
		return "", model.BadInput("", "error.text.encoding")
	case strings.ContainsRune(text, 0):
		return "", model.BadInput("", "error.text.control")
	}
	return text, nil
}

// maxEmail is the longest address that SMTP carries, in bytes.
const maxEmail = 254

// MarshalEmail writes an address; none is null.
func MarshalEmail(s string) graphql.Marshaler { return orNull(s) }

// UnmarshalEmail reads one bare address. What could end a mail header or add a
// second receiver is refused.
func UnmarshalEmail(v any) (string, error) {
	text, err := UnmarshalString(v)
	if err != nil {
		return "", err
	}
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || address.Name != "" || len(text) > maxEmail ||
		strings.ContainsAny(text, " \t\r\n\"<>,;") {
		return "", model.BadInput("", "error.email.invalid")
	}
	return text, nil
}

// maxLanguageTag is the longest tag that is kept, in bytes: RFC 5646 asks
// programs to allow 35.
const maxLanguageTag = 35

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// MarshalLanguageTag writes a tag; none is null.
func MarshalLanguageTag(tag model.LanguageTag) graphql.Marshaler { return orNull(string(tag)) }

// UnmarshalLanguageTag reads a well-formed tag, whether or not the product
// speaks the language: a person's choice is kept as chosen.
func UnmarshalLanguageTag(v any) (model.LanguageTag, error) {
	text, ok := v.(string)
	if !ok || len(text) > maxLanguageTag || !languageTag.MatchString(text) {
		return "", model.BadInput("", "error.language.invalid")
	}
	return model.LanguageTag(text), nil
}

// MarshalCountryCode writes a code; none is null.
func MarshalCountryCode(code model.CountryCode) graphql.Marshaler { return orNull(string(code)) }

// UnmarshalCountryCode reads two capital letters. Whether such a country exists
// is for the service to say, which has the list.
func UnmarshalCountryCode(v any) (model.CountryCode, error) {
	text, ok := v.(string)
	if !ok || len(text) != 2 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", model.BadInput("", "error.country.invalid")
	}
	return model.CountryCode(text), nil
}

func orNull(text string) graphql.Marshaler {
	if text == "" {
		return graphql.Null
	}
	return graphql.MarshalString(text)
}
