package app

import (
	"context"
	"slices"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Known checks that what the named input fields point to is there, all of one
// kind in one statement, and notes NOT_FOUND for each field whose object is
// not. Fields without an id are passed over.
func (tx *Tx) Known(ctx context.Context, errs *model.Errors, kind model.Kind, ids map[string]*model.ID) error {
	var wanted []model.ID
	fields := make([]string, 0, len(ids))
	for field, id := range ids {
		if id != nil && *id != (model.ID{}) {
			wanted, fields = append(wanted, *id), append(fields, field)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	there, err := tx.ExistingIDs(ctx, kind, wanted)
	if err != nil {
		return err
	}
	slices.Sort(fields)
	for _, field := range fields {
		if !there[*ids[field]] {
			errs.Add(model.NotFound(field))
		}
	}
	return nil
}

// InsertUnique stores a row; when it would be a second one where only one may
// be, the answer is the given refusal.
func (tx *Tx) InsertUnique(ctx context.Context, row any, refusal *model.Error) error {
	err := tx.Insert(ctx, row)
	if store.IsUnique(err) {
		return refusal
	}
	return err
}

// Value answers what a pointer of an input points to, or the zero value.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
