package store

import (
	"context"
	"fmt"
	"time"

	"fyrtaarn/model"
)

// AssessmentStanding is what reminders ask of an assessment beside its own row.
type AssessmentStanding struct {
	ID model.ID `bun:"id"`
	// RatedAt is when an adviser last rated an answer, NotedAt when one last
	// commented or noted evidence; nil before that.
	RatedAt *time.Time `bun:"rated_at"`
	NotedAt *time.Time `bun:"noted_at"`
	// Replaced tells that there is a newer one for the same market and product
	// line that was not abandoned.
	Replaced bool `bun:"replaced"`
}

// AssessmentStandings reads how the assessments stand, by their ids.
func (q Queries) AssessmentStandings(ctx context.Context, ids []model.ID) (map[model.ID]*AssessmentStanding, error) {
	if len(ids) == 0 {
		return map[model.ID]*AssessmentStanding{}, nil
	}
	s := q.statement()
	var rows []*AssessmentStanding
	// Ids carry the time at which they were made.
	err := s.query(ctx, fmt.Sprintf(`SELECT a.id,
(SELECT r.adviser_at FROM assessment_answers r WHERE r.assessment_id = a.id AND r.adviser_at IS NOT NULL ORDER BY r.adviser_at DESC LIMIT 1) AS rated_at,
(SELECT n.at FROM assessment_notes n WHERE n.assessment_id = a.id AND n.actor_role IN ('ADVISER', 'ADMIN') ORDER BY n.at DESC LIMIT 1) AS noted_at,
EXISTS (SELECT 1 FROM assessments b WHERE b.organisation_id = a.organisation_id AND b.country_code = a.country_code AND b.product_line = a.product_line
AND b.state <> 'ABANDONED' AND b.id > a.id) AS replaced
FROM assessments a WHERE %s`, q.d.isAnyOfIDs("a.id", s.list(idTexts(ids)))), &rows)
	return index(rows, func(a *AssessmentStanding) model.ID { return a.ID }), err
}

// PeopleOfOrganisations reads everybody who belongs to one of the organisations.
func (q Queries) PeopleOfOrganisations(ctx context.Context, organisations []model.ID) ([]*model.Person, error) {
	if len(organisations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Person
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "person.organisation_id", organisations).OrderExpr("person.id")
	return rows, s.scan(ctx, sel, &rows)
}
