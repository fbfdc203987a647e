package staircase_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"fyrtaarn/app/staircase"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is a seeded staircase.
type world struct {
	*testrig.Rig
	staircase.Service
	ctx   context.Context
	steps []*model.StaircaseStep
	today model.Date
}

func setup(t *testing.T, rig *testrig.Rig) *world {
	t.Helper()
	w := &world{Rig: rig, Service: staircase.Service{Core: rig.Core}, ctx: testrig.Adviser(t.Context())}
	if n, err := w.SeedSteps(t.Context()); err != nil || n != 5 {
		t.Fatalf("%d steps: %v", n, err)
	}
	steps, err := rig.Store.StaircaseSteps(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	w.steps, w.today = steps, w.Today()
	return w
}

func (w *world) company(t *testing.T, name string, consent model.PartnerConsent) *model.Organisation {
	t.Helper()
	return w.Organisation(t, name, func(in *model.OrganisationCreateInput) {
		in.Kind, in.Consent = model.OrganisationCompany, &consent
	})
}

func (w *world) input(company *model.Organisation, step, daysAgo int) model.PlacementCreateInput {
	return model.PlacementCreateInput{
		CompanyID: company.GlobalID(), StepID: w.steps[step-1].GlobalID(), PlacedOn: w.today.AddDays(-daysAgo), Reason: "Assessed.",
	}
}

func (w *world) place(t *testing.T, company *model.Organisation, step, daysAgo int) *model.Placement {
	t.Helper()
	p, err := w.Place(w.ctx, w.input(company, step, daysAgo), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *world) path(t *testing.T, company *model.Organisation) *model.CompanyPath {
	t.Helper()
	path, err := w.Path(w.ctx, company.GlobalID(), testrig.Fields("company.name", "placements.placedBy"))
	if err != nil || path == nil {
		t.Fatalf("%v %v", path, err)
	}
	return path
}

func TestTheStaircaseIsSeededOnce(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		if n, err := w.SeedSteps(t.Context()); err != nil || n != 0 {
			t.Fatalf("%d more steps: %v", n, err)
		}
		if !w.steps[0].IsFirst || !w.steps[4].IsLast || w.steps[4].Name.In(nil).Text != "Proof of Scale" {
			t.Errorf("%+v", w.steps)
		}
	})
}

func TestAPathIsBaselineLatestAndCorrections(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		c := w.company(t, "Fjordpuls", model.ConsentStep)
		wrong := w.place(t, c, 5, 200)
		w.place(t, c, 3, 20)
		correct := w.input(c, 1, 200)
		correct.CorrectsID = testrig.Ptr(wrong.GlobalID())
		if _, err := w.Place(w.ctx, correct, nil); err != nil {
			t.Fatal(err)
		}
		path := w.path(t, c)
		if len(path.Placements) != 2 || *path.Climbed() != 2 || *path.DaysOnStep() != 20 || len(path.Corrected) != 1 {
			t.Errorf("%+v", path)
		}
		_, err := w.Place(w.ctx, correct, nil)
		testrig.WantErrors(t, err, "CONFLICT correctsId")
		page, err := w.Companies(w.ctx, &model.StaircaseCompanyFilter{ClimbedFrom: testrig.Ptr(2), ClimbedTo: testrig.Ptr(2)}, model.PageRequest{}, testrig.Fields("company.name", "totalCount"))
		if err != nil || *page.TotalCount != 1 || page.Nodes[0].Company.Name != "Fjordpuls" || *page.Nodes[0].Climbed() != 2 {
			t.Errorf("%+v %v", page, err)
		}
	})
}

func TestWhatIsWrongWithAPlacementIsSaidTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		c, other := w.company(t, "One", model.ConsentStep), w.company(t, "Other", model.ConsentStep)
		hospital := w.Organisation(t, "A hospital")
		theirs := w.place(t, other, 1, 5)
		in := w.input(c, 1, -1)
		in.Reason = " "
		_, err := w.Place(w.ctx, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT placedOn", "BAD_USER_INPUT reason")
		if got := model.Refusals(err)[0].MessageID; got != "error.time.future" {
			t.Errorf("told %s", got)
		}
		in = w.input(hospital, 1, 1)
		in.StepID = model.NewGlobalID(model.KindStaircaseStep, rig.Core.NewID())
		in.CorrectsID = testrig.Ptr(theirs.GlobalID())
		_, err = w.Place(w.ctx, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT companyId", "NOT_FOUND stepId", "NOT_FOUND correctsId")
		in.CompanyID = model.NewGlobalID(model.KindOrganisation, rig.Core.NewID())
		in.StepID, in.CorrectsID = w.steps[0].GlobalID(), nil
		_, err = w.Place(w.ctx, in, nil)
		testrig.WantErrors(t, err, "NOT_FOUND companyId")
	})
}

