package store

import (
	"context"
	"fmt"

	"fyrtaarn/model"
)

// CountryContacts counts how the countries have been met: by delegations that
// asked to come, whatever became of it, and by those that came. A country that
// nobody has met is not in the answer.
func (q Queries) CountryContacts(ctx context.Context, codes []model.CountryCode) (map[model.CountryCode]model.CountryContacts, error) {
	contacts := make(map[model.CountryCode]model.CountryContacts, len(codes))
	if len(codes) == 0 {
		return contacts, nil
	}
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = string(code)
	}
	s := q.statement()
	var rows []struct {
		CountryCode model.CountryCode `bun:"country_code"`
		Visits      int               `bun:"visits"`
		Visited     int               `bun:"visited"`
	}
	err := s.query(ctx, fmt.Sprintf(`SELECT d.country_code, count(*) AS visits,
count(CASE WHEN d.state IN ('IN_PROGRESS', 'COMPLETED', 'FOLLOW_UP', 'CLOSED') THEN 1 END) AS visited
FROM delegations d WHERE %s GROUP BY d.country_code`, q.d.isAnyOf("d.country_code", s.list(texts))), &rows)
	for _, r := range rows {
		contacts[r.CountryCode] = model.CountryContacts{Visits: r.Visits, Visited: r.Visited}
	}
	return contacts, err
}
