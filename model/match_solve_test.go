package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomProblem makes a problem of the size in which everybody is there in a
// slot with the given chance; the same seed makes the same.
func randomProblem(seed uint64, companies, delegates, slots int, there float64) MatchProblem {
	random := rand.New(rand.NewPCG(seed, 7))
	p := MatchProblem{Fits: make([][]int, companies), Slots: slots}
	for c := range p.Fits {
		p.Fits[c] = make([]int, delegates)
		for d := range p.Fits[c] {
			p.Fits[c][d] = random.IntN(101)
		}
	}
	if there >= 1 {
		return p
	}
	away := func(who int) [][]bool {
		rows := make([][]bool, who)
		for i := range rows {
			rows[i] = make([]bool, slots)
			for s := range slots {
				rows[i][s] = random.Float64() >= there
			}
		}
		return rows
	}
	p.CompanyAway, p.DelegateAway = away(companies), away(delegates)
	return p
}

// visitProblem is like a real visit: few fits have many points, many are equal,
// some delegates come late or leave early, and some meetings are settled.
func visitProblem(seed uint64) MatchProblem {
	random := rand.New(rand.NewPCG(seed, 11))
	p := randomProblem(seed, 30, 15, 12, 0.97)
	for c := range p.Fits {
		for d := range p.Fits[c] {
			p.Fits[c][d] = 7 + 8*random.IntN(3) + 25*random.IntN(2) + 12*(random.IntN(10)/9)
		}
	}
	for d := range 4 {
		for s := range 3 {
			p.DelegateAway[d][s], p.DelegateAway[d+4][11-s] = true, true
		}
	}
	for i := range 5 {
		p.CompanyAway[i][i], p.DelegateAway[i+8][i] = false, false
		p.Locked = append(p.Locked, MatchCell{Company: i, Delegate: i + 8, Slot: i})
		p.Blocked = append(p.Blocked, MatchPair{Company: i + 10, Delegate: i})
	}
	return p
}

// holds fails unless the answer is a schedule of the problem with the total that
// it claims, and claims no less than what is proven.
func holds(t *testing.T, p MatchProblem, s MatchSchedule) {
	t.Helper()
	seen, total := map[string]bool{}, 0
	once := func(what string) {
		if seen[what] {
			t.Errorf("twice: %s", what)
		}
		seen[what] = true
	}
	for _, m := range s.Meetings {
		once(fmt.Sprintf("pair %d %d", m.Company, m.Delegate))
		once(fmt.Sprintf("company %d in slot %d", m.Company, m.Slot))
		once(fmt.Sprintf("delegate %d in slot %d", m.Delegate, m.Slot))
		if p.CompanyAway != nil && (p.CompanyAway[m.Company][m.Slot] || p.DelegateAway[m.Delegate][m.Slot]) {
			t.Errorf("%+v: somebody is away", m)
		}
		if slices.Contains(p.Blocked, MatchPair{m.Company, m.Delegate}) {
			t.Errorf("%+v is blocked", m)
		}
		total += p.Fits[m.Company][m.Delegate]
	}
	for _, l := range p.Locked {
		if !slices.Contains(s.Meetings, l) {
			t.Errorf("locked %+v has gone", l)
		}
	}
	if total != s.Total || s.Total > s.Bound || s.Total < s.FirstCome {
		t.Errorf("total %d is claimed as %d, bound %d, first come %d", total, s.Total, s.Bound, s.FirstCome)
	}
}

// optimum tries everything, pair by pair.
func optimum(p MatchProblem) int {
	m, err := newMatcher(p)
	if err != nil {
		return -1
	}
	t := newTimetable(m.n, m.m, m.slots)
	var best func(pair int) int64
	best = func(pair int) int64 {
		if pair == len(m.fit) {
			return 0
		}
		most := best(pair + 1)
		c, d := pair/m.m, pair%m.m
		for s := range m.slots {
			if m.open[pair]>>s&1 == 1 && t.ofCompany[c*m.slots+s] < 0 && t.ofDelegate[d*m.slots+s] < 0 {
				t.set(c, d, s)
				most = max(most, m.fit[pair]+best(pair+1))
				t.clear(c, d)
			}
		}
		return most
	}
	total := int(best(0))
	for _, l := range p.Locked {
		total += p.Fits[l.Company][l.Delegate]
	}
	return total
}

func TestSmallSchedulesAreTheBestOfAll(t *testing.T) {
	t.Parallel()
	for _, size := range [][3]int{{1, 1, 1}, {2, 3, 2}, {3, 3, 3}, {4, 2, 3}, {4, 3, 2}} {
		for _, there := range []float64{1, 0.8, 0.6, 0.4} {
			for seed := range uint64(12) {
				p := randomProblem(seed, size[0], size[1], size[2], there)
				s, err := p.Solve()
				if err != nil {
					t.Fatal(err)
				}
				holds(t, p, s)
				if best := optimum(p); s.Total != best || s.Bound != best || !s.Exact() || s.GapBasisPoints() != 0 {
					t.Errorf("%v at %.1f, seed %d: total %d, bound %d, the best is %d", size, there, seed, s.Total, s.Bound, best)
				}
			}
		}
	}
}

