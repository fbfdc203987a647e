package model

// Relay connections, as plain structs that GraphQL reads member by member.

// MaxPage and DefaultPage bound how many nodes one page of a connection holds.
const (
	MaxPage     = 100
	DefaultPage = 25
)

// PageRequest is what a reader asks of a connection: first and after, or last
// and before.
type PageRequest struct {
	First, Last   *int
	After, Before *string
}

// Limit answers how many nodes to read and whether from the end. It refuses
// first and last together, and any number outside 1 to MaxPage; 0 is allowed
// and reads no node.
func (p PageRequest) Limit() (n int, backward bool, err error) {
	if p.First != nil && p.Last != nil {
		return 0, false, BadInput("last", "error.page.firstAndLast")
	}
	n, field := DefaultPage, "first"
	switch {
	case p.First != nil:
		n = *p.First
	case p.Last != nil:
		n, backward, field = *p.Last, true, "last"
	case p.Before != nil && p.After == nil:
		backward = true
	}
	if n < 0 || n > MaxPage {
		return 0, false, BadInput(field, "error.page.size").With("Max", MaxPage)
	}
	return n, backward, nil
}

// PageInfo is Relay's.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Edge is one node with the cursor after which the next page starts.
type Edge[T any] struct {
	Cursor string
	Node   *T
}

// Connection is one page of a list. TotalCount is set only when it was asked
// for.
type Connection[T any] struct {
	Edges      []Edge[T]
	Nodes      []*T
	PageInfo   PageInfo
	TotalCount *int
}

// OrderDirection is ascending or descending.
type OrderDirection string

// The two directions.
const (
	Ascending  OrderDirection = "ASC"
	Descending OrderDirection = "DESC"
)
