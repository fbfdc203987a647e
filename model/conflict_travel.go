package model

import (
	"slices"
	"time"
)

// findShortTravel looks at every two places to which the same people go one
// after the other.
func (f *conflictFinder) findShortTravel() {
	seen := map[[2]ID]bool{}
	for _, group := range f.groups() {
		var last *Session
		for _, s := range f.own {
			if !isPlace(s.Kind) || !AttendsGroup(group, s.Group) {
				continue
			}
			if last != nil && !s.StartsAt.Before(last.EndsAt) && !seen[[2]ID{last.ID, s.ID}] {
				seen[[2]ID{last.ID, s.ID}] = true
				f.checkTravel(last, s)
			}
			// Of sessions that overlap, people leave from the one that ends last.
			if last == nil || !s.EndsAt.Before(last.EndsAt) {
				last = s
			}
		}
	}
}

// groups are the parts into which the delegation is divided, or the one without
// a name when it is not. Beside named parts the one without a name has no way
// of its own: it would be at parallel sessions at once.
func (f *conflictFinder) groups() []string {
	var names []string
	for name := range f.in.GroupSizes {
		names = append(names, name)
	}
	for _, s := range f.own {
		names = append(names, s.Group)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if named := slices.DeleteFunc(names, func(n string) bool { return n == "" }); len(named) > 0 {
		return named
	}
	return []string{""}
}

func (f *conflictFinder) checkTravel(from, to *Session) {
	travel, known := f.in.Travel.Between(from.City, to.City)
	if !known {
		return
	}
	sameCity := f.in.Travel.sameCity(from.City, to.City)
	if sameCity && !otherVenue(from, to) {
		return
	}
	free := int(to.StartsAt.Sub(from.EndsAt) / time.Minute)
	if free >= travel.Minutes {
		return
	}
	c := &ProgrammeConflict{
		Kind: ConflictTravelTooShort, Level: ConflictWarn, SessionID: from.ID, OtherSessionID: &to.ID,
		MessageID: "conflict.travelTooShort",
		Params: map[string]any{
			"Session": sessionName(from), "Other": sessionName(to), "From": from.City, "To": to.City,
			"Needed": travel.Minutes, "Free": free,
		},
	}
	switch {
	case sameCity:
		c.MessageID = "conflict.venueChangeTooShort"
		c.Params["From"], c.Params["To"] = from.Venue, to.Venue
	case travel.Stated:
		// What the table names is a fact; what was added up is a guess, and a
		// walk within one city can be a short one.
		c.Level = ConflictBlock
	}
	f.add(c)
}

// sameCity tells whether two names are the same city's.
func (t *TravelTimes) sameCity(a, b string) bool {
	a, b = foldPlace(a), foldPlace(b)
	at, known := t.city[a]
	bt, knownB := t.city[b]
	return a == b || (known && knownB && at == bt)
}

// otherVenue tells two venues that are both named and are not the same.
func otherVenue(a, b *Session) bool {
	from, to := foldPlace(a.Venue), foldPlace(b.Venue)
	return from != "" && to != "" && from != to
}

// isPlace tells the kinds to which a group must come. While it travels, pauses
// or has time of its own it is nowhere in particular.
func isPlace(k SessionKind) bool { return k != SessionTravel && !isRest(k) }
