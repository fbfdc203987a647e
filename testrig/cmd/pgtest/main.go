// Command pgtest runs a command beside a private PostgreSQL cluster:
//
//	pgtest go test ./...
//
// The command finds the cluster's URL in FYRTAARN_TEST_POSTGRES_URL, and pgtest
// ends as the command does. The cluster is gone afterwards, also when pgtest is
// killed. With -find it only prints where the PostgreSQL server programs are,
// and fails if they are nowhere.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"fyrtaarn/testrig/pgcluster"
)

func main() {
	find := flag.Bool("find", false, "print the directory of the PostgreSQL server programs and end")
	flag.Parse()
	code, err := run(*find, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
	}
	os.Exit(code)
}

func run(find bool, command []string) (code int, err error) {
	ctx := context.Background()
	if find {
		dir, err := pgcluster.FindBinaries(ctx)
		if err != nil {
			return 1, err
		}
		fmt.Println(dir)
		return 0, nil
	}
	if len(command) == 0 {
		return 2, errors.New("no command given")
	}

	// Caught before the cluster exists, so that no signal ends pgtest while it
	// holds one: the command gets them, and its end is pgtest's.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)

	cluster, err := pgcluster.Start(ctx)
	if err != nil {
		return 1, err
	}
	defer func() {
		if stopErr := cluster.Stop(); stopErr != nil {
			code, err = max(code, 1), errors.Join(err, stopErr)
		}
	}()

	cmd := exec.Command(command[0], command[1:]...) //nolint:gosec,noctx // running the caller's command is the purpose; signals end it
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), pgcluster.Env+"="+cluster.URL("postgres"))
	if err := cmd.Start(); err != nil {
		return 127, err
	}
	go func() {
		for s := range signals {
			_ = cmd.Process.Signal(s) // it may have ended just now
		}
	}()
	err = cmd.Wait()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		if status, ok := ended.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			return 128 + int(status.Signal()), nil
		}
		return ended.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
