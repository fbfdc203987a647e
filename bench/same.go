package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"fyrtaarn/bench/load"
)

var errDiffer = errors.New("bench: the product and the floor do not answer the same")

// comparedAnswers is how many answers of each query are compared before the
// clock runs: a ratio between two servers that say different things means
// nothing.
const comparedAnswers = 20

// sameAnswers compares what the two servers say.
func sameAnswers(ctx context.Context, q query, product, floor load.Target) error {
	for i := range min(len(q.product), comparedAnswers) {
		ours, err := load.Ask(ctx, product, i)
		if err != nil {
			return err
		}
		theirs, err := load.Ask(ctx, floor, i)
		if err != nil {
			return err
		}
		a, err := decoded(ours)
		if err != nil {
			return err
		}
		b, err := decoded(theirs)
		if err != nil {
			return err
		}
		if where := difference(a, b, "answer"); where != "" {
			return fmt.Errorf("%w: %s, request %d: %s", errDiffer, q.name, i, where)
		}
	}
	return nil
}

func decoded(body []byte) (any, error) {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, fmt.Errorf("bench: the answer is no JSON: %w: %.300s", err, body)
	}
	return value, nil
}

// difference says where two answers part; it is empty where they do not. The
// order of an object's members does not matter, and one instant may be written
// in two ways.
func difference(a, b any, at string) string {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return fmt.Sprintf("%s: %.300v, %.300v", at, a, b)
		}
		for name, value := range x {
			other, ok := y[name]
			if !ok {
				return at + "." + name + " is missing"
			}
			if where := difference(value, other, at+"."+name); where != "" {
				return where
			}
		}
		return ""
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return fmt.Sprintf("%s: %.300v, %.300v", at, a, b)
		}
		for i := range x {
			if where := difference(x[i], y[i], fmt.Sprintf("%s[%d]", at, i)); where != "" {
				return where
			}
		}
		return ""
	case string:
		if y, ok := b.(string); ok && sameInstant(x, y) {
			return ""
		}
	}
	if !reflect.DeepEqual(a, b) {
		return fmt.Sprintf("%s: %v, %v", at, a, b)
	}
	return ""
}

func sameInstant(a, b string) bool {
	x, err := time.Parse(time.RFC3339, a)
	if err != nil {
		return false
	}
	y, err := time.Parse(time.RFC3339, b)
	return err == nil && x.Equal(y)
}
