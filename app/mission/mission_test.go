package mission_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/mission"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is a mission with an open call, and what applies to it.
type world struct {
	*testrig.Rig
	t   *testing.T
	s   mission.Service
	ctx context.Context

	host      *model.Organisation
	reviewers [2]*model.Person
	mission   *model.TradeMission
	companies []*model.Organisation
	contacts  []*model.Person
	// applications of the companies, in their order.
	applications []*model.MissionApplication
}

// setup opens a call for so many places to so many companies.
func setup(t *testing.T, rig *testrig.Rig, places, companies int) *world {
	t.Helper()
	w := &world{Rig: rig, t: t, s: mission.Service{Core: rig.Core}, ctx: testrig.Adviser(t.Context())}
	w.host = rig.Organisation(t, "Trade Council")
	w.reviewers = [2]*model.Person{rig.Person(t, "First Reviewer"), rig.Person(t, "Second Reviewer")}
	for n := range companies {
		company := rig.Organisation(t, fmt.Sprintf("Company %d", n), func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
		id := company.GlobalID()
		w.companies = append(w.companies, company)
		w.contacts = append(w.contacts, rig.Person(t, fmt.Sprintf("Contact %d", n), func(in *model.PersonCreateInput) {
			in.OrganisationID, in.Email = &id, new(fmt.Sprintf("contact%d@company.example", n))
		}))
	}
	host := w.host.GlobalID()
	first := model.DateOf(rig.Clock.Now()).AddDays(60)
	deadline := rig.Clock.Now().Add(10 * 24 * time.Hour)
	w.mission = must(t)(w.s.Create(w.ctx, model.TradeMissionCreateInput{
		ActivityInput: model.ActivityInput{
			Title: text("Tokyo"), CountryCode: "JP", City: new("Tokyo"), TimeZone: new("Asia/Tokyo"), StartsOn: &first, EndsOn: new(first.AddDays(2)), HostID: &host,
		},
		Statement: text("Apply."), Languages: []model.LanguageTag{model.English}, Capacity: &places, Minimum: new(1), Deadline: &deadline,
		Criteria: []model.CriterionInput{{Key: "fit", Weight: 60, Name: text("Fit")}, {Key: "team", Weight: 40, Name: text("Team")}},
	}, nil))
	w.to(model.MissionCallOpen)
	return w
}

func text(s string) []model.TranslationInput {
	return []model.TranslationInput{{Language: model.English, Text: s}}
}

// must answers the value or ends the test.
func must(t *testing.T) func(*model.TradeMission, error) *model.TradeMission {
	t.Helper()
	return func(m *model.TradeMission, err error) *model.TradeMission {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
}

func (w *world) done(_ any, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) to(state model.MissionState) {
	w.t.Helper()
	w.mission = must(w.t)(w.s.Transition(w.ctx, model.TradeMissionTransitionInput{ID: w.mission.GlobalID(), To: state, Reason: new("Test")}, nil))
}

// company acts as the n-th company.
func (w *world) company(n int) context.Context {
	return model.WithActor(w.t.Context(), model.Actor{
		Role: model.RoleCompany, Name: "company", OrganisationID: w.companies[n].ID, PersonID: w.contacts[n].ID, Language: model.English,
	})
}

// draft begins the n-th company's application.
func (w *world) draft(n int) *model.MissionApplication {
	w.t.Helper()
	a, err := w.s.Apply(w.company(n), model.MissionApplicationCreateInput{MissionID: w.mission.GlobalID(), Motivation: new("To sell.")}, nil)
	w.done(a, err)
	w.applications = append(w.applications, a)
	return a
}

func (w *world) submit(n int) {
	w.t.Helper()
	w.done(w.s.Submit(w.company(n), model.MissionApplicationSubmitInput{ID: w.draft(n).GlobalID()}, nil))
}

// select judges and decides every application: the first are accepted, the rest
// wait, in classes that run against the order of submission where reverse.
func (w *world) announce(accept int, class func(n int) int) {
	w.t.Helper()
	w.Clock.Set(w.mission.Deadline.Add(time.Hour))
	w.to(model.MissionCallClosed)
	for n, a := range w.applications {
		w.review(a, 0, 3)
		w.review(a, 1, 5)
		in := model.MissionDecisionSetInput{ID: a.GlobalID(), Decision: model.DecisionAccept}
		if n >= accept {
			in.Decision, in.WaitlistClass = model.DecisionWaitlist, new(class(n))
		}
		w.done(w.s.Decide(w.ctx, in, nil))
	}
	w.to(model.MissionSelected)
	w.to(model.MissionAnnounced)
}

func oneClass(int) int { return 1 }

func (w *world) review(a *model.MissionApplication, reviewer, mark int) {
	w.t.Helper()
	id := w.reviewers[reviewer].GlobalID()
	w.done(w.s.SaveReview(w.ctx, model.MissionReviewSaveInput{ApplicationID: a.GlobalID(), ReviewerID: &id, Scores: []model.ReviewScoreInput{
		{Criterion: "fit", Score: mark, Justification: "It fits."}, {Criterion: "team", Score: mark, Justification: "They can."},
	}}, nil))
}

// now reads the n-th application as it is.
func (w *world) now(n int) *model.MissionApplication {
	w.t.Helper()
	rows, err := w.s.ManyApplications(w.ctx, []model.ID{w.applications[n].ID}, nil)
	if err != nil || len(rows) != 1 {
		w.t.Fatal(rows, err)
	}
	return rows[0]
}

// refused asserts code, field and message, and that the mission and its
// applications stand as they stood.
func (w *world) refused(t *testing.T, do func() error, code model.Code, field, messageID string) {
	t.Helper()
	before := w.picture()
	err := do()
	found := false
	for _, e := range model.Refusals(err) {
		found = found || e.Code == code && e.Field == field && e.MessageID == messageID
	}
	if !found {
		t.Errorf("answered %v, want %s %s (%s)", err, code, messageID, field)
	}
	if after := w.picture(); after != before {
		t.Errorf("it changed something:\n%s\n%s", before, after)
	}
}

// picture is everything that a refusal must leave alone.
func (w *world) picture() string {
	w.t.Helper()
	m, err := w.Store.TradeMission(w.ctx, w.mission.ID, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := w.Store.ApplicationsToMissions(w.ctx, []model.ID{m.ID})
	if err != nil {
		w.t.Fatal(err)
	}
	out := fmt.Sprintf("%s %d %d v%d;", m.State, m.Capacity, m.Taken, m.Version)
	for _, a := range all {
		out += fmt.Sprintf(" %s %s v%d", a.CompanyID, a.State, a.Version)
	}
	return out
}

func TestBadInputIsRefusedInWordsAndChangesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 4)
		apply := func(n int, company *model.GlobalID) func() error {
			return func() error {
				_, err := w.s.Apply(w.company(n), model.MissionApplicationCreateInput{MissionID: w.mission.GlobalID(), CompanyID: company}, nil)
				return err
			}
		}
		w.submit(0)
		other := w.companies[1].GlobalID()
		w.refused(t, apply(0, nil), model.CodeConflict, "companyId", "error.application.twice")
		w.refused(t, apply(0, &other), model.CodeNotFound, "companyId", "error.notFound")
		w.refused(t, func() error {
			_, err := w.s.Submit(w.company(1), model.MissionApplicationSubmitInput{ID: w.applications[0].GlobalID()}, nil)
			return err
		}, model.CodeNotFound, "id", "error.notFound")
		w.submit(1)
		w.draft(2)
		w.refused(t, func() error {
			_, err := w.s.Clone(w.ctx, model.TradeMissionCloneInput{
				ID: w.mission.GlobalID(), CountryCode: "JP", StartsOn: w.mission.FirstDay(), EndsOn: w.mission.LastDay(),
			}, nil)
			return err
		}, model.CodeBadUserInput, "countryCode", "error.mission.cloneItself")
		w.announce2(t)
		w.refused(t, apply(3, nil), model.CodeGuardFailed, "", "guard.application.deadline")
		w.refused(t, func() error {
			_, err := w.s.Submit(w.company(2), model.MissionApplicationSubmitInput{ID: w.applications[2].GlobalID()}, nil)
			return err
		}, model.CodeGuardFailed, "", "guard.application.deadline")
		w.refused(t, func() error {
			_, err := w.s.Update(w.ctx, model.TradeMissionUpdateInput{ID: w.mission.GlobalID(), Capacity: model.Sent(0), Minimum: model.Sent(0)}, nil)
			return err
		}, model.CodeGuardFailed, "capacity", "guard.mission.capacityTaken")
		w.Clock.Set(w.Clock.Now().Add(model.DefaultOfferHours * time.Hour))
		w.refused(t, func() error {
			_, err := w.s.Confirm(w.company(0), model.MissionApplicationAnswerInput{ID: w.applications[0].GlobalID()}, nil)
			return err
		}, model.CodeGuardFailed, "", "guard.application.offerExpired")
	})
}

