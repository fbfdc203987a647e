package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Transition moves an edition to another state when its guards hold.
func (s Service) Transition(ctx context.Context, in model.TourTransitionInput, f model.Fields) (*model.TourEdition, error) {
	id, err := in.ID.As(model.KindTourEdition, "id")
	if err != nil {
		return nil, err
	}
	if err := s.transition(ctx, id, in, "tourEditionTransition"); err != nil {
		return nil, err
	}
	return s.edition(ctx, id, f)
}

// SideTourTransition moves a side tour to another state when its guards hold.
func (s Service) SideTourTransition(ctx context.Context, in model.TourTransitionInput, f model.Fields) (*model.SideTour, error) {
	id, err := in.ID.As(model.KindSideTour, "id")
	if err != nil {
		return nil, err
	}
	if err := s.transition(ctx, id, in, "sideTourTransition"); err != nil {
		return nil, err
	}
	return s.sideTour(ctx, id, f)
}

func (s Service) transition(ctx context.Context, id model.ID, in model.TourTransitionInput, action string) error {
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return err
	}
	return s.atDesk(ctx, id, "id", func(ctx context.Context, d *desk) error {
		row := d.tour
		if err := row.Saves().Expect(in.ExpectedVersion); err != nil {
			return err
		}
		guards, err := d.guards(ctx, reason)
		if err != nil {
			return err
		}
		if err := model.CheckTourTransition(row, in.To, guards); err != nil {
			return err
		}
		before := copyOf(row)
		row.Life().State, row.Life().StateSince = in.To, d.tx.Now
		switch in.To { //nolint:exhaustive // nobody's registration follows from the others
		case model.TourCancelled:
			row.Life().Reason = reason
			if err := d.cancelStops(ctx, reason, row.Life().OpenStops()...); err != nil {
				return err
			}
		case model.TourCompleted:
			if err := d.settle(ctx); err != nil {
				return err
			}
		}
		return d.tx.SaveActivity(ctx, action, before, row, row.Saves(), reason)
	})
}

// copyOf is a tour as it is before it is changed.
func copyOf(t model.Tour) model.Tour {
	switch row := t.(type) {
	case *model.TourEdition:
		before := *row
		return &before
	case *model.SideTour:
		before := *row
		return &before
	}
	return nil
}

// guards counts the facts on which the guards of a transition rest.
func (d *desk) guards(ctx context.Context, reason string) (model.TourGuards, error) {
	a := d.tour.Common()
	g := model.TourGuards{Reason: reason}
	if edition, ok := d.tour.(*model.TourEdition); ok {
		g.NeedsPapers, g.HasLegacy, g.HasReport = true, edition.HasLegacy(), edition.HasReport()
	}
	today := model.DateOf(d.tx.Now.In(a.Zone()))
	g.HasStarted = !a.StartsOn.IsZero() && !today.Before(a.StartsOn)
	g.HasEnded = !a.EndsOn.IsZero() && today.After(a.EndsOn)
	if stops := d.tour.Life().OpenStops(); len(stops) > 0 && !a.EndsOn.IsZero() {
		g.HasEnded = !d.tx.Now.Before(lastEnd(stops))
	}
	followUps, err := d.tx.FollowUpsOf(ctx, []model.ID{a.ID}, nil)
	if err != nil {
		return g, err
	}
	for _, u := range followUps {
		if u.State == model.FollowUpOpen {
			g.OpenFollowUps++
		}
	}
	lessons, err := d.tx.LessonsOf(ctx, []model.ID{a.ID}, nil)
	g.LessonCount = len(lessons)
	return g, err
}

// settle notes who came: those who were checked in; at a stop where nobody was,
// everybody who was expected.
func (d *desk) settle(ctx context.Context) error {
	for _, stop := range d.tour.Life().OpenStops() {
		expected, err := d.tx.RegistrationsAt(ctx, stop.ID, 0, model.RegistrationConfirmed, model.RegistrationCheckedIn)
		if err != nil {
			return err
		}
		absent := model.RegistrationAttended
		for _, r := range expected {
			if r.Line(stop.ID).State == model.RegistrationCheckedIn {
				absent = model.RegistrationNoShow
			}
		}
		for _, r := range expected {
			to := absent
			if r.Line(stop.ID).State == model.RegistrationCheckedIn {
				to = model.RegistrationAttended
			}
			if err := d.change(ctx, r, "tourRegistrationSettle", "", func() error {
				r.Line(stop.ID).Enter(to, d.tx.Now)
				return nil
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
