package model

import "fmt"

// Share is how many of a group something holds for.
type Share struct {
	Count, Of int
}

// Percent is the share with one decimal, a half rounded up; null of nobody.
func (s Share) Percent() *string {
	if s.Of == 0 {
		return nil
	}
	tenths := (2000*s.Count + s.Of) / (2 * s.Of)
	text := fmt.Sprintf("%d.%d", tenths/10, tenths%10)
	return &text
}

// FewestShown is the smallest group whose figures are shown: in a smaller one
// they would tell about single companies.
const FewestShown = 5
