package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// BlockCreate notes a time in which an organisation can receive nobody.
func (s Service) BlockCreate(ctx context.Context, in model.HostBlockCreateInput) (*model.HostBlock, error) {
	organisation, err := in.OrganisationID.As(model.KindOrganisation, "organisationId")
	if err != nil {
		return nil, err
	}
	return s.BlockTime(ctx, organisation, in)
}

// BlockTime is BlockCreate for who holds a link of that organisation's own.
func (s Service) BlockTime(ctx context.Context, organisation model.ID, in model.HostBlockCreateInput) (*model.HostBlock, error) {
	var errs model.Errors
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	errs.Add(err)
	errs.Add(model.ValidSpan("startsAt", "endsAt", in.StartsAt, in.EndsAt))
	if err := errs.Err(); err != nil {
		return nil, err
	}
	row := &model.HostBlock{OrganisationID: organisation, StartsAt: in.StartsAt.UTC(), EndsAt: in.EndsAt.UTC(), Reason: reason}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if err := tx.Known(ctx, &errs, model.KindOrganisation, map[string]*model.ID{"organisationId": &organisation}); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		id, err := tx.Once(ctx, in.IdempotencyKey, "hostBlockCreate", in, func(id model.ID) error {
			row.ID, row.Stamps = id, model.Created(tx.Now)
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "hostBlockCreate", model.KindHostBlock, id, nil, row, "")
		})
		if err != nil {
			return err
		}
		row, err = tx.HostBlock(ctx, id)
		return err
	})
	return row, err
}

// BlockDelete frees a blocked time.
func (s Service) BlockDelete(ctx context.Context, in model.HostBlockDeleteInput) (*model.HostBlock, error) {
	id, err := in.ID.As(model.KindHostBlock, "id")
	if err != nil {
		return nil, err
	}
	var row *model.HostBlock
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if row, err = tx.HostBlock(ctx, id); err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		if err := tx.Delete(ctx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, "hostBlockDelete", model.KindHostBlock, id, row, nil, "")
	})
	return row, err
}
