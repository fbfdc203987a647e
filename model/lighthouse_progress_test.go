package model_test

import (
	"testing"
	"time"

	"fyrtaarn/model"
)

// country is an opened record whose elements are in the states.
func country(m *model.PartnershipModel, code model.CountryCode, states map[string]model.ElementState, milestones ...*model.Milestone) *model.LighthouseCountry {
	n := byte(0)
	c := m.OpenLighthouse(code, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), func() model.ID { n++; return model.ID{n} })
	for _, e := range c.Elements {
		if s, ok := states[e.ElementKey]; ok {
			e.State = s
		}
	}
	c.Milestones = milestones
	c.Stage = m.Stage(c.Facts())
	return c
}

func milestone(element string, forecast model.Date) *model.Milestone {
	return &model.Milestone{ElementKey: element, BaselineOn: forecast, ForecastOn: forecast, Today: model.NewDate(2027, 3, 3)}
}

func TestForecastRestsOnMilestonesThenOnTheDanishCourse(t *testing.T) {
	m := checklist(t)
	today := model.NewDate(2027, time.March, 3)
	agreed := map[string]model.ElementState{"agreement": model.ElementEvidenced}
	for name, c := range map[string]struct {
		country *model.LighthouseCountry
		basis   model.ForecastBasis
		want    model.Date
	}{
		"WithoutAgreementOrPlanNothingIsKnown": {country(m, "IE", nil), model.ForecastUnknown, model.Date{}},
		"TheLatestMilestoneDecides": {
			country(m, "SE", agreed, milestone("pilot_projects", model.NewDate(2027, 4, 12)), milestone("public_funding", model.NewDate(2027, 6, 1)), milestone("health_focus_1", model.NewDate(2027, 5, 1))),
			model.ForecastMilestones, model.NewDate(2027, 6, 1),
		},
		"WhatHasNoMilestoneTakesAsLongAsInDenmark": {
			country(m, "FI", agreed, milestone("public_funding", model.NewDate(2026, 5, 1))), model.ForecastPlan, model.NewDate(2027, 12, 31),
		},
		"AnAgreementToComeIsCountedFromItsForecast": {
			country(m, "DE", nil, milestone("agreement", model.NewDate(2028, 5, 1))), model.ForecastPlan, model.NewDate(2029, 12, 31),
		},
		"AForecastIsNeverInThePast": {
			country(m, "NL", map[string]model.ElementState{"agreement": model.ElementEvidenced, "in_kind": model.ElementEvidenced, "health_focus_1": model.ElementEvidenced}, milestone("pilot_projects", model.NewDate(2027, 1, 1))),
			model.ForecastMilestones, today,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := m.Forecast(c.country, today)
			if got.Basis != c.basis || got.ExpectedOn != c.want {
				t.Errorf("%s on %s, want %s on %s", got.Basis, got.ExpectedOn, c.basis, c.want)
			}
		})
	}
}

func TestTheCountTowardTheGoalLeavesDenmarkAndThePausedOut(t *testing.T) {
	m := checklist(t)
	today := model.NewDate(2027, time.March, 3)
	whole := map[string]model.ElementState{
		"agreement": model.ElementEvidenced, "in_kind": model.ElementEvidenced, "health_focus_1": model.ElementEvidenced, "pilot_projects": model.ElementEvidenced,
	}
	paused := country(m, "AT", whole, milestone("who_link", model.NewDate(2027, 1, 1)))
	paused.Stage = model.StagePaused
	p := m.TowardGoal([]*model.LighthouseCountry{
		country(m, model.Denmark, whole, milestone("who_link", model.NewDate(2027, 1, 1))),
		country(m, "SE", whole), paused, country(m, "IE", nil),
		country(m, "DE", nil, milestone("agreement", model.NewDate(2027, 2, 19))),
	}, today)
	if p.Established != 1 || p.GoalCountries() != 10 || p.GoalYear() != 2029 || p.LateMilestones != 2 {
		t.Errorf("%d of %d by %d, %d late", p.Established, p.GoalCountries(), p.GoalYear(), p.LateMilestones)
	}
	counts := map[model.LighthouseStage]int{}
	for _, s := range p.Stages {
		counts[s.Stage.Key] = s.Count
	}
	if counts[model.StageEstablished] != 1 || counts[model.StagePaused] != 1 || counts[model.StageContact] != 2 {
		t.Errorf("stages %v", counts)
	}
	var order []model.CountryCode
	for _, f := range p.Forecasts {
		order = append(order, f.LighthouseCountry.CountryCode)
	}
	if len(order) != 3 || order[0] != "SE" || order[1] != "DE" || order[2] != "IE" {
		t.Errorf("forecasts in the order %v", order)
	}
	if p.ExpectedByGoalYear() != 2 || p.IsOnTrack() || len(p.Years) != 3 || p.Years[0].Expected != 1 || p.Years[2].Expected != 2 {
		t.Errorf("%d expected, years %+v", p.ExpectedByGoalYear(), p.Years)
	}
}

func TestComparisonNamesWhoIsAhead(t *testing.T) {
	m := checklist(t)
	c := m.Compare(
		country(m, "SE", map[string]model.ElementState{"agreement": model.ElementEvidenced, "consortium": model.ElementDone, "in_kind": model.ElementNotApplicable}),
		country(m, "FI", map[string]model.ElementState{"agreement": model.ElementDone, "foundations": model.ElementAgreed, "in_kind": model.ElementEvidenced}),
	)
	if c.FirstAhead != 2 || c.SecondAhead != 1 || len(c.Elements) != 33 || len(c.Phases) != 9 {
		t.Errorf("%d and %d ahead, %d elements, %d phases", c.FirstAhead, c.SecondAhead, len(c.Elements), len(c.Phases))
	}
	if form := c.Phases[0]; form.FirstProgress != 4375 || form.SecondProgress != 1875 {
		t.Errorf("form: %d and %d", form.FirstProgress, form.SecondProgress)
	}
}

func TestAMilestoneIsLateAfterItsForecastUntilItIsReached(t *testing.T) {
	day := func(d int) model.Date { return model.NewDate(2027, time.March, d) }
	for name, c := range map[string]struct {
		m     model.Milestone
		state model.MilestoneState
		late  int
		slip  int
	}{
		"OnItsDayItIsNotLate":    {model.Milestone{BaselineOn: day(3), ForecastOn: day(3)}, model.MilestonePlanned, 0, 0},
		"ADayAfterItIs":          {model.Milestone{BaselineOn: day(2), ForecastOn: day(2)}, model.MilestoneLate, 1, 0},
		"AMovedForecastIsInTime": {model.Milestone{BaselineOn: day(1), ForecastOn: day(9)}, model.MilestonePlanned, 0, 8},
		"ReachedLateIsReached":   {model.Milestone{BaselineOn: day(1), ForecastOn: day(1), ActualOn: day(3)}, model.MilestoneReached, 0, 2},
		"ReachedEarlySlipsBack":  {model.Milestone{BaselineOn: day(9), ForecastOn: day(9), ActualOn: day(3)}, model.MilestoneReached, 0, -6},
	} {
		t.Run(name, func(t *testing.T) {
			c.m.Today = day(3)
			if c.m.State() != c.state || c.m.DaysLate() != c.late || c.m.Slip() != c.slip {
				t.Errorf("%s, %d days late, slip %d", c.m.State(), c.m.DaysLate(), c.m.Slip())
			}
		})
	}
}
