package report

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

func (s Service) lighthouses(ctx context.Context, a ask, into *model.Reports) error {
	read, err := s.Store.Lighthouses(ctx, s.Today())
	if err != nil {
		return err
	}
	stages, err := read.StageCounts(ctx)
	if err != nil {
		return err
	}
	late := store.MilestoneQuery{MilestoneFilter: model.MilestoneFilter{Roadmap: new(false), States: []model.MilestoneState{model.MilestoneLate}}}
	lateCount, err := read.MilestoneCount(ctx, late)
	if err != nil {
		return err
	}
	goal := read.Model.Goal
	atStage := func(stage model.LighthouseStage) model.ReportNumber {
		return model.NewReportNumber(stages[stage], lighthouseRows, filter{"stages": []model.LighthouseStage{stage}})
	}
	r := &model.LighthousesReport{
		Goal: goal, CountingRule: read.Model.CountingRule, Established: atStage(model.StageEstablished).Among(goal.Countries),
		LateMilestones: model.NewReportNumber(lateCount, milestoneRows, filter{"roadmap": false, "states": late.States}),
	}
	for _, rule := range read.Model.Stages {
		r.Stages = append(r.Stages, &model.LighthouseStageReport{Stage: rule, Number: atStage(rule.Key)})
	}
	if a.fields.Has("expected") {
		countries, err := read.CountriesByCode(ctx, nil, model.Fields{}.Ask("elements").Ask("milestones"))
		if err != nil {
			return err
		}
		_, last := daysOf(goal.Year)
		expected := len(read.Model.TowardGoal(countries, read.Today).ExpectedBy(last))
		r.Expected = model.NewReportNumber(expected, lighthouseRows, filter{"expectedBy": last.String()}).Among(goal.Countries)
	}
	into.Lighthouses = r
	return nil
}
