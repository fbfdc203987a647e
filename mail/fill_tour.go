package mail

import (
	"strings"
	"time"

	"fyrtaarn/model"
)

// tourFillers are the fillers of the mails about tours.
var tourFillers = map[string]func(*templateSet, *view) error{
	TemplateTourConfirmed:   fillTourConfirmed,
	TemplateTourWaitlisted:  tourMail("mail.tour.waitlisted.", model.RegistrationWaitlisted),
	TemplateTourOffered:     tourMail("mail.tour.offered.", model.RegistrationOffered),
	TemplateTourOfferEnding: tourMail("mail.tour.offerEnding.", model.RegistrationOffered),
	TemplateTourCancelled:   fillTourCancelled,
	TemplateTourMoved:       tourMail("mail.tour.moved.", comes...),
	TemplateTourReminder:    tourMail("mail.tour.reminder.", comes...),
	TemplateTourPaper:       fillTourPaper,
	TemplateTourThanks:      fillTourThanks,
	TemplateTourPaperLate:   fillTourLate("mail.tour.paperLate."),
	TemplateTourReportLate:  fillTourLate("mail.tour.reportLate."),
}

// comes are the states of the stops that stand in somebody's calendar.
var comes = []model.RegistrationState{model.RegistrationConfirmed, model.RegistrationCheckedIn, model.RegistrationAttended}

// tour is what the edition or side tour is called within a sentence.
func (w *writer) tour() phrase {
	a := w.facts.Tour.Common()
	if p := w.named(a.Title); p != "" {
		return p
	}
	return fence(a.Reference, "")
}

// tourMail fills a mail about the stops of a registration that are in one of the
// states. What is confirmed goes into the calendar.
func tourMail(id string, states ...model.RegistrationState) func(*templateSet, *view) error {
	return func(_ *templateSet, v *view) error {
		if err := v.registered(id); err != nil {
			return err
		}
		v.tell(id)
		v.showSeats(states...)
		return nil
	}
}

// registered checks that there is something to write about.
func (v *view) registered(id string) error {
	if v.facts.Tour == nil || v.facts.Registration == nil {
		return missing(id, "Tour and Registration")
	}
	v.SeatButton = v.text("mail.tour.open")
	return nil
}

// tell fills subject and first paragraph from the messages of a mail.
func (v *view) tell(id string) {
	v.Subject = v.text(id+"subject", "Tour", v.tour())
	v.Paragraphs = append(v.Paragraphs, v.text(id+"intro", "Tour", v.tour()))
}

// showSeats lists the stops of the registration that are in one of the states.
func (v *view) showSeats(states ...model.RegistrationState) {
	for _, l := range v.facts.Registration.Lines {
		for _, state := range states {
			if l.State != state {
				continue
			}
			v.Seats = append(v.Seats, v.seat(l))
			if l.State.Comes() {
				v.method = MethodRequest
				v.events = append(v.events, v.stopEvent(l, false))
			}
		}
	}
}

// seat is one stop of a registration.
func (w *writer) seat(l *model.RegistrationLine) sessionView {
	stop := snapshotOfStop(l.Stop)
	shown := sessionView{When: w.when(&stop), Title: w.typed(l.Stop.Title)}
	if place := w.place(&stop); place != "" {
		shown.Lines = append(shown.Lines, w.text("mail.session.place", "Place", place))
	}
	if host := w.facts.organisation(l.Stop.HostID); host != "" {
		shown.Lines = append(shown.Lines, w.text("mail.session.host", "Host", host))
	}
	if l.Seats > 1 {
		shown.Lines = append(shown.Lines, w.plural("mail.tour.seats", l.Seats))
	}
	switch l.State { //nolint:exhaustive // the others need no word
	case model.RegistrationWaitlisted:
		if l.Position != nil {
			shown.Lines = append(shown.Lines, w.text("mail.tour.position", "Position", *l.Position))
		} else {
			shown.Lines = append(shown.Lines, w.text("mail.tour.waiting"))
		}
	case model.RegistrationOffered:
		shown.Lines = append(shown.Lines, w.text("mail.tour.until", "Until", w.instant(*l.OfferExpiresAt)))
	case model.RegistrationStopCancelled:
		shown.Lines = append(shown.Lines, w.text("mail.tour.stopCancelled"))
	}
	return shown
}

// instant is a day and a time of day in the place's zone.
func (w *writer) instant(at time.Time) phrase {
	local := at.In(w.zone)
	clock := fence(w.l.Time(local), string(w.language))
	return w.text("mail.when", "Date", w.longDate(model.DateOf(local)), "Time", clock)
}

