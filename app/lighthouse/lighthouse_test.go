package lighthouse_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func TestEveryMemberStateCanBeOpenedOnceAndNoOther(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		opened := 0
		for _, c := range store.Countries(model.English) {
			_, err := w.lighthouses.Open(w.adviser, model.LighthouseCountryOpenInput{CountryCode: c.Code}, nil)
			if c.WHOEurope {
				if err != nil {
					t.Fatal(err)
				}
				opened++
				continue
			}
			testrig.WantErrors(t, err, "BAD_USER_INPUT countryCode")
		}
		if opened != 53 {
			t.Errorf("%d were opened", opened)
		}
		_, err := w.lighthouses.Open(w.adviser, model.LighthouseCountryOpenInput{CountryCode: "SE"}, nil)
		testrig.WantErrors(t, err, "CONFLICT countryCode")
		codes := testrig.Walk(t, 10, func(c *model.LighthouseCountry) string { return string(c.CountryCode) }, func(page model.PageRequest) (*model.LighthouseCountryConnection, error) {
			return w.lighthouses.List(w.adviser, nil, nil, page, testrig.Fields("country.code"))
		})
		if len(codes) != 52 {
			t.Errorf("%d in the list: Denmark's own record is not one of them", len(codes))
		}
	})
}

func TestStageFollowsTheRecordAndIsToldInTheTrail(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		se := w.open(t, "SE")
		want := func(stage model.LighthouseStage) {
			t.Helper()
			if got := w.stage(t, se); got != stage {
				t.Fatalf("stage %s, want %s", got, stage)
			}
		}
		want(model.StageContact)
		organisation := rig.Organisation(t, "Vinnova Demo").GlobalID()
		must[*model.LighthouseCountry](t)(w.lighthouses.Update(w.adviser, model.LighthouseCountryUpdateInput{
			ID: se.GlobalID(), InterestedOrganisationID: model.Sent(organisation),
		}, nil))
		want(model.StageCandidate)
		if err := w.set(t, se, "consortium", model.ElementInDialogue); err != nil {
			t.Fatal(err)
		}
		want(model.StageExploring)
		w.evidenced(t, se, "agreement")
		want(model.StageCommitted)
		w.evidenced(t, se, "in_kind", "health_focus_1", "pilot_projects")
		want(model.StageEstablished)
		if err := w.set(t, se, "agreement", model.ElementInProgress); err != nil {
			t.Fatal(err)
		}
		want(model.StageExploring)
		audit := rig.Audited(t, se.ID)
		stages := 0
		for _, action := range audit {
			if action == "lighthouseCountryStage" {
				stages++
			}
		}
		if stages != 4 {
			t.Errorf("the trail knows %v", audit)
		}
	})
}

