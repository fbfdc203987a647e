package i18n

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// English is the tag of the language that stands in for every other: the one
// in which each message exists.
const English = "en"

// Danish is the tag of the language whose order the database sorts by.
const Danish = "da"

// Direction is the writing direction of a language, as HTML's dir wants it.
type Direction string

// The two writing directions.
const (
	LeftToRight Direction = "ltr"
	RightToLeft Direction = "rtl"
)

// Language is one row of languages.json. Its slices and maps are shared and
// must not be changed.
type Language struct {
	// Tag is the BCP 47 tag that people and messages are stored under.
	Tag string `json:"tag"`
	// Endonym is the language's name in itself, for language menus.
	Endonym string `json:"endonym"`
	// EnglishName is the language's name in English, for logs and documents.
	EnglishName string `json:"nameEn"`
	// Script is the ISO 15924 code of the script its readers read.
	Script    string    `json:"script"`
	Direction Direction `json:"direction"`
	// FormattingLocale is what a browser's Intl is given to write as we do.
	FormattingLocale string `json:"formattingLocale"`
	// PluralCategories are the CLDR categories that each counted message has.
	PluralCategories []string `json:"pluralCategories"`
	// Tier names the row of Tiers that says which messages must exist.
	Tier string `json:"tier"`
	// Collation is the tag whose sorting order the language uses.
	Collation string `json:"collation"`
	// NameOrder is "given-family" or "family-given": how people of this
	// language write names. It describes; no name is ever turned around.
	NameOrder string `json:"nameOrder"`
	// FirstDayOfWeek is the ISO number of the day a calendar row starts with,
	// 1 for Monday to 7 for Sunday.
	FirstDayOfWeek int `json:"firstDayOfWeek"`
	// AlsoServes lists other languages whose readers are content with this
	// one. Without a mention here a neighbour's reader gets English.
	AlsoServes []string `json:"alsoServes,omitempty"`
	// DateRange replaces CLDR's patterns for ranges where those are numeric;
	// keyed by the greatest field that differs: "d", "M" or "y".
	DateRange map[string]string `json:"dateRange,omitempty"`
}

// Tier says how much of the catalogue a language must have.
type Tier struct {
	// CompleteKeyPrefixes are the beginnings of the message ids that must
	// exist; the empty prefix stands for all.
	CompleteKeyPrefixes []string `json:"completeKeyPrefixes"`
}

// requires tells whether languages of the tier must have the message id.
func (t Tier) requires(id string) bool {
	return slices.ContainsFunc(t.CompleteKeyPrefixes, func(prefix string) bool {
		return strings.HasPrefix(id, prefix)
	})
}

// languagesFile is the shape of languages.json.
type languagesFile struct {
	Tiers     map[string]Tier `json:"tiers"`
	Languages []Language      `json:"languages"`
}

func readLanguages(fsys fs.FS) (languagesFile, error) {
	var file languagesFile
	if err := readJSON(fsys, "languages.json", &file); err != nil {
		return file, err
	}
	seen := map[string]bool{}
	for _, row := range file.Languages {
		if err := row.check(file.Tiers); err != nil {
			return file, fmt.Errorf("languages.json: %q: %w", row.Tag, err)
		}
		if seen[row.Tag] {
			return file, fmt.Errorf("languages.json: %q stands there twice", row.Tag)
		}
		seen[row.Tag] = true
	}
	if !seen[English] {
		return file, errors.New("languages.json: no row for English, the fallback")
	}
	return file, nil
}

func (l Language) check(tiers map[string]Tier) error {
	for _, tag := range append([]string{l.Tag, l.Collation}, l.AlsoServes...) {
		if _, err := language.Parse(tag); err != nil {
			return fmt.Errorf("tag %q: %w", tag, err)
		}
	}
	if l.Direction != LeftToRight && l.Direction != RightToLeft {
		return fmt.Errorf("direction %q", l.Direction)
	}
	if !slices.Contains(l.PluralCategories, "other") {
		return errors.New("no plural category other")
	}
	if _, ok := tiers[l.Tier]; !ok {
		return fmt.Errorf("unknown tier %q", l.Tier)
	}
	if l.FirstDayOfWeek < 1 || l.FirstDayOfWeek > 7 {
		return fmt.Errorf("first day of week %d", l.FirstDayOfWeek)
	}
	return nil
}

// readJSON decodes a file strictly: a misspelt field is an error, not a
// silently missing rule.
func readJSON(fsys fs.FS, name string, into any) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	decoder := json.NewDecoder(f)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
