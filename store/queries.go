package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/uptrace/bun"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// Queries answers questions and makes changes, on the database itself or inside
// a transaction.
type Queries struct {
	d   dialect
	bun *bun.DB
	idb bun.IDB
	raw rawRunner
	// rules are shared by all that is asked of one database.
	rules *atomic.Pointer[keptRules]
}

// rawRunner runs finished SQL with bound arguments: *sql.DB, *sql.Tx or what
// keeps statements prepared.
type rawRunner interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// statement is a select that is being written: bun builds its text, arg binds
// its values.
type statement struct {
	Queries
	args []any
}

func (q Queries) statement() *statement { return &statement{Queries: q} }

// arg binds a value and answers its placeholder, for bun's "?".
func (s *statement) arg(v any) bun.Safe {
	s.args = append(s.args, s.d.value(v))
	return bun.Safe(s.d.placeholder(len(s.args)))
}

// equal adds a condition that the column is the value; nil adds none.
func equal[T any](s *statement, sel *bun.SelectQuery, column string, value *T) *bun.SelectQuery {
	if value == nil {
		return sel
	}
	return sel.Where(column+" = ?", s.arg(*value))
}

// search adds a condition that every word of the text is found in the
// accent-folded column; nil and blanks add none.
func (s *statement) search(sel *bun.SelectQuery, column string, text *string) *bun.SelectQuery {
	if text == nil {
		return sel
	}
	for _, word := range strings.Fields(i18n.Fold(*text)) {
		sel = sel.Where(column+" LIKE ? ESCAPE '!'", s.arg("%"+likeEscaper.Replace(word)+"%"))
	}
	return sel
}

// likeEscaper takes the meaning from what LIKE would read as a pattern.
var likeEscaper = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// anyOf adds a condition that the column is one of the values; no values add
// none.
func anyOf[T ~string](s *statement, sel *bun.SelectQuery, column string, values []T) *bun.SelectQuery {
	if len(values) == 0 {
		return sel
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return sel.Where("?", bun.Safe(s.d.isAnyOf(column, s.list(texts))))
}

// anyOfIDs adds a condition that the column is one of the ids.
func (s *statement) anyOfIDs(sel *bun.SelectQuery, column string, ids []model.ID) *bun.SelectQuery {
	return sel.Where("?", bun.Safe(s.d.isAnyOfIDs(column, s.list(idTexts(ids)))))
}

// list binds many texts as one argument and answers its placeholder.
func (s *statement) list(texts []string) string {
	if s.d == postgres {
		s.args = append(s.args, texts)
	} else {
		raw, _ := json.Marshal(texts) //nolint:errchkjson // strings always marshal
		s.args = append(s.args, string(raw))
	}
	return s.d.placeholder(len(s.args))
}

// scan runs the select and reads its rows into dest, a pointer to a slice or to
// a struct. NOT_FOUND says that there is no row for a struct.
func (s *statement) scan(ctx context.Context, sel *bun.SelectQuery, dest any) error {
	count(ctx)
	rows, err := s.raw.QueryContext(ctx, sel.String(), s.d.prepared(s.args)...)
	if err != nil {
		return s.d.mapError(err)
	}
	if reflect.TypeOf(dest).Elem().Kind() == reflect.Struct {
		return s.d.mapError(s.scanOne(ctx, rows, dest))
	}
	return s.d.mapError(s.bun.ScanRows(ctx, rows, dest))
}

// scanOne reads the first row. bun's ScanRows would leave dest as it is where
// there is none, so that a missing row looks like an empty one.
func (s *statement) scanOne(ctx context.Context, rows *sql.Rows, dest any) error {
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := s.bun.ScanRow(ctx, rows, dest); err != nil {
		return err
	}
	// SQLite reports some failures with the row after the last.
	for rows.Next() {
	}
	return rows.Err()
}

// count runs "SELECT count(*)" over the select's table and conditions.
func (s *statement) count(ctx context.Context, sel *bun.SelectQuery) (int, error) {
	count(ctx)
	rows, err := s.raw.QueryContext(ctx, sel.ColumnExpr("count(*)").String(), s.d.prepared(s.args)...)
	if err != nil {
		return 0, s.d.mapError(err)
	}
	defer func() { _ = rows.Close() }()
	n := 0
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, fmt.Errorf("count: %w", err)
		}
	}
	return n, s.d.mapError(rows.Err())
}

