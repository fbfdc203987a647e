package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// StaircaseSteps reads the steps from the lowest to the highest; they are few.
func (q Queries) StaircaseSteps(ctx context.Context) ([]*model.StaircaseStep, error) {
	s := q.statement()
	var rows []*model.StaircaseStep
	if err := s.scan(ctx, q.bun.NewSelect().Model(&rows).OrderExpr("staircase_step.number, staircase_step.id"), &rows); err != nil {
		return nil, err
	}
	for _, step := range rows {
		step.Name.Reader = model.ActorFrom(ctx).Language
	}
	return rows, nil
}

func (q Queries) stepIndex(ctx context.Context) (map[model.ID]*model.StaircaseStep, error) {
	steps, err := q.StaircaseSteps(ctx)
	return index(steps, func(s *model.StaircaseStep) model.ID { return s.ID }), err
}

// AddSteps stores steps, apart from those that another process has stored.
func (q Queries) AddSteps(ctx context.Context, steps []*model.StaircaseStep) error {
	_, err := q.idb.NewInsert().Model(&steps).On("CONFLICT DO NOTHING").Exec(ctx)
	return q.d.mapError(err)
}

// consentedTo is a condition on the column of a company's id: whether the reader
// may know on which step the company stands.
func consentedTo(ctx context.Context, column string) string {
	if model.ActorFrom(ctx).IsStaff() {
		return "1 = 1"
	}
	return column + " IN (SELECT o.id FROM organisations o WHERE o.consent <> 'NOTHING')"
}

// PlacementsOf reads all placements of the companies, those that were corrected
// included, with their steps, in no order. Companies that hide their step from
// the reader are left out; no companies named are all.
func (q Queries) PlacementsOf(ctx context.Context, companies []model.ID, f model.Fields) ([]*model.Placement, error) {
	s := q.statement()
	var rows []*model.Placement
	sel := q.bun.NewSelect().Model(&rows).Where(consentedTo(ctx, "placement.company_id"))
	if companies != nil {
		sel = s.anyOfIDs(sel, "placement.company_id", companies)
	}
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.placementRelations(ctx, rows, f)
}

// PlacementsByID reads the placements with the ids that the reader may see.
func (q Queries) PlacementsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Placement, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Placement
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "placement.id", ids).Where(consentedTo(ctx, "placement.company_id"))
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	if f.Wants("correctedById") {
		if err := q.corrections(ctx, rows); err != nil {
			return nil, err
		}
	}
	return rows, q.placementRelations(ctx, rows, f)
}

// corrections reads which of the placements others correct.
func (q Queries) corrections(ctx context.Context, rows []*model.Placement) error {
	s := q.statement()
	var later []*model.Placement
	ids := idsOf(rows, func(p *model.Placement) *model.ID { return &p.ID })
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&later).Column("id", "corrects_id"), "placement.corrects_id", ids), &later); err != nil {
		return err
	}
	byID := index(rows, func(p *model.Placement) model.ID { return p.ID })
	for _, p := range later {
		byID[*p.CorrectsID].CorrectedBy = &p.ID
	}
	return nil
}

func (q Queries) placementRelations(ctx context.Context, rows []*model.Placement, f model.Fields) error {
	if len(rows) == 0 {
		return nil
	}
	steps, err := q.stepIndex(ctx)
	if err != nil {
		return err
	}
	for _, p := range rows {
		p.Step = steps[p.StepID]
	}
	var p parties
	want(&p.organisations, rows, f, ref[model.Placement, model.Organisation]{
		"company", func(p *model.Placement) *model.ID { return &p.CompanyID }, func(p *model.Placement, o *model.Organisation) { p.Company = o },
	})
	want(&p.people, rows, f, ref[model.Placement, model.Person]{
		"placedBy", func(p *model.Placement) *model.ID { return p.PlacedByID }, func(p *model.Placement, who *model.Person) { p.PlacedBy = who },
	})
	return p.read(ctx, q)
}

// StaircaseQuery is a filter of the report whose ids have been read.
type StaircaseQuery struct {
	Focus  *model.ID
	Region *string
}

