package reminder

import (
	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// tourFacts gathers what a mail may say about a tour and a registration for it.
func (b *round) tourFacts(f *mail.Facts, s *app.Subject) {
	f.Tour, f.Registration = tourOf(s), s.Registration
	name := func(id *model.ID) {
		if organisation := s.Organisation(id); organisation != nil {
			f.Organisations[*id] = organisation.Name
		}
	}
	name(f.Tour.Common().HostID)
	if s.Registration == nil {
		return
	}
	for _, l := range s.Registration.Lines {
		name(l.Stop.HostID)
	}
}

// tourOf is the tour with those that it points to. It is a copy: letters that
// were read together share rows.
func tourOf(s *app.Subject) model.Tour {
	named := func(a *model.Activity) {
		a.Host = s.Organisation(a.HostID)
		if a.OwnerID != nil {
			a.Owner = s.Person(*a.OwnerID)
		}
	}
	switch tour := s.Tour.(type) {
	case *model.TourEdition:
		row := *tour
		named(&row.Activity)
		return &row
	case *model.SideTour:
		row := *tour
		named(&row.Activity)
		return &row
	}
	return s.Tour
}
