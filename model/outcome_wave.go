package model

// outcomeWaveDays are the days after an activity's last day on which companies
// are asked what has come of it; after these once a year.
var outcomeWaveDays = []int{14, 90, 180}

// OutcomeWaveDay is the day on which the n-th wave asks, counted from 1, for an
// activity that ended on the day: 14, 90 and 180 days after, then each year after.
func OutcomeWaveDay(ended Date, n int) Date {
	if n <= len(outcomeWaveDays) {
		return ended.AddDays(outcomeWaveDays[max(n, 1)-1])
	}
	return ended.AddMonths(12 * (n - len(outcomeWaveDays)))
}

// OutcomeWaveAt is the number of the latest wave that has asked by the day; 0
// before the first.
func OutcomeWaveAt(ended, day Date) int {
	n := 0
	for !OutcomeWaveDay(ended, n+1).After(day) {
		n++
	}
	return n
}
