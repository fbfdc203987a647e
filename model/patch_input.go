package model

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
)

// What follows writes single members of an update into a row. A member that was
// not sent leaves the row as it is; null clears where that is possible, and is
// refused as missing where it is not. All that is wrong is collected.

// Sent wraps a value as a member that was sent, for callers who write an update
// in Go.
func Sent[T any](value T) graphql.Omittable[*T] { return graphql.OmittableOf(&value) }

// Cleared is a member that was sent as null.
func Cleared[T any]() graphql.Omittable[*T] { return graphql.OmittableOf[*T](nil) }

// SentList is Sent for a list, which replaces the one that was there.
func SentList[T any](values ...T) graphql.Omittable[[]T] { return graphql.OmittableOf(values) }

// given turns an optional member of a creation into one of an update.
func given[T any](value *T) graphql.Omittable[*T] {
	if value == nil {
		return graphql.Omittable[*T]{}
	}
	return graphql.OmittableOf(value)
}

// setLine writes one line of text, setText several lines; null empties both.
func setLine(errs *Errors, field string, sent graphql.Omittable[*string], longest int, into *string) {
	setClean(errs, sent, into, func(text string) (string, error) { return CleanLine(field, text, longest) })
}

func setText(errs *Errors, field string, sent graphql.Omittable[*string], into *string) {
	setClean(errs, sent, into, func(text string) (string, error) { return CleanText(field, text, MaxBody) })
}

func setClean(errs *Errors, sent graphql.Omittable[*string], into *string, clean func(string) (string, error)) {
	text, ok := sent.ValueOK()
	if !ok {
		return
	}
	*into = ""
	if text != nil {
		setChecked(errs, into, func() (string, error) { return clean(*text) })
	}
}

// setNeededLine writes a name or title, which must not be empty.
func setNeededLine(errs *Errors, field string, sent graphql.Omittable[*string], into *string) {
	if text, ok := needed(errs, field, sent); ok {
		setChecked(errs, into, func() (string, error) {
			clean, err := CleanLine(field, text, MaxName)
			if err == nil {
				err = Required(field, clean)
			}
			return clean, err
		})
	}
}

// setChecked writes what check answers, or notes why it was refused.
func setChecked[T any](errs *Errors, into *T, check func() (T, error)) {
	value, err := check()
	if err != nil {
		errs.Add(err)
		return
	}
	*into = value
}

// needed answers a member that was sent. Null is noted as missing, since the
// row cannot be without it.
func needed[T any](errs *Errors, field string, sent graphql.Omittable[*T]) (value T, ok bool) {
	p, ok := sent.ValueOK()
	if ok && p == nil {
		errs.Add(BadInput(field, "error.text.required"))
		ok = false
	}
	if !ok {
		return value, false
	}
	return *p, true
}

// setNeeded writes a value that the row cannot be without.
func setNeeded[T any](errs *Errors, field string, sent graphql.Omittable[*T], into *T) {
	if value, ok := needed(errs, field, sent); ok {
		*into = value
	}
}

// setOneOf writes a value of an enum that the row cannot be without. GraphQL
// lets only known values through; imports and commands come without that gate.
func setOneOf[T ~string](errs *Errors, field string, sent graphql.Omittable[*T], allowed []T, into *T) {
	value, ok := needed(errs, field, sent)
	if !ok {
		return
	}
	if !slices.Contains(allowed, value) {
		errs.Add(BadInput(field, "error.enum.unknown").With("Value", shown(string(value))))
		return
	}
	*into = value
}

// setNumber writes a whole number of the range, or none.
func setNumber(errs *Errors, field string, sent graphql.Omittable[*int], least, most int, into **int) {
	value, ok := sent.ValueOK()
	if !ok {
		return
	}
	if value != nil && (*value < least || *value > most) {
		errs.Add(BadInput(field, "error.number.range").With("Min", least).With("Max", most))
		return
	}
	*into = value
}

// setID writes the row's id of an object of the kind, or none.
func setID(errs *Errors, field string, sent graphql.Omittable[*GlobalID], kind Kind, into **ID) {
	global, ok := sent.ValueOK()
	if !ok {
		return
	}
	*into = nil
	if global != nil {
		setChecked(errs, into, func() (*ID, error) {
			id, err := global.As(kind, field)
			return &id, err
		})
	}
}

// setDay writes a day, or none.
func setDay(errs *Errors, field string, sent graphql.Omittable[*Date], into *Date) {
	day, ok := sent.ValueOK()
	if !ok {
		return
	}
	*into = Date{}
	if day != nil {
		setChecked(errs, into, func() (Date, error) { return *day, validDay(field, *day) })
	}
}

// setTimeZone writes the name of an IANA zone that the row cannot be without.
func setTimeZone(errs *Errors, sent graphql.Omittable[*string], into *string) {
	const field = "timeZone"
	if zone, ok := needed(errs, field, sent); ok {
		setChecked(errs, into, func() (string, error) { return zone, ValidTimeZone(field, zone) })
	}
}

// setLanguage writes a BCP 47 tag that the row cannot be without.
func setLanguage(errs *Errors, field string, sent graphql.Omittable[*LanguageTag], into *LanguageTag) {
	if tag, ok := needed(errs, field, sent); ok {
		setChecked(errs, into, func() (LanguageTag, error) { return ValidLanguage(field, tag) })
	}
}

// validDay refuses a day that is missing or outside MinYear to MaxYear.
func validDay(field string, day Date) error { return validYear(field, day.IsZero(), day.Year) }

// Why answers the reason that somebody gave for a change, for the audit trail;
// it is empty when none was given.
func Why(field string, reason *string) (string, error) {
	if reason == nil {
		return "", nil
	}
	return CleanText(field, *reason, MaxLine)
}
