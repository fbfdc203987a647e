package scalar

import (
	"regexp"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"fyrtaarn/model"
)

// The years that dates and instants may lie in. What lies outside is a slip of
// the keyboard.
const minYear, maxYear = 1900, 2200

// MarshalDate writes YYYY-MM-DD; a day that was never set is null.
func MarshalDate(d model.Date) graphql.Marshaler { return orNull(dateText(d)) }

// UnmarshalDate reads YYYY-MM-DD of a day that exists.
func UnmarshalDate(v any) (model.Date, error) {
	text, ok := v.(string)
	if !ok || len(text) != len(time.DateOnly) {
		return model.Date{}, model.BadInput("", "error.date.invalid")
	}
	d, err := model.ParseDate(text)
	if err != nil || d.Year < minYear || d.Year > maxYear {
		return model.Date{}, model.BadInput("", "error.date.invalid")
	}
	return d, nil
}

func dateText(d model.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// MarshalDateTime writes an instant in UTC and whole seconds; one that was
// never set is null.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(t.UTC().Format(time.RFC3339))
}

// dateTime holds out what time.Parse takes and RFC 3339 does not know or we do
// not keep: a comma, a lower-case t, fractions of a second.
var dateTime = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$`)

// UnmarshalDateTime reads an instant in whole seconds with its offset, and
// gives it in UTC.
func UnmarshalDateTime(v any) (time.Time, error) {
	text, ok := v.(string)
	if !ok || !dateTime.MatchString(text) {
		return time.Time{}, model.BadInput("", "error.dateTime.invalid")
	}
	t, err := time.Parse(time.RFC3339, text)
	if t = t.UTC(); err != nil || t.Year() < minYear || t.Year() > maxYear {
		return time.Time{}, model.BadInput("", "error.dateTime.invalid")
	}
	return t, nil
}
