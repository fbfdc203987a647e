package store

import (
	"context"

	"fyrtaarn/model"
)

// MatchActivity reads what scheduling needs to know of an activity: its country,
// focus, themes and zone. NOT_FOUND when there is none.
func (q Queries) MatchActivity(ctx context.Context, id model.ID) (*model.Activity, error) {
	found, err := q.ActivitiesByID(ctx, []model.ID{id}, model.Fields{"tags": {}})
	if err != nil {
		return nil, err
	}
	if found[id] == nil {
		return nil, model.NotFound("")
	}
	return found[id].Common(), nil
}

// PersonLanguages reads the languages that the people of each organisation use.
func (q Queries) PersonLanguages(ctx context.Context, organisations []model.ID) (map[model.ID][]model.LanguageTag, error) {
	s := q.statement()
	var rows []struct {
		OrganisationID model.ID          `bun:"organisation_id"`
		Language       model.LanguageTag `bun:"language"`
	}
	sel := s.anyOfIDs(q.bun.NewSelect().TableExpr("people AS person").ColumnExpr("DISTINCT person.organisation_id, person.language"), "person.organisation_id", organisations).
		OrderExpr("person.organisation_id, person.language")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	spoken := map[model.ID][]model.LanguageTag{}
	for _, r := range rows {
		spoken[r.OrganisationID] = append(spoken[r.OrganisationID], r.Language)
	}
	return spoken, nil
}

// MetPair is a company and a person who have met.
type MetPair struct {
	OrganisationID, PersonID model.ID
}

// MeetingsHeld counts how often the companies have met people, in all plans but
// the named one.
func (q Queries) MeetingsHeld(ctx context.Context, companies []model.ID, except model.ID) (map[MetPair]int, error) {
	s := q.statement()
	var rows []struct {
		OrganisationID model.ID `bun:"organisation_id"`
		PersonID       model.ID `bun:"person_id"`
		Times          int      `bun:"times"`
	}
	sel := q.bun.NewSelect().TableExpr("meetings AS meeting").
		ColumnExpr("company.organisation_id, counterpart.person_id, count(*) AS times").
		Join("JOIN meeting_participants AS company ON company.id = meeting.company_id").
		Join("JOIN meeting_participants AS counterpart ON counterpart.id = meeting.counterpart_id").
		Where("meeting.state = 'HELD'").Where("meeting.plan_id <> ?", s.arg(except))
	sel = s.anyOfIDs(sel, "company.organisation_id", companies).GroupExpr("company.organisation_id, counterpart.person_id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	met := make(map[MetPair]int, len(rows))
	for _, r := range rows {
		met[MetPair{r.OrganisationID, r.PersonID}] = r.Times
	}
	return met, nil
}
