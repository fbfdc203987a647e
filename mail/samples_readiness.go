package mail

import (
	"time"

	"fyrtaarn/model"
)

// sampleAssessment turns sample facts into those of a company's assessment.
func sampleAssessment(f *Facts, adviser *model.Person) {
	f.Delegation = nil
	f.Recipient.TimeZone = model.Copenhagen // companies are Danish
	expires := f.Now.AddDate(0, 0, 30)
	f.Assessment = &model.Assessment{
		ID: sampleID(16), CountryCode: "SE", State: model.AssessmentDraft, LastSavedAt: f.Now.AddDate(0, 0, -5), ExpiresAt: &expires, Adviser: adviser,
		Result: model.ReadinessResult{Answered: 9, Questions: 27},
	}
	f.Company, f.SilentSince = "Fjordpuls Demo ApS", f.Now.AddDate(0, 0, -60)
	f.Links.Assessment = "https://fyrtaarn.example/p/assessment"
}

// sampleMilestone turns sample facts into those of a milestone that is late.
func sampleMilestone(f *Facts) {
	f.Delegation = nil
	f.Milestone = &model.Milestone{
		ID: sampleID(17), Title: inEvery("mail.sample.milestone"), ForecastOn: model.NewDate(2027, time.February, 19), Today: model.DateOf(f.Now),
		LighthouseCountry: &model.LighthouseCountry{ID: sampleID(18), CountryCode: "DE", Stage: model.StageExploring},
	}
}
