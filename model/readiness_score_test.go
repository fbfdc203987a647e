package model_test

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"reflect"
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
	if len(levels) != 27 {
		t.Errorf("%d levels", len(levels))
	}
}

// draw answers a random set of answers: some questions left open, some that do
// not apply, some rated by both sides.
func draw(r *rand.Rand, t *model.ReadinessTemplate) model.Answers {
	rating := func() model.Rating {
		switch r.IntN(8) {
		case 0:
			return model.Rating{}
		case 1:
			return model.Rating{NotApplicable: true, Reason: "drawn"}
		}
		return atLevel(r.IntN(model.MaxLevel + 1))
	}
	answers := model.Answers{}
	for _, q := range t.Questions() {
		ratings := model.ReadinessRatings{Self: rating()}
		if r.IntN(3) == 0 {
			ratings.Adviser = rating()
		}
		answers[q.ID] = ratings
	}
	return answers
}

var ladder = []model.MaturityLevel{"", model.LevelExploring, model.LevelPreparing, model.LevelMissionReady, model.LevelExportReady, model.LevelScaling}

func rank(l *model.MaturityLevel) int {
	if l == nil {
		return 0
	}
	return slices.Index(ladder, *l)
}

// The properties that every set of answers has, over thousands of random ones.
func TestScoresOfRandomAnswers(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 5000 {
		answers := draw(r, tpl)
		result := tpl.Score(answers)
		exact(t, tpl, answers, result)
		if rank(result.Level) > rank(result.ScoreLevel) {
			t.Fatalf("set %d: a gate raises %v to %v", n, *result.ScoreLevel, *result.Level)
		}
		if capped := rank(result.Level) < rank(result.ScoreLevel); capped != (len(result.Caps) > 0) {
			t.Fatalf("set %d: level %v of %v with the caps %v", n, result.Level, result.ScoreLevel, result.Caps)
		}
		q := tpl.Questions()[r.IntN(27)]
		ratings := answers[q.ID]
		counts := ratings.Counts()
		if counts.Level == nil || *counts.Level == model.MaxLevel {
			continue
		}
		raised := maps.Clone(answers)
		if ratings.Adviser.Said() {
			ratings.Adviser = atLevel(*counts.Level + 1)
		} else {
			ratings.Self = atLevel(*counts.Level + 1)
		}
		raised[q.ID] = ratings
		better := tpl.Score(raised)
		if *better.MarketScore < *result.MarketScore || rank(better.Level) < rank(result.Level) || better.Completeness != result.Completeness {
			t.Fatalf("set %d: %s raised from %d: score %d to %d, level %v to %v", n, q.ID, *counts.Level,
				*result.MarketScore, *better.MarketScore, result.Level, better.Level)
		}
		for i, d := range result.Dimensions {
			if d.Score != nil && *better.Dimensions[i].Score < *d.Score {
				t.Fatalf("set %d: raising %s lowers %s", n, q.ID, d.ID)
			}
		}
	}
}

// exact computes the score once more in rational numbers.
func exact(t *testing.T, tpl *model.ReadinessTemplate, answers model.Answers, got *model.ReadinessResult) {
	t.Helper()
	for scope, score := range map[string]*model.BasisPoints{"COMPANY": got.CompanyScore, "all": got.MarketScore} {
		sum, weight := new(big.Rat), int64(0)
		for _, q := range tpl.Questions() {
			rating := answers[q.ID].Counts()
			if rating.Level == nil || scope != "all" && string(q.Scope) != scope {
				continue
			}
			weight += int64(q.Weight)
			sum.Add(sum, big.NewRat(int64(q.Weight*(*rating.Level)), 4))
		}
		if weight == 0 {
			if score != nil {
				t.Fatalf("%s: %d of nothing", scope, *score)
			}
			continue
		}
		sum.Mul(sum, big.NewRat(10_000, weight))
		floor := new(big.Int).Quo(sum.Num(), sum.Denom())
		if score == nil || floor.Int64() != int64(*score) {
			t.Fatalf("%s: %v, exactly %s", scope, score, sum)
		}
	}
}

// Answers come by name, so their order is what a map makes of it: built in any
// order, the result is the same to the last member.
func TestOrderOfAnswersDoesNotMatter(t *testing.T) {
	t.Parallel()
	tpl := template(t)
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		answers := draw(r, tpl)
		ids := slices.Collect(maps.Keys(answers))
		slices.Sort(ids)
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		other := model.Answers{}
		for _, id := range ids {
			other[id] = answers[id]
		}
		if a, b := tpl.Score(answers), tpl.Score(other); !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v\n%+v", a, b)
		}
	}
}

func FuzzScoreStaysWithinItsBounds(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6})
	f.Add([]byte{})
	tpl := template(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		answers := model.Answers{}
		for i, q := range tpl.Questions() {
			if i >= len(raw) {
				break
			}
			switch n := int(raw[i]) % 7; n {
			case 5:
				answers[q.ID] = model.ReadinessRatings{Self: model.Rating{NotApplicable: true, Reason: "x"}}
			case 6:
			default:
				answers[q.ID] = model.ReadinessRatings{Self: atLevel(n)}
			}
		}
		result := tpl.Score(answers)
		exact(t, tpl, answers, result)
		if s := result.MarketScore; s != nil && (*s < 0 || *s > 10000) {
			t.Fatal(fmt.Sprint("score ", *s))
		}
	})
}
