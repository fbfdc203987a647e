package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// ActivityCounts counts the activities of the kinds by kind and year.
func (q Queries) ActivityCounts(ctx context.Context, kinds []model.Kind, year *int) ([]model.ActivityCount, error) {
	s := q.statement()
	var rows []model.ActivityCount
	sel := q.bun.NewSelect().TableExpr("activity_entries AS activity_entry").ColumnExpr("activity_entry.kind").
		ColumnExpr("COALESCE("+q.d.yearPart("activity_entry.starts_on")+", 0) AS year").ColumnExpr("count(*) AS n").
		Where("?", bun.Safe(q.d.isAnyOf("activity_entry.kind", s.list(kindTexts(kinds))))).GroupExpr("1, 2").OrderExpr("1, 2")
	return rows, s.scan(ctx, s.inYear(sel, "activity_entry.starts_on", year), &rows)
}

// inYear adds a condition that the day lies in the year; nil adds none.
func (s *statement) inYear(sel *bun.SelectQuery, column string, year *int) *bun.SelectQuery {
	if year == nil {
		return sel
	}
	return sel.Where(column+" >= ?", s.arg(model.NewDate(*year, time.January, 1))).Where(column+" <= ?", s.arg(model.NewDate(*year, time.December, 31)))
}

// ActivityMarks lists which countries activities of the kinds are about, each
// with the kinds and states that there are, once.
func (q Queries) ActivityMarks(ctx context.Context, kinds []model.Kind, year *int) ([]model.ActivityMark, error) {
	s := q.statement()
	where := q.d.isAnyOf("e.kind", s.list(kindTexts(kinds)))
	if year != nil {
		where += fmt.Sprintf(" AND e.starts_on >= %s AND e.starts_on <= %s", s.arg(model.NewDate(*year, time.January, 1)), s.arg(model.NewDate(*year, time.December, 31)))
	}
	var rows []model.ActivityMark
	return rows, s.query(ctx, "SELECT e.country_code, e.kind, e.state FROM activity_entries e WHERE "+where+
		" UNION SELECT c.country_code, e.kind, e.state FROM activity_countries c JOIN activity_entries e ON e.id = c.activity_id WHERE "+where, &rows)
}

// FollowUpCounts counts follow-ups by state, and how many are overdue on the day.
func (q Queries) FollowUpCounts(ctx context.Context, today model.Date) (byState map[model.FollowUpState]int, overdue int, err error) {
	s := q.statement()
	var rows []struct {
		State   model.FollowUpState `bun:"state"`
		N       int                 `bun:"n"`
		Overdue int                 `bun:"overdue"`
	}
	err = s.query(ctx, fmt.Sprintf("SELECT u.state, count(*) AS n, count(CASE WHEN u.state = 'OPEN' AND u.due_on < %s THEN 1 END) AS overdue FROM follow_ups u GROUP BY u.state",
		s.arg(today)), &rows)
	byState = map[model.FollowUpState]int{}
	for _, r := range rows {
		byState[r.State] = r.N
		overdue += r.Overdue
	}
	return byState, overdue, err
}

// OutcomeCounts counts outcomes by kind and state.
func (q Queries) OutcomeCounts(ctx context.Context, year *int) ([]model.OutcomeCount, error) {
	s := q.statement()
	var rows []model.OutcomeCount
	sel := q.bun.NewSelect().TableExpr("outcomes AS outcome").ColumnExpr("outcome.kind, outcome.state, count(*) AS n").GroupExpr("outcome.kind, outcome.state")
	return rows, s.scan(ctx, s.inYear(sel, "outcome.occurred_on", year), &rows)
}

// OutcomeRequestCounts counts requests by their answer; those without one stand
// under the empty answer.
func (q Queries) OutcomeRequestCounts(ctx context.Context, year *int) (map[model.OutcomeAnswer]int, error) {
	s := q.statement()
	var rows []struct {
		Answer model.OutcomeAnswer `bun:"answer"`
		N      int                 `bun:"n"`
	}
	sel := q.bun.NewSelect().TableExpr("outcome_requests AS outcome_request").ColumnExpr("outcome_request.answer, count(*) AS n").GroupExpr("outcome_request.answer")
	if year != nil {
		from, until := yearOf(*year)
		sel = sel.Where("outcome_request.asked_at >= ?", s.arg(from)).Where("outcome_request.asked_at < ?", s.arg(until))
	}
	err := s.scan(ctx, sel, &rows)
	counts := make(map[model.OutcomeAnswer]int, len(rows))
	for _, r := range rows {
		counts[r.Answer] = r.N
	}
	return counts, err
}

// StandingCounts counts the companies that the reader may know of by where they
// stood first and stand now.
func (q Queries) StandingCounts(ctx context.Context) ([]model.StandingCount, error) {
	s := q.statement()
	var rows []model.StandingCount
	sel := q.bun.NewSelect().TableExpr("standings AS standing").ColumnExpr("standing.before_id, standing.after_id, count(*) AS n").
		Where(consentedTo(ctx, "standing.id")).GroupExpr("standing.before_id, standing.after_id")
	return rows, s.scan(ctx, sel, &rows)
}

// FallbackCount counts the mails that were sent in another language than the
// reader's, since a text was missing.
func (q Queries) FallbackCount(ctx context.Context) (int, error) {
	s := q.statement()
	return s.count(ctx, q.bun.NewSelect().TableExpr("deliveries AS delivery").Where("delivery.fallback"))
}
