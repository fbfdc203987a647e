package web

import (
	"context"
	"net/http"
	"time"

	"fyrtaarn/model"
)

// seatPage shows somebody a registration, and asks what is still to be answered.
type seatPage struct {
	*visitor
	registration *model.TourRegistration
	zone         *time.Location

	Notice   phrase
	ZoneNote phrase
	Stops    []seatView
	Contact  phrase
	Version  int
}

// seatView is one stop of a registration, and what may be done about it.
type seatView struct {
	// ID is the stop's.
	ID                 string
	When, Title, Place phrase
	State              phrase
	// Offered opens the answer to an offer, MayCancel the way out.
	Offered, MayCancel bool
}

func (s *site) seatPage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readSeat(ctx, v)
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, "seat", p)
	return nil
}

// readSeat reads the registration of the visitor's link. NOT_FOUND is the answer
// for one that is somebody else's.
func (s *site) readSeat(ctx context.Context, v *visitor) (*seatPage, error) {
	ctx = whole(ctx)
	fields := model.Fields{"activity": {}}.Ask("lines", "stop").Ask("lines", "position")
	rows, err := s.Tours.ManyRegistrations(ctx, []model.ID{v.link.SubjectID}, fields)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || rows[0].PersonID != v.person.ID {
		return nil, model.NotFound("")
	}
	r := rows[0]
	tour, ok := r.Activity.(model.Tour)
	if !ok {
		return nil, model.NotFound("")
	}
	a := tour.Common()
	n, err := readNames(ctx, s.Delegations, nil, []*model.ID{a.OwnerID})
	if err != nil {
		return nil, err
	}
	p := &seatPage{visitor: v, registration: r, zone: a.Zone(), Version: r.Version, Contact: v.contact(n.person(a.OwnerID))}
	p.Heading = p.say("page.seat.title", "Tour", p.local(a.Title))
	p.ZoneNote = p.zoneNote(p.zone)
	over := tour.Life().State.Ended()
	if over {
		p.Notice = p.say("page.seat.over")
	}
	now := s.Tours.Clock.Now()
	for _, l := range r.Lines {
		p.Stops = append(p.Stops, p.seat(l, now, over))
	}
	return p, nil
}

// seat shows one stop.
func (p *seatPage) seat(l *model.RegistrationLine, now time.Time, over bool) seatView {
	place := model.SessionSnapshot{City: l.Stop.City, Venue: l.Stop.Venue}
	shown := seatView{
		ID: string(l.Stop.GlobalID()), When: p.when(l.Stop.StartsAt.In(p.zone), l.Stop.EndsAt.In(p.zone)), Title: p.local(l.Stop.Title),
		Place: p.place(&place),
	}
	ahead := !over && now.Before(l.Stop.StartsAt)
	switch l.State {
	case model.RegistrationOffered:
		until := l.OfferExpiresAt.In(p.zone)
		shown.State = p.say("page.seat.state.offered", "Until", p.instant(until))
		shown.Offered = ahead
	case model.RegistrationWaitlisted:
		position := 0
		if l.Position != nil {
			position = *l.Position
		}
		shown.State = p.say("page.seat.state.waitlisted", "Position", position)
		shown.MayCancel = ahead
	default:
		shown.State = p.say("page.seat.state." + camel(string(l.State)))
		shown.MayCancel = ahead && (l.State == model.RegistrationConfirmed || l.State == model.RegistrationPending)
	}
	return shown
}

// instant is a day and a time of day.
func (p *seatPage) instant(at time.Time) phrase {
	return p.say("mail.when", "Date", p.longDate(model.DateOf(at)), "Time", p.own(p.l.Time(at)))
}

// seatPost keeps the answer to an offer, or that somebody cannot come.
func (s *site) seatPost(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readSeat(ctx, v)
	if err != nil {
		return err
	}
	in := model.TourRegistrationStepInput{
		ID: p.registration.GlobalID(), ExpectedVersion: seen(r), StopIDs: []model.GlobalID{model.GlobalID(r.PostForm.Get("stop"))},
	}
	switch r.PostForm.Get("act") {
	case "accept":
		_, err = s.Tours.Accept(ctx, in, model.Fields{})
	case "decline":
		_, err = s.Tours.Decline(ctx, in, model.Fields{})
	case "cancel":
		_, err = s.Tours.Cancel(ctx, in, model.Fields{})
	default:
		err = model.BadInput("", "page.form.unreadable")
	}
	if err == nil {
		p.leadBack(w)
		return nil
	}
	if !p.refuse(err, map[string]string{"stopIds": "", "expectedVersion": "", "id": ""}) {
		return err
	}
	s.write(w, r, statusOf(err), "seat", p)
	return nil
}
