package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/uptrace/bun"
)

// InTx runs fn in one transaction and commits it when fn answers nil. On any
// error, and on a panic, nothing of it stays. Whatever writes, writes in one, be it
// a single row: where only one may write at a time, it takes its turn.
func (db *DB) InTx(ctx context.Context, fn func(ctx context.Context, q Queries) error) error {
	if db.d.oneWriter() {
		// SQLite would let them all try, and one that always comes too late give
		// up after its timeout. Here they come in the order in which they asked.
		select {
		case db.turn <- struct{}{}:
			defer func() { <-db.turn }()
		case <-ctx.Done():
			return fmt.Errorf("begin: %w", ctx.Err())
		}
	}
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

func (db *DB) within(tx bun.Tx) Queries {
	q := Queries{d: db.d, bun: db.bun, idb: tx, raw: tx.Tx, rules: db.rules}
	if outside, ok := db.raw.(preparedRunner); ok {
		q.raw = preparedRunner{kept: outside.kept, tx: tx.Tx}
	}
	return q
}
