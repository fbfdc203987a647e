package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// keyset is the order of a list: an expression with an index that ends in id,
// and the id to tell equals apart. A cursor holds both values of one row and
// the order's name, so that it cannot be used in another order.
type keyset[T any] struct {
	name string
	expr string
	desc bool
	// key answers the expression's value and the id of a row.
	key func(*T) (value any, id model.ID)
	// parse reads the value back from a cursor.
	parse func(text string) (any, bool)
}

// cursor is what stands inside the opaque text.
type cursor struct {
	Order string   `json:"o"`
	Value string   `json:"v"`
	ID    model.ID `json:"i"`
}

func (k keyset[T]) cursorOf(row *T) string {
	value, id := k.key(row)
	raw, _ := json.Marshal(cursor{k.name, keyText(value), id}) //nolint:errchkjson // strings and ids always marshal
	return base64.RawURLEncoding.EncodeToString(raw)
}

func keyText(value any) string {
	switch v := value.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case model.Date:
		if v.IsZero() {
			return noDate.String()
		}
		return v.String()
	case model.BasisPoints:
		return strconv.Itoa(int(v))
	case string:
		return v
	}
	return ""
}

// noDate stands for an absent day in an order: after all that have one.
var noDate = model.NewDate(9999, time.December, 31)

func parseText(text string) (any, bool) { return text, true }

func parseScore(text string) (any, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func parseInstant(text string) (any, bool) {
	t, err := time.Parse(time.RFC3339, text)
	return t.UTC(), err == nil
}

func parseDay(text string) (any, bool) {
	d, err := model.ParseDate(text)
	return d, err == nil
}

func (k keyset[T]) read(text, field string) (value any, id model.ID, err error) {
	bad := model.BadInput(field, "error.cursor.invalid")
	raw, derr := base64.RawURLEncoding.DecodeString(text)
	if derr != nil || len(text) > 2000 {
		return nil, id, bad
	}
	var c cursor
	if json.Unmarshal(raw, &c) != nil || c.Order != k.name || c.ID == (model.ID{}) {
		return nil, id, bad
	}
	value, ok := k.parse(c.Value)
	if !ok {
		return nil, id, bad
	}
	return value, c.ID, nil
}

// list is everything that tells one connection from another.
type list[T any] struct {
	// alias is how bun names the table inside a statement.
	alias   string
	columns columns
	order   keyset[T]
	// keys are the columns that the order's cursor is made of.
	keys []string
	// where adds the filter's conditions.
	where func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery
	// extra adds computed columns; nil adds none.
	extra func(sel *bun.SelectQuery) *bun.SelectQuery
}

// connection reads one page of a list, and its total count when that was asked
// for. f are the fields asked of its nodes, with totalCount beside them.
func connection[T any](ctx context.Context, q Queries, l list[T], req model.PageRequest, f model.Fields) (*model.Connection[T], error) {
	n, backward, err := req.Limit()
	if err != nil {
		return nil, err
	}
	conn := &model.Connection[T]{Nodes: []*T{}, Edges: []model.Edge[T]{}}
	s := q.statement()
	sel := l.columns.pick(q.bun.NewSelect().Model((*T)(nil)), f, l.keys...)
	if l.extra != nil {
		sel = l.extra(sel)
	}
	sel = l.where(s, sel)
	if sel, err = l.bounds(s, sel, req); err != nil {
		return nil, err
	}
	if f.Wants("totalCount") {
		if conn.TotalCount, err = l.total(ctx, q); err != nil {
			return nil, err
		}
	}
	if n == 0 {
		return conn, nil
	}
	direction := " ASC"
	if l.order.desc != backward {
		direction = " DESC"
	}
	sel = sel.OrderExpr(l.order.expr + direction).OrderExpr(l.alias + ".id" + direction).Limit(int64(n) + 1)
	var rows []*T
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	more := len(rows) > n
	if more {
		rows = rows[:n]
	}
	if backward {
		slices.Reverse(rows)
	}
	conn.PageInfo.HasNextPage = more && !backward || backward && req.Before != nil
	conn.PageInfo.HasPreviousPage = more && backward || !backward && req.After != nil
	conn.Nodes = rows
	conn.Edges = make([]model.Edge[T], len(rows))
	for i, row := range rows {
		conn.Edges[i] = model.Edge[T]{Cursor: l.order.cursorOf(row), Node: row}
	}
	if len(rows) > 0 {
		conn.PageInfo.StartCursor = &conn.Edges[0].Cursor
		conn.PageInfo.EndCursor = &conn.Edges[len(rows)-1].Cursor
	}
	return conn, nil
}

// bounds adds the conditions of the cursors.
func (l list[T]) bounds(s *statement, sel *bun.SelectQuery, req model.PageRequest) (*bun.SelectQuery, error) {
	for _, bound := range []struct {
		cursor *string
		field  string
		before bool
	}{{req.After, "after", false}, {req.Before, "before", true}} {
		if bound.cursor == nil {
			continue
		}
		value, id, err := l.order.read(*bound.cursor, bound.field)
		if err != nil {
			return nil, err
		}
		op := ">"
		if bound.before != l.order.desc {
			op = "<"
		}
		sel = sel.Where("("+l.order.expr+", "+l.alias+".id) "+op+" (?, ?)", s.arg(value), s.arg(id))
	}
	return sel, nil
}

// total counts all rows of the list, whatever the page.
func (l list[T]) total(ctx context.Context, q Queries) (*int, error) {
	s := q.statement()
	n, err := s.count(ctx, l.where(s, q.bun.NewSelect().Model((*T)(nil))))
	return &n, err
}
