package model

import "time"

// Delegation is a group from abroad that visits Denmark. It is owned by its
// adviser; its state changes only by Transition.
type Delegation struct {
	Activity
	State DelegationState `bun:"state,notnull"`
	// StateSince is when the state was entered.
	StateSince time.Time `bun:"state_since,notnull"`
	// Purpose is what the visitors come for.
	Purpose LocalizedText `bun:"purpose,type:jsonb"`
	// OrganisationID is who visits.
	OrganisationID *ID `bun:"organisation_id"`
	// RequesterID asked for the visit; IntermediaryID (an embassy, an agency)
	// carried the request.
	RequesterID    *ID `bun:"requester_id"`
	IntermediaryID *ID `bun:"intermediary_id"`
	// ExpectedSize is how many people are expected to come; nil when not said.
	ExpectedSize *int `bun:"expected_size"`
	// StaffCount is how many of the hosts' own people travel with the group;
	// rooms must hold them too.
	StaffCount int `bun:"staff_count,notnull"`
	// HeadRank is the protocol rank of the head of the delegation.
	HeadRank string `bun:"head_rank,notnull"`
	// Payer says who pays for what.
	Payer string `bun:"payer,notnull"`
	// RequestedOn is the day on which the request came in.
	RequestedOn Date `bun:"requested_on,nullzero"`
	// Reason says why it was declined, postponed or cancelled; Referral to whom
	// a declined one was sent.
	Reason   string `bun:"reason,notnull"`
	Referral string `bun:"referral,notnull"`
	// PublishedVersion is the newest published version of the programme, 0 before the first.
	PublishedVersion int `bun:"published_version,notnull"`
	// RecordedAfterwards marks a visit that was entered after it was held.
	RecordedAfterwards bool `bun:"recorded_afterwards,notnull"`
	Stamps

	Organisation      *Organisation       `bun:"-"`
	Requester         *Person             `bun:"-"`
	Intermediary      *Organisation       `bun:"-"`
	SessionCount      int                 `bun:"session_count,scanonly"`
	DelegateCount     int                 `bun:"delegate_count,scanonly"`
	Sessions          []*Session          `bun:"-"`
	Delegates         []*Delegate         `bun:"-"`
	Invitations       []*HostInvitation   `bun:"-"`
	ProgrammeVersions []*ProgrammeVersion `bun:"-"`
	SurveyResponses   []*SurveyResponse   `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the delegation.
func (d *Delegation) GlobalID() GlobalID { return NewGlobalID(KindDelegation, d.ID) }

// NextStates are the states that may follow, before their guards are asked.
func (d *Delegation) NextStates() []DelegationState {
	if next := d.State.Next(); next != nil {
		return next
	}
	return []DelegationState{}
}

// PurposeIn is the purpose in the wanted language, else the reader's.
func (d *Delegation) PurposeIn(language *LanguageTag) LocalizedString { return d.Purpose.In(language) }

// Stops are the first n sessions in order of time; nil asks for all that were read.
func (d *Delegation) Stops(first *int) []*Session {
	if first == nil || *first >= len(d.Sessions) {
		return d.Sessions
	}
	return d.Sessions[:max(*first, 0)]
}

// ActivityKind is the kind of a delegation.
func (d *Delegation) ActivityKind() Kind { return KindDelegation }

// ActivityState is the state among those of all kinds.
func (d *Delegation) ActivityState() ActivityState { return ActivityState(d.State) }

// PlaceCountry is Denmark, where delegations are received.
func (d *Delegation) PlaceCountry() CountryCode { return Denmark }

// DelegationOrder is what a list of delegations is sorted by.
type DelegationOrder string

// The orders of delegations.
const (
	DelegationByStartsOn  DelegationOrder = "STARTS_ON"
	DelegationByReference DelegationOrder = "REFERENCE"
	DelegationByUpdatedAt DelegationOrder = "UPDATED_AT"
)

// DelegationOrderBy names the order and its direction.
type DelegationOrderBy struct {
	Field     DelegationOrder
	Direction OrderDirection
}

// DelegationFilter narrows a list of delegations; every set member must hold.
type DelegationFilter struct {
	States    []DelegationState
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

// DelegationConnection is one page of delegations.
type DelegationConnection = Connection[Delegation]

// DelegationEdge is one of its edges.
type DelegationEdge = Edge[Delegation]

// RequestDay is the day on which the request came in; nil when unknown.
func (d *Delegation) RequestDay() *Date { return d.RequestedOn.OrNil() }
