package model

import (
	"container/heap"
	"math/bits"
	"slices"
)

// matchNode is a part of all schedules: each pair may meet in fewer slots than
// it could. Its bound holds for every schedule in it.
type matchNode struct {
	open   []uint64
	prices []int64
	bound  int
	// pair is the one on which the relaxation and a schedule differ most, slot
	// where its slots are divided; pair is -1 when they do not differ.
	pair, slot int
}

// matchFrontier is the parts that are still to be examined, the most promising
// first.
type matchFrontier []*matchNode

func (f matchFrontier) Len() int           { return len(f) }
func (f matchFrontier) Less(i, j int) bool { return f[i].bound > f[j].bound }
func (f matchFrontier) Swap(i, j int)      { f[i], f[j] = f[j], f[i] }

// Push is for container/heap.
func (f *matchFrontier) Push(x any) { *f = append(*f, x.(*matchNode)) } //nolint:forcetypeassert // only nodes are pushed

// Pop is for container/heap.
func (f *matchFrontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

// branchSteps is how often the prices of a part are moved: they start at those
// of the whole, which are nearly right.
const branchSteps = 40

// branch divides the schedules by where a pair meets until the bound of every
// part is reached by the best schedule, or the work is done, and answers the
// bound of all that is left.
func (m *matcher) branch(root *relaxation, s *matchSearch) int {
	start := m.assign.steps
	frontier := &matchFrontier{root.node()}
	for {
		top := (*frontier)[0]
		if top.bound <= m.best {
			return m.best
		}
		work := int64(branchWork)
		if GapBasisPoints(m.best, top.bound) <= closeEnough {
			work /= smallPart
		}
		if top.pair < 0 || m.assign.steps-start > work {
			return top.bound
		}
		heap.Pop(frontier)
		below := uint64(1)<<(top.slot+1) - 1
		for _, part := range []uint64{below, ^below} {
			open := slices.Clone(top.open)
			open[top.pair] &= part
			r := m.relax(open, slices.Clone(top.prices), top.bound)
			r.lower(branchSteps, start+work, nil)
			s.repair(r)
			s.climb()
			heap.Push(frontier, r.node())
		}
	}
}

// node closes the examination of a part: it says what to divide it by.
func (r *relaxation) node() *matchNode {
	r.evaluate()
	n := &matchNode{open: r.open, prices: r.prices, bound: r.bound, pair: -1}
	most := 0
	for pair, times := range r.times {
		if times > most && times > 1 {
			n.pair, n.slot, most = pair, r.slotOf[pair], times
		}
	}
	if n.pair >= 0 {
		return n
	}
	// Nobody meets twice: what is left of the bound is the prices of pairs that
	// do not meet at all.
	var dearest int64
	for pair, times := range r.times {
		if times == 0 && r.prices[pair] > dearest && bits.OnesCount64(r.open[pair]) > 1 {
			n.pair, dearest = pair, r.prices[pair]
			n.slot = middle(r.open[pair])
		}
	}
	return n
}

// middle is the slot that divides the set of slots into halves.
func middle(open uint64) int {
	for half := (bits.OnesCount64(open) - 1) / 2; half > 0; half-- {
		open &= open - 1
	}
	return bits.TrailingZeros64(open)
}
