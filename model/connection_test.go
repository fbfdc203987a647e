package model_test

import (
	"testing"

	"fyrtaarn/model"
)

func TestPageRequestLimit(t *testing.T) {
	n := func(i int) *int { return &i }
	cursor := "c"
	for _, tc := range []struct {
		name     string
		page     model.PageRequest
		want     int
		backward bool
		field    string // of the refusal; empty is none
	}{
		{"NothingAsked", model.PageRequest{}, model.DefaultPage, false, ""},
		{"AfterAlone", model.PageRequest{After: &cursor}, model.DefaultPage, false, ""},
		{"BeforeAlone", model.PageRequest{Before: &cursor}, model.DefaultPage, true, ""},
		{"AfterAndBefore", model.PageRequest{After: &cursor, Before: &cursor}, model.DefaultPage, false, ""},
		{"First", model.PageRequest{First: n(10)}, 10, false, ""},
		{"FirstWithBefore", model.PageRequest{First: n(10), Before: &cursor}, 10, false, ""},
		{"Last", model.PageRequest{Last: n(10), Before: &cursor}, 10, true, ""},
		{"LastWithAfter", model.PageRequest{Last: n(10), After: &cursor}, 10, true, ""},
		{"None", model.PageRequest{First: n(0)}, 0, false, ""},
		{"Most", model.PageRequest{First: n(model.MaxPage)}, model.MaxPage, false, ""},
		{"OneTooMany", model.PageRequest{First: n(model.MaxPage + 1)}, 0, false, "first"},
		{"FarTooMany", model.PageRequest{First: n(10_000)}, 0, false, "first"},
		{"Negative", model.PageRequest{First: n(-1)}, 0, false, "first"},
		{"NegativeLast", model.PageRequest{Last: n(-1)}, 0, false, "last"},
		{"TooManyLast", model.PageRequest{Last: n(101)}, 0, false, "last"},
		{"FirstAndLast", model.PageRequest{First: n(1), Last: n(1)}, 0, false, "last"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, backward, err := tc.page.Limit()
			if tc.field != "" {
				refusals := model.Refusals(err)
				if len(refusals) != 1 || refusals[0].Code != model.CodeBadUserInput || refusals[0].Field != tc.field {
					t.Errorf("got %v, want a refusal of %s", err, tc.field)
				}
				return
			}
			if err != nil || got != tc.want || backward != tc.backward {
				t.Errorf("got %d, %v, %v", got, backward, err)
			}
		})
	}
}
