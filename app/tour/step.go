package tour

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Submit asks for the seats of a registration that was only started.
func (s Service) Submit(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields) (*model.TourRegistration, error) {
	return s.step(ctx, in, f, stepOf{
		action: "tourRegistrationSubmit", from: []model.RegistrationState{model.RegistrationStarted},
		check: func(d *desk) error {
			if !d.tour.Life().State.TakesRegistrations() {
				return model.GuardFailed("guard.registration.notOpen").With("State", string(d.tour.Life().State))
			}
			return nil
		},
		do: (*desk).submit,
	})
}

// Approve lets a registration ask for its seats. It stands in line from now on,
// not from when it came.
func (s Service) Approve(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields) (*model.TourRegistration, error) {
	return s.step(ctx, in, f, stepOf{
		action: "tourRegistrationApprove", from: []model.RegistrationState{model.RegistrationPending},
		check: (*desk).organiserOnly, do: (*desk).ask,
	})
}

// Reject turns a registration down that waits for approval.
func (s Service) Reject(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields) (*model.TourRegistration, error) {
	return s.step(ctx, in, f, stepOf{
		action: "tourRegistrationReject", from: []model.RegistrationState{model.RegistrationPending}, needsReason: true,
		check: (*desk).organiserOnly,
		do: func(d *desk, ctx context.Context, l *model.RegistrationLine) error {
			return d.leave(ctx, l, model.RegistrationCancelled, model.EndedRejected)
		},
	})
}

// Cancel gives up stops; the seats go to those who wait.
func (s Service) Cancel(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields) (*model.TourRegistration, error) {
	return s.step(ctx, in, f, stepOf{
		action: "tourRegistrationCancel", from: live,
		do: func(d *desk, ctx context.Context, l *model.RegistrationLine) error {
			return d.leave(ctx, l, model.RegistrationCancelled, model.EndedWithdrawn)
		},
	})
}

// CheckIn notes that somebody has come, on the day of the stop.
func (s Service) CheckIn(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields) (*model.TourRegistration, error) {
	return s.step(ctx, in, f, stepOf{
		action: "tourRegistrationCheckIn", from: []model.RegistrationState{model.RegistrationConfirmed}, check: (*desk).organiserOnly,
		only: func(d *desk, l *model.RegistrationLine) error {
			stop := d.stops[l.StopID]
			today := model.DateOf(d.tx.Now.In(stop.Zone()))
			if today.Before(model.DateOf(stop.StartsAt.In(stop.Zone()))) {
				return model.GuardFailed("guard.registration.checkInEarly").With("City", stop.City)
			}
			return nil
		},
		do: func(d *desk, _ context.Context, l *model.RegistrationLine) error {
			l.Enter(model.RegistrationCheckedIn, d.tx.Now)
			return nil
		},
	})
}

// stepOf is a step of a registration: from which states of its lines it can be
// made, what must hold, and what it does with a line.
type stepOf struct {
	action      string
	from        []model.RegistrationState
	needsReason bool
	check       func(*desk) error
	// only must hold for a line. Where no stop was named, a line for which it
	// does not hold is passed over.
	only func(*desk, *model.RegistrationLine) error
	do   func(*desk, context.Context, *model.RegistrationLine) error
}

// step makes a step at the named stops, or at all where it can be made.
func (s Service) step(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields, step stepOf) (*model.TourRegistration, error) {
	why, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	if step.needsReason {
		if err := model.Required("reason", why); err != nil {
			return nil, err
		}
	}
	return s.atRegistration(ctx, in.ID, in.ExpectedVersion, f, func(ctx context.Context, d *desk, r *model.TourRegistration) error {
		if step.check != nil {
			if err := step.check(d); err != nil {
				return err
			}
		}
		return d.step(ctx, r, in.StopIDs, why, step)
	})
}

func (d *desk) step(ctx context.Context, r *model.TourRegistration, stops []model.GlobalID, why string, step stepOf) error {
	all := make([]model.ID, len(r.Lines))
	for i, l := range r.Lines {
		all[i] = l.StopID
	}
	if err := d.lock(ctx, all...); err != nil {
		return err
	}
	lines, err := d.chosen(r, stops, step)
	if err != nil {
		return err
	}
	err = d.change(ctx, r, step.action, why, func() error {
		for _, l := range lines {
			if err := step.do(d, ctx, l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, l := range lines {
		if err := d.promote(ctx, d.stops[l.StopID]); err != nil {
			return err
		}
	}
	return nil
}

// chosen are the lines of which a step is made: those at the named stops, or all
// of which it can be made. That there is none is refused.
func (d *desk) chosen(r *model.TourRegistration, stops []model.GlobalID, step stepOf) ([]*model.RegistrationLine, error) {
	var errs model.Errors
	var lines []*model.RegistrationLine
	for _, global := range stops {
		id, err := global.As(model.KindTourStop, "stopIds")
		errs.Add(err)
		l := r.Line(id)
		switch {
		case err != nil:
		case l == nil:
			errs.Add(model.BadInput("stopIds", "error.registration.stopElsewhere"))
		case !slices.Contains(step.from, l.State):
			errs.Add(model.GuardFailed("guard.registration.state").With("State", string(l.State)).With("City", d.stops[id].City))
		default:
			if step.only != nil {
				errs.Add(step.only(d, l))
			}
			lines = append(lines, l)
		}
	}
	if len(stops) > 0 {
		return lines, errs.Err()
	}
	for _, l := range r.Lines {
		if !slices.Contains(step.from, l.State) {
			continue
		}
		if step.only != nil {
			if err := step.only(d, l); err != nil {
				errs.Add(err)
				continue
			}
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		errs.Add(model.GuardFailed("guard.registration.none").With("State", string(r.State)))
		return nil, errs.Err()
	}
	return lines, nil
}

// organiserOnly refuses a company, which may act for its own people but not
// decide.
func (d *desk) organiserOnly() error {
	if role := d.tx.Actor.Role; role == model.RoleCompany || role == model.RoleDelegate {
		return model.Forbidden("error.forbidden")
	}
	return nil
}

// atRegistration opens the desk of a registration that the actor may see.
func (s Service) atRegistration(
	ctx context.Context, global model.GlobalID, expected *int, f model.Fields, do func(context.Context, *desk, *model.TourRegistration) error,
) (*model.TourRegistration, error) {
	id, err := global.As(model.KindRegistration, "id")
	if err != nil {
		return nil, err
	}
	known, err := s.registration(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	if known == nil {
		return nil, model.NotFound("id")
	}
	err = s.atDesk(ctx, known.ActivityID, "id", func(ctx context.Context, d *desk) error {
		r, err := app.First(d.tx.WholeRegistrations(ctx, []model.ID{id}))
		if err != nil {
			return err
		}
		if r == nil {
			return model.NotFound("id")
		}
		if err := r.Expect(expected); err != nil {
			return err
		}
		return do(ctx, d, r)
	})
	if err != nil {
		return nil, err
	}
	return s.registration(ctx, id, f)
}