// announce2 accepts the first of two that were sent in and lets the other wait.
func (w *world) announce2(t *testing.T) {
	t.Helper()
	all := w.applications
	w.applications = all[:2]
	w.announce(1, oneClass)
	w.applications = all
}

func TestALevelThatIsKnownAndTooLowIsAReason(t *testing.T) {
	m := &model.TradeMission{MinimumLevel: new(3), DeMinimisNeeded: true}
	a := &model.MissionApplication{}
	if got := model.CheckEligibility(m, a, model.Eligibility{}); len(got) != 1 || got[0] != model.IneligibleDeMinimis {
		t.Errorf("an unknown level is %v", got)
	}
	if got := model.CheckEligibility(m, a, model.Eligibility{Level: new(2)}); len(got) != 2 || got[0] != model.IneligibleLevel {
		t.Errorf("a low level is %v", got)
	}
	if got := model.CheckEligibility(&model.TradeMission{MinimumLevel: new(3)}, a, model.Eligibility{Level: new(3)}); len(got) != 0 {
		t.Errorf("the level that is asked for is %v", got)
	}
}

func TestWhoIsNotEligibleIsRefusedOrInsistsAndAppeals(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 1)
		w.done(w.s.Update(w.ctx, model.TradeMissionUpdateInput{ID: w.mission.GlobalID(), DeMinimisNeeded: model.Sent(true)}, nil))
		a := w.draft(0)
		w.refused(t, func() error {
			_, err := w.s.Submit(w.company(0), model.MissionApplicationSubmitInput{ID: a.GlobalID()}, nil)
			return err
		}, model.CodeGuardFailed, "deMinimis", "guard.application.deMinimis")
		w.done(w.s.Submit(w.company(0), model.MissionApplicationSubmitInput{ID: a.GlobalID(), Insist: new(true)}, nil))
		if got := w.now(0); got.State != model.ApplicationIneligible || got.Ineligible[0] != model.IneligibleDeMinimis {
			t.Fatalf("it is %s for %v", got.State, got.Ineligible)
		}
		appeal := func() error {
			_, err := w.s.Appeal(w.company(0), model.MissionApplicationAppealInput{ID: a.GlobalID(), Appeal: "We sent it by post."}, nil)
			return err
		}
		sent := w.Clock.Now()
		// Monday 4 January and ten working days: Monday the 18th is the last.
		w.Clock.Set(time.Date(2027, time.January, 19, 8, 0, 0, 0, time.UTC))
		w.refused(t, appeal, model.CodeGuardFailed, "", "guard.appeal.late")
		w.Clock.Set(time.Date(2027, time.January, 18, 20, 0, 0, 0, time.UTC))
		if err := appeal(); err != nil {
			t.Fatalf("%v, sent %s", err, sent)
		}
		w.done(w.s.SettleAppeal(w.ctx, model.MissionAppealSettleInput{ID: a.GlobalID(), Granted: true, Answer: "Found."}, nil))
		if got := w.now(0); got.State != model.ApplicationEligible {
			t.Errorf("after the appeal it is %s", got.State)
		}
	})
}

