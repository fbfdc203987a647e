package model_test

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"fyrtaarn/model"
)

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

var levelLadder = []model.MaturityLevel{"", model.LevelExploring, model.LevelPreparing, model.LevelMissionReady, model.LevelExportReady, model.LevelScaling}

func rank(l *model.MaturityLevel) int {
	if l == nil {
		return 0
	}
	return slices.Index(levelLadder, *l)
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
