package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var organisationColumns = columns{
	always: []string{"id", "country_code", "version"},
	byField: map[string][]string{
		"kind": {"kind"}, "name": {"name"}, "cvr": {"cvr"}, "cvrIsValid": {"cvr"}, "city": {"city"}, "region": {"region"},
		"employees": {"employees"}, "website": {"website"}, "timeZone": {"time_zone"}, "openingHours": {"opening_hours"},
		"consent": {"consent"}, "createdAt": {"created_at"}, "updatedAt": {"updated_at"},
	},
}

var organisationOrders = map[model.OrganisationOrder]keyset[model.Organisation]{
	model.OrganisationByName: {
		name: "organisation:name", expr: "organisation.sort_key", parse: parseText,
		key: func(o *model.Organisation) (any, model.ID) { return o.SortKey, o.ID },
	},
	model.OrganisationByCreatedAt: {
		name: "organisation:created", expr: "organisation.created_at", parse: parseInstant,
		key: func(o *model.Organisation) (any, model.ID) { return o.CreatedAt, o.ID },
	},
}

// Organisation reads one whole organisation.
func (q Queries) Organisation(ctx context.Context, id model.ID) (*model.Organisation, error) {
	row := new(model.Organisation)
	if err := q.byID(ctx, row, id); err != nil {
		return nil, err
	}
	return row, nil
}

// LockOrganisation reads an organisation whose parts the transaction is going to
// change: whoever changes them waits for the other.
func (q Queries) LockOrganisation(ctx context.Context, id model.ID) (*model.Organisation, error) {
	s := q.statement()
	row := new(model.Organisation)
	sel := q.bun.NewSelect().Model(row).Where("organisation.id = ?", s.arg(id))
	if lock := q.d.lockRow(); lock != "" {
		sel = sel.For(lock)
	}
	return row, s.scan(ctx, sel, row)
}

// OrganisationsByID reads the organisations with the ids, in no order.
func (q Queries) OrganisationsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Organisation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Organisation
	sel := s.anyOfIDs(organisationColumns.pick(q.bun.NewSelect().Model(&rows), f), "organisation.id", ids)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.organisationRelations(ctx, rows, f)
}

// OrganisationQuery is a filter whose own filters have been read.
type OrganisationQuery struct {
	model.OrganisationFilter
	ActorIn  *ProjectQuery
	TookPart *ParticipationQuery
}

// Organisations reads one page of organisations.
func (q Queries) Organisations(ctx context.Context, filter OrganisationQuery, order model.OrganisationOrderBy, req model.PageRequest, f model.Fields) (*model.OrganisationConnection, error) {
	l := list[model.Organisation]{
		alias: "organisation", columns: organisationColumns, order: organisationOrders[order.Field], keys: []string{"sort_key", "created_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			return s.organisationsWhere(ctx, sel, filter)
		},
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.organisationRelations(ctx, conn.Nodes, f)
}

func (s *statement) organisationsWhere(ctx context.Context, sel *bun.SelectQuery, filter OrganisationQuery) *bun.SelectQuery {
	sel = anyOf(s, sel, "organisation.kind", filter.Kinds)
	sel = anyOf(s, sel, "organisation.country_code", filter.Countries)
	sel = equal(s, sel, "organisation.region", filter.Region)
	if filter.ActorIn != nil {
		projects := s.projectWhere(s, s.bun.NewSelect().Model((*model.Project)(nil)).
			Join("JOIN project_actors AS actor ON actor.project_id = project.id").ColumnExpr("actor.organisation_id"), *filter.ActorIn)
		sel = sel.Where("organisation.id IN (?)", projects)
	}
	if filter.TookPart != nil {
		companies := s.participationsWhere(ctx, s.bun.NewSelect().Model((*model.Participation)(nil)).ColumnExpr("participation.id"), *filter.TookPart)
		sel = sel.Where("organisation.id IN (?)", companies)
	}
	return s.search(sel, "organisation.search_text", filter.Search)
}

// OrganisationCount counts the organisations that a list by the same filter holds.
func (q Queries) OrganisationCount(ctx context.Context, filter OrganisationQuery) (int, error) {
	s := q.statement()
	return s.count(ctx, s.organisationsWhere(ctx, q.bun.NewSelect().Model((*model.Organisation)(nil)), filter))
}

func (q Queries) organisationRelations(ctx context.Context, rows []*model.Organisation, f model.Fields) error {
	return countryOf(ctx, q, rows, f,
		func(o *model.Organisation) model.CountryCode { return o.CountryCode },
		func(o *model.Organisation, c *model.Country) { o.Country = c })
}
