package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes what the input names of an edition. While people can register,
// a language is taken in only when its texts are complete.
func (s Service) Update(ctx context.Context, in model.TourEditionUpdateInput, f model.Fields) (*model.TourEdition, error) {
	id, err := in.ID.As(model.KindTourEdition, "id")
	if err != nil {
		return nil, err
	}
	err = s.atDesk(ctx, id, "id", func(ctx context.Context, d *desk) error {
		row, ok := d.tour.(*model.TourEdition)
		if !ok {
			return model.NotFound("id")
		}
		before := *row
		return d.update(ctx, in.ExpectedVersion, &before, in.ActivityPatch, "tourEditionUpdate", app.Value(in.Reason),
			func(errs *model.Errors) []*model.Organiser { return in.Apply(errs, row, d.tx.Now) })
	})
	if err != nil {
		return nil, err
	}
	return s.edition(ctx, id, f)
}

// SideTourUpdate changes what the input names of a side tour.
func (s Service) SideTourUpdate(ctx context.Context, in model.SideTourUpdateInput, f model.Fields) (*model.SideTour, error) {
	id, err := in.ID.As(model.KindSideTour, "id")
	if err != nil {
		return nil, err
	}
	err = s.atDesk(ctx, id, "id", func(ctx context.Context, d *desk) error {
		row, ok := d.tour.(*model.SideTour)
		if !ok {
			return model.NotFound("id")
		}
		before := *row
		return d.update(ctx, in.ExpectedVersion, &before, in.ActivityPatch, "sideTourUpdate", app.Value(in.Reason),
			func(errs *model.Errors) []*model.Organiser { return in.Apply(errs, row) })
	})
	if err != nil {
		return nil, err
	}
	return s.sideTour(ctx, id, f)
}

// update writes an input into the tour at the desk, checks it as a whole and
// stores it. before is the tour as it was.
func (d *desk) update(
	ctx context.Context, expected *int, before model.Tour, patch model.ActivityPatch, action, reason string,
	apply func(*model.Errors) []*model.Organiser,
) error {
	row := d.tour
	if err := row.Saves().Expect(expected); err != nil {
		return err
	}
	if row.Life().State.Ended() && (patch.StartsOn.IsSet() || patch.EndsOn.IsSet()) {
		return model.GuardFailed("guard.tour.endedDays")
	}
	var errs model.Errors
	organisers := apply(&errs)
	app.CheckActivity(&errs, row.Common())
	why, err := model.CleanText("reason", reason, model.MaxLine)
	errs.Add(err)
	d.stopsStayWithin(&errs)
	if err := errs.Err(); err != nil {
		return err
	}
	if row.Life().State.TakesRegistrations() {
		for _, e := range model.Refusals(model.CheckTourLanguages(row, added(before.Life().Languages, row.Life().Languages))) {
			errs.Add(e.At("languages"))
		}
		if err := errs.Err(); err != nil {
			return err
		}
	}
	if err := known(ctx, d.tx, row.Common(), organisers); err != nil {
		return err
	}
	if patch.Organisers.IsSet() {
		if err := d.tx.SetOrganisers(ctx, row.Common().ID, organisers); err != nil {
			return err
		}
	}
	return d.tx.SaveActivity(ctx, action, before, row, row.Saves(), why)
}

// stopsStayWithin notes a stop that the tour's days leave outside.
func (d *desk) stopsStayWithin(errs *model.Errors) {
	for _, stop := range d.tour.Life().OpenStops() {
		if stop.CheckWithin(d.tour.Common()) != nil {
			errs.Add(model.BadInput("endsOn", "error.tour.stopsOutside").With("City", stop.City))
			return
		}
	}
}

// added are the languages that were not there before.
func added(before, now []model.LanguageTag) []model.LanguageTag {
	there := map[model.LanguageTag]bool{}
	for _, tag := range before {
		there[tag] = true
	}
	var fresh []model.LanguageTag
	for _, tag := range now {
		if !there[tag] {
			fresh = append(fresh, tag)
		}
	}
	return fresh
}