// StaircaseMembers reads the companies that have been placed and may be known to
// the reader, without their placements.
func (q Queries) StaircaseMembers(ctx context.Context, filter StaircaseQuery) ([]*model.StaircaseMember, error) {
	s := q.statement()
	var rows []struct {
		ID          model.ID  `bun:"id"`
		FocusAreaID *model.ID `bun:"focus_area_id"`
		Employees   *int      `bun:"employees"`
		Region      string    `bun:"region"`
	}
	sel := q.bun.NewSelect().TableExpr("standings AS standing").ColumnExpr("standing.id, p.focus_area_id, o.employees, o.region").
		Join("JOIN organisations o ON o.id = standing.id").Join("LEFT JOIN company_profiles p ON p.id = standing.id").
		Where(consentedTo(ctx, "standing.id")).OrderExpr("standing.id")
	sel = equal(s, sel, "p.focus_area_id", filter.Focus)
	sel = equal(s, sel, "o.region", filter.Region)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	members := make([]*model.StaircaseMember, len(rows))
	for i, r := range rows {
		members[i] = &model.StaircaseMember{CompanyID: r.ID, FocusAreaID: r.FocusAreaID, Employees: r.Employees, Region: r.Region}
	}
	return members, nil
}

// SaveStanding writes where a company stands.
func (q Queries) SaveStanding(ctx context.Context, row *model.Standing) error {
	_, err := q.idb.NewInsert().Model(row).On("CONFLICT (id) DO UPDATE").
		Set("before_id = EXCLUDED.before_id").Set("before_on = EXCLUDED.before_on").Set("after_id = EXCLUDED.after_id").
		Set("after_on = EXCLUDED.after_on").Set("since = EXCLUDED.since").Exec(ctx)
	return q.d.mapError(err)
}

var standingOrder = keyset[model.Standing]{
	name: "standing:name", expr: "o.sort_key", parse: parseText,
	key: func(s *model.Standing) (any, model.ID) { return s.SortKey, s.ID },
}

// StandingQuery is a filter whose ids have been read.
type StandingQuery struct {
	model.StaircaseCompanyFilter
	Before, After *model.ID
}

// Standings reads one page of the companies on the staircase that may be known
// to the reader, in order of their names.
func (q Queries) Standings(ctx context.Context, filter StandingQuery, req model.PageRequest, f model.Fields) (*model.StaircaseCompanyConnection, error) {
	l := list[model.Standing]{
		alias: "standing", order: standingOrder,
		columns: columns{always: []string{"standing.id", "standing.before_id", "standing.before_on", "standing.after_id", "standing.after_on", "standing.since"}},
		extra: func(sel *bun.SelectQuery) *bun.SelectQuery {
			if f == nil { // the key alone would be all that is read
				sel = sel.ColumnExpr("standing.*")
			}
			return sel.ColumnExpr("o.sort_key AS sort_key")
		},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = sel.Join("JOIN organisations o ON o.id = standing.id").Where(consentedTo(ctx, "standing.id"))
			sel = equal(s, sel, "standing.before_id", filter.Before)
			sel = equal(s, sel, "standing.after_id", filter.After)
			sel = present(sel, "standing.after_id", filter.PlacedTwice)
			const climbed = "(SELECT a.number - b.number FROM staircase_steps a, staircase_steps b WHERE a.id = standing.after_id AND b.id = standing.before_id)"
			if filter.ClimbedFrom != nil {
				sel = sel.Where(climbed+" >= ?", s.arg(*filter.ClimbedFrom))
			}
			if filter.ClimbedTo != nil {
				sel = sel.Where(climbed+" <= ?", s.arg(*filter.ClimbedTo))
			}
			return sel
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil || len(conn.Nodes) == 0 {
		return conn, err
	}
	steps, err := q.stepIndex(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range conn.Nodes {
		row.Before, row.After = steps[row.BeforeID], lookup(steps, row.AfterID)
	}
	var p parties
	want(&p.organisations, conn.Nodes, f, ref[model.Standing, model.Organisation]{
		"company", func(s *model.Standing) *model.ID { return &s.ID }, func(s *model.Standing, o *model.Organisation) { s.Company = o },
	})
	return conn, p.read(ctx, q)
}

// PlacedCompanies lists up to n companies that have placements, by id and after
// the given one.
func (q Queries) PlacedCompanies(ctx context.Context, after model.ID, n int) ([]model.ID, error) {
	s := q.statement()
	var rows []Subject
	err := s.query(ctx, fmt.Sprintf("SELECT DISTINCT p.company_id AS id FROM placements p WHERE p.company_id > %s ORDER BY 1 LIMIT %s", s.arg(after), s.arg(n)), &rows)
	ids := make([]model.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids, err
}
