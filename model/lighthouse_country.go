package model

import "time"

// LighthouseCountry is the record of one country on its way to a lighthouse of
// its own. Its stage changes only by what its elements, its interested
// organisation and the hand that sets it aside say. Denmark's own record holds
// the roadmap and never counts among the others.
type LighthouseCountry struct {
	ID          ID          `bun:"id,pk"`
	CountryCode CountryCode `bun:"country_code,notnull"`
	// Stage is derived on every save of what it follows from; StageSince is when
	// it was entered.
	Stage      LighthouseStage `bun:"stage,notnull"`
	StageSince time.Time       `bun:"stage_since,notnull"`
	// Aside is PAUSED or DECLINED while the record is set aside, with the reason
	// and the day on which that is looked at again.
	Aside       LighthouseStage `bun:"aside,notnull"`
	AsideReason string          `bun:"aside_reason,notnull"`
	ReviewOn    Date            `bun:"review_on,nullzero"`
	// OwnerID is the country desk.
	OwnerID *ID `bun:"owner_id"`
	// InterestedOrganisationID is who in the country wants to explore;
	// InterestedName names it where nobody has entered it as an organisation yet.
	InterestedOrganisationID *ID    `bun:"interested_organisation_id"`
	InterestedName           string `bun:"interested_name,notnull"`
	Note                     string `bun:"note,notnull"`
	Stamps

	Country                *Country              `bun:"-"`
	Owner                  *Person               `bun:"-"`
	InterestedOrganisation *Organisation         `bun:"-"`
	Elements               []*LighthouseElement  `bun:"-"`
	Milestones             []*Milestone          `bun:"-"`
	Dialogue               []*DialogueEntry      `bun:"-"`
	Documents              []*LighthouseDocument `bun:"-"`
	Contacts               CountryContacts       `bun:"-"`
	// Progress is what the elements count, in basis points.
	Progress int `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the record.
func (c *LighthouseCountry) GlobalID() GlobalID { return NewGlobalID(KindLighthouseCountry, c.ID) }

// InterestedOrganisationName is the name of who wants to explore; empty while
// nobody does. The organisation must be there where the record points to one.
func (c *LighthouseCountry) InterestedOrganisationName() string {
	if c.InterestedOrganisation != nil {
		return c.InterestedOrganisation.Name
	}
	return c.InterestedName
}

// ReviewDay is the day of the next review; nil when none is agreed.
func (c *LighthouseCountry) ReviewDay() *Date { return c.ReviewOn.OrNil() }

// Facts are what the record's stage follows from; the elements must be there.
func (c *LighthouseCountry) Facts() StageFacts {
	facts := StageFacts{
		InterestedOrganisation: c.InterestedOrganisationID != nil || c.InterestedName != "", Aside: c.Aside, States: make(map[string]ElementState, len(c.Elements)),
	}
	for _, e := range c.Elements {
		facts.States[e.ElementKey] = e.State
	}
	return facts
}

// EvidencedCount is how many elements are evidenced.
func (c *LighthouseCountry) EvidencedCount() int {
	return c.elementCount(func(s ElementState) bool { return s == ElementEvidenced })
}

// UnderWayCount is how many elements stand between the first talk and the evidence.
func (c *LighthouseCountry) UnderWayCount() int { return c.elementCount(ElementState.IsUnderWay) }

func (c *LighthouseCountry) elementCount(is func(ElementState) bool) int {
	n := 0
	for _, e := range c.Elements {
		if is(e.State) {
			n++
		}
	}
	return n
}

// NextMilestone is the earliest forecast that has not been reached; nil when
// there is none.
func (c *LighthouseCountry) NextMilestone() *Milestone {
	var next *Milestone
	for _, m := range c.Milestones {
		if m.ActualOn.IsZero() && (next == nil || m.ForecastOn.Before(next.ForecastOn)) {
			next = m
		}
	}
	return next
}

// LateMilestoneCount is how many milestones are late.
func (c *LighthouseCountry) LateMilestoneCount() int {
	n := 0
	for _, m := range c.Milestones {
		if m.IsLate() {
			n++
		}
	}
	return n
}

// VisitCount is how many delegations of the country asked to come, whatever
// became of it; VisitedCount how many of them came.
func (c *LighthouseCountry) VisitCount() int { return c.Contacts.Visits }

// VisitedCount is how many delegations of the country came.
func (c *LighthouseCountry) VisitedCount() int { return c.Contacts.Visited }

// CountryContacts counts how a country has been met. A visit that was asked for
// and cancelled is a contact, but nobody visited.
type CountryContacts struct {
	Visits, Visited int
}

// OpenLighthouse makes the record of a country with all its elements, none of
// them started. newID answers a fresh id.
func (m *PartnershipModel) OpenLighthouse(code CountryCode, now time.Time, newID func() ID) *LighthouseCountry {
	c := &LighthouseCountry{CountryCode: code, StageSince: now, Stamps: Created(now)}
	c.Stage = m.Stage(StageFacts{})
	for _, e := range m.Elements {
		c.Elements = append(c.Elements, &LighthouseElement{
			ID: newID(), ElementKey: e.Key, State: ElementNotStarted, StateSince: now, Stamps: Created(now),
		})
	}
	return c
}

// LighthouseCountryOrder is what a list of lighthouse countries is sorted by.
type LighthouseCountryOrder string

// The orders of lighthouse countries.
const (
	LighthouseByCountryCode LighthouseCountryOrder = "COUNTRY_CODE"
	LighthouseByStageSince  LighthouseCountryOrder = "STAGE_SINCE"
	LighthouseByUpdatedAt   LighthouseCountryOrder = "UPDATED_AT"
)

// LighthouseCountryOrderBy names the order and its direction.
type LighthouseCountryOrderBy struct {
	Field     LighthouseCountryOrder
	Direction OrderDirection
}

// LighthouseCountryFilter narrows a list of lighthouse countries; every set
// member must hold.
type LighthouseCountryFilter struct {
	Stages    []LighthouseStage
	Countries []CountryCode
	OwnerID   *GlobalID
	// HasLateMilestone keeps those with a milestone past its forecast, or those
	// without.
	HasLateMilestone *bool
	// ExpectedBy keeps those that are, or are expected to be, established by the
	// end of the day.
	ExpectedBy *Date
}

// LighthouseCountryConnection is one page of lighthouse countries.
type LighthouseCountryConnection = Connection[LighthouseCountry]

// LighthouseCountryEdge is one of them with its cursor.
type LighthouseCountryEdge = Edge[LighthouseCountry]
