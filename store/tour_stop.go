package store

import (
	"context"

	"fyrtaarn/model"
)

// Stops reads the stops of the activities in order of time, the cancelled ones
// included.
func (q Queries) Stops(ctx context.Context, activities []model.ID, f model.Fields) ([]*model.TourStop, error) {
	var p parties
	rows, err := q.stops(ctx, &p, activities, f)
	if err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) stops(ctx context.Context, p *parties, activities []model.ID, f model.Fields) ([]*model.TourStop, error) {
	if len(activities) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.TourStop
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "tour_stop.activity_id", activities).
		OrderExpr("tour_stop.activity_id, tour_stop.starts_at, tour_stop.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.stopRelations(ctx, p, rows, f)
}

// StopsByID reads the stops with the ids, in no order.
func (q Queries) StopsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TourStop, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.TourStop
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "tour_stop.id", ids), &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := q.stopRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) stopRelations(ctx context.Context, p *parties, rows []*model.TourStop, f model.Fields) error {
	for _, s := range rows {
		s.Title.Reader = model.ActorFrom(ctx).Language
	}
	want(&p.organisations, rows, f, ref[model.TourStop, model.Organisation]{
		"host", func(s *model.TourStop) *model.ID { return s.HostID }, func(s *model.TourStop, o *model.Organisation) { s.Host = o },
	})
	asked, ok := f.Relation("activity")
	if !ok {
		return nil
	}
	byID, err := q.ActivitiesByID(ctx, idsOf(rows, func(s *model.TourStop) *model.ID { return &s.ActivityID }), asked)
	for _, s := range rows {
		s.Activity = byID[s.ActivityID]
	}
	return err
}

func (q Queries) stopIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.TourStop, error) {
	rows, err := q.StopsByID(ctx, ids, f)
	return index(rows, func(s *model.TourStop) model.ID { return s.ID }), err
}

// tourStops gives the tours their stops, where those or what rests on them were
// asked for.
func (q Queries) tourStops(ctx context.Context, p *parties, tours []model.Tour, f model.Fields) error {
	sf, ok := f.Relation("stops")
	if !ok && !f.Wants("languages") {
		return nil
	}
	ids := make([]model.ID, len(tours))
	byID := make(map[model.ID]model.Tour, len(tours))
	for i, t := range tours {
		ids[i], byID[t.Common().ID] = t.Common().ID, t
	}
	stops, err := q.stops(ctx, p, ids, sf)
	if err != nil {
		return err
	}
	for _, s := range stops {
		life := byID[s.ActivityID].Life()
		life.Stops = append(life.Stops, s)
	}
	return nil
}

// LockStops holds stops until the transaction ends, in one order for everybody,
// and answers them as they are.
func (q Queries) LockStops(ctx context.Context, ids []model.ID) (map[model.ID]*model.TourStop, error) {
	if len(ids) == 0 {
		return map[model.ID]*model.TourStop{}, nil
	}
	s := q.statement()
	var rows []*model.TourStop
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "tour_stop.id", ids).OrderExpr("tour_stop.id")
	if lock := q.d.lockRow(); lock != "" {
		sel = sel.For(lock)
	}
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return index(rows, func(s *model.TourStop) model.ID { return s.ID }), nil
}

// TakeSeats gives n seats of a locked stop, if there are as many; a newcomer
// gets them only when nobody waits before. One statement finds and takes them,
// and the table's check stands behind it.
func (q Queries) TakeSeats(ctx context.Context, stop *model.TourStop, n int, newcomer bool) (bool, error) {
	change := q.idb.NewUpdate().Model((*model.TourStop)(nil)).Set("taken = taken + ?", n).
		Where("id = ?", stop.ID).Where("cancelled_at IS NULL").Where("taken + ? <= capacity", n)
	if newcomer {
		change = change.Where("waiting = 0")
	}
	res, err := change.Exec(ctx)
	if err != nil {
		return false, q.d.mapError(err)
	}
	changed, err := res.RowsAffected()
	if err != nil || changed == 0 {
		return false, err
	}
	stop.Taken += n
	return true, nil
}

// FreeSeats gives n seats of a locked stop back.
func (q Queries) FreeSeats(ctx context.Context, stop *model.TourStop, n int) error {
	stop.Taken -= n
	_, err := q.idb.NewUpdate().Model((*model.TourStop)(nil)).Set("taken = taken - ?", n).Where("id = ?", stop.ID).Exec(ctx)
	return q.d.mapError(err)
}

// DrawTicket draws the next number of a locked stop's line.
func (q Queries) DrawTicket(ctx context.Context, stop *model.TourStop) (int, error) {
	stop.LastTicket++
	stop.Waiting++
	_, err := q.idb.NewUpdate().Model((*model.TourStop)(nil)).Set("last_ticket = last_ticket + 1").Set("waiting = waiting + 1").
		Where("id = ?", stop.ID).Exec(ctx)
	return stop.LastTicket, q.d.mapError(err)
}

// LeaveLine notes that one registration less waits at a locked stop.
func (q Queries) LeaveLine(ctx context.Context, stop *model.TourStop) error {
	stop.Waiting--
	_, err := q.idb.NewUpdate().Model((*model.TourStop)(nil)).Set("waiting = waiting - 1").Where("id = ?", stop.ID).Exec(ctx)
	return q.d.mapError(err)
}
