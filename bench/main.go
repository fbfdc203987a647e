// Command bench measures the queries that people run most against the least
// that such a server can cost, and the sending of mails against a bare mail
// client. Every figure is a ratio between two programs in one run on one
// machine: seconds alone say more about the machine. docs/performance.md has
// what was found.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The first arguments with which this program is one of the others: the floor,
// which is told the database, and the mail server that throws everything away.
const (
	floorCommand = "serve-floor"
	sinkCommand  = "serve-sink"
)

// options are the command line's.
type options struct {
	which       []string
	scale       float64
	seconds     time.Duration
	rounds      int
	connections int
	product     string
	mails       int
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if len(os.Args) == 3 && os.Args[1] == floorCommand {
		return serveFloor(ctx, os.Args[2], os.Stdout)
	}
	if len(os.Args) == 2 && os.Args[1] == sinkCommand {
		return serveSink(ctx, os.Stdout)
	}
	o, err := parse(os.Args[1:])
	if err != nil {
		return err
	}
	if slices.ContainsFunc(o.which, func(name string) bool { return name != "mails" && growths[name].ask == nil }) {
		if err := measureQueries(ctx, o, os.Stdout); err != nil {
			return err
		}
	}
	for _, name := range o.which {
		if g := growths[name]; g.ask != nil {
			if err := measureGrowth(ctx, o, g, os.Stdout); err != nil {
				return err
			}
		}
	}
	if slices.Contains(o.which, "mails") {
		return measureMails(ctx, o, os.Stdout)
	}
	return nil
}

// all is what can be measured.
var all = []string{"calendar", "delegation", "companies", "companiesDeep", "growth", "companiesGrowth", "mails"}

func parse(arguments []string) (options, error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	which := flags.String("which", strings.Join(all, ","), "what to measure")
	scale := flags.Float64("scale", 1, "size of the data; 1 is 10,000 delegations and 40,000 assessments")
	seconds := flags.Float64("seconds", 5, "how long one round loads one server")
	rounds := flags.Int("rounds", 3, "how often floor and product take turns")
	connections := flags.Int("connections", 8, "how many clients ask at once")
	product := flags.String("product", "bin/fyrtaarn", "the program that is measured")
	mails := flags.Int("mails", 2000, "how many mails are sent")
	if err := flags.Parse(arguments); err != nil {
		return options{}, err
	}
	o := options{
		which: strings.Split(*which, ","), scale: *scale, seconds: time.Duration(*seconds * float64(time.Second)), rounds: *rounds,
		connections: *connections, product: *product, mails: *mails,
	}
	for _, name := range o.which {
		if !slices.Contains(all, name) {
			return o, fmt.Errorf("bench: %q cannot be measured; -which takes %s", name, strings.Join(all, ", "))
		}
	}
	if o.rounds < 1 || o.connections < 1 || o.seconds <= 0 || o.mails < 1 {
		return o, errors.New("bench: rounds, connections, seconds and mails must be positive")
	}
	return o, nil
}