func TestAnElementIsEvidencedOnlyByWhatAnAdviserSaw(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		fi := w.open(t, "FI")
		refusal := func(err error, want string) {
			t.Helper()
			if r := model.Refusals(err); len(r) != 1 || r[0].MessageID != want {
				t.Fatalf("refused with %v, want %s", err, want)
			}
		}
		agreement := w.element(t, fi, "agreement")
		refusal(w.set(t, fi, "agreement", model.ElementEvidenced), "guard.element.evidence")
		item := must[*model.EvidenceItem](t)(w.lighthouses.EvidenceAdd(testrig.Partner(t.Context(), "countries:write"), model.EvidenceAddInput{
			ElementID: agreement.GlobalID(), Title: "Agreement", URL: testrig.Ptr("https://example.org/a.pdf"), DatedOn: &w.today,
		}, nil))
		refusal(w.set(t, fi, "agreement", model.ElementEvidenced), "guard.element.evidence")
		friend, desk := w.friend.GlobalID(), w.desk.GlobalID()
		_, err := w.lighthouses.EvidenceSee(w.adviser, model.EvidenceSeeInput{ID: item.GlobalID(), SeenByID: friend}, nil)
		refusal(err, "error.evidence.notAdviser")
		_, err = w.lighthouses.EvidenceAdd(testrig.Partner(t.Context(), "countries:write"), model.EvidenceAddInput{ElementID: agreement.GlobalID(), Title: "Own word", SeenByID: &desk}, nil)
		refusal(err, "error.evidence.staffOnly")
		tomorrow := w.today.AddDays(1)
		_, err = w.lighthouses.EvidenceSee(w.adviser, model.EvidenceSeeInput{ID: item.GlobalID(), SeenByID: desk, SeenOn: &tomorrow}, nil)
		refusal(err, "error.time.future")
		seen := must[*model.EvidenceItem](t)(w.lighthouses.EvidenceSee(w.adviser, model.EvidenceSeeInput{ID: item.GlobalID(), SeenByID: desk}, testrig.Fields("seenBy.fullName", "lighthouseElement.state")))
		if seen.SeenBy.FullName != "Asta Åkjær Demo" || seen.SeenOn != w.today || !seen.Counts() || seen.LighthouseElement.ElementKey != "agreement" {
			t.Errorf("seen %+v", seen)
		}
		if err := w.set(t, fi, "agreement", model.ElementEvidenced); err != nil {
			t.Fatal(err)
		}
		_, err = w.lighthouses.EvidenceWithdraw(w.adviser, model.EvidenceWithdrawInput{ID: item.GlobalID(), Reason: "forged"}, nil)
		refusal(err, "guard.element.lastEvidence")
		if err := w.set(t, fi, "agreement", model.ElementDone); err == nil {
			t.Error("done without a day and an owner")
		}
		if err := w.set(t, fi, "agreement", model.ElementInProgress); err != nil {
			t.Fatal(err)
		}
		must[*model.EvidenceItem](t)(w.lighthouses.EvidenceWithdraw(w.adviser, model.EvidenceWithdrawInput{ID: item.GlobalID(), Reason: "forged"}, nil))
		refusal(w.set(t, fi, "agreement", model.ElementEvidenced), "guard.element.evidence")
		_, err = w.lighthouses.EvidenceSee(w.adviser, model.EvidenceSeeInput{ID: item.GlobalID(), SeenByID: desk}, nil)
		refusal(err, "guard.evidence.withdrawn")
	})
}

func TestBadInputNamesEveryFieldAndChangesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		de := w.open(t, "DE")
		tomorrow := w.today.AddDays(1)
		unknown := model.NewGlobalID(model.KindPerson, uuid.MustParse("0190a000-0000-7000-8000-000000000000"))
		consortium := w.element(t, de, "consortium")
		_, err := w.lighthouses.ElementUpdate(w.adviser, model.ElementUpdateInput{
			ID: consortium.GlobalID(), State: model.Sent(model.ElementDone), OwnerID: model.Sent(unknown), DoneOn: model.Sent(tomorrow),
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT doneOn", "NOT_FOUND ownerId")
		_, err = w.lighthouses.ElementUpdate(w.adviser, model.ElementUpdateInput{ID: consortium.GlobalID(), State: model.Sent(model.ElementNotApplicable)}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT reason")
		if got := w.element(t, de, "consortium"); got.State != model.ElementNotStarted || got.Version != 1 {
			t.Errorf("changed to %+v", got)
		}
		stale := 7
		_, err = w.lighthouses.ElementUpdate(w.adviser, model.ElementUpdateInput{ID: consortium.GlobalID(), ExpectedVersion: &stale, Note: model.Sent("x")}, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
		_, err = w.lighthouses.MilestoneCreate(w.adviser, model.MilestoneCreateInput{
			LighthouseCountryID: de.GlobalID(), Title: english(" "), BaselineOn: model.Date{}, ElementKey: testrig.Ptr("unheard"), ActualOn: &tomorrow, EvidenceURL: testrig.Ptr("ftp://x"),
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT title", "BAD_USER_INPUT baselineOn", "BAD_USER_INPUT forecastOn", "BAD_USER_INPUT elementKey", "BAD_USER_INPUT actualOn", "BAD_USER_INPUT evidenceUrl")
		_, err = w.lighthouses.DialogueCreate(w.adviser, model.DialogueCreateInput{LighthouseCountryID: de.GlobalID(), HeldOn: tomorrow, Channel: "SMOKE", Subject: ""}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT heldOn", "BAD_USER_INPUT channel", "BAD_USER_INPUT subject")
		yesterday := w.today.AddDays(-1)
		for _, c := range []struct {
			in   model.LighthouseCountrySetAsideInput
			want []string
		}{
			{model.LighthouseCountrySetAsideInput{As: model.StageEstablished, Reason: "we say so"}, []string{"BAD_USER_INPUT as"}},
			{model.LighthouseCountrySetAsideInput{As: model.StagePaused, Reason: " "}, []string{"BAD_USER_INPUT reason", "BAD_USER_INPUT reviewOn"}},
			{model.LighthouseCountrySetAsideInput{As: model.StagePaused, Reason: "election", ReviewOn: &yesterday}, []string{"BAD_USER_INPUT reviewOn"}},
		} {
			c.in.ID = de.GlobalID()
			_, err = w.lighthouses.SetAside(w.adviser, c.in, nil)
			testrig.WantErrors(t, err, c.want...)
		}
		if got := w.read(t, de); got.Stage != model.StageContact || got.Version != 1 {
			t.Errorf("the record is %+v", got)
		}
	})
}

func TestAPauseHoldsUntilItIsTakenUpAgain(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		at := w.open(t, "AT")
		w.evidenced(t, at, "agreement")
		review := w.today.AddDays(180)
		paused := must[*model.LighthouseCountry](t)(w.lighthouses.SetAside(w.adviser, model.LighthouseCountrySetAsideInput{
			ID: at.GlobalID(), As: model.StagePaused, Reason: "election (demo)", ReviewOn: &review,
		}, nil))
		if paused.Stage != model.StagePaused || paused.AsideReason != "election (demo)" || *paused.ReviewDay() != review {
			t.Errorf("paused %+v", paused)
		}
		w.evidenced(t, at, "consortium")
		if got := w.stage(t, at); got != model.StagePaused {
			t.Errorf("an element moved it to %s", got)
		}
		resumed := must[*model.LighthouseCountry](t)(w.lighthouses.Resume(w.adviser, model.LighthouseCountryResumeInput{ID: at.GlobalID()}, nil))
		if resumed.Stage != model.StageCommitted || resumed.AsideReason != "" || resumed.ReviewDay() != nil {
			t.Errorf("resumed %+v", resumed)
		}
		_, err := w.lighthouses.Resume(w.adviser, model.LighthouseCountryResumeInput{ID: at.GlobalID()}, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ")
		declined := must[*model.LighthouseCountry](t)(w.lighthouses.SetAside(w.adviser, model.LighthouseCountrySetAsideInput{ID: at.GlobalID(), As: model.StageDeclined, Reason: "no money"}, nil))
		if declined.Stage != model.StageDeclined {
			t.Errorf("declined %+v", declined)
		}
	})
}

// Changes at the same time wait for one another, so that the stored stage is
// the one of all elements.
func TestElementsChangedAtOnceGiveTheStageOfAllOfThem(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		ee := w.open(t, "EE")
		keys := []string{"agreement", "in_kind", "health_focus_1", "pilot_projects"}
		seen := w.desk.GlobalID()
		elements := map[string]*model.LighthouseElement{}
		for _, key := range keys {
			elements[key] = w.element(t, ee, key)
			must[*model.EvidenceItem](t)(w.lighthouses.EvidenceAdd(w.adviser, model.EvidenceAddInput{ElementID: elements[key].GlobalID(), Title: "Paper", SeenByID: &seen}, nil))
		}
		var group sync.WaitGroup
		errs := make([]error, len(keys))
		for i, key := range keys {
			group.Go(func() {
				_, errs[i] = w.lighthouses.ElementUpdate(w.adviser, model.ElementUpdateInput{ID: elements[key].GlobalID(), State: model.Sent(model.ElementEvidenced)}, nil)
			})
		}
		group.Wait()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := w.stage(t, ee); got != model.StageEstablished {
			t.Errorf("stage %s", got)
		}
		if n := must[int](t)(w.lighthouses.Align(w.adviser)); n != 0 {
			t.Errorf("%d records were not what the rules say", n)
		}
	})
}

func TestAlignAddsElementsThatAreNewInTheChecklistAndDerivesAgain(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		pt := w.open(t, "PT")
		missing := w.element(t, pt, "who_link")
		// A record from before the element and the rule: as an older program left it.
		if err := rig.Store.Delete(t.Context(), missing); err != nil {
			t.Fatal(err)
		}
		row := w.read(t, pt)
		row.Stage = model.StageCommitted
		if err := rig.Store.Save(t.Context(), row); err != nil {
			t.Fatal(err)
		}
		if n := must[int](t)(w.lighthouses.Align(w.adviser)); n != 1 {
			t.Errorf("%d records aligned", n)
		}
		got := w.read(t, pt)
		if len(got.Elements) != 33 || got.Stage != model.StageContact {
			t.Errorf("%d elements at %s", len(got.Elements), got.Stage)
		}
		if n := must[int](t)(w.lighthouses.Align(w.adviser)); n != 0 {
			t.Errorf("a second run changed %d", n)
		}
	})
}