// byID reads one row by its primary key into dest.
func (q Queries) byID(ctx context.Context, dest any, id model.ID) error {
	s := q.statement()
	return s.scan(ctx, q.bun.NewSelect().Model(dest).Where("?TableAlias.id = ?", s.arg(id)), dest)
}

// Insert stores a new row. A row that already exists is an error; see IsUnique.
// An activity is entered in the calendar as well, and first: its reference is
// unique over all kinds.
func (q Queries) Insert(ctx context.Context, row any) error {
	if a, ok := row.(model.ActivityNode); ok {
		if err := q.enter(ctx, a); err != nil {
			return err
		}
	}
	_, err := q.idb.NewInsert().Model(row).Exec(ctx)
	return q.d.mapError(err)
}

// Update saves a row that Stamps.Touch counted up. The row must still be at the
// version before; otherwise somebody else saved it first, and it is CONFLICT.
func (q Queries) Update(ctx context.Context, row any, version int) error {
	res, err := q.idb.NewUpdate().Model(row).WherePK().Where("version = ?", version-1).Exec(ctx)
	if err != nil {
		return q.d.mapError(err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("update: %w", err)
	}
	if n == 0 {
		return model.StaleVersion(version-1, version)
	}
	if a, ok := row.(model.ActivityNode); ok {
		return q.enter(ctx, a)
	}
	return nil
}

// Save writes all columns of a row that has no version.
func (q Queries) Save(ctx context.Context, row any) error {
	_, err := q.idb.NewUpdate().Model(row).WherePK().Exec(ctx)
	return q.d.mapError(err)
}

// Delete removes a row by its primary key.
func (q Queries) Delete(ctx context.Context, row any) error {
	_, err := q.idb.NewDelete().Model(row).WherePK().Exec(ctx)
	return q.d.mapError(err)
}

type counterKey struct{}

// WithStatementCount answers a context in which every SQL statement is counted.
// Tests use it to hold lists to a constant number.
func WithStatementCount(ctx context.Context) (context.Context, *atomic.Int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, counterKey{}, n), n
}

func count(ctx context.Context) {
	if n, ok := ctx.Value(counterKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
}

// countHook counts the statements that bun runs by itself.
type countHook struct{}

func (countHook) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context {
	count(ctx)
	return ctx
}

func (countHook) AfterQuery(context.Context, *bun.QueryEvent) {}

// tableOf names the table that holds a kind.
var tableOf = map[model.Kind]string{
	model.KindOrganisation: "organisations", model.KindPerson: "people", model.KindFocusArea: "focus_areas",
	model.KindDelegation: "delegations", model.KindSession: "sessions", model.KindAssessment: "assessments",
	model.KindLighthouseCountry: "lighthouse_countries", model.KindLighthouseElement: "lighthouse_elements",
	model.KindSolution: "solutions", model.KindMeetingPlan: "meeting_plans",
	model.KindStaircaseStep: "staircase_steps", model.KindPlacement: "placements", model.KindOutcome: "outcomes",
	model.KindTradeMission: "trade_missions", model.KindApplication: "mission_applications",
	model.KindTourEdition: "tour_editions", model.KindSideTour: "side_tours", model.KindPresentationAbroad: "presentation_abroads",
}

// ExistingIDs tells which of the ids there are rows for.
func (q Queries) ExistingIDs(ctx context.Context, kind model.Kind, ids []model.ID) (map[model.ID]bool, error) {
	table, ok := tableOf[kind]
	if !ok {
		return nil, fmt.Errorf("no table holds %s", kind)
	}
	s := q.statement()
	var rows []struct {
		ID model.ID `bun:"id"`
	}
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().TableExpr(table).Column("id"), "id", ids), &rows); err != nil {
		return nil, err
	}
	there := make(map[model.ID]bool, len(rows))
	for _, r := range rows {
		there[r.ID] = true
	}
	return there, nil
}
