package model_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

// clashID is the n-th id of a test.
func clashID(n byte) model.ID { return model.ID{15: n} }

func TestClashesAreFoundInSharedWeeksAndOnSharedDays(t *testing.T) {
	adviser, other := clashID(201), clashID(202)
	first, second, host, company := clashID(101), clashID(102), clashID(103), clashID(104)
	// Wednesday 3 March 2027; its week is 1 to 7 March.
	day := model.NewDate(2027, time.March, 3)
	plan := func(n byte, country model.CountryCode, city string, from, days int, organisers ...model.ID) model.ClashPlan {
		return model.ClashPlan{
			ID: clashID(n), Country: country, City: city, StartsOn: day.AddDays(from), EndsOn: day.AddDays(from + days - 1), Organisers: organisers,
		}
	}
	with := func(p model.ClashPlan, change func(*model.ClashPlan)) model.ClashPlan { change(&p); return p }
	for name, test := range map[string]struct {
		a, b model.ClashPlan
		want []model.ClashKind
	}{
		"SameCountrySameWeek":            {plan(1, "JP", "Tokyo", 0, 1, first), plan(2, "JP", "Osaka", 4, 1, second), []model.ClashKind{model.ClashMarket}},
		"SameCountryNextWeek":            {plan(1, "JP", "Tokyo", 0, 1, first), plan(2, "JP", "Osaka", 5, 1, second), nil},
		"ALongOneReachesIntoTheNextWeek": {plan(1, "JP", "Tokyo", 0, 6, first), plan(2, "JP", "Osaka", 11, 1, second), []model.ClashKind{model.ClashMarket}},
		"WhoPlansTogetherKnows":          {plan(1, "JP", "Tokyo", 0, 1, first, second), plan(2, "JP", "Osaka", 1, 1, second), nil},
		"AnotherCountryIsAnotherMarket":  {plan(1, "JP", "Tokyo", 0, 1, first), plan(2, "KR", "Seoul", 0, 1, second), nil},
		"WithoutDaysThereIsNoClash":      {plan(1, "JP", "Tokyo", 0, 1, first), model.ClashPlan{ID: clashID(2), Country: "JP", Organisers: []model.ID{second}}, nil},
		"AHostAskedByTwoInOneWeek": {
			with(plan(1, "JP", "Odense", 0, 1, first), func(p *model.ClashPlan) { p.Hosts = []model.ID{host} }),
			with(plan(2, "KR", "Odense", 3, 1, second), func(p *model.ClashPlan) { p.Hosts = []model.ID{host, host} }),
			[]model.ClashKind{model.ClashHost},
		},
		"AnAdviserInTwoPlacesOnOneDay": {
			with(plan(1, "JP", "Tokyo", 0, 3, first), func(p *model.ClashPlan) { p.OwnerID = &adviser }),
			with(plan(2, "DE", "Berlin", 2, 1, first), func(p *model.ClashPlan) { p.OwnerID = &adviser }),
			[]model.ClashKind{model.ClashOwner},
		},
		"AnAdviserOnTwoDaysOfOneWeek": {
			with(plan(1, "JP", "Tokyo", 0, 2, first), func(p *model.ClashPlan) { p.OwnerID = &adviser }),
			with(plan(2, "DE", "Berlin", 2, 1, first), func(p *model.ClashPlan) { p.OwnerID = &adviser }),
			nil,
		},
		"TwoAdvisersOnOneDay": {
			with(plan(1, "JP", "Tokyo", 0, 3, first), func(p *model.ClashPlan) { p.OwnerID = &adviser }),
			with(plan(2, "DE", "Berlin", 2, 1, first), func(p *model.ClashPlan) { p.OwnerID = &other }),
			nil,
		},
		"ACompanyInTwoPlacesEvenOfOneOrganiser": {
			with(plan(1, "JP", "Tokyo", 0, 3, first), func(p *model.ClashPlan) { p.Companies = []model.ID{company} }),
			with(plan(2, "DE", "Berlin", 1, 1, first), func(p *model.ClashPlan) { p.Companies = []model.ID{company} }),
			[]model.ClashKind{model.ClashCompany},
		},
		"ACompanyAtTwoThingsInOneCity": {
			with(plan(1, "JP", "Tokyo", 0, 3, first), func(p *model.ClashPlan) { p.Companies = []model.ID{company} }),
			with(plan(2, "JP", "Tokyo", 1, 1, first), func(p *model.ClashPlan) { p.Companies = []model.ID{company} }),
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, plans := range [][]model.ClashPlan{{test.a, test.b}, {test.b, test.a}} {
				var got []model.ClashKind
				for _, c := range model.FindClashes(plans) {
					got = append(got, c.Kind)
					if other, ok := c.Of(test.a.ID); !ok || other != test.b.ID {
						t.Errorf("the clash is not one of both: %+v", c)
					}
				}
				if !slices.Equal(got, test.want) {
					t.Errorf("found %v, want %v", got, test.want)
				}
			}
		})
	}
}
