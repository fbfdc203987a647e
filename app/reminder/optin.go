package reminder

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// OptIn takes back that a person does not want mails of a category.
func (s Service) OptIn(ctx context.Context, person model.ID, category string) error {
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.OptOut{PersonID: person, Category: category}
		if err := tx.Delete(ctx, row); err != nil {
			return err
		}
		tx.Touch(model.KindPerson, person)
		return tx.Audit(ctx, "personOptIn", model.KindPerson, person, row, nil, category)
	})
}
