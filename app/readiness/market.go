package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Markets answers how attractive the markets are that a company compares, with
// the quadrant into which its readiness there puts each.
func (s Service) Markets(ctx context.Context, organisation model.GlobalID) ([]*model.MarketRating, error) {
	id, err := organisation.As(model.KindOrganisation, "organisationId")
	if err != nil {
		return nil, err
	}
	if err := mine(model.ActorFrom(ctx), id, "organisationId"); err != nil {
		return []*model.MarketRating{}, nil //nolint:nilerr // what one may not see is not there
	}
	return s.markets(ctx, s.Store.Queries, id)
}

func (s Service) markets(ctx context.Context, q store.Queries, id model.ID) ([]*model.MarketRating, error) {
	rows, err := q.MarketRatingsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	readiness, err := q.StoredCompanyRows(ctx, id)
	if err != nil {
		return nil, err
	}
	scores := map[model.CountryCode]*model.BasisPoints{}
	for _, c := range readiness {
		scores[c.CountryCode] = c.Score()
	}
	for _, row := range rows {
		t, err := s.template(ctx, q, row.TemplateVersion)
		if err != nil {
			return nil, err
		}
		row.Compute(t, scores[row.CountryCode])
	}
	return rows, nil
}

// MarketSet says how attractive a market is to a company. A showstopper excludes
// the market and needs a reason.
func (s Service) MarketSet(ctx context.Context, in model.MarketAttractivenessSetInput) (*model.MarketRating, error) {
	id, err := in.OrganisationID.As(model.KindOrganisation, "organisationId")
	if err != nil {
		return nil, err
	}
	var saved *model.MarketRating
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if err := mine(tx.Actor, id, "organisationId"); err != nil {
			return err
		}
		company, err := tx.LockOrganisation(ctx, id)
		if err != nil {
			return model.AtField(err, "organisationId")
		}
		if err := s.check(ctx, tx, company, &model.Assessment{CountryCode: in.Market}); err != nil {
			return err
		}
		rows, err := tx.MarketRatingsOf(ctx, id)
		if err != nil {
			return err
		}
		row := &model.MarketRating{OrganisationID: id, CountryCode: in.Market, Values: map[string]int{}, Weights: map[string]int{}}
		for _, known := range rows {
			if known.CountryCode == in.Market {
				row = known
			}
		}
		if err := s.setMarket(ctx, tx, in, row); err != nil {
			return err
		}
		if rows, err = s.markets(ctx, tx.Queries, id); err != nil {
			return err
		}
		for _, r := range rows {
			if r.CountryCode == in.Market {
				saved = r
			}
		}
		return nil
	})
	return saved, err
}

func (s Service) setMarket(ctx context.Context, tx *app.Tx, in model.MarketAttractivenessSetInput, row *model.MarketRating) error {
	if err := row.Expect(in.ExpectedVersion); err != nil {
		return err
	}
	t, err := s.template(ctx, tx.Queries, row.TemplateVersion)
	if err != nil {
		return err
	}
	var before any
	if row.Version > 0 {
		before = row.Copy()
	}
	if err := in.Apply(row, t); err != nil {
		return err
	}
	if row.Version == 0 {
		row.TemplateVersion, row.Stamps = t.Version, model.Created(tx.Now)
		err = tx.Insert(ctx, row)
	} else {
		row.Touch(tx.Now)
		err = tx.Update(ctx, row, row.Version)
	}
	if err != nil {
		return err
	}
	return tx.Audit(ctx, "marketAttractivenessSet", model.KindOrganisation, row.OrganisationID, before, row, in.Why())
}
