package model

import (
	"cmp"
	"slices"
	"time"
)

// ClashKind says in what way two activities are in each other's way.
type ClashKind string

// The kinds of clashes.
const (
	// ClashMarket: two organisers plan something with the same country in the
	// same weeks, and know nothing of each other.
	ClashMarket ClashKind = "SAME_MARKET"
	// ClashHost: two organisers want to be received by the same host in the same weeks.
	ClashHost ClashKind = "SAME_HOST"
	// ClashOwner: one adviser answers for two activities in different places on the same day.
	ClashOwner ClashKind = "OWNER_TWICE"
	// ClashCompany: one company takes part in two activities in different places on the same day.
	ClashCompany ClashKind = "COMPANY_TWICE"
)

// ClashKinds lists all of them, those that hurt most first.
var ClashKinds = []ClashKind{ClashCompany, ClashOwner, ClashHost, ClashMarket}

// ClashPlan is what the clash finder knows of an activity that takes place, or
// may still do so.
type ClashPlan struct {
	ID               ID
	Country          CountryCode
	City             string
	StartsOn, EndsOn Date
	OwnerID          *ID
	// Organisers are the main organiser and the co-organisers; who merely
	// supports plans nothing.
	Organisers []ID
	// Hosts receive it, Companies take part in it.
	Hosts, Companies []ID
}

// Clash is one way in which two activities are in each other's way. It is
// computed, never stored, and both sides see it.
type Clash struct {
	Kind ClashKind
	// ActivityID and OtherID are the two; of each pair the one that begins
	// earlier comes first.
	ActivityID, OtherID ID
	// OrganisationID is the host or the company, PersonID the adviser.
	OrganisationID, PersonID *ID
}

// MaxClashDays bounds how long a stretch is looked through for clashes.
const MaxClashDays = 400

// ClashFilter asks for the clashes of some kinds, or of all, among the
// activities of the days, both included.
type ClashFilter struct {
	Kinds       []ClashKind
	From, Until Date
}

// Check refuses days that are no span or too many.
func (f ClashFilter) Check(at string) error {
	var errs Errors
	errs.Add(ValidDays(at+".from", at+".until", f.From, f.Until))
	if f.From.DaysUntil(f.Until) > MaxClashDays {
		errs.Add(BadInput(at+".until", "error.days.tooMany").With("Max", MaxClashDays))
	}
	return errs.Err()
}

// Find finds the clashes among the plans that the filter asks for.
func (f ClashFilter) Find(plans []ClashPlan) []*Clash {
	clashes := FindClashes(plans)
	if len(f.Kinds) == 0 {
		return clashes
	}
	return slices.DeleteFunc(clashes, func(c *Clash) bool { return !slices.Contains(f.Kinds, c.Kind) })
}

// Of tells whether the activity is one of the two, and which the other is.
func (c *Clash) Of(activity ID) (other ID, ok bool) {
	switch activity {
	case c.ActivityID:
		return c.OtherID, true
	case c.OtherID:
		return c.ActivityID, true
	}
	return ID{}, false
}

// FindClashes finds every clash among the plans, in order of days and kinds.
// Plans without days clash with nothing. Weeks are those of the ISO calendar:
// two activities are in the same weeks when one week touches both.
func FindClashes(plans []ClashPlan) []*Clash {
	dated := slices.DeleteFunc(slices.Clone(plans), func(p ClashPlan) bool { return p.StartsOn.IsZero() || p.EndsOn.IsZero() })
	slices.SortFunc(dated, func(a, b ClashPlan) int {
		return cmp.Or(cmp.Compare(a.StartsOn.String(), b.StartsOn.String()), slices.Compare(a.ID[:], b.ID[:]))
	})
	var clashes []*Clash
	for i := range dated {
		for j := i + 1; j < len(dated) && !weekOf(dated[j].StartsOn).After(weekOf(dated[i].EndsOn)); j++ {
			clashes = append(clashes, clashesOf(&dated[i], &dated[j])...)
		}
	}
	return clashes
}

