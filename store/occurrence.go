package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var occurrenceOrder = keyset[model.Occurrence]{
	name: "occurrence:due", expr: "occurrence.due_at", parse: parseInstant,
	key: func(o *model.Occurrence) (any, model.ID) { return o.DueAt, o.ID },
}

// OccurrenceQuery is a filter whose ids have been read.
type OccurrenceQuery struct {
	model.OccurrenceFilter
	Person, Activity *model.ID
}

// Occurrences reads one page of occurrences, the earliest due first.
func (q Queries) Occurrences(ctx context.Context, filter OccurrenceQuery, req model.PageRequest, f model.Fields) (*model.OccurrenceConnection, error) {
	l := list[model.Occurrence]{
		alias: "occurrence", order: occurrenceOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = anyOf(s, sel, "occurrence.state", filter.States)
			sel = anyOf(s, sel, "occurrence.rule_key", filter.RuleKeys)
			sel = equal(s, sel, "occurrence.person_id", filter.Person)
			sel = equal(s, sel, "occurrence.activity_id", filter.Activity)
			return between(s, sel, "occurrence.due_at", filter.DueFrom, filter.DueUntil)
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.occurrenceRelations(ctx, conn.Nodes, f)
}

// OccurrencesByID reads the occurrences with the ids, in no order.
func (q Queries) OccurrencesByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Occurrence, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Occurrence
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "occurrence.id", ids), &rows); err != nil {
		return nil, err
	}
	return rows, q.occurrenceRelations(ctx, rows, f)
}

// OccurrencesOf reads everything that was planned about the subjects.
func (q Queries) OccurrencesOf(ctx context.Context, subjects []model.ID) ([]*model.Occurrence, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Occurrence
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "occurrence.subject_id", subjects).OrderExpr("occurrence.due_at, occurrence.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.occurrenceRelations(ctx, rows, model.Fields{"delivery": {}})
}

// maxInsert bounds how many rows one insert carries: its text grows with them.
const maxInsert = 500

// PlanOccurrences stores occurrences, and a delivery for each that is PLANNED.
// One that was planned before, by this replica or another, is left as it is.
func (q Queries) PlanOccurrences(ctx context.Context, occurrences []*model.Occurrence, delivery func(*model.Occurrence) *model.Delivery) error {
	for some := range slices.Chunk(occurrences, maxInsert) {
		if err := q.planSome(ctx, some, delivery); err != nil {
			return err
		}
	}
	return nil
}

func (q Queries) planSome(ctx context.Context, occurrences []*model.Occurrence, delivery func(*model.Occurrence) *model.Delivery) error {
	var stored []struct {
		ID model.ID `bun:"id"`
	}
	err := q.idb.NewInsert().Model(&occurrences).On("CONFLICT (rule_key, subject_id, person_id, fingerprint, number, level) DO NOTHING").
		Returning("id").Scan(ctx, &stored)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return q.d.mapError(err)
	}
	byID := index(occurrences, func(o *model.Occurrence) model.ID { return o.ID })
	deliveries := make([]*model.Delivery, 0, len(stored))
	for _, s := range stored {
		if o := byID[s.ID]; o.State == model.OccurrencePlanned {
			deliveries = append(deliveries, delivery(o))
		}
	}
	return q.AddDeliveries(ctx, deliveries)
}

// AddDeliveries stores new deliveries.
func (q Queries) AddDeliveries(ctx context.Context, deliveries []*model.Delivery) error {
	if len(deliveries) == 0 {
		return nil
	}
	_, err := q.idb.NewInsert().Model(&deliveries).Exec(ctx)
	return q.d.mapError(err)
}

