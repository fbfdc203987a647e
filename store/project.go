package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var projectColumns = columns{
	always: []string{"id", "country_code", "focus_area_id", "owner_id", "version"},
	byField: map[string][]string{
		"reference": {"reference"}, "kind": {"kind"}, "title": {"title"}, "titleTranslations": {"title"}, "description": {"description"},
		"startsOn": {"starts_on"}, "endsOn": {"ends_on"}, "results": {"results"}, "resultsUrl": {"results_url"},
		"createdAt": {"created_at"}, "updatedAt": {"updated_at"},
	},
}

// projectStart is the expression that the index on the first day stands on:
// projects without a day come after all others.
const projectStart = "COALESCE(project.starts_on, '9999-12-31')"

var projectOrders = map[model.ProjectOrder]keyset[model.Project]{
	model.ProjectByStartsOn: {
		name: "project:start", expr: projectStart, parse: parseDay,
		key: func(p *model.Project) (any, model.ID) { return p.StartsOn, p.ID },
	},
	model.ProjectByReference: {
		name: "project:reference", expr: "project.reference", parse: parseText,
		key: func(p *model.Project) (any, model.ID) { return p.Reference, p.ID },
	},
	model.ProjectByUpdatedAt: {
		name: "project:updated", expr: "project.updated_at", parse: parseInstant,
		key: func(p *model.Project) (any, model.ID) { return p.UpdatedAt, p.ID },
	},
}

// ProjectQuery is a filter whose ids have been read.
type ProjectQuery struct {
	model.ProjectFilter
	Focus, Actor *model.ID
}

// Project reads one whole project as it is stored.
func (q Queries) Project(ctx context.Context, id model.ID) (*model.Project, error) {
	row := new(model.Project)
	if err := q.byID(ctx, row, id); err != nil {
		return nil, err
	}
	reader := model.ActorFrom(ctx).Language
	row.Title.Reader, row.Description.Reader = reader, reader
	return row, nil
}

// ProjectsByID reads the projects with the ids, in no order.
func (q Queries) ProjectsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Project, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Project
	sel := s.anyOfIDs(projectColumns.pick(q.bun.NewSelect().Model(&rows), f), "project.id", ids)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.projectRelations(ctx, rows, f)
}

