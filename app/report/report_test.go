package report_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestParticipationCountsWhoTookPartByPriorityCountry(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		// The autumn before: Germany had priority then, and somebody was met.
		autumn := model.NewDate(2026, time.November, 2)
		w.meeting(w.visit("DE", autumn, "JP"), 0, true)
		w.prioritise("DE", model.NewDate(2026, time.January, 1), new(model.NewDate(2026, time.December, 31)))
		w.prioritise("JP", model.NewDate(2027, time.January, 1), nil)
		w.prioritise("FR", model.NewDate(2028, time.January, 1), nil)
		w.meeting(w.visit("SE", model.NewDate(2027, time.February, 1)), 1, false)
		w.wentAbroad([]int{0, 1, 2}, 1)
		w.toured(3)
		w.toured(0)
		w.hosted(1)
		w.project(w.Core.Today(), "", w.companies[0], w.companies[0], w.council)
		w.project(w.Core.Today().AddDays(1), "", w.companies[3])
		type numbers = [5]int // activities, held, companies, participations
		of := func(c *model.CountryParticipation) numbers {
			return numbers{len(c.Priorities), c.Activities.Value, c.Held.Value, c.Companies.Value, c.Participations.Value}
		}
		partner := testrig.Partner(t.Context(), "reports:read", "organisations:read", "missions:read", "delegations:read")
		for name, c := range map[string]struct {
			ctx         context.Context
			year        *int
			first       model.CountryCode
			one         numbers
			others, all numbers
		}{
			"Today":        {w.adviser, nil, "JP", numbers{1, 1, 1, 2, 2}, numbers{0, 5, 3, 3, 5}, numbers{0, 6, 4, 4, 7}},
			"ThisYear":     {w.adviser, new(2027), "JP", numbers{1, 1, 1, 2, 2}, numbers{0, 4, 3, 3, 4}, numbers{0, 5, 4, 4, 6}},
			"TheYearOf":    {w.adviser, new(2026), "DE", numbers{1, 1, 0, 1, 1}, numbers{}, numbers{0, 1, 0, 1, 1}},
			"APartnerSees": {partner, nil, "JP", numbers{1, 1, 1, 2, 2}, numbers{0, 3, 1, 1, 1}, numbers{0, 4, 2, 3, 3}},
		} {
			r := w.read(c.ctx, c.year).Participation
			if len(r.Countries) != 1 || r.Countries[0].Country.Code != c.first || of(r.Countries[0]) != c.one || of(r.Others) != c.others || of(r.All) != c.all {
				t.Errorf("%s: %v %v %v", name, of(r.Countries[0]), of(r.Others), of(r.All))
			}
		}
		if got := w.names(w.adviser, model.ParticipationFilter{Countries: []model.CountryCode{"JP"}}); !slices.Equal(got, []string{"Almind", "Ceciliehus"}) {
			t.Errorf("%v went to Japan", got)
		}
		if r := w.read(testrig.Partner(t.Context(), "reports:read", "missions:read"), nil); r.Participation != nil || r.Readiness != nil || r.Roadmap != nil || r.Clashes == nil {
			t.Errorf("a partner without the scopes reads %+v", r)
		}
	})
}

func TestParticipationsArePagedBothWaysInOrderOfTheirDays(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		for n := range 4 {
			w.toured(n)
			w.project(w.Core.Today().AddDays(-n), "", w.companies[n], w.companies[(n+1)%4])
		}
		rows := testrig.Walk(t, 5, func(p *model.Participation) string { return p.Position + p.ID.String() }, func(page model.PageRequest) (*model.ParticipationConnection, error) {
			return w.reports.Participations(w.adviser, nil, page, testrig.Fields("company", "activity.reference", "project.reference", "country"))
		})
		if len(rows) != 12 {
			t.Fatalf("%d rows", len(rows))
		}
		activities := 0
		for i, p := range rows {
			if p.Company == nil || p.Country == nil || (p.Activity == nil) == (p.Project == nil) || i > 0 && p.StartsOn.Before(rows[i-1].StartsOn) {
				t.Errorf("row %d: %+v", i, p)
			}
			if p.Activity != nil {
				activities++
			}
		}
		if activities != 4 {
			t.Errorf("%d activities", activities)
		}
		id := w.companies[1].GlobalID()
		own := done[*model.ParticipationConnection](t)(w.reports.Participations(w.adviser, &model.ParticipationFilter{CompanyID: &id}, model.PageRequest{}, testrig.Fields("totalCount")))
		if len(own.Nodes) != 3 || *own.TotalCount != 3 {
			t.Errorf("one company has %d of %v", len(own.Nodes), own.TotalCount)
		}
		_, err := w.reports.Participations(w.adviser, &model.ParticipationFilter{CompanyID: &w.contacts[0], Year: new(1)}, model.PageRequest{}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT filter.companyId", "BAD_USER_INPUT filter.year")
	})
}

func TestClashesAreCountedByKind(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		day := w.Core.Today().AddDays(30)
		w.visit("JP", day)
		w.council = w.Organisation(t, "Innovation Centre")
		w.visit("JP", day)
		w.visit("JP", model.NewDate(day.Year+3, time.May, 1))
		for name, c := range map[string]struct {
			year *int
			want int
		}{"FromToday": {nil, 1}, "ItsYear": {new(day.Year), 1}, "AnotherYear": {new(day.Year + 3), 0}} {
			r := w.read(w.adviser, c.year).Clashes
			got := map[model.ClashKind]int{}
			for _, k := range r.Kinds {
				got[k.Kind] = k.Number.Value
			}
			if len(got) != 4 || got[model.ClashMarket] != c.want || got[model.ClashHost]+got[model.ClashOwner]+got[model.ClashCompany] != 0 {
				t.Errorf("%s: %v", name, got)
			}
		}
	})
}
