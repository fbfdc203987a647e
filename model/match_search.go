package model

import "math/rand/v2"

// The measures of work, in steps of the assignment method: on an ordinary
// processor 50 to 100 million a second. They are looked at between two
// improvements, so the largest problems take somewhat more.
const (
	boundWork  = 40_000_000
	searchWork = 25_000_000
	branchWork = 30_000_000
	// closeEnough is the gap, in basis points, beyond which the search is given
	// more work, and branching all of its own; within it only a small part of
	// that, to prove exactness.
	closeEnough = 200
	smallPart   = 3
	// boundSteps is how often prices are moved at the most, repairEvery after how
	// many of these steps a schedule is made from the relaxed one.
	boundSteps = 2000
	// wanderWithin is the part of the best that a schedule may be short of it.
	wanderWithin = 500
	repairEvery  = 20
)

// noise tells equal choices apart: it is far less than a point, even added up
// over all choices of one assignment.
const (
	noiseScale = 1 << 16
	noiseMost  = noiseScale / (2 * MaxMatchSide)
	noiseBits  = 12
)

// solve fills in the best schedule and answers the bound.
func (m *matcher) solve(first *timetable) int {
	m.offer(first)
	chosen, prices := m.startPrices()
	if m.everywhere {
		coloured := newTimetable(m.n, m.m, m.slots)
		for _, c := range colourPairs(chosen, m.n, m.m, m.slots) {
			coloured.set(c.Company, c.Delegate, c.Slot)
		}
		m.offer(coloured)
		return m.total(coloured)
	}
	s := newMatchSearch(m)
	s.fill(chosen)
	s.climb()
	s.table.copyFrom(first)
	s.climb()
	r := m.relax(m.open, prices, m.most())
	r.lower(boundSteps, m.assign.steps+boundWork, func(step int) {
		if step%repairEvery == 0 {
			s.repair(r)
			s.climb()
		}
	})
	s.wander(r.bound, m.assign.steps+searchWork)
	if GapBasisPoints(m.best, r.bound) > closeEnough {
		s.wander(r.bound, m.assign.steps+2*searchWork)
	}
	return m.branch(r, s)
}

// most is a bound that needs no proof: all pairs meet.
func (m *matcher) most() int {
	var sum int64
	for _, fit := range m.fit {
		sum += fit
	}
	return int(sum)
}

// matchSearch betters a schedule by solving a part of it anew, exactly, while
// the rest stays: one slot, one company's row, or one delegate's. Each is an
// assignment, so no part can be bettered any more when it ends.
type matchSearch struct {
	*matcher
	table   *timetable
	random  *rand.Rand
	weights []int64
	chosen  []int
	noise   [1 << noiseBits]int64
	at      uint
}

func newMatchSearch(m *matcher) *matchSearch {
	side := max(m.n, m.m, m.slots)
	s := &matchSearch{
		matcher: m, table: newTimetable(m.n, m.m, m.slots), weights: make([]int64, side*side), chosen: make([]int, side),
		random: rand.New(rand.NewPCG(1, 2)), //nolint:gosec // chance for a search, the same each time; nothing secret
	}
	for i := range s.noise {
		s.noise[i] = s.random.Int64N(noiseMost)
	}
	return s
}

// weight is what the pair is worth in the slot: nothing where it cannot meet.
func (s *matchSearch) weight(pair, slot int) int64 {
	if s.open[pair]>>slot&1 == 0 {
		return 0
	}
	s.at++
	return s.fit[pair]*noiseScale + s.noise[s.at%(1<<noiseBits)]
}

// climb solves parts anew until none of them adds a point, and offers the result.
func (s *matchSearch) climb() {
	for before := -1; ; {
		total := s.total(s.table)
		if total == before {
			break
		}
		before = total
		for _, part := range s.random.Perm(s.slots + s.n + s.m) {
			s.at = uint(s.random.Uint32())
			switch {
			case part < s.slots:
				s.slotAnew(part)
			case part < s.slots+s.n:
				s.companyAnew(part - s.slots)
			default:
				s.delegateAnew(part - s.slots - s.n)
			}
		}
	}
	s.offer(s.table)
}

