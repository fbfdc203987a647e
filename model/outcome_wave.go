package model

import "strconv"

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

// OutcomeOccasionOf is what the company of an application is asked on a day, in
// the latest wave of a mission that ended on another.
func OutcomeOccasionOf(a *MissionApplication, ended, day Date) OutcomeOccasion {
	return OutcomeOccasion{ActivityID: a.MissionID, CompanyID: a.CompanyID, PersonID: a.ContactID, Wave: max(OutcomeWaveAt(ended, day), 1)}
}

// AnsweredWave is a wave as a value of AttributeAnsweredWave: those that come
// every year are one with the last that has its own day, so that a rule for each
// can be planned ahead of its day.
func AnsweredWave(wave int) string { return strconv.Itoa(min(wave, len(outcomeWaveDays))) }

// answeredWaves are the values of AttributeAnsweredWave.
func answeredWaves() []string {
	values := make([]string, len(outcomeWaveDays)+1)
	for wave := range values {
		values[wave] = AnsweredWave(wave)
	}
	return values
}
