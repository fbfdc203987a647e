package readiness_test

import (
	"context"
	"reflect"
	"sync"
	"testing"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestAnswersAreKeptWithTheirHistoryAndScored(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		rig.Clock.Advance(day(1))
		a := w.answer(t, w.draft, model.RatingInput{QuestionID: "3.1", Level: testrig.Ptr(1)}, model.RatingInput{QuestionID: "1.1", Level: testrig.Ptr(3)})
		a = w.answer(t, a, model.RatingInput{QuestionID: "3.1", Level: testrig.Ptr(2)})
		// (5·3 + 6·2) of 4·11.
		if *a.Result.MarketScore != 6136 || *a.Result.CompanyScore != 7500 || a.Result.Answered != 2 || a.Result.Level != nil {
			t.Errorf("result %+v", a.Result)
		}
		if len(a.Answers) != 2 || a.Answers[0].QuestionID != "1.1" || *a.Answers[1].SelfLevel != 2 || a.Answers[1].SelfBy != "Aage Winther" {
			t.Errorf("answers %+v", a.Answers)
		}
		if len(a.History) != 3 || *a.History[0].Level != 1 || *a.History[2].Level != 2 {
			t.Errorf("history %+v", a.History)
		}
		if a.LastQuestion != "" && a.LastQuestion != "3.1" || !a.LastSavedAt.Equal(rig.Clock.Now()) {
			t.Errorf("last at %s, %s", a.LastQuestion, a.LastSavedAt)
		}
		if want := w.template.Question("3.1").ExpiresAt(rig.Clock.Now()); a.ExpiresAt == nil || !a.ExpiresAt.Equal(want) {
			t.Errorf("expires %v, want %s", a.ExpiresAt, want)
		}
	})
}

func TestBadAnswersAreAllNamedAndNothingIsSaved(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		_, err := w.readiness.Answer(w.company, model.AssessmentAnswerInput{ID: w.draft.GlobalID(), Answers: []model.RatingInput{
			{QuestionID: "1.1", Level: testrig.Ptr(5)},
			{QuestionID: "9.9", Level: testrig.Ptr(1)},
			{QuestionID: "1.2", NotApplicable: testrig.Ptr(true)},
			{QuestionID: "1.3", NotApplicable: testrig.Ptr(true), Level: testrig.Ptr(1), Reason: testrig.Ptr("no device")},
			{QuestionID: "1.2", Level: testrig.Ptr(-1)},
		}}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT answers.0.level", "BAD_USER_INPUT answers.1.questionId", "BAD_USER_INPUT answers.2.reason",
			"BAD_USER_INPUT answers.3.level", "BAD_USER_INPUT answers.4.level", "BAD_USER_INPUT answers.4.questionId")
		if a := w.read(t, w.company, w.draft, "answers", "history"); len(a.Answers) != 0 || len(a.History) != 0 {
			t.Errorf("saved %v, %v", a.Answers, a.History)
		}
		_, err = w.readiness.Answer(w.company, model.AssessmentAnswerInput{ID: w.draft.GlobalID()}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT answers")
	})
}

// Two devices answer the same question at once: whoever commits last wins, and
// both stand in the history.
func TestOfTwoDevicesTheLaterWinsAndBothAreKept(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		var devices sync.WaitGroup
		for level := range 5 {
			devices.Go(func() {
				in := model.AssessmentAnswerInput{ID: w.draft.GlobalID(), Answers: []model.RatingInput{{QuestionID: "2.1", Level: &level}}}
				if _, err := w.readiness.Answer(w.company, in, nil); err != nil {
					t.Error(err)
				}
			})
		}
		devices.Wait()
		a := w.read(t, w.company, w.draft, "answers", "history", "result")
		if len(a.History) != 5 || len(a.Answers) != 1 {
			t.Fatalf("%d in the history, %d answers", len(a.History), len(a.Answers))
		}
		if last := a.History[4]; *a.Answers[0].SelfLevel != *last.Level || int(*a.Result.MarketScore) != *last.Level*2500 {
			t.Errorf("the answer is %d, the score %d, the last of the history %d", *a.Answers[0].SelfLevel, *a.Result.MarketScore, *last.Level)
		}
	})
}

