package model

import (
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// ProjectCreateInput is a new project.
type ProjectCreateInput struct {
	IdempotencyKey *string
	// Reference is chosen by the caller; without one it is made from the kind.
	Reference   *string
	Kind        ProjectKind
	Title       []TranslationInput
	Description []TranslationInput
	CountryCode *CountryCode
	FocusAreaID *GlobalID
	OwnerID     *GlobalID
	StartsOn    *Date
	EndsOn      *Date
	Results     *string
	ResultsURL  *string
	Actors      []ProjectActorInput
	Funding     []ProjectFundingInput
}

// ProjectActorInput is an organisation in a role.
type ProjectActorInput struct {
	OrganisationID GlobalID
	Role           ActorRole
}

// ProjectFundingInput is an amount for the project.
type ProjectFundingInput struct {
	Kind    FundingKind
	Amount  MoneyInput
	Source  string
	DatedOn *Date
}

// ProjectUpdateInput changes what is named; a list replaces the one that was there.
type ProjectUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	Kind            graphql.Omittable[*ProjectKind]
	Title           graphql.Omittable[[]TranslationInput]
	Description     graphql.Omittable[[]TranslationInput]
	CountryCode     graphql.Omittable[*CountryCode]
	FocusAreaID     graphql.Omittable[*GlobalID]
	OwnerID         graphql.Omittable[*GlobalID]
	StartsOn        graphql.Omittable[*Date]
	EndsOn          graphql.Omittable[*Date]
	Results         graphql.Omittable[*string]
	ResultsURL      graphql.Omittable[*string]
	Actors          graphql.Omittable[[]ProjectActorInput]
	Funding         graphql.Omittable[[]ProjectFundingInput]
}

// Apply writes a creation into an empty row. A project is in Denmark unless the
// input says otherwise.
func (in ProjectCreateInput) Apply(p *Project) error {
	var errs Errors
	p.CountryCode = Denmark
	if in.Reference != nil {
		setChecked(&errs, &p.Reference, func() (string, error) { return *in.Reference, ValidReference("reference", *in.Reference) })
	}
	errs.Add(ProjectUpdateInput{
		Kind: Sent(in.Kind), Title: graphql.OmittableOf(in.Title), Description: graphql.OmittableOf(in.Description),
		CountryCode: given(in.CountryCode), FocusAreaID: given(in.FocusAreaID), OwnerID: given(in.OwnerID), StartsOn: given(in.StartsOn),
		EndsOn: given(in.EndsOn), Results: given(in.Results), ResultsURL: given(in.ResultsURL), Actors: graphql.OmittableOf(in.Actors),
		Funding: graphql.OmittableOf(in.Funding),
	}.Apply(p))
	return errs.Err()
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them. Whether what they point to exists is not asked here.
func (in ProjectUpdateInput) Apply(p *Project) error {
	var errs Errors
	setOneOf(&errs, "kind", in.Kind, projectKinds, &p.Kind)
	if title, ok := in.Title.ValueOK(); ok {
		setNeededTranslations(&errs, "title", title, &p.Title)
	}
	if texts, ok := in.Description.ValueOK(); ok {
		setChecked(&errs, &p.Description, func() (LocalizedText, error) {
			clean, err := ValidTextTranslations("description", texts, MaxBody)
			return p.Description.Apply(clean), err
		})
	}
	setNeeded(&errs, "countryCode", in.CountryCode, &p.CountryCode)
	setID(&errs, "focusAreaId", in.FocusAreaID, KindFocusArea, &p.FocusAreaID)
	setID(&errs, "ownerId", in.OwnerID, KindPerson, &p.OwnerID)
	setDay(&errs, "startsOn", in.StartsOn, &p.StartsOn)
	setDay(&errs, "endsOn", in.EndsOn, &p.EndsOn)
	if !p.EndsOn.IsZero() {
		errs.Add(ValidDays("startsOn", "endsOn", p.StartsOn, p.EndsOn))
	}
	setText(&errs, "results", in.Results, &p.Results)
	setURL(&errs, "resultsUrl", in.ResultsURL, &p.ResultsURL)
	if actors, ok := in.Actors.ValueOK(); ok {
		p.Actors = projectActors(&errs, actors)
	}
	if funding, ok := in.Funding.ValueOK(); ok {
		p.Funding = projectFunding(&errs, funding)
	}
	return errs.Err()
}

// maxActors and maxFunding bound the lists of one project.
const (
	maxActors  = 500
	maxFunding = 50
)

func projectActors(errs *Errors, in []ProjectActorInput) []*ProjectActor {
	if len(in) > maxActors {
		errs.Add(BadInput("actors", "error.list.tooLong").With("Max", maxActors))
		return nil
	}
	actors := make([]*ProjectActor, 0, len(in))
	seen := map[ProjectActor]bool{}
	for i, one := range in {
		field := "actors." + strconv.Itoa(i)
		a := new(ProjectActor)
		setChecked(errs, &a.OrganisationID, func() (ID, error) { return one.OrganisationID.As(KindOrganisation, field+".organisationId") })
		setOneOf(errs, field+".role", Sent(one.Role), actorRoles, &a.Role)
		if !seen[*a] {
			seen[*a] = true
			actors = append(actors, a)
		}
	}
	return actors
}

func projectFunding(errs *Errors, in []ProjectFundingInput) []*ProjectFunding {
	if len(in) > maxFunding {
		errs.Add(BadInput("funding", "error.list.tooLong").With("Max", maxFunding))
		return nil
	}
	funding := make([]*ProjectFunding, 0, len(in))
	for i, one := range in {
		field := "funding." + strconv.Itoa(i)
		f := new(ProjectFunding)
		setOneOf(errs, field+".kind", Sent(one.Kind), fundingKinds, &f.Kind)
		money, err := ValidMoney(field+".amount", one.Amount)
		errs.Add(err)
		f.Minor, f.Currency, f.About = money.Minor, money.Currency, money.About
		setNeededLine(errs, field+".source", Sent(one.Source), &f.Source)
		setDay(errs, field+".datedOn", given(one.DatedOn), &f.DatedOn)
		funding = append(funding, f)
	}
	return funding
}
