package model

import (
	"bytes"
	"encoding/json"
	"time"
)

// BasisPoints is a score in hundredths of a percent, from 0 to 10000. It is
// always floored, so that a score is the same to the digit wherever it is
// computed.
type BasisPoints int

// fullScore is a score of 100 %.
const fullScore = 10_000

// percent is a cut of a template, which counts in percent, as a score.
func percent(n int) BasisPoints { return BasisPoints(n * 100) }

// Rating is what one side says of one question: a level from 0 to MaxLevel, or
// that the question does not apply, with the reason. The zero Rating says
// nothing.
type Rating struct {
	Level         *int
	NotApplicable bool
	Reason        string
	// At is when it was said; an answer ages from then.
	At time.Time
}

// Said tells whether the rating says anything.
func (r Rating) Said() bool { return r.Level != nil || r.NotApplicable }

// ReadinessRatings are both sides' ratings of one question.
type ReadinessRatings struct{ Self, Adviser Rating }

// Counts is the rating by which the question is scored: the adviser's where it
// is set, else the company's own.
func (r ReadinessRatings) Counts() Rating {
	if r.Adviser.Said() {
		return r.Adviser
	}
	return r.Self
}

// Gap is how far the company's own level lies above the adviser's; nil unless
// both gave one.
func (r ReadinessRatings) Gap() *int {
	if r.Self.Level == nil || r.Adviser.Level == nil {
		return nil
	}
	gap := *r.Self.Level - *r.Adviser.Level
	return &gap
}

// Answers are the ratings of an assessment by the ids of their questions.
type Answers map[string]ReadinessRatings

// ReadinessResult is everything that follows from the answers, and from nothing
// else: no clock, no order, no database. What an answer's age does to it is
// Ageing's question.
type ReadinessResult struct {
	// CompanyScore is over the questions about the company, MarketScore over all;
	// nil while none of them is answered with a level.
	CompanyScore *BasisPoints `json:"companyScore,omitempty"`
	MarketScore  *BasisPoints `json:"marketScore,omitempty"`
	// Completeness is the share of questions that are answered or do not apply.
	Completeness BasisPoints `json:"completeness"`
	Answered     int         `json:"answered"`
	Questions    int         `json:"questions"`
	// Level is the rung that is awarded; nil below the completeness that the
	// template asks for. ScoreLevel is the rung that the score alone would give.
	Level      *MaturityLevel `json:"level,omitempty"`
	ScoreLevel *MaturityLevel `json:"scoreLevel,omitempty"`
	// Caps are what keeps the level at its rung.
	Caps       []ReadinessCap    `json:"caps,omitempty"`
	Dimensions []DimensionScore  `json:"dimensions,omitempty"`
	Actions    []ReadinessAction `json:"actions,omitempty"`
	// Offers are ids of the template's offers.
	Offers []string `json:"offers,omitempty"`
	// OfferList is what they stand for; Explain sets it.
	OfferList []*ReadinessOffer `json:"-"`
}

// DimensionScore is the score of one dimension; nil while none of its questions
// is answered with a level.
type DimensionScore struct {
	ID    string       `json:"id"`
	Score *BasisPoints `json:"score,omitempty"`
	// Answered counts the questions that are answered or do not apply.
	Answered  int `json:"answered"`
	Questions int `json:"questions"`
	// Dimension is what the id stands for; Explain sets it.
	Dimension *ReadinessSection `json:"-"`
	// applies tells whether any question does.
	applies bool
}

// tally adds up weights. A question that is not answered, or does not apply,
// adds nothing to either side.
type tally struct{ reached, possible int }

func (t *tally) add(q *ReadinessQuestion, level int) {
	t.reached += q.Weight * level
	t.possible += q.Weight * MaxLevel
}

func (t *tally) score() *BasisPoints {
	if t.possible == 0 {
		return nil
	}
	score := BasisPoints(t.reached * fullScore / t.possible)
	return &score
}

// Score computes the result of the answers. Answers to questions that the
// template does not have count for nothing.
func (t *ReadinessTemplate) Score(answers Answers) *ReadinessResult {
	r := &ReadinessResult{Questions: len(t.questions), Dimensions: make([]DimensionScore, len(t.Dimensions))}
	var company, market tally
	sections := make([]tally, len(t.Dimensions))
	for i, section := range t.Dimensions {
		r.Dimensions[i] = DimensionScore{ID: section.ID, Questions: len(section.Questions)}
	}
	for _, q := range t.questions {
		rating, section := answers[q.ID].Counts(), &r.Dimensions[q.dimension]
		section.applies = section.applies || !rating.NotApplicable
		if !rating.Said() {
			continue
		}
		r.Answered++
		section.Answered++
		if rating.NotApplicable {
			continue
		}
		market.add(q, *rating.Level)
		sections[q.dimension].add(q, *rating.Level)
		if q.Scope == ScopeCompany {
			company.add(q, *rating.Level)
		}
	}
	r.CompanyScore, r.MarketScore = company.score(), market.score()
	for i := range sections {
		r.Dimensions[i].Score = sections[i].score()
	}
	r.Completeness = BasisPoints(r.Answered * fullScore / r.Questions)
	t.award(r, answers)
	r.Actions = t.topActions(answers)
	r.Offers = t.offersFor(r)
	return r
}

// Complete tells whether enough is answered for a level.
func (t *ReadinessTemplate) Complete(r *ReadinessResult) bool {
	return r.Completeness >= percent(t.CompleteAtPercent)
}

// Same tells whether two results are the same to the last member.
func (r *ReadinessResult) Same(other *ReadinessResult) bool {
	a, errA := json.Marshal(r)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}
