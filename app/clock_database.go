package app

import (
	"context"
	"sync"
	"time"

	"fyrtaarn/store"
)

// DatabaseClock shows the time of the database that several replicas share, so
// that what is due is decided by one clock and not by each replica's. Between
// two looks at the database it goes on by the machine's monotonic clock, which
// nobody sets. Without a look it shows the machine's time.
type DatabaseClock struct {
	store  *store.DB
	offset time.Duration

	mu    sync.Mutex
	shown time.Time // the database's time at seen
	seen  time.Time
}

// NewClock is the clock of a program on the database, moved by offset for
// drills: the database's, or the machine's where the database has none.
func NewClock(db *store.DB, offset time.Duration) Clock {
	if !db.HasClock() {
		return SystemClock{Offset: offset}
	}
	return &DatabaseClock{store: db, offset: offset}
}

// Sync looks at the database's clock.
func (c *DatabaseClock) Sync(ctx context.Context) error {
	shown, err := c.store.DatabaseNow(ctx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shown, c.seen = shown, time.Now() //nolint:forbidigo // this is a clock
	return nil
}

// Now is the database's time in whole seconds.
func (c *DatabaseClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now() //nolint:forbidigo // this is a clock
	if !c.seen.IsZero() {
		now = c.shown.Add(now.Sub(c.seen))
	}
	return now.Add(c.offset).UTC().Truncate(time.Second)
}

// SyncClock lets a clock look at the database, if it is one that does.
func SyncClock(ctx context.Context, c Clock) error {
	if database, ok := c.(*DatabaseClock); ok {
		return database.Sync(ctx)
	}
	return nil
}
