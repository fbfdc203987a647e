package report_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyrtaarn/app/followup"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/outcome"
	"fyrtaarn/app/readiness"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

// assessed submits an assessment of a new company that lets partners see so much.
func (w *world) assessed(name string, market model.CountryCode, level int, consent model.PartnerConsent) {
	w.t.Helper()
	company := w.Organisation(w.t, name, func(in *model.OrganisationCreateInput) { in.Kind, in.Consent = model.OrganisationCompany, &consent })
	a := w.drafted(company, market)
	s := readiness.New(w.Core)
	var ratings []model.RatingInput
	for _, q := range done[*model.ReadinessTemplate](w.t)(s.Template(w.adviser, nil)).Questions() {
		ratings = append(ratings, model.RatingInput{QuestionID: q.ID, Level: &level})
	}
	done[*model.Assessment](w.t)(s.Answer(w.adviser, model.AssessmentAnswerInput{ID: a.GlobalID(), Answers: ratings}, nil))
	done[*model.Assessment](w.t)(s.Submit(w.adviser, model.AssessmentSubmitInput{ID: a.GlobalID()}, nil))
}

func (w *world) drafted(company *model.Organisation, market model.CountryCode) *model.Assessment {
	w.t.Helper()
	return done[*model.Assessment](w.t)(readiness.New(w.Core).Create(w.adviser, model.AssessmentCreateInput{OrganisationID: company.GlobalID(), Market: market}, nil))
}

func value(n *model.ReportNumber) int {
	if n == nil {
		return -1
	}
	return n.Value
}

func TestReadinessShowsPartnersNoSmallGroup(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		partner := testrig.Partner(t.Context(), "reports:read", "readiness:read")
		for n := range 5 {
			w.assessed(fmt.Sprintf("Open %d", n), "DE", 4, model.ConsentStepAndScores)
		}
		w.assessed("Closed", "DE", 4, model.ConsentStep)
		w.assessed("Low", "SE", 0, model.ConsentStepAndScores)
		w.drafted(w.companies[0], "NO")
		for name, c := range map[string]struct {
			ctx                                 context.Context
			submitted, drafts, companies, stale int
			lowest, highest                     int
			markets                             []int
		}{
			"Staff": {w.adviser, 7, 1, 7, 0, 1, 6, []int{6, 1}}, "APartner": {partner, 6, -1, 6, 0, -1, 5, []int{5}},
		} {
			r := w.read(c.ctx, nil).Readiness
			if value(r.Submitted) != c.submitted || value(r.Drafts) != c.drafts || value(r.Companies) != c.companies || value(r.Stale) != c.stale {
				t.Errorf("%s: submitted %d, drafts %d, companies %d, stale %d", name, value(r.Submitted), value(r.Drafts), value(r.Companies), value(r.Stale))
			}
			if len(r.Levels) != 5 || value(r.Levels[0].Number) != c.lowest || value(r.Levels[4].Number) != c.highest {
				t.Errorf("%s: %d on the lowest level, %d on the highest", name, value(r.Levels[0].Number), value(r.Levels[4].Number))
			}
			if len(r.Markets) != len(c.markets) || r.Markets[0].Market.Code != "DE" || r.Markets[0].Number.Value != c.markets[0] {
				t.Errorf("%s: %d markets, first %+v", name, len(r.Markets), r.Markets[0])
			}
		}
		if r := w.read(w.adviser, new(w.Core.Today().Year-1)).Readiness; value(r.Submitted) != 0 || value(r.Companies) != 7 {
			t.Errorf("the year before: %d submitted", value(r.Submitted))
		}
		w.Clock.Advance(3 * 366 * 24 * time.Hour)
		done[int](t)(readiness.New(rig.Core).Age(testrig.Admin(t.Context())))
		if r := w.read(w.adviser, nil).Readiness; value(r.Stale) != 7 || value(r.Submitted) != 7 {
			t.Errorf("three years later %d are stale of %d", value(r.Stale), value(r.Submitted))
		}
	})
}

func TestAFewAssessedCompaniesAreNotShownToPartnersAtAll(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		for n := range 4 {
			w.assessed(fmt.Sprintf("Open %d", n), "DE", 4, model.ConsentStepAndScores)
		}
		r := w.read(testrig.Partner(t.Context(), "reports:read", "readiness:read"), nil)
		if r.Readiness.Submitted != nil || r.Readiness.Companies != nil || len(r.Readiness.Markets) != 0 || r.Yearly[0].AssessmentsSubmitted != nil {
			t.Errorf("a partner reads %+v", r.Readiness)
		}
	})
}

