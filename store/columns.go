package store

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// columns says which columns of a table stand behind which fields of the
// schema. What the keyset, the permissions and the relations need is always
// read; a field that is not named here needs no column.
type columns struct {
	always  []string
	byField map[string][]string
}

// pick adds the columns that the fields need, and the keys. A nil Fields reads all.
func (c columns) pick(sel *bun.SelectQuery, f model.Fields, keys ...string) *bun.SelectQuery {
	if f == nil {
		return sel
	}
	names := append(slices.Clone(c.always), keys...)
	for field := range f {
		for _, column := range c.byField[field] {
			if !slices.Contains(names, column) {
				names = append(names, column)
			}
		}
	}
	// A fixed order keeps the statement's text, and so its plan, the same.
	slices.Sort(names)
	return sel.Column(slices.Compact(names)...)
}

// idsOf collects the distinct ids that rows point to.
func idsOf[T any](rows []T, of func(T) *model.ID) []model.ID {
	seen := make(map[model.ID]struct{}, len(rows))
	ids := make([]model.ID, 0, len(rows))
	for _, row := range rows {
		id := of(row)
		if id == nil {
			continue
		}
		if _, twice := seen[*id]; !twice {
			seen[*id] = struct{}{}
			ids = append(ids, *id)
		}
	}
	return ids
}

// index maps rows by an id.
func index[T any](rows []*T, of func(*T) model.ID) map[model.ID]*T {
	byID := make(map[model.ID]*T, len(rows))
	for _, row := range rows {
		byID[of(row)] = row
	}
	return byID
}

// lookup answers the row that a nullable id points to.
func lookup[T any](byID map[model.ID]*T, id *model.ID) *T {
	if id == nil {
		return nil
	}
	return byID[*id]
}

// ref is one to-one relation of a row: its field in the schema, the id it
// points to and where the row that was read goes.
type ref[P, C any] struct {
	field string
	id    func(*P) *model.ID
	set   func(*P, *C)
}

// toOne reads several relations to the same table in one statement, with the
// union of what was asked of them.
func toOne[P, C any](
	ctx context.Context, rows []*P, f model.Fields, refs []ref[P, C],
	read func(context.Context, []model.ID, model.Fields) (map[model.ID]*C, error),
) error {
	asked := model.Fields{}
	var wanted []ref[P, C]
	var ids []model.ID
	for _, r := range refs {
		sub, ok := f.Relation(r.field)
		if !ok {
			continue
		}
		wanted = append(wanted, r)
		asked = asked.Union(sub)
		ids = append(ids, idsOf(rows, r.id)...)
	}
	if len(ids) == 0 {
		return nil
	}
	byID, err := read(ctx, ids, asked)
	if err != nil {
		return err
	}
	for _, r := range wanted {
		for _, row := range rows {
			if child := lookup(byID, r.id(row)); child != nil {
				r.set(row, child)
			}
		}
	}
	return nil
}

func idTexts(ids []model.ID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return texts
}
