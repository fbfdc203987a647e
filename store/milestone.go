package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var milestoneOrder = keyset[model.Milestone]{
	name: "milestone:forecast", expr: "milestone.forecast_on", parse: parseDay,
	key: func(m *model.Milestone) (any, model.ID) { return m.ForecastOn, m.ID },
}

// MilestoneQuery is a filter whose ids have been read.
type MilestoneQuery struct {
	model.MilestoneFilter
	Owner *model.ID
}

// Milestone reads one whole milestone.
func (q Queries) Milestone(ctx context.Context, id model.ID) (*model.Milestone, error) {
	row := new(model.Milestone)
	if err := q.byID(ctx, row, id); err != nil {
		return nil, err
	}
	row.Title.Reader = model.ActorFrom(ctx).Language
	return row, nil
}

// MilestonesByID reads the milestones with the ids, in no order.
func (l Lighthouses) MilestonesByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Milestone, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := l.statement()
	var rows []*model.Milestone
	if err := s.scan(ctx, s.anyOfIDs(l.bun.NewSelect().Model(&rows), "milestone.id", ids), &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := l.milestoneRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, l.Queries)
}

// Milestones reads one page of milestones, the earliest forecast first.
func (l Lighthouses) Milestones(ctx context.Context, filter MilestoneQuery, req model.PageRequest, f model.Fields) (*model.MilestoneConnection, error) {
	page := list[model.Milestone]{
		alias: "milestone", order: milestoneOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery { return l.milestonesWhere(s, sel, filter) },
	}
	conn, err := connection(ctx, l.Queries, page, req, f)
	if err != nil {
		return nil, err
	}
	var p parties
	if err := l.milestoneRelations(ctx, &p, conn.Nodes, f); err != nil {
		return nil, err
	}
	return conn, p.read(ctx, l.Queries)
}

func (l Lighthouses) milestonesWhere(s *statement, sel *bun.SelectQuery, filter MilestoneQuery) *bun.SelectQuery {
	sel = equal(s, sel, "milestone.owner_id", filter.Owner)
	if filter.ForecastFrom != nil {
		sel = sel.Where("milestone.forecast_on >= ?", s.arg(*filter.ForecastFrom))
	}
	if filter.ForecastUntil != nil {
		sel = sel.Where("milestone.forecast_on <= ?", s.arg(*filter.ForecastUntil))
	}
	if len(filter.Countries) > 0 {
		countries := anyOf(s, l.bun.NewSelect().TableExpr("lighthouse_countries AS c").ColumnExpr("c.id"), "c.country_code", filter.Countries)
		sel = sel.Where("milestone.lighthouse_country_id IN (?)", countries)
	}
	if filter.Roadmap != nil {
		op := "NOT IN"
		if *filter.Roadmap {
			op = "IN"
		}
		sel = sel.Where("milestone.lighthouse_country_id "+op+" (SELECT h.id FROM lighthouse_countries h WHERE h.country_code = ?)", s.arg(string(l.Model.Goal.Home)))
	}
	sel = s.inYear(sel, "milestone.baseline_on", filter.BaselineYear)
	sel = s.inYear(sel, "milestone.actual_on", filter.ReachedYear)
	return l.inStates(s, sel, filter.States)
}

// MilestoneCount counts the milestones that a list by the same filter holds.
func (l Lighthouses) MilestoneCount(ctx context.Context, filter MilestoneQuery) (int, error) {
	s := l.statement()
	return s.count(ctx, l.milestonesWhere(s, l.bun.NewSelect().Model((*model.Milestone)(nil)), filter))
}

// MilestoneYears counts the milestones of the filter by the year that was first
// planned.
func (l Lighthouses) MilestoneYears(ctx context.Context, filter MilestoneQuery) (map[int]int, error) {
	s := l.statement()
	return tally[int](ctx, s, l.milestonesWhere(s, l.bun.NewSelect().Model((*model.Milestone)(nil)), filter), l.d.yearPart("milestone.baseline_on"))
}

// inStates adds the condition that a milestone's dates put it into one of the
// states today, as model.Milestone.State tells them.
func (l Lighthouses) inStates(s *statement, sel *bun.SelectQuery, states []model.MilestoneState) *bun.SelectQuery {
	if len(states) == 0 {
		return sel
	}
	return sel.WhereGroup(" AND ", func(either *bun.SelectQuery) *bun.SelectQuery {
		for _, state := range states {
			switch state {
			case model.MilestoneReached:
				either = either.WhereOr("milestone.actual_on IS NOT NULL")
			case model.MilestoneLate:
				either = either.WhereOr("milestone.actual_on IS NULL AND milestone.forecast_on < ?", s.arg(l.Today))
			case model.MilestonePlanned:
				either = either.WhereOr("milestone.actual_on IS NULL AND milestone.forecast_on >= ?", s.arg(l.Today))
			}
		}
		return either
	})
}

func (l Lighthouses) milestoneRelations(ctx context.Context, p *parties, rows []*model.Milestone, f model.Fields) error {
	reader := model.ActorFrom(ctx).Language
	for _, m := range rows {
		m.Title.Reader, m.Today, m.Element = reader, l.Today, l.Model.Element(m.ElementKey)
	}
	want(&p.people, rows, f, ref[model.Milestone, model.Person]{
		"owner", func(m *model.Milestone) *model.ID { return m.OwnerID }, func(m *model.Milestone, p *model.Person) { m.Owner = p },
	})
	return toOne(ctx, rows, f, []ref[model.Milestone, model.LighthouseCountry]{{
		"lighthouseCountry", func(m *model.Milestone) *model.ID { return &m.LighthouseCountryID },
		func(m *model.Milestone, c *model.LighthouseCountry) { m.LighthouseCountry = c },
	}}, l.countryIndex)
}