func (s *matchSearch) slotAnew(slot int) {
	t := s.table
	for c := range s.n {
		if d := t.ofCompany[c*s.slots+slot]; d >= 0 {
			t.clear(c, d)
		}
	}
	for pair, met := range t.ofPair {
		s.weights[pair] = 0
		if met < 0 {
			s.weights[pair] = s.weight(pair, slot)
		}
	}
	s.assign.steps += int64(s.n * s.m)
	s.assign.heaviest(s.n, s.m, s.weights[:s.n*s.m], s.chosen[:s.n])
	for c, d := range s.chosen[:s.n] {
		if d >= 0 {
			t.set(c, d, slot)
		}
	}
}

func (s *matchSearch) companyAnew(c int) {
	t := s.table
	s.dismissCompany(c)
	for d := range s.m {
		for slot := range s.slots {
			s.weights[d*s.slots+slot] = 0
			if t.ofDelegate[d*s.slots+slot] < 0 {
				s.weights[d*s.slots+slot] = s.weight(c*s.m+d, slot)
			}
		}
	}
	s.assign.steps += int64(s.m * s.slots)
	s.assign.heaviest(s.m, s.slots, s.weights[:s.m*s.slots], s.chosen[:s.m])
	for d, slot := range s.chosen[:s.m] {
		if slot >= 0 {
			t.set(c, d, slot)
		}
	}
}

func (s *matchSearch) delegateAnew(d int) {
	t := s.table
	s.dismissDelegate(d)
	for c := range s.n {
		for slot := range s.slots {
			s.weights[c*s.slots+slot] = 0
			if t.ofCompany[c*s.slots+slot] < 0 {
				s.weights[c*s.slots+slot] = s.weight(c*s.m+d, slot)
			}
		}
	}
	s.assign.steps += int64(s.n * s.slots)
	s.assign.heaviest(s.n, s.slots, s.weights[:s.n*s.slots], s.chosen[:s.n])
	for c, slot := range s.chosen[:s.n] {
		if slot >= 0 {
			t.set(c, d, slot)
		}
	}
}

// place puts a pair into the first slot of the mask that both have free.
func (s *matchSearch) place(pair int, open uint64) {
	c, d := pair/s.m, pair%s.m
	for slot := range s.slots {
		if open>>slot&1 == 1 && s.table.ofCompany[c*s.slots+slot] < 0 && s.table.ofDelegate[d*s.slots+slot] < 0 {
			s.table.set(c, d, slot)
			return
		}
	}
}

// fill starts from pairs that are worth most together, as far as they find a slot.
func (s *matchSearch) fill(chosen []bool) {
	s.empty()
	for pair, in := range chosen {
		if in {
			s.place(pair, s.open[pair])
		}
	}
}

// repair starts from a solution of the relaxation: each of its pairs keeps the
// first slot in which it meets.
func (s *matchSearch) repair(r *relaxation) {
	s.empty()
	for pair, times := range r.times {
		if times > 0 {
			s.table.set(pair/s.m, pair%s.m, r.slotOf[pair])
		}
	}
}

func (s *matchSearch) empty() {
	for c := range s.n {
		for d := range s.m {
			s.table.clear(c, d)
		}
	}
}

// wander takes a few participants' meetings out and climbs again, until the bound
// is met or the work is done. It goes on from what it gets as long as that is
// hardly worse than the best, for the way to a better schedule often leads over
// others.
func (s *matchSearch) wander(bound int, until int64) {
	here := newTimetable(s.n, s.m, s.slots)
	here.copyFrom(s.bestTable)
	for s.best < bound && s.assign.steps < until {
		s.table.copyFrom(here)
		for range 1 + s.random.IntN(3) {
			if who := s.random.IntN(s.n + s.m); who < s.n {
				s.dismissCompany(who)
			} else {
				s.dismissDelegate(who - s.n)
			}
		}
		s.climb()
		if total := s.total(s.table); total >= s.best-s.best/wanderWithin {
			here.copyFrom(s.table)
		}
	}
}

func (s *matchSearch) dismissCompany(c int) {
	for d := range s.m {
		s.table.clear(c, d)
	}
}

func (s *matchSearch) dismissDelegate(d int) {
	for c := range s.n {
		s.table.clear(c, d)
	}
}
