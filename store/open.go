package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // registers the embedded database's driver
)

// DB is one opened database. It is safe for concurrent use and owned by the
// program, which closes it last.
type DB struct {
	Queries
	pool *sql.DB
	url  string
	// turn is held by the transaction that may write, where only one may.
	turn chan struct{}
}

// Open connects to "sqlite:<path>" or "postgres://…" and checks that the
// database answers. It does not change the schema: Migrate does.
func Open(ctx context.Context, rawURL string) (*DB, error) {
	var (
		pool *sql.DB
		d    dialect
		b    *bun.DB
		raw  rawRunner
		err  error
	)
	switch {
	case strings.HasPrefix(rawURL, "sqlite:"):
		pool, err = openSQLite(strings.TrimPrefix(rawURL, "sqlite:"))
		if err != nil {
			return nil, err
		}
		d, b, raw = sqlite, bun.NewDB(pool, sqlitedialect.New()), preparedRunner{kept: newStatements(pool)}
	case strings.HasPrefix(rawURL, "postgres://"), strings.HasPrefix(rawURL, "postgresql://"):
		pool, err = openPostgres(rawURL)
		if err != nil {
			return nil, err
		}
		d, b, raw = postgres, bun.NewDB(pool, pgdialect.New()), pool
	default:
		return nil, fmt.Errorf("database URL %q is neither sqlite: nor postgres://", redact(rawURL))
	}
	b = b.WithQueryHook(countHook{})
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("database %s does not answer: %w", redact(rawURL), err)
	}
	q := Queries{d: d, bun: b, idb: b, raw: raw, rules: new(atomic.Pointer[keptRules])}
	return &DB{Queries: q, pool: pool, url: rawURL, turn: make(chan struct{}, 1)}, nil
}

// Close waits for running queries and lets go of the database.
func (db *DB) Close() error { return db.pool.Close() }

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.pool.PingContext(ctx) }

func openSQLite(path string) (*sql.DB, error) {
	if path == "" {
		return nil, fmt.Errorf("the sqlite URL names no file")
	}
	if dir := filepath.Dir(path); dir != "." {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, fmt.Errorf("the database folder: %w", err)
		}
	}
	query := url.Values{}
	for _, pragma := range []string{
		"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)", "cache_size(-16000)", "temp_store(MEMORY)",
	} {
		query.Add("_pragma", pragma)
	}
	// A transaction takes the write lock when it begins: two that read first and
	// write later cannot deadlock.
	query.Set("_txlock", "immediate")
	query.Set("_time_format", "sqlite")
	// SQLite reads a URI: a # or ? in a folder's name must not end the path.
	file := (&url.URL{Path: path}).EscapedPath()
	pool, err := sql.Open("sqlite", "file:"+file+"?"+query.Encode())
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	pool.SetMaxOpenConns(max(4, 2*runtime.GOMAXPROCS(0)))
	pool.SetMaxIdleConns(max(4, 2*runtime.GOMAXPROCS(0)))
	return pool, nil
}

func openPostgres(rawURL string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return nil, fmt.Errorf("postgres URL: %w", err)
	}
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["application_name"] = "fyrtaarn"
	// bun writes the values into the text of what it runs by itself. Such a text
	// never comes again, and must not be kept: 512 of them on each of 16
	// connections, here and in the server, are as much memory as a bulk insert
	// is long. Only what the dialect marks as prepared is.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	// Every read binds its values, so one plan serves them all; planning each
	// call anew cost the database a third of its time. bun's writes carry their
	// values in the text and are planned as before.
	config.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool, nil
}

// redact removes a password from a URL that is about to be shown.
func redact(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return strings.SplitN(raw, ":", 2)[0] + ":…"
	}
	return u.Redacted()
}
