package model

import "slices"

// ActivityNode is an activity of whatever kind: what the calendar lists, and
// what follow-ups and lessons are about.
type ActivityNode interface {
	Node
	// Common is the part that every kind has.
	Common() *Activity
	// ActivityKind names the kind, ActivityState the state among those of all kinds.
	ActivityKind() Kind
	ActivityState() ActivityState
	// PlaceCountry is where it is held, whose weekends and holidays count.
	PlaceCountry() CountryCode
}

// ActivityState is the state of an activity whatever its kind: the name that
// the kind's own machine gives it.
type ActivityState string

// HeldStates are those of an activity, of whatever kind, that takes place or has
// taken place.
var HeldStates = []ActivityState{
	ActivityState(DelegationInProgress), ActivityState(DelegationCompleted), ActivityState(DelegationFollowUp), ActivityState(DelegationClosed),
	ActivityState(MissionRunning), ActivityState(MissionTracking), ActivityState(PresentationHeld),
}

// ActivityKinds are the kinds of activities.
var ActivityKinds = []Kind{KindDelegation, KindTradeMission, KindTourEdition, KindPresentationAbroad, KindSideTour}

// activityScopes name what a partner needs to read a kind of activity.
var activityScopes = map[Kind]string{
	KindDelegation: "delegations:read", KindTradeMission: "missions:read", KindTourEdition: "tours:read",
	KindPresentationAbroad: "presentations:read", KindSideTour: "sideTours:read",
}

// ActivityKindsFor are the kinds whose activities the actor may see.
func ActivityKindsFor(a Actor) []Kind {
	return slices.DeleteFunc(slices.Clone(ActivityKinds), func(k Kind) bool { return !a.HasScope(activityScopes[k]) })
}

// IsActivity tells whether the kind is one of the activities.
func (k Kind) IsActivity() bool { return slices.Contains(ActivityKinds, k) }

// AsActivity answers kind and id when g is the id of an activity. Otherwise it
// answers a BAD_USER_INPUT error of the named input field.
func (g GlobalID) AsActivity(field string) (Kind, ID, error) {
	kind, id, ok := g.Parse()
	if !ok || !kind.IsActivity() {
		return "", ID{}, BadInput(field, "error.id.invalid")
	}
	return kind, id, nil
}

// ActivityEntry is how an activity stands in the calendar: what lists over all
// kinds are filtered and ordered by. The store writes it with every save of the
// activity itself; nobody else does. Locking it is locking the activity.
type ActivityEntry struct {
	ID   ID   `bun:"id,pk"`
	Kind Kind `bun:"kind,notnull"`
	// Reference is unique over all kinds.
	Reference   string        `bun:"reference,notnull"`
	CountryCode CountryCode   `bun:"country_code,notnull"`
	StartsOn    Date          `bun:"starts_on,nullzero"`
	EndsOn      Date          `bun:"ends_on,nullzero"`
	City        string        `bun:"city,notnull"`
	HostID      *ID           `bun:"host_id"`
	OwnerID     *ID           `bun:"owner_id"`
	FocusAreaID *ID           `bun:"focus_area_id"`
	State       ActivityState `bun:"state,notnull"`
	SearchText  string        `bun:"search_text,notnull"`
}

// EntryOf is the activity's place in the calendar.
func EntryOf(a ActivityNode) *ActivityEntry {
	c := a.Common()
	return &ActivityEntry{
		ID: c.ID, Kind: a.ActivityKind(), Reference: c.Reference, CountryCode: c.CountryCode, StartsOn: c.StartsOn, EndsOn: c.EndsOn, City: c.City,
		HostID: c.HostID, OwnerID: c.OwnerID, FocusAreaID: c.FocusAreaID, State: a.ActivityState(), SearchText: c.SearchText,
	}
}

// ActivityKindName is a kind of activity as GraphQL names it.
type ActivityKindName string

// The names of the kinds of activities.
const (
	ActivityDelegation         ActivityKindName = "DELEGATION"
	ActivityTradeMission       ActivityKindName = "TRADE_MISSION"
	ActivityTourEdition        ActivityKindName = "TOUR_EDITION"
	ActivityPresentationAbroad ActivityKindName = "PRESENTATION_ABROAD"
	ActivitySideTour           ActivityKindName = "SIDE_TOUR"
)

// activityNames are the kinds' names.
var activityNames = map[Kind]ActivityKindName{
	KindDelegation: ActivityDelegation, KindTradeMission: ActivityTradeMission, KindTourEdition: ActivityTourEdition,
	KindPresentationAbroad: ActivityPresentationAbroad, KindSideTour: ActivitySideTour,
}

// ActivityName is the kind's name; empty for what is no activity.
func (k Kind) ActivityName() ActivityKindName { return activityNames[k] }

// Kind is the kind that the name stands for.
func (n ActivityKindName) Kind() Kind {
	for kind, name := range activityNames {
		if name == n {
			return kind
		}
	}
	return ""
}

// ActivityFilter narrows the calendar; every set member must hold.
type ActivityFilter struct {
	Kinds     []ActivityKindName
	States    []ActivityState
	Countries []CountryCode
	// MainCountries and ExceptMainCountries are about the main country alone, so
	// that an activity about several counts once.
	MainCountries       []CountryCode
	ExceptMainCountries []CountryCode
	// CalledOff tells what was cancelled, turned down or postponed from the rest.
	CalledOff *bool
	// StartsFrom and StartsUntil bound the first day, both included.
	StartsFrom  *Date
	StartsUntil *Date
	OwnerID     *GlobalID
	// OrganiserID keeps those that the organisation organises in any role.
	OrganiserID *GlobalID
	FocusAreaID *GlobalID
	// Search is found in the accent-folded reference, titles, city and tags.
	Search *string
}

// ActivityConnection is one page of the calendar.
type ActivityConnection struct {
	Edges      []ActivityEdge
	Nodes      []ActivityNode
	PageInfo   PageInfo
	TotalCount *int
}

// ActivityEdge is an activity and the cursor after which the next page starts.
type ActivityEdge struct {
	Cursor string
	Node   ActivityNode
}
