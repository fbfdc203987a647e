package testrig

import (
	"context"
	"testing"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Walk reads a whole list page by page, forwards and backwards, and answers the
// nodes as they stand in the list. It fails where a page does not say truly
// what lies around it, or where the two ways differ; key names a node.
func Walk[T any](
	tb testing.TB, size int, key func(*T) string, list func(model.PageRequest) (*model.Connection[T], error),
) []*T {
	tb.Helper()
	var nodes []*T
	var forwards []string
	for page := (model.PageRequest{First: &size}); ; {
		c, err := list(page)
		if err != nil {
			tb.Fatalf("page after %d nodes: %v", len(nodes), err)
		}
		for i, node := range c.Nodes {
			if c.Edges[i].Node != node {
				tb.Fatal("edges and nodes differ")
			}
			nodes, forwards = append(nodes, node), append(forwards, key(node))
		}
		if c.PageInfo.HasPreviousPage != (page.After != nil) {
			tb.Fatalf("hasPreviousPage = %v after %d nodes", c.PageInfo.HasPreviousPage, len(nodes))
		}
		if !c.PageInfo.HasNextPage {
			break
		}
		page.After = c.PageInfo.EndCursor
	}
	var backwards []string
	for page := (model.PageRequest{Last: &size}); ; {
		c, err := list(page)
		if err != nil {
			tb.Fatalf("page before the last %d nodes: %v", len(backwards), err)
		}
		var keys []string
		for _, node := range c.Nodes {
			keys = append(keys, key(node))
		}
		backwards = append(keys, backwards...)
		if c.PageInfo.HasNextPage != (page.Before != nil) {
			tb.Fatalf("hasNextPage = %v before the last %d nodes", c.PageInfo.HasNextPage, len(backwards))
		}
		if !c.PageInfo.HasPreviousPage {
			break
		}
		page.Before = c.PageInfo.StartCursor
	}
	if len(forwards) != len(backwards) {
		tb.Fatalf("forwards %q, backwards %q", forwards, backwards)
	}
	for i := range forwards {
		if forwards[i] != backwards[i] {
			tb.Fatalf("forwards %q, backwards %q", forwards, backwards)
		}
	}
	return nodes
}

// SameStatements fails unless read, which answers how many rows it met, runs as
// many SQL statements after grow has made the rows many as it ran before.
func SameStatements(tb testing.TB, ctx context.Context, read func(context.Context) (int, error), grow func()) {
	tb.Helper()
	statements := func() (rows int, n int64) {
		counted, counter := store.WithStatementCount(ctx)
		rows, err := read(counted)
		if err != nil {
			tb.Fatal(err)
		}
		return rows, counter.Load()
	}
	fewRows, few := statements()
	grow()
	manyRows, many := statements()
	if few == 0 || few != many || fewRows == 0 || manyRows < 10*fewRows {
		tb.Fatalf("%d statements for %d rows, %d for %d", few, fewRows, many, manyRows)
	}
}
