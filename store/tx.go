package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/uptrace/bun"
)

// InTx runs fn in one transaction and commits it when fn answers nil. On any
// error, and on a panic, nothing of it stays.
func (db *DB) InTx(ctx context.Context, fn func(ctx context.Context, q Queries) error) error {
	done, err := db.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	tx, err := db.bun.BeginTx(ctx, &sql.TxOptions{})
	if err != nil {
		return fmt.Errorf("begin: %w", db.d.mapError(err))
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback()
		}
	}()
	if err := fn(ctx, db.within(tx)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", db.d.mapError(err))
	}
	committed = true
	return nil
}

// takeTurn waits until nobody else writes, where only one may at a time, and
// answers what lets the next one write. Whoever writes outside a transaction takes
// its turn as well.
func (db *DB) takeTurn(ctx context.Context) (done func(), err error) {
	if !db.d.oneWriter() {
		return func() {}, nil
	}
	// SQLite would let them all try, and one that always comes too late give up
	// after its timeout. Here they come in the order in which they asked.
	select {
	case db.turn <- struct{}{}:
		return func() { <-db.turn }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("begin: %w", ctx.Err())
	}
}

func (db *DB) within(tx bun.Tx) Queries {
	q := Queries{d: db.d, bun: db.bun, idb: tx, raw: tx.Tx, rules: db.rules}
	if outside, ok := db.raw.(preparedRunner); ok {
		q.raw = preparedRunner{kept: outside.kept, tx: tx.Tx}
	}
	return q
}
