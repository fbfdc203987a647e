package model

import (
	"cmp"
	"slices"
)

// Reordered answers the steps of a staircase after one of them was changed:
// numbered from 1 without a gap, since steps climbed are differences of numbers,
// with the changed step at the number that it wants and the marks of the ends at
// one step each. The steps that were given are left as they are. GUARD_FAILED
// says that an end would not be the lowest or the highest step.
func Reordered(steps []*StaircaseStep, changed *StaircaseStep) ([]*StaircaseStep, error) {
	var others []*StaircaseStep
	for _, s := range steps {
		if s.ID != changed.ID {
			others = append(others, s)
		}
	}
	slices.SortFunc(others, func(a, b *StaircaseStep) int { return cmp.Compare(a.Number, b.Number) })
	at := min(max(changed.Number, 1), len(others)+1) - 1
	order := slices.Insert(slices.Clone(others), at, changed)
	next := make([]*StaircaseStep, len(order))
	for i, s := range order {
		step := *s
		step.Number = i + 1
		if s != changed {
			step.IsFirst = step.IsFirst && !changed.IsFirst
			step.IsLast = step.IsLast && !changed.IsLast
		}
		if step.IsFirst && i > 0 || step.IsLast && i < len(order)-1 {
			return nil, GuardFailed("guard.staircase.ends")
		}
		next[i] = &step
	}
	return next, nil
}