func TestNobodyJudgesTheirOwnCompanyAndTwoMustJudge(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 1)
		w.submit(0)
		a := w.applications[0]
		review := func(by model.GlobalID, conflict bool, scores ...model.ReviewScoreInput) func() error {
			return func() error {
				_, err := w.s.SaveReview(w.ctx, model.MissionReviewSaveInput{ApplicationID: a.GlobalID(), ReviewerID: &by, ConflictOfInterest: conflict, Scores: scores}, nil)
				return err
			}
		}
		own := w.contacts[0].GlobalID()
		w.refused(t, review(own, false), model.CodeGuardFailed, "reviewerId", "guard.review.ownCompany")
		first := w.reviewers[0].GlobalID()
		w.refused(t, review(first, false, model.ReviewScoreInput{Criterion: "fit", Score: 6, Justification: "x"}), model.CodeBadUserInput, "scores.0.score", "error.number.range")
		w.refused(t, review(first, false, model.ReviewScoreInput{Criterion: "fit", Score: 5}), model.CodeBadUserInput, "scores.0.justification", "error.text.required")
		w.Clock.Set(w.mission.Deadline.Add(time.Hour))
		w.to(model.MissionCallClosed)
		w.review(a, 0, 4)
		if err := review(w.reviewers[1].GlobalID(), true)(); err != nil {
			t.Fatal(err)
		}
		w.refused(t, func() error {
			_, err := w.s.Decide(w.ctx, model.MissionDecisionSetInput{ID: a.GlobalID(), Decision: model.DecisionAccept}, nil)
			return err
		}, model.CodeGuardFailed, "", "guard.decision.reviews")
	})
}

