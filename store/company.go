package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var companyColumns = columns{
	always: []string{"id", "score_bp", "partner_bp"},
	byField: map[string][]string{
		"market": {"market_code"}, "level": {"level"}, "companyScore": {"company_bp"}, "completeness": {"completeness_bp", "submitted_at"},
		"submittedAt": {"submitted_at"}, "expiresAt": {"expires_at"}, "stale": {"expires_at"}, "focusArea": {"focus_area_id"},
		"sector": {"sector"}, "region": {"region"}, "assessment": {"assessment_id"},
	},
}

// companyOrders are those of staff; a partner's order by score is another one,
// else the order would tell what the company does not.
var companyOrders = map[model.CompanyOrder]keyset[model.Company]{
	model.CompanyByScore: {
		name: "company:score", expr: "company.score_bp", parse: parseScore,
		key: func(c *model.Company) (any, model.ID) { return c.ScoreBP, c.ID },
	},
	model.CompanyByName: {
		name: "company:name", expr: "company.sort_key", parse: parseText,
		key: func(c *model.Company) (any, model.ID) { return c.SortKey, c.ID },
	},
}

var companyOrderForPartners = keyset[model.Company]{
	name: "company:partner", expr: "company.partner_bp", parse: parseScore,
	key: func(c *model.Company) (any, model.ID) { return c.PartnerBP, c.ID },
}

// CompanyQuery is a filter whose ids have been read.
type CompanyQuery struct {
	model.CompanyFilter
	Focus *model.ID
}

// Companies reads one page of companies. A partner is given those that let
// themselves be seen; a condition on what a company does not show leaves it
// out, for the answer would tell.
func (q Queries) Companies(ctx context.Context, filter CompanyQuery, order model.CompanyOrderBy, req model.PageRequest, f model.Fields) (*model.CompanyConnection, error) {
	l := list[model.Company]{
		alias: "company", columns: companyColumns, order: companyOrders[order.Field],
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			market := model.AnyMarket
			if filter.Market != nil {
				market = *filter.Market
			}
			return s.companiesWhere(ctx, sel.Where("company.country_code = ?", s.arg(string(market))), filter)
		},
	}
	switch {
	case order.Field == model.CompanyByName:
		l.keys = []string{"sort_key"}
	case !model.ActorFrom(ctx).IsStaff():
		l.order = companyOrderForPartners
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.companyRelations(ctx, conn.Nodes, f)
}

// companiesWhere adds the conditions of the filter but that on the market.
func (s *statement) companiesWhere(ctx context.Context, sel *bun.SelectQuery, filter CompanyQuery) *bun.SelectQuery {
	actor, score := model.ActorFrom(ctx), "company.score_bp"
	if !actor.IsStaff() {
		score = "company.partner_bp"
	}
	if least, bounded := leastScore(filter, actor); bounded {
		sel = sel.Where(score+" >= ?", s.arg(least))
	}
	if filter.MaxScore != nil {
		sel = sel.Where(score+" <= ?", s.arg(int(*filter.MaxScore)))
	}
	if filter.Assessed != nil && !*filter.Assessed {
		sel = sel.Where(score + " = -1")
	}
	sel = anyOf(s, sel, "company.level", filter.Levels)
	sel = equal(s, sel, "company.focus_area_id", filter.Focus)
	sel = equal(s, sel, "company.sector", filter.Sector)
	return equal(s, sel, "company.region", filter.Region)
}

// CompanyLevels counts the companies with a score that the viewer may see by
// the level of the newest submission; those without a level stand under none.
func (q Queries) CompanyLevels(ctx context.Context) (map[model.MaturityLevel]int, error) {
	s := q.statement()
	sel := q.bun.NewSelect().Model((*model.Company)(nil)).Where("company.country_code = ?", s.arg(string(model.AnyMarket)))
	return tally[model.MaturityLevel](ctx, s, s.companiesWhere(ctx, sel, assessedCompanies), "company.level")
}

