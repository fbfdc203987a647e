package model_test

import (
	"slices"
	"testing"

	"fyrtaarn/model"
)

func TestTextGapsNameWhatALanguageLacks(t *testing.T) {
	title := model.Localized("da", "Sund vægt").Apply([]model.TranslationInput{{Language: "en", Text: "Healthy weight"}})
	stale := title.Apply([]model.TranslationInput{{Language: "da", Text: "Mental sundhed"}})
	texts := map[string]model.LocalizedText{"title": title, "statement": stale, "description": {}}
	got := model.TextGaps(texts, []model.LanguageTag{"da", "en", "fr"})
	want := []model.TextGap{
		{Field: "statement", Language: "en", Stale: true},
		{Field: "statement", Language: "fr"},
		{Field: "title", Language: "fr"},
	}
	if !slices.Equal(got, want) {
		t.Fatalf("gaps are %+v, want %+v", got, want)
	}
}
