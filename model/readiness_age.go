package model

import "time"

// ExpiresAt is the instant from which an answer given at another is no longer
// believed: the same day so many months later, clamped to the month's end, in
// UTC.
func (q *ReadinessQuestion) ExpiresAt(answered time.Time) time.Time {
	answered = answered.UTC()
	hour, minute, second := answered.Clock()
	day := DateOf(answered).AddMonths(q.ExpiresAfterMonths)
	return time.Date(day.Year, day.Month, day.Day, hour, minute, second, 0, time.UTC)
}

// Expiry is when the answer to a question expires; nil while there is none. It
// ages from when either side last stood by it. What does not apply expires like
// a level: a company may change.
func (q *ReadinessQuestion) Expiry(r ReadinessRatings) *time.Time {
	if !r.Counts().Said() {
		return nil
	}
	latest := r.Counts().At
	if r.Self.Said() && r.Self.At.After(latest) {
		latest = r.Self.At
	}
	at := q.ExpiresAt(latest)
	return &at
}

// FirstExpiry is when the first of the answers expires; nil without answers.
// From then on the assessment's level is stale: it is still shown, and never
// silently lowered.
func (t *ReadinessTemplate) FirstExpiry(answers Answers) *time.Time {
	var first *time.Time
	for _, q := range t.questions {
		if at := q.Expiry(answers[q.ID]); at != nil && (first == nil || at.Before(*first)) {
			first = at
		}
	}
	return first
}
