package model

import "time"

// DelegateRole says what a delegate is within the group.
type DelegateRole string

// The roles within a delegation.
const (
	DelegateHead        DelegateRole = "HEAD"
	DelegateMember      DelegateRole = "MEMBER"
	DelegateSecretary   DelegateRole = "SECRETARY"
	DelegateInterpreter DelegateRole = "INTERPRETER"
)

// MailRoute says where a delegate's mail goes.
type MailRoute string

// The routes. PAPER gets no mail at all.
const (
	MailSelf      MailRoute = "SELF"
	MailSecretary MailRoute = "SECRETARY"
	MailHead      MailRoute = "HEAD"
	MailPaper     MailRoute = "PAPER"
)

// ListingConsent says who may see a delegate's name.
type ListingConsent string

// The consents to be listed.
const (
	ListNobody     ListingConsent = "NOBODY"
	ListDelegation ListingConsent = "DELEGATION"
	ListPublic     ListingConsent = "PUBLIC"
)

// LetterState is how far an invitation letter is.
type LetterState string

// The states of an invitation letter.
const (
	LetterNotNeeded LetterState = "NOT_NEEDED"
	LetterOpen      LetterState = "OPEN"
	LetterSent      LetterState = "SENT"
)

// Delegate is one person's part in one delegation.
type Delegate struct {
	ID           ID           `bun:"id,pk"`
	DelegationID ID           `bun:"delegation_id,notnull"`
	PersonID     ID           `bun:"person_id,notnull"`
	Role         DelegateRole `bun:"role,notnull"`
	// Rank is the protocol rank; lower goes first.
	Rank int `bun:"rank,notnull"`
	// Group names the part of the delegation this person is in; empty is all of it.
	Group     string         `bun:"attending_group,notnull"`
	MailRoute MailRoute      `bun:"mail_route,notnull"`
	Consent   ListingConsent `bun:"consent,notnull"`
	Letter    LetterState    `bun:"letter,notnull"`
	// JoinedAt is when the person was added: reminders that were due before
	// are for late joiners.
	JoinedAt time.Time `bun:"joined_at,notnull"`
	Stamps

	Person     *Person        `bun:"-"`
	Needs      *DelegateNeeds `bun:"-"`
	Delegation *Delegation    `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the delegate.
func (d *Delegate) GlobalID() GlobalID { return NewGlobalID(KindDelegate, d.ID) }

// DelegateNeeds are health data: kept apart from everything else, read by staff
// only, deleted NeedsKeptDays after the visit.
type DelegateNeeds struct {
	DelegateID ID        `bun:"delegate_id,pk"`
	Diet       string    `bun:"diet,notnull"`
	Access     string    `bun:"access,notnull"`
	NoPhoto    bool      `bun:"no_photo,notnull"`
	UpdatedAt  time.Time `bun:"updated_at,notnull"`
}

// NeedsKeptDays is how many days after the last day of a visit the needs of
// its delegates are deleted.
const NeedsKeptDays = 30

// AttendsGroup tells whether somebody of one group takes part in a session of
// another; an empty name is everybody.
func AttendsGroup(person, session string) bool {
	return person == "" || session == "" || person == session
}

// DelegateConnection is one page of delegates.
type DelegateConnection = Connection[Delegate]
