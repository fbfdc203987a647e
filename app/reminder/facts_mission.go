package reminder

import (
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// missionFacts gathers what a mail about a trade mission may say.
func (b *round) missionFacts(f *mail.Facts, l *letter) {
	s := l.subject
	mission := *s.Mission
	mission.Host = s.Organisation(mission.HostID)
	if mission.OwnerID != nil {
		mission.Owner = s.Person(*mission.OwnerID)
	}
	f.Mission, f.Application = &mission, s.Application
	company := l.person.OrganisationID
	if s.Application != nil {
		company = &s.Application.CompanyID
		if zone, err := model.LoadZone(model.Copenhagen); err == nil {
			f.AppealUntil = s.Application.AppealUntil(zone, func(day model.Date) bool { return model.IsFree(b.Holidays, model.Denmark, day) })
		}
	}
	if organisation := s.Organisation(company); organisation != nil {
		f.Company = organisation.Name
	}
}
