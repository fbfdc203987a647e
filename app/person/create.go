package person

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes a person. Two people may share an address: a secretary's stands
// for many.
func (s Service) Create(ctx context.Context, in model.PersonCreateInput, f model.Fields) (*model.Person, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.Person{Stamps: model.Created(tx.Now)}
		if err := check(ctx, tx, row, in.Apply(row)); err != nil {
			return err
		}
		if err := staffIsForAdmins(tx.Actor, &model.Person{}, row); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "personCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			if err := saveAffiliations(ctx, tx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "personCreate", model.KindPerson, id, nil, auditedRow(*row), "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}
