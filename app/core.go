package app

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"log/slog"
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
}

// Tx is one unit of work: the transaction, the instant at which all of it
// happens, and who acts.
type Tx struct {
	store.Queries
	Now   time.Time
	Actor model.Actor

	core    *Core
	touched []subject
}

// subject names something whose reminders must be planned again.
type subject struct {
	kind model.Kind
	id   model.ID
}

// Do runs fn as one unit of work. What fn changed, its audit rows and the
// reminders that follow are committed together; an error leaves nothing.
func (c *Core) Do(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return c.Store.InTx(ctx, func(ctx context.Context, q store.Queries) error {
		tx := &Tx{Queries: q, Now: c.Clock.Now(), Actor: model.ActorFrom(ctx), core: c}
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return c.planTouched(ctx, tx)
	})
}

// Touch marks a subject whose reminders are planned again before the commit.
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

// newID fills a UUIDv7: 48 bits of milliseconds, then randomness.
func newID(at time.Time) model.ID {
	var id uuid.UUID
	if _, err := rand.Read(id[6:]); err != nil {
		panic(fmt.Sprintf("no randomness: %v", err)) // crypto/rand never answers an error on a running system
	}
	var stamp [8]byte
	binary.BigEndian.PutUint64(stamp[:], uint64(max(at.UnixMilli(), 0))) //nolint:gosec // not negative
	copy(id[:6], stamp[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}
