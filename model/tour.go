package model

import "time"

// TourKind says which series an edition belongs to.
type TourKind string

// The kinds of editions.
const (
	TourDeHealth        TourKind = "TOUR_DE_HEALTH"
	TourScaleHealthTech TourKind = "SCALE_YOUR_HEALTH_TECH"
	TourCongress        TourKind = "CONGRESS"
	TourOther           TourKind = "OTHER"
)

// DefaultOfferHours is how long a place or a seat is held for whom it is offered
// to, unless the activity says otherwise; MaxOfferHours bounds what it may say.
const (
	DefaultOfferHours = 48
	MaxOfferHours     = 24 * 30
)

// Tour is an activity with stops for which people register: an edition or a
// side tour.
type Tour interface {
	ActivityNode
	// Life is where it is in its life and how it takes registrations.
	Life() *TourLife
	// Saves are its stamps.
	Saves() *Stamps
	// Public are the texts that a language must have before people can register
	// in it, by their fields; those of the stops are not among them.
	Public() map[string]LocalizedText
}

// TourLife is what editions and side tours have in common. State changes only by
// Transition.
type TourLife struct {
	State TourState `bun:"state,notnull"`
	// StateSince is when the state was entered.
	StateSince time.Time `bun:"state_since,notnull"`
	// Languages are those in which people can register. Their texts were
	// complete when registration opened in them.
	Languages LanguageTags `bun:"languages,type:jsonb"`
	// NeedsApproval lets a registration wait for an adviser's word before it
	// gets seats.
	NeedsApproval bool `bun:"needs_approval,notnull"`
	// OfferHours is how long a seat is held for somebody from the waitlist.
	OfferHours int `bun:"offer_hours,notnull"`
	// Reason says why it was cancelled.
	Reason string `bun:"reason,notnull"`
	// RecordedAfterwards marks one that was entered after it was held.
	RecordedAfterwards bool `bun:"recorded_afterwards,notnull"`

	RegistrationCount int         `bun:"registration_count,scanonly"`
	Stops             []*TourStop `bun:"-"`
}

// Life is the part that editions and side tours share.
func (l *TourLife) Life() *TourLife { return l }

// NextStates are the states that may follow, before their guards are asked.
func (l *TourLife) NextStates() []TourState {
	if next := l.State.Next(); next != nil {
		return next
	}
	return []TourState{}
}

// OpenStops are the stops that take place, in order of time.
func (l *TourLife) OpenStops() []*TourStop {
	open := []*TourStop{}
	for _, s := range l.Stops {
		if s.CancelledAt == nil {
			open = append(open, s)
		}
	}
	return open
}

