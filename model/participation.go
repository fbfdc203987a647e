package model

// Participation says that a Danish company took part in an activity or a
// project: it went on the mission, met somebody there, came to the tour,
// received the visitors, or is an actor of the project. It follows from those
// and is not stored; however often a company met or registered, it took part once.
type Participation struct {
	// ID is the company's.
	ID ID `bun:"id,pk"`
	// SubjectKind and SubjectID name the activity or project.
	SubjectKind Kind `bun:"subject_kind"`
	SubjectID   ID   `bun:"subject_id"`
	// CountryCode is the main country of the activity, so that each counts once.
	CountryCode CountryCode `bun:"country_code"`
	StartsOn    Date        `bun:"starts_on"`
	// Position is the place in the list: the first day, and the subject.
	Position string `bun:"position"`

	Company  *Organisation `bun:"-"`
	Activity ActivityNode  `bun:"-"`
	Project  *Project      `bun:"-"`
	Country  *Country      `bun:"-"`
}

// FirstDay is the first day; nil for an activity without days.
func (p *Participation) FirstDay() *Date { return p.StartsOn.OrNil() }

// ProjectID is the project's; nil where the subject is an activity.
func (p *Participation) ProjectID() *ID {
	if p.SubjectKind != KindProject {
		return nil
	}
	return &p.SubjectID
}

// ParticipationFilter narrows a list of participations; every set member must hold.
type ParticipationFilter struct {
	// Countries and ExceptCountries are about the main country.
	Countries       []CountryCode
	ExceptCountries []CountryCode
	// Year is that of the first day.
	Year      *int
	CompanyID *GlobalID
}

// ParticipationConnection is one page of participations.
type ParticipationConnection = Connection[Participation]

// ParticipationEdge is one of them with its cursor.
type ParticipationEdge = Edge[Participation]

// CountryCount is how many rows of something there are in a country or, where
// the code is empty, in the others; Companies is how many companies are in them.
type CountryCount struct {
	CountryCode CountryCode `bun:"country_code"`
	N           int         `bun:"n"`
	Companies   int         `bun:"companies"`
}
