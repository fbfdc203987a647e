package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"fyrtaarn/bench/dataset"
	"fyrtaarn/bench/load"
	"fyrtaarn/model"
)

//go:embed activities.graphql
var activitiesDocument string

// The sizes between which the calendar is compared: what a page costs must not
// grow with what it is a page of.
const (
	fewActivities  = 1_000
	manyActivities = 100_000
)

// crowd is a server with a calendar of one size.
type crowd struct {
	size   dataset.Size
	target load.Target
	// pages are the requests, by the name of what is asked.
	pages map[string][]byte
}

// calendarPages are what is asked of both calendars, in order.
var calendarPages = []string{"first page of what is to come", "page after it", "first page of one country"}

// measureGrowth compares the calendar over many activities with that over few.
func measureGrowth(ctx context.Context, o options, out io.Writer) error {
	sizes := []int{fewActivities, manyActivities}
	crowds := make([]*crowd, len(sizes))
	for i, n := range sizes {
		c := &crowd{size: dataset.Size{Delegations: int(float64(n) * min(o.scale, 1)), Organisations: 2_000, People: 10_000, Bare: true}}
		db, err := newDatabase(ctx, c.size, o.connections)
		if err != nil {
			return err
		}
		defer func() { _ = db.cluster.Stop() }()
		product, err := startProduct(ctx, o.product, db.url)
		if err != nil {
			return err
		}
		defer product.stop()
		if err := product.settle(ctx, db.pid); err != nil {
			return err
		}
		c.target = load.Target{Address: product.address, Tokens: db.tokens, ServerPID: product.pid(), DatabasePID: db.pid}
		if err := c.ask(ctx); err != nil {
			return err
		}
		crowds[i] = c
	}
	fmt.Fprintf(out, "\ncalendar over %d activities beside the calendar over %d, 50 a page\n", crowds[1].size.Delegations, crowds[0].size.Delegations)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tfew: CPU s/1000\tmany: CPU s/1000\ttimes\trounds\t")
	for _, page := range calendarPages {
		few, many, ratios, err := crowds[0].against(ctx, o, crowds[1], page)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%.2f to %.2f\t\n", page, few, many, many/few, ratios[0], ratios[len(ratios)-1])
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return nil
}

// ask makes the requests; a later page needs the cursor of the one before.
func (c *crowd) ask(ctx context.Context) error {
	from := model.DateOf(dataset.Now).String()
	first := map[string]any{"from": from}
	body, err := post("127.0.0.1", activitiesDocument, first)
	if err != nil {
		return err
	}
	c.target.Requests = [][]byte{body}
	raw, err := load.Ask(ctx, c.target, 0)
	if err != nil {
		return err
	}
	var answer struct {
		Data struct {
			Activities struct{ PageInfo struct{ EndCursor string } }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	c.pages = map[string][]byte{calendarPages[0]: body}
	for i, variables := range []map[string]any{
		{"from": from, "after": answer.Data.Activities.PageInfo.EndCursor}, {"countries": []string{"DE"}},
	} {
		if c.pages[calendarPages[i+1]], err = post("127.0.0.1", activitiesDocument, variables); err != nil {
			return err
		}
	}
	return nil
}

// against lets the two take turns at one page, and answers the processor
// seconds per 1,000 requests of each and the ratio of each round.
func (c *crowd) against(ctx context.Context, o options, many *crowd, page string) (few, more float64, ratios []float64, err error) {
	var a, b load.Result
	for _, one := range []*crowd{c, many} {
		one.target.Requests = [][]byte{one.pages[page]}
		if _, err := load.Run(ctx, one.target, o.connections, warmUp); err != nil {
			return 0, 0, nil, err
		}
	}
	for range o.rounds {
		x, err := load.Run(ctx, c.target, o.connections, o.seconds)
		if err != nil {
			return 0, 0, nil, err
		}
		y, err := load.Run(ctx, many.target, o.connections, o.seconds)
		if err != nil {
			return 0, 0, nil, err
		}
		ratios = append(ratios, y.PerThousand(y.Total())/x.PerThousand(x.Total()))
		a.Add(x)
		b.Add(y)
	}
	slices.Sort(ratios)
	return a.PerThousand(a.Total()), b.PerThousand(b.Total()), ratios, nil
}
