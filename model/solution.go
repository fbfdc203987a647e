package model

// Solution is something that a company offers to those who provide health:
// what is shown to visitors and matched with what they look for.
type Solution struct {
	ID        ID            `bun:"id,pk"`
	CompanyID ID            `bun:"company_id,notnull"`
	Name      LocalizedText `bun:"name,type:jsonb"`
	// FocusAreaID is the health focus that it belongs to, if any.
	FocusAreaID *ID  `bun:"focus_area_id"`
	Tags        Tags `bun:"tags,type:jsonb"`
	// Evidence says what is known of its effect; EvidenceLinks are where that stands.
	Evidence      string `bun:"evidence,notnull"`
	EvidenceLinks Tags   `bun:"evidence_links,type:jsonb"`
	// Replaces is what it takes the place of.
	Replaces string `bun:"replaces,notnull"`
	// TargetMarkets are the countries that it is meant for.
	TargetMarkets CountryCodes `bun:"target_markets,type:jsonb"`
	// SortKey and SearchText are derived from the name on every save.
	SortKey    string `bun:"sort_key,notnull"`
	SearchText string `bun:"search_text,notnull"`
	Stamps

	Company   *Organisation `bun:"-"`
	FocusArea *FocusArea    `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the solution.
func (s *Solution) GlobalID() GlobalID { return NewGlobalID(KindSolution, s.ID) }

// NameIn is the name in the wanted language, else the reader's.
func (s *Solution) NameIn(language *LanguageTag) LocalizedString { return s.Name.In(language) }

// NameTranslations are all languages of the name.
func (s *Solution) NameTranslations() []TextTranslation { return s.Name.Translations() }

// TagList is the free words, for GraphQL.
func (s *Solution) TagList() []string { return s.Tags.List() }

// LinkList is where the evidence stands, for GraphQL.
func (s *Solution) LinkList() []string { return s.EvidenceLinks.List() }

// MarketList is the countries it is meant for, for GraphQL.
func (s *Solution) MarketList() []CountryCode {
	if s.TargetMarkets == nil {
		return []CountryCode{}
	}
	return s.TargetMarkets
}

// SolutionOrder is what a list of solutions is sorted by.
type SolutionOrder string

// The orders of solutions.
const (
	SolutionByName      SolutionOrder = "NAME"
	SolutionByCreatedAt SolutionOrder = "CREATED_AT"
)

// SolutionOrderBy names the order and its direction.
type SolutionOrderBy struct {
	Field     SolutionOrder
	Direction OrderDirection
}

// SolutionFilter narrows a list of solutions; every set member must hold.
type SolutionFilter struct {
	CompanyID   *GlobalID
	FocusAreaID *GlobalID
	// Search is found in the accent-folded names, tags and what it replaces.
	Search *string
}

// SolutionConnection is one page of solutions.
type SolutionConnection = Connection[Solution]

// SolutionEdge is one of them with its cursor.
type SolutionEdge = Edge[Solution]
