package activity_test

import (
	"testing"

	"fyrtaarn/app/activity"
	"fyrtaarn/app/delegation"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestBothSidesOfAClashSeeIt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		ctx := testrig.Adviser(t.Context())
		visits, calendar := delegation.Service{Core: rig.Core}, activity.Service{Core: rig.Core}
		day := model.DateOf(rig.Clock.Now()).AddDays(30)
		visit := func(reference, organiser string) *model.Delegation {
			host := rig.Organisation(t, organiser).GlobalID()
			d, err := visits.Create(ctx, model.DelegationCreateInput{
				Reference: &reference, Title: []model.TranslationInput{{Language: "en", Text: "Visit " + reference}}, CountryCode: "JP",
				StartsOn: &day, EndsOn: &day, HostID: &host,
			}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		a, b := visit("visit-one", "First organiser"), visit("visit-two", "Second organiser")
		clashes, err := calendar.Clashes(ctx, []model.ID{a.ID, b.ID})
		if err != nil {
			t.Fatal(err)
		}
		for side, other := range map[model.ID]*model.Delegation{a.ID: b, b.ID: a} {
			if len(clashes[side]) != 1 || clashes[side][0].Kind != model.ClashMarket || clashes[side][0].Other.Reference() != other.Reference ||
				clashes[side][0].Other.OrganiserNames[0] == "" || clashes[side][0].Other.TitleIn(nil).Text != "Visit "+other.Reference {
				t.Fatalf("one side sees %+v", clashes[side])
			}
		}
		if all, err := calendar.ListClashes(ctx, model.ClashFilter{From: day.AddDays(-7), Until: day.AddDays(7)}); err != nil || len(all) != 1 {
			t.Fatalf("between the days there are %d clashes, %v", len(all), err)
		}
		_, err = calendar.ListClashes(ctx, model.ClashFilter{From: day, Until: day.AddDays(-1)})
		testrig.WantErrors(t, err, "BAD_USER_INPUT filter.until")

		reason := "They postponed"
		if _, err := visits.Transition(ctx, model.DelegationTransitionInput{ID: b.GlobalID(), To: model.DelegationCancelled, Reason: &reason}, nil); err != nil {
			t.Fatal(err)
		}
		if clashes, err = calendar.Clashes(ctx, []model.ID{a.ID}); err != nil || len(clashes[a.ID]) != 0 {
			t.Fatalf("a cancelled visit still clashes: %+v, %v", clashes[a.ID], err)
		}
	})
}
