package model

import (
	"slices"
	"strings"
)

// OrganisationKind says what an organisation is.
type OrganisationKind string

// The kinds of organisations.
const (
	OrganisationCompany             OrganisationKind = "COMPANY"
	OrganisationMunicipality        OrganisationKind = "MUNICIPALITY"
	OrganisationRegion              OrganisationKind = "REGION"
	OrganisationHospital            OrganisationKind = "HOSPITAL"
	OrganisationResearchEnvironment OrganisationKind = "RESEARCH_ENVIRONMENT"
	OrganisationCluster             OrganisationKind = "CLUSTER"
	OrganisationMinistry            OrganisationKind = "MINISTRY"
	OrganisationAuthority           OrganisationKind = "AUTHORITY"
	OrganisationEmbassy             OrganisationKind = "EMBASSY"
	OrganisationFoundation          OrganisationKind = "FOUNDATION"
	OrganisationAssociation         OrganisationKind = "ASSOCIATION"
	OrganisationInternationalBody   OrganisationKind = "INTERNATIONAL_BODY"
	OrganisationLivingLab           OrganisationKind = "LIVING_LAB"
	OrganisationOther               OrganisationKind = "OTHER"
)

// organisationKinds lists all of them.
var organisationKinds = []OrganisationKind{
	OrganisationCompany, OrganisationMunicipality, OrganisationRegion, OrganisationHospital, OrganisationResearchEnvironment,
	OrganisationCluster, OrganisationMinistry, OrganisationAuthority, OrganisationEmbassy, OrganisationFoundation,
	OrganisationAssociation, OrganisationInternationalBody, OrganisationLivingLab, OrganisationOther,
}

// PartnerConsent is what a company lets partners see of its readiness.
type PartnerConsent string

// The three consents.
const (
	ConsentNothing       PartnerConsent = "NOTHING"
	ConsentStep          PartnerConsent = "STEP"
	ConsentStepAndScores PartnerConsent = "STEP_AND_SCORES"
)

// partnerConsents lists all of them.
var partnerConsents = []PartnerConsent{ConsentNothing, ConsentStep, ConsentStepAndScores}

// Check refuses what is none of the three.
func (c PartnerConsent) Check(field string) error {
	if !slices.Contains(partnerConsents, c) {
		return BadInput(field, "error.enum.unknown").With("Value", shown(string(c)))
	}
	return nil
}

// Organisation is any body that takes part: a company, a hospital, a ministry.
type Organisation struct {
	ID   ID               `bun:"id,pk"`
	Kind OrganisationKind `bun:"kind,notnull"`
	Name string           `bun:"name,notnull"`
	// CountryCode is where it has its seat.
	CountryCode CountryCode `bun:"country_code,notnull"`
	// CVR is the Danish business register's number, eight digits, or empty.
	CVR string `bun:"cvr,nullzero"`
	// City and Region are where it is; Region is the hub for companies and stops.
	City   string `bun:"city,notnull"`
	Region string `bun:"region,notnull"`
	// Employees is the headcount, or nil when unknown.
	Employees *int `bun:"employees"`
	// Website is an absolute URL or empty.
	Website string `bun:"website,notnull"`
	// TimeZone is the IANA zone of its seat.
	TimeZone string `bun:"time_zone,notnull"`
	// OpeningHours are the hours in which it receives visitors; empty means unknown.
	OpeningHours OpeningHours `bun:"opening_hours,type:jsonb"`
	// Consent is what partners may see of its readiness.
	Consent PartnerConsent `bun:"consent,notnull"`
	// SortKey and SearchText are derived from the name on every save.
	SortKey    string `bun:"sort_key,notnull"`
	SearchText string `bun:"search_text,notnull"`
	Stamps

	Country *Country `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the organisation.
func (o *Organisation) GlobalID() GlobalID { return NewGlobalID(KindOrganisation, o.ID) }

// OpeningSpans is OpeningHours as GraphQL reads it.
func (o *Organisation) OpeningSpans() []OpeningSpan { return o.OpeningHours }

// CVRIsValid tells whether the number passes the register's check; nil when
// there is no number.
func (o *Organisation) CVRIsValid() *bool {
	if o.CVR == "" {
		return nil
	}
	valid := ValidCVR(o.CVR)
	return &valid
}

// OpeningHours are the spans of the week in which an organisation receives
// visitors, in its own zone.
type OpeningHours []OpeningSpan

// OpeningSpan is one span of one weekday. Times are hh:mm.
type OpeningSpan struct {
	// Weekday counts from Sunday = 0, as time.Weekday does.
	Weekday int    `json:"weekday"`
	From    string `json:"from"`
	Until   string `json:"until"`
}

// Weekday is a day of the week by its English name in capitals.
type Weekday string

// weekdays are the days in the order in which time.Weekday counts them.
var weekdays = []Weekday{"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"}

// WeekdayName is the weekday as GraphQL names it.
func (s OpeningSpan) WeekdayName() Weekday { return weekdays[((s.Weekday%7)+7)%7] }

// ValidCVR tells whether a number passes the register's check: eight digits,
// weighted 2 7 6 5 4 3 2 1, with a sum that 11 divides. Newer numbers need not
// pass, so a failure is a warning and no refusal.
func ValidCVR(cvr string) bool {
	if len(cvr) != 8 || strings.Trim(cvr, "0123456789") != "" {
		return false
	}
	sum := 0
	for i, weight := range []int{2, 7, 6, 5, 4, 3, 2, 1} {
		sum += weight * int(cvr[i]-'0')
	}
	return sum%11 == 0
}

// OrganisationOrder is what a list of organisations is sorted by.
type OrganisationOrder string

// The orders of organisations.
const (
	OrganisationByName      OrganisationOrder = "NAME"
	OrganisationByCreatedAt OrganisationOrder = "CREATED_AT"
)

// OrganisationOrderBy names the order and its direction.
type OrganisationOrderBy struct {
	Field     OrganisationOrder
	Direction OrderDirection
}

// OrganisationFilter narrows a list of organisations; every set member must hold.
type OrganisationFilter struct {
	Kinds     []OrganisationKind
	Countries []CountryCode
	Region    *string
	// ActorIn keeps those that are actors of such a project, TookPart those that
	// took part in something in such a way.
	ActorIn  *ProjectFilter
	TookPart *ParticipationFilter
	// Search is found in the accent-folded name and city.
	Search *string
}

// OrganisationConnection is one page of organisations.
type OrganisationConnection = Connection[Organisation]

// OrganisationEdge is one of them with its cursor.
type OrganisationEdge = Edge[Organisation]
