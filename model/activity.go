package model

import "time"

// Activity is what every kind of activity has: the calendar, the contact map
// and the yearly report read only these members.
type Activity struct {
	ID ID `bun:"id,pk"`
	// Reference is the unique name people use ("demo-del-03").
	Reference   string        `bun:"reference,notnull"`
	Title       LocalizedText `bun:"title,type:jsonb"`
	Description LocalizedText `bun:"description,type:jsonb"`
	// CountryCode is the country that the activity is about: where a
	// delegation comes from, where a mission goes.
	CountryCode CountryCode `bun:"country_code,notnull"`
	// FurtherCountries are others that it is about as well.
	FurtherCountries CountryCodes `bun:"further_countries,type:jsonb"`
	// StartsOn and EndsOn are the first and last day, in TimeZone.
	StartsOn Date `bun:"starts_on,nullzero"`
	EndsOn   Date `bun:"ends_on,nullzero"`
	// TimeZone is the venue's IANA zone.
	TimeZone string `bun:"time_zone,notnull"`
	City     string `bun:"city,notnull"`
	// HostID is the main organiser.
	HostID *ID `bun:"host_id"`
	// OwnerID is the adviser who answers for it; nil until one took it.
	OwnerID     *ID  `bun:"owner_id"`
	FocusAreaID *ID  `bun:"focus_area_id"`
	Tags        Tags `bun:"tags,type:jsonb"`
	// SearchText is derived from reference, titles, place and tags on every save.
	SearchText string `bun:"search_text,notnull"`

	Country    *Country      `bun:"-"`
	Countries  []*Country    `bun:"-"`
	Host       *Organisation `bun:"-"`
	Owner      *Person       `bun:"-"`
	FocusArea  *FocusArea    `bun:"-"`
	Organisers []*Organiser  `bun:"-"`
	FollowUps  []*FollowUp   `bun:"-"`
	Lessons    []*Lesson     `bun:"-"`
	Outcomes   []*Outcome    `bun:"-"`
}

// Common is the part that every kind of activity has.
func (a *Activity) Common() *Activity { return a }

// AllCountries are the codes of every country that the activity is about, the
// main one first.
func (a *Activity) AllCountries() []CountryCode {
	return append([]CountryCode{a.CountryCode}, a.FurtherCountries...)
}

// TitleIn is the title in the wanted language, else the reader's.
func (a *Activity) TitleIn(language *LanguageTag) LocalizedString { return a.Title.In(language) }

// TitleTranslations are all languages of the title.
func (a *Activity) TitleTranslations() []TextTranslation { return a.Title.Translations() }

// DescriptionIn is the description in the wanted language, else the reader's.
func (a *Activity) DescriptionIn(language *LanguageTag) LocalizedString {
	return a.Description.In(language)
}

// DescriptionTranslations are all languages of the description.
func (a *Activity) DescriptionTranslations() []TextTranslation { return a.Description.Translations() }

// TagList is the free words, for GraphQL.
func (a *Activity) TagList() []string { return a.Tags.List() }

// CountryCodes is a list of countries.
type CountryCodes []CountryCode

// Tags are free words: themes, strategies, who the delegates are.
type Tags []string

// List is the words, never nil.
func (t Tags) List() []string {
	if t == nil {
		return []string{}
	}
	return t
}

// OrganiserRole says in which role an organisation takes part in an activity.
type OrganiserRole string

// The roles of organisers.
const (
	OrganiserMain      OrganiserRole = "MAIN"
	OrganiserCo        OrganiserRole = "CO_ORGANISER"
	OrganiserSupporter OrganiserRole = "SUPPORTER"
)

// Organiser is an organisation in a role of one activity.
type Organiser struct {
	ActivityID     ID            `bun:"activity_id,pk"`
	OrganisationID ID            `bun:"organisation_id,pk"`
	Role           OrganiserRole `bun:"role,notnull"`

	Organisation *Organisation `bun:"-"`
}

// FirstDay is the first day; nil while no days are agreed.
func (a *Activity) FirstDay() *Date { return a.StartsOn.OrNil() }

// LastDay is the last day; nil while no days are agreed.
func (a *Activity) LastDay() *Date { return a.EndsOn.OrNil() }

// Zone is the venue's location; UTC when the name is unknown, which validation
// does not let in.
func (a *Activity) Zone() *time.Location { return zoneOr(a.TimeZone, time.UTC) }
