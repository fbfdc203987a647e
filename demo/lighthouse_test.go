package demo

import (
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// The numbers of the scenario's dashboard, counted from what the use cases made.
func TestTheLighthousesComeOutAsTheDashboardShowsThem(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := NewWorld(rig.Core, func(core *app.Core) *reminder.Dispatcher {
			return &reminder.Dispatcher{Core: core, Sender: reminder.Keeper{Core: core}, From: mail.Address{Email: "noreply@fyrtaarn.example"}}
		})
		data, _, err := readScenario()
		if err != nil {
			t.Fatal(err)
		}
		if w.zone, err = model.LoadZone(model.Copenhagen); err != nil {
			t.Fatal(err)
		}
		w.day0 = model.NewDate(2027, time.March, 3)
		w.Clock.Set(w.at(laidOut-1, "08:00"))
		ctx := testrig.Admin(t.Context())
		if err := w.parties(ctx, data); err != nil {
			t.Fatal(err)
		}
		if err := w.lighthouse(ctx); err != nil {
			t.Fatal(err)
		}
		if err := w.PassTime(ctx, w.at(0, "09:00")); err != nil {
			t.Fatal(err)
		}
		countries := lighthouse.Service{Core: w.Core}
		p, err := countries.Progress(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := map[model.LighthouseStage]int{}
		for _, s := range p.Stages {
			got[s.Stage.Key] = s.Count
		}
		for stage, want := range map[model.LighthouseStage]int{
			model.StageEstablished: 0, model.StageCommitted: 2, model.StageExploring: 4, model.StageCandidate: 4, model.StageContact: 1, model.StagePaused: 1, model.StageDeclined: 0,
		} {
			if got[stage] != want {
				t.Errorf("%s: %d, want %d", stage, got[stage], want)
			}
		}
		if p.Established != 0 || p.GoalCountries() != 10 || p.LateMilestones != 1 {
			t.Errorf("%d of %d, %d late", p.Established, p.GoalCountries(), p.LateMilestones)
		}
		list, err := countries.List(ctx, nil, nil, model.PageRequest{}, testrig.Fields("totalCount", "evidencedCount", "underWayCount", "nextMilestone.title", "reviewOn", "interestedOrganisationName"))
		if err != nil || *list.TotalCount != 12 {
			t.Fatalf("%d countries, %v", *list.TotalCount, err)
		}
		for _, c := range list.Nodes {
			want := map[model.CountryCode][3]int{
				"SE": {9, 7, 40}, "FI": {8, 6, 70}, "DE": {4, 9, -12}, "NL": {3, 6, 30}, "PT": {2, 5, 90}, "EE": {2, 3, 120},
				"IE": {0, 3, 10}, "SI": {0, 2, 25}, "PL": {0, 2, 95}, "ES": {0, 1, 60}, "UA": {0, 0, 0}, "AT": {1, 0, 180},
			}[c.CountryCode]
			due := 0
			if next := c.NextMilestone(); next != nil {
				due = w.day0.DaysUntil(next.ForecastOn)
			}
			if c.EvidencedCount() != want[0] || c.UnderWayCount() != want[1] || due != want[2] {
				t.Errorf("%s: %d evidenced, %d under way, next in %d days; want %v", c.CountryCode, c.EvidencedCount(), c.UnderWayCount(), due, want)
			}
			if (c.InterestedOrganisationName() == "") != (c.CountryCode == "UA") {
				t.Errorf("%s: %q is interested", c.CountryCode, c.InterestedOrganisationName())
			}
		}
		if n, err := countries.Align(ctx); err != nil || n != 0 {
			t.Errorf("%d stored stages are not what the rules say, %v", n, err)
		}
		road, err := roadmap.Service{Core: w.Core}.Read(ctx, testrig.Fields("years.milestones.title", "counters.counted", "checklist.lessons.country.name"))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range road.Counters {
			want := map[string]int{"living-labs": 4, "pilots": 3, "pools": 3, "municipalities": 5, "regional-actors": 3, "research": 1, "eu-funds": 7, "in-kind": 6}
			if n, ok := want[c.Key]; ok && c.Counted != n {
				t.Errorf("%s: %d, want %d", c.Key, c.Counted, n)
			}
		}
		reached, late := 0, 0
		for _, y := range road.Years {
			reached, late = reached+y.ReachedCount(), late+y.LateCount()
		}
		if reached != 9 || late != 1 {
			t.Errorf("the roadmap has %d reached and %d late", reached, late)
		}
	})
}
