package report

import (
	"context"

	"fyrtaarn/model"
)

func (s Service) outcomes(ctx context.Context, a ask, into *model.Reports) error {
	counts, err := s.Store.OutcomeCounts(ctx, a.year)
	if err != nil {
		return err
	}
	asked, err := s.Store.OutcomeRequestCounts(ctx, a.year)
	if err != nil {
		return err
	}
	// of is a filter with the year in it, where there is one.
	of := func(rows filter) filter {
		if a.year != nil {
			rows["year"] = *a.year
		}
		return rows
	}
	byKind := map[model.OutcomeKind]map[model.OutcomeState]int{}
	for _, c := range counts {
		if byKind[c.Kind] == nil {
			byKind[c.Kind] = map[model.OutcomeState]int{}
		}
		byKind[c.Kind][c.State] = c.N
	}
	r := &model.OutcomesReport{}
	for _, kind := range model.OutcomeKinds {
		if kind == model.OutcomeNone {
			continue
		}
		number := func(state model.OutcomeState) model.ReportNumber {
			return model.NewReportNumber(byKind[kind][state], outcomeRows,
				of(filter{"kinds": []model.OutcomeKind{kind}, "states": []model.OutcomeState{state}}))
		}
		r.Kinds = append(r.Kinds, &model.OutcomeKindReport{Kind: kind, Confirmed: number(model.OutcomeConfirmed), Forecast: number(model.OutcomeForecast)})
	}
	answered := asked[model.AnswerNone] + asked[model.AnswerOutcomes]
	all := answered + asked[""]
	r.Asked = model.NewReportNumber(all, requestRows, of(filter{}))
	r.Answered = model.NewReportNumber(answered, requestRows, of(filter{"answered": true})).Among(all)
	r.Unanswered = model.NewReportNumber(asked[""], requestRows, of(filter{"answered": false})).Among(all)
	r.NoneYet = model.NewReportNumber(asked[model.AnswerNone], requestRows, of(filter{"answers": []model.OutcomeAnswer{model.AnswerNone}})).Among(answered)
	into.Outcomes = r
	return nil
}

func (s Service) staircase(ctx context.Context, _ ask, into *model.Reports) error {
	steps, err := s.Store.StaircaseSteps(ctx)
	if err != nil {
		return err
	}
	counts, err := s.Store.StandingCounts(ctx)
	if err != nil {
		return err
	}
	numbers := make(map[model.ID]int, len(steps))
	for _, step := range steps {
		numbers[step.ID] = step.Number
	}
	// count adds up those companies with a before and an after for which it holds.
	count := func(holds func(c model.StandingCount) bool) int {
		n := 0
		for _, c := range counts {
			if c.AfterID != nil && holds(c) {
				n += c.N
			}
		}
		return n
	}
	all := count(func(model.StandingCount) bool { return true })
	once := 0
	for _, c := range counts {
		if c.AfterID == nil {
			once += c.N
		}
	}
	r := &model.StaircaseReport{
		Companies: model.NewReportNumber(all, companyRows, filter{"placedTwice": true}), Steps: []*model.StepReport{},
		BaselineOnly: model.NewReportNumber(once, companyRows, filter{"placedTwice": false}),
	}
	into.Staircase = r
	if all < model.FewestShown {
		return nil
	}
	for _, step := range steps {
		before := count(func(c model.StandingCount) bool { return c.BeforeID == step.ID })
		after := count(func(c model.StandingCount) bool { return *c.AfterID == step.ID })
		r.Steps = append(r.Steps, &model.StepReport{
			Step:   step,
			Before: model.NewReportNumber(before, companyRows, filter{"placedTwice": true, "beforeStepId": step.GlobalID()}).Among(all),
			After:  model.NewReportNumber(after, companyRows, filter{"afterStepId": step.GlobalID()}).Among(all),
		})
	}
	climbed := func(rows filter, holds func(int) bool) *model.ReportNumber {
		n := count(func(c model.StandingCount) bool { return holds(numbers[*c.AfterID] - numbers[c.BeforeID]) })
		number := model.NewReportNumber(n, companyRows, rows).Among(all)
		return &number
	}
	r.Rose = climbed(filter{"climbedFrom": 1}, func(n int) bool { return n >= 1 })
	r.ExactlyTwo = climbed(filter{"climbedFrom": 2, "climbedTo": 2}, func(n int) bool { return n == 2 })
	r.TwoOrMore = climbed(filter{"climbedFrom": 2}, func(n int) bool { return n >= 2 })
	r.Stayed = climbed(filter{"climbedFrom": 0, "climbedTo": 0}, func(n int) bool { return n == 0 })
	r.Fell = climbed(filter{"climbedTo": -1}, func(n int) bool { return n < 0 })
	return nil
}
