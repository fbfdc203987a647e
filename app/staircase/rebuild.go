package staircase

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// rebuildBatch is how many companies one transaction of Rebuild holds.
const rebuildBatch = 100

// Rebuild writes where every company stands anew from its placements, and
// answers how many there are. It may be run while others work.
func (s Service) Rebuild(ctx context.Context) (int, error) {
	done, after := 0, model.ID{}
	for {
		companies, err := s.Store.PlacedCompanies(ctx, after, rebuildBatch)
		if err != nil || len(companies) == 0 {
			return done, err
		}
		err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
			for _, company := range companies {
				if _, err := tx.LockOrganisation(ctx, company); err != nil {
					return err
				}
				if err := stand(ctx, tx, company); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return done, err
		}
		done, after = done+len(companies), companies[len(companies)-1]
	}
}
