package model_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

func template(t testing.TB) *model.ReadinessTemplate {
	t.Helper()
	parsed, err := model.ParseReadinessTemplate(model.ReadinessTemplates()[1])
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func atLevel(level int) model.Rating { return model.Rating{Level: &level} }

// all answers every question with the level, but those that are named.
func all(t *model.ReadinessTemplate, level int, but map[string]int) model.Answers {
	answers := model.Answers{}
	for _, q := range t.Questions() {
		answers[q.ID] = model.ReadinessRatings{Self: atLevel(level)}
	}
	for id, other := range but {
		answers[id] = model.ReadinessRatings{Self: atLevel(other)}
	}
	return answers
}

func TestTemplateIsTheFieldsQuestionnaire(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	weight, gates := 0, []string{}
	for _, q := range tpl.Questions() {
		weight += q.Weight
		if q.Gate {
			gates = append(gates, q.ID)
		}
	}
	if len(tpl.Questions()) != 27 || len(tpl.Dimensions) != 7 || weight != 100 || !slices.Equal(gates, []string{"1.1", "2.1", "3.1", "6.1"}) {
		t.Errorf("%d questions, %d dimensions, weight %d, gates %v", len(tpl.Questions()), len(tpl.Dimensions), weight, gates)
	}
}

func TestTemplateThatCannotBeScoredIsRefused(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"NoJSON": "{", "Empty": "{}", "AnotherMember": `{"version":2,"price":1}`,
	} {
		if _, err := model.ParseReadinessTemplate([]byte(content)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func level(r *model.ReadinessResult) model.MaturityLevel {
	if r.Level == nil {
		return ""
	}
	return *r.Level
}

func TestLevelFollowsScoreGatesAndDimensions(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	for name, c := range map[string]struct {
		answers model.Answers
		score   model.BasisPoints
		level   model.MaturityLevel
		caps    []model.ReadinessCap
	}{
		"AllWorst":   {all(tpl, 0, nil), 0, model.LevelExploring, nil},
		"AllAtOne":   {all(tpl, 1, nil), 2500, model.LevelPreparing, nil},
		"AllAtTwo":   {all(tpl, 2, nil), 5000, model.LevelMissionReady, nil},
		"AllAtThree": {all(tpl, 3, nil), 7500, model.LevelExportReady, nil},
		"AllBest":    {all(tpl, 4, nil), 10000, model.LevelScaling, nil},
		"CappedByAGate": {
			all(tpl, 4, map[string]int{"3.1": 1}), 9550, model.LevelPreparing,
			[]model.ReadinessCap{{Kind: model.CapGate, Subject: "3.1", Needed: 2, Rung: model.LevelMissionReady}},
		},
		"CappedByTwoGatesOneRungUp": {
			all(tpl, 4, map[string]int{"1.1": 2, "6.1": 2}), 9550, model.LevelMissionReady,
			[]model.ReadinessCap{
				{Kind: model.CapGate, Subject: "1.1", Needed: 3, Rung: model.LevelExportReady},
				{Kind: model.CapGate, Subject: "6.1", Needed: 3, Rung: model.LevelExportReady},
			},
		},
		"CappedByADimension": {
			all(tpl, 4, map[string]int{"7.1": 3, "7.2": 0, "7.3": 0}), 9425, model.LevelMissionReady,
			[]model.ReadinessCap{{Kind: model.CapDimension, Subject: "experience", Needed: 40, Rung: model.LevelExportReady}},
		},
		"CappedByAQuestion": {
			all(tpl, 4, map[string]int{"7.1": 2}), 9850, model.LevelExportReady,
			[]model.ReadinessCap{{Kind: model.CapQuestion, Subject: "7.1", Needed: 3, Rung: model.LevelScaling}},
		},
		"AGateThatFailsBelowItsRungCapsNothing": {all(tpl, 1, map[string]int{"3.1": 0}), 2350, model.LevelExploring, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := tpl.Score(c.answers)
			if *r.MarketScore != c.score || level(r) != c.level || !slices.Equal(r.Caps, c.caps) {
				t.Errorf("score %d, level %s, caps %+v", *r.MarketScore, level(r), r.Caps)
			}
		})
	}
}

func TestUnansweredIsNotNought(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	answers := all(tpl, 4, nil)
	missing := []string{"1.2", "2.2", "3.2", "4.1", "5.1"}
	for _, id := range missing {
		delete(answers, id)
	}
	r := tpl.Score(answers)
	if *r.MarketScore != 10000 || r.Completeness != 8148 || level(r) != model.LevelScaling {
		t.Errorf("22 of 27: score %d, complete %d, level %s", *r.MarketScore, r.Completeness, level(r))
	}
	delete(answers, "7.3")
	if r = tpl.Score(answers); *r.MarketScore != 10000 || r.Completeness != 7777 || r.Level != nil || r.ScoreLevel != nil {
		t.Errorf("21 of 27: score %d, complete %d, level %s", *r.MarketScore, r.Completeness, level(r))
	}
	if r = tpl.Score(nil); r.MarketScore != nil || r.CompanyScore != nil || r.Completeness != 0 || r.Level != nil {
		t.Errorf("nothing answered: %+v", r)
	}
	answers = all(tpl, 4, nil)
	delete(answers, "3.1")
	if r = tpl.Score(answers); level(r) != model.LevelPreparing || r.Caps[0].Subject != "3.1" {
		t.Errorf("a gate that nobody answered: level %s, caps %+v", level(r), r.Caps)
	}
}

func TestWhatDoesNotApplyDropsItsWeight(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	answers := all(tpl, 4, map[string]int{"3.2": 0})
	before := *tpl.Score(answers).MarketScore
	answers["3.2"] = model.ReadinessRatings{Self: model.Rating{NotApplicable: true, Reason: "no device"}}
	if r := tpl.Score(answers); before != 9600 || *r.MarketScore != 10000 || r.Completeness != 10000 {
		t.Errorf("from %d to %d, complete %d", before, *r.MarketScore, r.Completeness)
	}
	answers["3.1"] = model.ReadinessRatings{Self: model.Rating{NotApplicable: true, Reason: "no device"}}
	if r := tpl.Score(answers); level(r) != model.LevelScaling {
		t.Errorf("a gate that does not apply caps at %s: %+v", level(r), r.Caps)
	}
}

func TestAdvisersLevelCountsAndTheGapIsShown(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	answers := all(tpl, 4, nil)
	answers["3.1"] = model.ReadinessRatings{Self: atLevel(4), Adviser: atLevel(1)}
	if r := tpl.Score(answers); *r.MarketScore != 9550 || level(r) != model.LevelPreparing {
		t.Errorf("score %d, level %s", *r.MarketScore, level(r))
	}
	if gap := answers["3.1"].Gap(); gap == nil || *gap != 3 {
		t.Errorf("gap %v", gap)
	}
	if gap := answers["3.2"].Gap(); gap != nil {
		t.Errorf("a gap of one side: %d", *gap)
	}
}

func TestActionsAreTheFiveHeaviestGatesFirst(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	r := tpl.Score(all(tpl, 0, nil))
	var order []string
	for _, a := range r.Actions {
		order = append(order, a.Question)
	}
	if !slices.Equal(order, []string{"2.1", "3.1", "1.1", "6.1", "2.2"}) {
		t.Errorf("actions %v", order)
	}
	if !slices.Equal(r.Offers, []string{"living-lab", "regulatory-clinic", "mentor", "bii", "clinical-partner", "beyond-beta"}) {
		t.Errorf("offers %v", r.Offers)
	}
	if r = tpl.Score(all(tpl, 4, nil)); len(r.Actions) != 0 || !slices.Equal(r.Offers, []string{"trade-mission", "embassy"}) {
		t.Errorf("nothing is missing, but %+v, %v", r.Actions, r.Offers)
	}
	saturday := func(day model.Date) bool { return model.IsFree(nil, model.Denmark, day) }
	plan := model.PlanOn(tpl.Score(all(tpl, 0, nil)).Actions, model.NewDate(2027, time.March, 5), saturday)
	if plan[1].Question != "3.1" || plan[1].DueOn != model.NewDate(2027, time.April, 2) {
		t.Errorf("20 working days after a Friday: %v", plan[1])
	}
}

func TestAnswersAgeByTheirOwnMonths(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	end := time.Date(2027, time.August, 31, 10, 30, 0, 0, time.UTC)
	for id, want := range map[string]time.Time{
		"3.1": time.Date(2028, time.February, 29, 10, 30, 0, 0, time.UTC), "3.2": time.Date(2028, time.August, 31, 10, 30, 0, 0, time.UTC),
	} {
		if got := tpl.Question(id).ExpiresAt(end); !got.Equal(want) {
			t.Errorf("%s expires %s, want %s", id, got, want)
		}
	}
	self := atLevel(2)
	self.At = end
	adviser := atLevel(3)
	adviser.At = end.AddDate(0, 1, 0)
	answers := model.Answers{"3.2": {Self: self}, "3.1": {Self: self, Adviser: adviser}}
	if got := tpl.FirstExpiry(answers); got == nil || !got.Equal(tpl.Question("3.1").ExpiresAt(adviser.At)) {
		t.Errorf("first expiry %v", got)
	}
	if got := tpl.FirstExpiry(nil); got != nil {
		t.Errorf("nothing expires at %s", got)
	}
}

func TestMarketsFallIntoQuadrants(t *testing.T) {
	t.Parallel()
	m := template(t).Attractiveness
	values := map[string]int{"size": 80, "price": 60, "dialogues": 0, "competition": 50, "regulation": 33, "legal": 100, "distance": 7}
	// 1600 + 900 + 0 + 1000 + 495 + 500 + 35 of 100 times 100.
	if score := m.Attractiveness(values, nil); *score != 4530 {
		t.Errorf("score %d", *score)
	}
	if score := m.Attractiveness(values, map[string]int{"dialogues": 0}); *score != 5662 {
		t.Errorf("without dialogues %d", *score)
	}
	if score := m.Attractiveness(map[string]int{"size": 80}, nil); *score != 8000 {
		t.Errorf("size alone %d", *score)
	}
	if score := m.Attractiveness(nil, nil); score != nil {
		t.Errorf("nothing rated: %d", *score)
	}
	points := func(n int) *model.BasisPoints { b := model.BasisPoints(n); return &b }
	for want, c := range map[model.MarketQuadrant]struct {
		ready, attractive int
		stop              bool
	}{
		model.QuadrantGoNow: {4500, 5000, false}, model.QuadrantPrepare: {4499, 5000, false},
		model.QuadrantOpportunistic: {4500, 4999, false}, model.QuadrantDrop: {9000, 9000, true},
	} {
		if got := m.Quadrant(points(c.ready), points(c.attractive), c.stop); *got != want {
			t.Errorf("%d, %d, %v: %s, want %s", c.ready, c.attractive, c.stop, *got, want)
		}
	}
	if got := m.Quadrant(nil, points(5000), false); got != nil {
		t.Errorf("without readiness %s", *got)
	}
	for name, err := range map[string]error{
		"UnknownCriterion": m.Check("values", map[string]int{"weather": 1}, 100), "TooMuch": m.Check("values", map[string]int{"size": 101}, 100),
		"Negative": m.Check("values", map[string]int{"size": -1}, 100),
	} {
		if !model.IsCode(err, model.CodeBadUserInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDemoScoresBecomeTheNearestLevels(t *testing.T) {
	t.Parallel()
	levels := model.DemoScores{18, 12, 38, 37, 88, 100}.Levels(template(t))
	for id, want := range map[string]int{"1.1": 1, "2.1": 0, "3.1": 2, "4.1": 1, "5.1": 4, "6.1": 4, "7.1": 2} {
		if levels[id] != want {
			t.Errorf("%s: %d, want %d", id, levels[id], want)
		}
	}
	ratings := model.DemoScores{18, 12, 38, 37, 88, 100}.Ratings(template(t))
	if len(levels) != 27 || len(ratings) != 27 || ratings[26].QuestionID != "7.3" || *ratings[26].Level != 2 {
		t.Errorf("%d levels, ratings %+v", len(levels), ratings)
	}
}
