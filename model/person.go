package model

import (
	"context"
	"slices"
)

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

// EmailFor is the address when the actor in the context may see it, else empty.
//
// E-mail and phone are withheld here, not in the directive or the store: a
// person is reached by many ways (an owner, a delegate, a speaker), a refusal
// would fill the errors of a whole page, and a use case needs the row whole.
func (p *Person) EmailFor(ctx context.Context) string {
	if !p.contactsShownTo(ActorFrom(ctx)) {
		return ""
	}
	return p.Email
}

// PhoneFor is the number when the actor in the context may see it; nil when
// there is none or it is withheld, which are not told apart.
func (p *Person) PhoneFor(ctx context.Context) *string {
	if p.Phone == "" || !p.contactsShownTo(ActorFrom(ctx)) {
		return nil
	}
	return &p.Phone
}

// contactsShownTo lets staff, the person, and those partners see how somebody
// is reached whose task it is to reach them.
func (p *Person) contactsShownTo(a Actor) bool {
	return a.HasScope("people:write") || a.HasScope("delegations:write") || p.ID != (ID{}) && a.PersonID == p.ID
}

// StaffRoleOrNone is the role in Fyrtårn, or nil for everybody else.
func (p *Person) StaffRoleOrNone() *Role {
	if p.StaffRole == "" {
		return nil
	}
	return &p.StaffRole
}

// RemindersDependOn tells whether a change from before to p moves or redirects
// mails that are planned: where they go, in which language, and when it is day.
func (p *Person) RemindersDependOn(before *Person) bool {
	return p.Email != before.Email || p.EmailBounced != before.EmailBounced || p.Language != before.Language ||
		p.TimeZone != before.TimeZone || p.CountryCode != before.CountryCode || !sameID(p.OrganisationID, before.OrganisationID)
}

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

// GlobalID is the id under which GraphQL knows the affiliation.
func (a *Affiliation) GlobalID() GlobalID { return NewGlobalID(KindAffiliation, a.ID) }

// KindAffiliation is the kind of a person's roles in organisations.
const KindAffiliation Kind = "affiliation"

// SameAffiliations tells whether two lists say the same, whatever the ids of
// their rows.
func SameAffiliations(a, b []*Affiliation) bool {
	return slices.EqualFunc(a, b, func(x, y *Affiliation) bool {
		return x.OrganisationID == y.OrganisationID && x.Role == y.Role && sameDay(x.From, y.From) && sameDay(x.Until, y.Until)
	})
}

func sameDay(a, b *Date) bool { return a == b || a != nil && b != nil && *a == *b }

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
	// Staff finds those who work in Fyrtårn, or everybody else.
	Staff *bool
	// Search is found in the accent-folded names and job title.
	Search *string
}

// PersonConnection is one page of people.
type PersonConnection = Connection[Person]

// PersonEdge is one of them with its cursor.
type PersonEdge = Edge[Person]