// TourEdition is one edition of Tour de Health, Scale Your Health Tech or a
// congress. It is owned by its adviser.
type TourEdition struct {
	Activity
	TourLife
	Kind  TourKind      `bun:"kind,notnull"`
	Theme LocalizedText `bun:"theme,type:jsonb"`
	// Practical says how to get there and what is included, Terms what somebody
	// who registers agrees to.
	Practical LocalizedText `bun:"practical,type:jsonb"`
	Terms     LocalizedText `bun:"terms,type:jsonb"`
	// DecideBy is the day on which an idea is decided.
	DecideBy Date `bun:"decide_by,nullzero"`
	// Paper is the discussion paper that goes to all before, as text or as a
	// link; PaperAt is since when there is one.
	Paper    LocalizedText `bun:"paper,type:jsonb"`
	PaperURL string        `bun:"paper_url,notnull"`
	PaperAt  *time.Time    `bun:"paper_at"`
	// Legacy is the legacy paper with the key learnings; it and the report come
	// after. ReportAt is since when there is a report.
	Legacy    LocalizedText `bun:"legacy,type:jsonb"`
	LegacyURL string        `bun:"legacy_url,notnull"`
	Report    LocalizedText `bun:"report,type:jsonb"`
	ReportURL string        `bun:"report_url,notnull"`
	ReportAt  *time.Time    `bun:"report_at"`
	// ClonedFromID is the edition that this one was copied from.
	ClonedFromID *ID `bun:"cloned_from_id"`
	Stamps

	ClonedFrom *TourEdition `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the edition.
func (e *TourEdition) GlobalID() GlobalID { return NewGlobalID(KindTourEdition, e.ID) }

// ActivityKind is the kind of an edition.
func (e *TourEdition) ActivityKind() Kind { return KindTourEdition }

// ActivityState is the state among those of all kinds.
func (e *TourEdition) ActivityState() ActivityState { return ActivityState(e.State) }

// PlaceCountry is the country of the edition itself: it is held there.
func (e *TourEdition) PlaceCountry() CountryCode { return e.CountryCode }

// Saves are the edition's stamps.
func (e *TourEdition) Saves() *Stamps { return &e.Stamps }

// Public are the texts that registration rests on.
func (e *TourEdition) Public() map[string]LocalizedText {
	return map[string]LocalizedText{
		"title": e.Title, "description": e.Description, "theme": e.Theme, "practical": e.Practical, "terms": e.Terms,
	}
}

// HasPaper tells whether there is a discussion paper to send.
func (e *TourEdition) HasPaper() bool { return !e.Paper.IsEmpty() || e.PaperURL != "" }

// HasLegacy tells whether the legacy paper is there.
func (e *TourEdition) HasLegacy() bool { return !e.Legacy.IsEmpty() || e.LegacyURL != "" }

// HasReport tells whether there is a report to send.
func (e *TourEdition) HasReport() bool { return !e.Report.IsEmpty() || e.ReportURL != "" }

// Texts are every text of the edition, for whoever reads them to one reader.
func (e *TourEdition) Texts() []*LocalizedText {
	return []*LocalizedText{&e.Theme, &e.Practical, &e.Terms, &e.Paper, &e.Legacy, &e.Report}
}

// ThemeIn is the theme in the wanted language, else the reader's.
func (e *TourEdition) ThemeIn(language *LanguageTag) LocalizedString { return e.Theme.In(language) }

// PracticalIn is the practical information in the wanted language, else the reader's.
func (e *TourEdition) PracticalIn(language *LanguageTag) LocalizedString {
	return e.Practical.In(language)
}

// TermsIn is what one agrees to in the wanted language, else the reader's.
func (e *TourEdition) TermsIn(language *LanguageTag) LocalizedString { return e.Terms.In(language) }

// PaperIn is the discussion paper in the wanted language, else the reader's.
func (e *TourEdition) PaperIn(language *LanguageTag) LocalizedString { return e.Paper.In(language) }

// LegacyIn is the legacy paper in the wanted language, else the reader's.
func (e *TourEdition) LegacyIn(language *LanguageTag) LocalizedString { return e.Legacy.In(language) }

// ReportIn is the report in the wanted language, else the reader's.
func (e *TourEdition) ReportIn(language *LanguageTag) LocalizedString { return e.Report.In(language) }

// DecisionDay is the day on which an idea is decided; nil when none is set.
func (e *TourEdition) DecisionDay() *Date { return e.DecideBy.OrNil() }

// LanguageStates are how far each language is.
func (e *TourEdition) LanguageStates() []TourLanguage { return TourLanguages(e) }

// SideTour is a tour beside a conference.
type SideTour struct {
	Activity
	TourLife
	// Conference is the conference's name.
	Conference string `bun:"conference,notnull"`
	Stamps
}

// GlobalID is the id under which GraphQL knows the side tour.
func (t *SideTour) GlobalID() GlobalID { return NewGlobalID(KindSideTour, t.ID) }

// ActivityKind is the kind of a side tour.
func (t *SideTour) ActivityKind() Kind { return KindSideTour }

// ActivityState is the state among those of all kinds.
func (t *SideTour) ActivityState() ActivityState { return ActivityState(t.State) }

// PlaceCountry is the country of the tour itself: it is held there.
func (t *SideTour) PlaceCountry() CountryCode { return t.CountryCode }

// Saves are the side tour's stamps.
func (t *SideTour) Saves() *Stamps { return &t.Stamps }

// Public are the texts that registration rests on.
func (t *SideTour) Public() map[string]LocalizedText {
	return map[string]LocalizedText{"title": t.Title, "description": t.Description}
}

// LanguageStates are how far each language is.
func (t *SideTour) LanguageStates() []TourLanguage { return TourLanguages(t) }

// TourOrder is what a list of editions, side tours or presentations is sorted by.
type TourOrder string

// The orders.
const (
	TourByStartsOn  TourOrder = "STARTS_ON"
	TourByReference TourOrder = "REFERENCE"
	TourByUpdatedAt TourOrder = "UPDATED_AT"
)

// TourOrderBy names the order and its direction.
type TourOrderBy struct {
	Field     TourOrder
	Direction OrderDirection
}

// TourEditionFilter narrows a list of editions; every set member must hold.
type TourEditionFilter struct {
	Kinds     []TourKind
	States    []TourState
	Countries []CountryCode
	// StartsFrom and StartsUntil bound the first day, both included.
	StartsFrom  *Date
	StartsUntil *Date
	OwnerID     *GlobalID
	HostID      *GlobalID
	FocusAreaID *GlobalID
	// Search is found in the accent-folded reference, titles, city and tags.
	Search *string
}

// SideTourFilter narrows a list of side tours; every set member must hold.
type SideTourFilter struct {
	States      []TourState
	Countries   []CountryCode
	StartsFrom  *Date
	StartsUntil *Date
	OwnerID     *GlobalID
	HostID      *GlobalID
	FocusAreaID *GlobalID
	Search      *string
}

// TourEditionConnection is one page of editions.
type TourEditionConnection = Connection[TourEdition]

// TourEditionEdge is one of its edges.
type TourEditionEdge = Edge[TourEdition]

// SideTourConnection is one page of side tours.
type SideTourConnection = Connection[SideTour]

// SideTourEdge is one of its edges.
type SideTourEdge = Edge[SideTour]
