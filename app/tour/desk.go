package tour

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// desk is one tour within a unit of work that changes it or its registrations.
// The tour is locked, so that nobody else is at the desk; stops are locked
// before their seats are given or freed, all that are needed at once and in one
// order for everybody.
type desk struct {
	tx    *app.Tx
	tour  model.Tour
	stops map[model.ID]*model.TourStop
}

// atDesk opens the desk of a tour for those who organise it. field names the
// input that the tour stands in.
func (s Service) atDesk(ctx context.Context, id model.ID, field string, do func(context.Context, *desk) error) error {
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		d, err := open(ctx, tx, id, field)
		if err != nil {
			return err
		}
		if err := tx.OrganisedByActor(ctx, d.tour.Common()); err != nil {
			return err
		}
		return do(ctx, d)
	})
}

func open(ctx context.Context, tx *app.Tx, id model.ID, field string) (*desk, error) {
	tour, err := tx.LockTour(ctx, id)
	if err != nil {
		return nil, model.AtField(err, field)
	}
	return &desk{tx: tx, tour: tour}, nil
}

// lock holds the stops, and answers what the desk knows of them from then on.
func (d *desk) lock(ctx context.Context, ids ...model.ID) (err error) {
	d.stops, err = d.tx.LockStops(ctx, ids)
	return err
}

// stop is one of the tour's own stops; nil for any other.
func (d *desk) stop(id model.ID) *model.TourStop {
	for _, s := range d.tour.Life().Stops {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// ask gives a line its seats, or a place at the end of the stop's line.
func (d *desk) ask(ctx context.Context, l *model.RegistrationLine) error {
	stop := d.stops[l.StopID]
	got, err := d.tx.TakeSeats(ctx, stop, l.Seats, true)
	if err != nil {
		return err
	}
	if got {
		l.Enter(model.RegistrationConfirmed, d.tx.Now)
		return nil
	}
	ticket, err := d.tx.DrawTicket(ctx, stop)
	if err != nil {
		return err
	}
	l.Enter(model.RegistrationWaitlisted, d.tx.Now)
	l.Ticket = &ticket
	return nil
}

// leave takes a line out of its stop, and frees what it held. The stop must be
// locked.
func (d *desk) leave(ctx context.Context, l *model.RegistrationLine, to model.RegistrationState, why model.RegistrationEnd) error {
	stop, was := d.stops[l.StopID], l.State
	l.Enter(to, d.tx.Now)
	l.Ended = why
	switch {
	case was.HoldsSeats():
		return d.tx.FreeSeats(ctx, stop, l.Seats)
	case was == model.RegistrationWaitlisted:
		return d.tx.LeaveLine(ctx, stop)
	}
	return nil
}

// promote offers the free seats of a locked stop to those who wait, strictly in
// order: a group at the head of the line waits until there are seats for all of
// it, and nobody passes.
func (d *desk) promote(ctx context.Context, stop *model.TourStop) error {
	for stop.Waiting > 0 && d.offers(stop) {
		heads, err := d.tx.RegistrationsAt(ctx, stop.ID, 1, model.RegistrationWaitlisted)
		if err != nil || len(heads) == 0 {
			return err
		}
		r := heads[0]
		line := r.Line(stop.ID)
		got, err := d.tx.TakeSeats(ctx, stop, line.Seats, false)
		if err != nil || !got {
			return err
		}
		err = d.change(ctx, r, "tourOfferMake", "", func() error {
			line.Enter(model.RegistrationOffered, d.tx.Now)
			expires := d.offerExpires(stop)
			line.OfferExpiresAt = &expires
			return d.tx.LeaveLine(ctx, stop)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// offers tells whether a free seat of the stop is worth offering.
func (d *desk) offers(stop *model.TourStop) bool {
	return d.tour.Life().State.Offers() && !stop.Cancelled() && d.tx.Now.Before(stop.StartsAt)
}

// offerExpires is until when a seat is held: no longer than until the stop begins.
func (d *desk) offerExpires(stop *model.TourStop) time.Time {
	expires := d.tx.Now.Add(time.Duration(d.tour.Life().OfferHours) * time.Hour)
	if stop.StartsAt.Before(expires) {
		return stop.StartsAt
	}
	return expires
}

// change lets do change the lines of a registration, and stores what changed with
// its audit rows.
func (d *desk) change(ctx context.Context, r *model.TourRegistration, action, why string, do func() error) error {
	before := make([]model.RegistrationLine, len(r.Lines))
	for i, l := range r.Lines {
		before[i] = *l
	}
	if err := do(); err != nil {
		return err
	}
	for i, l := range r.Lines {
		switch {
		case i >= len(before):
			if err := d.tx.Insert(ctx, l); err != nil {
				return err
			}
			if err := d.tx.Audit(ctx, action, model.KindRegistration, r.ID, nil, l, why); err != nil {
				return err
			}
		case before[i] != *l:
			if err := d.tx.Save(ctx, l); err != nil {
				return err
			}
			if err := d.tx.Audit(ctx, action, model.KindRegistration, r.ID, &before[i], l, why); err != nil {
				return err
			}
		}
	}
	r.Summarise()
	r.Touch(d.tx.Now)
	d.tx.Touch(model.KindRegistration, r.ID)
	return d.tx.Update(ctx, r, r.Version)
}

// lastEnd is when the last of the stops ends.
func lastEnd(stops []*model.TourStop) time.Time {
	var last time.Time
	for _, s := range stops {
		if s.EndsAt.After(last) {
			last = s.EndsAt
		}
	}
	return last
}