// Projects reads one page of projects.
func (q Queries) Projects(ctx context.Context, filter ProjectQuery, order model.ProjectOrderBy, req model.PageRequest, f model.Fields) (*model.ProjectConnection, error) {
	l := list[model.Project]{
		alias: "project", columns: projectColumns, order: projectOrders[order.Field], keys: []string{"starts_on", "reference", "updated_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery { return q.projectWhere(s, sel, filter) },
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.projectRelations(ctx, conn.Nodes, f)
}

func (q Queries) projectWhere(s *statement, sel *bun.SelectQuery, filter ProjectQuery) *bun.SelectQuery {
	sel = anyOf(s, sel, "project.kind", filter.Kinds)
	sel = anyOf(s, sel, "project.country_code", filter.Countries)
	sel = equal(s, sel, "project.focus_area_id", filter.Focus)
	if filter.StartedBy != nil {
		sel = sel.Where(projectStart+" <= ?", s.arg(*filter.StartedBy))
	}
	if filter.Actor != nil {
		sel = sel.Where("EXISTS (SELECT 1 FROM project_actors a WHERE a.project_id = project.id AND a.organisation_id = ?)", s.arg(*filter.Actor))
	}
	if len(filter.ActorKinds) > 0 {
		actors := anyOf(s, q.bun.NewSelect().TableExpr("project_actors AS a").Join("JOIN organisations AS o ON o.id = a.organisation_id").
			ColumnExpr("a.project_id"), "o.kind", filter.ActorKinds)
		sel = sel.Where("project.id IN (?)", actors)
	}
	if len(filter.FundingKinds) > 0 {
		funded := anyOf(s, q.bun.NewSelect().TableExpr("project_fundings AS m").ColumnExpr("m.project_id"), "m.kind", filter.FundingKinds)
		sel = sel.Where("project.id IN (?)", funded)
	}
	return s.search(sel, "project.search_text", filter.Search)
}

// ProjectsOf reads all projects in a country with what was asked of them, the
// earliest first.
func (q Queries) ProjectsOf(ctx context.Context, country model.CountryCode, f model.Fields) ([]*model.Project, error) {
	s := q.statement()
	var rows []*model.Project
	sel := projectColumns.pick(q.bun.NewSelect().Model(&rows), f).Where("project.country_code = ?", s.arg(string(country))).
		OrderExpr(projectStart + ", project.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.projectRelations(ctx, rows, f)
}

func (q Queries) projectIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.Project, error) {
	rows, err := q.ProjectsByID(ctx, ids, f)
	return index(rows, func(p *model.Project) model.ID { return p.ID }), err
}

// ProjectCount counts the projects that a list by the same filter holds.
func (q Queries) ProjectCount(ctx context.Context, filter ProjectQuery) (int, error) {
	s := q.statement()
	return s.count(ctx, q.projectWhere(s, q.bun.NewSelect().Model((*model.Project)(nil)), filter))
}

// FundingSums adds the money of the kinds in the projects, each kind by
// currency. A sum is about where one of its amounts is.
func (q Queries) FundingSums(ctx context.Context, projects ProjectQuery, kinds []model.FundingKind) ([]*model.ProjectFunding, error) {
	s := q.statement()
	var rows []*model.ProjectFunding
	among := q.projectWhere(s, q.bun.NewSelect().Model((*model.Project)(nil)).Column("id"), projects)
	sel := anyOf(s, q.bun.NewSelect().TableExpr("project_fundings AS m"), "m.kind", kinds).Where("m.project_id IN (?)", among).
		ColumnExpr("m.kind, m.currency, CAST(SUM(m.minor) AS BIGINT) AS minor, MAX(CASE WHEN m.about THEN 1 ELSE 0 END) = 1 AS about").
		GroupExpr("m.kind, m.currency").OrderExpr("m.kind, m.currency")
	return rows, s.scan(ctx, sel, &rows)
}

// SetProjectActors replaces who takes part in a project.
func (q Queries) SetProjectActors(ctx context.Context, project model.ID, actors []*model.ProjectActor) error {
	if _, err := q.idb.NewDelete().Model((*model.ProjectActor)(nil)).Where("project_id = ?", project).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	if len(actors) == 0 {
		return nil
	}
	_, err := q.idb.NewInsert().Model(&actors).Exec(ctx)
	return q.d.mapError(err)
}

// SetProjectFunding replaces the amounts of a project.
func (q Queries) SetProjectFunding(ctx context.Context, project model.ID, funding []*model.ProjectFunding) error {
	if _, err := q.idb.NewDelete().Model((*model.ProjectFunding)(nil)).Where("project_id = ?", project).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	if len(funding) == 0 {
		return nil
	}
	_, err := q.idb.NewInsert().Model(&funding).Exec(ctx)
	return q.d.mapError(err)
}

func (q Queries) projectRelations(ctx context.Context, rows []*model.Project, f model.Fields) error {
	reader := model.ActorFrom(ctx).Language
	for _, p := range rows {
		p.Title.Reader, p.Description.Reader = reader, reader
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	if err := countryOf(ctx, q, rows, f,
		func(p *model.Project) model.CountryCode { return p.CountryCode },
		func(p *model.Project, c *model.Country) { p.Country = c }); err != nil {
		return err
	}
	focus := []ref[model.Project, model.FocusArea]{
		{"focusArea", func(p *model.Project) *model.ID { return p.FocusAreaID }, func(p *model.Project, a *model.FocusArea) { p.FocusArea = a }},
	}
	if err := toOne(ctx, rows, f, focus, q.focusAreaIndex); err != nil {
		return err
	}
	var p parties
	want(&p.people, rows, f, ref[model.Project, model.Person]{
		"owner", func(p *model.Project) *model.ID { return p.OwnerID }, func(p *model.Project, o *model.Person) { p.Owner = o },
	})
	if err := q.projectActors(ctx, &p, rows, f); err != nil {
		return err
	}
	if err := q.projectFunding(ctx, rows, f); err != nil {
		return err
	}
	return p.read(ctx, q)
}

func (q Queries) projectActors(ctx context.Context, p *parties, rows []*model.Project, f model.Fields) error {
	af, ok := f.Relation("actors")
	if !ok {
		return nil
	}
	s := q.statement()
	var actors []*model.ProjectActor
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&actors), "project_actor.project_id", projectIDs(rows)).
		OrderExpr("project_actor.role, project_actor.organisation_id")
	if err := s.scan(ctx, sel, &actors); err != nil {
		return err
	}
	want(&p.organisations, actors, af, ref[model.ProjectActor, model.Organisation]{
		"organisation", func(a *model.ProjectActor) *model.ID { return &a.OrganisationID }, func(a *model.ProjectActor, o *model.Organisation) { a.Organisation = o },
	})
	byID := index(rows, func(p *model.Project) model.ID { return p.ID })
	for _, a := range actors {
		byID[a.ProjectID].Actors = append(byID[a.ProjectID].Actors, a)
	}
	return nil
}

func (q Queries) projectFunding(ctx context.Context, rows []*model.Project, f model.Fields) error {
	if !f.Wants("funding") {
		return nil
	}
	s := q.statement()
	var funding []*model.ProjectFunding
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&funding), "project_funding.project_id", projectIDs(rows)).
		OrderExpr("project_funding.kind, project_funding.id")
	if err := s.scan(ctx, sel, &funding); err != nil {
		return err
	}
	byID := index(rows, func(p *model.Project) model.ID { return p.ID })
	for _, one := range funding {
		byID[one.ProjectID].Funding = append(byID[one.ProjectID].Funding, one)
	}
	return nil
}

func projectIDs(rows []*model.Project) []model.ID {
	return idsOf(rows, func(p *model.Project) *model.ID { return &p.ID })
}
