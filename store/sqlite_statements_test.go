package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// Many more texts than are kept, asked by many at once, within transactions and
// without: every one must get its own answer.
func TestStatementsThatMakeRoomStillAnswerWhoeverHoldsThem(t *testing.T) {
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	const askers, questions = 6, 2 * maxStatements
	ask := func(ctx context.Context, q Queries, n int) error {
		s := q.statement()
		var got []int
		text := fmt.Sprintf("SELECT %d + %s", n, s.arg(n))
		if err := s.query(ctx, text, &got); err != nil {
			return err
		}
		if len(got) != 1 || got[0] != 2*n {
			return fmt.Errorf("%s answers %v", text, got)
		}
		return nil
	}
	var all sync.WaitGroup
	for asker := range askers {
		all.Go(func() {
			for i := range questions {
				n := (i*7 + asker) % questions
				err := ask(t.Context(), db.Queries, n)
				if i%16 == 0 && err == nil {
					err = db.InTx(t.Context(), func(ctx context.Context, q Queries) error { return ask(ctx, q, n) })
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	kept := db.raw.(preparedRunner).kept //nolint:forcetypeassert // SQLite's is
	if n := len(kept.byText); n != maxStatements {
		t.Errorf("%d statements are kept, want %d", n, maxStatements)
	}
	for text, one := range kept.byText {
		if one.users != 0 || one.gone {
			t.Errorf("%s is still held by %d", text, one.users)
		}
	}
}
