package readiness_test

import (
	"testing"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestSubmissionNeedsFourFifthsAnswered(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.answer(t, w.draft, w.all(2, "4.1", "4.2", "4.3", "4.4", "5.1", "5.2")...)
		_, err := w.readiness.Submit(w.company, model.AssessmentSubmitInput{ID: w.draft.GlobalID()}, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ")
		if e := model.Refusals(err)[0]; e.MessageID != "guard.assessment.complete" || e.Params["Percent"] != 77 || e.Params["Needed"] != 80 {
			t.Errorf("refused with %s %v", e.MessageID, e.Params)
		}
		w.answer(t, w.draft, model.RatingInput{QuestionID: "4.1", NotApplicable: testrig.Ptr(true), Reason: testrig.Ptr("one market only")})
		a := must[*model.Assessment](t)(w.readiness.Submit(w.company, model.AssessmentSubmitInput{ID: w.draft.GlobalID()}, nil))
		if a.State != model.AssessmentSubmitted || !a.SubmittedAt.Equal(rig.Clock.Now()) {
			t.Errorf("%s, %v", a.State, a.SubmittedAt)
		}
		_, err = w.readiness.Answer(w.company, model.AssessmentAnswerInput{ID: a.GlobalID(), Answers: w.all(4)}, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ")
	})
}

func TestAnAssessmentsWholeLife(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		a := w.draft
		w.answer(t, a, w.all(1)...)
		w.submit(t, a)
		w.to(t, a, model.AssessmentInSparring, "")
		if got := w.read(t, w.staff, a, "adviser"); got.Adviser == nil || got.Adviser.ID != w.adviser.ID {
			t.Fatalf("the adviser is %v", got.Adviser)
		}
		_, err := w.readiness.Transition(w.staff, model.AssessmentTransitionInput{ID: a.GlobalID(), To: model.AssessmentReturned}, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ")
		w.to(t, a, model.AssessmentReturned, "look at 3.1 again")
		w.answer(t, a, model.RatingInput{QuestionID: "3.1", Level: testrig.Ptr(2)})
		if again := w.submit(t, a); again.State != model.AssessmentInSparring {
			t.Fatalf("a returned one comes back as %s", again.State)
		}
		_, err = w.readiness.Transition(w.staff, model.AssessmentTransitionInput{ID: a.GlobalID(), To: model.AssessmentValidated}, nil)
		if e := model.Refusals(err); len(e) != 1 || e[0].MessageID != "guard.assessment.gates" || e[0].Params["Count"] != 4 {
			t.Fatalf("validated without a look at the gates: %v", err)
		}
		must[*model.Assessment](t)(w.readiness.Rate(w.staff, model.AssessmentRateInput{ID: a.GlobalID(), Ratings: w.all(0)}, nil))
		w.to(t, a, model.AssessmentValidated, "")
		plan := w.to(t, a, model.AssessmentActionPlan, "")
		if len(plan.Plan) != 5 || plan.Plan[0].Question != "2.1" || plan.Plan[0].DueOn.IsZero() {
			t.Errorf("plan %+v", plan.Plan)
		}
		rig.Clock.Advance(day(30))
		next := w.submitted(t, w.firm, "SE", 3)
		if old := w.read(t, w.staff, a, "stateSince"); old.State != model.AssessmentSuperseded {
			t.Errorf("the older one is %s", old.State)
		}
		if row := w.overall(t, w.firm); *row.AssessmentID != next.ID || row.ScoreBP != 7500 || row.LevelBar != model.LevelExportReady {
			t.Errorf("in the list %+v", row)
		}
		if got := w.Audited(t, a.ID); got[0] != "assessmentCreate" || got[len(got)-1] != "assessmentSupersede" {
			t.Errorf("audited %v", got)
		}
	})
}

func TestStatesThatNobodyCanAskFor(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		for _, to := range []model.AssessmentState{
			model.AssessmentSubmitted, model.AssessmentStale, model.AssessmentSuperseded, model.AssessmentValidated, model.AssessmentActionPlan,
		} {
			_, err := w.readiness.Transition(w.staff, model.AssessmentTransitionInput{ID: w.draft.GlobalID(), To: to}, nil)
			testrig.WantErrors(t, err, "BAD_USER_INPUT to")
		}
		_, err := w.readiness.Transition(w.company, model.AssessmentTransitionInput{ID: w.draft.GlobalID(), To: model.AssessmentAbandoned}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
	})
}

