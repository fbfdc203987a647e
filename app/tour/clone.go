package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Clone copies an edition to a new market, and lists what must be translated or
// replaced there. The same market in the same days is the edition itself, and is
// refused.
func (s Service) Clone(ctx context.Context, in model.TourEditionCloneInput, f model.Fields) (*model.TourClone, error) {
	from, err := in.ID.As(model.KindTourEdition, "id")
	if err != nil {
		return nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		tour, err := tx.LockTour(ctx, from)
		if err != nil {
			return model.AtField(err, "id")
		}
		source, ok := tour.(*model.TourEdition)
		if !ok {
			return model.NotFound("id")
		}
		if err := tx.OrganisedByActor(ctx, &source.Activity); err != nil {
			return err
		}
		row, stops, err := fresh(source, in)
		if err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "tourEditionClone", in, func(id model.ID) error {
			return insertClone(ctx, tx, row, stops, id)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	// What is left to do rests on texts and stops, whatever was asked for.
	row, err := s.edition(ctx, id, f.Union(model.Fields{"languages": {}, "host": {}, "owner": {}}.Ask("stops", "host")))
	if err != nil || row == nil {
		return nil, err
	}
	return &model.TourClone{Edition: row, Tasks: model.CloneTasks(row)}, nil
}

// fresh makes the copy from a valid input.
func fresh(source *model.TourEdition, in model.TourEditionCloneInput) (*model.TourEdition, []*model.TourStop, error) {
	var errs model.Errors
	if source.StartsOn.IsZero() {
		return nil, nil, model.GuardFailed("guard.tour.days")
	}
	if in.CountryCode == source.CountryCode && in.StartsOn == source.StartsOn || in.Reference != nil && *in.Reference == source.Reference {
		errs.Add(model.BadInput("countryCode", "error.tour.cloneSelf").With("Reference", source.Reference))
	}
	if in.Reference != nil {
		errs.Add(model.ValidReference("reference", *in.Reference))
	}
	if in.TimeZone != nil {
		errs.Add(model.ValidTimeZone("timeZone", *in.TimeZone))
	}
	if in.City != nil {
		_, err := model.CleanLine("city", *in.City, model.MaxLine)
		errs.Add(err)
	}
	errs.Add(model.ValidDays("startsOn", "startsOn", in.StartsOn, in.StartsOn))
	for _, tag := range in.Languages {
		_, err := model.ValidLanguage("languages", tag)
		errs.Add(err)
	}
	if err := errs.Err(); err != nil {
		return nil, nil, err
	}
	row, stops := model.CloneTour(source, in)
	app.CheckActivity(&errs, &row.Activity)
	return row, stops, errs.Err()
}

func insertClone(ctx context.Context, tx *app.Tx, row *model.TourEdition, stops []*model.TourStop, id model.ID) error {
	row.ID, row.Stamps, row.State, row.StateSince = id, model.Created(tx.Now), model.TourPlanning, tx.Now
	organisers, err := tx.Organisers(ctx, []model.ID{*row.ClonedFromID})
	if err != nil {
		return err
	}
	if err := tx.InsertActivity(ctx, row, organisers, "tour", "tourEditionClone"); err != nil {
		return err
	}
	d := &desk{tx: tx, tour: row}
	for _, stop := range stops {
		stop.ID, stop.ActivityID, stop.Stamps = tx.NewID(), id, model.Created(tx.Now)
		if err := d.insertStop(ctx, stop); err != nil {
			return err
		}
	}
	return nil
}
