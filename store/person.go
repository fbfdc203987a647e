package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var personColumns = columns{
	always: []string{"id", "country_code", "organisation_id", "version"},
	byField: map[string][]string{
		"fullName": {"full_name"}, "displayName": {"title", "full_name"}, "callName": {"call_name"}, "latinName": {"latin_name"},
		"sortName": {"sort_name"}, "title": {"title"}, "email": {"email"}, "emailBounced": {"email_bounced"}, "phone": {"phone"},
		"language": {"language"}, "timeZone": {"time_zone"}, "jobTitle": {"job_title"}, "staffRole": {"staff_role"}, "lead": {"lead"},
		"createdAt": {"created_at"}, "updatedAt": {"updated_at"},
	},
}

var personOrders = map[model.PersonOrder]keyset[model.Person]{
	model.PersonByName: {
		name: "person:name", expr: "person.sort_key", parse: parseText,
		key: func(p *model.Person) (any, model.ID) { return p.SortKey, p.ID },
	},
	model.PersonByCreatedAt: {
		name: "person:created", expr: "person.created_at", parse: parseInstant,
		key: func(p *model.Person) (any, model.ID) { return p.CreatedAt, p.ID },
	},
}

// Person reads one whole person.
func (q Queries) Person(ctx context.Context, id model.ID) (*model.Person, error) {
	row := new(model.Person)
	if err := q.byID(ctx, row, id); err != nil {
		return nil, err
	}
	return row, nil
}

// PeopleByID reads the people with the ids, in no order.
func (q Queries) PeopleByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Person
	sel := s.anyOfIDs(personColumns.pick(q.bun.NewSelect().Model(&rows), f), "person.id", ids)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.personRelations(ctx, rows, f)
}

// People reads one page of people.
func (q Queries) People(ctx context.Context, filter model.PersonFilter, organisation *model.ID, order model.PersonOrderBy, req model.PageRequest, f model.Fields) (*model.PersonConnection, error) {
	l := list[model.Person]{
		alias: "person", columns: personColumns, order: personOrders[order.Field], keys: []string{"sort_key", "created_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = equal(s, sel, "person.organisation_id", organisation)
			sel = anyOf(s, sel, "person.language", filter.Languages)
			sel = equal(s, sel, "person.email_bounced", filter.EmailBounced)
			sel = present(sel, "person.staff_role", filter.Staff)
			return s.search(sel, "person.search_text", filter.Search)
		},
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.personRelations(ctx, conn.Nodes, f)
}

// Staff reads the people who work in Fyrtårn, leads first.
func (q Queries) Staff(ctx context.Context) ([]*model.Person, error) {
	s := q.statement()
	var rows []*model.Person
	sel := q.bun.NewSelect().Model(&rows).Where("person.staff_role IS NOT NULL").OrderExpr("person.lead DESC, person.sort_key, person.id")
	return rows, s.scan(ctx, sel, &rows)
}

func (q Queries) personRelations(ctx context.Context, rows []*model.Person, f model.Fields) error {
	if err := countryOf(ctx, q, rows, f,
		func(p *model.Person) model.CountryCode { return p.CountryCode },
		func(p *model.Person, c *model.Country) { p.Country = c }); err != nil {
		return err
	}
	refs := []ref[model.Person, model.Organisation]{
		{"organisation", func(p *model.Person) *model.ID { return p.OrganisationID }, func(p *model.Person, o *model.Organisation) { p.Organisation = o }},
	}
	if err := toOne(ctx, rows, f, refs, q.organisationIndex); err != nil {
		return err
	}
	if af, ok := f.Relation("affiliations"); ok {
		return q.affiliations(ctx, rows, af)
	}
	return nil
}

// Affiliations reads a person's roles in organisations, the earliest first.
func (q Queries) Affiliations(ctx context.Context, person model.ID) ([]*model.Affiliation, error) {
	s := q.statement()
	var rows []*model.Affiliation
	sel := q.bun.NewSelect().Model(&rows).Where("affiliation.person_id = ?", s.arg(person)).OrderExpr(affiliationOrder)
	return rows, s.scan(ctx, sel, &rows)
}

// SetAffiliations replaces a person's roles in organisations.
func (q Queries) SetAffiliations(ctx context.Context, person model.ID, rows []*model.Affiliation) error {
	if _, err := q.idb.NewDelete().Model((*model.Affiliation)(nil)).Where("person_id = ?", person).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := q.idb.NewInsert().Model(&rows).Exec(ctx)
	return q.d.mapError(err)
}

// affiliationOrder puts a role without a first day before all others: the two
// databases do not agree on where NULL stands.
const affiliationOrder = "COALESCE(affiliation.from_date, '0001-01-01'), affiliation.id"

func (q Queries) affiliations(ctx context.Context, people []*model.Person, f model.Fields) error {
	byPerson := index(people, func(p *model.Person) model.ID { return p.ID })
	s := q.statement()
	var rows []*model.Affiliation
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "affiliation.person_id", idsOf(people, func(p *model.Person) *model.ID { return &p.ID })).
		OrderExpr(affiliationOrder)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return err
	}
	refs := []ref[model.Affiliation, model.Organisation]{
		{"organisation", func(a *model.Affiliation) *model.ID { return &a.OrganisationID }, func(a *model.Affiliation, o *model.Organisation) { a.Organisation = o }},
	}
	if err := toOne(ctx, rows, f, refs, q.organisationIndex); err != nil {
		return err
	}
	for _, a := range rows {
		p := byPerson[a.PersonID]
		p.Affiliations = append(p.Affiliations, a)
	}
	return nil
}

func (q Queries) organisationIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.Organisation, error) {
	rows, err := q.OrganisationsByID(ctx, ids, f)
	return index(rows, func(o *model.Organisation) model.ID { return o.ID }), err
}

func (q Queries) personIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.Person, error) {
	rows, err := q.PeopleByID(ctx, ids, f)
	return index(rows, func(p *model.Person) model.ID { return p.ID }), err
}
