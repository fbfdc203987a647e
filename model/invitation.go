package model

import (
	"slices"
	"time"
)

// InvitationState is where the asking of one host for one session is.
type InvitationState string

// The states of a host invitation.
const (
	InvitationDraft     InvitationState = "DRAFT"
	InvitationInvited   InvitationState = "INVITED"
	InvitationTentative InvitationState = "TENTATIVE"
	InvitationConfirmed InvitationState = "CONFIRMED"
	InvitationHeld      InvitationState = "HELD"
	InvitationDeclined  InvitationState = "DECLINED"
	InvitationLapsed    InvitationState = "LAPSED"
	InvitationWithdrawn InvitationState = "WITHDRAWN"
)

// invitationTransitions is the whole state machine. CONFIRMED goes back to
// INVITED when the session's time changes.
var invitationTransitions = map[InvitationState][]InvitationState{
	InvitationDraft:     {InvitationInvited, InvitationConfirmed, InvitationWithdrawn},
	InvitationInvited:   {InvitationTentative, InvitationConfirmed, InvitationDeclined, InvitationLapsed, InvitationWithdrawn},
	InvitationTentative: {InvitationConfirmed, InvitationDeclined, InvitationInvited, InvitationLapsed, InvitationWithdrawn},
	InvitationConfirmed: {InvitationHeld, InvitationInvited, InvitationDeclined, InvitationWithdrawn},
	InvitationDeclined:  {InvitationInvited},
	InvitationLapsed:    {InvitationInvited},
	InvitationWithdrawn: {InvitationInvited},
}

// Next lists the states that may follow s.
func (s InvitationState) Next() []InvitationState { return invitationTransitions[s] }

// Awaits tells the states in which the host's answer is still missing.
func (s InvitationState) Awaits() bool {
	return s == InvitationInvited || s == InvitationTentative
}

// Occupies tells the states in which the host keeps the time free.
func (s InvitationState) Occupies() bool {
	return s == InvitationInvited || s == InvitationTentative || s == InvitationConfirmed || s == InvitationHeld
}

// HostInvitation asks one organisation to receive the group at one session.
type HostInvitation struct {
	ID             ID              `bun:"id,pk"`
	DelegationID   ID              `bun:"delegation_id,notnull"`
	SessionID      ID              `bun:"session_id,notnull"`
	OrganisationID ID              `bun:"organisation_id,notnull"`
	State          InvitationState `bun:"state,notnull"`
	// ContactID is the person at the host who is asked and told.
	ContactID *ID `bun:"contact_id"`
	// InvitedAt is when the host was last asked; AnsweredAt when it last answered.
	InvitedAt  *time.Time `bun:"invited_at"`
	AnsweredAt *time.Time `bun:"answered_at"`
	// Message is what the host wrote with its answer.
	Message string `bun:"message,notnull"`
	// ProposedStart and ProposedEnd are another time that the host proposed.
	ProposedStart *time.Time `bun:"proposed_start"`
	ProposedEnd   *time.Time `bun:"proposed_end"`
	Stamps

	Session      *Session      `bun:"-"`
	Organisation *Organisation `bun:"-"`
	Contact      *Person       `bun:"-"`
	Delegation   *Delegation   `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the invitation.
func (i *HostInvitation) GlobalID() GlobalID { return NewGlobalID(KindInvitation, i.ID) }

// CheckInvitationTransition answers nil when an invitation may go from one
// state to the other.
func CheckInvitationTransition(from, to InvitationState) error {
	if !slices.Contains(from.Next(), to) {
		return BadInput("to", "error.invitation.transition").With("From", string(from)).With("To", string(to))
	}
	return nil
}

// HostBlock is a time in which an organisation cannot receive anybody, entered
// by itself.
type HostBlock struct {
	ID             ID        `bun:"id,pk"`
	OrganisationID ID        `bun:"organisation_id,notnull"`
	StartsAt       time.Time `bun:"starts_at,notnull"`
	EndsAt         time.Time `bun:"ends_at,notnull"`
	Reason         string    `bun:"reason,notnull"`
	Stamps

	Organisation *Organisation `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the block.
func (b *HostBlock) GlobalID() GlobalID { return NewGlobalID(KindHostBlock, b.ID) }
