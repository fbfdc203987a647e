package model

import (
	"fmt"
	"math/rand/v2"
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

func TestX(t *testing.T) {
	for _, size := range [][3]int{{30, 15, 12}, {12, 15, 12}, {15, 15, 10}, {6, 5, 4}} {
		for _, there := range []float64{1, 0.9, 0.7, 0.5, 0.3} {
			for seed := range uint64(2) {
				p := randomProblem(seed, size[0], size[1], size[2], there)
				got, err := p.Solve()
				fmt.Println(size, there, seed, got.Total, got.Bound, got.GapBasisPoints(), got.FirstCome, err)
			}
		}
	}
}
