package pgcluster

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ErrNoServer says that this machine has no PostgreSQL server programs.
var ErrNoServer = errors.New("no PostgreSQL server programs (initdb, pg_ctl, postgres) found: " +
	"`make test` as root installs them; else install your system's PostgreSQL server package, " +
	"or put its program directory on PATH")

// FindBinaries returns the directory that holds the PostgreSQL server programs:
// the one pg_config names, else the newest that Debian keeps, else the one on
// PATH. Without any it returns ErrNoServer.
func FindBinaries(ctx context.Context) (string, error) {
	return findBinaries(ctx, "/usr/lib/postgresql")
}

func findBinaries(ctx context.Context, debianRoot string) (string, error) {
	var candidates []string
	// pg_config comes with the client's development files too, so what it names
	// need not hold a server.
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		candidates = append(candidates, strings.TrimSpace(string(out)))
	}
	candidates = append(candidates, debianDirectories(debianRoot)...)
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if resolved, err := filepath.EvalSymlinks(initdb); err == nil {
			candidates = append(candidates, filepath.Dir(resolved))
		}
	}
	for _, dir := range candidates {
		if holdsServer(dir) {
			return dir, nil
		}
	}
	return "", ErrNoServer
}

// debianDirectories lists root/<version>/bin, the newest version first.
func debianDirectories(root string) []string {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil
	}
	var versions []int
	for _, entry := range entries {
		if version, err := strconv.Atoi(entry.Name()); err == nil {
			versions = append(versions, version)
		}
	}
	slices.Sort(versions)
	slices.Reverse(versions)
	dirs := make([]string, len(versions))
	for i, version := range versions {
		dirs[i] = filepath.Join(root, strconv.Itoa(version), "bin")
	}
	return dirs
}

func holdsServer(dir string) bool {
	for _, name := range []string{"initdb", "pg_ctl", "postgres"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode().Perm()&0o111 == 0 {
			return false
		}
	}
	return true
}
