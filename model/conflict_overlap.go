package model

import (
	"slices"
	"time"
)

// findOverlaps sweeps over all sessions in order of time and compares each with
// those that are still running, so that it costs what overlaps and not the
// square of what there is. Two sessions of other delegations are never compared.
func (f *conflictFinder) findOverlaps() {
	var running, runningElsewhere []*Session
	others := f.others
	for _, s := range f.own {
		for len(others) > 0 && compareSessions(others[0], s) < 0 {
			running = stillRunning(running, others[0].StartsAt)
			for _, own := range running {
				f.compareAcross(own, others[0])
			}
			runningElsewhere = append(runningElsewhere, others[0])
			others = others[1:]
		}
		running = stillRunning(running, s.StartsAt)
		runningElsewhere = stillRunning(runningElsewhere, s.StartsAt)
		for _, earlier := range running {
			f.compareWithin(earlier, s)
		}
		for _, other := range runningElsewhere {
			f.compareAcross(s, other)
		}
		running = append(running, s)
	}
	for _, other := range others {
		running = stillRunning(running, other.StartsAt)
		if len(running) == 0 {
			return
		}
		for _, own := range running {
			f.compareAcross(own, other)
		}
	}
}

// stillRunning drops the sessions that have ended at t.
func stillRunning(sessions []*Session, t time.Time) []*Session {
	return slices.DeleteFunc(sessions, func(s *Session) bool { return !s.EndsAt.After(t) })
}

// compareWithin looks at two overlapping sessions of the delegation.
func (f *conflictFinder) compareWithin(a, b *Session) {
	pair := ProgrammeConflict{
		Level: ConflictBlock, SessionID: a.ID, OtherSessionID: &b.ID,
		Params: map[string]any{"Session": sessionName(a), "Other": sessionName(b)},
	}
	if AttendsGroup(a.Group, b.Group) {
		c := pair
		c.Kind, c.MessageID = ConflictGroupTwice, "conflict.groupTwice"
		c.Params["Minutes"] = overlapMinutes(a, b)
		if isRest(a.Kind) || isRest(b.Kind) {
			// A talk can eat into a break; whether it may is not for a rule to say.
			c.Level = ConflictWarn
		}
		f.add(&c)
		return
	}
	f.compareResources(pair, a, b, withinVisit)
}

// compareAcross looks at two overlapping sessions of two delegations.
func (f *conflictFinder) compareAcross(own, other *Session) {
	pair := ProgrammeConflict{
		Level: ConflictBlock, SessionID: own.ID, OtherSessionID: &other.ID, OtherDelegationID: &other.DelegationID,
		Params: map[string]any{
			"Session": sessionName(own), "Other": sessionName(other), "Delegation": f.delegationName(other),
		},
	}
	f.compareResources(pair, own, other, acrossVisits)
	if host, twice := firstShared(f.receiving[own.ID], f.receiving[other.ID]); twice {
		// A large hospital can receive two groups; somebody should ask it.
		c := pair.about(ConflictHostTwice, "conflict.hostTwice", "Host", f.hostName(host, own, other))
		c.Level, c.OrganisationID = ConflictWarn, &host
		f.add(c)
	}
}

// resourceSentences are the reasons for two sessions that need the same thing.
type resourceSentences struct{ room, interpreter, person string }

var (
	withinVisit  = resourceSentences{"conflict.roomTwice", "conflict.interpreterTwice", "conflict.personTwice"}
	acrossVisits = resourceSentences{
		"conflict.roomTwiceElsewhere", "conflict.interpreterTwiceElsewhere", "conflict.personTwiceElsewhere",
	}
)

// compareResources finds the room, interpreter and people that two sessions
// need at the same time.
func (f *conflictFinder) compareResources(pair ProgrammeConflict, a, b *Session, say resourceSentences) {
	if room := roomKey(a); room != "" && room == roomKey(b) {
		f.add(pair.about(ConflictRoomTwice, say.room, "Room", a.Room))
	}
	people := sessionPeople(a)
	if a.InterpreterID != nil && sameID(a.InterpreterID, b.InterpreterID) {
		id := *a.InterpreterID
		c := pair.about(ConflictInterpreterTwice, say.interpreter, "Person", f.personName(id, a, b))
		c.PersonID = &id
		f.add(c)
		people = slices.DeleteFunc(people, func(p ID) bool { return p == id })
	}
	if id, twice := firstShared(people, sessionPeople(b)); twice {
		c := pair.about(ConflictPersonTwice, say.person, "Person", f.personName(id, a, b))
		c.PersonID = &id
		f.add(c)
	}
}

// about is a copy of the pair with its kind, its sentence and one more variable.
func (c ProgrammeConflict) about(kind ConflictKind, messageID, param string, value any) *ProgrammeConflict {
	params := make(map[string]any, len(c.Params)+1)
	for k, v := range c.Params {
		params[k] = v
	}
	params[param] = value
	c.Kind, c.MessageID, c.Params = kind, messageID, params
	return &c
}

// firstShared is the smallest id that is in both lists, so that a pair that
// shares several is still one conflict and always the same one.
func firstShared(a, b IDs) (id ID, found bool) {
	for _, one := range a {
		if slices.Contains(b, one) && (!found || compareIDs(one, id) < 0) {
			id, found = one, true
		}
	}
	return id, found
}

// sessionPeople are those who are needed in person: speakers and interpreter.
func sessionPeople(s *Session) IDs {
	people := slices.Clone(s.SpeakerIDs)
	if s.InterpreterID != nil {
		people = append(people, *s.InterpreterID)
	}
	return people
}

// roomKey tells rooms apart, and is empty where none is named. A room without a
// venue is its host's.
func roomKey(s *Session) string {
	venue := foldPlace(s.Venue)
	if venue == "" && s.HostID != nil {
		venue = s.HostID.String()
	}
	if room := foldPlace(s.Room); room != "" && venue != "" {
		return foldPlace(s.City) + "\n" + venue + "\n" + room
	}
	return ""
}

// isRest tells time that nobody has filled.
func isRest(k SessionKind) bool { return k == SessionBreak || k == SessionPrivateTime }

func overlapMinutes(a, b *Session) int {
	start, end := a.StartsAt, a.EndsAt
	if b.StartsAt.After(start) {
		start = b.StartsAt
	}
	if b.EndsAt.Before(end) {
		end = b.EndsAt
	}
	return minutesUp(end.Sub(start))
}

// minutesUp counts started minutes: an overlap of seconds is not "0 min".
func minutesUp(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }
