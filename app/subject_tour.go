package app

import (
	"context"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// readRegistrations reads the registrations among the subjects, and answers the
// ids of every tour that the subjects are or belong to.
func (w *world) readRegistrations(ctx context.Context, q store.Queries, refs []store.Subject) ([]model.ID, error) {
	tours := append(idsOfKind(refs, model.KindTourEdition), idsOfKind(refs, model.KindSideTour)...)
	rows, err := q.WholeRegistrations(ctx, idsOfKind(refs, model.KindRegistration))
	if err != nil {
		return nil, err
	}
	w.registrations = byID(rows, func(r *model.TourRegistration) model.ID { return r.ID })
	for _, r := range rows {
		tours = append(tours, r.ActivityID)
	}
	return distinct(tours), nil
}

// readStops gives the tours their stops.
func (w *world) readStops(ctx context.Context, q store.Queries, tours []model.ID) error {
	stops, err := q.Stops(ctx, tours, nil)
	if err != nil {
		return err
	}
	for _, stop := range stops {
		if tour, ok := w.activities[stop.ActivityID].(model.Tour); ok {
			tour.Life().Stops = append(tour.Life().Stops, stop)
		}
	}
	return nil
}

// aboutTour gathers what rules can say about an edition or a side tour itself;
// what they say to those who registered is about their registrations.
func (w *world) aboutTour(activity model.ActivityNode) *Subject {
	tour, ok := activity.(model.Tour)
	if !ok {
		return nil
	}
	a, life := tour.Common(), tour.Life()
	s := w.fresh(tour.ActivityKind(), a.ID, tour.Saves().CreatedAt, tour)
	if !a.StartsOn.IsZero() {
		s.Moments[model.MomentStartsAt] = a.StartsOn.At(0, 0, s.Zone)
		s.Moments[model.MomentEndsAt] = a.EndsOn.AddDays(1).At(0, 0, s.Zone).Add(-time.Second)
	}
	s.Moments[model.MomentState(life.State)] = life.StateSince
	s.Attributes[model.AttributeState] = string(life.State)
	if edition, ok := tour.(*model.TourEdition); ok {
		if !edition.DecideBy.IsZero() {
			s.Moments[model.MomentDecideBy] = edition.DecideBy.At(0, 0, s.Zone)
		}
		s.Attributes[model.AttributeHasPaper] = model.AttributeBool(edition.HasPaper())
		s.Attributes[model.AttributeHasReport] = model.AttributeBool(edition.HasReport())
	}
	if !life.RecordedAfterwards {
		s.includeStaff(a.OwnerID)
	}
	return s
}

// aboutRegistration gathers what rules can say to somebody who registered.
func (w *world) aboutRegistration(r *model.TourRegistration) *Subject {
	if r == nil {
		return nil
	}
	tour, ok := w.activities[r.ActivityID].(model.Tour)
	if !ok {
		return nil
	}
	s := w.fresh(model.KindRegistration, r.ID, r.CreatedAt, tour)
	s.Registration = r
	s.Attributes[model.AttributeState] = string(r.State)
	s.Attributes[model.AttributeTourState] = string(tour.Life().State)
	for _, name := range []string{
		model.AttributeConfirmed, model.AttributeWaitlisted, model.AttributeOffered, model.AttributeStopCancelled, model.AttributeAttended,
		model.AttributeUrgent,
	} {
		s.Attributes[name] = model.AttributeFalse
	}
	for _, l := range r.Lines {
		s.addLine(l)
	}
	confirmed, ok := s.Moments[model.MomentConfirmedAt]
	if edition, isEdition := tour.(*model.TourEdition); isEdition {
		if edition.PaperAt != nil && ok {
			s.Moments[model.MomentPaperAt] = latest(*edition.PaperAt, confirmed)
		}
		if edition.ReportAt != nil {
			s.Moments[model.MomentReportAt] = *edition.ReportAt
		}
	}
	if tour.Life().RecordedAfterwards {
		return s
	}
	joined := r.CreatedAt
	// What counts back from the tour is for those who come; a line or an offer
	// that is still open was there before.
	if ok && s.Attributes[model.AttributeWaitlisted] == model.AttributeFalse && s.Attributes[model.AttributeOffered] == model.AttributeFalse {
		joined = confirmed
	}
	if person := s.include(r.PersonID, model.AudienceRegistrant, joined); person != nil && s.Zone != nil {
		// While the tour lasts its people live by the place's clock.
		person.Arrives, person.Departs = s.Moments[model.MomentStartsAt], s.Moments[model.MomentEndsAt]
	}
	s.includeStaff(tour.Common().OwnerID)
	return s
}

// addLine adds what one stop of a registration gives to say.
func (s *Subject) addLine(l *model.RegistrationLine) {
	later := func(name string, at time.Time) { s.Moments[name] = latest(s.Moments[name], at) }
	is := func(name string) { s.Attributes[name] = model.AttributeTrue }
	switch l.State { //nolint:exhaustive // nothing is said about the others
	case model.RegistrationWaitlisted:
		is(model.AttributeWaitlisted)
		later(model.MomentWaitlistedAt, l.StateSince)
	case model.RegistrationOffered:
		is(model.AttributeOffered)
		later(model.MomentOfferedAt, l.StateSince)
		later(model.MomentOfferExpiresAt, *l.OfferExpiresAt)
	case model.RegistrationStopCancelled:
		is(model.AttributeStopCancelled)
		later(model.MomentStopCancelledAt, l.StateSince)
		s.urgentWhen(l.Stop, l.StateSince)
	case model.RegistrationAttended:
		is(model.AttributeAttended)
	}
	if !l.State.Comes() {
		return
	}
	is(model.AttributeConfirmed)
	later(model.MomentConfirmedAt, *l.ConfirmedAt)
	later(model.MomentEndsAt, l.Stop.EndsAt)
	if starts := s.Moments[model.MomentStartsAt]; starts.IsZero() || l.Stop.StartsAt.Before(starts) {
		s.Moments[model.MomentStartsAt] = l.Stop.StartsAt
	}
	if moved := l.Stop.MovedAt; moved != nil && moved.After(*l.ConfirmedAt) {
		later(model.MomentStopMovedAt, *moved)
		s.urgentWhen(l.Stop, *moved)
	}
}

// urgentWhen notes what cannot wait: a stop that begins within UrgentWithin of
// what happened to it.
func (s *Subject) urgentWhen(stop *model.TourStop, at time.Time) {
	if stop.EndsAt.After(at) && !stop.StartsAt.After(at.Add(model.UrgentWithin)) {
		s.Attributes[model.AttributeUrgent] = model.AttributeTrue
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
