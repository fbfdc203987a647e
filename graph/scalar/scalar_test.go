package scalar_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"fyrtaarn/graph/scalar"
	"fyrtaarn/model"
)

func written(m graphql.Marshaler) string {
	var b strings.Builder
	m.MarshalGQL(&b)
	return b.String()
}

// check reads every value, and wants it written again as the text that stands
// beside it, or refused where that is empty.
func check[T any](t *testing.T, read func(any) (T, error), write func(T) graphql.Marshaler, values map[any]string) {
	t.Helper()
	for value, want := range values {
		got, err := read(value)
		switch {
		case want == "" && !model.IsCode(err, model.CodeBadUserInput):
			t.Errorf("%v (%T) was read as %v, %v", value, value, got, err)
		case want != "" && err != nil:
			t.Errorf("%v was refused: %v", value, err)
		case want != "" && written(write(got)) != want:
			t.Errorf("%v was written as %s, want %s", value, written(write(got)), want)
		}
	}
}

func TestString(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalString, scalar.MarshalString, map[any]string{
		"Åse \"Æ\"\n": `"Åse \"Æ\"\n"`, "": `""`, "a\x00b": "", "a\uFFFDb": "", "a\xffb": "", 5: "", true: "", nil: "", json.Number("1"): "",
	})
}

func TestInt(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalInt, scalar.MarshalInt, map[any]string{
		int64(5): "5", json.Number("-2147483648"): "-2147483648", json.Number("2147483647"): "2147483647",
		json.Number("2147483648"): "", int64(-2147483649): "", json.Number("1.0"): "", json.Number("1e3"): "",
		"5": "", 1.5: "", true: "", nil: "", json.Number("99999999999999999999"): "",
	})
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalDecimal, scalar.MarshalDecimal, map[any]string{
		"12500.50": `"12500.50"`, "-0.000001": `"-0.000001"`, "0": `"0"`, "123456789012345": `"123456789012345"`,
		"1234567890123456": "", "0.1234567": "", "1e3": "", "+1": "", "1,5": "", ".5": "", "5.": "", "": "", "١": "", 1.5: "", json.Number("1"): "",
	})
	if got := written(scalar.MarshalDecimal("")); got != "null" {
		t.Errorf("no decimal is %s", got)
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalDate, scalar.MarshalDate, map[any]string{
		"2026-03-29": `"2026-03-29"`, "2024-02-29": `"2024-02-29"`, "1900-01-01": `"1900-01-01"`, "2200-12-31": `"2200-12-31"`,
		"2026-02-29": "", "1899-12-31": "", "2201-01-01": "", "2026-3-29": "", "29.03.2026": "", "": "", 20260329: "",
		"2026-03-29T00:00:00Z": "", "0000-00-00": "",
	})
	if got := written(scalar.MarshalDate(model.Date{})); got != "null" {
		t.Errorf("no date is %s", got)
	}
}

func TestDateTime(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalDateTime, scalar.MarshalDateTime, map[any]string{
		"2026-03-29T09:00:00Z": `"2026-03-29T09:00:00Z"`, "2026-03-29T09:00:00+02:00": `"2026-03-29T07:00:00Z"`,
		"2026-03-29T09:00:00.5Z": "", "2026-03-29T09:00:00": "", "2026-03-29 09:00:00Z": "", "2026-03-29t09:00:00z": "",
		"2026-03-29T25:00:00Z": "", "2026-02-30T09:00:00Z": "", "1899-12-31T23:59:59Z": "", "2201-01-01T00:00:00Z": "",
		"2026-03-29T09:00:00+25:00": "", "": "", 5: "",
	})
	if got := written(scalar.MarshalDateTime(time.Time{})); got != "null" {
		t.Errorf("no instant is %s", got)
	}
	local := time.Date(2026, 3, 29, 9, 0, 0, 999, time.FixedZone("", 7200))
	if got := written(scalar.MarshalDateTime(local)); got != `"2026-03-29T07:00:00Z"` {
		t.Errorf("a local instant is %s", got)
	}
}

func TestLanguageTag(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalLanguageTag, scalar.MarshalLanguageTag, map[any]string{
		"da": `"da"`, "zh-Hans": `"zh-Hans"`, "en-GB-oxendict": `"en-GB-oxendict"`, "tlh": `"tlh"`,
		"": "", "d": "", "da_DK": "", "da-": "", "-da": "", "da DK": "", "dansk på": "", strings.Repeat("a-bcd", 8): "", 5: "",
	})
	if got := written(scalar.MarshalLanguageTag("")); got != "null" {
		t.Errorf("no language is %s", got)
	}
}

func TestCountryCode(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalCountryCode, scalar.MarshalCountryCode, map[any]string{
		"DK": `"DK"`, "XK": `"XK"`, "dk": "", "DNK": "", "D": "", "": "", "ÆØ": "", 45: "",
	})
	if got := written(scalar.MarshalCountryCode("")); got != "null" {
		t.Errorf("no country is %s", got)
	}
}

func TestEmail(t *testing.T) {
	t.Parallel()
	check(t, scalar.UnmarshalEmail, scalar.MarshalEmail, map[any]string{
		"a.b+c@example.dk": `"a.b+c@example.dk"`, "post@æøå.dk": `"post@æøå.dk"`,
		"": "", "a": "", "a@": "", "@b": "", "A <a@b.dk>": "", "a@b.dk, c@d.dk": "", "a@b.dk\r\nBcc: x@y.dk": "",
		"a@b.dk\x00": "", " a@b.dk": "", strings.Repeat("a", 250) + "@b.dk": "", 5: "",
	})
	if got := written(scalar.MarshalEmail("")); got != "null" {
		t.Errorf("no address is %s", got)
	}
}
