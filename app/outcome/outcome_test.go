package outcome_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"fyrtaarn/app"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/outcome"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is a visit, a company and the one who answers for it.
type world struct {
	*testrig.Rig
	outcome.Service
	ctx     context.Context
	company *model.Organisation
	person  *model.Person
	visits  []*model.Delegation
}

func setup(t *testing.T, rig *testrig.Rig) *world {
	t.Helper()
	w := &world{Rig: rig, Service: outcome.Service{Core: rig.Core}, ctx: testrig.Adviser(t.Context())}
	w.company = rig.Organisation(t, "Fjordpuls", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
	w.person = rig.Person(t, "Bo Lund")
	for i := range 8 {
		visit, err := delegation.Service{Core: rig.Core}.Create(w.ctx, model.DelegationCreateInput{
			CountryCode: "DE", Title: []model.TranslationInput{{Language: "en", Text: fmt.Sprintf("Visit %d", i)}},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.visits = append(w.visits, visit)
	}
	return w
}

func (w *world) input() model.OutcomeCreateInput {
	return model.OutcomeCreateInput{
		Kind: model.OutcomeContract, ActivityID: w.visits[0].GlobalID(), CompanyID: w.company.GlobalID(), OccurredOn: w.Today(),
		ValuePerYear: &model.MoneyInput{Amount: "250000.50", Currency: "DKK"},
	}
}

func (w *world) create(t *testing.T, in model.OutcomeCreateInput) *model.Outcome {
	t.Helper()
	o, err := w.Create(w.ctx, in, testrig.Fields("shares", "country"))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (w *world) ask(t *testing.T, wave int) *model.OutcomeRequest {
	t.Helper()
	person := w.person.GlobalID()
	r, err := w.RequestCreate(w.ctx, model.OutcomeRequestCreateInput{ActivityID: w.visits[0].GlobalID(), CompanyID: w.company.GlobalID(), PersonID: &person, Wave: wave}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) request(t *testing.T, id model.ID) *model.OutcomeRequest {
	t.Helper()
	rows, err := w.Store.OutcomeRequestsByID(w.ctx, []model.ID{id}, testrig.Fields("outcomes"))
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v %v", rows, err)
	}
	return rows[0]
}

func TestWhatIsNotedIsAForecastUntilTheCompanyConfirms(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		o := w.create(t, w.input())
		if o.State != model.OutcomeForecast || *o.ValueMinor != 25_000_050 || o.CountryCode != "DE" || o.ValuePerYear().Amount() != "250000.50" {
			t.Fatalf("%+v", o)
		}
		o, err := w.Confirm(w.ctx, model.OutcomeConfirmInput{ID: o.GlobalID(), Reason: "They called."}, nil)
		if err != nil || o.State != model.OutcomeConfirmed || o.SettledBy != "adviser" {
			t.Fatalf("%+v %v", o, err)
		}
		o, err = w.Update(w.ctx, model.OutcomeUpdateInput{ID: o.GlobalID(), Note: model.Sent("Signed in Berlin.")}, nil)
		if err != nil || o.State != model.OutcomeConfirmed {
			t.Errorf("a note takes the confirmation away: %+v %v", o, err)
		}
		o, err = w.Update(w.ctx, model.OutcomeUpdateInput{ID: o.GlobalID(), ValuePerYear: model.Sent(model.MoneyInput{Amount: "900000", Currency: "DKK"})}, nil)
		if err != nil || o.State != model.OutcomeForecast || o.SettledAt != nil {
			t.Errorf("another value stays confirmed: %+v %v", o, err)
		}
	})
}

func TestSharesPastTheWholeAreRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		in := w.input()
		in.Shares = []model.AttributionInput{{ActivityID: w.visits[0].GlobalID(), BasisPoints: 7000}, {ActivityID: w.visits[1].GlobalID(), BasisPoints: 5000}}
		_, err := w.Create(w.ctx, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT shares")
		if e := model.Refusals(err)[0]; e.MessageID != "error.outcome.shares" || e.Params["Percent"] != 120 {
			t.Errorf("told %+v", e)
		}
		in.Shares[1].BasisPoints = 3000
		o := w.create(t, in)
		if o.AttributedBP != model.WholeBP || len(o.Shares) != 2 {
			t.Errorf("%+v", o)
		}
		_, err = w.Attribute(w.ctx, model.OutcomeAttributeInput{ID: o.GlobalID(), ActivityID: w.visits[2].GlobalID(), BasisPoints: 1}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT basisPoints")
	})
}

func TestSharesWrittenAtTheSameMomentNeverPassTheWhole(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		o := w.create(t, w.input())
		var taken, refused atomic.Int32
		var all sync.WaitGroup
		for _, visit := range w.visits {
			all.Go(func() {
				_, err := w.Attribute(w.ctx, model.OutcomeAttributeInput{ID: o.GlobalID(), ActivityID: visit.GlobalID(), BasisPoints: 3000}, nil)
				switch {
				case err == nil:
					taken.Add(1)
				case model.IsCode(err, model.CodeBadUserInput):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		shares, err := w.Store.SharesOf(w.ctx, []model.ID{o.ID})
		if err != nil || model.SumBP(shares) != 9000 || taken.Load() != 3 || refused.Load() != 5 {
			t.Errorf("%d basis points, %d taken, %d refused: %v", model.SumBP(shares), taken.Load(), refused.Load(), err)
		}
	})
}

func TestBadOutcomesAreRefusedByField(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		in := w.input()
		in.Kind = model.OutcomeNone
		_, err := w.Create(w.ctx, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT valuePerYear")
		in = w.input()
		in.ActivityID, in.CompanyID = model.NewGlobalID(model.KindTradeMission, rig.Core.NewID()), model.NewGlobalID(model.KindOrganisation, rig.Core.NewID())
		_, err = w.Create(w.ctx, in, nil)
		testrig.WantErrors(t, err, "NOT_FOUND activityId", "NOT_FOUND companyId")
		in = w.input()
		in.ValuePerYear.Currency, in.ActivityID = "QQQ", w.company.GlobalID()
		_, err = w.Create(w.ctx, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT activityId", "BAD_USER_INPUT valuePerYear.currency")
	})
}

func TestNothingYetIsAnAnswerUntilSomethingIsTold(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		r := w.ask(t, 1)
		if again := w.ask(t, 1); again.ID != r.ID || again.Answer() != nil {
			t.Fatalf("asked twice in one wave: %+v", again)
		}
		for range 2 {
			if err := w.AnswerNone(w.ctx, r.ID, w.person.ID); err != nil {
				t.Fatal(err)
			}
		}
		got := w.request(t, r.ID)
		if *got.Answer() != model.AnswerNone || len(got.Outcomes) != 1 || got.Outcomes[0].State != model.OutcomeConfirmed {
			t.Fatalf("%+v", got)
		}
		told := model.OutcomeReport{Key: "form", Kind: model.OutcomePilot, CountryCode: "DE"}
		for range 2 {
			if err := w.Report(w.ctx, r.ID, w.person.ID, told); err != nil {
				t.Fatal(err)
			}
		}
		got = w.request(t, r.ID)
		states := map[model.OutcomeKind]model.OutcomeState{}
		for _, o := range got.Outcomes {
			states[o.Kind] = o.State
		}
		if *got.Answer() != model.AnswerOutcomes || len(got.Outcomes) != 2 || states[model.OutcomeNone] != model.OutcomeRejected || states[model.OutcomePilot] != model.OutcomeConfirmed {
			t.Errorf("%+v %v", got, states)
		}
		err := w.AnswerNone(w.ctx, r.ID, w.person.ID)
		testrig.WantErrors(t, err, "GUARD_FAILED ")
		future := told
		future.Key, future.OccurredOn = "other", testrig.Ptr(w.Today().AddDays(1))
		err = w.Report(w.ctx, r.ID, w.person.ID, future)
		testrig.WantErrors(t, err, "BAD_USER_INPUT occurredOn")
		future.Expected = true
		if err := w.Report(w.ctx, r.ID, w.person.ID, future); err != nil {
			t.Errorf("what is expected may lie ahead: %v", err)
		}
	})
}

func TestOnlyWhoWasAskedAnswersAndOnlyForTheirOwn(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		r := w.ask(t, 1)
		stranger := rig.Person(t, "Somebody Else")
		for name, err := range map[string]error{
			"Stranger": w.AnswerNone(w.ctx, r.ID, stranger.ID), "Unknown": w.AnswerNone(w.ctx, rig.Core.NewID(), w.person.ID),
		} {
			if !model.IsCode(err, model.CodeNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		in := w.input()
		in.ActivityID = w.visits[1].GlobalID()
		foreign := w.create(t, in)
		if err := w.Settle(w.ctx, r.ID, w.person.ID, foreign.ID, true); !model.IsCode(err, model.CodeNotFound) {
			t.Errorf("another activity's outcome: %v", err)
		}
		own := w.create(t, w.input())
		if err := w.Settle(w.ctx, r.ID, w.person.ID, own.ID, true); err != nil {
			t.Fatal(err)
		}
		if got := w.request(t, r.ID); *got.Answer() != model.AnswerOutcomes {
			t.Errorf("%+v", got)
		}
	})
}

func TestALinkToAnApplicationAsksOnceItIsAnswered(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		ended := w.Today().AddDays(-100) // the second wave has asked
		m, err := mission.Service{Core: rig.Core}.Create(w.ctx, model.TradeMissionCreateInput{ActivityInput: model.ActivityInput{
			Title: []model.TranslationInput{{Language: "en", Text: "To Berlin"}}, CountryCode: "DE", StartsOn: &ended, EndsOn: &ended,
		}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		application := rig.Core.NewID()
		err = rig.Core.Do(w.ctx, func(ctx context.Context, tx *app.Tx) error {
			return tx.Insert(ctx, &model.MissionApplication{
				ID: application, MissionID: m.ID, CompanyID: w.company.ID, ContactID: &w.person.ID, State: model.ApplicationTracking, Participants: 1, WaitlistClass: 1,
				StateSince: tx.Now, Stamps: model.Created(tx.Now),
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		q, err := w.Open(w.ctx, application, w.person.ID)
		if err != nil || q.Request.Company.Name != "Fjordpuls" || q.Request.Wave != 2 {
			t.Fatalf("%+v %v", q, err)
		}
		count := func() int {
			page, err := w.Requests(w.ctx, nil, model.PageRequest{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Nodes)
		}
		if count() != 0 {
			t.Error("opening has asked")
		}
		for range 2 {
			if err := w.AnswerNone(w.ctx, application, w.person.ID); err != nil {
				t.Fatal(err)
			}
		}
		if count() != 1 {
			t.Errorf("%d requests", count())
		}
	})
}