// ReplanOccurrence writes what a new plan says about a stored occurrence. What
// was sent or decided meanwhile stays as it is.
func (q Queries) ReplanOccurrence(ctx context.Context, o *model.Occurrence) error {
	_, err := q.idb.NewUpdate().Model(o).WherePK().
		Where("state IN ('PLANNED', 'HELD', 'SUPERSEDED', 'EXPIRED', 'MISSED', 'NO_ADDRESS')").
		Column("rule_version", "state", "planned_for", "due_at", "expires_at", "missed_at", "urgent", "reason", "updated_at").Exec(ctx)
	return q.d.mapError(err)
}

// SupersedeOccurrences gives up those of the occurrences that still wait.
func (q Queries) SupersedeOccurrences(ctx context.Context, ids []model.ID, reason string, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := q.idb.NewUpdate().Model((*model.Occurrence)(nil)).
		Set("state = ?", model.OccurrenceSuperseded).Set("reason = ?", reason).Set("updated_at = ?", now).
		Where("id IN (?)", bun.List(ids)).Where("state IN ('PLANNED', 'HELD')").Exec(ctx)
	return q.d.mapError(err)
}

// SetOccurrences moves occurrences to a state, with the reason; an empty one
// leaves the reason that is there.
func (q Queries) SetOccurrences(ctx context.Context, ids []model.ID, state model.OccurrenceState, reason string, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	update := q.idb.NewUpdate().Model((*model.Occurrence)(nil)).
		Set("state = ?", state).Set("updated_at = ?", now).Where("id IN (?)", bun.List(ids))
	if reason != "" {
		update = update.Set("reason = ?", reason)
	}
	_, err := update.Exec(ctx)
	return q.d.mapError(err)
}

// OccurrencesInState reads up to n occurrences in a state that were due until
// the instant, the longest due first, with their deliveries.
func (q Queries) OccurrencesInState(ctx context.Context, state model.OccurrenceState, due time.Time, n int) ([]*model.Occurrence, error) {
	s := q.statement()
	var rows []*model.Occurrence
	sel := q.bun.NewSelect().Model(&rows).Where("occurrence.state = ?", s.arg(state)).Where("occurrence.due_at <= ?", s.arg(due)).
		OrderExpr("occurrence.due_at, occurrence.id").Limit(int64(n))
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.occurrenceRelations(ctx, rows, model.Fields{"delivery": {}})
}

func (q Queries) occurrenceRelations(ctx context.Context, rows []*model.Occurrence, f model.Fields) error {
	people := []ref[model.Occurrence, model.Person]{
		{"person", func(o *model.Occurrence) *model.ID { return &o.PersonID }, func(o *model.Occurrence, p *model.Person) { o.Person = p }},
	}
	if err := toOne(ctx, rows, f, people, q.personIndex); err != nil {
		return err
	}
	if af, ok := f.Relation("activity"); ok {
		byID, err := q.ActivitiesByID(ctx, idsOf(rows, func(o *model.Occurrence) *model.ID { return o.ActivityID }), af)
		if err != nil {
			return err
		}
		for _, o := range rows {
			if o.ActivityID != nil {
				o.Activity = byID[*o.ActivityID]
			}
		}
	}
	if f.Wants("rule") {
		rules, err := q.ReminderRules(ctx)
		if err != nil {
			return err
		}
		byKey := make(map[string]*model.ReminderRule, len(rules))
		for _, r := range rules {
			byKey[r.Key] = r
		}
		for _, o := range rows {
			o.Rule = byKey[o.RuleKey]
		}
	}
	if !f.Wants("delivery") || len(rows) == 0 {
		return nil
	}
	s := q.statement()
	var deliveries []*model.Delivery
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&deliveries), "delivery.occurrence_id", idsOf(rows, func(o *model.Occurrence) *model.ID { return &o.ID }))
	if err := s.scan(ctx, sel, &deliveries); err != nil {
		return err
	}
	byOccurrence := index(deliveries, func(d *model.Delivery) model.ID { return d.OccurrenceID })
	for _, o := range rows {
		o.Delivery = byOccurrence[o.ID]
	}
	return nil
}
