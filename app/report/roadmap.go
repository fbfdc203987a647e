package report

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

func (s Service) roadmap(ctx context.Context, a ask, into *model.Reports) error {
	read, err := s.Store.Lighthouses(ctx, s.Today())
	if err != nil {
		return err
	}
	r := &model.RoadmapReport{Years: []*model.RoadmapYearReport{}}
	into.Roadmap = r
	if a.fields.Has("years") {
		if err := roadmapYears(ctx, read, r); err != nil {
			return err
		}
	}
	if a.fields.Has("counters") && model.ActorFrom(ctx).HasScope("projects:read") {
		r.Counters, err = s.roadmapCounters(ctx, a.fields)
	}
	return err
}

// roadmapYears counts the roadmap's milestones by the year that was first
// planned, and by how they stand today.
func roadmapYears(ctx context.Context, read store.Lighthouses, r *model.RoadmapReport) error {
	plan, err := model.DanishRoadmap()
	if err != nil {
		return err
	}
	counts := map[model.MilestoneState]map[int]int{}
	first, last := plan.FirstYear, plan.LastYear
	for _, state := range []model.MilestoneState{model.MilestoneReached, model.MilestoneLate, model.MilestonePlanned} {
		query := store.MilestoneQuery{MilestoneFilter: model.MilestoneFilter{Roadmap: new(true), States: []model.MilestoneState{state}}}
		if counts[state], err = read.MilestoneYears(ctx, query); err != nil {
			return err
		}
		for year := range counts[state] {
			first, last = min(first, year), max(last, year)
		}
	}
	for year := first; year <= last; year++ {
		number := func(state model.MilestoneState) model.ReportNumber {
			rows := filter{"roadmap": true, "states": []model.MilestoneState{state}, "baselineYear": year}
			return model.NewReportNumber(counts[state][year], milestoneRows, rows)
		}
		r.Years = append(r.Years, &model.RoadmapYearReport{
			Year: year, Reached: number(model.MilestoneReached), Late: number(model.MilestoneLate), Planned: number(model.MilestonePlanned),
		})
	}
	return nil
}

// roadmapCounters counts what has begun in Denmark, each by its rule.
func (s Service) roadmapCounters(ctx context.Context, f model.Fields) ([]*model.RoadmapCounterReport, error) {
	actor := model.ActorFrom(ctx)
	counters, err := model.RoadmapCounters(actor.Language)
	if err != nil {
		return nil, err
	}
	begun := model.ProjectFilter{Countries: []model.CountryCode{model.Denmark}, StartedBy: new(s.Today())}
	asked, _ := f.Relation("counters")
	reports := make([]*model.RoadmapCounterReport, len(counters))
	for i, c := range counters {
		one := &model.RoadmapCounterReport{RoadmapCounter: c}
		reports[i] = one
		if c.Counts != model.CountActors || actor.HasScope("organisations:read") {
			if one.Number, err = s.roadmapNumber(ctx, c, begun); err != nil {
				return nil, err
			}
		}
		if c.Counts == model.CountFunding && asked.Has("amounts") {
			sums, err := s.Store.FundingSums(ctx, store.ProjectQuery{ProjectFilter: begun}, c.FundingKinds)
			if err != nil {
				return nil, err
			}
			amounts := make([]model.Money, len(sums))
			for j, sum := range sums {
				amounts[j] = sum.Amount()
			}
			c.Amounts = model.SumByCurrency(amounts)
		}
	}
	return reports, nil
}

// roadmapNumber counts the projects or organisations that the rule is about
// among the projects.
func (s Service) roadmapNumber(ctx context.Context, c *model.RoadmapCounter, projects model.ProjectFilter) (*model.ReportNumber, error) {
	projects.Kinds, projects.FundingKinds = c.ProjectKinds, c.FundingKinds
	rows := filter{"countries": projects.Countries, "startedBy": projects.StartedBy.String()}
	query := store.ProjectQuery{ProjectFilter: projects}
	if c.Counts == model.CountActors {
		n, err := s.Store.OrganisationCount(ctx, store.OrganisationQuery{
			OrganisationFilter: model.OrganisationFilter{Kinds: c.OrganisationKinds}, ActorIn: &query,
		})
		number := model.NewReportNumber(n, organisationRows, filter{"kinds": c.OrganisationKinds, "actorIn": rows})
		return &number, err
	}
	if len(projects.Kinds) > 0 {
		rows["kinds"] = projects.Kinds
	}
	if len(projects.FundingKinds) > 0 {
		rows["fundingKinds"] = projects.FundingKinds
	}
	n, err := s.Store.ProjectCount(ctx, query)
	number := model.NewReportNumber(n, projectRows, rows)
	if c.Target != nil {
		number = number.Among(c.Target.Value)
	}
	return &number, err
}
