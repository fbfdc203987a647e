package tour

import (
	"context"
	"slices"

	"fyrtaarn/model"
)

// WaitlistMove gives somebody another place in the line of a stop. The reason
// stays with the registration and in the audit trail.
func (s Service) WaitlistMove(ctx context.Context, in model.WaitlistMoveInput, f model.Fields) (*model.TourRegistration, error) {
	var errs model.Errors
	stop, err := in.StopID.As(model.KindTourStop, "stopId")
	errs.Add(err)
	why, err := model.CleanText("reason", in.Reason, model.MaxBody)
	errs.Add(err)
	errs.Add(model.Required("reason", in.Reason))
	if in.Position < 1 {
		errs.Add(model.BadInput("position", "error.number.range").With("Min", 1).With("Max", model.MaxStopCapacity))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.atRegistration(ctx, in.ID, in.ExpectedVersion, f, func(ctx context.Context, d *desk, r *model.TourRegistration) error {
		if err := d.organiserOnly(); err != nil {
			return err
		}
		if l := r.Line(stop); l == nil || l.State != model.RegistrationWaitlisted {
			return model.GuardFailed("guard.waitlist.notWaiting")
		}
		if err := d.lock(ctx, stop); err != nil {
			return err
		}
		if err := d.move(ctx, stop, r.ID, in.Position, why); err != nil {
			return err
		}
		return d.promote(ctx, d.stops[stop])
	})
}

// move deals the tickets of the line out again in the wanted order; nobody gets
// a number that was not in the line.
func (d *desk) move(ctx context.Context, stop, moved model.ID, position int, why string) error {
	waiting, err := d.tx.RegistrationsAt(ctx, stop, 0, model.RegistrationWaitlisted)
	if err != nil {
		return err
	}
	tickets := make([]int, len(waiting))
	at := 0
	for i, r := range waiting {
		tickets[i] = *r.Line(stop).Ticket
		if r.ID == moved {
			at = i
		}
	}
	one := waiting[at]
	waiting = slices.Insert(slices.Delete(waiting, at, at+1), min(position, len(tickets))-1, one)
	for i, r := range waiting {
		line := r.Line(stop)
		if *line.Ticket == tickets[i] && r != one {
			continue
		}
		err := d.change(ctx, r, "waitlistMove", why, func() error {
			ticket := tickets[i]
			line.Ticket = &ticket
			if r == one {
				line.MovedWhy = why
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