func TestLockedMeetingsStayAndBlockedPairsDoNotMeet(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		p := randomProblem(seed, 3, 3, 3, 1)
		p.Locked = []MatchCell{{0, 1, 2}, {1, 0, 2}}
		p.Blocked = []MatchPair{{2, 2}, {1, 1}}
		s, err := p.Solve()
		if err != nil {
			t.Fatal(err)
		}
		holds(t, p, s)
		if best := optimum(p); s.Total != best || !s.Exact() {
			t.Errorf("seed %d: total %d, bound %d, the best is %d", seed, s.Total, s.Bound, best)
		}
	}
}

func TestLockedMeetingsThatExcludeEachOtherAreAnError(t *testing.T) {
	t.Parallel()
	for name, locked := range map[string][]MatchCell{
		"CompanyTwice": {{0, 0, 0}, {0, 1, 0}}, "DelegateTwice": {{0, 0, 0}, {1, 0, 0}}, "PairTwice": {{0, 0, 0}, {0, 0, 1}},
	} {
		p := randomProblem(1, 2, 2, 2, 1)
		p.Locked = locked
		if _, err := p.Solve(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := (MatchProblem{Slots: MaxMatchSlots + 1}).Solve(); err == nil {
		t.Error("too many slots are accepted")
	}
}

func TestNobodyAndNothingIsAnEmptySchedule(t *testing.T) {
	t.Parallel()
	for _, p := range []MatchProblem{{}, {Slots: 3}, {Fits: [][]int{{}}, Slots: 3}, {Fits: [][]int{{0, -5}}, Slots: 3}, {Fits: [][]int{{9}}}} {
		s, err := p.Solve()
		if err != nil || len(s.Meetings) != 0 || s.Total != 0 || !s.Exact() {
			t.Errorf("%+v: %+v, %v", p, s, err)
		}
	}
}

func TestFullSizeIsExactWhenEverybodyIsThere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		p := randomProblem(seed, 30, 15, 12, 1)
		s, err := p.Solve()
		if err != nil {
			t.Fatal(err)
		}
		holds(t, p, s)
		if !s.Exact() || len(s.Meetings) != 15*12 {
			t.Errorf("seed %d: total %d, bound %d, %d meetings", seed, s.Total, s.Bound, len(s.Meetings))
		}
	}
}

// The bound that is promised: at most two percent to the best there could be.
func TestFullSizeWithAbsencesIsWithinTwoPercentOfItsBound(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]MatchProblem{
		"Visit": visitProblem(1), "OtherVisit": visitProblem(2), "Half": randomProblem(3, 30, 15, 12, 0.5), "Few": randomProblem(4, 30, 15, 12, 0.3),
		"Square": randomProblem(5, 15, 15, 12, 0.8), "MoreDelegates": randomProblem(6, 10, 15, 12, 0.7),
	} {
		s, err := p.Solve()
		if err != nil {
			t.Fatal(err)
		}
		holds(t, p, s)
		if s.GapBasisPoints() > 200 {
			t.Errorf("%s: total %d, bound %d, gap %d basis points", name, s.Total, s.Bound, s.GapBasisPoints())
		}
	}
}

func TestTheSameProblemGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	first, _ := randomProblem(9, 12, 10, 8, 0.6).Solve()
	again, _ := randomProblem(9, 12, 10, 8, 0.6).Solve()
	if !slices.Equal(first.Meetings, again.Meetings) || first.Bound != again.Bound {
		t.Error("two answers to one problem")
	}
}

func TestAssignmentsAreTheHeaviest(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	var a assigner
	for range 300 {
		rows, columns := 1+random.IntN(5), 1+random.IntN(5)
		weights := make([]int64, rows*columns)
		for i := range weights {
			weights[i] = random.Int64N(40) - 10
		}
		chosen := make([]int, rows)
		got := a.heaviest(rows, columns, weights, chosen)
		var best func(row, used int) int64
		best = func(row, used int) int64 {
			if row == rows {
				return 0
			}
			most := best(row+1, used)
			for c := range columns {
				if used>>c&1 == 0 {
					most = max(most, weights[row*columns+c]+best(row+1, used|1<<c))
				}
			}
			return most
		}
		var sum int64
		for r, c := range chosen {
			if c >= 0 {
				sum += weights[r*columns+c]
			}
		}
		if want := best(0, 0); got != want || sum != want {
			t.Fatalf("%d × %d %v: %d (%v adds up to %d), the heaviest is %d", rows, columns, weights, got, chosen, sum, want)
		}
	}
}

func TestGapsAreRoundedUp(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]int{{100, 100, 0}, {99, 100, 100}, {9_999, 10_000, 1}, {99_999, 100_000, 1}, {0, 0, 0}, {0, 5, 10_000}} {
		if got := GapBasisPoints(c[0], c[1]); got != c[2] {
			t.Errorf("%d of %d: %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

// What a schedule of the size met here costs: with everybody there, as a real
// visit, and the hardest that was found.
func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		name    string
		problem MatchProblem
	}{{"EverybodyThere", randomProblem(1, 30, 15, 12, 1)}, {"Visit", visitProblem(1)}, {"HalfThere", randomProblem(3, 30, 15, 12, 0.5)}} {
		b.Run(c.name, func(b *testing.B) {
			gap := 0
			for b.Loop() {
				s, err := c.problem.Solve()
				if err != nil {
					b.Fatal(err)
				}
				gap = s.GapBasisPoints()
			}
			b.ReportMetric(float64(gap), "bp-gap")
		})
	}
}
