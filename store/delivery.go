package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var deliveryOrder = keyset[model.Delivery]{
	name: "delivery:created", expr: "delivery.created_at", parse: parseInstant, desc: true,
	key: func(d *model.Delivery) (any, model.ID) { return d.CreatedAt, d.ID },
}

// DeliveryQuery is a filter whose ids have been read.
type DeliveryQuery struct {
	model.DeliveryFilter
	Person, Delegation *model.ID
}

// Deliveries reads one page of the ledger, the newest first.
func (q Queries) Deliveries(ctx context.Context, filter DeliveryQuery, req model.PageRequest, f model.Fields) (*model.DeliveryConnection, error) {
	l := list[model.Delivery]{
		alias: "delivery", order: deliveryOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = anyOf(s, sel, "delivery.state", filter.States)
			sel = equal(s, sel, "delivery.fallback", filter.Fallback)
			if filter.Person != nil {
				sel = sel.Where("delivery.occurrence_id IN (SELECT o.id FROM occurrences o WHERE o.person_id = ?)", s.arg(*filter.Person))
			}
			if filter.Delegation != nil {
				sel = sel.Where("delivery.occurrence_id IN (SELECT o.id FROM occurrences o WHERE o.delegation_id = ?)", s.arg(*filter.Delegation))
			}
			return sel
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.deliveryRelations(ctx, conn.Nodes, f.Node())
}

// DeliveriesByID reads the deliveries with the ids, in no order.
func (q Queries) DeliveriesByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Delivery, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Delivery
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "delivery.id", ids), &rows); err != nil {
		return nil, err
	}
	return rows, q.deliveryRelations(ctx, rows, f)
}

func (q Queries) deliveryRelations(ctx context.Context, rows []*model.Delivery, f model.Fields) error {
	refs := []ref[model.Delivery, model.Occurrence]{
		{"occurrence", func(d *model.Delivery) *model.ID { return &d.OccurrenceID }, func(d *model.Delivery, o *model.Occurrence) { d.Occurrence = o }},
	}
	return toOne(ctx, rows, f, refs, func(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.Occurrence, error) {
		rows, err := q.OccurrencesByID(ctx, ids, f)
		return index(rows, func(o *model.Occurrence) model.ID { return o.ID }), err
	})
}

// openStates are those of a delivery that still wants work.
const openStates = "('PENDING', 'RETRY', 'IN_DOUBT', 'SENDING')"

// ClaimDue leases up to n deliveries that are due and that nobody works on, and
// counts their fence up: whoever held them before can no longer write a result.
// One found in SENDING was left by a process that died during the SMTP dialog;
// it is claimed as IN_DOUBT.
func (q Queries) ClaimDue(ctx context.Context, now time.Time, lease time.Duration, n int) ([]*model.Delivery, error) {
	s := q.statement()
	due, until, nowArg, limit := s.arg(now), s.arg(now.Add(lease)), s.arg(now), s.arg(n)
	sql := fmt.Sprintf(`UPDATE deliveries SET lease_until = %s, fence = fence + 1, updated_at = %s,
state = CASE WHEN state = 'SENDING' THEN 'IN_DOUBT' ELSE state END
WHERE id IN (SELECT id FROM deliveries WHERE state IN %s AND due_at <= %s AND (lease_until IS NULL OR lease_until <= %s)
ORDER BY due_at, id LIMIT %s%s) RETURNING *`,
		until, nowArg, openStates, due, nowArg, limit, q.d.skipLocked())
	count(ctx)
	rows, err := s.raw.QueryContext(ctx, sql, s.args...) //nolint:sqlclosecheck,rowserrcheck // ScanRows closes and checks
	if err != nil {
		return nil, q.d.mapError(err)
	}
	var claimed []*model.Delivery
	return claimed, q.d.mapError(q.bun.ScanRows(ctx, rows, &claimed))
}

// SaveClaimed writes a claimed delivery if its fence is still the one it was
// claimed with. false says that somebody else has it now.
func (q Queries) SaveClaimed(ctx context.Context, d *model.Delivery) (bool, error) {
	res, err := q.idb.NewUpdate().Model(d).WherePK().Where("fence = ?", d.Fence).Exec(ctx)
	if err != nil {
		return false, q.d.mapError(err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// SetOccurrences moves occurrences to a state, with the reason.
func (q Queries) SetOccurrences(ctx context.Context, ids []model.ID, state model.OccurrenceState, reason string, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := q.idb.NewUpdate().Model((*model.Occurrence)(nil)).
		Set("state = ?", state).Set("reason = ?", reason).Set("updated_at = ?", now).
		Where("id IN (?)", bun.In(ids)).Exec(ctx)
	return q.d.mapError(err)
}

// DropDeliveries ends the open deliveries of the occurrences without sending
// them, and counts their fence up so that a running attempt cannot overwrite it.
func (q Queries) DropDeliveries(ctx context.Context, occurrences []model.ID, why string, now time.Time) error {
	if len(occurrences) == 0 {
		return nil
	}
	_, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("state = ?", model.DeliveryDropped).Set("server_said = ?", why).Set("updated_at = ?", now).
		Where("occurrence_id IN (?)", bun.In(occurrences)).Where("state IN ('PENDING', 'RETRY')").Exec(ctx)
	return q.d.mapError(err)
}

// MoveDeliveries sets when the pending deliveries of an occurrence are due.
func (q Queries) MoveDeliveries(ctx context.Context, occurrence model.ID, due, now time.Time) error {
	_, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("due_at = ?", due).Set("updated_at = ?", now).
		Where("occurrence_id = ?", occurrence).Where("state = 'PENDING'").Exec(ctx)
	return q.d.mapError(err)
}

// NextDue answers when the earliest open delivery is due; ok is false when
// there is none.
func (q Queries) NextDue(ctx context.Context) (due time.Time, ok bool, err error) {
	s := q.statement()
	var rows []*model.Delivery
	sel := q.bun.NewSelect().Model(&rows).Column("id", "due_at").Where("delivery.state IN " + openStates).OrderExpr("delivery.due_at, delivery.id").Limit(1)
	if err := s.scan(ctx, sel, &rows); err != nil || len(rows) == 0 {
		return time.Time{}, false, err
	}
	return rows[0].DueAt, true, nil
}

// DatabaseNow is the database's clock, in whole seconds: what is due is decided
// by one clock for all replicas.
func (q Queries) DatabaseNow(ctx context.Context) (time.Time, error) {
	if q.d == sqlite {
		// An embedded database has the process's clock and no other.
		return time.Time{}, nil
	}
	count(ctx)
	rows, err := q.raw.QueryContext(ctx, "SELECT date_trunc('second', clock_timestamp())")
	if err != nil {
		return time.Time{}, q.d.mapError(err)
	}
	defer func() { _ = rows.Close() }()
	var now time.Time
	for rows.Next() {
		if err := rows.Scan(&now); err != nil {
			return time.Time{}, fmt.Errorf("database clock: %w", err)
		}
	}
	return now.UTC(), rows.Err()
}

// DeliveryCounts counts the ledger by state, for the metrics.
func (q Queries) DeliveryCounts(ctx context.Context) (map[model.DeliveryState]int, error) {
	s := q.statement()
	var rows []struct {
		State model.DeliveryState `bun:"state"`
		N     int                 `bun:"n"`
	}
	sel := q.bun.NewSelect().TableExpr("deliveries").ColumnExpr("state, count(*) AS n").GroupExpr("state")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	counts := make(map[model.DeliveryState]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, nil
}
