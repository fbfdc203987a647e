package testrig

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"fyrtaarn/app"
	"fyrtaarn/app/holiday"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Rig is a world of its own for one test: an empty, migrated database with the
// countries in it, a clock that stands still at Start, and what use cases need.
type Rig struct {
	Core  *app.Core
	Clock *app.MovedClock
	Store *store.DB
}

// Each runs fn twice, on SQLite and on PostgreSQL, each time in a fresh Rig.
func Each(t *testing.T, fn func(t *testing.T, rig *Rig)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { fn(t, New(t, SQLiteURL(t))) })
	t.Run("PostgreSQL", func(t *testing.T) { fn(t, New(t, MigratedPostgresURL(t))) })
}

// New opens the migrated database at the URL as a Rig, and closes it when the
// test ends. Several on one URL are the replicas of a server.
func New(tb testing.TB, url string) *Rig {
	tb.Helper()
	db, err := store.Open(tb.Context(), url)
	if err != nil {
		tb.Fatalf("testrig: %v", err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Errorf("testrig: close the database: %v", err)
		}
	})
	clock := app.NewMovedClock(Start)
	core := &app.Core{
		Store: db, Clock: clock, Holidays: holiday.New(nil), MailDomain: "fyrtaarn.test",
		Log: slog.New(slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	return &Rig{Core: core, Clock: clock, Store: db}
}

// SQLiteURL is the URL of a migrated database in a file of the test's own.
func SQLiteURL(tb testing.TB) string {
	tb.Helper()
	file, err := migratedFile()
	if err != nil {
		tb.Fatalf("testrig: %v", err)
	}
	path := filepath.Join(tb.TempDir(), "test.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		tb.Fatalf("testrig: %v", err)
	}
	return "sqlite:" + path
}

// migratedFile is the content of a migrated database, made once per program.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "fyrtaarn-template-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "template.db")
	if err := prepare("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path) //nolint:gosec // our own file
})

// MigratedPostgresURL is the URL of a migrated database of the test's own: a
// copy of a template, which costs a tenth of migrating.
func MigratedPostgresURL(tb testing.TB) string {
	tb.Helper()
	digest, err := schemaDigest()
	if err != nil {
		tb.Fatalf("testrig: %v", err)
	}
	return FreshDatabase(tb, Template(tb, "fyrtaarn_"+digest, prepare))
}

// prepare brings an empty database to where a program starts to serve, and lets
// go of it.
func prepare(url string) error {
	ctx := model.WithActor(context.Background(), model.System("testrig"))
	db, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	if err := db.SyncCountries(ctx); err != nil {
		return err
	}
	return db.SyncTemplates(ctx, Start)
}

// schemaDigest changes with everything that prepare writes.
var schemaDigest = sync.OnceValues(func() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, source := range []string{"store/migrations/postgres", "store/country.go", "i18n/cldr/countries.json", "model/who_europe.json", "model/readiness_template_1.json"} {
		err := filepath.WalkDir(filepath.Join(root, source), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path) //nolint:gosec // a file of this module
			sum.Write(content)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
})

// moduleRoot is the folder that holds go.mod: tests run somewhere below it.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", os.ErrNotExist
		}
		dir = parent
	}
}
