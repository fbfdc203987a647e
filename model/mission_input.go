package model

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// Bounds of what is taken for a mission.
const (
	maxPlaces   = 1000
	maxCriteria = 20
	maxWeight   = 100
	maxLevel    = 9
	maxInvited  = 500
)

// TradeMissionCreateInput is what is known when a mission is first noted.
type TradeMissionCreateInput struct {
	IdempotencyKey *string
	ActivityInput
	Statement       []TranslationInput
	Terms           []TranslationInput
	Languages       []LanguageTag
	Criteria        []CriterionInput
	Capacity        *int
	Minimum         *int
	Fee             *MoneyInput
	Deadline        *time.Time
	MinimumLevel    *int
	DeMinimisNeeded *bool
	OfferHours      *int
	// RecordedAfterwards notes a mission that was held before.
	RecordedAfterwards *bool
}

// TradeMissionUpdateInput changes what is named: an absent member stays, null
// clears where that is possible.
type TradeMissionUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	ActivityPatch
	Statement       graphql.Omittable[[]TranslationInput]
	Terms           graphql.Omittable[[]TranslationInput]
	Languages       graphql.Omittable[[]LanguageTag]
	Criteria        graphql.Omittable[[]CriterionInput]
	Capacity        graphql.Omittable[*int]
	Minimum         graphql.Omittable[*int]
	Fee             graphql.Omittable[*MoneyInput]
	Deadline        graphql.Omittable[*time.Time]
	MinimumLevel    graphql.Omittable[*int]
	DeMinimisNeeded graphql.Omittable[*bool]
	OfferHours      graphql.Omittable[*int]
}

// CriterionInput is one measure of the selection as somebody sends it.
type CriterionInput struct {
	Key    string
	Name   []TranslationInput
	Weight int
}

// TradeMissionTransitionInput moves a mission to another state.
type TradeMissionTransitionInput struct {
	ID              GlobalID
	ExpectedVersion *int
	To              MissionState
	Reason          *string
}

// TradeMissionCloneInput copies a mission to a new market.
type TradeMissionCloneInput struct {
	IdempotencyKey *string
	ID             GlobalID
	Reference      *string
	CountryCode    CountryCode
	StartsOn       *Date
	EndsOn         *Date
	City           *string
	TimeZone       *string
	Deadline       *time.Time
	// Languages are those of the new call; the old one's without it.
	Languages []LanguageTag
}

// MissionInviteInput asks companies to apply.
type MissionInviteInput struct {
	MissionID GlobalID
	Companies []InvitedCompanyInput
}

// InvitedCompanyInput is one company and who is written to there.
type InvitedCompanyInput struct {
	CompanyID GlobalID
	ContactID GlobalID
}

// MissionAnnounceInput tells all decisions in one batch.
type MissionAnnounceInput struct {
	MissionID       GlobalID
	ExpectedVersion *int
	// OfferExpiresAt is until when places are held; OfferHours from now without it.
	OfferExpiresAt *time.Time
}

// Apply writes a creation into a fresh row and answers its organisers. All that
// is wrong is noted.
func (in TradeMissionCreateInput) Apply(errs *Errors, m *TradeMission) []*Organiser {
	organisers := in.ActivityInput.Apply(errs, &m.Activity)
	m.OfferHours = DefaultOfferHours
	in.ApplyOwn(errs, m)
	return organisers
}

// ApplyOwn writes only what a mission has beside every other activity; a member
// that was left out stays.
func (in TradeMissionCreateInput) ApplyOwn(errs *Errors, m *TradeMission) {
	patch := TradeMissionUpdateInput{
		Capacity: given(in.Capacity), Minimum: given(in.Minimum), Fee: given(in.Fee), Deadline: given(in.Deadline),
		MinimumLevel: given(in.MinimumLevel), DeMinimisNeeded: given(in.DeMinimisNeeded), OfferHours: given(in.OfferHours),
	}
	if in.Statement != nil {
		patch.Statement = graphql.OmittableOf(in.Statement)
	}
	if in.Terms != nil {
		patch.Terms = graphql.OmittableOf(in.Terms)
	}
	if in.Languages != nil {
		patch.Languages = graphql.OmittableOf(in.Languages)
	}
	if in.Criteria != nil {
		patch.Criteria = graphql.OmittableOf(in.Criteria)
	}
	patch.applyOwn(errs, m)
}

// Apply writes what was sent into the row and answers the organisers that were
// sent. All that is wrong is noted.
func (in TradeMissionUpdateInput) Apply(errs *Errors, m *TradeMission) []*Organiser {
	organisers := in.ActivityPatch.Apply(errs, &m.Activity)
	in.applyOwn(errs, m)
	return organisers
}

