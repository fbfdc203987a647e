package model

import "time"

// CountryCode is an ISO 3166-1 alpha-2 code, with XK for Kosovo.
type CountryCode string

// Denmark is where delegations come to.
const Denmark CountryCode = "DK"

// Country is a row of the fixed list of 250. Its names come from CLDR and are
// not stored.
type Country struct {
	Code CountryCode `bun:"code,pk"`
	// Alpha3 is the ISO 3166-1 alpha-3 code.
	Alpha3 string `bun:"alpha3,notnull"`
	// WHOEurope tells the 53 member states of the WHO European Region.
	WHOEurope bool `bun:"who_europe,notnull"`
	// TimeZone is the capital's IANA zone where the list knows it.
	TimeZone string `bun:"time_zone,nullzero"`
	// DefaultLanguage is a suggestion for a first contact. A person's own choice always wins.
	DefaultLanguage LanguageTag `bun:"default_language,notnull"`

	// Names maps every product language to the country's name. It is shared
	// and must not be changed.
	Names map[string]string `bun:"-"`
	// Reader is the language in which the name is shown unless another is named.
	Reader LanguageTag `bun:"-"`
	// Priorities are the marks that partners have given, newest first.
	Priorities []*CountryPriority `bun:"-"`
}

// Name is the country's name in the wanted language, else the reader's.
func (c *Country) Name(language *LanguageTag) LocalizedString {
	want := c.Reader
	if language != nil {
		want = *language
	}
	if name, ok := c.Names[string(want)]; ok {
		return LocalizedString{Text: name, Language: want}
	}
	return LocalizedString{Text: c.Names[string(English)], Language: English, Fallback: true}
}

// KindCountryPriority is the kind of the marks that countries carry.
const KindCountryPriority Kind = "countryPriority"

// CountryPriority says that somebody gave a country priority from a day on.
type CountryPriority struct {
	ID          ID          `bun:"id,pk"`
	CountryCode CountryCode `bun:"country_code,notnull"`
	// GivenByID is the organisation whose priority it is.
	GivenByID ID        `bun:"given_by_id,notnull"`
	From      Date      `bun:"from_date,notnull"`
	Until     *Date     `bun:"until_date"`
	Note      string    `bun:"note,notnull"`
	CreatedAt time.Time `bun:"created_at,notnull"`

	GivenBy *Organisation `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the mark.
func (p *CountryPriority) GlobalID() GlobalID { return NewGlobalID(KindCountryPriority, p.ID) }
