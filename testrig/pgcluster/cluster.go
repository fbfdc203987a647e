// Package pgcluster runs a private PostgreSQL cluster for tests, drills and
// measurements: made in a temporary directory, reached through a socket in it,
// and gone with the process that asked for it.
//
// It stands apart from testrig so that programs can use it without importing
// the testing package.
package pgcluster

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Env names the environment variable with the URL of a PostgreSQL server that
// several test programs share. `make test` sets it, through testrig/cmd/pgtest.
// The user in it must be allowed to create databases.
const Env = "FYRTAARN_TEST_POSTGRES_URL"

// startLimit bounds initdb and the server's start together. They take about a
// second; a machine that needs a minute has something wrong that waiting will
// not cure.
const startLimit = 90 * time.Second

// roomNeeded is the free space, in bytes, that a memory file system must have
// before the cluster is put on it. Containers often give /dev/shm only 64 MiB.
const roomNeeded = 2 << 30

//go:embed cluster.sh
var supervisor string

// defaults make the server fast and its answers repeatable. Durability is
// switched off because the files never outlive the process.
var defaults = []string{
	"listen_addresses = ''",
	"max_connections = 300",
	"fsync = off",
	"full_page_writes = off",
	"synchronous_commit = off",
	"wal_level = minimal",
	"max_wal_senders = 0",
	"max_wal_size = '256MB'",
	"autovacuum = off",
	"jit = off",
	"timezone = 'UTC'",
	"log_timezone = 'UTC'",
	"lc_messages = 'C'",
}

// Cluster is a running PostgreSQL server that belongs to this process.
// Stop ends it; so does the end of the process, whatever the cause. Keep it
// reachable for as long as the server is needed: with it the garbage collector
// closes the pipe that the server lives by.
type Cluster struct {
	dir      string
	keeper   *exec.Cmd
	lifeline io.Closer
}

// Start makes a cluster and waits until it accepts connections. Each setting is
// a line for postgresql.conf ("shared_buffers = '1GB'") and wins over the
// defaults, which are those of a fast server without durability.
//
// ctx bounds the start alone. The error is meant to be read by a person: it
// says what is missing, or ends with the server's own log.
func Start(ctx context.Context, settings ...string) (*Cluster, error) {
	bin, err := FindBinaries(ctx)
	if err != nil {
		return nil, err
	}
	identity, err := unprivileged()
	if err != nil {
		return nil, err
	}
	base, err := workPlace()
	if err != nil {
		return nil, err
	}

	conf := strings.Join(append(append([]string{}, defaults...), settings...), "\n")
	// Not CommandContext: the cluster outlives the context of its start.
	keeper := exec.Command("/bin/sh", "-c", supervisor, "pgcluster", bin, base, conf) //nolint:gosec,noctx // fixed script; ends by the closing of its input
	// The caller's directory may be closed to the unprivileged user.
	keeper.Dir = "/"
	// A session of its own keeps the terminal's Ctrl-C from stopping the server
	// under tests that are still winding down.
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: identity}
	lifeline, err := keeper.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("pgcluster: %w", err)
	}
	reports, err := keeper.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("pgcluster: %w", err)
	}
	if err := keeper.Start(); err != nil {
		return nil, fmt.Errorf("pgcluster: start the supervisor: %w", err)
	}
	c := &Cluster{keeper: keeper, lifeline: lifeline}

	if err := c.await(ctx, reports); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// await reads the supervisor's one line and learns the directory from it.
func (c *Cluster) await(ctx context.Context, reports io.Reader) error {
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(reports).ReadString('\n') // an early end reads as an empty line
		line <- strings.TrimSpace(text)
	}()
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	select {
	case <-ctx.Done():
		return fmt.Errorf("pgcluster: PostgreSQL did not start: %w", ctx.Err())
	case text := <-line:
		word, dir, _ := strings.Cut(text, " ")
		c.dir = dir
		switch word {
		case "ready":
			return nil
		case "failed":
			log, _ := os.ReadFile(filepath.Join(dir, "log")) //nolint:gosec // a path made by our own script
			return fmt.Errorf("pgcluster: PostgreSQL did not start; its log:\n%s", log)
		default:
			return errors.New("pgcluster: PostgreSQL did not start: no temporary directory could be made")
		}
	}
}

// URL returns the connection string of the named database, for the cluster's
// superuser.
func (c *Cluster) URL(database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User("postgres"),
		Path:     "/" + database,
		RawQuery: url.Values{"host": {c.dir}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// ProcessID returns the operating system's number of the server's first
// process, the parent of all its others, for those who measure or kill it.
func (c *Cluster) ProcessID() (int, error) {
	text, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
	if err != nil {
		return 0, fmt.Errorf("pgcluster: %w", err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return 0, fmt.Errorf("pgcluster: postmaster.pid: %w", err)
	}
	return pid, nil
}

// Stop ends the server, cutting open connections, removes its files and
// returns when both are done.
func (c *Cluster) Stop() error {
	// The supervisor takes the end of its input as the word to finish, and
	// pg_ctl gives up on a server that will not stop after a minute.
	if err := c.lifeline.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("pgcluster: %w", err)
	}
	if err := c.keeper.Wait(); err != nil {
		return fmt.Errorf("pgcluster: stop: %w", err)
	}
	return nil
}

// unprivileged returns the identity under which the server runs: nil (one's
// own) unless this process is root, whom PostgreSQL refuses.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(account.Uid, 10, 32)
		if err != nil {
			continue
		}
		gid, err := strconv.ParseUint(account.Gid, 10, 32)
		if err != nil {
			continue
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("pgcluster: PostgreSQL refuses to run as root, and there is no account postgres or nobody to run it as")
}

// workPlace returns the directory for the cluster's files: in memory where
// there is room, since a test suite makes hundreds of small databases.
func workPlace() (string, error) {
	const memory = "/dev/shm"
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err == nil && fs.Bavail*uint64(fs.Bsize) >= roomNeeded { //nolint:gosec // block sizes are positive
		return memory, nil
	}
	dir, err := filepath.Abs(os.TempDir())
	if err != nil {
		return "", fmt.Errorf("pgcluster: %w", err)
	}
	return dir, nil
}
