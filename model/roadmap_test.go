package model_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

func TestTheRoadmapCoversEachYearAndMarksWhatWasReadFromTheOrder(t *testing.T) {
	plan, err := model.DanishRoadmap()
	if err != nil {
		t.Fatal(err)
	}
	m := checklist(t)
	var rows []*model.Milestone
	fromOrder := map[int]bool{}
	for _, p := range plan.Milestones {
		row := p.Milestone(model.ID{}, time.Time{})
		rows = append(rows, row)
		if m.Element(p.Element) == nil || row.Title.Texts[model.Danish].Text == "" || row.Title.Texts[model.English].Text == "" {
			t.Errorf("%s: element %q, title %+v", p.Key, p.Element, row.Title)
		}
		if p.YearReadFromOrder {
			fromOrder[row.Year()] = true
		}
	}
	years := model.RoadmapYears(plan.FirstYear, plan.LastYear, rows)
	if len(years) != 9 || years[0].Year != 2022 || years[8].Year != 2030 {
		t.Fatalf("%d years", len(years))
	}
	for _, y := range years {
		if len(y.Milestones) == 0 {
			t.Errorf("%d has no milestone", y.Year)
		}
	}
	if !fromOrder[2022] || !fromOrder[2024] || !fromOrder[2026] || len(fromOrder) != 3 {
		t.Errorf("years read from the order: %v", fromOrder)
	}
}

func TestCountersCountWhatHasBegunAndNeverMixMoney(t *testing.T) {
	today := model.NewDate(2027, time.March, 3)
	org := func(n byte, kind model.OrganisationKind) *model.ProjectActor {
		return &model.ProjectActor{OrganisationID: model.ID{n}, Organisation: &model.Organisation{ID: model.ID{n}, Kind: kind}}
	}
	money := func(kind model.FundingKind, minor int64, currency string, about bool) *model.ProjectFunding {
		return &model.ProjectFunding{Kind: kind, Minor: minor, Currency: currency, About: about}
	}
	projects := []*model.Project{
		{
			Kind: model.ProjectPilot, StartsOn: today, Actors: []*model.ProjectActor{org(1, model.OrganisationCompany), org(2, model.OrganisationHospital)},
			Funding: []*model.ProjectFunding{money(model.FundingEU, 100, "DKK", false), money(model.FundingInKind, 7, "DKK", false)},
		},
		{
			Kind: model.ProjectLivingLab, StartsOn: today.AddDays(-1), Actors: []*model.ProjectActor{org(1, model.OrganisationCompany), org(3, model.OrganisationLivingLab)},
			Funding: []*model.ProjectFunding{money(model.FundingEU, 50, "DKK", true), money(model.FundingEU, 9, "EUR", false)},
		},
		{Kind: model.ProjectLivingLab, StartsOn: today.AddDays(1), Actors: []*model.ProjectActor{org(4, model.OrganisationCompany)}},
		{Kind: model.ProjectPool},
	}
	counters, err := model.CountRoadmap(projects, today, model.Danish)
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]*model.RoadmapCounter{}
	for _, c := range counters {
		counted[c.Key] = c
		if name := c.NameIn(nil); name.Fallback || name.Text == "" {
			t.Errorf("%s is called %+v in Danish", c.Key, name)
		}
	}
	for key, want := range map[string]int{
		"pilots": 1, "pools": 0, "living-labs": 1, "companies": 1, "municipalities": 1, "regional-actors": 1, "research": 0, "eu-funds": 3, "in-kind": 1,
	} {
		if counted[key].Counted != want {
			t.Errorf("%s: %d, want %d", key, counted[key].Counted, want)
		}
	}
	if eu := counted["eu-funds"].Amounts; !slices.Equal(eu, []model.Money{{Minor: 150, Currency: "DKK", About: true}, {Minor: 9, Currency: "EUR"}}) {
		t.Errorf("EU money is %+v", eu)
	}
	if len(counted["companies"].Projects) != 2 || len(counted["companies"].Organisations) != 1 {
		t.Errorf("behind the companies stand %d projects", len(counted["companies"].Projects))
	}
	for key, want := range map[string]int{"companies": 64, "pilots": 11, "pools": 33, "municipalities": 10, "regional-actors": 27, "research": 26} {
		if s := counted[key].Stated; s == nil || *s.Value != want || s.Source == "" || s.AsOf != "2025-03" {
			t.Errorf("%s is stated as %+v", key, s)
		}
	}
	for key, want := range map[string]string{"eu-funds": "155000000.00", "in-kind": "240000000.00"} {
		if a := counted[key].Stated.Amount(); a == nil || a.Amount() != want || a.Currency != "DKK" || !a.About {
			t.Errorf("%s is stated as %+v", key, a)
		}
	}
	if target := counted["living-labs"].Target; target.Value != 60 || target.Year != 2028 {
		t.Errorf("the target is %+v", target)
	}
}

func TestMoneyIsReadAndWrittenToTheLastDigit(t *testing.T) {
	for _, c := range []struct {
		amount, currency string
		minor            int64
		text             string
	}{
		{"155000000", "dkk", 15_500_000_000, "155000000.00"},
		{"0.05", "DKK", 5, "0.05"},
		{"12.50", "EUR", 1250, "12.50"},
		{"1500", "JPY", 1500, "1500"},
		{"7.00", "JPY", 7, "7"},
		{"0", "DKK", 0, "0.00"},
	} {
		got, err := model.ValidMoney("amount", model.MoneyInput{Amount: c.amount, Currency: c.currency})
		if err != nil || got.Minor != c.minor || got.Amount() != c.text {
			t.Errorf("%s %s is %+v %s, %v", c.amount, c.currency, got, got.Amount(), err)
		}
	}
	for field, in := range map[string]model.MoneyInput{
		"amount.currency": {Amount: "1", Currency: "QQQQ"},
	} {
		_, err := model.ValidMoney("amount", in)
		if r := model.Refusals(err); len(r) != 1 || r[0].Field != field {
			t.Errorf("%+v: %v", in, err)
		}
	}
	for _, amount := range []string{"-1", "1.005", "1.5.0", "", "a", "99999999999999999999"} {
		_, err := model.ValidMoney("amount", model.MoneyInput{Amount: amount, Currency: "DKK"})
		if r := model.Refusals(err); len(r) != 1 || r[0].Field != "amount.amount" {
			t.Errorf("%q: %v", amount, err)
		}
	}
}