func TestAPartnerSeesOnlyCompaniesThatConsent(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		var hidden *model.Organisation
		for i := range 7 {
			consent := model.ConsentStep
			if i == 0 {
				consent = model.ConsentNothing
			}
			c := w.company(t, fmt.Sprintf("Company %d", i), consent)
			w.place(t, c, 1, 300)
			w.place(t, c, 2+i%2, 10)
			if i == 0 {
				hidden = c
			}
		}
		partner := testrig.Partner(t.Context(), "readiness:read", "readiness:write")
		for who, want := range map[string]struct {
			ctx context.Context
			n   int
		}{"staff": {w.ctx, 7}, "partner": {partner, 6}} {
			report, err := w.Report(want.ctx, nil, nil)
			if err != nil || report.Figures.Companies != want.n {
				t.Errorf("%s: %+v %v", who, report, err)
			}
			page, err := w.Companies(want.ctx, nil, model.PageRequest{}, testrig.Fields("totalCount"))
			if err != nil || *page.TotalCount != want.n {
				t.Errorf("%s: %+v %v", who, page, err)
			}
		}
		path, err := w.Path(partner, hidden.GlobalID(), nil)
		if path != nil || err != nil {
			t.Errorf("a hidden path: %+v %v", path, err)
		}
		_, err = w.Place(partner, w.input(hidden, 1, 1), nil)
		testrig.WantErrors(t, err, "NOT_FOUND companyId")
	})
}

func TestPlacementsAtTheSameMomentLeaveTheStandingThatFollowsFromAll(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		c := w.company(t, "Busy", model.ConsentStep)
		var all sync.WaitGroup
		for i := range 6 {
			all.Go(func() {
				if _, err := w.Place(w.ctx, w.input(c, 1+i%5, 60-i), nil); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		stored := func() *model.Standing {
			page, err := w.Companies(w.ctx, nil, model.PageRequest{}, nil)
			if err != nil || len(page.Nodes) != 1 {
				t.Fatalf("%+v %v", page, err)
			}
			return page.Nodes[0]
		}
		want := w.path(t, c).StandingOf(c.ID)
		if got := stored(); got.BeforeID != want.BeforeID || *got.AfterID != *want.AfterID || got.Since != want.Since {
			t.Errorf("%+v, want %+v", got, want)
		}
		if n, err := w.Rebuild(w.ctx); err != nil || n != 1 {
			t.Fatalf("%d rebuilt: %v", n, err)
		}
		if got := stored(); *got.AfterID != *want.AfterID {
			t.Errorf("rebuilt %+v, want %+v", got, want)
		}
	})
}

func TestMovingAStepMovesTheOthersAndItsStaleVersionIsRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		in := model.StaircaseStepUpdateInput{
			ID: w.steps[1].GlobalID(), ExpectedVersion: testrig.Ptr(1), Number: model.Sent(1), IsFirst: testrig.Ptr(true),
		}
		step, err := w.StepUpdate(testrig.Admin(t.Context()), in)
		if err != nil || step.Number != 1 || !step.IsFirst {
			t.Fatalf("%+v %v", step, err)
		}
		_, err = w.StepUpdate(testrig.Admin(t.Context()), in)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
		_, err = w.StepUpdate(testrig.Admin(t.Context()), model.StaircaseStepUpdateInput{ID: w.steps[4].GlobalID(), IsLast: testrig.Ptr(false)})
		testrig.WantErrors(t, err, "BAD_USER_INPUT isLast")
		_, err = w.StepUpdate(testrig.Admin(t.Context()), model.StaircaseStepUpdateInput{ID: w.steps[4].GlobalID(), Number: model.Sent(3)})
		testrig.WantErrors(t, err, "GUARD_FAILED ")
	})
}
