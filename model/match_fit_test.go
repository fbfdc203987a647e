package model

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func TestFitsAddUpTheirReasons(t *testing.T) {
	t.Parallel()
	focus, other := uuid.New(), uuid.New()
	company := MatchCompany{
		Name: "Vægt ApS", Languages: []LanguageTag{"da", "en-GB"}, Readiness: new(3),
		Solutions: []*Solution{
			{FocusAreaID: &other, Name: Localized("en", "Smart Scale"), Tags: Tags{"Children"}},
			{FocusAreaID: &focus, Name: Localized("en", "Menu"), Tags: Tags{"prevention "}, TargetMarkets: CountryCodes{"DE", "FR"}},
		},
	}
	full := MatchCounterpart{
		FocusAreaID: &focus, CountryCode: "DE", Tags: []string{"Prevention", "PREVENTION", "children", "beds"},
		Wishes: []string{"smart scale", "vægt aps", "robots"}, Languages: []LanguageTag{"de", "en"},
	}
	fit := FitOf(company, full)
	want := []MatchReason{
		{Kind: MatchFocus, Points: 25},
		{Kind: MatchTags, Points: 16, Words: []string{"Prevention", "children"}},
		{Kind: MatchWishes, Points: 24, Words: []string{"smart scale", "vægt aps"}},
		{Kind: MatchMarket, Points: 15, Country: "DE"},
		{Kind: MatchReadiness, Points: 9, Country: "DE", Number: 3},
		{Kind: MatchLanguage, Points: 7, Languages: []LanguageTag{"en"}},
	}
	if fit.Points != 96 || !slices.EqualFunc(fit.Reasons, want, func(a, b MatchReason) bool {
		return a.Kind == b.Kind && a.Points == b.Points && slices.Equal(a.Words, b.Words) && a.Country == b.Country &&
			slices.Equal(a.Languages, b.Languages) && a.Number == b.Number
	}) {
		t.Errorf("%+v", fit)
	}
	company.Met = 5
	if met := FitOf(company, full); met.Points != 76 || met.Reasons[len(met.Reasons)-1].Number != 5 {
		t.Errorf("having met: %+v", met)
	}
}

func TestWhoHasNothingInCommonHasNoPointsAndNoReasons(t *testing.T) {
	t.Parallel()
	focus := uuid.New()
	if fit := FitOf(MatchCompany{Name: "A"}, MatchCounterpart{FocusAreaID: &focus, CountryCode: "DE", Tags: []string{""}}); fit.Points != 0 || len(fit.Reasons) != 0 {
		t.Errorf("%+v", fit)
	}
	if fit := FitOf(MatchCompany{Met: 1}, MatchCounterpart{}); fit.Points != 0 || len(fit.Reasons) != 1 {
		t.Errorf("points below zero: %+v", fit)
	}
}

func TestUnknownReadinessIsNotTheLowest(t *testing.T) {
	t.Parallel()
	for level, points := range map[int]int{-1: 0, 0: 0, 1: 3, 5: 15, 9: 15} {
		if fit := FitOf(MatchCompany{Readiness: &level}, MatchCounterpart{CountryCode: "DE"}); fit.Points != points {
			t.Errorf("level %d has %d points, want %d", level, fit.Points, points)
		}
	}
}
