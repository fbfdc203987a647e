package model

import (
	"slices"
	"strconv"
	"time"
)

// TradeMission is a journey of Danish companies to a market, with a call to
// which they apply. Its state changes only by Transition; Taken only with a
// place that is given or taken back.
type TradeMission struct {
	Activity
	State MissionState `bun:"state,notnull"`
	// StateSince is when the state was entered.
	StateSince time.Time `bun:"state_since,notnull"`
	// Statement is what the call says, Terms what holds for those who come.
	Statement LocalizedText `bun:"statement,type:jsonb"`
	Terms     LocalizedText `bun:"terms,type:jsonb"`
	// Languages are those in which the call is published.
	Languages LanguageTags `bun:"languages,type:jsonb"`
	// Criteria are what applications are judged by. They are fixed once the
	// call is open.
	Criteria Criteria `bun:"criteria,type:jsonb"`
	// Capacity is how many companies can come, Minimum how many must.
	Capacity int `bun:"capacity,notnull"`
	Minimum  int `bun:"minimum,notnull"`
	// Taken is how many places are held by an offer or confirmed.
	Taken int `bun:"taken,notnull"`
	// FeeMinor is what a company pays, in minor units of FeeCurrency; nil is not said.
	FeeMinor    *int64 `bun:"fee_minor"`
	FeeCurrency string `bun:"fee_currency,notnull"`
	// Deadline is the instant from which on nobody can apply.
	Deadline *time.Time `bun:"deadline"`
	// MinimumLevel is the readiness level for the market that a company needs,
	// where its level is known; nil asks for none.
	MinimumLevel *int `bun:"minimum_level"`
	// DeMinimisNeeded asks for a declaration of de minimis aid received.
	DeMinimisNeeded bool `bun:"de_minimis_needed,notnull"`
	// OfferHours is how long an offer holds a place when nobody says otherwise.
	OfferHours int `bun:"offer_hours,notnull"`
	// CalendarSequence grows with every change of what stands in calendars.
	CalendarSequence int `bun:"calendar_sequence,notnull"`
	// AnnouncedAt is when the decisions were told, all in one batch.
	AnnouncedAt *time.Time `bun:"announced_at"`
	// ClonedFromID is the mission that this one was made from, and CloneGaps
	// what then had to be translated or replaced.
	ClonedFromID *ID       `bun:"cloned_from_id"`
	CloneGaps    CloneGaps `bun:"clone_gaps,type:jsonb"`
	// Reason says why it was cancelled.
	Reason string `bun:"reason,notnull"`
	// RecordedAfterwards marks a mission that was entered after it was held.
	RecordedAfterwards bool `bun:"recorded_afterwards,notnull"`
	Stamps

	ClonedFrom       *TradeMission         `bun:"-"`
	Invitations      []*MissionInvitation  `bun:"-"`
	Applications     []*MissionApplication `bun:"-"`
	ApplicationCount int                   `bun:"application_count,scanonly"`
	ConfirmedCount   int                   `bun:"confirmed_count,scanonly"`
	// Compared are the applications with their reviews, for who may see them.
	Compared []*MissionApplication `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the mission.
func (m *TradeMission) GlobalID() GlobalID { return NewGlobalID(KindTradeMission, m.ID) }

// ActivityKind is the kind of a trade mission.
func (m *TradeMission) ActivityKind() Kind { return KindTradeMission }

// ActivityState is the state among those of all kinds.
func (m *TradeMission) ActivityState() ActivityState { return ActivityState(m.State) }

// PlaceCountry is the market, where the mission takes place.
func (m *TradeMission) PlaceCountry() CountryCode { return m.CountryCode }

// NextStates are the states that may follow, before their guards are asked.
func (m *TradeMission) NextStates() []MissionState {
	if next := m.State.Next(); next != nil {
		return next
	}
	return []MissionState{}
}

// StatementIn is the call's statement in the wanted language, else the reader's.
func (m *TradeMission) StatementIn(language *LanguageTag) LocalizedString {
	return m.Statement.In(language)
}

// StatementTranslations are all languages of the statement.
func (m *TradeMission) StatementTranslations() []TextTranslation { return m.Statement.Translations() }

// TermsIn is the terms in the wanted language, else the reader's.
func (m *TradeMission) TermsIn(language *LanguageTag) LocalizedString { return m.Terms.In(language) }

// TermsTranslations are all languages of the terms.
func (m *TradeMission) TermsTranslations() []TextTranslation { return m.Terms.Translations() }

// LanguageList is the languages of the call, never nil.
func (m *TradeMission) LanguageList() []LanguageTag { return append([]LanguageTag{}, m.Languages...) }

// CriterionList is the criteria, never nil.
func (m *TradeMission) CriterionList() []*Criterion {
	list := make([]*Criterion, len(m.Criteria))
	for i := range m.Criteria {
		list[i] = &m.Criteria[i]
		list[i].Name.Reader = m.Title.Reader
	}
	return list
}

// Fee is what a company pays; nil while nobody has said.
func (m *TradeMission) Fee() *Money {
	if m.FeeMinor == nil {
		return nil
	}
	return &Money{Minor: *m.FeeMinor, Currency: m.FeeCurrency}
}

// FreePlaces is how many places nobody holds.
func (m *TradeMission) FreePlaces() int { return max(m.Capacity-m.Taken, 0) }

// Texts are all texts of the call, by their names in the schema.
func (m *TradeMission) Texts() map[string]LocalizedText {
	texts := map[string]LocalizedText{
		"title": m.Title, "description": m.Description, "statement": m.Statement, "terms": m.Terms,
	}
	for i := range m.Criteria {
		texts["criteria."+strconv.Itoa(i)+".name"] = m.Criteria[i].Name
	}
	return texts
}

// TextGaps lists what the languages of the call lack.
func (m *TradeMission) TextGaps() []TextGap { return TextGaps(m.Texts(), m.Languages) }

// TakesApplications tells whether a company can apply at now.
func (m *TradeMission) TakesApplications(now time.Time) bool {
	return m.State == MissionCallOpen && m.Deadline != nil && now.Before(*m.Deadline)
}

// DeadlineDay is the day of the deadline where the companies are; the zero Date
// where there is none.
func (m *TradeMission) DeadlineDay() Date {
	if m.Deadline == nil {
		return Date{}
	}
	return DateOf(m.Deadline.In(zoneOr(Copenhagen, time.UTC)))
}

// PassesPlacesOn tells whether a place that becomes free is offered to the next.
func (m *TradeMission) PassesPlacesOn() bool {
	return m.State == MissionAnnounced || m.State == MissionGo
}

// Criterion is one written measure of the selection.
type Criterion struct {
	// Key names it in reviews: lower-case letters, digits and hyphens.
	Key  string        `json:"key"`
	Name LocalizedText `json:"name"`
	// Weight is how much it counts beside the others, from 1 to 100.
	Weight int `json:"weight"`
}

// NameIn is the criterion in the wanted language, else the reader's.
func (c *Criterion) NameIn(language *LanguageTag) LocalizedString { return c.Name.In(language) }

// NameTranslations are all languages of the criterion.
func (c *Criterion) NameTranslations() []TextTranslation { return c.Name.Translations() }

// Criteria are the measures of one mission.
type Criteria []Criterion

// Has tells whether there is a criterion of the key.
func (c Criteria) Has(key string) bool {
	return slices.ContainsFunc(c, func(one Criterion) bool { return one.Key == key })
}

// MissionInvitation asks one company to apply.
type MissionInvitation struct {
	MissionID ID `bun:"mission_id,pk"`
	CompanyID ID `bun:"company_id,pk"`
	// ContactID is the person who is asked and reminded.
	ContactID ID        `bun:"contact_id,notnull"`
	InvitedAt time.Time `bun:"invited_at,notnull"`

	Company *Organisation `bun:"-"`
	Contact *Person       `bun:"-"`
}

// MissionOrder is what a list of missions is sorted by.
type MissionOrder string

// The orders of missions.
const (
	MissionByStartsOn  MissionOrder = "STARTS_ON"
	MissionByReference MissionOrder = "REFERENCE"
	MissionByDeadline  MissionOrder = "DEADLINE"
	MissionByUpdatedAt MissionOrder = "UPDATED_AT"
)

// TradeMissionOrderBy names the order and its direction.
type TradeMissionOrderBy struct {
	Field     MissionOrder
	Direction OrderDirection
}

// TradeMissionFilter narrows a list of missions; every set member must hold.
type TradeMissionFilter struct {
	States    []MissionState
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

// TradeMissionConnection is one page of missions.
type TradeMissionConnection = Connection[TradeMission]

// TradeMissionEdge is one of its edges.
type TradeMissionEdge = Edge[TradeMission]
