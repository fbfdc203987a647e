package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// FindConflicts lists what in a delegation's programme does not hold: the most
// serious level first, within it by time. A visit that ended or is postponed
// has none.
//
// Two sessions that touch do not overlap. Where one group is in two sessions at
// once, the room, interpreter and people that it takes along are not reported
// as well: it is one mistake, and one change mends it. A host that receives two
// groups of the same delegation in parallel does what it was asked.
func FindConflicts(in ConflictInput) []*ProgrammeConflict {
	if in.Delegation == nil || in.Delegation.State.Ended() || in.Delegation.State == DelegationPostponed {
		return nil
	}
	f := newConflictFinder(in)
	f.findOverlaps()
	f.findShortTravel()
	f.findHostTrouble()
	f.findSmallRooms()
	f.findFreeDays()
	f.sort()
	return f.found
}

// conflictFinder carries the input in the order in which it is examined.
type conflictFinder struct {
	in   ConflictInput
	zone *time.Location
	// own and others are in order of time, without cancelled sessions.
	own, others []*Session
	// named are the hosts of a session, whatever they answered; receiving are
	// those who keep the time free.
	named, receiving map[ID]IDs
	starts           map[ID]time.Time
	found            []*ProgrammeConflict
}

func newConflictFinder(in ConflictInput) *conflictFinder {
	if in.Travel == nil {
		in.Travel = DefaultTravelTimes()
	}
	f := &conflictFinder{in: in, zone: in.Delegation.Zone(), starts: map[ID]time.Time{}}
	f.own = inOrder(in.Sessions, func(*Session) bool { return true })
	for _, s := range f.own {
		f.starts[s.ID] = s.StartsAt
	}
	f.others = inOrder(in.Others, func(s *Session) bool { return s.DelegationID != in.Delegation.ID })
	f.indexHosts()
	return f
}

// inOrder keeps each session that takes place and is wanted, once, in order of time.
func inOrder(sessions []*Session, wanted func(*Session) bool) []*Session {
	kept := make([]*Session, 0, len(sessions))
	seen := make(map[ID]bool, len(sessions))
	for _, s := range sessions {
		if !s.Cancelled && s.EndsAt.After(s.StartsAt) && !seen[s.ID] && wanted(s) {
			seen[s.ID] = true
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, compareSessions)
	return kept
}

func compareSessions(a, b *Session) int {
	return cmp.Or(a.StartsAt.Compare(b.StartsAt), a.EndsAt.Compare(b.EndsAt), compareIDs(a.ID, b.ID))
}

func compareIDs(a, b ID) int { return slices.Compare(a[:], b[:]) }

// indexHosts finds the hosts of every session: the one it names, and those with
// an invitation that keeps the time free. Only one that refused is not receiving.
func (f *conflictFinder) indexHosts() {
	f.named, f.receiving = map[ID]IDs{}, map[ID]IDs{}
	refused := map[HostAsk]bool{}
	for _, i := range f.in.Invitations {
		switch {
		case i.State.Occupies():
			f.named[i.SessionID] = append(f.named[i.SessionID], i.OrganisationID)
			f.receiving[i.SessionID] = append(f.receiving[i.SessionID], i.OrganisationID)
		case i.State != InvitationDraft:
			refused[HostAsk{i.SessionID, i.OrganisationID}] = true
		}
	}
	for _, s := range slices.Concat(f.own, f.others) {
		if s.HostID != nil {
			f.named[s.ID] = append(f.named[s.ID], *s.HostID)
			if !refused[HostAsk{s.ID, *s.HostID}] {
				f.receiving[s.ID] = append(f.receiving[s.ID], *s.HostID)
			}
		}
	}
	for _, hosts := range []map[ID]IDs{f.named, f.receiving} {
		for session, ids := range hosts {
			slices.SortFunc(ids, compareIDs)
			hosts[session] = slices.Compact(ids)
		}
	}
}

func (f *conflictFinder) add(c *ProgrammeConflict) {
	c.DelegationID = f.in.Delegation.ID
	f.found = append(f.found, c)
}

// sort puts the most serious first, then by time, then by kind; the key decides
// between equals, so that the order never depends on the input's.
func (f *conflictFinder) sort() {
	slices.SortFunc(f.found, func(a, b *ProgrammeConflict) int {
		return cmp.Or(
			cmp.Compare(slices.Index(conflictLevels, a.Level), slices.Index(conflictLevels, b.Level)),
			f.starts[a.SessionID].Compare(f.starts[b.SessionID]),
			cmp.Compare(slices.Index(conflictKinds, a.Kind), slices.Index(conflictKinds, b.Kind)),
			strings.Compare(a.Key(), b.Key()),
		)
	})
}

// personName, hostName and delegationName are what the reason calls them.
func (f *conflictFinder) personName(id ID, sessions ...*Session) string {
	if name := f.in.Names[id]; name != "" {
		return name
	}
	for _, s := range sessions {
		if s.Interpreter != nil && s.Interpreter.ID == id {
			return s.Interpreter.DisplayName()
		}
		for _, p := range s.Speakers {
			if p.ID == id {
				return p.DisplayName()
			}
		}
	}
	return ""
}

func (f *conflictFinder) hostName(id ID, sessions ...*Session) string {
	if name := f.in.Names[id]; name != "" {
		return name
	}
	if o := f.in.Hosts[id]; o != nil {
		return o.Name
	}
	for _, s := range sessions {
		if s.Host != nil && s.Host.ID == id {
			return s.Host.Name
		}
	}
	return ""
}

func (f *conflictFinder) delegationName(s *Session) string {
	if name := f.in.Names[s.DelegationID]; name != "" {
		return name
	}
	if s.Delegation != nil {
		return s.Delegation.Reference
	}
	return ""
}

// sessionName is the title in the reader's language.
func sessionName(s *Session) string { return s.Title.In(nil).Text }
