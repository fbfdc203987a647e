package staircase

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Place says that a company stood on a step on a day, or corrects what was said.
// What the company's place on the staircase is follows in the same transaction.
func (s Service) Place(ctx context.Context, in model.PlacementCreateInput, f model.Fields) (*model.Placement, error) {
	row := &model.Placement{}
	if err := in.Apply(row, s.Today()); err != nil {
		return nil, err
	}
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "placementCreate", in, func(id model.ID) error {
			row.ID, row.NotedBy, row.CreatedAt = id, tx.Actor.Name, tx.Now
			if row.PlacedByID == nil && tx.Actor.PersonID != (model.ID{}) {
				row.PlacedByID = &tx.Actor.PersonID
			}
			if err := s.check(ctx, tx, row); err != nil {
				return err
			}
			if err := tx.InsertUnique(ctx, row, model.Conflict("correctsId", "error.placement.corrected")); err != nil {
				return err
			}
			if err := stand(ctx, tx, row.CompanyID); err != nil {
				return err
			}
			return tx.Audit(ctx, "placementCreate", model.KindPlacement, id, nil, row, row.Reason)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.Store.PlacementsByID(ctx, []model.ID{id}, f))
}

// check holds the company, so that placements of one company follow each other,
// and notes everything that a placement names and that is not there. To somebody
// outside, a company that hides its step is not there.
func (s Service) check(ctx context.Context, tx *app.Tx, row *model.Placement) error {
	var errs model.Errors
	company, err := tx.LockOrganisation(ctx, row.CompanyID)
	switch {
	case model.IsCode(err, model.CodeNotFound):
		errs.Add(model.NotFound("companyId"))
	case err != nil:
		return err
	case company.Consent == model.ConsentNothing && !tx.Actor.IsStaff():
		errs.Add(model.NotFound("companyId"))
	case company.Kind != model.OrganisationCompany:
		errs.Add(model.BadInput("companyId", "error.placement.company"))
	}
	if err := tx.Known(ctx, &errs, model.KindStaircaseStep, map[string]*model.ID{"stepId": &row.StepID}); err != nil {
		return err
	}
	if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"placedById": row.PlacedByID}); err != nil {
		return err
	}
	if row.CorrectsID != nil {
		wrong, err := tx.PlacementsByID(ctx, []model.ID{*row.CorrectsID}, nil)
		if err != nil {
			return err
		}
		if len(wrong) == 0 || wrong[0].CompanyID != row.CompanyID {
			errs.Add(model.NotFound("correctsId"))
		}
	}
	return errs.Err()
}

// stand writes where a company stands by its placements.
func stand(ctx context.Context, tx *app.Tx, company model.ID) error {
	placements, err := tx.PlacementsOf(model.WithActor(ctx, model.System("staircase")), []model.ID{company}, nil)
	if err != nil {
		return err
	}
	path := model.CompanyPath{}
	path.Placements, path.Corrected = model.Effective(placements)
	return tx.SaveStanding(ctx, path.StandingOf(company))
}