func TestTheWaitlistGoesByClassThenBySubmissionWithoutGaps(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 5)
		for n := range 5 {
			w.submit(n)
		}
		w.announce(1, func(n int) int { return 1 + n%2 }) // 1:2 2:1 3:2 4:1
		want := func(ranks ...int) {
			t.Helper()
			for n, rank := range ranks {
				if got := w.now(n).Position; got != rank {
					t.Errorf("company %d stands at %d, want %d", n, got, rank)
				}
			}
		}
		want(0, 3, 1, 4, 2)
		w.refused(t, func() error {
			_, err := w.s.MoveOnWaitlist(w.ctx, model.MissionWaitlistMoveInput{ID: w.applications[3].GlobalID(), Position: 1}, nil)
			return err
		}, model.CodeBadUserInput, "reason", "error.text.required")
		w.done(w.s.MoveOnWaitlist(w.ctx, model.MissionWaitlistMoveInput{ID: w.applications[3].GlobalID(), Position: 1, Reason: "The minister asked."}, nil))
		want(0, 4, 2, 1, 3)
		if got := w.now(3).WaitlistReason; got != "The minister asked." {
			t.Errorf("the reason is %q", got)
		}
		w.done(w.s.Withdraw(w.company(2), model.MissionApplicationWithdrawInput{ID: w.applications[2].GlobalID()}, nil))
		want(0, 3, 0, 1, 2)
		w.done(w.s.Decline(w.company(0), model.MissionApplicationAnswerInput{ID: w.applications[0].GlobalID()}, nil))
		if got := w.now(3); got.State != model.ApplicationAccepted || !got.FromWaitlist {
			t.Errorf("the first who waited is %s", got.State)
		}
		want(0, 2, 0, 0, 1)
		w.Clock.Set(w.now(3).OfferExpiresAt.Add(time.Second))
		if n, err := w.s.ExpireOffers(w.ctx); n != 1 || err != nil {
			t.Fatalf("%d lapsed, %v", n, err)
		}
		if w.now(3).State != model.ApplicationLapsed || w.now(4).State != model.ApplicationAccepted {
			t.Errorf("after the lapse: %s and %s", w.now(3).State, w.now(4).State)
		}
	})
}