// CompanyMarkets counts them by the markets for which they have a score.
func (q Queries) CompanyMarkets(ctx context.Context) (map[model.CountryCode]int, error) {
	s := q.statement()
	sel := q.bun.NewSelect().Model((*model.Company)(nil)).Where("company.country_code <> ?", s.arg(string(model.AnyMarket)))
	return tally[model.CountryCode](ctx, s, s.companiesWhere(ctx, sel, assessedCompanies), "company.country_code")
}

// assessedCompanies are those with a score.
var assessedCompanies = CompanyQuery{CompanyFilter: model.CompanyFilter{Assessed: new(true)}}

// Company reads the row that stands for a company as a whole, for whoever may
// change it.
func (q Queries) Company(ctx context.Context, id model.ID, f model.Fields) (*model.Company, error) {
	s := q.statement()
	row := new(model.Company)
	sel := q.bun.NewSelect().Model(row).Where("company.id = ?", s.arg(id)).Where("company.country_code = ?", s.arg(string(model.AnyMarket)))
	if err := s.scan(ctx, sel, row); err != nil {
		return nil, err
	}
	return row, q.companyRelations(ctx, []*model.Company{row}, f)
}

// leastScore is the lower bound that a filter asks for. Every condition on a
// score or level asks for there being one that the reader may see.
func leastScore(filter CompanyQuery, actor model.Actor) (least int, bounded bool) {
	switch {
	case filter.MinScore != nil:
		return max(int(*filter.MinScore), 0), true
	case filter.MaxScore != nil, len(filter.Levels) > 0, filter.Assessed != nil && *filter.Assessed:
		return 0, true
	case !actor.IsStaff():
		return int(model.NoScore), true
	}
	return 0, false
}

