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

// growth compares what pages of a list cost over few rows and over many: that
// must not grow with what they are pages of.
type growth struct {
	// list says what the list is of; few and many are how much there is, which
	// grow by unit.
	list, unit string
	few, many  int
	size       func(n int) dataset.Size
	// ask makes the requests for the pages, in order.
	ask func(ctx context.Context, target load.Target) ([]page, error)
}

// pageLength is how many rows every page has.
const pageLength = 50

// page is one page of a list, with the requests that take turns in asking for it.
type page struct {
	name     string
	requests [][]byte
}

// growths are what is measured. The companies are as many in both: what grows is
// how many of them have been assessed.
var growths = map[string]growth{
	"growth": {
		list: "calendar", unit: "activities", few: 1_000, many: 100_000,
		size: func(n int) dataset.Size {
			return dataset.Size{Delegations: n, Organisations: 2_000, People: 10_000, Bare: true}
		},
		ask: calendarPages,
	},
	"companiesGrowth": {
		list: "companies by score", unit: "assessments", few: 4_000, many: 40_000,
		size: func(n int) dataset.Size {
			return dataset.Size{Delegations: 300, Organisations: 20_000, People: 10_000, Assessed: n / len(dataset.Markets), Bare: true}
		},
		ask: companyPages,
	},
}

// crowd is a server with a list of one size.
type crowd struct {
	target load.Target
	pages  []page
}

// measureGrowth compares the list over much with that over little.
func measureGrowth(ctx context.Context, o options, g growth, out io.Writer) error {
	few, many := int(float64(g.few)*min(o.scale, 1)), int(float64(g.many)*min(o.scale, 1))
	var crowds [2]crowd
	for i, n := range []int{few, many} {
		db, err := newDatabase(ctx, g.size(n), o.connections)
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
		c := &crowds[i]
		c.target = load.Target{Address: product.address, Tokens: db.tokens, ServerPID: product.pid(), DatabasePID: db.pid}
		if c.pages, err = g.ask(ctx, c.target); err != nil {
			return err
		}
		for _, p := range c.pages {
			if err := full(ctx, c.target, p); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(out, "\n%s over %d %s beside %d, 50 a page\n", g.list, many, g.unit, few)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tfew: CPU s/1000\tof it database\tmany: CPU s/1000\tof it database\ttimes\trounds\t")
	for i := range crowds[0].pages {
		few, many, ratios, err := crowds[0].against(ctx, o, &crowds[1], i)
		if err != nil {
			return err
		}
		a, b := few.PerThousand(few.Total()), many.PerThousand(many.Total())
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f to %.2f\t\n", crowds[0].pages[i].name,
			a, few.PerThousand(few.Database), b, many.PerThousand(many.Database), b/a, ratios[0], ratios[len(ratios)-1])
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return nil
}

// calendarPages asks for what is to come; a later page needs the cursor of the
// one before.
func calendarPages(ctx context.Context, target load.Target) ([]page, error) {
	from := model.DateOf(dataset.Now).String()
	body, err := post("127.0.0.1", activitiesDocument, map[string]any{"from": from})
	if err != nil {
		return nil, err
	}
	target.Requests = [][]byte{body}
	raw, err := load.Ask(ctx, target, 0)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data struct {
			Activities struct{ PageInfo struct{ EndCursor string } }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	pages := []page{{"first page of what is to come", target.Requests}}
	for _, later := range []struct {
		name      string
		variables map[string]any
	}{
		{"page after it", map[string]any{"from": from, "after": answer.Data.Activities.PageInfo.EndCursor}},
		{"first page of one country", map[string]any{"countries": []string{"DE"}}},
	} {
		if body, err = post("127.0.0.1", activitiesDocument, later.variables); err != nil {
			return nil, err
		}
		pages = append(pages, page{later.name, [][]byte{body}})
	}
	return pages, nil
}

// companyPages asks for companies by market and least score, from the best on and
// from deep within.
func companyPages(context.Context, load.Target) ([]page, error) {
	first, deep, err := companyQueries("127.0.0.1", middleScore)
	return []page{{"first page of a market", first.product}, {"page from the middle", deep.product}}, err
}

// full refuses requests that answer less than a page: a short page costs less.
func full(ctx context.Context, target load.Target, p page) error {
	target.Requests = p.requests
	for i := range p.requests {
		raw, err := load.Ask(ctx, target, i)
		if err != nil {
			return err
		}
		var answer struct {
			Data map[string]struct{ Nodes []json.RawMessage }
		}
		if err := json.Unmarshal(raw, &answer); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
		for list, rows := range answer.Data {
			if len(rows.Nodes) != pageLength {
				return fmt.Errorf("bench: %s answers %d %s instead of %d", p.name, len(rows.Nodes), list, pageLength)
			}
		}
	}
	return nil
}

// against lets the two take turns at the i-th page, and answers what each cost
// and the ratio of each round.
func (c *crowd) against(ctx context.Context, o options, many *crowd, i int) (few, more load.Result, ratios []float64, err error) {
	for _, one := range []*crowd{c, many} {
		one.target.Requests = one.pages[i].requests
		if _, err := load.Run(ctx, one.target, o.connections, warmUp); err != nil {
			return few, more, nil, err
		}
	}
	for range o.rounds {
		x, err := load.Run(ctx, c.target, o.connections, o.seconds)
		if err != nil {
			return few, more, nil, err
		}
		y, err := load.Run(ctx, many.target, o.connections, o.seconds)
		if err != nil {
			return few, more, nil, err
		}
		ratios = append(ratios, y.PerThousand(y.Total())/x.PerThousand(x.Total()))
		few.Add(x)
		more.Add(y)
	}
	slices.Sort(ratios)
	return few, more, ratios, nil
}
