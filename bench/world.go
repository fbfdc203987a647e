package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/bench/dataset"
	"fyrtaarn/bench/floor"
	"fyrtaarn/bench/load"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig/pgcluster"
)

// settings are those of a small server in use. What the tests switch off for
// speed stays off: nothing here waits for a disk.
var settings = []string{"shared_buffers = '256MB'", "work_mem = '8MB'", "effective_cache_size = '1GB'"}

// productClock is how far the product's clock is ahead: long after the last
// visit no job has anything to do but the planner, whose hours are taken.
const productClock = 10 * 365 * 24 * time.Hour

// plannerJob is what the product calls the slots of its planner, and takenHours
// how many of them are taken. Else the first to start would plan the reminders
// of ten thousand visits while it is measured.
const (
	plannerJob = "reminderPlanner"
	takenHours = 6
)

// startLimit bounds how long a server may take until it answers.
const startLimit = time.Minute

// database is a cluster with the data in it.
type database struct {
	cluster *pgcluster.Cluster
	url     string
	pid     int
	// tokens are the callers'.
	tokens []string
}

func newDatabase(ctx context.Context, size dataset.Size, clients int) (*database, error) {
	cluster, err := pgcluster.Start(ctx, settings...)
	if err != nil {
		return nil, err
	}
	d := &database{cluster: cluster, url: cluster.URL("postgres")}
	if d.pid, err = cluster.ProcessID(); err == nil {
		err = d.fill(ctx, size, clients)
	}
	if err != nil {
		return nil, errors.Join(err, cluster.Stop())
	}
	return d, nil
}

func (d *database) fill(ctx context.Context, size dataset.Size, clients int) error {
	db, err := store.Open(ctx, d.url)
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
	if err := db.SyncTemplates(ctx, dataset.Now); err != nil {
		return err
	}
	now := time.Now().Add(productClock).UTC().Truncate(time.Hour)
	for i := range takenHours {
		slot := store.JobSlot{Job: plannerJob, Slot: now.Add(time.Duration(i) * time.Hour), TakenAt: now}
		if _, err := db.TakeSlot(ctx, slot); err != nil {
			return err
		}
	}
	if d.tokens, err = tokens(ctx, db, clients*load.Callers); err != nil {
		return err
	}
	return dataset.Load(ctx, d.url, size)
}

// tokens lets n advisers in, one for each caller.
func tokens(ctx context.Context, db *store.DB, n int) ([]string, error) {
	core := &app.Core{Store: db, Clock: app.SystemClock{}, Log: slog.Default()}
	ctx = model.WithActor(ctx, model.System("bench"))
	all := make([]string, n)
	for i := range all {
		in := model.AccessTokenCreateInput{Name: fmt.Sprintf("bench %d", i), Role: model.RoleAdviser}
		plain, _, err := access.New(core).TokenCreate(ctx, in, nil)
		if err != nil {
			return nil, err
		}
		all[i] = plain
	}
	return all, nil
}

// server is one of the two that are compared, as a process of its own.
type server struct {
	command *exec.Cmd
	address string
	// said is what it wrote until it stopped.
	said *tail
}

// tail keeps the end of what a process writes.
type tail struct{ last []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.last = append(t.last, p...)
	t.last = t.last[max(0, len(t.last)-4000):]
	return len(p), nil
}

// startSelf runs this program again with other arguments. It must begin with a
// line that says the address on which it serves.
func startSelf(ctx context.Context, arguments ...string) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	s := &server{command: exec.CommandContext(ctx, self, arguments...), said: &tail{}} //nolint:gosec // this program itself
	out, err := s.command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	s.command.Stderr = s.said
	if err := s.command.Start(); err != nil {
		return nil, fmt.Errorf("bench: start %s: %w", arguments[0], err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("bench: %s did not start: %w\n%s", arguments[0], err, s.said.last)
	}
	s.address = strings.TrimSpace(line)
	return s, nil
}

// serveFloor is what floorCommand runs.
func serveFloor(ctx context.Context, databaseURL string, out io.Writer) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	if _, err := fmt.Fprintln(out, listener.Addr()); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return floor.Serve(ctx, databaseURL, listener)
}

// startProduct serves with the built program.
func startProduct(ctx context.Context, program, databaseURL string) (*server, error) {
	if _, err := os.Stat(program); err != nil {
		return nil, fmt.Errorf("bench: there is no %s: run `make build` first", program)
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &server{command: exec.CommandContext(ctx, program, "serve"), address: address, said: &tail{}}
	s.command.Env = append(os.Environ(),
		"FYRTAARN_DATABASE_URL="+databaseURL, "FYRTAARN_ADDR="+address, "FYRTAARN_ADMIN_ADDR=off", "FYRTAARN_SMTP_URL=", "FYRTAARN_DEMO=0",
		"FYRTAARN_CLOCK_OFFSET="+productClock.String(), "FYRTAARN_PUBLIC_URL=", "FYRTAARN_LOG_LEVEL=warn",
	)
	s.command.Stdout, s.command.Stderr = s.said, s.said
	s.command.Cancel = func() error { return s.command.Process.Signal(syscall.SIGTERM) }
	if err := s.command.Start(); err != nil {
		return nil, fmt.Errorf("bench: start the product: %w", err)
	}
	if err := s.awaitReady(ctx); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, s.said.last)
	}
	return s, nil
}

// freeAddress is a port that nobody listens on at this moment.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("bench: %w", err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String(), nil
}

var errNotReady = errors.New("bench: the product did not become ready")

func (s *server) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	ready := url.URL{Scheme: "http", Host: s.address, Path: "/readyz"}
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, ready.String(), nil)
		if err != nil {
			return fmt.Errorf("bench: %w", err)
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return errNotReady
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// What counts as rest: so little processor time of server and database within
// so long.
const (
	restSpan = time.Second
	restCPU  = 50 * time.Millisecond
)

var errNoRest = errors.New("bench: the product does not come to rest")

// settle waits until the product has done what it does after its start, and
// does nothing but wait for requests.
func (s *server) settle(ctx context.Context, database int) error {
	before, err := s.spent(database)
	for range int(5 * time.Minute / restSpan) {
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(restSpan):
		}
		after, failed := s.spent(database)
		if failed != nil {
			return failed
		}
		if after-before < restCPU {
			return nil
		}
		before = after
	}
	return errNoRest
}

// spent is the processor time of the server and the database.
func (s *server) spent(database int) (time.Duration, error) {
	own, err := load.CPU(s.pid())
	if err != nil {
		return 0, err
	}
	db, err := load.FamilyCPU(database)
	return own + db, err
}

func (s *server) pid() int { return s.command.Process.Pid }

// stop ends the process and waits for it.
func (s *server) stop() {
	_ = s.command.Process.Signal(syscall.SIGTERM)
	_ = s.command.Wait() // it was told to end; how does not matter
}
