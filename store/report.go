package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// ActivityCounts counts the activities of the filter by kind and year.
func (q Queries) ActivityCounts(ctx context.Context, filter ActivityQuery) ([]model.ActivityCount, error) {
	s := q.statement()
	var rows []model.ActivityCount
	sel := s.activities(q.bun.NewSelect().TableExpr("activity_entries AS activity_entry"), filter).ColumnExpr("activity_entry.kind").
		ColumnExpr("COALESCE(" + q.d.yearPart("activity_entry.starts_on") + ", 0) AS year").ColumnExpr("count(*) AS n").
		GroupExpr("1, 2").OrderExpr("1, 2")
	return rows, s.scan(ctx, sel, &rows)
}

// ActivityCountries counts the activities of the filter by their main country;
// those in no country of the list count together.
func (q Queries) ActivityCountries(ctx context.Context, filter ActivityQuery, countries []model.CountryCode) ([]model.CountryCount, error) {
	s := q.statement()
	var rows []model.CountryCount
	sel := s.activities(q.bun.NewSelect().TableExpr("activity_entries AS activity_entry"), filter).
		ColumnExpr("? AS country_code", s.oneOf("activity_entry.country_code", countries)).ColumnExpr("count(*) AS n").GroupExpr("1")
	return rows, s.scan(ctx, sel, &rows)
}

// inYear adds a condition that the day lies in the year; nil adds none.
func (s *statement) inYear(sel *bun.SelectQuery, column string, year *int) *bun.SelectQuery {
	if year == nil {
		return sel
	}
	return sel.Where(column+" >= ?", s.arg(model.NewDate(*year, time.January, 1))).Where(column+" <= ?", s.arg(model.NewDate(*year, time.December, 31)))
}

// inYearAt adds a condition that the instant lies in the year in Copenhagen; nil
// adds none.
func (s *statement) inYearAt(sel *bun.SelectQuery, column string, year *int) *bun.SelectQuery {
	if year == nil {
		return sel
	}
	from, until := yearOf(*year)
	return between(s, sel, column, &from, &until)
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

// FirstActivityMarks lists the same over all years, each with the earliest day.
func (q Queries) FirstActivityMarks(ctx context.Context, kinds []model.Kind) ([]model.ActivityMark, error) {
	s := q.statement()
	where := q.d.isAnyOf("e.kind", s.list(kindTexts(kinds)))
	var rows []model.ActivityMark
	return rows, s.query(ctx, "SELECT m.country_code, m.kind, m.state, MIN(m.starts_on) AS first_on FROM (SELECT e.country_code, e.kind, e.state, e.starts_on FROM activity_entries e WHERE "+where+
		" UNION ALL SELECT c.country_code, e.kind, e.state, e.starts_on FROM activity_countries c JOIN activity_entries e ON e.id = c.activity_id WHERE "+where+
		") m GROUP BY m.country_code, m.kind, m.state", &rows)
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
	err := s.scan(ctx, s.inYearAt(sel, "outcome_request.asked_at", year), &rows)
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
