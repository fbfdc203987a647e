package store

import (
	"context"

	"fyrtaarn/model"
)

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

// wanted gathers what many rows point to in one table, so that one statement
// reads it, with the union of what was asked.
type wanted[C any] struct {
	fields model.Fields
	ids    []model.ID
	give   []func(byID map[model.ID]*C)
}

// ask adds ids of which the fields are wanted; give gets what was read.
func (w *wanted[C]) ask(ids []model.ID, f model.Fields, give func(byID map[model.ID]*C)) {
	if len(ids) == 0 {
		return
	}
	w.fields = w.fields.Union(f)
	w.ids = append(w.ids, ids...)
	w.give = append(w.give, give)
}

// read runs the statement and hands out what it found. A row that several
// relations point to is one and the same for all of them.
func (w *wanted[C]) read(ctx context.Context, by func(context.Context, []model.ID, model.Fields) (map[model.ID]*C, error)) error {
	if len(w.ids) == 0 {
		return nil
	}
	byID, err := by(ctx, idsOf(w.ids, func(id model.ID) *model.ID { return &id }), w.fields)
	if err != nil {
		return err
	}
	for _, give := range w.give {
		give(byID)
	}
	return nil
}

// want adds those of the relations that were asked for.
func want[P, C any](w *wanted[C], rows []*P, f model.Fields, refs ...ref[P, C]) {
	for _, r := range refs {
		if asked, ok := f.Relation(r.field); ok {
			w.ask(idsOf(rows, r.id), asked, func(byID map[model.ID]*C) {
				for _, row := range rows {
					if child := lookup(byID, r.id(row)); child != nil {
						r.set(row, child)
					}
				}
			})
		}
	}
}

// toOne reads several relations to the same table in one statement.
func toOne[P, C any](
	ctx context.Context, rows []*P, f model.Fields, refs []ref[P, C],
	by func(context.Context, []model.ID, model.Fields) (map[model.ID]*C, error),
) error {
	var w wanted[C]
	want(&w, rows, f, refs...)
	return w.read(ctx, by)
}

// parties gathers the organisations and people that everything on one page
// points to: a visit's own, its sessions' hosts, its delegates. Each table is
// read once, after everything else.
type parties struct {
	organisations wanted[model.Organisation]
	people        wanted[model.Person]
}

func (p *parties) read(ctx context.Context, q Queries) error {
	if err := p.people.read(ctx, q.personIndex); err != nil {
		return err
	}
	return p.organisations.read(ctx, q.organisationIndex)
}
