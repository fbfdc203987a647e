// Command fault kills what sends the reminders, again and again, and counts at
// the mail server what became of them:
//
//	go run ./fault          3,000 mails on PostgreSQL, then on SQLite
//	go run ./fault -short     300 mails each, on both at once
//	go run ./fault seats      500 registrations at once for 30 places, 20 times
//
// Three replicas share a PostgreSQL cluster of the drill's own; one process has
// the SQLite file. Every few seconds one is killed with SIGKILL and started
// again, while the mail server refuses one mail in five for now. It ends with an
// error when a promise did not hold.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"fyrtaarn/testrig/pgcluster"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "seats" {
		seats := flag.NewFlagSet("seats", flag.ExitOnError)
		runs := seats.Int("runs", 20, "how often")
		program := seats.String("program", "bin/fyrtaarn", "the built program")
		_ = seats.Parse(os.Args[2:]) // it ends the program by itself
		if err := seatDrills(context.Background(), *program, *runs); err != nil {
			fmt.Fprintln(os.Stderr, "fault:", err)
			os.Exit(1)
		}
		return
	}
	asReplica := flag.Bool("replica", false, "be a replica (the drill starts them itself)")
	database := flag.String("database", "", "of the replica")
	smtpURL := flag.String("smtp", "", "of the replica")
	offset := flag.Duration("offset", 0, "of the replica's clock")
	quick := flag.Bool("short", false, "300 mails on each database instead of 3,000")
	flag.Parse()
	var err error
	if *asReplica {
		err = serve(*database, *smtpURL, *offset)
	} else {
		err = drills(context.Background(), *quick)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fault:", err)
		os.Exit(1)
	}
}

// drills runs both and prints what the mail server has seen.
func drills(ctx context.Context, quick bool) (err error) {
	of, spread, pause := size{visits: 10, people: 20, rules: 15}, 30*time.Second, 4*time.Second
	if quick {
		of, spread, pause = size{visits: 3, people: 20, rules: 5}, 10*time.Second, 3*time.Second
	}
	// Durable, as in production: a kill must find what was committed.
	cluster, err := pgcluster.Start(ctx, "fsync = on", "synchronous_commit = on", "full_page_writes = on")
	if err != nil {
		return err
	}
	defer func() {
		if stopErr := cluster.Stop(); err == nil {
			err = stopErr
		}
	}()
	dir, err := os.MkdirTemp("", "fyrtaarn-fault-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	// The short drill is a check and not a measurement: while the one waits for a
	// lease to end, the other works.
	atOnce := 1
	if quick {
		atOnce = 2
	}
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, d := range []drill{
		{name: "PostgreSQL, three replicas", url: cluster.URL("postgres"), replicas: 3, size: of, spread: spread, pause: pause},
		{name: "SQLite, one process", url: "sqlite:" + filepath.Join(dir, "drill.db"), replicas: 1, size: of, spread: spread, pause: pause},
	} {
		group.Go(func() error {
			began := time.Now()
			f, err := d.run(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", d.name, err)
			}
			var said strings.Builder
			f.print(&said, fmt.Sprintf("%s (%s)", d.name, time.Since(began).Round(time.Second)))
			for _, promise := range f.broken() {
				fmt.Fprintf(&said, "  BROKEN: %s\n", promise)
			}
			fmt.Print(said.String())
			if n := len(f.broken()); n > 0 {
				return fmt.Errorf("%s: %d promises did not hold", d.name, n)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	fmt.Println("Every promise held.")
	return nil
}
