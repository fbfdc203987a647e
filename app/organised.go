package app

import (
	"context"

	"fyrtaarn/model"
)

// OrganisedByActor answers nil when the actor may change the stored activity as
// an organiser: staff may, and a partner whose token stands for no organisation;
// every other partner only what its organisation leads or co-organises. Whoever
// is no partner has rules of its own, which the use case asks.
func (tx *Tx) OrganisedByActor(ctx context.Context, a *model.Activity) error {
	organisation := tx.Actor.OrganisationID
	if tx.Actor.Role != model.RolePartner || organisation == (model.ID{}) {
		return nil
	}
	own, err := tx.Organises(ctx, organisation, []model.ID{a.ID})
	if err != nil || own[a.ID] {
		return err
	}
	return model.Forbidden("error.forbidden.organiser")
}
