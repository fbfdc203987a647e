package model

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// maxAffiliations bounds how many roles one person is sent with.
const maxAffiliations = 50

// staffRoles are the roles that a person can have in Fyrtårn.
var staffRoles = []Role{RoleAdviser, RoleAdmin}

// PersonCreateInput is what is known of a new person.
type PersonCreateInput struct {
	IdempotencyKey *string
	FullName       string
	CallName       *string
	LatinName      *string
	SortName       *string
	Title          *string
	Email          *string
	Phone          *string
	// Language is the country's usual one when it is left out.
	Language *LanguageTag
	// TimeZone is that of the organisation, else of the country's capital, when
	// it is left out.
	TimeZone       *string
	CountryCode    CountryCode
	OrganisationID *GlobalID
	JobTitle       *string
	StaffRole      *Role
	Lead           *bool
	Affiliations   []AffiliationInput
}

// PersonUpdateInput changes what is named: an absent member stays, null clears
// where that is possible.
type PersonUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	FullName        graphql.Omittable[*string]
	CallName        graphql.Omittable[*string]
	LatinName       graphql.Omittable[*string]
	SortName        graphql.Omittable[*string]
	Title           graphql.Omittable[*string]
	Email           graphql.Omittable[*string]
	EmailBounced    graphql.Omittable[*bool]
	Phone           graphql.Omittable[*string]
	Language        graphql.Omittable[*LanguageTag]
	TimeZone        graphql.Omittable[*string]
	CountryCode     graphql.Omittable[*CountryCode]
	OrganisationID  graphql.Omittable[*GlobalID]
	JobTitle        graphql.Omittable[*string]
	StaffRole       graphql.Omittable[*Role]
	Lead            graphql.Omittable[*bool]
	// Affiliations replaces the whole list.
	Affiliations graphql.Omittable[[]AffiliationInput]
}

// AffiliationInput is a dated role of a person in an organisation.
type AffiliationInput struct {
	OrganisationID GlobalID
	Role           *string
	From           *Date
	Until          *Date
}

// Apply writes a creation into an empty row and answers everything that is
// wrong with it.
func (in PersonCreateInput) Apply(p *Person) error {
	all := PersonUpdateInput{
		FullName: Sent(in.FullName), CallName: given(in.CallName), LatinName: given(in.LatinName), SortName: given(in.SortName),
		Title: given(in.Title), Email: given(in.Email), Phone: given(in.Phone), Language: given(in.Language),
		TimeZone: given(in.TimeZone), CountryCode: Sent(in.CountryCode), OrganisationID: given(in.OrganisationID),
		JobTitle: given(in.JobTitle), StaffRole: given(in.StaffRole), Lead: given(in.Lead),
	}
	if in.Affiliations != nil {
		all.Affiliations = graphql.OmittableOf(in.Affiliations)
	}
	return all.Apply(p)
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them. Whether the country and the organisations exist is not asked
// here. A new address has not bounced.
func (in PersonUpdateInput) Apply(p *Person) error {
	var errs Errors
	setNeededLine(&errs, "fullName", in.FullName, &p.FullName)
	setLine(&errs, "callName", in.CallName, MaxName, &p.CallName)
	setLine(&errs, "latinName", in.LatinName, MaxName, &p.LatinName)
	setLine(&errs, "sortName", in.SortName, MaxName, &p.SortName)
	setLine(&errs, "title", in.Title, MaxName, &p.Title)
	setEmail(&errs, in.Email, p)
	setNeeded(&errs, "emailBounced", in.EmailBounced, &p.EmailBounced)
	setLine(&errs, "phone", in.Phone, MaxName, &p.Phone)
	setLanguage(&errs, "language", in.Language, &p.Language)
	setTimeZone(&errs, in.TimeZone, &p.TimeZone)
	setNeeded(&errs, "countryCode", in.CountryCode, &p.CountryCode)
	setID(&errs, "organisationId", in.OrganisationID, KindOrganisation, &p.OrganisationID)
	setLine(&errs, "jobTitle", in.JobTitle, MaxName, &p.JobTitle)
	setStaffRole(&errs, in.StaffRole, &p.StaffRole)
	setNeeded(&errs, "lead", in.Lead, &p.Lead)
	if list, ok := in.Affiliations.ValueOK(); ok {
		setChecked(&errs, &p.Affiliations, func() ([]*Affiliation, error) { return validAffiliations("affiliations", list) })
	}
	return errs.Err()
}

func setEmail(errs *Errors, sent graphql.Omittable[*string], p *Person) {
	text, ok := sent.ValueOK()
	if !ok {
		return
	}
	var email string
	if text != nil && *text != "" {
		var err error
		if email, err = ValidEmail("email", *text); err != nil {
			errs.Add(err)
			return
		}
	}
	if email != p.Email {
		p.Email, p.EmailBounced = email, false
	}
}

func setStaffRole(errs *Errors, sent graphql.Omittable[*Role], into *Role) {
	if role, ok := sent.ValueOK(); ok && role == nil {
		*into = ""
		return
	}
	setOneOf(errs, "staffRole", sent, staffRoles, into)
}

func validAffiliations(field string, in []AffiliationInput) ([]*Affiliation, error) {
	if len(in) > maxAffiliations {
		return nil, BadInput(field, "error.list.tooLong").With("Max", maxAffiliations)
	}
	var errs Errors
	list := make([]*Affiliation, 0, len(in))
	for i, one := range in {
		at := fmt.Sprintf("%s.%d.", field, i)
		a := &Affiliation{From: one.From, Until: one.Until}
		setChecked(&errs, &a.OrganisationID, func() (ID, error) { return one.OrganisationID.As(KindOrganisation, at+"organisationId") })
		setLine(&errs, at+"role", given(one.Role), MaxName, &a.Role)
		if a.From != nil && a.Until != nil {
			errs.Add(ValidDays(at+"from", at+"until", *a.From, *a.Until))
		}
		list = append(list, a)
	}
	return list, errs.Err()
}
