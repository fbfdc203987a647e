package app

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Core is what every use case needs. The program makes one and shares it.
type Core struct {
	Store    *store.DB
	Clock    Clock
	Holidays model.Holidays
	Log      *slog.Logger
	// MailDomain is the right side of Message-IDs and calendar UIDs.
	MailDomain string
	// Tell gets the events of what was committed where the database does not
	// carry them to every replica itself. It must not wait; nil tells nobody.
	Tell func(events ...model.Event)
}

// Tx is one unit of work: the transaction, the instant at which all of it
// happens, and who acts.
type Tx struct {
	store.Queries
	Now   time.Time
	Actor model.Actor

	core    *Core
	touched []subject
	events  []model.Event
	// rearranged tells that a programme is other than before.
	rearranged bool
}

// subject names something whose reminders must be planned again.
type subject struct {
	kind model.Kind
	id   model.ID
}

// Do runs fn as one unit of work. What fn changed, its audit rows and the
// reminders that follow are committed together; an error leaves nothing. After
// the commit whoever listens is told.
func (c *Core) Do(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	var untold []model.Event
	err := c.Store.InTx(ctx, func(ctx context.Context, q store.Queries) error {
		tx := &Tx{Queries: q, Now: c.Clock.Now(), Actor: model.ActorFrom(ctx), core: c}
		if err := fn(ctx, tx); err != nil {
			return err
		}
		if err := c.planTouched(ctx, tx); err != nil {
			return err
		}
		carried, err := tx.Announce(ctx, tx.events)
		if !carried {
			untold = tx.events
		}
		return err
	})
	if err == nil && c.Tell != nil && len(untold) > 0 {
		c.Tell(untold...)
	}
	return err
}

// Touch marks a subject whose reminders are planned again before the commit.
// Who listens to the activity that it belongs to is told after it.
func (tx *Tx) Touch(kind model.Kind, id model.ID) {
	for _, s := range tx.touched {
		if s.id == id {
			return
		}
	}
	tx.touched = append(tx.touched, subject{kind, id})
}

// NewID is a fresh UUIDv7 that carries the clock's own time, so that rows sort
// by when they were made even when the clock is moved.
func (c *Core) NewID() model.ID { return newID(c.Clock.Now()) }

// NewID is a fresh id of this unit of work.
func (tx *Tx) NewID() model.ID { return newID(tx.Now) }

// lastID is the millisecond and the counter of the newest id, so that ids made
// in one millisecond sort in the order in which they were made.
var lastID struct {
	sync.Mutex
	milli   uint64
	counter uint16
}

// newID fills a UUIDv7: 48 bits of milliseconds, a counter of 12 bits within the
// millisecond, then randomness (RFC 9562, 6.2, method 1).
func newID(at time.Time) model.ID {
	var id uuid.UUID
	if _, err := rand.Read(id[8:]); err != nil {
		panic(fmt.Sprintf("no randomness: %v", err)) // crypto/rand never answers an error on a running system
	}
	milli, counter := nextTick(uint64(max(at.UnixMilli(), 0)))
	var stamp [8]byte
	binary.BigEndian.PutUint64(stamp[:], milli)
	copy(id[:6], stamp[2:])
	binary.BigEndian.PutUint16(id[6:8], 0x7000|counter)
	id[8] = id[8]&0x3f | 0x80
	return id
}

// nextTick counts within a millisecond; a counter that is full lends from the
// next one.
func nextTick(milli uint64) (uint64, uint16) {
	lastID.Lock()
	defer lastID.Unlock()
	const full = 0x0fff
	switch {
	case milli != lastID.milli && (milli > lastID.milli || lastID.milli-milli > 1):
		lastID.milli, lastID.counter = milli, 0
	case lastID.counter == full:
		lastID.milli, lastID.counter = lastID.milli+1, 0
	default:
		lastID.counter++
	}
	return lastID.milli, lastID.counter
}