func TestPendingDecisionsAreSeenByNobodyOutside(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 1)
		w.submit(0)
		w.Clock.Set(w.mission.Deadline.Add(time.Hour))
		w.to(model.MissionCallClosed)
		w.review(w.applications[0], 0, 2)
		w.review(w.applications[0], 1, 4)
		w.done(w.s.Decide(w.ctx, model.MissionDecisionSetInput{
			ID: w.applications[0].GlobalID(), Decision: model.DecisionReject, Feedback: new("A thin plan."), Reason: new("Too early."),
		}, nil))
		fields := testrig.Fields("decision", "reviews", "score", "feedback")
		for name, c := range map[string]struct {
			ctx  context.Context
			sees bool
		}{
			"Adviser":           {w.ctx, true},
			"Company":           {w.company(0), false},
			"PartnerWhoReads":   {testrig.Partner(t.Context(), "missions:read"), false},
			"PartnerElsewhere":  {testrig.PartnerOf(t.Context(), w.companies[0].ID, "missions:write"), false},
			"PartnerOrganising": {testrig.PartnerOf(t.Context(), w.host.ID, "missions:write"), true},
		} {
			rows, err := w.s.ManyApplications(c.ctx, []model.ID{w.applications[0].ID}, fields)
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
			a := rows[0]
			if sees := a.DecisionOrNone() != nil || len(a.Reviews) > 0 || a.Score() != nil || a.DecisionReason != "" || a.Feedback != ""; sees != c.sees {
				t.Errorf("%s sees what is pending: %v", name, sees)
			}
		}
		w.to(model.MissionSelected)
		w.to(model.MissionAnnounced)
		rows, err := w.s.ManyApplications(w.company(0), []model.ID{w.applications[0].ID}, fields)
		w.done(rows, err)
		shown := rows[0].FeedbackShown()
		if shown == nil || shown.Text != "A thin plan." || len(shown.Criteria) != 2 || shown.Criteria[0].Mean != 3 || rows[0].Reviews != nil {
			t.Errorf("the rejected company reads %+v", shown)
		}
	})
}

func TestPartnersChangeOnlyWhatTheirOrganisationOrganises(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 1)
		update := func(ctx context.Context) func() error {
			return func() error {
				_, err := w.s.Update(ctx, model.TradeMissionUpdateInput{ID: w.mission.GlobalID(), ActivityPatch: model.ActivityPatch{City: model.Sent("Osaka")}}, nil)
				return err
			}
		}
		w.refused(t, update(testrig.PartnerOf(t.Context(), w.companies[0].ID, "missions:write")), model.CodeForbidden, "", "error.forbidden.organiser")
		for _, ctx := range []context.Context{testrig.PartnerOf(t.Context(), w.host.ID, "missions:write"), testrig.Partner(t.Context(), "missions:write")} {
			if err := update(ctx)(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestACloneListsWhatItNeedsAndCannotOpenBeforeThat(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3, 0)
		w.done(w.s.Update(w.ctx, model.TradeMissionUpdateInput{ID: w.mission.GlobalID(), ActivityPatch: model.ActivityPatch{Title: model.SentList(text("Health tech to Japan")...)}}, nil))
		first := w.mission.StartsOn.AddDays(100)
		clone := must(t)(w.s.Clone(w.ctx, model.TradeMissionCloneInput{
			ID: w.mission.GlobalID(), CountryCode: "KR", City: new("Seoul"), StartsOn: &first, EndsOn: new(first.AddDays(2)), Languages: []model.LanguageTag{"en", "da"},
		}, nil))
		if clone.State != model.MissionDraft || clone.Capacity != 3 || len(clone.Criteria) != 2 || *clone.HostID != w.host.ID {
			t.Errorf("the copy is %+v", clone)
		}
		kinds := map[model.GapKind]int{}
		for _, gap := range clone.OpenCloneGaps() {
			kinds[gap.Kind]++
		}
		// The deadline and the zone; the title that names Japan; title, statement and two criteria in Danish.
		if kinds[model.GapSet] != 2 || kinds[model.GapReplace] != 1 || kinds[model.GapTranslate] != 4 {
			t.Errorf("it needs %v", clone.OpenCloneGaps())
		}
		_, err := w.s.Transition(w.ctx, model.TradeMissionTransitionInput{ID: clone.GlobalID(), To: model.MissionCallOpen}, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ", "GUARD_FAILED ", "GUARD_FAILED ")
	})
}