func TestTheRoadmapsNumbersAreThoseOfTheRoadmap(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		s := roadmap.Service{Core: rig.Core}
		done[int](t)(s.LayOut(w.adviser))
		shown := func() *model.Roadmap {
			return done[*model.Roadmap](t)(s.Read(w.adviser, testrig.Fields("years.milestones", "counters.counted")))
		}
		reached := shown().Years[0].Milestones[0].GlobalID()
		done[*model.Milestone](t)(lighthouse.Service{Core: rig.Core}.MilestoneUpdate(w.adviser, model.MilestoneUpdateInput{
			ID: reached, ActualOn: model.Sent(model.NewDate(2022, time.September, 15)), Evidence: model.Sent("Signed"),
		}, nil))
		w.project(w.Core.Today(), "100", w.companies[0], w.companies[1], w.council)
		w.project(w.Core.Today(), "50", w.companies[1])
		w.project(w.Core.Today().AddDays(1), "25", w.companies[2])
		want, got := shown(), w.read(w.adviser, nil).Roadmap
		if got.Years[0].Reached.Value != 1 || got.Years[0].Late.Value != 1 || len(got.Years) != len(want.Years) {
			t.Errorf("%d years, the first %+v", len(got.Years), got.Years[0])
		}
		for i, y := range want.Years {
			if got.Years[i].Year != y.Year || got.Years[i].Reached.Value != y.ReachedCount() || got.Years[i].Late.Value != y.LateCount() ||
				got.Years[i].Planned.Value != len(y.Milestones)-y.ReachedCount()-y.LateCount() {
				t.Errorf("%d: %+v", y.Year, got.Years[i])
			}
		}
		for i, c := range want.Counters {
			counted := c.Counted
			if c.Counts == model.CountFunding {
				counted = len(c.Projects)
			}
			if g := got.Counters[i]; g.Key != c.Key || value(g.Number) != counted || fmt.Sprint(g.Amounts) != fmt.Sprint(c.Amounts) || g.Stated != c.Stated {
				t.Errorf("%s: %d and %v, the roadmap has %d and %v", c.Key, value(g.Number), g.Amounts, counted, c.Amounts)
			}
		}
		partner := w.read(testrig.Partner(t.Context(), "reports:read", "countries:read", "projects:read"), nil).Roadmap
		if partner.Counters[0].Number == nil || partner.Counters[1].Number != nil {
			t.Errorf("who may not see organisations reads %+v", partner.Counters[1])
		}
	})
}

func TestLighthousesAreCountedTowardTheGoal(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		s := lighthouse.Service{Core: rig.Core}
		done[int](t)(roadmap.Service{Core: rig.Core}.LayOut(w.adviser))
		for _, code := range []model.CountryCode{"SE", "FI", "NO"} {
			done[*model.LighthouseCountry](t)(s.Open(w.adviser, model.LighthouseCountryOpenInput{CountryCode: code}, nil))
		}
		se := done[*model.LighthouseCountry](t)(s.Find(w.adviser, nil, new(model.CountryCode("SE")), nil))
		// Sweden has a day for everything that it takes, the last of them in 2028, and one that is late.
		plan := done[*model.PartnershipModel](t)(s.Model(w.adviser))
		for _, e := range plan.Elements {
			done[*model.Milestone](t)(s.MilestoneCreate(w.adviser, model.MilestoneCreateInput{
				LighthouseCountryID: se.GlobalID(), Title: text(e.Key), ElementKey: &e.Key, BaselineOn: model.NewDate(2028, time.June, 30),
			}, nil))
		}
		done[*model.Milestone](t)(s.MilestoneCreate(w.adviser, model.MilestoneCreateInput{
			LighthouseCountryID: se.GlobalID(), Title: text("Late"), BaselineOn: w.Core.Today().AddDays(-1),
		}, nil))
		r := w.read(w.adviser, nil).Lighthouses
		progress := done[*model.LighthouseProgress](t)(s.Progress(w.adviser, nil))
		if r.GoalYear() != 2029 || *r.Established.Of != 10 || r.Established.Value != 0 || r.Expected.Value != 1 || r.Expected.Value != progress.ExpectedByGoalYear() ||
			r.LateMilestones.Value != 1 || r.CountingRuleIn(nil).Text == "" {
			t.Errorf("%+v, the progress %+v", r, progress)
		}
		for i, stage := range r.Stages {
			if stage.Number.Value != progress.Stages[i].Count || stage.Stage.Key != progress.Stages[i].Stage.Key {
				t.Errorf("%s: %d, the progress %d", stage.Stage.Key, stage.Number.Value, progress.Stages[i].Count)
			}
		}
		for day, want := range map[model.Date]int{model.NewDate(2029, time.December, 31): 1, model.NewDate(2028, time.June, 29): 0} {
			list := done[*model.LighthouseCountryConnection](t)(s.List(w.adviser, &model.LighthouseCountryFilter{ExpectedBy: &day}, nil, model.PageRequest{}, nil))
			if len(list.Nodes) != want {
				t.Errorf("by %s %d are expected", day, len(list.Nodes))
			}
		}
	})
}

