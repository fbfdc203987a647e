package model

// DemoScores are six scores of a company, from 0 to 100: organisation, product,
// regulation, market, sales and resources.
type DemoScores [6]int

// Levels maps the scores to answers, as the demo data are loaded: a score for
// each of the first six dimensions in their order, the mean of organisation and
// sales for the seventh, and for every question of a dimension the level that
// is nearest to its score, the higher one of two equally near.
func (s DemoScores) Levels(t *ReadinessTemplate) map[string]int {
	const organisation, sales = 0, 4
	levels := make(map[string]int, len(t.questions))
	for _, q := range t.questions {
		doubled := s[organisation] + s[sales]
		if q.dimension < len(s) {
			doubled = 2 * s[q.dimension]
		}
		// Half a level is 12.5 of 100, so 25 of the doubled score.
		levels[q.ID] = min((doubled+25)/50, MaxLevel)
	}
	return levels
}

// Ratings are the levels as the use case that saves answers takes them.
func (s DemoScores) Ratings(t *ReadinessTemplate) []RatingInput {
	levels, ratings := s.Levels(t), make([]RatingInput, 0, len(t.questions))
	for _, q := range t.questions {
		level := levels[q.ID]
		ratings = append(ratings, RatingInput{QuestionID: q.ID, Level: &level})
	}
	return ratings
}