func TestMilestonesKeepTheirBaselineAndAreFoundByHowTheyStand(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		de, nl := w.open(t, "DE"), w.open(t, "NL")
		plan := func(c *model.LighthouseCountry, days int) *model.Milestone {
			return must[*model.Milestone](t)(w.lighthouses.MilestoneCreate(w.adviser, model.MilestoneCreateInput{
				LighthouseCountryID: c.GlobalID(), Title: english("Agreement signed"), ElementKey: testrig.Ptr("agreement"), BaselineOn: w.today.AddDays(days),
			}, testrig.Fields("element.key")))
		}
		late, ahead, other := plan(de, -12), plan(de, 30), plan(nl, -1)
		if late.State() != model.MilestoneLate || late.DaysLate() != 12 || late.Element.Key != "agreement" {
			t.Errorf("%s by %d days", late.State(), late.DaysLate())
		}
		find := func(filter model.MilestoneFilter) []model.ID {
			page := must[*model.MilestoneConnection](t)(w.lighthouses.Milestones(w.adviser, &filter, model.PageRequest{}, testrig.Fields("lighthouseCountry.country")))
			var ids []model.ID
			for _, m := range page.Nodes {
				ids = append(ids, m.ID)
				if m.LighthouseCountry.Country == nil {
					t.Error("a milestone does not know its country")
				}
			}
			return ids
		}
		for name, c := range map[string]struct {
			filter model.MilestoneFilter
			want   []model.ID
		}{
			"Late":        {model.MilestoneFilter{States: []model.MilestoneState{model.MilestoneLate}}, []model.ID{late.ID, other.ID}},
			"LateOfDE":    {model.MilestoneFilter{States: []model.MilestoneState{model.MilestoneLate}, Countries: []model.CountryCode{"DE"}}, []model.ID{late.ID}},
			"LateOrAhead": {model.MilestoneFilter{States: []model.MilestoneState{model.MilestoneLate, model.MilestonePlanned}}, []model.ID{late.ID, other.ID, ahead.ID}},
			"Roadmap":     {model.MilestoneFilter{Roadmap: testrig.Ptr(true)}, nil},
		} {
			if got := find(c.filter); !slices.Equal(got, c.want) {
				t.Errorf("%s finds %d", name, len(got))
			}
		}
		lateCountries := must[*model.LighthouseCountryConnection](t)(w.lighthouses.List(w.adviser, &model.LighthouseCountryFilter{HasLateMilestone: testrig.Ptr(true)}, nil, model.PageRequest{}, testrig.Fields("nextMilestone", "lateMilestoneCount", "totalCount")))
		if *lateCountries.TotalCount != 2 || lateCountries.Nodes[0].LateMilestoneCount() != 1 || lateCountries.Nodes[0].NextMilestone().ID != late.ID {
			t.Errorf("%d countries with late milestones", *lateCountries.TotalCount)
		}
		moved := w.today.AddDays(20)
		got := must[*model.Milestone](t)(w.lighthouses.MilestoneUpdate(w.adviser, model.MilestoneUpdateInput{ID: late.GlobalID(), ForecastOn: model.Sent(moved), Reason: testrig.Ptr("the ministry asked")}, nil))
		if got.BaselineOn != w.today.AddDays(-12) || got.State() != model.MilestonePlanned || got.Slip() != 32 {
			t.Errorf("moved %+v", got)
		}
		got = must[*model.Milestone](t)(w.lighthouses.MilestoneUpdate(w.adviser, model.MilestoneUpdateInput{ID: late.GlobalID(), ActualOn: model.Sent(w.today), Evidence: model.Sent("minutes")}, nil))
		if got.State() != model.MilestoneReached || got.Evidence != "minutes" {
			t.Errorf("reached %+v", got)
		}
	})
}

