package model

import "math"

// pairFlow finds the heaviest set of pairs of a company and a delegate in which
// each is in no more pairs than it has room for. It is a flow of least cost,
// brought in along one cheapest path after another (Bellman and Ford), from a
// source over companies and delegates to a sink.
type pairFlow struct {
	// weights are company by company; pairs of zero or less are never chosen.
	weights []int64
	// companyRoom and delegateRoom are what is left of it.
	companyRoom, delegateRoom []int
	chosen                    []bool

	// companyCost and delegateCost are those of the cheapest way from the source,
	// sinkCost that to the sink; cost is negative weight.
	companyCost, delegateCost []int64
	sinkCost                  int64
	// fromDelegate and fromCompany are the step before on that way: -1 is the
	// source, or for a delegate the sink.
	fromDelegate, fromCompany []int
	last                      int
}

// farAway is the cost of what cannot be reached.
const farAway = math.MaxInt64 / 4

// heaviestPairs answers the chosen pairs, and for each company and delegate the
// price of its room: what one more meeting of it would be worth at the most. By
// these prices no schedule can be heavier than the chosen pairs.
func heaviestPairs(weights []int64, companyRoom, delegateRoom []int) (chosen []bool, companyPrice, delegatePrice []int64) {
	n, m := len(companyRoom), len(delegateRoom)
	f := &pairFlow{
		weights: weights, companyRoom: append([]int{}, companyRoom...), delegateRoom: append([]int{}, delegateRoom...), chosen: make([]bool, n*m),
		companyCost: make([]int64, n), delegateCost: make([]int64, m), fromDelegate: make([]int, n), fromCompany: make([]int, m),
	}
	for f.cheapestWays(); f.sinkCost < 0; f.cheapestWays() {
		f.push()
	}
	for d, cost := range f.delegateCost {
		f.delegateCost[d] = max(-cost, 0)
	}
	return f.chosen, f.companyCost, f.delegateCost
}

// cheapestWays finds the cheapest way to everything. The way that adds no pair
// costs nothing, so that the sink never costs more.
func (f *pairFlow) cheapestWays() {
	for c, room := range f.companyRoom {
		f.companyCost[c], f.fromDelegate[c] = farAway, -1
		if room > 0 {
			f.companyCost[c] = 0
		}
	}
	for d := range f.delegateCost {
		f.delegateCost[d] = farAway
	}
	f.sinkCost, f.last = 0, -1
	for f.shorten() {
	}
}

// shorten walks over every edge once and tells whether a way became cheaper.
func (f *pairFlow) shorten() bool {
	m, shorter := len(f.delegateRoom), false
	for c := range f.companyRoom {
		for d := range f.delegateRoom {
			weight := f.weights[c*m+d]
			if weight <= 0 {
				continue
			}
			if there := f.companyCost[c] - weight; !f.chosen[c*m+d] && f.companyCost[c] < farAway && there < f.delegateCost[d] {
				f.delegateCost[d], f.fromCompany[d], shorter = there, c, true
			}
			if back := f.delegateCost[d] + weight; f.chosen[c*m+d] && f.delegateCost[d] < farAway && back < f.companyCost[c] {
				f.companyCost[c], f.fromDelegate[c], shorter = back, d, true
			}
		}
	}
	for d, room := range f.delegateRoom {
		if room > 0 && f.delegateCost[d] < f.sinkCost {
			f.sinkCost, f.last, shorter = f.delegateCost[d], d, true
		}
	}
	// A delegate who is in pairs can give one up for the way that adds none.
	for d := range f.delegateRoom {
		if f.sinkCost < f.delegateCost[d] && f.hasPair(d) {
			f.delegateCost[d], f.fromCompany[d], shorter = f.sinkCost, -1, true
		}
	}
	return shorter
}

func (f *pairFlow) hasPair(delegate int) bool {
	m := len(f.delegateRoom)
	for c := range f.companyRoom {
		if f.chosen[c*m+delegate] {
			return true
		}
	}
	return false
}

// push takes the way to the sink: its pairs change between chosen and not. A way
// that costs less than nothing never comes over the sink itself.
func (f *pairFlow) push() {
	m := len(f.delegateRoom)
	d := f.last
	f.delegateRoom[d]--
	for {
		c := f.fromCompany[d]
		f.chosen[c*m+d] = true
		if f.fromDelegate[c] < 0 {
			f.companyRoom[c]--
			return
		}
		d = f.fromDelegate[c]
		f.chosen[c*m+d] = false
	}
}
