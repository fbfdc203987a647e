package model

import (
	"math/bits"
	"slices"
)

// firstCome is the schedule that comes about without any planning: the companies
// choose in the order in which they stand, each takes the delegates that fit it
// best, and with each the earliest slot that both have free.
func (m *matcher) firstCome() *timetable {
	t := newTimetable(m.n, m.m, m.slots)
	order := make([]int, m.m)
	for c := range m.n {
		for d := range order {
			order[d] = d
		}
		slices.SortStableFunc(order, func(a, b int) int { return int(m.fit[c*m.m+b] - m.fit[c*m.m+a]) })
		for _, d := range order {
			for open := m.open[c*m.m+d]; open != 0; open &= open - 1 {
				s := bits.TrailingZeros64(open)
				if t.ofCompany[c*m.slots+s] < 0 && t.ofDelegate[d*m.slots+s] < 0 {
					t.set(c, d, s)
					break
				}
			}
		}
	}
	return t
}
