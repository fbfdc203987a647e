package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var solutionColumns = columns{
	always: []string{"id", "company_id", "focus_area_id", "version"},
	byField: map[string][]string{
		"name": {"name"}, "nameTranslations": {"name"}, "tags": {"tags"}, "evidence": {"evidence"}, "evidenceLinks": {"evidence_links"},
		"replaces": {"replaces"}, "targetMarkets": {"target_markets"}, "createdAt": {"created_at"}, "updatedAt": {"updated_at"},
	},
}

var solutionOrders = map[model.SolutionOrder]keyset[model.Solution]{
	model.SolutionByName: {
		name: "solution:name", expr: "solution.sort_key", parse: parseText,
		key: func(s *model.Solution) (any, model.ID) { return s.SortKey, s.ID },
	},
	model.SolutionByCreatedAt: {
		name: "solution:created", expr: "solution.created_at", parse: parseInstant,
		key: func(s *model.Solution) (any, model.ID) { return s.CreatedAt, s.ID },
	},
}

// SolutionQuery is a filter whose ids have been read.
type SolutionQuery struct {
	model.SolutionFilter
	Company, Focus *model.ID
}

// Solution reads one whole solution.
func (q Queries) Solution(ctx context.Context, id model.ID) (*model.Solution, error) {
	row := new(model.Solution)
	return row, q.byID(ctx, row, id)
}

// SolutionsByID reads the solutions with the ids, in no order.
func (q Queries) SolutionsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Solution, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Solution
	sel := s.anyOfIDs(solutionColumns.pick(q.bun.NewSelect().Model(&rows), f), "solution.id", ids)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.solutionRelations(ctx, rows, f)
}

// SolutionsOf reads whole solutions of the companies, without relations.
func (q Queries) SolutionsOf(ctx context.Context, companies []model.ID) ([]*model.Solution, error) {
	s := q.statement()
	var rows []*model.Solution
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "solution.company_id", companies).OrderExpr("solution.company_id, solution.id")
	return rows, s.scan(ctx, sel, &rows)
}

// Solutions reads one page of solutions.
func (q Queries) Solutions(ctx context.Context, filter SolutionQuery, order model.SolutionOrderBy, req model.PageRequest, f model.Fields) (*model.SolutionConnection, error) {
	l := list[model.Solution]{
		alias: "solution", columns: solutionColumns, order: solutionOrders[order.Field], keys: []string{"sort_key", "created_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = equal(s, sel, "solution.company_id", filter.Company)
			sel = equal(s, sel, "solution.focus_area_id", filter.Focus)
			return s.search(sel, "solution.search_text", filter.Search)
		},
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.solutionRelations(ctx, conn.Nodes, f)
}

func (q Queries) solutionRelations(ctx context.Context, rows []*model.Solution, f model.Fields) error {
	reader := model.ActorFrom(ctx).Language
	for _, row := range rows {
		row.Name.Reader = reader
	}
	companies := []ref[model.Solution, model.Organisation]{
		{"company", func(s *model.Solution) *model.ID { return &s.CompanyID }, func(s *model.Solution, o *model.Organisation) { s.Company = o }},
	}
	if err := toOne(ctx, rows, f, companies, q.organisationIndex); err != nil {
		return err
	}
	focuses := []ref[model.Solution, model.FocusArea]{
		{"focusArea", func(s *model.Solution) *model.ID { return s.FocusAreaID }, func(s *model.Solution, a *model.FocusArea) { s.FocusArea = a }},
	}
	return toOne(ctx, rows, f, focuses, q.focusAreaIndex)
}

// CompaniesWithSolutions lists the companies that have one.
func (q Queries) CompaniesWithSolutions(ctx context.Context) ([]model.ID, error) {
	s := q.statement()
	var rows []*model.Solution
	sel := q.bun.NewSelect().Model(&rows).ColumnExpr("DISTINCT solution.company_id").OrderExpr("solution.company_id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return idsOf(rows, func(s *model.Solution) *model.ID { return &s.CompanyID }), nil
}
