package app

import (
	"slices"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

func idsOfKind(refs []store.Subject, kind model.Kind) []model.ID {
	var ids []model.ID
	for _, r := range refs {
		if r.Kind == kind {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func refIDs(refs []store.Subject) []model.ID {
	ids := make([]model.ID, len(refs))
	for i, r := range refs {
		ids[i] = r.ID
	}
	return ids
}

func distinct(ids []model.ID) []model.ID {
	slices.SortFunc(ids, func(a, b model.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

func byID[T any](rows []*T, id func(*T) model.ID) map[model.ID]*T {
	index := make(map[model.ID]*T, len(rows))
	for _, row := range rows {
		index[id(row)] = row
	}
	return index
}

func grouped[T any](rows []*T, id func(*T) model.ID) map[model.ID][]*T {
	groups := map[model.ID][]*T{}
	for _, row := range rows {
		groups[id(row)] = append(groups[id(row)], row)
	}
	return groups
}
