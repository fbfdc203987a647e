// Package dataset makes the data that the benchmarks run on: visits around a
// fixed day, of which a quarter is still to come, with the texts, names and keys
// that the product itself would have stored. The same options make the same
// rows, on every machine.
package dataset

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// Now is the instant around which the data lie. It is not the day of the run:
// the data would differ from one day to the next.
var Now = time.Date(2027, time.January, 4, 8, 0, 0, 0, time.UTC)

// What one visit has, at every scale.
const (
	SessionsPerDelegation  = 10
	DelegatesPerDelegation = 12
	FollowUpsPerDelegation = 2
)

// MinScale is the smallest scale that has a full calendar and enough people of
// one country for a delegation.
const MinScale = 0.03

var errScale = errors.New("dataset: the scale is too small")

// Size is how many rows there are of each kind.
type Size struct {
	Delegations, Organisations, People int
	// Assessed is how many of the Danish organisations have handed an assessment
	// in for each of the Markets.
	Assessed int
	// Bare delegations have no programme, delegates, invitations or follow-ups.
	Bare bool
}

// Scaled is the size at a scale; 1 is 10,000 delegations and 40,000 assessments.
func Scaled(scale float64) (Size, error) {
	if scale < MinScale {
		return Size{}, fmt.Errorf("%w: %g, at least %g", errScale, scale, MinScale)
	}
	of := func(n float64) int { return int(n * scale) }
	return Size{Delegations: of(10_000), Organisations: of(20_000), People: of(100_000), Assessed: of(10_000)}, nil
}

// Load fills a migrated, empty PostgreSQL database that has its countries.
func Load(ctx context.Context, databaseURL string, size Size) error {
	w, err := vocabulary()
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	template, err := model.ParseReadinessTemplate(model.ReadinessTemplates()[1])
	if err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	m := &maker{Size: size, words: w, conn: conn, template: template}
	// Rows come after those they point to.
	steps := []func(context.Context) error{m.countryNames, m.organisations, m.people, m.focusAreas, m.delegations, m.calendar}
	if !size.Bare {
		steps = append(steps, m.sessions, m.delegates, m.invitations, m.followUps)
	}
	steps = append(steps, m.assessments, m.companies)
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	// A database that has been in use for a while has its statistics and its
	// visibility maps; this one must not be measured without.
	if _, err := conn.Exec(ctx, "VACUUM (FREEZE, ANALYZE)"); err != nil {
		return fmt.Errorf("dataset: vacuum: %w", err)
	}
	return nil
}

// DelegationIDs are n ids of delegations, spread over all of them.
func (s Size) DelegationIDs(n int) []model.ID {
	n = min(n, s.Delegations)
	ids := make([]model.ID, n)
	for i := range ids {
		ids[i] = delegationID(i * s.Delegations / n)
	}
	return ids
}

// maker writes the tables one after another.
type maker struct {
	Size
	words *words
	conn  *pgx.Conn
	// template is what companies have answered on.
	template *model.ReadinessTemplate
}

// table tells the tables apart where numbers are drawn: a row's are the same
// however many rows stand before it.
type table uint64

const (
	tableOrganisation table = iota + 1
	tablePerson
	tableFocus
	tableDelegation
	tableSession
	tableDelegate
	tableInvitation
	tableFollowUp
	tableAssessment
)

// dice are the random numbers of one row.
func (t table) dice(row int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(t), uint64(row))) //nolint:gosec // repeatable on purpose; rows are counted from 0
}

// id is a UUIDv7 of the instant, whose random part follows from table and row.
func (t table) id(row int, at time.Time) model.ID {
	var id uuid.UUID
	r := t.dice(row)
	binary.BigEndian.PutUint64(id[:8], uint64(at.UnixMilli())<<16|uint64(r.Uint32()&0x0fff))
	binary.BigEndian.PutUint64(id[8:], r.Uint64())
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// copyRows writes n rows of a table.
func (m *maker) copyRows(ctx context.Context, name string, columns []string, n int, row func(i int) ([]any, error)) error {
	i := 0
	_, err := m.conn.CopyFrom(ctx, pgx.Identifier{name}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		if i == n {
			return nil, nil
		}
		i++
		return row(i - 1)
	}))
	if err != nil {
		return fmt.Errorf("dataset: %s: %w", name, err)
	}
	return nil
}

// countryNames are a table for the floor alone: the product knows the names of
// countries by itself, the floor has nothing but the database.
func (m *maker) countryNames(ctx context.Context) error {
	const create = "CREATE TABLE floor_country_names (code text, language text, name text NOT NULL, PRIMARY KEY (code, language))"
	if _, err := m.conn.Exec(ctx, create); err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	var rows [][]any
	for _, code := range i18n.CountryCodes() {
		for tag, name := range i18n.CountryNames(code) {
			rows = append(rows, []any{code, tag, name})
		}
	}
	return m.copyRows(ctx, "floor_country_names", []string{"code", "language", "name"}, len(rows), func(i int) ([]any, error) {
		return rows[i], nil
	})
}
