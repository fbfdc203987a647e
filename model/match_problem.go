package model

import (
	"errors"
	"math/bits"
)

// The largest sizes for which meetings are scheduled.
const (
	MaxMatchSide  = 60
	MaxMatchSlots = 40
)

// MatchCell is one meeting of a schedule. Its members count from 0 in the lists
// of the problem.
type MatchCell struct {
	Company, Delegate, Slot int
}

// MatchPair is a company and a delegate.
type MatchPair struct {
	Company, Delegate int
}

// MatchProblem asks for the schedule of greatest fit: every pair meets once at
// the most, nobody is in two meetings of one slot, and nobody meets who is away.
type MatchProblem struct {
	// Fits are the points of each company and each delegate; pairs of zero or
	// less are never scheduled unless they are locked.
	Fits [][]int
	// Slots is how many there are.
	Slots int
	// CompanyAway and DelegateAway tell who cannot meet in which slot; nil is
	// that everybody always can.
	CompanyAway, DelegateAway [][]bool
	// Locked meetings are kept where they are. Blocked pairs never meet.
	Locked  []MatchCell
	Blocked []MatchPair
}

// MatchSchedule is the answer to a MatchProblem.
type MatchSchedule struct {
	// Meetings are all of them, locked ones too, by slot and company.
	Meetings []MatchCell
	// Total is the sum of their fits. Bound is proven: no schedule has more.
	Total, Bound int
	// FirstCome is what the companies reach that choose one after the other.
	FirstCome int
}

// Exact tells whether no schedule is better.
func (s MatchSchedule) Exact() bool { return s.Total == s.Bound }

// GapBasisPoints is how far the total may be from the best at the most, in
// hundredths of a percent of the bound, rounded up.
func (s MatchSchedule) GapBasisPoints() int { return GapBasisPoints(s.Total, s.Bound) }

// GapBasisPoints is how much of the bound is missing in the total, in hundredths
// of a percent, rounded up; a total at the bound misses nothing.
func GapBasisPoints(total, bound int) int {
	if total >= bound || bound <= 0 {
		return 0
	}
	return ((bound-total)*10_000 + bound - 1) / bound
}

// What Solve cannot answer; app lets none of it through.
var (
	errMatchSize   = errors.New("more companies, delegates or slots than can be scheduled")
	errMatchLocked = errors.New("locked meetings exclude each other")
)

// Solve answers the best schedule that it finds and how good any could be. The
// answer is exact where everybody is there in every slot and nothing is locked;
// otherwise it is searched for within a fixed measure of work, so that the same
// problem always gets the same answer.
func (p MatchProblem) Solve() (MatchSchedule, error) {
	if len(p.Fits) > MaxMatchSide || p.delegates() > MaxMatchSide || p.Slots > MaxMatchSlots {
		return MatchSchedule{}, errMatchSize
	}
	m, err := newMatcher(p)
	if err != nil {
		return MatchSchedule{}, err
	}
	kept := 0
	for _, c := range p.Locked {
		kept += p.Fits[c.Company][c.Delegate]
	}
	first := m.firstCome()
	bound := m.solve(first)
	answer := MatchSchedule{Total: kept + m.best, Bound: kept + max(bound, m.best), FirstCome: kept + m.total(first)}
	for _, c := range p.Locked {
		m.bestTable.set(c.Company, c.Delegate, c.Slot)
	}
	answer.Meetings = m.bestTable.cells()
	return answer, nil
}

func (p MatchProblem) delegates() int {
	if len(p.Fits) == 0 {
		return 0
	}
	return len(p.Fits[0])
}

// matcher is a problem without its locked meetings, as the methods work on it.
type matcher struct {
	n, m, slots int
	// fit is company by company; 0 is a pair that must not meet.
	fit []int64
	// open has for each pair a bit for each slot in which both are free.
	open []uint64
	// everywhere tells that every pair with a fit could meet in every slot.
	everywhere                bool
	companyRoom, delegateRoom []int

	assign    assigner
	best      int
	bestTable *timetable
}

func newMatcher(p MatchProblem) (*matcher, error) {
	m := &matcher{n: len(p.Fits), m: p.delegates(), slots: p.Slots, everywhere: true}
	m.fit, m.open = make([]int64, m.n*m.m), make([]uint64, m.n*m.m)
	m.bestTable = newTimetable(m.n, m.m, m.slots)
	companyFree, delegateFree := freeSlots(m.n, m.slots, p.CompanyAway), freeSlots(m.m, m.slots, p.DelegateAway)
	met := map[MatchPair]bool{}
	for _, l := range p.Locked {
		bit := uint64(1) << l.Slot
		pair := MatchPair{l.Company, l.Delegate}
		if companyFree[l.Company]&bit == 0 || delegateFree[l.Delegate]&bit == 0 || met[pair] {
			return nil, errMatchLocked
		}
		companyFree[l.Company] &^= bit
		delegateFree[l.Delegate] &^= bit
		met[pair] = true
	}
	for _, b := range p.Blocked {
		met[b] = true
	}
	all := uint64(1)<<m.slots - 1
	for c, fits := range p.Fits {
		for d, points := range fits {
			both := companyFree[c] & delegateFree[d]
			if points <= 0 || both == 0 || met[MatchPair{c, d}] {
				continue
			}
			m.fit[c*m.m+d], m.open[c*m.m+d] = int64(points), both
			m.everywhere = m.everywhere && both == all
		}
	}
	m.companyRoom, m.delegateRoom = counts(companyFree), counts(delegateFree)
	return m, nil
}

func freeSlots(who, slots int, away [][]bool) []uint64 {
	free := make([]uint64, who)
	for i := range free {
		free[i] = uint64(1)<<slots - 1
		if away == nil {
			continue
		}
		for s, gone := range away[i] {
			if gone {
				free[i] &^= 1 << s
			}
		}
	}
	return free
}

func counts(free []uint64) []int {
	n := make([]int, len(free))
	for i, slots := range free {
		n[i] = bits.OnesCount64(slots)
	}
	return n
}

func (m *matcher) total(t *timetable) int {
	var sum int64
	for pair, slot := range t.ofPair {
		if slot >= 0 {
			sum += m.fit[pair]
		}
	}
	return int(sum)
}

// offer keeps a schedule that is better than the best so far.
func (m *matcher) offer(t *timetable) {
	if total := m.total(t); total > m.best {
		m.best = total
		m.bestTable.copyFrom(t)
	}
}
