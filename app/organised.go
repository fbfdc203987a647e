package app

import (
	"context"

	"fyrtaarn/model"
)

// OrganisedByActor answers nil when the actor may change the activity as an
// organiser: staff may, and a partner whose token stands for no organisation;
// every other partner only what its organisation organises in some role.
func (tx *Tx) OrganisedByActor(ctx context.Context, a *model.Activity) error {
	organisation := tx.Actor.OrganisationID
	if tx.Actor.Role != model.RolePartner || organisation == (model.ID{}) || a.HostID != nil && *a.HostID == organisation {
		return nil
	}
	organisers, err := tx.Organisers(ctx, []model.ID{a.ID})
	if err != nil {
		return err
	}
	for _, o := range organisers {
		if o.OrganisationID == organisation {
			return nil
		}
	}
	return model.Forbidden("error.forbidden.organiser")
}
