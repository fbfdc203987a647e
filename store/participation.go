package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var participationOrder = keyset[model.Participation]{
	name: "participation:position", expr: "participation.position", parse: parseText,
	key: func(p *model.Participation) (any, model.ID) { return p.Position, p.ID },
}

// ParticipationQuery is a filter whose ids have been read. Projects that have
// not begun on the day Today are none yet.
type ParticipationQuery struct {
	model.ParticipationFilter
	Company *model.ID
	Today   model.Date
}

// participations is the select of every Danish company with everything that it
// took part in, each pair once, as far as the viewer may know of it: which
// kinds of activities there are for a partner, and in which ways companies take
// part in them, his scopes say. Whatever counts or lists participations reads it.
func (s *statement) participations(ctx context.Context, today model.Date) bun.Safe {
	actor := model.ActorFrom(ctx)
	may := func(scope string) string {
		if actor.HasScope(scope) {
			return "1 = 1"
		}
		return "1 = 0"
	}
	const rows = `%s.country_code, %[1]s.starts_on, CAST(COALESCE(%[1]s.starts_on, '9999-12-31') AS TEXT) || ' ' || CAST(%[1]s.id AS TEXT) AS position
FROM (%[2]s) AS took JOIN %[3]s %[1]s ON %[1]s.id = took.subject_id
JOIN organisations c ON c.id = took.company_id AND c.kind = 'COMPANY' AND c.country_code = 'DK' WHERE %[4]s`
	inActivities := `SELECT a.company_id, a.mission_id AS subject_id FROM mission_applications a WHERE a.attended_at IS NOT NULL AND ` + may("missions:read") + `
UNION SELECT p.organisation_id, mp.activity_id FROM meetings m JOIN meeting_participants p ON p.id = m.company_id
JOIN meeting_plans mp ON mp.id = m.plan_id WHERE m.state = 'HELD' AND ` + may("matchmaking:read") + `
UNION SELECT i.organisation_id, i.delegation_id FROM host_invitations i WHERE i.state = 'HELD' AND ` + may("delegations:read") + `
UNION SELECT n.organisation_id, r.activity_id FROM tour_registrations r JOIN people n ON n.id = r.person_id
WHERE r.state IN ('CHECKED_IN', 'ATTENDED') AND ` + may("tours:read")
	inProjects := "SELECT DISTINCT a.organisation_id AS company_id, a.project_id AS subject_id FROM project_actors a WHERE " + may("projects:read")
	seen := s.d.isAnyOf("e.kind", s.list(kindTexts(model.ActivityKindsFor(actor))))
	return bun.Safe("SELECT took.company_id AS id, e.kind AS subject_kind, took.subject_id, " + fmt.Sprintf(rows, "e", inActivities, "activity_entries", seen) +
		" UNION ALL SELECT took.company_id, '" + string(model.KindProject) + "', took.subject_id, " +
		fmt.Sprintf(rows, "j", inProjects, "projects", fmt.Sprintf("j.starts_on <= %s", s.arg(today))))
}

// participationsWhere reads from the participations with the conditions of the filter.
func (s *statement) participationsWhere(ctx context.Context, sel *bun.SelectQuery, filter ParticipationQuery) *bun.SelectQuery {
	sel = sel.ModelTableExpr("(?) AS participation", s.participations(ctx, filter.Today))
	sel = anyOf(s, sel, "participation.country_code", filter.Countries)
	sel = noneOf(s, sel, "participation.country_code", filter.ExceptCountries)
	sel = equal(s, sel, "participation.id", filter.Company)
	return s.inYear(sel, "participation.starts_on", filter.Year)
}

// Participations reads one page of participations, the earliest first day first.
func (q Queries) Participations(ctx context.Context, filter ParticipationQuery, req model.PageRequest, f model.Fields) (*model.ParticipationConnection, error) {
	l := list[model.Participation]{
		alias: "participation", order: participationOrder,
		columns: columns{always: []string{"id", "subject_kind", "subject_id", "country_code", "starts_on", "position"}},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			return s.participationsWhere(ctx, sel, filter)
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.participationRelations(ctx, conn.Nodes, f)
}

// ParticipationCounts counts participations, and the companies in them, by
// country; those in no country of the list count together.
func (q Queries) ParticipationCounts(ctx context.Context, filter ParticipationQuery, countries []model.CountryCode) ([]model.CountryCount, error) {
	s := q.statement()
	var rows []model.CountryCount
	sel := s.participationsWhere(ctx, q.bun.NewSelect().Model((*model.Participation)(nil)), filter).
		ColumnExpr("? AS country_code", s.oneOf("participation.country_code", countries)).
		ColumnExpr("count(*) AS n").ColumnExpr("count(DISTINCT participation.id) AS companies").GroupExpr("1")
	return rows, s.scan(ctx, sel, &rows)
}

// oneOf is an expression that is the column where it is one of the values, else
// the empty text.
func (s *statement) oneOf(column string, values []model.CountryCode) bun.Safe {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return bun.Safe("CASE WHEN " + s.d.isAnyOf(column, s.list(texts)) + " THEN " + column + " ELSE '' END")
}

// noneOf adds a condition that the column is none of the values.
func noneOf[T ~string](s *statement, sel *bun.SelectQuery, column string, values []T) *bun.SelectQuery {
	if len(values) == 0 {
		return sel
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return sel.Where("NOT (?)", bun.Safe(s.d.isAnyOf(column, s.list(texts))))
}

func (q Queries) participationRelations(ctx context.Context, rows []*model.Participation, f model.Fields) error {
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	reader := model.ActorFrom(ctx).Language
	for _, p := range rows {
		p.Country = Country(p.CountryCode, reader)
	}
	var p parties
	want(&p.organisations, rows, f, ref[model.Participation, model.Organisation]{
		"company", func(p *model.Participation) *model.ID { return &p.ID }, func(p *model.Participation, o *model.Organisation) { p.Company = o },
	})
	projects := []ref[model.Participation, model.Project]{
		{"project", (*model.Participation).ProjectID, func(p *model.Participation, j *model.Project) { p.Project = j }},
	}
	if err := toOne(ctx, rows, f, projects, q.projectIndex); err != nil {
		return err
	}
	if err := withActivities(ctx, q, rows, f, func(p *model.Participation) model.ID { return p.SubjectID },
		func(p *model.Participation, a model.ActivityNode) { p.Activity = a }); err != nil {
		return err
	}
	return p.read(ctx, q)
}
