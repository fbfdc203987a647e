package tour

import (
	"context"
	"fmt"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Register asks for seats for a person. At each stop it gets them, or a place at
// the end of the line; where the tour wants an adviser's word first, it waits
// for that. A person registers once for a tour; AddStops asks for more.
func (s Service) Register(ctx context.Context, in model.TourRegistrationCreateInput, f model.Fields) (*model.TourRegistration, error) {
	var errs model.Errors
	_, activity, err := in.ActivityID.AsActivity("activityId")
	errs.Add(err)
	person, err := in.PersonID.As(model.KindPerson, "personId")
	errs.Add(err)
	lines := in.Apply(&errs)
	note, err := model.CleanText("note", app.Value(in.Note), model.MaxBody)
	errs.Add(err)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var id model.ID
	err = s.atDesk(ctx, activity, "activityId", func(ctx context.Context, d *desk) error {
		id, err = d.tx.Once(ctx, in.IdempotencyKey, "tourRegistrationCreate", in, func(id model.ID) error {
			if err := d.mayRegister(ctx, person); err != nil {
				return err
			}
			r := &model.TourRegistration{
				ID: id, ActivityID: activity, PersonID: person, State: model.RegistrationStarted, Note: note, Stamps: model.Created(d.tx.Now),
			}
			if err := d.tx.InsertUnique(ctx, r, model.Conflict("personId", "error.registration.twice")); err != nil {
				return err
			}
			return d.addLines(ctx, r, lines, app.Value(in.Draft), "tourRegistrationCreate")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.registration(ctx, id, f)
}

// AddStops asks for more stops, or again for those that were given up. The
// person stands at the end of their lines.
func (s Service) AddStops(ctx context.Context, in model.TourRegistrationAddInput, f model.Fields) (*model.TourRegistration, error) {
	var errs model.Errors
	lines := in.Apply(&errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.atRegistration(ctx, in.ID, in.ExpectedVersion, f, func(ctx context.Context, d *desk, r *model.TourRegistration) error {
		if err := d.mayRegister(ctx, r.PersonID); err != nil {
			return err
		}
		return d.addLines(ctx, r, lines, false, "tourRegistrationAddStops")
	})
}

// mayRegister refuses when nobody can register, or not this person.
func (d *desk) mayRegister(ctx context.Context, person model.ID) error {
	life := d.tour.Life()
	noted := life.RecordedAfterwards && life.State == model.TourCompleted
	if !life.State.TakesRegistrations() && !noted {
		return model.GuardFailed("guard.registration.notOpen").With("State", string(life.State))
	}
	people, err := d.tx.PeopleByID(ctx, []model.ID{person}, nil)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return model.NotFound("personId")
	}
	// A company registers its own people; others are unknown to it.
	if actor := d.tx.Actor; actor.Role == model.RoleCompany {
		if own := people[0].OrganisationID; own == nil || *own != actor.OrganisationID {
			return model.NotFound("personId")
		}
	}
	return nil
}

// addLines asks for seats at stops of the tour.
func (d *desk) addLines(ctx context.Context, r *model.TourRegistration, lines []*model.RegistrationLine, draft bool, action string) error {
	if err := d.checkLines(r, lines); err != nil {
		return err
	}
	ids := make([]model.ID, len(lines))
	for i, l := range lines {
		ids[i] = l.StopID
	}
	if err := d.lock(ctx, ids...); err != nil {
		return err
	}
	return d.change(ctx, r, action, "", func() error {
		for _, l := range lines {
			line := r.Line(l.StopID)
			if line == nil {
				line = l
				line.ID, line.RegistrationID, line.StateSince = d.tx.NewID(), r.ID, d.tx.Now
				r.Lines = append(r.Lines, line)
			}
			line.Seats = l.Seats
			if draft {
				continue
			}
			if err := d.submit(ctx, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkLines answers all that is wrong with the stops that are asked for.
func (d *desk) checkLines(r *model.TourRegistration, lines []*model.RegistrationLine) error {
	var errs model.Errors
	for i, l := range lines {
		field := model.LineField(i)
		stop, there := d.stop(l.StopID), r.Line(l.StopID)
		switch {
		case stop == nil:
			errs.Add(model.BadInput(field, "error.registration.stopElsewhere"))
		case stop.Cancelled():
			errs.Add(model.GuardFailed("guard.registration.stopCancelled").With("City", stop.City).At(field))
		case !d.tx.Now.Before(stop.StartsAt) && !d.tour.Life().RecordedAfterwards:
			errs.Add(model.GuardFailed("guard.registration.stopStarted").With("City", stop.City).At(field))
		case l.Seats > stop.Capacity:
			errs.Add(model.BadInput(fmt.Sprintf("lines.%d.seats", i), "error.registration.tooMany").With("Capacity", stop.Capacity))
		case there != nil && there.State != model.RegistrationCancelled:
			errs.Add(model.Conflict(field, "error.registration.stopTwice").With("City", stop.City))
		}
	}
	return errs.Err()
}

// submit asks for a line what its tour lets it ask for.
func (d *desk) submit(ctx context.Context, l *model.RegistrationLine) error {
	life := d.tour.Life()
	switch {
	case life.RecordedAfterwards:
		got, err := d.tx.TakeSeats(ctx, d.stops[l.StopID], l.Seats, true)
		if err == nil && !got {
			err = model.GuardFailed("guard.registration.full").With("City", d.stops[l.StopID].City)
		}
		l.Enter(model.RegistrationConfirmed, d.tx.Now)
		l.Enter(model.RegistrationAttended, d.tx.Now)
		return err
	case life.NeedsApproval:
		l.Enter(model.RegistrationPending, d.tx.Now)
		return nil
	}
	return d.ask(ctx, l)
}

// registration answers a registration as it is after a change.
func (s Service) registration(ctx context.Context, id model.ID, f model.Fields) (*model.TourRegistration, error) {
	return app.First(s.Store.RegistrationsByID(ctx, []model.ID{id}, f))
}
