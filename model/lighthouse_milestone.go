package model

// MilestoneState is whether a milestone is reached, late or still to come. It
// follows from its dates.
type MilestoneState string

// The states of a milestone.
const (
	MilestonePlanned MilestoneState = "PLANNED"
	MilestoneLate    MilestoneState = "LATE"
	MilestoneReached MilestoneState = "REACHED"
)

// Milestone is something that a country wants to have reached by a day. What
// was first planned (the baseline) stays when the forecast moves.
type Milestone struct {
	ID                  ID `bun:"id,pk"`
	LighthouseCountryID ID `bun:"lighthouse_country_id,notnull"`
	// Key names a milestone of the Danish roadmap's data file, or is empty.
	Key   string        `bun:"key,nullzero"`
	Title LocalizedText `bun:"title,type:jsonb"`
	// ElementKey names the element that it is about, or is empty.
	ElementKey string `bun:"element_key,notnull"`
	OwnerID    *ID    `bun:"owner_id"`
	BaselineOn Date   `bun:"baseline_on,notnull"`
	ForecastOn Date   `bun:"forecast_on,notnull"`
	ActualOn   Date   `bun:"actual_on,nullzero"`
	// YearReadFromOrder marks a year whose label is lost in the paper and which
	// was read from the order of the roadmap.
	YearReadFromOrder bool `bun:"year_read_from_order,notnull"`
	// Evidence says what shows that it was reached, EvidenceURL where it lies.
	Evidence    string `bun:"evidence,notnull"`
	EvidenceURL string `bun:"evidence_url,notnull"`
	// Source says where a milestone of the roadmap stands in the papers.
	Source string `bun:"source,notnull"`
	Stamps

	// Today is the day in Copenhagen by which lateness is told.
	Today             Date                `bun:"-"`
	LighthouseCountry *LighthouseCountry  `bun:"-"`
	Owner             *Person             `bun:"-"`
	Element           *PartnershipElement `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the milestone.
func (m *Milestone) GlobalID() GlobalID { return NewGlobalID(KindMilestone, m.ID) }

// TitleIn is the title in the wanted language, else the reader's.
func (m *Milestone) TitleIn(language *LanguageTag) LocalizedString { return m.Title.In(language) }

// TitleTranslations are all languages of the title.
func (m *Milestone) TitleTranslations() []TextTranslation { return m.Title.Translations() }

// ActualDay is the day on which it was reached; nil while it has not been.
func (m *Milestone) ActualDay() *Date { return m.ActualOn.OrNil() }

// State tells from the dates how the milestone stands.
func (m *Milestone) State() MilestoneState {
	switch {
	case !m.ActualOn.IsZero():
		return MilestoneReached
	case m.ForecastOn.Before(m.Today):
		return MilestoneLate
	}
	return MilestonePlanned
}

// IsLate tells a milestone that is past its forecast and not reached.
func (m *Milestone) IsLate() bool { return m.State() == MilestoneLate }

// DaysLate is how many days the forecast is past without the milestone being
// reached; 0 otherwise.
func (m *Milestone) DaysLate() int {
	if !m.IsLate() {
		return 0
	}
	return m.ForecastOn.DaysUntil(m.Today)
}

// Slip is how many days later than first planned it was reached, or is now
// expected; negative when earlier.
func (m *Milestone) Slip() int {
	if !m.ActualOn.IsZero() {
		return m.BaselineOn.DaysUntil(m.ActualOn)
	}
	return m.BaselineOn.DaysUntil(m.ForecastOn)
}

// Year is the roadmap's year: the one that was first planned.
func (m *Milestone) Year() int { return m.BaselineOn.Year }

// MilestoneFilter narrows a list of milestones; every set member must hold.
type MilestoneFilter struct {
	Countries []CountryCode
	// States keeps those that stand so on the day in Copenhagen.
	States        []MilestoneState
	OwnerID       *GlobalID
	ForecastFrom  *Date
	ForecastUntil *Date
	// BaselineYear is the year that was first planned, ReachedYear that of the
	// day on which it was reached.
	BaselineYear *int
	ReachedYear  *int
	// Roadmap keeps the milestones of Denmark's roadmap, or those of the other
	// countries.
	Roadmap *bool
}

// MilestoneConnection is one page of milestones, the earliest forecast first.
type MilestoneConnection = Connection[Milestone]

// MilestoneEdge is one of them with its cursor.
type MilestoneEdge = Edge[Milestone]
