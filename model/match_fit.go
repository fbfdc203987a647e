package model

import (
	"database/sql/driver"
	_ "embed" // the points of each reason
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// MatchReasonKind says why a company and a counterpart fit, or do not.
type MatchReasonKind string

// The kinds of reasons, in the order in which they are told.
const (
	// MatchFocus: a solution is of the health focus that the counterpart has.
	MatchFocus MatchReasonKind = "FOCUS"
	// MatchTags: they share themes.
	MatchTags MatchReasonKind = "TAGS"
	// MatchWishes: the counterpart looks for what the company has, or for itself.
	MatchWishes MatchReasonKind = "WISHES"
	// MatchMarket: a solution is meant for the counterpart's country.
	MatchMarket MatchReasonKind = "MARKET"
	// MatchReadiness: how ready the company is for that country.
	MatchReadiness MatchReasonKind = "READINESS"
	// MatchLanguage: they have a language in common.
	MatchLanguage MatchReasonKind = "LANGUAGE"
	// MatchMetBefore: they have met, so that others come first.
	MatchMetBefore MatchReasonKind = "MET_BEFORE"
)

// MatchReason is one part of a fit. Which of the members after Points are set
// follows from the kind.
type MatchReason struct {
	Kind MatchReasonKind `json:"kind"`
	// Points may be negative.
	Points int `json:"points"`
	// Words are the shared themes or fulfilled wishes, as the counterpart writes them.
	Words []string `json:"words,omitempty"`
	// Country is the counterpart's.
	Country CountryCode `json:"country,omitempty"`
	// Languages are those in common.
	Languages []LanguageTag `json:"languages,omitempty"`
	// Number is the readiness level, or how often they have met.
	Number int `json:"number,omitempty"`
}

// MessageID names the sentence that gives the reason.
func (r MatchReason) MessageID() string {
	return "match.reason." + map[MatchReasonKind]string{
		MatchFocus: "focus", MatchTags: "tags", MatchWishes: "wishes", MatchMarket: "market", MatchReadiness: "readiness",
		MatchLanguage: "language", MatchMetBefore: "metBefore",
	}[r.Kind]
}

// MatchReasons are the parts of one fit.
type MatchReasons []MatchReason

// Value stores the reasons as JSON.
func (r MatchReasons) Value() (driver.Value, error) {
	raw, err := json.Marshal(slices.Concat(MatchReasons{}, r))
	if err != nil {
		return nil, fmt.Errorf("match reasons: %w", err)
	}
	return string(raw), nil
}

// MatchCompany is what is known of a company that may be met.
type MatchCompany struct {
	ID        ID
	Name      string
	Solutions []*Solution
	Languages []LanguageTag
	// Tags are themes of the company beside those of its solutions.
	Tags []string
	// Readiness is its level for the counterpart's country, from 0 to 5; nil is unknown.
	Readiness *int
	// Met is how often it has met the counterpart.
	Met int
}

// MatchCounterpart is whom a company may meet: one delegate, or a delegation or
// mission as a whole.
type MatchCounterpart struct {
	FocusAreaID *ID
	CountryCode CountryCode
	Tags        []string
	// Wishes are what is looked for: themes, solutions or companies by name.
	Wishes    []string
	Languages []LanguageTag
}

// MatchFit is how well two fit, in points from 0 on, with the reasons.
type MatchFit struct {
	Points  int
	Reasons MatchReasons
}

// matchWeights are the points of each reason. They are this product's own
// judgement, kept as data so that they can be argued about.
type matchWeights struct {
	Focus        int   `json:"focus"`
	Tag          int   `json:"tag"`
	TagsAtMost   int   `json:"tagsAtMost"`
	Wish         int   `json:"wish"`
	WishesAtMost int   `json:"wishesAtMost"`
	Market       int   `json:"market"`
	Readiness    []int `json:"readiness"`
	Language     int   `json:"language"`
	MetBefore    int   `json:"metBefore"`
	MetAtMost    int   `json:"metAtMost"`
}

//go:embed match_weights.json
var matchWeightsJSON []byte

var weights = func() matchWeights {
	var w matchWeights
	if err := json.Unmarshal(matchWeightsJSON, &w); err != nil {
		panic(fmt.Sprintf("match_weights.json: %v", err)) // it is part of the program; a test reads it
	}
	return w
}()

// FitOf answers how well a company fits a counterpart. The order of any list
// has no influence on the points.
func FitOf(company MatchCompany, counterpart MatchCounterpart) MatchFit {
	var fit MatchFit
	add := func(r MatchReason) {
		if r.Points != 0 {
			fit.Reasons = append(fit.Reasons, r)
			fit.Points += r.Points
		}
	}
	if company.hasFocus(counterpart.FocusAreaID) {
		add(MatchReason{Kind: MatchFocus, Points: weights.Focus})
	}
	if shared := sharedWords(counterpart.Tags, company.themes()); len(shared) > 0 {
		add(MatchReason{Kind: MatchTags, Points: min(len(shared)*weights.Tag, weights.TagsAtMost), Words: shared})
	}
	if wished := sharedWords(counterpart.Wishes, company.everything()); len(wished) > 0 {
		add(MatchReason{Kind: MatchWishes, Points: min(len(wished)*weights.Wish, weights.WishesAtMost), Words: wished})
	}
	if company.isFor(counterpart.CountryCode) {
		add(MatchReason{Kind: MatchMarket, Points: weights.Market, Country: counterpart.CountryCode})
	}
	if level := company.Readiness; level != nil {
		at := min(max(*level, 0), len(weights.Readiness)-1)
		add(MatchReason{Kind: MatchReadiness, Points: weights.Readiness[at], Country: counterpart.CountryCode, Number: *level})
	}
	if common := sharedLanguages(counterpart.Languages, company.Languages); len(common) > 0 {
		add(MatchReason{Kind: MatchLanguage, Points: weights.Language, Languages: common})
	}
	if company.Met > 0 {
		add(MatchReason{Kind: MatchMetBefore, Points: max(company.Met*weights.MetBefore, weights.MetAtMost), Number: company.Met})
	}
	fit.Points = max(fit.Points, 0)
	return fit
}

func (c MatchCompany) hasFocus(focus *ID) bool {
	return focus != nil && slices.ContainsFunc(c.Solutions, func(s *Solution) bool { return s.FocusAreaID != nil && *s.FocusAreaID == *focus })
}

func (c MatchCompany) isFor(country CountryCode) bool {
	return slices.ContainsFunc(c.Solutions, func(s *Solution) bool { return slices.Contains(s.TargetMarkets, country) })
}

// themes are the company's own and those of its solutions.
func (c MatchCompany) themes() []string {
	words := slices.Clone(c.Tags)
	for _, s := range c.Solutions {
		words = append(words, s.Tags...)
	}
	return words
}

// everything is what a wish may name: a theme, a solution in any language, the company.
func (c MatchCompany) everything() []string {
	words := append(c.themes(), c.Name)
	for _, s := range c.Solutions {
		for _, translation := range s.Name.Texts {
			words = append(words, translation.Text)
		}
	}
	return words
}

// sharedWords are the asked words that are among the offered, each once and in
// the order asked, whatever their capitals.
func sharedWords(asked, offered []string) []string {
	there := make(map[string]bool, len(offered))
	for _, word := range offered {
		there[plainWord(word)] = true
	}
	var shared []string
	for _, word := range asked {
		if plain := plainWord(word); plain != "" && there[plain] {
			shared = append(shared, word)
			there[plain] = false
		}
	}
	return shared
}

func plainWord(word string) string { return strings.ToLower(strings.TrimSpace(word)) }

// sharedLanguages compares languages without script and region: who speaks
// pt-BR and who speaks pt understand each other.
func sharedLanguages(a, b []LanguageTag) []LanguageTag {
	var common []LanguageTag
	for _, tag := range a {
		base, _, _ := strings.Cut(string(tag), "-")
		same := func(other LanguageTag) bool {
			otherBase, _, _ := strings.Cut(string(other), "-")
			return strings.EqualFold(base, otherBase)
		}
		if base != "" && slices.ContainsFunc(b, same) && !slices.ContainsFunc(common, same) {
			common = append(common, LanguageTag(strings.ToLower(base)))
		}
	}
	return common
}