// applyOwn writes what a mission has beside every other activity.
func (in TradeMissionUpdateInput) applyOwn(errs *Errors, m *TradeMission) {
	setTexts(errs, "statement", in.Statement, &m.Statement)
	setTexts(errs, "terms", in.Terms, &m.Terms)
	if tags, ok := in.Languages.ValueOK(); ok {
		m.Languages = validLanguages(errs, "languages", tags)
	}
	if criteria, ok := in.Criteria.ValueOK(); ok {
		m.Criteria = applyCriteria(errs, m.Criteria, criteria)
	}
	setCount(errs, "capacity", in.Capacity, 0, maxPlaces, &m.Capacity)
	setCount(errs, "minimum", in.Minimum, 0, maxPlaces, &m.Minimum)
	if m.Minimum > m.Capacity {
		errs.Add(BadInput("minimum", "error.mission.minimum").With("Capacity", m.Capacity))
	}
	if fee, ok := in.Fee.ValueOK(); ok {
		m.FeeMinor, m.FeeCurrency = nil, ""
		if fee != nil {
			money, err := ValidMoney("fee", *fee)
			errs.Add(err)
			m.FeeMinor, m.FeeCurrency = &money.Minor, money.Currency
		}
	}
	if at, ok := in.Deadline.ValueOK(); ok {
		m.Deadline = nil
		if at != nil {
			utc := at.UTC().Truncate(time.Second)
			m.Deadline = &utc
		}
	}
	if m.Deadline != nil && !m.StartsOn.IsZero() && !m.DeadlineDay().Before(m.StartsOn) {
		errs.Add(BadInput("deadline", "error.mission.deadlineAfterStart"))
	}
	setNumber(errs, "minimumLevel", in.MinimumLevel, 1, maxLevel, &m.MinimumLevel)
	setNeeded(errs, "deMinimisNeeded", in.DeMinimisNeeded, &m.DeMinimisNeeded)
	setCount(errs, "offerHours", in.OfferHours, 1, MaxOfferHours, &m.OfferHours)
}

// setTexts saves languages of a text of several lines.
func setTexts(errs *Errors, field string, sent graphql.Omittable[[]TranslationInput], into *LocalizedText) {
	if texts, ok := sent.ValueOK(); ok {
		clean, err := ValidTextTranslations(field, texts, MaxBody)
		errs.Add(err)
		*into = into.Apply(clean)
	}
}

// setCount writes a whole number of the range that the row cannot be without.
func setCount(errs *Errors, field string, sent graphql.Omittable[*int], least, most int, into *int) {
	value, ok := needed(errs, field, sent)
	if !ok {
		return
	}
	if value < least || value > most {
		errs.Add(BadInput(field, "error.number.range").With("Min", least).With("Max", most))
		return
	}
	*into = value
}

// validLanguages answers the tags in their usual writing, each once.
func validLanguages(errs *Errors, field string, sent []LanguageTag) LanguageTags {
	if len(sent) > maxTranslations {
		errs.Add(BadInput(field, "error.list.tooLong").With("Max", maxTranslations))
		return nil
	}
	var tags LanguageTags
	for i, one := range sent {
		tag, err := ValidLanguage(fmt.Sprintf("%s.%d", field, i), one)
		errs.Add(err)
		if err == nil && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// applyCriteria replaces the criteria; the translations of one whose key stays
// are kept beside those that are sent.
func applyCriteria(errs *Errors, there Criteria, sent []CriterionInput) Criteria {
	if len(sent) > maxCriteria {
		errs.Add(BadInput("criteria", "error.list.tooLong").With("Max", maxCriteria))
		return there
	}
	var next Criteria
	for i, one := range sent {
		at := fmt.Sprintf("criteria.%d", i)
		if len(one.Key) < 1 || len(one.Key) > 40 || strings.Trim(one.Key, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			errs.Add(BadInput(at+".key", "error.criterion.key"))
		}
		if next.Has(one.Key) {
			errs.Add(BadInput(at+".key", "error.list.duplicate"))
		}
		if one.Weight < 1 || one.Weight > maxWeight {
			errs.Add(BadInput(at+".weight", "error.number.range").With("Min", 1).With("Max", maxWeight))
		}
		texts, err := ValidTranslations(at+".name", one.Name, MaxTitle)
		errs.Add(err)
		criterion := Criterion{Key: one.Key, Weight: one.Weight}
		for _, old := range there {
			if old.Key == one.Key {
				criterion.Name = old.Name
			}
		}
		criterion.Name = criterion.Name.Apply(texts)
		if criterion.Name.IsEmpty() {
			errs.Add(BadInput(at+".name", "error.text.required"))
		}
		next = append(next, criterion)
	}
	return next
}

// Apply reads whom to invite; all that is wrong is noted.
func (in MissionInviteInput) Apply(errs *Errors, mission ID, now time.Time) []*MissionInvitation {
	if len(in.Companies) == 0 || len(in.Companies) > maxInvited {
		errs.Add(BadInput("companies", "error.number.range").With("Min", 1).With("Max", maxInvited))
		return nil
	}
	rows := make([]*MissionInvitation, len(in.Companies))
	seen := map[ID]bool{}
	for i, one := range in.Companies {
		at := fmt.Sprintf("companies.%d", i)
		company, err := one.CompanyID.As(KindOrganisation, at+".companyId")
		errs.Add(err)
		contact, err := one.ContactID.As(KindPerson, at+".contactId")
		errs.Add(err)
		if seen[company] {
			errs.Add(BadInput(at+".companyId", "error.list.duplicate"))
		}
		seen[company] = true
		rows[i] = &MissionInvitation{MissionID: mission, CompanyID: company, ContactID: contact, InvitedAt: now}
	}
	return rows
}
