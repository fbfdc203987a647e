package reminder

import (
	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// assessmentFacts gathers what a mail about an assessment may say. The row is
// copied: letters that were read together share it.
func assessmentFacts(f *mail.Facts, s *app.Subject) {
	a := *s.Assessment
	a.Organisation = s.Organisation(&a.OrganisationID)
	if a.AdviserID != nil {
		a.Adviser = s.Person(*a.AdviserID)
	}
	f.Assessment, f.SilentSince = &a, s.Moments[model.MomentAdviserActedAt]
	if a.Organisation != nil {
		f.Company = a.Organisation.Name
	}
}

// milestoneFacts gathers what a mail about a milestone may say.
func milestoneFacts(f *mail.Facts, s *app.Subject) { f.Milestone = s.Milestone }
