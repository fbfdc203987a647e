package model

import (
	"slices"
	"strings"
)

// ConflictKind says what in a programme does not hold.
type ConflictKind string

// The kinds of conflicts, in the order in which they are listed.
const (
	// ConflictGroupTwice: the same part of the delegation is in two sessions at once.
	ConflictGroupTwice ConflictKind = "GROUP_TWICE"
	// ConflictPersonTwice: somebody who speaks is in two sessions at once.
	ConflictPersonTwice ConflictKind = "PERSON_TWICE"
	// ConflictInterpreterTwice: one interpreter is needed in two sessions at once.
	ConflictInterpreterTwice ConflictKind = "INTERPRETER_TWICE"
	// ConflictRoomTwice: one room is used by two sessions at once.
	ConflictRoomTwice ConflictKind = "ROOM_TWICE"
	// ConflictHostTwice: a host receives two delegations at once.
	ConflictHostTwice ConflictKind = "HOST_TWICE"
	// ConflictHostBlocked: the host has said that it can receive nobody then.
	ConflictHostBlocked ConflictKind = "HOST_BLOCKED"
	// ConflictTravelTooShort: the group cannot be at the next place in time.
	ConflictTravelTooShort ConflictKind = "TRAVEL_TOO_SHORT"
	// ConflictRoomTooSmall: the room holds fewer than come.
	ConflictRoomTooSmall ConflictKind = "ROOM_TOO_SMALL"
	// ConflictOutsideOpeningHours: the host does not receive visitors then.
	ConflictOutsideOpeningHours ConflictKind = "OUTSIDE_OPENING_HOURS"
	// ConflictHostLoad: the host has been asked often of late.
	ConflictHostLoad ConflictKind = "HOST_LOAD"
	// ConflictHoliday: the day is a public holiday where the visit is.
	ConflictHoliday ConflictKind = "HOLIDAY"
	// ConflictWeekend: the day is one on which Denmark rests every week, and no public holiday.
	ConflictWeekend ConflictKind = "WEEKEND"
)

// conflictKinds is the order in which conflicts of one level and moment stand.
var conflictKinds = []ConflictKind{
	ConflictGroupTwice, ConflictPersonTwice, ConflictInterpreterTwice, ConflictRoomTwice, ConflictHostTwice,
	ConflictHostBlocked, ConflictTravelTooShort, ConflictRoomTooSmall, ConflictOutsideOpeningHours,
	ConflictHostLoad, ConflictHoliday, ConflictWeekend,
}

// ConflictLevel says what a conflict does to the work on a programme.
type ConflictLevel string

// The levels. BLOCK cannot take place as planned: the guards of a transition
// refuse it. WARN probably goes wrong and is for the adviser to judge. NOTE is
// good to know.
const (
	ConflictBlock ConflictLevel = "BLOCK"
	ConflictWarn  ConflictLevel = "WARN"
	ConflictNote  ConflictLevel = "NOTE"
)

var conflictLevels = []ConflictLevel{ConflictBlock, ConflictWarn, ConflictNote}

// ProgrammeConflict is one thing in a programme that does not hold, with its reason.
// There is one for each kind and pair of sessions. It is computed, never stored.
type ProgrammeConflict struct {
	Kind  ConflictKind
	Level ConflictLevel
	// DelegationID is the visit that was examined.
	DelegationID ID
	// SessionID is the session of that visit; of two of its own it is the
	// earlier. For a day or a host's load it is the first session concerned.
	SessionID ID
	// OtherSessionID is the second session of a pair; OtherDelegationID is set
	// when that session is another delegation's.
	OtherSessionID    *ID
	OtherDelegationID *ID
	// PersonID is who is needed twice, OrganisationID the host that is meant.
	PersonID       *ID
	OrganisationID *ID
	// Day is set for a holiday or weekend, in the visit's zone.
	Day *Date
	// MessageID names the sentence that gives the reason, and Params its
	// variables: texts, numbers of minutes or people, and a Date.
	MessageID string
	Params    map[string]any

	// Session and OtherSession are the rows behind the ids, where the reader
	// wants them; OtherSession only within the same visit.
	Session, OtherSession *Session
}

// Key names the conflict: it is the same whenever the same thing is found
// again, and from whichever of two delegations it is seen.
func (c *ProgrammeConflict) Key() string {
	parts := []string{string(c.Kind)}
	switch {
	case c.Day != nil:
		parts = append(parts, c.DelegationID.String(), c.Day.String())
	case c.Kind == ConflictHostLoad:
		parts = append(parts, c.DelegationID.String(), c.OrganisationID.String())
	case c.OtherSessionID != nil:
		// A pair stands for itself: whom it needs twice does not make it another.
		pair := []string{c.SessionID.String(), c.OtherSessionID.String()}
		slices.Sort(pair)
		parts = append(parts, pair...)
	default:
		parts = append(parts, c.SessionID.String())
		if c.OrganisationID != nil {
			parts = append(parts, c.OrganisationID.String())
		}
	}
	return strings.Join(parts, ":")
}

// ConflictCounts are the conflicts of one programme by level.
type ConflictCounts struct {
	Block, Warn, Note int
}

// CountConflicts counts the levels apart.
func CountConflicts(conflicts []*ProgrammeConflict) ConflictCounts {
	var n ConflictCounts
	for _, c := range conflicts {
		switch c.Level {
		case ConflictBlock:
			n.Block++
		case ConflictWarn:
			n.Warn++
		case ConflictNote:
			n.Note++
		}
	}
	return n
}

// HostLoadDays and HostLoadLimit say when a host is asked too often: this many
// sessions in so many days before a session. The window is the one that
// advisers look back over; the limit is this product's own and no agreement
// with the hosts.
const (
	HostLoadDays  = 90
	HostLoadLimit = 8
)

// HostAsk is one host at one session.
type HostAsk struct {
	SessionID, OrganisationID ID
}

// ConflictInput is everything that FindConflicts may know. The order of its
// lists has no influence on what is found.
type ConflictInput struct {
	// Delegation gives the zone, the expected size and the staff who travel along.
	Delegation *Delegation
	// Sessions are the delegation's own. Cancelled ones do not count.
	Sessions []*Session
	// Others are sessions of other delegations that overlap one of Sessions in
	// time and share its host, room, interpreter or a speaker. Those of visits
	// that ended or are postponed do not belong here.
	Others []*Session
	// Invitations are those of Sessions and of Others.
	Invitations []*HostInvitation
	// GroupSizes are how many delegates are named in each group; those in the
	// group without a name take part in everything.
	GroupSizes map[string]int
	// Blocks are times in which a host of Sessions receives nobody.
	Blocks []*HostBlock
	// Hosts are the organisations that Sessions name, for their opening hours.
	Hosts map[ID]*Organisation
	// HostLoad is how many sessions the host received in the HostLoadDays
	// before the session, that one not counted.
	HostLoad map[HostAsk]int
	// Travel gives the times between cities; nil is DefaultTravelTimes.
	Travel *TravelTimes
	// Holidays knows the public holidays of Denmark; nil knows none.
	Holidays Holidays
	// Names are what people, hosts and other delegations are called in a
	// reason, where the sessions do not carry them.
	Names map[ID]string
}
