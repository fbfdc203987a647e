package model

import "github.com/99designs/gqlgen/graphql"

// FocusAreaCreateInput is a new focus with the reasons for it, as far as they
// have been argued.
type FocusAreaCreateInput struct {
	IdempotencyKey *string
	// Slug is the focus's short name in addresses and files.
	Slug              string
	Name              []TranslationInput
	UnequalBurden     *string
	NationalStrength  *string
	InternationalCase *string
	PoliticalAnchor   *string
}

// FocusAreaUpdateInput changes what is named: an absent member stays, null
// clears where that is possible.
type FocusAreaUpdateInput struct {
	ID                GlobalID
	ExpectedVersion   *int
	Reason            *string
	Slug              graphql.Omittable[*string]
	Name              graphql.Omittable[[]TranslationInput]
	UnequalBurden     graphql.Omittable[*string]
	NationalStrength  graphql.Omittable[*string]
	InternationalCase graphql.Omittable[*string]
	PoliticalAnchor   graphql.Omittable[*string]
}

// Apply writes a creation into an empty row and answers everything that is
// wrong with it.
func (in FocusAreaCreateInput) Apply(f *FocusArea) error {
	return FocusAreaUpdateInput{
		Slug: Sent(in.Slug), Name: graphql.OmittableOf(in.Name), UnequalBurden: given(in.UnequalBurden),
		NationalStrength: given(in.NationalStrength), InternationalCase: given(in.InternationalCase),
		PoliticalAnchor: given(in.PoliticalAnchor),
	}.Apply(f)
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them.
func (in FocusAreaUpdateInput) Apply(f *FocusArea) error {
	var errs Errors
	if slug, ok := needed(&errs, "slug", in.Slug); ok {
		setChecked(&errs, &f.Slug, func() (string, error) { return slug, ValidReference("slug", slug) })
	}
	if names, ok := in.Name.ValueOK(); ok {
		setChecked(&errs, &f.Name, func() (LocalizedText, error) {
			clean, err := ValidTranslations("name", names, MaxTitle)
			name := f.Name.Apply(clean)
			if err == nil && name.Texts[name.Source].Text == "" {
				err = BadInput("name", "error.text.required")
			}
			return name, err
		})
	}
	setText(&errs, "unequalBurden", in.UnequalBurden, &f.UnequalBurden)
	setText(&errs, "nationalStrength", in.NationalStrength, &f.NationalStrength)
	setText(&errs, "internationalCase", in.InternationalCase, &f.InternationalCase)
	setText(&errs, "politicalAnchor", in.PoliticalAnchor, &f.PoliticalAnchor)
	return errs.Err()
}
