package model

import (
	"cmp"
	"slices"
)

// TextGap is a text that a language lacks, or has from an older source.
type TextGap struct {
	// Field is the text's name in the schema.
	Field    string
	Language LanguageTag
	// Stale tells that there is a text, made before its source was changed.
	Stale bool
}

// TextGaps lists what must be translated before the texts can be published in
// the languages, by language and field. A text that is empty in every language
// is nobody's gap.
func TextGaps(texts map[string]LocalizedText, languages []LanguageTag) []TextGap {
	var gaps []TextGap
	for field, text := range texts {
		for _, language := range languages {
			if text.IsEmpty() || text.Complete(language) {
				continue
			}
			gaps = append(gaps, TextGap{Field: field, Language: language, Stale: text.Texts[language].Text != ""})
		}
	}
	slices.SortFunc(gaps, func(a, b TextGap) int {
		return cmp.Or(cmp.Compare(a.Language, b.Language), cmp.Compare(a.Field, b.Field))
	})
	return gaps
}
