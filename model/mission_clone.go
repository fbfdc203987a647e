package model

import (
	"cmp"
	"slices"
	"strings"
)

// GapKind says what a clone still needs.
type GapKind string

// The kinds of gaps.
const (
	// GapSet is a value that no other market can lend.
	GapSet GapKind = "SET"
	// GapReplace is a text that speaks of the old market.
	GapReplace GapKind = "REPLACE"
	// GapTranslate is a text that a language of the call lacks.
	GapTranslate GapKind = "TRANSLATE"
)

// CloneGap is one thing that must be set, replaced or translated before a clone
// can be published.
type CloneGap struct {
	Kind GapKind `json:"kind"`
	// Field is the name in the schema.
	Field    string      `json:"field"`
	Language LanguageTag `json:"language,omitempty"`
	// Mention is the word of the old market that stands in the text.
	Mention string `json:"mention,omitempty"`
}

// LanguageOrNone is the language; nil for a gap that is in none.
func (g CloneGap) LanguageOrNone() *LanguageTag {
	if g.Language == "" {
		return nil
	}
	return &g.Language
}

// CloneGaps are the gaps of one clone.
type CloneGaps []CloneGap

// FindCloneGaps lists what a mission made from another must get before it can be
// published. mentions are the words, in each language and for all under "", by
// which a text of the old market is known: the country's name and the city.
func FindCloneGaps(m *TradeMission, mentions map[LanguageTag][]string) CloneGaps {
	var gaps CloneGaps
	if m.Deadline == nil {
		gaps = append(gaps, CloneGap{Kind: GapSet, Field: "deadline"})
	}
	if m.StartsOn.IsZero() {
		gaps = append(gaps, CloneGap{Kind: GapSet, Field: "startsOn"})
	}
	if m.zoneUnknown() {
		gaps = append(gaps, CloneGap{Kind: GapSet, Field: "timeZone"})
	}
	if m.City == "" {
		gaps = append(gaps, CloneGap{Kind: GapSet, Field: "city"})
	}
	for field, text := range m.Texts() {
		for language, one := range text.Texts {
			for _, word := range append(slices.Clone(mentions[language]), mentions[""]...) {
				if word != "" && strings.Contains(one.Text, word) {
					gaps = append(gaps, CloneGap{Kind: GapReplace, Field: field, Language: language, Mention: word})
					break
				}
			}
		}
	}
	for _, gap := range m.TextGaps() {
		gaps = append(gaps, CloneGap{Kind: GapTranslate, Field: gap.Field, Language: gap.Language})
	}
	slices.SortFunc(gaps, func(a, b CloneGap) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Language, b.Language))
	})
	return gaps
}

// zoneUnknown tells a mission abroad that still lives by Denmark's clock: nobody
// has said which zone the market is in.
func (m *TradeMission) zoneUnknown() bool {
	return m.TimeZone == Copenhagen && m.CountryCode != Denmark
}

// OpenCloneGaps are those of the clone's gaps that nobody has filled.
func (m *TradeMission) OpenCloneGaps() []CloneGap {
	texts := m.Texts()
	open := []CloneGap{}
	for _, gap := range m.CloneGaps {
		var filled bool
		switch gap.Kind {
		case GapSet:
			filled = map[string]bool{
				"deadline": m.Deadline != nil, "startsOn": !m.StartsOn.IsZero(), "timeZone": !m.zoneUnknown(), "city": m.City != "",
			}[gap.Field]
		case GapReplace:
			filled = !strings.Contains(texts[gap.Field].Texts[gap.Language].Text, gap.Mention)
		case GapTranslate:
			text := texts[gap.Field]
			filled = text.IsEmpty() || text.Complete(gap.Language) || !slices.Contains(m.Languages, gap.Language)
		}
		if !filled {
			open = append(open, gap)
		}
	}
	return open
}
