package model

import (
	"slices"
	"time"
)

// RegistrationState is where a registration is: one of its lines, or all of
// them together.
type RegistrationState string

// The states of a registration.
const (
	RegistrationStarted       RegistrationState = "STARTED"
	RegistrationPending       RegistrationState = "PENDING_APPROVAL"
	RegistrationConfirmed     RegistrationState = "CONFIRMED"
	RegistrationWaitlisted    RegistrationState = "WAITLISTED"
	RegistrationOffered       RegistrationState = "OFFERED"
	RegistrationCheckedIn     RegistrationState = "CHECKED_IN"
	RegistrationAttended      RegistrationState = "ATTENDED"
	RegistrationNoShow        RegistrationState = "NO_SHOW"
	RegistrationCancelled     RegistrationState = "CANCELLED"
	RegistrationStopCancelled RegistrationState = "STOP_CANCELLED"
)

// registrationTransitions is the machine of one line. Who has cancelled may ask
// again, and stands at the end of the line like everybody who comes then.
var registrationTransitions = map[RegistrationState][]RegistrationState{
	RegistrationStarted:    {RegistrationPending, RegistrationConfirmed, RegistrationWaitlisted, RegistrationCancelled, RegistrationStopCancelled},
	RegistrationPending:    {RegistrationConfirmed, RegistrationWaitlisted, RegistrationCancelled, RegistrationStopCancelled},
	RegistrationWaitlisted: {RegistrationOffered, RegistrationCancelled, RegistrationStopCancelled},
	RegistrationOffered:    {RegistrationConfirmed, RegistrationCancelled, RegistrationStopCancelled},
	RegistrationConfirmed: {
		RegistrationCheckedIn, RegistrationAttended, RegistrationNoShow, RegistrationCancelled, RegistrationStopCancelled,
	},
	RegistrationCheckedIn: {RegistrationAttended},
	RegistrationCancelled: {RegistrationPending, RegistrationConfirmed, RegistrationWaitlisted},
}

// Next lists the states that may follow s.
func (s RegistrationState) Next() []RegistrationState { return registrationTransitions[s] }

// HoldsSeats tells the states whose seats count as taken.
func (s RegistrationState) HoldsSeats() bool {
	return slices.Contains([]RegistrationState{
		RegistrationConfirmed, RegistrationOffered, RegistrationCheckedIn, RegistrationAttended, RegistrationNoShow,
	}, s)
}

// Comes tells the states in which the person is expected, or came.
func (s RegistrationState) Comes() bool {
	return slices.Contains([]RegistrationState{RegistrationConfirmed, RegistrationCheckedIn, RegistrationAttended}, s)
}

// Ended tells the states of somebody who does not come.
func (s RegistrationState) Ended() bool {
	return s == RegistrationCancelled || s == RegistrationStopCancelled
}

// RegistrationEnd says why a line was cancelled.
type RegistrationEnd string

// Why a line was cancelled.
const (
	EndedWithdrawn RegistrationEnd = "WITHDRAWN"
	EndedDeclined  RegistrationEnd = "OFFER_DECLINED"
	EndedExpired   RegistrationEnd = "OFFER_EXPIRED"
	EndedRejected  RegistrationEnd = "REJECTED"
)

