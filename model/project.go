package model

// ProjectKind is what a project is.
type ProjectKind string

// The kinds of projects.
const (
	ProjectPilot     ProjectKind = "PILOT"
	ProjectPool      ProjectKind = "POOL"
	ProjectLivingLab ProjectKind = "LIVING_LAB"
	ProjectProgramme ProjectKind = "PROGRAMME"
)

// projectKinds lists all of them.
var projectKinds = []ProjectKind{ProjectPilot, ProjectPool, ProjectLivingLab, ProjectProgramme}

// Project is something that parties test or run together. It exists so that the
// numbers that everybody asks for are counts.
type Project struct {
	ID ID `bun:"id,pk"`
	// Reference is the unique name people use ("demo-prj-03").
	Reference   string        `bun:"reference,notnull"`
	Kind        ProjectKind   `bun:"kind,notnull"`
	Title       LocalizedText `bun:"title,type:jsonb"`
	Description LocalizedText `bun:"description,type:jsonb"`
	CountryCode CountryCode   `bun:"country_code,notnull"`
	FocusAreaID *ID           `bun:"focus_area_id"`
	OwnerID     *ID           `bun:"owner_id"`
	// StartsOn and EndsOn are the first and last day; absent while not agreed.
	StartsOn Date `bun:"starts_on,nullzero"`
	EndsOn   Date `bun:"ends_on,nullzero"`
	// Results say what came of it, ResultsURL where that is shown.
	Results    string `bun:"results,notnull"`
	ResultsURL string `bun:"results_url,notnull"`
	SearchText string `bun:"search_text,notnull"`
	Stamps

	Country   *Country          `bun:"-"`
	FocusArea *FocusArea        `bun:"-"`
	Owner     *Person           `bun:"-"`
	Actors    []*ProjectActor   `bun:"-"`
	Funding   []*ProjectFunding `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the project.
func (p *Project) GlobalID() GlobalID { return NewGlobalID(KindProject, p.ID) }

// TitleIn is the title in the wanted language, else the reader's.
func (p *Project) TitleIn(language *LanguageTag) LocalizedString { return p.Title.In(language) }

// TitleTranslations are all languages of the title.
func (p *Project) TitleTranslations() []TextTranslation { return p.Title.Translations() }

// DescriptionIn is the description in the wanted language, else the reader's.
func (p *Project) DescriptionIn(language *LanguageTag) LocalizedString {
	return p.Description.In(language)
}

// FirstDay is the first day; nil while none is agreed.
func (p *Project) FirstDay() *Date { return p.StartsOn.OrNil() }

// LastDay is the last day; nil while none is agreed.
func (p *Project) LastDay() *Date { return p.EndsOn.OrNil() }

// ActorRole is what an organisation does in a project.
type ActorRole string

// The roles of actors.
const (
	ActorLead     ActorRole = "LEAD"
	ActorTestSite ActorRole = "TEST_SITE"
	ActorCompany  ActorRole = "COMPANY"
	ActorResearch ActorRole = "RESEARCH"
	ActorFunder   ActorRole = "FUNDER"
	ActorPartner  ActorRole = "PARTNER"
)

// actorRoles lists all of them.
var actorRoles = []ActorRole{ActorLead, ActorTestSite, ActorCompany, ActorResearch, ActorFunder, ActorPartner}

// ProjectActor is an organisation in a role of one project.
type ProjectActor struct {
	ProjectID      ID        `bun:"project_id,pk"`
	OrganisationID ID        `bun:"organisation_id,pk"`
	Role           ActorRole `bun:"role,pk"`

	Organisation *Organisation `bun:"-"`
}

// FundingKind is where money for a project comes from. Kinds are never added
// together: a grant and somebody's own hours are not the same money.
type FundingKind string

// The kinds of funding.
const (
	FundingEU        FundingKind = "EU_STRUCTURAL_FUNDS"
	FundingInKind    FundingKind = "IN_KIND_AND_OWN"
	FundingPublic    FundingKind = "PUBLIC_GRANT"
	FundingPrivate   FundingKind = "PRIVATE_FOUNDATION"
	FundingInvestors FundingKind = "INVESTMENT"
)

// fundingKinds lists all of them.
var fundingKinds = []FundingKind{FundingEU, FundingInKind, FundingPublic, FundingPrivate, FundingInvestors}

// ProjectFunding is one amount for one project.
type ProjectFunding struct {
	ID        ID          `bun:"id,pk"`
	ProjectID ID          `bun:"project_id,notnull"`
	Kind      FundingKind `bun:"kind,notnull"`
	// Minor is the amount in minor units of Currency; About marks a round figure.
	Minor    int64  `bun:"minor,notnull"`
	Currency string `bun:"currency,notnull"`
	About    bool   `bun:"about,notnull"`
	// Source says who gives the money or where the figure stands, DatedOn when
	// that was said.
	Source  string `bun:"source,notnull"`
	DatedOn Date   `bun:"dated_on,nullzero"`
}

// Amount is the money.
func (f *ProjectFunding) Amount() Money { return Money{f.Minor, f.Currency, f.About} }

// Day is when the figure was given; nil when nobody said.
func (f *ProjectFunding) Day() *Date { return f.DatedOn.OrNil() }

// ProjectOrder is what a list of projects is sorted by.
type ProjectOrder string

// The orders of projects.
const (
	ProjectByStartsOn  ProjectOrder = "STARTS_ON"
	ProjectByReference ProjectOrder = "REFERENCE"
	ProjectByUpdatedAt ProjectOrder = "UPDATED_AT"
)

// ProjectOrderBy names the order and its direction.
type ProjectOrderBy struct {
	Field     ProjectOrder
	Direction OrderDirection
}

// ProjectFilter narrows a list of projects; every set member must hold.
type ProjectFilter struct {
	Kinds        []ProjectKind
	Countries    []CountryCode
	FocusAreaID  *GlobalID
	FundingKinds []FundingKind
	// ActorID keeps the projects in which the organisation takes part, ActorKinds
	// those in which one of such a kind does.
	ActorID    *GlobalID
	ActorKinds []OrganisationKind
	// StartedBy keeps those whose first day is on or before the day.
	StartedBy *Date
	// Search is found in the accent-folded reference and titles.
	Search *string
}

// ProjectConnection is one page of projects.
type ProjectConnection = Connection[Project]

// ProjectEdge is one of them with its cursor.
type ProjectEdge = Edge[Project]
