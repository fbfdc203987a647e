package model

import "math"

// priceScale is how many parts a point has in prices, so that they are whole
// numbers and the bound that they prove is exact.
const priceScale = 1000

// relaxation is the problem in which a pair may meet in several slots if it pays
// its price for each time beyond the first (Lagrange). The slots then have
// nothing to do with one another, each is an assignment, and the sum with the
// prices is a bound for every schedule, whatever the prices are.
type relaxation struct {
	*matcher
	open   []uint64
	prices []int64
	// bound is the least found so far, in points.
	bound int

	weights   []int64
	chosen    []int
	times     []int // how often each pair meets in the last solution
	slotOf    []int // and in which slot first
	direction []float64
}

// relax makes the relaxation of a part of the schedules. A pair with one slot
// can meet only once: it needs no price, and without it the bound is no higher.
func (m *matcher) relax(open []uint64, prices []int64, bound int) *relaxation {
	for pair, slots := range open {
		if slots&(slots-1) == 0 {
			prices[pair] = 0
		}
	}
	return &relaxation{
		matcher: m, open: open, prices: prices, bound: bound,
		weights: make([]int64, m.n*m.m), chosen: make([]int, m.n), times: make([]int, m.n*m.m), slotOf: make([]int, m.n*m.m),
		direction: make([]float64, m.n*m.m),
	}
}

// startPrices are those that the heaviest pairs pay when slots are only counted:
// with them the relaxation is as good a bound as those pairs are.
func (m *matcher) startPrices() (chosen []bool, prices []int64) {
	scaled := make([]int64, len(m.fit))
	for pair, fit := range m.fit {
		scaled[pair] = fit * priceScale
	}
	chosen, company, delegate := heaviestPairs(scaled, m.companyRoom, m.delegateRoom)
	prices = make([]int64, len(m.fit))
	for pair := range prices {
		prices[pair] = max(scaled[pair]-company[pair/m.m]-delegate[pair%m.m], 0)
	}
	return chosen, prices
}

// evaluate solves every slot with the prices as they are and answers the bound
// in parts of a point.
func (r *relaxation) evaluate() int64 {
	var sum int64
	for _, price := range r.prices {
		sum += price
	}
	clear(r.times)
	for s := range r.slots {
		for pair := range r.weights {
			r.weights[pair] = 0
			if r.open[pair]>>s&1 == 1 {
				r.weights[pair] = r.fit[pair]*priceScale - r.prices[pair]
			}
		}
		sum += r.assign.heaviest(r.n, r.m, r.weights, r.chosen)
		for c, d := range r.chosen {
			if d < 0 {
				continue
			}
			if r.times[c*r.m+d] == 0 {
				r.slotOf[c*r.m+d] = s
			}
			r.times[c*r.m+d]++
		}
	}
	r.bound = min(r.bound, int(sum/priceScale))
	return sum
}

// The subgradient method's own numbers: the share of the distance to the best
// known schedule that a step goes, how many steps without a better bound halve
// it, and how much of the last direction is kept so that the prices do not swing.
const (
	firstStride  = 1.0
	patience     = 8
	leastStride  = 0.01
	keptMomentum = 0.6
)

// lower moves the prices towards those that prove the lowest bound: up where a
// pair meets too often, down where it does not meet. It ends with the steps or
// the work, or when the bound meets the best schedule. each is called with every
// solution.
func (r *relaxation) lower(steps int, until int64, each func(step int)) {
	stride, waited := firstStride, 0
	least := int64(math.MaxInt64)
	bestPrices := make([]int64, len(r.prices))
	for step := range steps {
		value := r.evaluate()
		if value < least {
			least, waited = value, 0
			copy(bestPrices, r.prices)
		} else if waited++; waited > patience {
			stride, waited = stride/2, 0
			copy(r.prices, bestPrices)
			clear(r.direction)
		}
		if each != nil {
			each(step)
		}
		if r.bound <= r.best || r.assign.steps > until || stride < leastStride || !r.step(stride, value) {
			break
		}
	}
	copy(r.prices, bestPrices)
}

// step goes along the subgradient; false says that there is no way to go.
func (r *relaxation) step(stride float64, value int64) bool {
	var length float64
	for pair, times := range r.times {
		excess := float64(times - 1)
		if r.open[pair]&(r.open[pair]-1) == 0 || excess < 0 && r.prices[pair] == 0 {
			excess = 0
		}
		r.direction[pair] = keptMomentum*r.direction[pair] + excess
		length += r.direction[pair] * r.direction[pair]
	}
	if length == 0 {
		return false
	}
	distance := float64(value - int64(r.best)*priceScale)
	for pair, d := range r.direction {
		r.prices[pair] = max(r.prices[pair]+int64(math.Round(stride*distance/length*d)), 0)
	}
	return true
}