// TourRegistration is one person's for one edition or side tour, with a line per
// stop. State is derived from the lines whenever one changes.
type TourRegistration struct {
	ID         ID                `bun:"id,pk"`
	ActivityID ID                `bun:"activity_id,notnull"`
	PersonID   ID                `bun:"person_id,notnull"`
	State      RegistrationState `bun:"state,notnull"`
	Note       string            `bun:"note,notnull"`
	Stamps

	Person   *Person             `bun:"-"`
	Activity ActivityNode        `bun:"-"`
	Lines    []*RegistrationLine `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the registration.
func (r *TourRegistration) GlobalID() GlobalID { return NewGlobalID(KindRegistration, r.ID) }

// RegistrationLine is one stop of a registration.
type RegistrationLine struct {
	ID             ID `bun:"id,pk"`
	RegistrationID ID `bun:"registration_id,notnull"`
	StopID         ID `bun:"stop_id,notnull"`
	// Seats is for how many people it stands; a group waits for all of them.
	Seats      int               `bun:"seats,notnull"`
	State      RegistrationState `bun:"state,notnull"`
	StateSince time.Time         `bun:"state_since,notnull"`
	Ended      RegistrationEnd   `bun:"ended,notnull"`
	// Ticket is the number in the stop's line, set while waiting. Numbers have
	// gaps where somebody left; Position is the rank that is shown.
	Ticket *int `bun:"ticket"`
	// MovedWhy is the reason for which its place in the line was changed.
	MovedWhy       string     `bun:"moved_why,notnull"`
	OfferExpiresAt *time.Time `bun:"offer_expires_at"`
	ConfirmedAt    *time.Time `bun:"confirmed_at"`
	CheckedInAt    *time.Time `bun:"checked_in_at"`
	// Sequence counts the changes of this line that its calendar must hear of.
	Sequence int `bun:"sequence,notnull"`

	// Position is the rank among those who wait, from 1; nil for all others.
	Position *int      `bun:"position,scanonly"`
	Stop     *TourStop `bun:"-"`
}

// EndedOrNone is why the line was cancelled; nil when it was not.
func (l *RegistrationLine) EndedOrNone() *RegistrationEnd {
	if l.Ended == "" {
		return nil
	}
	return &l.Ended
}

// EventSequence is how many words the person's calendar has had about the stop.
func (l *RegistrationLine) EventSequence() int { return l.Sequence + l.Stop.Sequence }

// Enter writes a new state into the line and what always comes with it. The
// seats, tickets and offers are the caller's.
func (l *RegistrationLine) Enter(to RegistrationState, now time.Time) {
	if l.ConfirmedAt != nil && (to.Ended() || to == RegistrationConfirmed) {
		l.Sequence++ // its calendar holds the stop from before
	}
	l.State, l.StateSince, l.Ticket, l.OfferExpiresAt = to, now, nil, nil
	switch to { //nolint:exhaustive // the others bring nothing
	case RegistrationConfirmed:
		l.ConfirmedAt, l.Ended = &now, ""
	case RegistrationPending, RegistrationWaitlisted:
		l.Ended = ""
	case RegistrationCheckedIn:
		l.CheckedInAt = &now
	}
}

// registrationRank orders the states of lines by what a registration as a whole
// is called: whatever waits for somebody's word goes first, an end last.
var registrationRank = []RegistrationState{
	RegistrationOffered, RegistrationPending, RegistrationStarted, RegistrationCheckedIn, RegistrationConfirmed, RegistrationWaitlisted,
	RegistrationAttended, RegistrationNoShow, RegistrationStopCancelled, RegistrationCancelled,
}

// Summarise derives the state from the lines.
func (r *TourRegistration) Summarise() {
	for _, state := range registrationRank {
		if slices.ContainsFunc(r.Lines, func(l *RegistrationLine) bool { return l.State == state }) {
			r.State = state
			return
		}
	}
}

// Line is the registration's line for a stop; nil when it has none.
func (r *TourRegistration) Line(stop ID) *RegistrationLine {
	for _, l := range r.Lines {
		if l.StopID == stop {
			return l
		}
	}
	return nil
}

// RegistrationFilter narrows a list of registrations; every set member must hold.
type RegistrationFilter struct {
	ActivityID *GlobalID
	StopID     *GlobalID
	PersonID   *GlobalID
	// States keeps those of which a line is in one of the states: at the stop,
	// where one is named.
	States []RegistrationState
}

// TourRegistrationConnection is one page of registrations, the earliest first.
type TourRegistrationConnection = Connection[TourRegistration]

// TourRegistrationEdge is one of its edges.
type TourRegistrationEdge = Edge[TourRegistration]
