package matchmaking

import (
	"cmp"
	"context"
	"slices"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// MatchFilter narrows the fits of an activity.
type MatchFilter struct {
	// CompanyID is an organisation's, CounterpartID a participant's.
	CompanyID, CounterpartID *model.GlobalID
	First                    *int
}

// Matches answers the fits of an activity that have any points, the best first:
// those between the participants of its plan, or, while it has no plan, of all
// companies with solutions for the activity as a whole.
func (s Service) Matches(ctx context.Context, activityID model.GlobalID, filter MatchFilter, f model.Fields) ([]*model.Match, error) {
	n, _, err := model.PageRequest{First: filter.First}.Limit()
	var errs model.Errors
	errs.Add(err)
	_, activity, err := activityID.AsActivity("activityId")
	errs.Add(err)
	company := errs.OptionalID(filter.CompanyID, model.KindOrganisation, "companyId")
	counterpart := errs.OptionalID(filter.CounterpartID, model.KindParticipant, "counterpartId")
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var found []*model.Match
	planID, err := s.Store.MeetingPlanOf(ctx, activity)
	switch {
	case model.IsCode(err, model.CodeNotFound):
		found, err = s.wholeMatches(ctx, activity, f)
	case err == nil:
		found, err = s.planMatches(ctx, planID, f)
	}
	if err != nil {
		return nil, model.AtField(err, "activityId")
	}
	found = slices.DeleteFunc(found, func(m *model.Match) bool {
		return m.Points == 0 || company != nil && m.Company.ID != *company ||
			counterpart != nil && (m.Counterpart == nil || m.Counterpart.ID != *counterpart)
	})
	slices.SortStableFunc(found, func(a, b *model.Match) int { return cmp.Compare(b.Points, a.Points) })
	return found[:min(n, len(found))], nil
}

func (s Service) planMatches(ctx context.Context, id model.ID, f model.Fields) ([]*model.Match, error) {
	company, _ := f.Relation("company")
	counterpart, _ := f.Relation("counterpart")
	asked := store.SchedulingFields().Union(counterpart).Union(model.Fields{"organisation": {Fields: company}})
	plan, err := s.plan(ctx, id, model.Fields{"participants": {Fields: asked}})
	if err != nil || plan == nil {
		return nil, err
	}
	known, err := learnPlan(ctx, s.Store.Queries, plan)
	if err != nil {
		return nil, err
	}
	board := model.NewMatchBoard(plan, known.fit)
	var found []*model.Match
	for c, fits := range board.Fits {
		for d, fit := range fits {
			found = append(found, &model.Match{MatchFit: fit, Company: board.Companies[c].Organisation, Counterpart: board.Counterparts[d]})
		}
	}
	return found, nil
}

func (s Service) wholeMatches(ctx context.Context, id model.ID, f model.Fields) ([]*model.Match, error) {
	activity, err := s.Store.MatchActivity(ctx, id)
	if err != nil {
		return nil, err
	}
	companies, err := s.Store.CompaniesWithSolutions(ctx)
	if err != nil {
		return nil, err
	}
	known, err := learn(ctx, s.Store.Queries, activity, companies, []model.CountryCode{activity.CountryCode}, model.ID{})
	if err != nil {
		return nil, err
	}
	asked, _ := f.Relation("company")
	rows, err := s.Store.OrganisationsByID(ctx, companies, asked.Union(model.Fields{"name": {}}))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b *model.Organisation) int { return slices.Compare(a.ID[:], b.ID[:]) })
	found := make([]*model.Match, len(rows))
	for i, row := range rows {
		found[i] = &model.Match{MatchFit: known.fitWhole(row), Company: row}
	}
	return found, nil
}
