package model

import (
	"slices"
	"strconv"
)

// TourLanguage is how far a language is: whether people can register in it, and
// what is missing.
type TourLanguage struct {
	Language LanguageTag
	// Open tells whether people can register in it.
	Open bool
	// Percent is how many of the texts are complete, in whole percent.
	Percent int
	Gaps    []TextGap
}

// tourTexts are the texts that a language must have before people can register
// in it: the tour's own and the titles of its stops.
func tourTexts(t Tour) map[string]LocalizedText {
	texts := t.Public()
	for i, s := range t.Life().OpenStops() {
		texts["stops."+strconv.Itoa(i)+".title"] = s.Title
	}
	for field, text := range texts {
		if text.IsEmpty() {
			delete(texts, field)
		}
	}
	return texts
}

// TourGaps lists what must be translated before people can register for the tour
// in the languages. Its stops must have been read.
func TourGaps(t Tour, languages ...LanguageTag) []TextGap {
	return TextGaps(tourTexts(t), languages)
}

// TourLanguages answers every language that is open or has been begun, by tag.
// The tour's stops must have been read.
func TourLanguages(t Tour) []TourLanguage {
	texts := tourTexts(t)
	tags := slices.Clone(t.Life().Languages)
	for _, text := range texts {
		for tag := range text.Texts {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	states := []TourLanguage{}
	for _, tag := range slices.Compact(tags) {
		gaps := TextGaps(texts, []LanguageTag{tag})
		states = append(states, TourLanguage{
			Language: tag, Open: t.Life().State.TakesRegistrations() && slices.Contains(t.Life().Languages, tag),
			Percent: percentOf(len(texts)-len(gaps), len(texts)), Gaps: gaps,
		})
	}
	return states
}

// percentOf is part of whole, rounded half up; 100 of nothing.
func percentOf(part, whole int) int {
	if whole == 0 {
		return 100
	}
	return (200*part + whole) / (2 * whole)
}

// CheckTourLanguages answers nil when every language is complete. Otherwise it is
// GUARD_FAILED for each that is not, with how far it is.
func CheckTourLanguages(t Tour, languages []LanguageTag) error {
	var errs Errors
	texts := tourTexts(t)
	for _, tag := range languages {
		if gaps := TextGaps(texts, []LanguageTag{tag}); len(gaps) > 0 {
			errs.Add(GuardFailed("guard.tour.language").With("Language", string(tag)).With("Missing", len(gaps)).
				With("Percent", percentOf(len(texts)-len(gaps), len(texts))))
		}
	}
	return errs.Err()
}
