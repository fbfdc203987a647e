package model

import (
	"cmp"
	"math"
	"slices"
)

// ReviewersNeeded is how many people without conflict of interest must have
// judged an application before it can be decided.
const ReviewersNeeded = 2

// The marks of a criterion.
const (
	WorstScore = 1
	BestScore  = 5
)

// MissionReview is one person's judgement of one application. Whoever declares a
// conflict of interest judges nothing.
type MissionReview struct {
	ID                 ID           `bun:"id,pk"`
	ApplicationID      ID           `bun:"application_id,notnull"`
	ReviewerID         ID           `bun:"reviewer_id,notnull"`
	ConflictOfInterest bool         `bun:"conflict_of_interest,notnull"`
	Scores             ReviewScores `bun:"scores,type:jsonb"`
	Comment            string       `bun:"comment,notnull"`
	Stamps

	Reviewer *Person `bun:"-"`
}

// GlobalID is the id under which the audit trail knows the review.
func (r *MissionReview) GlobalID() GlobalID { return NewGlobalID(KindMissionReview, r.ID) }

// ScoreList is the scores, never nil.
func (r *MissionReview) ScoreList() []ReviewScore { return append([]ReviewScore{}, r.Scores...) }

// ReviewScore is one criterion's mark, from 1 to 5, and why.
type ReviewScore struct {
	Criterion     string `json:"criterion"`
	Score         int    `json:"score"`
	Justification string `json:"justification"`
}

// ReviewScores are the marks of one review.
type ReviewScores []ReviewScore

func (s ReviewScores) of(criterion string) (int, bool) {
	for _, one := range s {
		if one.Criterion == criterion {
			return one.Score, true
		}
	}
	return 0, false
}

// Complete tells whether the review counts: it is free of conflict and marks
// every criterion.
func (r *MissionReview) Complete(criteria Criteria) bool {
	if r.ConflictOfInterest {
		return false
	}
	for i := range criteria {
		if _, ok := r.Scores.of(criteria[i].Key); !ok {
			return false
		}
	}
	return true
}

// CriterionSummary is what the reviews say of one criterion.
type CriterionSummary struct {
	Criterion string
	// Mean of the marks, Spread the difference between the highest and lowest.
	Mean, Spread float64
}

// ReviewSummary is what the complete reviews of an application say together.
type ReviewSummary struct {
	// Complete is how many reviews count.
	Complete int
	// Score is the mean over reviewers of the mean over criteria by weight, from
	// 1 to 5; nil while no review counts. Spread is the difference between the
	// reviewers' own weighted means.
	Score  *float64
	Spread float64
	By     []CriterionSummary
}

// Summarise adds the complete reviews up.
func Summarise(criteria Criteria, reviews []*MissionReview) ReviewSummary {
	var summary ReviewSummary
	var totals []float64
	marks := make([][]int, len(criteria))
	for _, review := range reviews {
		if !review.Complete(criteria) {
			continue
		}
		summary.Complete++
		weighted, weights := 0, 0
		for i := range criteria {
			mark, _ := review.Scores.of(criteria[i].Key)
			marks[i] = append(marks[i], mark)
			weighted += mark * criteria[i].Weight
			weights += criteria[i].Weight
		}
		if weights > 0 {
			totals = append(totals, float64(weighted)/float64(weights))
		}
	}
	if len(totals) == 0 {
		return summary
	}
	sum := 0.0
	for _, total := range totals {
		sum += total
	}
	score := hundredths(sum / float64(len(totals)))
	summary.Score, summary.Spread = &score, hundredths(slices.Max(totals)-slices.Min(totals))
	for i := range criteria {
		all := 0
		for _, mark := range marks[i] {
			all += mark
		}
		summary.By = append(summary.By, CriterionSummary{
			Criterion: criteria[i].Key, Mean: hundredths(float64(all) / float64(len(marks[i]))),
			Spread: float64(slices.Max(marks[i]) - slices.Min(marks[i])),
		})
	}
	return summary
}

func hundredths(x float64) float64 { return math.Round(x*100) / 100 }

// ComparedApplication is one line of the comparison of a mission's applications.
type ComparedApplication struct {
	// Rank counts from 1; equal scores share one.
	Rank        int
	Application *MissionApplication
	Score       *float64
	Spread      float64
	Reviews     int
	Criteria    []CriterionSummary
}

// Comparison is the applications that are judged beside one another, the best
// first; those without a complete review come last, in the order of submission.
func (m *TradeMission) Comparison() []*ComparedApplication {
	lines := []*ComparedApplication{}
	for _, a := range m.Compared {
		if !a.State.Applied() || a.State == ApplicationIneligible {
			continue
		}
		s := Summarise(m.Criteria, a.Judged)
		lines = append(lines, &ComparedApplication{Application: a, Score: s.Score, Spread: s.Spread, Reviews: s.Complete, Criteria: s.By})
	}
	value := func(l *ComparedApplication) float64 {
		if l.Score == nil {
			return 0
		}
		return *l.Score
	}
	slices.SortStableFunc(lines, func(a, b *ComparedApplication) int { return cmp.Compare(value(b), value(a)) })
	for i, line := range lines {
		line.Rank = i + 1
		if i > 0 && value(lines[i-1]) == value(line) {
			line.Rank = lines[i-1].Rank
		}
	}
	return lines
}

// FeedbackView is what a company is told of how it was judged: no names, no
// single mark, only means and what was written for it.
type FeedbackView struct {
	Text     string
	Criteria []CriterionSummary
}

// FeedbackShown is the feedback of a rejected application; nil for every other.
func (a *MissionApplication) FeedbackShown() *FeedbackView {
	if a.State != ApplicationRejected {
		return nil
	}
	view := &FeedbackView{Text: a.Feedback, Criteria: []CriterionSummary{}}
	if a.means != nil {
		view.Criteria = a.means
	}
	return view
}