func TestPlacesThatAreAddedGoToThoseWhoWait(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1, 3)
		for n := range 3 {
			w.submit(n)
		}
		w.announce(1, oneClass)
		w.done(w.s.Update(w.ctx, model.TradeMissionUpdateInput{ID: w.mission.GlobalID(), Capacity: model.Sent(2)}, nil))
		if w.now(1).State != model.ApplicationAccepted || w.now(2).Position != 1 {
			t.Errorf("after a second place: %s, and the next stands at %d", w.now(1).State, w.now(2).Position)
		}
	})
}

func TestPlacesAreNeverOversoldHoweverManyAskAtOnce(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 7, 0)
		var wait sync.WaitGroup
		var lock sync.Mutex
		given := 0
		for range 40 {
			wait.Go(func() {
				ok, err := rig.Store.TakePlace(w.ctx, w.mission.ID)
				if err != nil {
					t.Error(err)
				}
				lock.Lock()
				defer lock.Unlock()
				if ok {
					given++
				}
			})
		}
		wait.Wait()
		m, err := rig.Store.TradeMission(w.ctx, w.mission.ID, nil)
		if err != nil || given != 7 || m.Taken != 7 {
			t.Errorf("%d places of 7 were given, %d are noted, %v", given, m.Taken, err)
		}
		m.Taken = 8
		if err := rig.Store.Save(w.ctx, m); err == nil {
			t.Error("the table takes an eighth place of seven")
		}
	})
}

func TestALevelTooLowIsRefusedAndLeavesTheDraft(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 3, 2)
		w.mission = must(t)(w.s.Update(w.ctx, model.TradeMissionUpdateInput{
			ID: w.mission.GlobalID(), ExpectedVersion: &w.mission.Version, MinimumLevel: model.Sent(3),
		}, nil))
		for n, level := range []model.MaturityLevel{model.LevelPreparing, model.LevelMissionReady} {
			err := rig.Core.Do(w.ctx, func(ctx context.Context, tx *app.Tx) error {
				return tx.Insert(ctx, &model.Company{ID: w.companies[n].ID, CountryCode: "JP", MarketCode: "JP", LevelBar: level})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		low := w.draft(0)
		_, err := w.s.Submit(w.company(0), model.MissionApplicationSubmitInput{ID: low.GlobalID()}, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ")
		if refusals := model.Refusals(err); refusals[0].MessageID != "guard.application.level" || refusals[0].Params["Level"] != 2 || refusals[0].Params["Minimum"] != 3 {
			t.Errorf("refused with %+v", refusals[0])
		}
		rows, err := rig.Core.Store.MissionApplicationsByID(w.ctx, []model.ID{low.ID}, nil)
		if err != nil || rows[0].State != model.ApplicationDraft || rows[0].Version != low.Version {
			t.Fatalf("after the refusal: %+v, %v", rows[0], err)
		}
		w.submit(1)
	})
}
