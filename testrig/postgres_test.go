package testrig_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fyrtaarn/testrig"
	"fyrtaarn/testrig/pgcluster"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func TestEveryCallGivesADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	first, second := connect(t, testrig.PostgresURL(t)), connect(t, testrig.PostgresURL(t))
	if _, err := first.Exec(t.Context(), "CREATE TABLE visit (id int)"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Exec(t.Context(), "CREATE TABLE visit (id int)"); err != nil {
		t.Fatalf("the second database is not the caller's own: %v", err)
	}
}

func TestDatabaseIsDroppedWithItsTestDespiteOpenConnections(t *testing.T) {
	t.Parallel()
	watcher := connect(t, testrig.PostgresURL(t))
	var name string
	t.Run("user", func(t *testing.T) {
		// Closed by nobody before the drop: cleanups run last in, first out.
		conn, err := pgx.Connect(t.Context(), testrig.PostgresURL(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.QueryRow(t.Context(), "SELECT current_database()").Scan(&name); err != nil {
			t.Fatal(err)
		}
	})
	var left int
	if err := watcher.QueryRow(t.Context(), "SELECT count(*) FROM pg_database WHERE datname = $1", name).Scan(&left); err != nil {
		t.Fatal(err)
	}
	if name == "" || left != 0 {
		t.Fatalf("database %q: %d left after its test, want 0", name, left)
	}
}

func TestServerSpeaksUTF8AndUTC(t *testing.T) {
	t.Parallel()
	conn := connect(t, testrig.PostgresURL(t))
	var encoding, zone, lower string
	const ask = "SELECT current_setting('server_encoding'), current_setting('timezone'), lower('ÅÆØÉІ')"
	if err := conn.QueryRow(t.Context(), ask).Scan(&encoding, &zone, &lower); err != nil {
		t.Fatal(err)
	}
	if encoding != "UTF8" || zone != "UTC" || lower != "åæøéі" {
		t.Fatalf("encoding %s, zone %s, lower-case letters %s", encoding, zone, lower)
	}
}

func TestServerOfALoneTestOutlivesGarbageCollection(t *testing.T) {
	t.Setenv(pgcluster.Env, "")
	conn := connect(t, testrig.PostgresURL(t))
	// The first run queues what is unreachable, the second frees it.
	runtime.GC()
	runtime.GC()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	// A server that is going away cuts this wait short.
	if err := conn.PgConn().WaitForNotification(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the server went away: %v", err)
	}
}

func TestTemplateIsBuiltOnceAndCopied(t *testing.T) {
	t.Parallel()
	var built atomic.Int32
	build := func(url string) error {
		built.Add(1)
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			return err
		}
		_, err = conn.Exec(t.Context(), "CREATE TABLE country AS SELECT 'DK' AS code")
		return errors.Join(err, conn.Close(t.Context()))
	}
	name := "template_of_" + t.Name()

	var askers sync.WaitGroup
	for range 4 {
		askers.Go(func() { testrig.Template(t, name, build) })
	}
	askers.Wait()
	t.Cleanup(func() { dropTemplate(t, name) })

	var code string
	if err := connect(t, testrig.FreshDatabase(t, name)).QueryRow(t.Context(), "SELECT code FROM country").Scan(&code); err != nil {
		t.Fatal(err)
	}
	if built.Load() != 1 || code != "DK" {
		t.Fatalf("built %d times, want once; the copy holds %q, want DK", built.Load(), code)
	}
}

// dropTemplate keeps a server that is shared between runs from remembering the
// template of an earlier one.
func dropTemplate(t *testing.T, name string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), testrig.PostgresURL(t))
	if err != nil {
		t.Error(err)
		return
	}
	_, err = conn.Exec(context.Background(), "DROP DATABASE "+pgx.Identifier{name}.Sanitize())
	if err = errors.Join(err, conn.Close(context.Background())); err != nil {
		t.Error(err)
	}
}

func BenchmarkFreshDatabase(b *testing.B) {
	for b.Loop() {
		testrig.PostgresURL(b)
	}
}
