package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
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
	Person, Activity *model.ID
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
			if filter.Activity != nil {
				sel = sel.Where("delivery.occurrence_id IN (SELECT o.id FROM occurrences o WHERE o.activity_id = ?)", s.arg(*filter.Activity))
			}
			return sel
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.deliveryRelations(ctx, conn.Nodes, f)
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
// it is claimed as IN_DOUBT. Deliveries of the digest rules, named by key, are
// left to ClaimDigests.
func (q Queries) ClaimDue(ctx context.Context, now time.Time, lease time.Duration, n int, digests []string) ([]*model.Delivery, error) {
	s := q.statement()
	among := s.free(now)
	if len(digests) > 0 {
		among += " AND NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.id = d.occurrence_id AND " + q.d.isAnyOf("o.rule_key", s.list(digests)) + ")"
	}
	return s.claim(ctx, now, lease, fmt.Sprintf("SELECT d.id FROM deliveries d WHERE %s ORDER BY d.due_at, d.id LIMIT %s%s",
		among, s.arg(n), q.d.skipLocked()))
}

// ClaimDigests leases everything of the digest rules that is due for up to n
// people, so that one mail can say it all. It must run in a transaction: the
// people are locked until its end, lest two replicas share what is one person's.
func (q Queries) ClaimDigests(ctx context.Context, now time.Time, lease time.Duration, n int, digests []string) ([]*model.Delivery, error) {
	if len(digests) == 0 {
		return nil, nil
	}
	s := q.statement()
	var people []struct {
		ID model.ID `bun:"id"`
	}
	err := s.query(ctx, fmt.Sprintf(`SELECT p.id FROM people p WHERE EXISTS (SELECT 1 FROM occurrences o JOIN deliveries d ON d.occurrence_id = o.id
WHERE o.person_id = p.id AND %s AND %s) ORDER BY p.id LIMIT %s%s`,
		q.d.isAnyOf("o.rule_key", s.list(digests)), s.free(now), s.arg(n), q.d.skipLocked()), &people)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	ids := make([]model.ID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	s = q.statement()
	return s.claim(ctx, now, lease, fmt.Sprintf("SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence_id WHERE %s AND %s AND %s",
		s.free(now), q.d.isAnyOf("o.rule_key", s.list(digests)), q.d.isAnyOfIDs("o.person_id", s.list(idTexts(ids)))))
}

// free is a condition on deliveries named d: due, and in nobody's hands.
func (s *statement) free(now time.Time) string {
	at := s.arg(now)
	return fmt.Sprintf("d.state IN %s AND d.due_at <= %s AND (d.lease_until IS NULL OR d.lease_until <= %s)", openStates, at, at)
}

// claim leases the deliveries that the subselect names, the longest due first.
func (s *statement) claim(ctx context.Context, now time.Time, lease time.Duration, among string) ([]*model.Delivery, error) {
	var claimed []*model.Delivery
	err := s.query(ctx, fmt.Sprintf(`UPDATE deliveries SET lease_until = %s, fence = fence + 1, updated_at = %s,
state = CASE WHEN state = 'SENDING' THEN 'IN_DOUBT' ELSE state END WHERE id IN (%s) RETURNING *`,
		s.arg(now.Add(lease)), s.arg(now), among), &claimed)
	if err != nil {
		return nil, err
	}
	// RETURNING answers in no order.
	slices.SortFunc(claimed, func(a, b *model.Delivery) int {
		if c := a.DueAt.Compare(b.DueAt); c != 0 {
			return c
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	return claimed, nil
}

// query runs finished SQL with the statement's arguments.
func (s *statement) query(ctx context.Context, sql string, dest any) error {
	count(ctx)
	rows, err := s.raw.QueryContext(ctx, sql, s.d.prepared(s.args)...) //nolint:rowserrcheck // ScanRows closes and checks
	if err != nil {
		return s.d.mapError(err)
	}
	return s.d.mapError(s.bun.ScanRows(ctx, rows, dest))
}

// SaveClaimed writes a claimed delivery if its fence is still the one it was
// claimed with. false says that somebody else has it now, or that what it was
// composed from has changed.
func (q Queries) SaveClaimed(ctx context.Context, d *model.Delivery) (bool, error) {
	res, err := q.idb.NewUpdate().Model(d).WherePK().Where("fence = ?", d.Fence).Exec(ctx)
	if err != nil {
		return false, q.d.mapError(err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// MergedInto reads the deliveries that the mails of the given deliveries carry
// as part of a digest, with their occurrences.
func (q Queries) MergedInto(ctx context.Context, carriers []model.ID) ([]*model.Delivery, error) {
	if len(carriers) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Delivery
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "delivery.merged_into", carriers).
		Where("delivery.state = 'MERGED'").OrderExpr("delivery.due_at, delivery.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.deliveryRelations(ctx, rows, model.Fields{"occurrence": {}})
}

// unstarted are the states of an open delivery whose SMTP dialog is not running.
const unstarted = "('PENDING', 'RETRY', 'IN_DOUBT')"

// droppable are those, and a part of a digest.
const droppable = "('PENDING', 'RETRY', 'IN_DOUBT', 'MERGED')"

// RecallDeliveries takes the deliveries about the subjects that are due until
// the instant out of the hands of whoever has claimed them and not begun to
// send: what they composed is out of date. Until the transaction ends nobody
// can claim them, so that a change that is committed first always wins.
func (q Queries) RecallDeliveries(ctx context.Context, subjects []model.ID, until, now time.Time) error {
	if len(subjects) == 0 {
		return nil
	}
	_, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("fence = fence + 1").Set("lease_until = NULL").Set("updated_at = ?", now).
		Where("state IN "+unstarted).Where("due_at <= ?", until).
		Where("occurrence_id IN (SELECT o.id FROM occurrences o WHERE o.subject_id IN (?))", bun.List(subjects)).Exec(ctx)
	return q.d.mapError(err)
}

// DropDeliveries ends the open deliveries of the occurrences without sending
// them, and counts their fence up so that a running attempt cannot overwrite
// it. What a dropped digest carried waits on its own again. It answers how many
// were dropped; one whose SMTP dialog is running is not among them.
func (q Queries) DropDeliveries(ctx context.Context, occurrences []model.ID, why string, now time.Time) (int, error) {
	if len(occurrences) == 0 {
		return 0, nil
	}
	res, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("state = ?", model.DeliveryDropped).Set("server_said = ?", why).Set("updated_at = ?", now).
		Set("fence = fence + 1").Set("lease_until = NULL").Set("merged_into = NULL").
		Where("occurrence_id IN (?)", bun.List(occurrences)).Where("state IN " + droppable).Exec(ctx)
	if err != nil {
		return 0, q.d.mapError(err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("drop deliveries: %w", err)
	}
	_, err = q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("state = ?", model.DeliveryPending).Set("merged_into = NULL").Set("updated_at = ?", now).
		Where("state = 'MERGED'").
		Where("merged_into IN (SELECT c.id FROM deliveries c WHERE c.state = 'DROPPED' AND c.occurrence_id IN (?))", bun.List(occurrences)).Exec(ctx)
	return int(n), q.d.mapError(err)
}

// ReleaseMerged lets what a digest carried wait on its own again.
func (q Queries) ReleaseMerged(ctx context.Context, carrier model.ID, now time.Time) error {
	_, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("state = ?", model.DeliveryPending).Set("merged_into = NULL").Set("updated_at = ?", now).
		Where("state = 'MERGED'").Where("merged_into = ?", carrier).Exec(ctx)
	return q.d.mapError(err)
}

// HoldDeliveries ends the open deliveries of the occurrences, whatever was being
// done with them: for a database on which nobody works.
func (q Queries) HoldDeliveries(ctx context.Context, occurrences []model.ID, why string, now time.Time) error {
	if len(occurrences) == 0 {
		return nil
	}
	_, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("state = ?", model.DeliveryDropped).Set("server_said = ?", why).Set("updated_at = ?", now).
		Set("fence = fence + 1").Set("lease_until = NULL").Set("merged_into = NULL").
		Where("occurrence_id IN (?)", bun.List(occurrences)).Where("state IN ('PENDING', 'RETRY', 'IN_DOUBT', 'SENDING', 'MERGED')").Exec(ctx)
	return q.d.mapError(err)
}

// MoveDelivery sets when the delivery of an occurrence is due that nobody has
// begun to send. One that has been tried keeps its own time: the sender looks
// at the occurrence again.
func (q Queries) MoveDelivery(ctx context.Context, occurrence model.ID, due, now time.Time) error {
	_, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("due_at = ?", due).Set("updated_at = ?", now).Set("fence = fence + 1").Set("lease_until = NULL").
		Where("occurrence_id = ?", occurrence).Where("state = 'PENDING'").Exec(ctx)
	return q.d.mapError(err)
}

// ReopenDeliveries lets closed deliveries of the occurrences be sent after all,
// each when its occurrence is due.
func (q Queries) ReopenDeliveries(ctx context.Context, occurrences []model.ID, now time.Time) error {
	if len(occurrences) == 0 {
		return nil
	}
	_, err := q.idb.NewUpdate().Model((*model.Delivery)(nil)).
		Set("state = ?", model.DeliveryPending).Set("attempts = 0").Set("server_said = ''").Set("updated_at = ?", now).
		Set("fence = fence + 1").Set("lease_until = NULL").Set("merged_into = NULL").
		Set("due_at = (SELECT o.due_at FROM occurrences o WHERE o.id = occurrence_id)").
		Where("occurrence_id IN (?)", bun.List(occurrences)).Where("state IN ('DROPPED', 'FAILED', 'BOUNCED')").Exec(ctx)
	return q.d.mapError(err)
}

// LastStarted answers when the newest attempt about a subject began; the zero
// time when there was none.
func (q Queries) LastStarted(ctx context.Context, subject model.ID) (time.Time, error) {
	s := q.statement()
	var rows []*model.Delivery
	sel := q.bun.NewSelect().Model(&rows).Column("id", "started_at").
		Join("JOIN occurrences o ON o.id = delivery.occurrence_id").
		Where("o.subject_id = ?", s.arg(subject)).Where("delivery.started_at IS NOT NULL").
		OrderExpr("delivery.started_at DESC").Limit(1)
	if err := s.scan(ctx, sel, &rows); err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	return *rows[0].StartedAt, nil
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

// HasClock tells whether the database has a clock of its own, apart from the
// process's: what is due is then decided by that one for all replicas.
func (q Queries) HasClock() bool { return q.d == postgres }

// DatabaseNow is the database's clock. Ask HasClock first.
func (q Queries) DatabaseNow(ctx context.Context) (time.Time, error) {
	count(ctx)
	rows, err := q.raw.QueryContext(ctx, "SELECT clock_timestamp()")
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
