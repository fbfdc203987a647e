package tour

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Accept takes a seat that is held for the person, as long as it is.
func (s Service) Accept(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields) (*model.TourRegistration, error) {
	return s.step(ctx, in, f, stepOf{
		action: "tourOfferAccept", from: []model.RegistrationState{model.RegistrationOffered}, only: (*desk).stillOffered,
		do: func(d *desk, _ context.Context, l *model.RegistrationLine) error {
			l.Enter(model.RegistrationConfirmed, d.tx.Now)
			return nil
		},
	})
}

// stillOffered refuses an offer whose time is over, whether or not the job has
// been there.
func (d *desk) stillOffered(l *model.RegistrationLine) error {
	if l.OfferExpiresAt == nil || !d.tx.Now.Before(*l.OfferExpiresAt) {
		return model.GuardFailed("guard.offer.expired").With("City", d.stops[l.StopID].City)
	}
	return nil
}

// Decline lets a seat that is held go to the next in line.
func (s Service) Decline(ctx context.Context, in model.TourRegistrationStepInput, f model.Fields) (*model.TourRegistration, error) {
	return s.step(ctx, in, f, stepOf{
		action: "tourOfferDecline", from: []model.RegistrationState{model.RegistrationOffered},
		do: func(d *desk, ctx context.Context, l *model.RegistrationLine) error {
			return d.leave(ctx, l, model.RegistrationCancelled, model.EndedDeclined)
		},
	})
}

// ExpireOffers ends the offers whose time is over and passes their seats on. It
// answers how many it ended. A tour that fails does not hold up the others.
func (s Service) ExpireOffers(ctx context.Context) (int, error) {
	tours, err := s.Store.ToursWithExpiredOffers(ctx, s.Clock.Now())
	if err != nil {
		return 0, err
	}
	ended := 0
	var failed error
	for _, id := range tours {
		err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
			d, err := open(ctx, tx, id, "")
			if err != nil {
				return err
			}
			n, err := d.expire(ctx)
			ended += n
			return err
		})
		if err != nil {
			s.Log.ErrorContext(ctx, "offers of a tour cannot be ended", "tour", id, "cause", err)
			failed = err
		}
	}
	return ended, failed
}

func (d *desk) expire(ctx context.Context) (int, error) {
	registrations, err := d.tx.ExpiredOffers(ctx, d.tour.Common().ID, d.tx.Now)
	if err != nil {
		return 0, err
	}
	var stops []model.ID
	for _, r := range registrations {
		for _, l := range r.Lines {
			stops = append(stops, l.StopID)
		}
	}
	if err := d.lock(ctx, stops...); err != nil {
		return 0, err
	}
	ended := 0
	for _, r := range registrations {
		err := d.change(ctx, r, "tourOfferExpire", "", func() error {
			for _, l := range r.Lines {
				if l.State != model.RegistrationOffered || d.stillOffered(l) == nil {
					continue
				}
				ended++
				if err := d.leave(ctx, l, model.RegistrationCancelled, model.EndedExpired); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return ended, err
		}
	}
	for _, stop := range d.stops {
		if err := d.promote(ctx, stop); err != nil {
			return ended, err
		}
	}
	return ended, nil
}