// snapshotOfStop lets a stop be written as a session is.
func snapshotOfStop(s *model.TourStop) model.SessionSnapshot {
	return model.SessionSnapshot{Title: s.Title, StartsAt: s.StartsAt, EndsAt: s.EndsAt, City: s.City, Venue: placeOf(s), HostID: s.HostID}
}

// placeOf leaves out a venue that says no more than the city.
func placeOf(s *model.TourStop) string {
	if strings.EqualFold(s.Venue, s.City) {
		return ""
	}
	return s.Venue
}

// stopEvent is a stop in the recipient's calendar.
func (w *writer) stopEvent(l *model.RegistrationLine, cancelled bool) Event {
	stop := snapshotOfStop(l.Stop)
	title := l.Stop.Title.In(&w.language)
	summary := w.named(l.Stop.Title)
	if summary == "" {
		summary = w.tour()
	}
	e := Event{
		UID: EventUID(l.StopID, w.facts.Recipient.ID), Sequence: l.EventSequence(), Start: l.Stop.StartsAt, End: l.Stop.EndsAt,
		Summary: bare(summary), Location: bare(w.place(&stop)), Cancelled: cancelled,
		Description: bare(w.text("mail.tour.calendar", "Tour", w.tour())),
	}
	if title.Fallback && title.Text != "" {
		e.SummaryLanguage = string(title.Language)
	}
	return e
}

func fillTourConfirmed(_ *templateSet, v *view) error {
	if err := v.registered(TemplateTourConfirmed); err != nil {
		return err
	}
	v.tell("mail.tour.confirmed.")
	v.showSeats(comes...)
	if len(v.Seats) == 0 {
		return missing(TemplateTourConfirmed, "a confirmed stop")
	}
	// Who also waits somewhere is told so here, not in a second mail.
	v.showSeats(model.RegistrationWaitlisted)
	return nil
}

// fillTourCancelled tells of the stops that do not take place. Those that stood
// in the calendar are taken out of it.
func fillTourCancelled(_ *templateSet, v *view) error {
	if err := v.registered(TemplateTourCancelled); err != nil {
		return err
	}
	id := "mail.tour.stopsCancelled."
	if v.facts.Tour.Life().State == model.TourCancelled {
		id = "mail.tour.cancelled."
	}
	v.tell(id)
	v.showSeats(model.RegistrationStopCancelled)
	v.method = MethodCancel
	for _, l := range v.facts.Registration.Lines {
		if l.State == model.RegistrationStopCancelled && l.ConfirmedAt != nil {
			v.events = append(v.events, v.stopEvent(l, true))
		}
	}
	return nil
}

// paper shows a paper as text, as a link, or both.
func (v *view) paper(text model.LocalizedText, link, name string) {
	if !text.IsEmpty() {
		v.Paragraphs = append(v.Paragraphs, v.typed(text))
	}
	if link != "" {
		v.PaperLink, v.PaperName = link, v.text(name)
	}
}

func fillTourPaper(_ *templateSet, v *view) error {
	edition, ok := v.facts.Tour.(*model.TourEdition)
	if !ok || !edition.HasPaper() {
		return missing(TemplateTourPaper, "a discussion paper")
	}
	if err := v.registered(TemplateTourPaper); err != nil {
		return err
	}
	v.tell("mail.tour.paper.")
	v.paper(edition.Paper, edition.PaperURL, "mail.tour.paper.open")
	return nil
}

func fillTourThanks(_ *templateSet, v *view) error {
	edition, ok := v.facts.Tour.(*model.TourEdition)
	if !ok || !edition.HasReport() {
		return missing(TemplateTourThanks, "a report")
	}
	if err := v.registered(TemplateTourThanks); err != nil {
		return err
	}
	v.tell("mail.tour.thanks.")
	v.paper(edition.Report, edition.ReportURL, "mail.tour.report.open")
	return nil
}

// fillTourLate tells the owner what is missing.
func fillTourLate(id string) func(*templateSet, *view) error {
	return func(_ *templateSet, v *view) error {
		if v.facts.Tour == nil {
			return missing(id, "Tour")
		}
		v.Subject = v.text(id+"subject", "Tour", v.tour())
		v.Paragraphs = append(v.Paragraphs, v.text(id+"intro", "Tour", v.tour(), "Dates", v.Dates))
		return nil
	}
}

// CalendarNote says what the calendar part does.
func (v *view) CalendarNote() phrase {
	if v.method == MethodCancel {
		return v.text("mail.cancelled.calendar")
	}
	return v.text("mail.calendar.attached")
}
