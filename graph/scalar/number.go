package scalar

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"fyrtaarn/model"
)

// MarshalInt writes a whole number.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads a whole number of 32 bits, as GraphQL defines Int. A
// number in quotes is none.
func UnmarshalInt(v any) (int, error) {
	var n int64
	switch v := v.(type) {
	case int64:
		n = v
	case int:
		n = int64(v)
	case json.Number:
		parsed, err := strconv.ParseInt(v.String(), 10, 64)
		if err != nil {
			return 0, model.BadInput("", "error.int.invalid")
		}
		n = parsed
	default:
		return 0, model.BadInput("", "error.int.invalid")
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0, model.BadInput("", "error.int.invalid")
	}
	return int(n), nil
}

// MarshalBasisPoints writes a score.
func MarshalBasisPoints(n model.BasisPoints) graphql.Marshaler { return graphql.MarshalInt(int(n)) }

// UnmarshalBasisPoints reads a score from 0 to 100 %, a whole number.
func UnmarshalBasisPoints(v any) (model.BasisPoints, error) {
	n, err := UnmarshalInt(v)
	if err != nil {
		return 0, err
	}
	if n < 0 || n > maxBasisPoints {
		return 0, model.BadInput("", "error.number.range").With("Min", 0).With("Max", maxBasisPoints)
	}
	return model.BasisPoints(n), nil
}

const maxBasisPoints = 10_000

var decimal = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,6})?$`)

// MarshalDecimal writes a decimal as a string; none is null.
func MarshalDecimal(s string) graphql.Marshaler { return orNull(s) }

// UnmarshalDecimal reads a decimal that is a string already: a number of JSON
// may have lost digits on its way.
func UnmarshalDecimal(v any) (string, error) {
	text, ok := v.(string)
	if !ok || !decimal.MatchString(text) {
		return "", model.BadInput("", "error.decimal.invalid")
	}
	return text, nil
}
