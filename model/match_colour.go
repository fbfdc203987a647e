package model

// colourPairs spreads pairs over slots so that nobody is in two pairs of one
// slot. It succeeds whenever nobody is in more pairs than there are slots, by
// König's theorem on the edges of a bipartite graph: where the two of a pair
// have no free slot in common, the meetings on the path that alternates between
// one's free slot and the other's change places, and then they have.
func colourPairs(chosen []bool, companies, delegates, slots int) []MatchCell {
	t := newTimetable(companies, delegates, slots)
	for c := range companies {
		for d := range delegates {
			if !chosen[c*delegates+d] {
				continue
			}
			mine, theirs := t.freeSlot(t.ofCompany, c), t.freeSlot(t.ofDelegate, d)
			if t.ofDelegate[d*slots+mine] >= 0 {
				t.exchange(d, mine, theirs)
			}
			t.set(c, d, mine)
		}
	}
	return t.cells()
}

// exchange frees the delegate in one slot: its meeting there moves to the other
// slot, the one that stood there for the company moves back, and so on. The path
// ends, for it never comes to somebody twice.
func (t *timetable) exchange(delegate, from, to int) {
	type move struct{ company, delegate, slot int }
	var moves []move
	for d := delegate; d >= 0; {
		c := t.ofDelegate[d*t.slots+from]
		if c < 0 {
			break
		}
		moves = append(moves, move{c, d, to})
		if d = t.ofCompany[c*t.slots+to]; d >= 0 {
			moves = append(moves, move{c, d, from})
		}
	}
	for _, m := range moves {
		t.clear(m.company, m.delegate)
	}
	for _, m := range moves {
		t.set(m.company, m.delegate, m.slot)
	}
}

func (t *timetable) freeSlot(of []int, who int) int {
	for s := range t.slots {
		if of[who*t.slots+s] < 0 {
			return s
		}
	}
	return -1
}
