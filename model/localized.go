package model

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// LanguageTag is a BCP 47 tag. What a person chose is kept as chosen, even when
// the product does not speak it.
type LanguageTag string

// LanguageTags are several languages.
type LanguageTags []LanguageTag

// The two source languages.
const (
	Danish  LanguageTag = "da"
	English LanguageTag = "en"
)

// LocalizedText is text that people read in several languages: tag to text,
// with the language in which it was written. A translation remembers which
// version of the source it was made from; when the source changes, the others
// are stale from the same save on.
type LocalizedText struct {
	Source  LanguageTag                 `json:"source"`
	Version int                         `json:"version"`
	Texts   map[LanguageTag]Translation `json:"texts"`

	// Reader is the language in which the text is to be shown when nobody
	// names another. It is the viewer's, set when the row is read.
	Reader LanguageTag `json:"-"`
}

// Translation is the text in one language and the source version it renders.
type Translation struct {
	Text          string `json:"text"`
	SourceVersion int    `json:"sourceVersion"`
}

// LocalizedString is one text as it is shown: in which language it really is,
// and whether that is another than the one asked for.
type LocalizedString struct {
	Text     string
	Language LanguageTag
	Fallback bool
}

// TextTranslation is one language of a LocalizedText as GraphQL shows it.
type TextTranslation struct {
	Language LanguageTag
	Text     string
	IsSource bool
	Stale    bool
}

// TranslationInput is one language of a text that somebody sends.
type TranslationInput struct {
	Language LanguageTag
	Text     string
}

// Localized makes a text that has its source language only.
func Localized(source LanguageTag, text string) LocalizedText {
	if text == "" {
		return LocalizedText{Source: source}
	}
	return LocalizedText{Source: source, Version: 1, Texts: map[LanguageTag]Translation{source: {text, 1}}}
}

// IsEmpty tells a text without any language.
func (t LocalizedText) IsEmpty() bool { return len(t.Texts) == 0 }

// In answers the text in the wanted language, else in English, else in its
// source, else in any; nil asks for the reader's language.
func (t LocalizedText) In(language *LanguageTag) LocalizedString {
	want := t.Reader
	if language != nil {
		want = *language
	}
	for _, tag := range []LanguageTag{want, English, t.Source} {
		if tr, ok := t.Texts[tag]; ok && tr.Text != "" {
			return LocalizedString{Text: tr.Text, Language: tag, Fallback: tag != want}
		}
	}
	for _, tag := range t.tags() {
		if tr := t.Texts[tag]; tr.Text != "" {
			return LocalizedString{Text: tr.Text, Language: tag, Fallback: true}
		}
	}
	return LocalizedString{Language: want}
}

// Translations lists the languages, the source first.
func (t LocalizedText) Translations() []TextTranslation {
	out := make([]TextTranslation, 0, len(t.Texts))
	for _, tag := range t.tags() {
		tr := t.Texts[tag]
		out = append(out, TextTranslation{
			Language: tag, Text: tr.Text, IsSource: tag == t.Source,
			Stale: tag != t.Source && tr.SourceVersion < t.Version,
		})
	}
	return out
}

// Complete tells whether the language has a text that is not stale.
func (t LocalizedText) Complete(tag LanguageTag) bool {
	tr, ok := t.Texts[tag]
	return ok && tr.Text != "" && (tag == t.Source || tr.SourceVersion >= t.Version)
}

// Apply answers the text after somebody saved the given languages. A changed
// source counts the version up, so that every language that was not saved with
// it becomes stale; an empty text removes its language.
func (t LocalizedText) Apply(inputs []TranslationInput) LocalizedText {
	next := LocalizedText{Source: t.Source, Version: max(t.Version, 1), Reader: t.Reader, Texts: map[LanguageTag]Translation{}}
	for tag, tr := range t.Texts {
		next.Texts[tag] = tr
	}
	if next.Source == "" && len(inputs) > 0 {
		next.Source = inputs[0].Language
	}
	for _, in := range inputs {
		if in.Language == next.Source && next.Texts[in.Language].Text != in.Text && len(t.Texts) > 0 {
			next.Version++
		}
	}
	for _, in := range inputs {
		if in.Text == "" {
			delete(next.Texts, in.Language)
			continue
		}
		next.Texts[in.Language] = Translation{Text: in.Text, SourceVersion: next.Version}
	}
	if src, ok := next.Texts[next.Source]; ok {
		src.SourceVersion = next.Version
		next.Texts[next.Source] = src
	}
	return next
}

// AllText joins every language, for the search column.
func (t LocalizedText) AllText() string {
	parts := make([]string, 0, len(t.Texts))
	for _, tag := range t.tags() {
		parts = append(parts, t.Texts[tag].Text)
	}
	return strings.Join(parts, " ")
}

func (t LocalizedText) tags() []LanguageTag {
	tags := make([]LanguageTag, 0, len(t.Texts))
	for tag := range t.Texts {
		tags = append(tags, tag)
	}
	slices.SortFunc(tags, func(a, b LanguageTag) int {
		if (a == t.Source) != (b == t.Source) {
			if a == t.Source {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a), string(b))
	})
	return tags
}

// Value stores the text as JSON.
func (t LocalizedText) Value() (driver.Value, error) {
	raw, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("localized text: %w", err)
	}
	return string(raw), nil
}

// Scan reads what Value wrote.
func (t *LocalizedText) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = LocalizedText{}
		return nil
	case []byte:
		return t.unmarshal(string(v))
	case string:
		return t.unmarshal(v)
	}
	return fmt.Errorf("localized text cannot be read from %T", src)
}
