package mail

import (
	"time"

	"fyrtaarn/model"
)

// sampleTour turns sample facts into those of a registration for a tour.
func sampleTour(f *Facts, hospital, lab model.ID) {
	visit := f.Delegation
	f.Delegation = nil
	now := f.Now
	edition := &model.TourEdition{
		Activity: visit.Activity, TourLife: model.TourLife{State: model.TourRegistrationOpen}, Kind: model.TourDeHealth,
		PaperURL: "https://fyrtaarn.example/paper.pdf", ReportURL: "https://fyrtaarn.example/report.pdf",
	}
	edition.Title = inEvery("mail.sample.tour")
	stop := func(n byte, day, hour int, city string, host model.ID) *model.TourStop {
		starts := time.Date(2027, time.March, day, hour, 0, 0, 0, time.UTC)
		return &model.TourStop{
			ID: sampleID(n), Title: inEvery("mail.kind.siteVisit"), City: city, Venue: f.Organisations[host], HostID: &host, TimeZone: model.Copenhagen,
			StartsAt: starts, EndsAt: starts.Add(2 * time.Hour), Capacity: 30,
		}
	}
	until := now.Add(36 * time.Hour)
	position := 3
	line := func(stop *model.TourStop, seats int, state model.RegistrationState) *model.RegistrationLine {
		l := &model.RegistrationLine{StopID: stop.ID, Stop: stop, Seats: seats, State: state, StateSince: now}
		switch state { //nolint:exhaustive // the samples show these
		case model.RegistrationConfirmed, model.RegistrationStopCancelled:
			l.ConfirmedAt = &now
		case model.RegistrationOffered:
			l.OfferExpiresAt = &until
		case model.RegistrationWaitlisted:
			l.Position = &position
		}
		return l
	}
	f.Tour = edition
	f.Registration = &model.TourRegistration{Lines: []*model.RegistrationLine{
		line(stop(21, 9, 8, "Hvidovre", hospital), 1, model.RegistrationConfirmed),
		line(stop(22, 10, 9, "Odense", lab), 2, model.RegistrationOffered),
		line(stop(23, 10, 13, "Odense", lab), 1, model.RegistrationWaitlisted),
		line(stop(24, 10, 15, "Odense", lab), 1, model.RegistrationStopCancelled),
	}}
	f.Links.Seat, f.Links.Programme, f.Links.HostAnswer, f.Links.Survey = "https://fyrtaarn.example/p/seat", "", "", ""
}
