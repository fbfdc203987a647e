// Package testrig is what the tests stand on: real databases made for one test
// each, and programs that are not ours as peers. It fails where something is
// missing; it never skips.
package testrig

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fyrtaarn/testrig/pgcluster"
)

// administerLimit bounds the making or dropping of a database, which takes some
// 15 milliseconds, and the building of a template, which others wait for.
const administerLimit = 2 * time.Minute

// ownServer starts a cluster for a test program that is run by itself, once.
// Nothing stops it: it ends with the process. It is the Cluster that is kept, not
// its URL, since an unreachable Cluster is collected and its server with it.
var ownServer = sync.OnceValues(func() (*pgcluster.Cluster, error) {
	return pgcluster.Start(context.Background())
})

// PostgresURL returns the URL of a new, empty PostgreSQL database, which is
// dropped when the test ends. Where there is no PostgreSQL the test fails.
func PostgresURL(tb testing.TB) string {
	tb.Helper()
	return FreshDatabase(tb, "template0")
}

// FreshDatabase returns the URL of a new PostgreSQL database that is a copy of
// template, and drops it when the test ends, cutting connections that are still
// open. Nobody may be connected to the template meanwhile.
func FreshDatabase(tb testing.TB, template string) string {
	tb.Helper()
	server := serverURL(tb)
	name := "t_" + strings.ToLower(rand.Text())
	if err := administer(server, func(ctx context.Context, conn *pgx.Conn) error {
		return createDatabase(ctx, conn, name, template)
	}); err != nil {
		tb.Fatalf("testrig: create a database: %v", err)
	}
	tb.Cleanup(func() {
		if err := administer(server, func(ctx context.Context, conn *pgx.Conn) error {
			return dropDatabase(ctx, conn, name)
		}); err != nil {
			tb.Errorf("testrig: drop the test's database: %v", err)
		}
	})
	return databaseURL(tb, server, name)
}

// CutConnections ends the connections to the URL's PostgreSQL database that go by
// the name, as a network or a restarted server would. It fails where there is
// none.
func CutConnections(tb testing.TB, databaseURL, name string) {
	tb.Helper()
	const cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1"
	if err := administer(databaseURL, func(ctx context.Context, conn *pgx.Conn) error {
		var n int
		if err := conn.QueryRow(ctx, cut, name).Scan(&n); err != nil || n > 0 {
			return err
		}
		return fmt.Errorf("no connection is named %q", name)
	}); err != nil {
		tb.Fatalf("testrig: cut connections: %v", err)
	}
}

// Template makes sure that the server has a database called name, for use with
// FreshDatabase, and returns the name. If it is not there, build is called with
// the URL of an empty database to fill; it must close its connections. Test
// programs that ask at the same time wait for the one that builds, and a failed
// build leaves nothing behind.
//
// The name should change with what build does (a digest of the migrations),
// since a server that is shared for days keeps its templates.
func Template(tb testing.TB, name string, build func(url string) error) string {
	tb.Helper()
	server := serverURL(tb)
	if err := buildTemplate(tb, server, name, build); err != nil {
		tb.Fatalf("testrig: template %s: %v", name, err)
	}
	return name
}

func buildTemplate(tb testing.TB, server, name string, build func(url string) error) error {
	tb.Helper()
	return administer(server, func(ctx context.Context, conn *pgx.Conn) error {
		// The lock is given back when the connection is closed.
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", name); err != nil {
			return err
		}
		var there bool
		const ask = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
		if err := conn.QueryRow(ctx, ask, name).Scan(&there); err != nil || there {
			return err
		}
		draft := name + "_draft"
		// A program that was killed while it built has left its draft.
		if err := dropDatabase(ctx, conn, draft); err != nil {
			return err
		}
		if err := createDatabase(ctx, conn, draft, "template0"); err != nil {
			return err
		}
		if err := build(databaseURL(tb, server, draft)); err != nil {
			return errors.Join(err, dropDatabase(ctx, conn, draft))
		}
		_, err := conn.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s RENAME TO %s", quote(draft), quote(name)))
		return err
	})
}

func serverURL(tb testing.TB) string {
	tb.Helper()
	if shared := os.Getenv(pgcluster.Env); shared != "" {
		return shared
	}
	own, err := ownServer()
	if err != nil {
		tb.Fatalf("testrig: this test needs PostgreSQL: %v", err)
	}
	return own.URL("postgres")
}

// administer gives do a connection of its own to the server. It takes no
// context, since cleanups run when the test's is already cancelled.
func administer(server string, do func(context.Context, *pgx.Conn) error) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), administerLimit)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	return do(ctx, conn)
}

func createDatabase(ctx context.Context, conn *pgx.Conn, name, template string) error {
	create := fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", quote(name), quote(template))
	// Copying the template's files takes a third of the time of copying it
	// through the log, which PostgreSQL does by default since it has the choice.
	if version, _, _ := strings.Cut(conn.PgConn().ParameterStatus("server_version"), "."); version >= "15" {
		create += " STRATEGY FILE_COPY"
	}
	_, err := conn.Exec(ctx, create)
	return err
}

func dropDatabase(ctx context.Context, conn *pgx.Conn, name string) error {
	_, err := conn.Exec(ctx, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", quote(name)))
	return err
}

// databaseURL is server's URL with another database in it.
func databaseURL(tb testing.TB, server, database string) string {
	tb.Helper()
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatalf("testrig: %s: %v", pgcluster.Env, err)
	}
	u.Path = "/" + database
	return u.String()
}

func quote(name string) string {
	return pgx.Identifier{name}.Sanitize()
}
