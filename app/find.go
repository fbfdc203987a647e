package app

import (
	"context"

	"fyrtaarn/model"
)

// Reader reads the rows with the ids that the viewer may see, with what was asked
// of them.
type Reader[T any] func(ctx context.Context, ids []model.ID, f model.Fields) ([]*T, error)

// First answers the one row that was read; nil where there is none.
func First[T any](rows []*T, err error) (*T, error) {
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// ByGlobalID answers what has the id; nil when there is no such thing that the
// viewer may see, and for the id of something else. What is no id at all is
// BAD_USER_INPUT.
func ByGlobalID[T any](ctx context.Context, kind model.Kind, id model.GlobalID, f model.Fields, read Reader[T]) (*T, error) {
	of, key, ok := id.Parse()
	if !ok {
		return nil, model.BadInput("id", "error.id.invalid")
	}
	if of != kind {
		return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
	}
	return First(read(ctx, []model.ID{key}, f))
}

// ActivityBy answers the activity of a kind with the id or with the reference, one
// of which must be named; nil as ByGlobalID.
func ActivityBy[T any](ctx context.Context, c *Core, kind model.Kind, id *model.GlobalID, reference *string, f model.Fields, read Reader[T]) (*T, error) {
	switch {
	case id != nil && reference == nil:
		return ByGlobalID(ctx, kind, *id, f, read)
	case reference != nil && id == nil:
		key, err := c.Store.ActivityID(ctx, kind, *reference)
		if model.IsCode(err, model.CodeNotFound) {
			return nil, nil //nolint:nilnil // an unknown reference is no error
		}
		if err != nil {
			return nil, err
		}
		return First(read(ctx, []model.ID{key}, f))
	}
	return nil, model.BadInput("id", "error.idOrReference")
}