// weekOf is the Monday of the day's week.
func weekOf(day Date) Date {
	const week = 7
	return day.AddDays(-((int(day.Weekday()) - int(time.Monday) + week) % week))
}

// clashesOf compares two plans that share a week, a beginning before b.
func clashesOf(a, b *ClashPlan) []*Clash {
	var found []*Clash
	add := func(kind ClashKind, organisation, person *ID) {
		found = append(found, &Clash{Kind: kind, ActivityID: a.ID, OtherID: b.ID, OrganisationID: organisation, PersonID: person})
	}
	sameDay := !b.StartsOn.After(a.EndsOn)
	if elsewhere := a.City != b.City || a.Country != b.Country; sameDay && elsewhere {
		for _, company := range both(a.Companies, b.Companies) {
			add(ClashCompany, &company, nil)
		}
		if a.OwnerID != nil && b.OwnerID != nil && *a.OwnerID == *b.OwnerID {
			add(ClashOwner, nil, a.OwnerID)
		}
	}
	if len(both(a.Organisers, b.Organisers)) > 0 {
		return found // they plan together, and know
	}
	for _, host := range both(a.Hosts, b.Hosts) {
		add(ClashHost, &host, nil)
	}
	if a.Country == b.Country {
		add(ClashMarket, nil, nil)
	}
	slices.SortStableFunc(found, func(x, y *Clash) int {
		return cmp.Compare(slices.Index(ClashKinds, x.Kind), slices.Index(ClashKinds, y.Kind))
	})
	return found
}

// both are the ids that stand in either list.
func both(a, b []ID) []ID {
	var shared []ID
	for _, id := range a {
		if slices.Contains(b, id) && !slices.Contains(shared, id) {
			shared = append(shared, id)
		}
	}
	return shared
}

// ClashSide is one of the two activities of a clash as the other side sees it,
// whatever else it may see: enough to pick up the telephone.
type ClashSide struct {
	Entry *ActivityEntry
	Title LocalizedText
	City  string
	// OrganiserNames are the organisers' names, the main one first.
	OrganiserNames []string
	Country        *Country
}

// Kind is the side's kind as GraphQL names it.
func (s *ClashSide) Kind() ActivityKindName { return s.Entry.Kind.ActivityName() }

// Reference is the unique name that people use.
func (s *ClashSide) Reference() string { return s.Entry.Reference }

// TitleIn is the title in the wanted language, else the reader's.
func (s *ClashSide) TitleIn(language *LanguageTag) LocalizedString { return s.Title.In(language) }

// FirstDay is the first day.
func (s *ClashSide) FirstDay() *Date { return s.Entry.StartsOn.OrNil() }

// LastDay is the last day.
func (s *ClashSide) LastDay() *Date { return s.Entry.EndsOn.OrNil() }

// ActivityClash is a clash as one of its sides sees it.
type ActivityClash struct {
	Kind ClashKind
	// Side is the activity that was asked, Other the one it clashes with.
	Side, Other *ClashSide
	// Organisation is the host or the company, Person the adviser.
	Organisation *Organisation
	Person       *Person
}

// MessageID names the sentence that says what is wrong, and Params are its
// variables.
func (c *ActivityClash) MessageID() string {
	return map[ClashKind]string{
		ClashMarket: "clash.market", ClashHost: "clash.host", ClashOwner: "clash.owner", ClashCompany: "clash.company",
	}[c.Kind]
}

// Params are the variables of the sentence; the country's name is in the
// reader's language already.
func (c *ActivityClash) Params() map[string]any {
	params := map[string]any{"Activity": c.Side.Reference(), "Other": c.Other.Reference()}
	if c.Other.Country != nil {
		params["Country"] = c.Other.Country.Name(nil).Text
	}
	if c.Organisation != nil {
		params["Organisation"] = c.Organisation.Name
	}
	if c.Person != nil {
		params["Person"] = c.Person.FullName
	}
	return params
}
