package main

import (
	"bufio"
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fyrtaarn/testrig/pgcluster"
)

// asCommand makes this test program behave as pgtest itself, so that the tests
// can run it, and kill it, as a process.
const asCommand = "PGTEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

func pgtest(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	return cmd
}

// running starts pgtest with a command that prints the URL it was given and
// then waits for ever, and returns the URL. A connection proves the server up.
func running(t *testing.T) (*exec.Cmd, string) {
	t.Helper()
	cmd := pgtest(t, "sh", "-c", `echo "$`+pgcluster.Env+`"; exec cat`)
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = input.Close() })
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("pgtest gave no URL: %v", err)
	}
	return cmd, strings.TrimSpace(line)
}

func directory(t *testing.T, server string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	dir := u.Query().Get("host")
	if !filepath.IsAbs(dir) {
		t.Fatalf("%q names no directory", server)
	}
	return dir
}

// gone waits for the server to cut the connection and for its files to vanish.
func gone(t *testing.T, conn *pgx.Conn, dir string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if _, err := conn.WaitForNotification(ctx); ctx.Err() != nil {
		t.Fatalf("the server still runs: %v", err)
	}
	check := time.NewTicker(10 * time.Millisecond)
	defer check.Stop()
	for {
		if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s is still there", dir)
		case <-check.C:
		}
	}
}

func TestExitCodeIsTheCommands(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]int{"exit 0": 0, "exit 3": 3, "kill -9 $$": 128 + 9} {
		cmd := pgtest(t, "sh", "-c", script)
		err := cmd.Run()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("%s: exit code %d (%v), want %d", script, got, err, want)
		}
	}
}

func TestNoCommandIsRefused(t *testing.T) {
	t.Parallel()
	cmd := pgtest(t)
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(said), "no command given") {
		t.Fatalf("%v, said %q", err, said)
	}
}

func TestNothingIsLeftWhenTheCommandEnds(t *testing.T) {
	t.Parallel()
	out, err := pgtest(t, "sh", "-c", `echo "$`+pgcluster.Env+`"`).Output()
	if err != nil {
		t.Fatal(err)
	}
	// No waiting here: pgtest must not end before its cluster.
	if _, err := os.Stat(directory(t, strings.TrimSpace(string(out)))); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("the cluster's directory outlived pgtest: %v", err)
	}
}

func TestNothingIsLeftWhenPgtestIsStopped(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{
		"Terminated": syscall.SIGTERM, "Interrupted": syscall.SIGINT, "Killed": syscall.SIGKILL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, server := running(t)
			conn, err := pgx.Connect(t.Context(), server)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = conn.Close(context.Background()) })
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			gone(t, conn, directory(t, server))
			if err := cmd.Wait(); err == nil {
				t.Error("pgtest reported success")
			}
		})
	}
}
