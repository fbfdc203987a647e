package store

import (
	"context"
	"slices"

	"fyrtaarn/model"
)

// FocusAreas reads all focus areas; they are few.
func (q Queries) FocusAreas(ctx context.Context) ([]*model.FocusArea, error) {
	s := q.statement()
	var rows []*model.FocusArea
	if err := s.scan(ctx, q.bun.NewSelect().Model(&rows).OrderExpr("focus_area.slug"), &rows); err != nil {
		return nil, err
	}
	reader := model.ActorFrom(ctx).Language
	for _, a := range rows {
		a.Name.Reader = reader
	}
	return rows, nil
}

// FocusArea reads one focus area.
func (q Queries) FocusArea(ctx context.Context, id model.ID) (*model.FocusArea, error) {
	row := new(model.FocusArea)
	if err := q.byID(ctx, row, id); err != nil {
		return nil, err
	}
	row.Name.Reader = model.ActorFrom(ctx).Language
	return row, nil
}

// FocusAreasByID reads the focus areas with the ids, in no order.
func (q Queries) FocusAreasByID(ctx context.Context, ids []model.ID) ([]*model.FocusArea, error) {
	all, err := q.FocusAreas(ctx)
	return slices.DeleteFunc(all, func(a *model.FocusArea) bool { return !slices.Contains(ids, a.ID) }), err
}

func (q Queries) focusAreaIndex(ctx context.Context, _ []model.ID, _ model.Fields) (map[model.ID]*model.FocusArea, error) {
	rows, err := q.FocusAreas(ctx)
	return index(rows, func(a *model.FocusArea) model.ID { return a.ID }), err
}
