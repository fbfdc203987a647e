package report

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Participations answers one page of what companies took part in, the earliest
// first day first.
func (s Service) Participations(
	ctx context.Context, in *model.ParticipationFilter, page model.PageRequest, f model.Fields,
) (*model.ParticipationConnection, error) {
	query, err := s.ParticipationQuery(in, "filter")
	if err != nil {
		return nil, err
	}
	return s.Store.Participations(ctx, query, page, f)
}

func (s Service) participation(ctx context.Context, a ask, into *model.Reports) error {
	countries, err := s.prioritised(ctx, a)
	if err != nil {
		return err
	}
	codes := make([]model.CountryCode, len(countries))
	for i, c := range countries {
		codes[i] = c.Country.Code
	}
	r := &model.ParticipationReport{
		Countries: countries, Others: &model.CountryParticipation{Priorities: []*model.CountryPriority{}},
		All: &model.CountryParticipation{Priorities: []*model.CountryPriority{}},
	}
	tally, err := s.countParticipation(ctx, a.year, codes)
	if err != nil {
		return err
	}
	for _, c := range countries {
		tally.fill(c, a.year, c.Country.Code, filter{"mainCountries": []model.CountryCode{c.Country.Code}}, filter{"countries": []model.CountryCode{c.Country.Code}})
	}
	if len(codes) == 0 {
		tally.fill(r.Others, a.year, "", filter{}, filter{})
	} else {
		tally.fill(r.Others, a.year, "", filter{"exceptMainCountries": codes}, filter{"exceptCountries": codes})
	}
	whole, err := s.countParticipation(ctx, a.year, nil)
	if err != nil {
		return err
	}
	whole.fill(r.All, a.year, "", filter{}, filter{})
	into.Participation = r
	return nil
}

// prioritised answers the countries that somebody has given priority in the
// year or, without one, gives it today, in the order of the reader's language.
func (s Service) prioritised(ctx context.Context, a ask) ([]*model.CountryParticipation, error) {
	from, until := s.Today(), s.Today()
	if a.year != nil {
		from, until = daysOf(*a.year)
	}
	asked, _ := a.fields.Relation("countries")
	marks, _ := asked.Relation("priorities")
	priorities, err := s.Store.PrioritiesBetween(ctx, from, until, marks)
	if err != nil {
		return nil, err
	}
	byCode := map[model.CountryCode][]*model.CountryPriority{}
	for _, p := range priorities {
		byCode[p.CountryCode] = append(byCode[p.CountryCode], p)
	}
	countries := []*model.CountryParticipation{}
	for _, c := range store.Countries(model.ActorFrom(ctx).Language) {
		if given := byCode[c.Code]; len(given) > 0 {
			countries = append(countries, &model.CountryParticipation{Country: c, Priorities: given})
		}
	}
	return countries, nil
}

// participationTally holds what was counted by country; the empty code stands
// for all countries that are not named.
type participationTally struct {
	activities, held, took map[model.CountryCode]model.CountryCount
}

func (s Service) countParticipation(ctx context.Context, year *int, codes []model.CountryCode) (t participationTally, err error) {
	activities := seenActivities(ctx, year)
	activities.CalledOff = new(false)
	if t.activities, err = byCountry(s.Store.ActivityCountries(ctx, activities, codes)); err != nil {
		return t, err
	}
	activities.CalledOff, activities.States = nil, model.HeldStates
	if t.held, err = byCountry(s.Store.ActivityCountries(ctx, activities, codes)); err != nil {
		return t, err
	}
	took := store.ParticipationQuery{Today: s.Today()}
	took.Year = year
	t.took, err = byCountry(s.Store.ParticipationCounts(ctx, took, codes))
	return t, err
}

func byCountry(counts []model.CountryCount, err error) (map[model.CountryCode]model.CountryCount, error) {
	byCode := make(map[model.CountryCode]model.CountryCount, len(counts))
	for _, c := range counts {
		byCode[c.CountryCode] = c
	}
	return byCode, err
}

// fill writes the numbers of a country, or of those that stand under the empty
// code. The filters name the countries as activities and as participations do.
func (t participationTally) fill(c *model.CountryParticipation, year *int, code model.CountryCode, activities, took filter) {
	rows := func(more filter) filter {
		all := filter{}
		for name, value := range activities {
			all[name] = value
		}
		for name, value := range more {
			all[name] = value
		}
		if year != nil {
			first, last := daysOf(*year)
			all["startsFrom"], all["startsUntil"] = first.String(), last.String()
		}
		return all
	}
	c.Activities = model.NewReportNumber(t.activities[code].N, activityRows, rows(filter{"calledOff": false}))
	c.Held = model.NewReportNumber(t.held[code].N, activityRows, rows(filter{"states": model.HeldStates})).Among(c.Activities.Value)
	if year != nil {
		took["year"] = *year
	}
	c.Participations = model.NewReportNumber(t.took[code].N, participationRows, took)
	c.Companies = model.NewReportNumber(t.took[code].Companies, organisationRows, filter{"tookPart": took})
}
