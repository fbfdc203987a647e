package store

import (
	"context"

	"fyrtaarn/model"
)

// ReadinessLevels answers, for those companies that have one, the rank of their
// level of export readiness for the market, from 1 to 5, by their latest
// submission.
func (q Queries) ReadinessLevels(ctx context.Context, companies []model.ID, market model.CountryCode) (map[model.ID]int, error) {
	levels := map[model.ID]int{}
	if len(companies) == 0 {
		return levels, nil
	}
	s := q.statement()
	var rows []*model.Company
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows).Column("id", "level"), "company.id", companies).
		Where("company.country_code = ?", s.arg(string(market))).Where("company.level <> ''")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	for _, c := range rows {
		levels[c.ID] = c.LevelBar.Rank()
	}
	return levels, nil
}
