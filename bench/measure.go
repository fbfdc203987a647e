package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"fyrtaarn/bench/dataset"
	"fyrtaarn/bench/load"
)

// warmUp is how long each server is loaded before the clock runs: connections
// open, statements are prepared, caches of the operating system fill.
const warmUp = time.Second

// outcome is what one query cost on both servers.
type outcome struct {
	query          query
	floor, product load.Result
	// ratios are the product's processor time per request over the floor's,
	// one per round, in order of size.
	ratios []float64
}

// measureQueries compares the product with the floor and prints the outcome.
func measureQueries(ctx context.Context, o options, out io.Writer) error {
	size, err := dataset.Scaled(o.scale)
	if err != nil {
		return err
	}
	start := time.Now()
	db, err := newDatabase(ctx, size, o.connections)
	if err != nil {
		return err
	}
	defer func() { _ = db.cluster.Stop() }()
	fmt.Fprintf(out, "%d delegations, %d organisations, %d people, made in %.0f s\n",
		size.Delegations, size.Organisations, size.People, time.Since(start).Seconds())

	floor, err := startSelf(ctx, floorCommand, db.url)
	if err != nil {
		return err
	}
	defer floor.stop()
	product, err := startProduct(ctx, o.product, db.url)
	if err != nil {
		return err
	}
	defer product.stop()

	if err := product.settle(ctx, db.pid); err != nil {
		return err
	}

	asked, err := queries(size, "127.0.0.1")
	if err != nil {
		return err
	}
	var outcomes []outcome
	for _, q := range asked {
		if !slices.Contains(o.which, q.name) {
			continue
		}
		result, err := compare(ctx, o, q,
			load.Target{Address: floor.address, Requests: q.floor, ServerPID: floor.pid(), DatabasePID: db.pid},
			load.Target{Address: product.address, Requests: q.product, Tokens: db.tokens, ServerPID: product.pid(), DatabasePID: db.pid})
		if err != nil {
			return err
		}
		outcomes = append(outcomes, result)
	}
	peak, err := load.PeakMemory(product.pid())
	if err != nil {
		return err
	}
	return report(out, o, outcomes, peak)
}

// compare lets the two take turns, so that whatever else the machine does falls
// on both.
func compare(ctx context.Context, o options, q query, floor, product load.Target) (outcome, error) {
	result := outcome{query: q}
	if err := sameAnswers(ctx, q, product, floor); err != nil {
		return result, err
	}
	for _, target := range []load.Target{floor, product} {
		if _, err := load.Run(ctx, target, o.connections, warmUp); err != nil {
			return result, err
		}
	}
	for range o.rounds {
		f, err := load.Run(ctx, floor, o.connections, o.seconds)
		if err != nil {
			return result, err
		}
		p, err := load.Run(ctx, product, o.connections, o.seconds)
		if err != nil {
			return result, err
		}
		result.ratios = append(result.ratios, p.PerThousand(p.Total())/f.PerThousand(f.Total()))
		result.floor.Add(f)
		result.product.Add(p)
	}
	slices.Sort(result.ratios)
	return result, nil
}

func report(out io.Writer, o options, outcomes []outcome, peak int64) error {
	for _, r := range outcomes {
		fmt.Fprintf(out, "\n%s: %s\n", r.query.name, r.query.what)
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(table, "\trequests/s\tp50 ms\tp99 ms\tKB\tCPU s/1000: server\tdatabase\ttotal\t")
		for _, row := range []struct {
			name string
			load.Result
		}{{"floor", r.floor}, {"product", r.product}} {
			fmt.Fprintf(table, "%s\t%.0f\t%.1f\t%.1f\t%.1f\t%.3f\t%.3f\t%.3f\t\n", row.name, row.PerSecond(),
				milliseconds(row.Percentile(0.5)), milliseconds(row.Percentile(0.99)), float64(row.Bytes)/float64(row.Requests)/1000,
				row.PerThousand(row.Server), row.PerThousand(row.Database), row.PerThousand(row.Total()))
		}
		if err := table.Flush(); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
		fmt.Fprintf(out, "total CPU per request: %.2f times the floor at %d connections (rounds from %.2f to %.2f)\n",
			r.product.PerThousand(r.product.Total())/r.floor.PerThousand(r.floor.Total()), o.connections,
			r.ratios[0], r.ratios[len(r.ratios)-1])
	}
	fmt.Fprintf(out, "\nmemory of the product: %d MiB at its highest\n", peak>>20)
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
