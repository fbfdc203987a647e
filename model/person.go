package model

// Person is anybody who is met, told or asked: an adviser, a host's contact, a
// delegate.
type Person struct {
	ID ID `bun:"id,pk"`
	// FullName is the name as its bearer writes it, in one field.
	FullName string `bun:"full_name,notnull"`
	// CallName is how the person wants to be addressed, or empty.
	CallName string `bun:"call_name,notnull"`
	// LatinName is the name in Latin letters where FullName is not.
	LatinName string `bun:"latin_name,notnull"`
	// SortName overrides what the person is sorted by.
	SortName string `bun:"sort_name,notnull"`
	// Title stands before the name and does not sort.
	Title string `bun:"title,notnull"`
	// Email is empty for a person who has none.
	Email string `bun:"email,notnull"`
	// EmailBounced flags an address that a server refused for good.
	EmailBounced bool   `bun:"email_bounced,notnull"`
	Phone        string `bun:"phone,notnull"`
	// Language is the person's own choice, kept as chosen.
	Language LanguageTag `bun:"language,notnull"`
	// TimeZone is the IANA zone in which the person lives.
	TimeZone string `bun:"time_zone,notnull"`
	// CountryCode is where the person lives: its weekends and holidays count.
	CountryCode CountryCode `bun:"country_code,notnull"`
	// OrganisationID is the person's main organisation.
	OrganisationID *ID `bun:"organisation_id"`
	// JobTitle is the role in that organisation.
	JobTitle string `bun:"job_title,notnull"`
	// StaffRole is ADVISER or ADMIN for those who work in Fyrtårn, else empty.
	StaffRole Role `bun:"staff_role,nullzero"`
	// Lead marks the adviser to whom reminders escalate last.
	Lead       bool   `bun:"lead,notnull"`
	SortKey    string `bun:"sort_key,notnull"`
	SearchText string `bun:"search_text,notnull"`
	Stamps

	Country      *Country       `bun:"-"`
	Organisation *Organisation  `bun:"-"`
	Affiliations []*Affiliation `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the person.
func (p *Person) GlobalID() GlobalID { return NewGlobalID(KindPerson, p.ID) }

// DisplayName is the title and the name as typed.
func (p *Person) DisplayName() string {
	if p.Title == "" {
		return p.FullName
	}
	return p.Title + " " + p.FullName
}

// Address is how a mail greets the person: the call name, else the full name.
func (p *Person) Address() string {
	if p.CallName != "" {
		return p.CallName
	}
	return p.DisplayName()
}

// NameToSort is what collation works on; titles never take part.
func (p *Person) NameToSort() string {
	switch {
	case p.SortName != "":
		return p.SortName
	case p.LatinName != "":
		return p.LatinName
	}
	return p.FullName
}

// CanReceiveMail tells whether there is an address that no server has refused.
func (p *Person) CanReceiveMail() bool { return p.Email != "" && !p.EmailBounced }

// Affiliation is a dated role of a person in an organisation.
type Affiliation struct {
	ID             ID     `bun:"id,pk"`
	PersonID       ID     `bun:"person_id,notnull"`
	OrganisationID ID     `bun:"organisation_id,notnull"`
	Role           string `bun:"role,notnull"`
	From           *Date  `bun:"from_date"`
	Until          *Date  `bun:"until_date"`

	Organisation *Organisation `bun:"-"`
}

// PersonOrder is what a list of people is sorted by.
type PersonOrder string

// The orders of people.
const (
	PersonByName      PersonOrder = "NAME"
	PersonByCreatedAt PersonOrder = "CREATED_AT"
)

// PersonOrderBy names the order and its direction.
type PersonOrderBy struct {
	Field     PersonOrder
	Direction OrderDirection
}

// PersonFilter narrows a list of people; every set member must hold.
type PersonFilter struct {
	OrganisationID *GlobalID
	Languages      []LanguageTag
	EmailBounced   *bool
	Search         *string
}

// PersonConnection is one page of people.
type PersonConnection = Connection[Person]
