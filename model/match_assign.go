package model

import "math"

// assigner finds heaviest assignments: the shortest-augmenting-path method with
// potentials (the "Hungarian" one), which takes rows² × columns steps. It keeps
// its buffers, since a schedule asks it thousands of times.
type assigner struct {
	// steps counts the work done, so that a search can be given a measure of
	// work instead of time: the same problem gets the same answer on any machine.
	steps int64

	turned         []int64
	rowPrice, cost []int64
	owner, from    []int
	seen           []bool
	taken          []int
}

// heaviest chooses pairs of a row and a column, each in one pair at most, with
// the greatest sum of weights. Weights of zero or less are never chosen. The
// weights are row by row. chosen has one entry per row: its column, or -1. The
// answer is the sum.
func (a *assigner) heaviest(rows, columns int, weights []int64, chosen []int) int64 {
	for r := range rows {
		chosen[r] = -1
	}
	if rows > columns {
		// The work grows with the square of the rows: the shorter side goes first.
		a.turned = sized(a.turned, rows*columns)
		for r := range rows {
			for c := range columns {
				a.turned[c*rows+r] = weights[r*columns+c]
			}
		}
		a.taken = sized(a.taken, columns)
		sum := a.heaviest(columns, rows, a.turned[:rows*columns], a.taken[:columns])
		for c, r := range a.taken[:columns] {
			if r >= 0 {
				chosen[r] = c
			}
		}
		return sum
	}
	a.prepare(rows, columns)
	for r := range rows {
		a.augment(r, columns, weights)
	}
	var sum int64
	for c := range columns {
		r := a.owner[c]
		if r >= 0 && weights[r*columns+c] > 0 {
			chosen[r] = c
			sum += weights[r*columns+c]
		}
	}
	return sum
}

func (a *assigner) prepare(rows, columns int) {
	a.rowPrice, a.cost = sized(a.rowPrice, rows), sized(a.cost, 2*(columns+1))
	a.owner, a.from, a.seen = sized(a.owner, columns+1), sized(a.from, columns+1), sized(a.seen, columns+1)
	clear(a.rowPrice)
	clear(a.cost)
	for c := range a.owner {
		a.owner[c] = -1
	}
}

// augment brings one more row in along the cheapest path of exchanges. The cost
// of a pair is the negative of its weight; a pair that must not be chosen costs
// nothing, as leaving the row alone does. The column after the last stands for
// the start of the path.
func (a *assigner) augment(row, columns int, weights []int64) {
	columnPrice, least := a.cost[:columns+1], a.cost[columns+1:]
	start := columns
	a.owner[start] = row
	for c := range columns {
		least[c], a.seen[c] = math.MaxInt64, false
	}
	at := start
	a.seen[start] = true
	for {
		r := a.owner[at]
		next, gap := -1, int64(math.MaxInt64)
		line := weights[r*columns : (r+1)*columns]
		a.steps += int64(columns)
		for c, weight := range line {
			if a.seen[c] {
				continue
			}
			if reduced := -max(weight, 0) - a.rowPrice[r] - columnPrice[c]; reduced < least[c] {
				least[c], a.from[c] = reduced, at
			}
			if least[c] < gap {
				next, gap = c, least[c]
			}
		}
		for c := range columns {
			if a.seen[c] {
				a.rowPrice[a.owner[c]] += gap
				columnPrice[c] -= gap
			} else {
				least[c] -= gap
			}
		}
		a.rowPrice[row] += gap
		at = next
		a.seen[at] = true
		if a.owner[at] < 0 {
			break
		}
	}
	for at != start {
		before := a.from[at]
		a.owner[at] = a.owner[before]
		at = before
	}
	a.owner[start] = -1
}

// sized answers the buffer with n elements, a new one where it is too short.
func sized[T any](buffer []T, n int) []T {
	if cap(buffer) < n {
		return make([]T, n)
	}
	return buffer[:n]
}