func TestAdviserRatesBesideTheCompany(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.answer(t, w.draft, w.all(4)...)
		rate := func(ctx context.Context) (*model.Assessment, error) {
			in := model.AssessmentRateInput{ID: w.draft.GlobalID(), Ratings: []model.RatingInput{{QuestionID: "3.1", Level: testrig.Ptr(1)}}}
			return w.readiness.Rate(ctx, in, testrig.Fields("answers", "result"))
		}
		_, err := rate(w.company)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		a := must[*model.Assessment](t)(rate(w.staff))
		if *a.Result.MarketScore != 9550 || *a.Result.Level != model.LevelPreparing || a.Result.Caps[0].Subject != "3.1" {
			t.Errorf("result %+v", a.Result)
		}
		for _, answer := range a.Answers {
			if answer.QuestionID == "3.1" && (*answer.SelfLevel != 4 || *answer.AdviserLevel != 1 || *answer.Gap() != 3) {
				t.Errorf("3.1: %+v", answer)
			}
		}
	})
}

func TestWhatACompanySaysOfItselfIsAskedOnce(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.answer(t, w.draft, w.all(2)...)
		japan := w.begin(t, w.firm, "JP")
		if a := w.read(t, w.staff, japan, "answers"); len(a.Answers) != 10 {
			t.Errorf("%d answers were taken over, want the 10 about the company", len(a.Answers))
		}
		w.answer(t, japan, model.RatingInput{QuestionID: "1.1", Level: testrig.Ptr(4)}, model.RatingInput{QuestionID: "3.1", Level: testrig.Ptr(4)})
		level := map[string]int{}
		for _, answer := range w.read(t, w.staff, w.draft, "answers").Answers {
			level[answer.QuestionID] = *answer.SelfLevel
		}
		if level["1.1"] != 4 || level["3.1"] != 2 {
			t.Errorf("the other draft says %v", level)
		}
		rig.Clock.Advance(day(500))
		if a := w.read(t, w.staff, w.begin(t, w.firm, "DE"), "answers"); len(a.Answers) != 0 {
			t.Errorf("%d expired answers were taken over", len(a.Answers))
		}
	})
}

func TestEvidenceNeedsAnAdviserWhoSawIt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		guest := rig.Person(t, "No Adviser").GlobalID()
		in := model.AssessmentEvidenceInput{ID: w.draft.GlobalID(), QuestionID: "3.2", Text: "ISO 13485 certificate of 2026"}
		_, err := w.readiness.EvidenceAdd(w.company, in, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		_, err = w.readiness.EvidenceAdd(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT seenById")
		in.SeenByID = &guest
		_, err = w.readiness.EvidenceAdd(w.staff, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT seenById")
		in.SeenByID, in.QuestionID = nil, "9.9"
		_, err = w.readiness.EvidenceAdd(w.staff, in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT questionId")
		in.QuestionID, in.IdempotencyKey = "3.2", testrig.Ptr("once")
		for range 2 {
			a := must[*model.Assessment](t)(w.readiness.EvidenceAdd(w.staff, in, testrig.Fields("notes.seenBy")))
			if len(a.Notes) != 1 || a.Notes[0].SeenBy.ID != w.adviser.ID {
				t.Fatalf("notes %+v", a.Notes)
			}
		}
		said := must[*model.Assessment](t)(w.readiness.Comment(w.company, model.AssessmentCommentInput{ID: w.draft.GlobalID(), Text: "We wait for the auditor"}, testrig.Fields("notes")))
		if len(said.Notes) != 2 || said.Notes[1].ActorRole != model.RoleCompany {
			t.Errorf("notes %+v", said.Notes)
		}
	})
}

// Both databases, and any order of answers, give one result.
func TestScoreIsTheSameAfterAnyOrderOfAnswers(t *testing.T) {
	var results []model.ReadinessResult
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		in := w.all(1, "4.4", "5.3")
		for i := range in {
			*in[i].Level = (i * 7) % 5
		}
		backwards := w.begin(t, w.firmCalled(t, "Havblik ApS", model.ConsentNothing), "SE")
		for i := range in {
			w.answer(t, w.draft, in[i])
			w.answer(t, backwards, in[len(in)-1-i])
		}
		for _, a := range []*model.Assessment{w.draft, backwards} {
			results = append(results, w.read(t, w.staff, a, "result").Result)
		}
	})
	for _, r := range results[1:] {
		if !reflect.DeepEqual(r, results[0]) {
			t.Errorf("%+v\n%+v", r, results[0])
		}
	}
}
