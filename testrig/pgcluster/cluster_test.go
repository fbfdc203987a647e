package pgcluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestSettingsOfTheCallerWin(t *testing.T) {
	t.Parallel()
	cluster, err := Start(t.Context(), "max_connections = 7", "plan_cache_mode = force_generic_plan")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), cluster.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	var connections, plans, backend string
	const ask = "SELECT current_setting('max_connections'), current_setting('plan_cache_mode'), current_setting('fsync')"
	if err := conn.QueryRow(t.Context(), ask).Scan(&connections, &plans, &backend); err != nil {
		t.Fatal(err)
	}
	if connections != "7" || plans != "force_generic_plan" || backend != "off" {
		t.Errorf("max_connections %s, plan_cache_mode %s, fsync %s", connections, plans, backend)
	}
	pid, err := cluster.ProcessID()
	if err != nil || pid <= 1 {
		t.Errorf("server process %d: %v", pid, err)
	}

	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := conn.Ping(t.Context()); err == nil {
		t.Error("the server answers after Stop")
	}
	if _, err := os.Stat(cluster.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory is still there: %v", err)
	}
}

func TestFailedStartSaysWhyAndLeavesNothing(t *testing.T) {
	t.Parallel()
	_, err := Start(t.Context(), "no_such_setting = 1")
	if err == nil || !strings.Contains(err.Error(), "no_such_setting") {
		t.Fatalf("error %v, want the server's own complaint", err)
	}
	place, err := workPlace()
	if err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(place, "fyrtaarn-postgres-*", "data", "postgresql.conf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range left {
		// Other tests' clusters live in the same place.
		if conf, err := os.ReadFile(file); err == nil && strings.Contains(string(conf), "no_such_setting") {
			t.Errorf("%s is still there", file)
		}
	}
}

// install makes files that pass for PostgreSQL's server programs.
func install(t *testing.T, dir string, programs ...string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestBinaries(t *testing.T) {
	server := []string{"initdb", "pg_ctl", "postgres"}

	t.Run("NewestOfDebiansIsTaken", func(t *testing.T) {
		root := t.TempDir()
		t.Setenv("PATH", t.TempDir())
		install(t, filepath.Join(root, "9", "bin"), server...)
		want := install(t, filepath.Join(root, "15", "bin"), server...)
		install(t, filepath.Join(root, "17", "bin"), "psql") // a client alone
		if got, err := findBinaries(t.Context(), root); got != want || err != nil {
			t.Fatalf("%q, %v; want %q", got, err, want)
		}
	})

	t.Run("PathIsTheLastResort", func(t *testing.T) {
		want := install(t, t.TempDir(), server...)
		t.Setenv("PATH", want)
		if got, err := findBinaries(t.Context(), t.TempDir()); got != want || err != nil {
			t.Fatalf("%q, %v; want %q", got, err, want)
		}
	})

	t.Run("ErrNoServer", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if got, err := findBinaries(t.Context(), t.TempDir()); !errors.Is(err, ErrNoServer) {
			t.Fatalf("%q, %v; want ErrNoServer", got, err)
		}
	})
}
