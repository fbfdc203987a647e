package matchmaking_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyrtaarn/app/delegation"
	"fyrtaarn/app/focus"
	"fyrtaarn/app/matchmaking"
	"fyrtaarn/app/solution"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is a visit from Germany with delegates, companies with solutions and
// the slots of one morning.
type world struct {
	rig *testrig.Rig
	matchmaking.Service
	ctx       context.Context
	visit     *model.Delegation
	companies []model.GlobalID
	delegates []*model.Delegate
}

// whole is everything that a plan has.
var whole = testrig.Fields("id", "slots", "participants.organisation.name", "participants.person.fullName", "participants.unavailableSlots",
	"meetings.company.organisation.name", "meetings.counterpart.person.fullName", "meetings.slot", "result", "delegation.reference")

func setup(t *testing.T, rig *testrig.Rig, companies, delegates int) *world {
	t.Helper()
	w := &world{rig: rig, Service: matchmaking.Service{Core: rig.Core}, ctx: testrig.Adviser(t.Context())}
	area, err := focus.Service{Core: rig.Core}.Create(w.ctx, model.FocusAreaCreateInput{
		Slug: "sund-vaegt", Name: []model.TranslationInput{{Language: "da", Text: "Sund Vægt"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	visits := delegation.Service{Core: rig.Core}
	w.visit, err = visits.Create(w.ctx, model.DelegationCreateInput{
		Title: []model.TranslationInput{{Language: "en", Text: "Berlin"}}, CountryCode: "DE", FocusAreaID: testrig.Ptr(area.GlobalID()), Tags: []string{"Prevention"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := range delegates {
		person := rig.Person(t, fmt.Sprintf("Delegate %d", n), func(in *model.PersonCreateInput) {
			in.CountryCode, in.Language = "DE", testrig.Ptr(model.LanguageTag("de"))
		})
		d, err := visits.DelegateAdd(w.ctx, model.DelegateAddInput{DelegationID: w.visit.GlobalID(), PersonID: person.GlobalID(), Rank: testrig.Ptr(n)}, testrig.Fields("person.fullName"))
		if err != nil {
			t.Fatal(err)
		}
		w.delegates = append(w.delegates, d)
	}
	for n := range companies {
		w.companies = append(w.companies, w.company(t, n, area.GlobalID()))
	}
	return w
}

// company makes the n-th company: the first has most in common with the visit.
func (w *world) company(t *testing.T, n int, area model.GlobalID) model.GlobalID {
	t.Helper()
	company := w.rig.Organisation(t, fmt.Sprintf("Company %d", n), func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
	in := model.SolutionCreateInput{
		CompanyID: company.GlobalID(), Name: []model.TranslationInput{{Language: "en", Text: fmt.Sprintf("Scale %d", n)}}, FocusAreaID: &area,
	}
	if n%2 == 0 {
		in.Tags = []string{"prevention", "scales"}
	}
	if n == 0 {
		in.TargetMarkets = []model.CountryCode{"DE"}
	}
	if _, err := (solution.Service{Core: w.rig.Core}).Create(w.ctx, in, nil); err != nil {
		t.Fatal(err)
	}
	return company.GlobalID()
}

// input is a plan of all companies and delegates with so many slots of 20 minutes.
func (w *world) input(slots int) model.MeetingPlanCreateInput {
	in := model.MeetingPlanCreateInput{ActivityID: w.visit.GlobalID()}
	start := time.Date(2027, time.March, 10, 8, 0, 0, 0, time.UTC)
	for n := range slots {
		from := start.Add(time.Duration(n) * 20 * time.Minute)
		in.Slots = append(in.Slots, model.MeetingSlotInput{StartsAt: from, EndsAt: from.Add(20 * time.Minute)})
	}
	for _, id := range w.companies {
		in.Companies = append(in.Companies, model.MeetingCompanyInput{OrganisationID: id})
	}
	return in
}

func (w *world) solved(t *testing.T, slots int) *model.MeetingPlan {
	t.Helper()
	plan, err := w.Create(w.ctx, w.input(slots), whole)
	if err != nil {
		t.Fatal(err)
	}
	return w.solve(t, plan)
}

func (w *world) solve(t *testing.T, plan *model.MeetingPlan) *model.MeetingPlan {
	t.Helper()
	plan, err := w.Solve(w.ctx, model.MeetingPlanSolveInput{ID: plan.GlobalID()}, whole)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// wantGuard fails unless err is the one guard of the field.
func wantGuard(t *testing.T, err error, field, messageID string) {
	t.Helper()
	refusals := model.Refusals(err)
	if len(refusals) != 1 || refusals[0].Code != model.CodeGuardFailed || refusals[0].Field != field || refusals[0].MessageID != messageID {
		t.Errorf("%v, want GUARD_FAILED %s (%s)", err, messageID, field)
	}
}

func matchFilter(first int) matchmaking.MatchFilter { return matchmaking.MatchFilter{First: &first} }
