package model

import (
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"
)

// The longest lists of a solution and of a participant.
const (
	maxLinks   = 20
	maxMarkets = 60
)

// SolutionCreateInput is a new solution of a company.
type SolutionCreateInput struct {
	IdempotencyKey *string
	CompanyID      GlobalID
	Name           []TranslationInput
	FocusAreaID    *GlobalID
	Tags           []string
	Evidence       *string
	EvidenceLinks  []string
	Replaces       *string
	TargetMarkets  []CountryCode
}

// SolutionUpdateInput changes what is named: an absent member stays, null
// clears where that is possible.
type SolutionUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	Name            graphql.Omittable[[]TranslationInput]
	FocusAreaID     graphql.Omittable[*GlobalID]
	Tags            graphql.Omittable[[]string]
	Evidence        graphql.Omittable[*string]
	EvidenceLinks   graphql.Omittable[[]string]
	Replaces        graphql.Omittable[*string]
	TargetMarkets   graphql.Omittable[[]CountryCode]
}

// Apply writes a creation into an empty row and answers everything that is
// wrong with it.
func (in SolutionCreateInput) Apply(s *Solution) error {
	var errs Errors
	setChecked(&errs, &s.CompanyID, func() (ID, error) { return in.CompanyID.As(KindOrganisation, "companyId") })
	errs.Add(SolutionUpdateInput{
		Name: graphql.OmittableOf(in.Name), FocusAreaID: given(in.FocusAreaID), Tags: graphql.OmittableOf(in.Tags), Evidence: given(in.Evidence),
		EvidenceLinks: graphql.OmittableOf(in.EvidenceLinks), Replaces: given(in.Replaces), TargetMarkets: graphql.OmittableOf(in.TargetMarkets),
	}.Apply(s))
	return errs.Err()
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them. Whether countries and the focus exist is not asked here.
func (in SolutionUpdateInput) Apply(s *Solution) error {
	var errs Errors
	if names, ok := in.Name.ValueOK(); ok {
		setChecked(&errs, &s.Name, func() (LocalizedText, error) {
			clean, err := ValidTranslations("name", names, MaxTitle)
			name := s.Name.Apply(clean)
			if err == nil && name.Texts[name.Source].Text == "" {
				err = BadInput("name", "error.text.required")
			}
			return name, err
		})
	}
	setID(&errs, "focusAreaId", in.FocusAreaID, KindFocusArea, &s.FocusAreaID)
	setWords(&errs, "tags", in.Tags, &s.Tags)
	setText(&errs, "evidence", in.Evidence, &s.Evidence)
	if links, ok := in.EvidenceLinks.ValueOK(); ok {
		setChecked(&errs, &s.EvidenceLinks, func() (Tags, error) { return validEach("evidenceLinks", links, maxLinks, ValidURL) })
	}
	setText(&errs, "replaces", in.Replaces, &s.Replaces)
	if markets, ok := in.TargetMarkets.ValueOK(); ok {
		if len(markets) > maxMarkets {
			errs.Add(BadInput("targetMarkets", "error.list.tooLong").With("Max", maxMarkets))
		} else {
			s.TargetMarkets = append(CountryCodes{}, slices.Compact(slices.Sorted(slices.Values(markets)))...)
		}
	}
	return errs.Err()
}

// setWords writes a list of free words.
func setWords(errs *Errors, field string, sent graphql.Omittable[[]string], into *Tags) {
	if words, ok := sent.ValueOK(); ok {
		setChecked(errs, into, func() (Tags, error) { return validWords(field, words) })
	}
}

// validWords cleans free words, drops empty ones and those that stand twice.
func validWords(field string, words []string) (Tags, error) {
	clean, err := validEach(field, words, maxTags, func(at, word string) (string, error) { return CleanLine(at, word, MaxLine) })
	kept := Tags{}
	for _, word := range clean {
		if word != "" && !slices.Contains(kept, word) {
			kept = append(kept, word)
		}
	}
	return kept, err
}

// validEach checks every entry of a list; an error names its place.
func validEach(field string, in []string, longest int, check func(field, text string) (string, error)) (Tags, error) {
	if len(in) > longest {
		return nil, BadInput(field, "error.list.tooLong").With("Max", longest)
	}
	var errs Errors
	out := make(Tags, 0, len(in))
	for i, text := range in {
		clean, err := check(fmt.Sprintf("%s.%d", field, i), text)
		errs.Add(err)
		out = append(out, clean)
	}
	return out, errs.Err()
}
