package model

// FocusArea is one of the lighthouse's health focuses. It is chosen by four
// criteria, each with its reason.
type FocusArea struct {
	ID   ID            `bun:"id,pk"`
	Slug string        `bun:"slug,notnull"`
	Name LocalizedText `bun:"name,type:jsonb"`
	// The four criteria for a focus: an unequal burden that needs joint action,
	// a national strength with a large company, international branding and
	// commercial value, political anchoring. Empty means not argued yet.
	UnequalBurden     string `bun:"unequal_burden,notnull"`
	NationalStrength  string `bun:"national_strength,notnull"`
	InternationalCase string `bun:"international_case,notnull"`
	PoliticalAnchor   string `bun:"political_anchor,notnull"`
	Stamps
}

// GlobalID is the id under which GraphQL knows the focus.
func (f *FocusArea) GlobalID() GlobalID { return NewGlobalID(KindFocusArea, f.ID) }

// NameIn is the name in the wanted language, else the reader's.
func (f *FocusArea) NameIn(language *LanguageTag) LocalizedString { return f.Name.In(language) }

// NameTranslations are all languages of the name.
func (f *FocusArea) NameTranslations() []TextTranslation { return f.Name.Translations() }
