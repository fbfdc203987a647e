package model

import "time"

// The kinds of the growth staircase.
const (
	KindStaircaseStep Kind = "staircaseStep"
	KindPlacement     Kind = "placement"
)

// StaircaseStep is one step of the growth staircase. Which steps there are, in
// which order and where the staircase begins and ends is configuration.
type StaircaseStep struct {
	ID ID `bun:"id,pk"`
	// Key is the name that programs know the step by; it never changes.
	Key string `bun:"key,notnull"`
	// Number orders the steps; steps climbed are differences of numbers.
	Number int           `bun:"number,notnull"`
	Name   LocalizedText `bun:"name,type:jsonb"`
	// IsFirst and IsLast mark the ends: one step each.
	IsFirst bool `bun:"is_first,notnull"`
	IsLast  bool `bun:"is_last,notnull"`
	Stamps
}

// GlobalID is the id under which GraphQL knows the step.
func (s *StaircaseStep) GlobalID() GlobalID { return NewGlobalID(KindStaircaseStep, s.ID) }

// NameIn is the name in the wanted language, else the reader's.
func (s *StaircaseStep) NameIn(language *LanguageTag) LocalizedString { return s.Name.In(language) }

// NameTranslations are all languages of the name.
func (s *StaircaseStep) NameTranslations() []TextTranslation { return s.Name.Translations() }

// Placement says that a company stood on a step on a day. It is never changed:
// what was wrong is corrected by another placement that names it.
type Placement struct {
	ID        ID   `bun:"id,pk"`
	CompanyID ID   `bun:"company_id,notnull"`
	StepID    ID   `bun:"step_id,notnull"`
	PlacedOn  Date `bun:"placed_on,notnull"`
	// PlacedByID is who judged, NotedBy who wrote it down.
	PlacedByID *ID    `bun:"placed_by_id"`
	NotedBy    string `bun:"noted_by,notnull"`
	Reason     string `bun:"reason,notnull"`
	Evidence   string `bun:"evidence,notnull"`
	// Programmes are the programmes in whose course it was made.
	Programmes  Tags      `bun:"programmes,type:jsonb"`
	CorrectsID  *ID       `bun:"corrects_id"`
	CreatedAt   time.Time `bun:"created_at,notnull"`
	CorrectedBy *ID       `bun:"-"`

	Company  *Organisation  `bun:"-"`
	Step     *StaircaseStep `bun:"-"`
	PlacedBy *Person        `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the placement.
func (p *Placement) GlobalID() GlobalID { return NewGlobalID(KindPlacement, p.ID) }

// CorrectsGlobalID names the placement that this one corrects; nil for none.
func (p *Placement) CorrectsGlobalID() *GlobalID { return placementID(p.CorrectsID) }

// CorrectedByGlobalID names the placement that corrects this one; nil for none.
func (p *Placement) CorrectedByGlobalID() *GlobalID { return placementID(p.CorrectedBy) }

func placementID(id *ID) *GlobalID {
	if id == nil {
		return nil
	}
	g := NewGlobalID(KindPlacement, *id)
	return &g
}

// ProgrammeList is the programmes, for GraphQL.
func (p *Placement) ProgrammeList() []string { return p.Programmes.List() }

// Standing is where one company stood first and stands now. It follows from the
// company's placements and is saved with them, so that lists by step need not
// read them.
type Standing struct {
	// ID is the company's.
	ID       ID   `bun:"id,pk"`
	BeforeID ID   `bun:"before_id,notnull"`
	BeforeOn Date `bun:"before_on,notnull"`
	// AfterID and AfterOn are absent while there is one placement only.
	AfterID *ID  `bun:"after_id"`
	AfterOn Date `bun:"after_on,nullzero"`
	// Since is when it came to the step on which it stands.
	Since Date `bun:"since,notnull"`
	// SortKey is the company's, read with the row and never stored.
	SortKey string `bun:"sort_key,scanonly"`

	Company *Organisation  `bun:"-"`
	Before  *StaircaseStep `bun:"-"`
	After   *StaircaseStep `bun:"-"`
}

// AfterDay is the day of the latest placement; nil while there is only one.
func (s *Standing) AfterDay() *Date { return s.AfterOn.OrNil() }

// Climbed is how many steps the company rose, negative when it fell; nil while
// there is one placement only.
func (s *Standing) Climbed() *int {
	if s.Before == nil || s.After == nil {
		return nil
	}
	climbed := s.After.Number - s.Before.Number
	return &climbed
}

// StaircaseCompanyConnection is one page of companies on the staircase.
type StaircaseCompanyConnection = Connection[Standing]

// StaircaseCompanyEdge is one of its edges.
type StaircaseCompanyEdge = Edge[Standing]

// SizeBand is how large a company is by its headcount, in the bounds of the
// European Commission's recommendation 2003/361/EC.
type SizeBand string

// The size bands.
const (
	SizeMicro   SizeBand = "MICRO"
	SizeSmall   SizeBand = "SMALL"
	SizeMedium  SizeBand = "MEDIUM"
	SizeLarge   SizeBand = "LARGE"
	SizeUnknown SizeBand = "UNKNOWN"
)

// The smallest headcounts of the bands above micro.
const (
	SmallFrom  = 10
	MediumFrom = 50
	LargeFrom  = 250
)

// SizeOf is the band of a headcount; nil is not known.
func SizeOf(employees *int) SizeBand {
	switch {
	case employees == nil:
		return SizeUnknown
	case *employees < SmallFrom:
		return SizeMicro
	case *employees < MediumFrom:
		return SizeSmall
	case *employees < LargeFrom:
		return SizeMedium
	}
	return SizeLarge
}

// StaircaseFilter narrows whom the staircase counts; every set member must hold.
type StaircaseFilter struct {
	FocusAreaID *GlobalID
	Sizes       []SizeBand
	// Region is the region or hub, written the same.
	Region *string
	// Programme is one of the words that stand at a placement of the company.
	Programme *string
	// StuckDays is how many days a company must have stood still to be stuck;
	// without it DefaultStuckDays.
	StuckDays *int
}

// StaircaseCompanyFilter narrows the list of companies on the staircase.
type StaircaseCompanyFilter struct {
	BeforeStepID *GlobalID
	AfterStepID  *GlobalID
	// PlacedTwice keeps those that have a before and an after.
	PlacedTwice *bool
	// ClimbedFrom and ClimbedTo bound the steps climbed, both included.
	ClimbedFrom *int
	ClimbedTo   *int
}