func TestTheYearStandsBesideTheTwoBefore(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		w.visit("DE", model.NewDate(2025, time.May, 1))
		w.visit("DE", model.NewDate(2026, time.May, 1))
		w.visit("SE", model.NewDate(2027, time.January, 2), "PL")
		w.wentAbroad([]int{0, 1}, 1)
		visit := w.visit("DE", model.NewDate(2027, time.May, 1))
		followUps, outcomes := followup.Service{Core: rig.Core}, outcome.Service{Core: rig.Core}
		owed := done[*model.FollowUp](t)(followUps.Create(w.adviser, model.FollowUpCreateInput{SubjectID: visit.GlobalID(), Title: "Call", OwnerID: w.contacts[0], DueOn: w.Core.Today()}, nil))
		done[*model.FollowUp](t)(followUps.End(w.adviser, model.FollowUpEndInput{ID: owed.GlobalID(), State: model.FollowUpDone, Result: new("Called.")}, nil))
		for _, on := range []model.Date{model.NewDate(2026, time.June, 1), w.Core.Today()} {
			o := done[*model.Outcome](t)(outcomes.Create(w.adviser, model.OutcomeCreateInput{
				Kind: model.OutcomePilot, ActivityID: visit.GlobalID(), CompanyID: w.companies[0].GlobalID(), OccurredOn: on,
			}, nil))
			done[*model.Outcome](t)(outcomes.Confirm(w.adviser, model.OutcomeConfirmInput{ID: o.GlobalID(), Reason: "They said so."}, nil))
		}
		type line [8]int // held, new countries, companies, participations, pilots, follow-ups, lessons, assessments
		for i, want := range []line{{1, 2, 1, 1, 1, 1, 1, 0}, {0, 0, 0, 0, 1, 0, 0, 0}, {0, 1, 0, 0, 0, 0, 0, 0}} {
			y := w.read(w.adviser, nil).Yearly[i]
			got := line{0, y.NewCountries.Value, value(y.Companies), value(y.Participations), 0, value(y.FollowUpsDone), value(y.Lessons), value(y.AssessmentsSubmitted)}
			for _, a := range y.Activities {
				got[0] += a.Number.Value
			}
			for _, o := range y.Outcomes {
				if o.Kind == model.OutcomePilot {
					got[4] = o.Number.Value
				}
			}
			if y.Year != 2027-i || got != want || value(y.Answered) != 0 || value(y.MilestonesReached) != 0 {
				t.Errorf("%d: %v, want %v", y.Year, got, want)
			}
		}
		if r := w.read(testrig.Partner(t.Context(), "reports:read"), new(2026)).Yearly; len(r) != 3 || r[0].Year != 2026 || r[0].Companies != nil || r[0].Outcomes != nil || r[0].Lessons != nil {
			t.Errorf("a partner without scopes reads %+v", r)
		}
	})
}

func TestEachPartRunsAsManyStatementsForMuchAsForLittle(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		grow := func(n int) {
			w.toured(n)
			w.project(w.Core.Today(), "10", w.companies[n])
			w.visit([]model.CountryCode{"DE", "JP", "SE", "FI"}[n], w.Core.Today())
			w.prioritise([]model.CountryCode{"DE", "JP", "SE", "FI"}[n], w.Core.Today(), nil)
			w.assessed(fmt.Sprintf("Assessed %d", n), "DE", 4, model.ConsentStepAndScores)
			done[*model.LighthouseCountry](t)(lighthouse.Service{Core: rig.Core}.Open(w.adviser,
				model.LighthouseCountryOpenInput{CountryCode: []model.CountryCode{"NO", "IS", "SE", "FI"}[n]}, nil))
		}
		below := map[string][]string{
			"participation": {"participation.countries.priorities.givenBy.name"}, "roadmap": {"roadmap.years", "roadmap.counters.number", "roadmap.counters.amounts"},
			"lighthouses": {"lighthouses.expected"},
			"yearly": {
				"yearly.activities", "yearly.newCountries", "yearly.companies", "yearly.outcomes", "yearly.answered", "yearly.followUpsDone", "yearly.lessons",
				"yearly.assessmentsSubmitted", "yearly.milestonesReached",
			},
		}
		statements := func(part string) int64 {
			ctx, n := store.WithStatementCount(w.adviser)
			asked := model.Fields{part: {}}
			if below[part] != nil {
				asked = testrig.Fields(below[part]...)
			}
			done[*model.Reports](t)(w.reports.Reports(ctx, nil, asked))
			return n.Load()
		}
		parts := []string{"activities", "countries", "participation", "clashes", "followUps", "outcomes", "staircase", "readiness", "roadmap", "lighthouses", "yearly", "mail"}
		few := map[string]int64{}
		grow(0)
		for _, part := range parts {
			few[part] = statements(part)
		}
		for n := 1; n < 4; n++ {
			grow(n)
		}
		for _, part := range parts {
			if many := statements(part); many != few[part] || many > 25 {
				t.Errorf("%s runs %d statements for little and %d for much", part, few[part], many)
			}
		}
	})
}