func TestExpiredAnswersMakeItStaleAndKeepTheScore(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.answer(t, w.draft, w.all(3)...)
		w.submit(t, w.draft)
		job := testrig.Admin(t.Context())
		rig.Clock.Advance(day(180))
		if n, err := w.readiness.Age(job); n != 0 || err != nil {
			t.Fatalf("%d moved before anything expired, %v", n, err)
		}
		rig.Clock.Advance(day(2))
		for want := range []int{1, 0} {
			if n, err := w.readiness.Age(job); n != 1-want || err != nil {
				t.Fatalf("%d moved, %v", n, err)
			}
		}
		a := w.read(t, w.staff, w.draft, "answers", "result")
		expired := 0
		for _, answer := range a.Answers {
			if answer.Expired {
				expired++
			}
		}
		if a.State != model.AssessmentStale || !a.Stale || expired != 3 || *a.Result.MarketScore != 7500 || *a.Result.Level != model.LevelExportReady {
			t.Errorf("%s, stale %v, %d expired, %+v", a.State, a.Stale, expired, a.Result)
		}
		// Let in again, the company must stand by what has expired anew.
		must[*model.Assessment](t)(w.readiness.ReopenRequest(w.company, model.AssessmentReopenRequestInput{ID: a.GlobalID(), Reason: testrig.Ptr("we are cleared now")}, nil))
		w.to(t, a, model.AssessmentReturned, "welcome back")
		_, err := w.readiness.Submit(w.company, model.AssessmentSubmitInput{ID: a.GlobalID()}, nil)
		if e := model.Refusals(err); len(e) != 1 || e[0].MessageID != "guard.assessment.expired" || e[0].Params["Count"] != 3 {
			t.Fatalf("submitted with expired answers: %v", err)
		}
		w.answer(t, a, w.all(3)...)
		if again := w.submit(t, a); again.State != model.AssessmentSubmitted || again.Stale || again.ReopenRequestedAt != nil {
			t.Errorf("%s, stale %v, %v", again.State, again.Stale, again.ReopenRequestedAt)
		}
	})
}

func TestADraftIsAbandonedAfterNinetyDaysAndTakenUpAgain(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.answer(t, w.draft, w.all(1, "7.3")...)
		rig.Clock.Advance(day(90) - 1)
		job := testrig.Admin(t.Context())
		if n, err := w.readiness.Age(job); n != 0 || err != nil {
			t.Fatalf("%d moved, %v", n, err)
		}
		rig.Clock.Advance(1e9)
		if n, err := w.readiness.Age(job); n != 1 || err != nil {
			t.Fatalf("%d moved, %v", n, err)
		}
		must[*model.Assessment](t)(w.readiness.ReopenRequest(w.company, model.AssessmentReopenRequestInput{ID: w.draft.GlobalID()}, nil))
		if a := w.to(t, w.draft, model.AssessmentDraft, ""); a.State != model.AssessmentDraft || a.ReopenRequestedAt != nil {
			t.Errorf("%s, %v", a.State, a.ReopenRequestedAt)
		}
		if n, err := w.readiness.Age(job); n != 0 || err != nil {
			t.Errorf("abandoned again at once: %d, %v", n, err)
		}
	})
}

func TestOneOpenAssessmentPerMarketAndProductLine(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		create := func(market model.CountryCode, line string) error {
			_, err := w.readiness.Create(w.company, model.AssessmentCreateInput{OrganisationID: w.firm.GlobalID(), Market: market, ProductLine: &line}, nil)
			return err
		}
		testrig.WantErrors(t, create("SE", ""), "CONFLICT market")
		testrig.WantErrors(t, create("SE", "Sensors"))
		testrig.WantErrors(t, create("DK", ""), "BAD_USER_INPUT market")
		testrig.WantErrors(t, create("QQ", ""), "BAD_USER_INPUT market")
		hospital := rig.Organisation(t, "Hvidovre Hospital").GlobalID()
		_, err := w.readiness.Create(w.staff, model.AssessmentCreateInput{OrganisationID: hospital, Market: "SE"}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT organisationId")
		w.answer(t, w.draft, w.all(2)...)
		w.submit(t, w.draft)
		w.begin(t, w.firm, "SE")
		_, err = w.readiness.Transition(w.staff, model.AssessmentTransitionInput{ID: w.draft.GlobalID(), To: model.AssessmentReturned, Reason: testrig.Ptr("again")}, nil)
		testrig.WantErrors(t, err, "CONFLICT market")
	})
}

func TestACompanyActsOnItsOwnAlone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		other := as(t, w.firmCalled(t, "Havblik ApS", model.ConsentStepAndScores))
		in := model.AssessmentAnswerInput{ID: w.draft.GlobalID(), Answers: w.all(4)}
		for name, ctx := range map[string]struct {
			err error
		}{
			"AnotherCompany": {func() error { _, err := w.readiness.Answer(other, in, nil); return err }()},
			"APartner": {func() error {
				_, err := w.readiness.Answer(testrig.Partner(t.Context(), "readiness:write"), in, nil)
				return err
			}()},
			"Nobody": {func() error { _, err := w.readiness.Answer(t.Context(), in, nil); return err }()},
		} {
			t.Run(name, func(t *testing.T) { testrig.WantErrors(t, ctx.err, "NOT_FOUND id") })
		}
		_, err := w.readiness.ConsentSet(other, model.CompanyConsentSetInput{OrganisationID: w.firm.GlobalID(), Consent: model.ConsentStep}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND organisationId")
	})
}