func (q Queries) companyRelations(ctx context.Context, rows []*model.Company, f model.Fields) error {
	if model.ActorFrom(ctx).Role == model.RolePartner {
		for _, c := range rows {
			if c.PartnerBP < 0 {
				c.HideScores()
			}
		}
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	if f.Wants("market") {
		reader := model.ActorFrom(ctx).Language
		for _, c := range rows {
			c.Market = Country(c.MarketCode, reader)
		}
	}
	organisations := []ref[model.Company, model.Organisation]{
		{"organisation", func(c *model.Company) *model.ID { return &c.ID }, func(c *model.Company, o *model.Organisation) { c.Organisation = o }},
	}
	if err := toOne(ctx, rows, f, organisations, q.organisationIndex); err != nil {
		return err
	}
	focuses := []ref[model.Company, model.FocusArea]{
		{"focusArea", func(c *model.Company) *model.ID { return c.FocusAreaID }, func(c *model.Company, a *model.FocusArea) { c.FocusArea = a }},
	}
	if err := toOne(ctx, rows, f, focuses, q.focusAreaIndex); err != nil {
		return err
	}
	assessments := []ref[model.Company, model.Assessment]{
		{"assessment", func(c *model.Company) *model.ID { return c.AssessmentID }, func(c *model.Company, a *model.Assessment) { c.Assessment = a }},
	}
	return toOne(ctx, rows, f, assessments, q.assessmentIndex)
}

// RefreshCompany writes the rows of the list that follow from a company and its
// assessments anew. It belongs to the unit of work of every change to them.
func (q Queries) RefreshCompany(ctx context.Context, id model.ID) error {
	rows, err := q.CompanyRows(ctx, id)
	if err != nil {
		return err
	}
	if _, err := q.idb.NewDelete().Model((*model.Company)(nil)).Where("id = ?", id).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	if len(rows) == 0 {
		return nil
	}
	return q.Insert(ctx, &rows)
}

// CompanyRows are the rows that follow from a company; none from another kind
// of organisation.
func (q Queries) CompanyRows(ctx context.Context, id model.ID) ([]*model.Company, error) {
	o, err := q.Organisation(ctx, id)
	if err != nil || o.Kind != model.OrganisationCompany {
		return nil, err
	}
	profile, err := q.CompanyProfile(ctx, id)
	if err != nil {
		return nil, err
	}
	assessments, err := q.AssessmentsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	return model.CompanyRows(o, *profile, assessments), nil
}

// StoredCompanyRows are the rows of the list as they are stored.
func (q Queries) StoredCompanyRows(ctx context.Context, id model.ID) ([]*model.Company, error) {
	s := q.statement()
	var rows []*model.Company
	sel := q.bun.NewSelect().Model(&rows).Where("company.id = ?", s.arg(id)).OrderExpr("company.country_code")
	return rows, s.scan(ctx, sel, &rows)
}

// CompanyIDs lists n companies by id, after one of them, for whoever goes
// through all.
func (q Queries) CompanyIDs(ctx context.Context, after model.ID, n int) ([]model.ID, error) {
	s := q.statement()
	var rows []*model.Organisation
	sel := q.bun.NewSelect().Model(&rows).Column("id").Where("organisation.kind = ?", s.arg(string(model.OrganisationCompany))).
		Where("organisation.id > ?", s.arg(after)).OrderExpr("organisation.id").Limit(int64(n))
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return idsOf(rows, func(o *model.Organisation) *model.ID { return &o.ID }), nil
}

// CompanyProfile reads what is known of a company; an empty one, of version 0,
// where nothing was noted yet.
func (q Queries) CompanyProfile(ctx context.Context, id model.ID) (*model.CompanyProfile, error) {
	row := new(model.CompanyProfile)
	err := q.byID(ctx, row, id)
	if model.IsCode(err, model.CodeNotFound) {
		return &model.CompanyProfile{ID: id}, nil
	}
	return row, err
}

// PeerScores counts the other companies with a score in a market, and of the
// same focus where one is named, and how many of them are below the score.
func (q Queries) PeerScores(ctx context.Context, market model.CountryCode, focus *model.ID, without model.ID, score model.BasisPoints) (count, below int, err error) {
	s := q.statement()
	if count, err = s.count(ctx, q.peers(s, market, focus, without)); err != nil {
		return 0, 0, err
	}
	s = q.statement()
	below, err = s.count(ctx, q.peers(s, market, focus, without).Where("company.score_bp < ?", s.arg(int(score))))
	return count, below, err
}

// PeerScoreAt is the score of the n-th of the others, counted from 0 in the
// order of their scores.
func (q Queries) PeerScoreAt(ctx context.Context, market model.CountryCode, focus *model.ID, without model.ID, n int) (model.BasisPoints, error) {
	s := q.statement()
	row := new(model.Company)
	sel := q.peers(s, market, focus, without).Column("score_bp").OrderExpr("company.score_bp, company.id").Limit(1).Offset(int64(n))
	err := s.scan(ctx, sel, row)
	return row.ScoreBP, err
}

func (q Queries) peers(s *statement, market model.CountryCode, focus *model.ID, without model.ID) *bun.SelectQuery {
	sel := q.bun.NewSelect().Model((*model.Company)(nil)).Where("company.country_code = ?", s.arg(string(market))).
		Where("company.score_bp >= 0").Where("company.id <> ?", s.arg(without))
	return equal(s, sel, "company.focus_area_id", focus)
}

// MarketRatingsOf reads how attractive markets are to a company.
func (q Queries) MarketRatingsOf(ctx context.Context, organisation model.ID) ([]*model.MarketRating, error) {
	s := q.statement()
	var rows []*model.MarketRating
	sel := q.bun.NewSelect().Model(&rows).Where("market_rating.organisation_id = ?", s.arg(organisation)).
		OrderExpr("market_rating.country_code")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	reader := model.ActorFrom(ctx).Language
	for _, row := range rows {
		row.Country = Country(row.CountryCode, reader)
	}
	return rows, nil
}
