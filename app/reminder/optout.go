package reminder

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// OptOut notes that a person does not want mails of a category any more. It is
// what the link in a mail does, by POST; a second time changes nothing. What
// waits to be sent is not sent, unless its rule is mandatory.
func (s Service) OptOut(ctx context.Context, person model.ID, category string) error {
	category, err := model.CleanLine("category", category, model.MaxName)
	if err != nil {
		return err
	}
	if err := model.Required("category", category); err != nil {
		return err
	}
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.OptOut{PersonID: person, Category: category, CreatedAt: tx.Now}
		if err := tx.AddOptOut(ctx, row); err != nil {
			return err
		}
		// Whoever has composed a mail of the category does not begin to send it.
		tx.Touch(model.KindPerson, person)
		return tx.Audit(ctx, "personOptOut", model.KindPerson, person, nil, row, category)
	})
}