func TestDialogueDocumentsAndContactsStandOnTheRecord(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		fi := w.open(t, "FI")
		who := rig.Organisation(t, "WHO", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationInternationalBody }).GlobalID()
		for i, subject := range []string{"First talk", "Second talk"} {
			must[*model.DialogueEntry](t)(w.lighthouses.DialogueCreate(w.adviser, model.DialogueCreateInput{
				LighthouseCountryID: fi.GlobalID(), HeldOn: w.today.AddDays(i - 2), Channel: model.DialogueMeeting, OrganisationID: &who, WithWHO: testrig.Ptr(true),
				Subject: subject, ElementKey: testrig.Ptr("who_link"), IdempotencyKey: testrig.Ptr(subject),
			}, nil))
		}
		document := must[*model.LighthouseDocument](t)(w.lighthouses.DocumentCreate(w.adviser, model.LighthouseDocumentCreateInput{
			LighthouseCountryID: fi.GlobalID(), Kind: model.DocumentLetter, Title: "Letter", DatedOn: w.today, OrganisationID: &who, WithWHO: testrig.Ptr(true),
		}, testrig.Fields("organisation.name")))
		if document.Organisation.Name != "WHO" || !document.WithWHO {
			t.Errorf("document %+v", document)
		}
		got := w.read(t, fi)
		if len(got.Dialogue) != 2 || got.Dialogue[0].Subject != "Second talk" || got.Dialogue[0].Organisation.Name != "WHO" || got.Dialogue[0].Element.Key != "who_link" || len(got.Documents) != 1 {
			t.Errorf("the record has %d talks, %d papers, first %+v", len(got.Dialogue), len(got.Documents), got.Dialogue[0])
		}
	})
}

func TestALessonChangesTheDanishChecklist(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		se := w.open(t, "SE")
		lesson := must[*model.Lesson](t)(w.lessons.LessonCreate(w.adviser, model.LessonCreateInput{SubjectID: w.element(t, se, "pool_projects").GlobalID(), Change: "Two calls a year."}))
		got := must[*model.Lesson](t)(w.lighthouses.LessonAdopt(w.adviser, model.LessonAdoptInput{ID: lesson.GlobalID(), AdoptedAs: "The call text says two dates."}))
		if got.AdoptedOn != w.today || got.Version != 2 {
			t.Errorf("adopted %+v", got)
		}
		if e := w.element(t, se, "pool_projects"); len(e.Lessons) != 1 || e.Lessons[0].AdoptedAs == "" {
			t.Errorf("the element knows %+v", e.Lessons)
		}
	})
}

func TestReadingManyCountriesRunsAsManyStatementsAsReadingFew(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		codes := []model.CountryCode{"SE", "FI", "DE", "NL", "PT", "EE", "IE", "SI", "PL", "ES", "UA", "AT"}
		fill := func(codes []model.CountryCode) {
			for _, code := range codes {
				c := w.open(t, code)
				w.evidenced(t, c, "consortium")
				must[*model.Milestone](t)(w.lighthouses.MilestoneCreate(w.adviser, model.MilestoneCreateInput{LighthouseCountryID: c.GlobalID(), Title: english("x"), BaselineOn: w.today}, nil))
			}
		}
		fill(codes[:1])
		f := testrig.Fields("country.name", "owner", "interestedOrganisation", "elements.evidence.seenBy", "elements.lessons", "elements.owner", "milestones.owner",
			"nextMilestone", "dialogue.organisation", "documents.organisation", "visitCount", "progress")
		testrig.SameStatements(t, w.adviser, func(ctx context.Context) (int, error) {
			page, err := w.lighthouses.List(ctx, nil, nil, model.PageRequest{}, f)
			if err != nil {
				return 0, err
			}
			return len(page.Nodes), nil
		}, func() { fill(codes[1:]) })
	})
}
