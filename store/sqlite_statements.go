package store

import (
	"context"
	"database/sql"
	"sync"
)

// maxStatements bounds how many statements are kept prepared. What is asked
// differs by the fields that a caller wants, so there is no end of them.
const maxStatements = 256

// statements keep prepared what SQLite is asked again and again: to read a text
// and plan it costs about as much as to answer it. PostgreSQL's driver does the
// same by itself.
type statements struct {
	pool *sql.DB

	mu     sync.Mutex
	byText map[string]*keptStatement
}

// keptStatement is a statement with how many are about to run it. One that had to
// make room is closed by the last of them: rows that are being read keep what
// they need of it.
type keptStatement struct {
	*sql.Stmt
	users int
	gone  bool
}

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, byText: map[string]*keptStatement{}}
}

// take answers the statement with the text, prepared where it is not kept. Who
// takes it gives it back.
func (k *statements) take(ctx context.Context, text string) (*keptStatement, error) {
	if kept := k.known(text, nil); kept != nil {
		return kept, nil
	}
	// Outside the lock: it may wait for a connection.
	fresh, err := k.pool.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return k.known(text, fresh), nil
}

// known answers the statement that is kept, or keeps a fresh one; nil where there
// is neither.
func (k *statements) known(text string, fresh *sql.Stmt) *keptStatement {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := k.byText[text]
	switch {
	case kept == nil && fresh == nil:
		return nil
	case kept == nil:
		k.makeRoom()
		kept = &keptStatement{Stmt: fresh}
		k.byText[text] = kept
	case fresh != nil: // somebody was faster
		_ = fresh.Close()
	}
	kept.users++
	return kept
}

// makeRoom lets go of any statement: which of them is asked for next is not known.
func (k *statements) makeRoom() {
	for text, kept := range k.byText {
		if len(k.byText) < maxStatements {
			return
		}
		delete(k.byText, text)
		if kept.gone = true; kept.users == 0 {
			_ = kept.Close()
		}
	}
}

func (k *statements) giveBack(kept *keptStatement) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if kept.users--; kept.gone && kept.users == 0 {
		_ = kept.Close()
	}
}

// preparedRunner runs prepared statements on the pool, or in tx where it is set.
type preparedRunner struct {
	kept *statements
	tx   *sql.Tx
}

func (r preparedRunner) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	kept, err := r.kept.take(ctx, query)
	if err != nil {
		return nil, err
	}
	defer r.kept.giveBack(kept)
	if r.tx != nil {
		return r.tx.StmtContext(ctx, kept.Stmt).QueryContext(ctx, args...) //nolint:sqlclosecheck // the transaction closes it when it ends
	}
	return kept.QueryContext(ctx, args...) //nolint:sqlclosecheck // it is kept
}
