package app

import (
	"sync"
	"time"
)

// Clock tells the time. It is the only way to the present.
type Clock interface {
	// Now is the current instant, in UTC and whole seconds.
	Now() time.Time
}

// SystemClock is the machine's clock, moved by Offset for drills.
type SystemClock struct{ Offset time.Duration }

// Now is the machine's time and the offset.
func (c SystemClock) Now() time.Time { return time.Now().Add(c.Offset).UTC().Truncate(time.Second) }

// MovedClock stands still until somebody sets it. Demo data and tests live by
// one, so that history comes out as it would have been.
type MovedClock struct {
	mu  sync.Mutex
	now time.Time
}

// NewMovedClock answers a clock that shows now.
func NewMovedClock(now time.Time) *MovedClock {
	return &MovedClock{now: now.UTC().Truncate(time.Second)}
}

// Now is what the clock was last set to.
func (c *MovedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock.
func (c *MovedClock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now.UTC().Truncate(time.Second)
}

// Advance moves the clock forward.
func (c *MovedClock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }
