package mission

import (
	"context"
	"fmt"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Invite asks companies to apply: they are reminded before the call closes, as
// long as they have not applied.
func (s Service) Invite(ctx context.Context, in model.MissionInviteInput, f model.Fields) (*model.TradeMission, error) {
	id, err := in.MissionID.As(model.KindTradeMission, "missionId")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		m, err := tx.LockTradeMission(ctx, id)
		if err != nil {
			return model.AtField(err, "missionId")
		}
		if err := organises(ctx, tx, m); err != nil {
			return err
		}
		if m.State != model.MissionDraft && m.State != model.MissionCallOpen {
			return model.GuardFailed("guard.mission.inviteState")
		}
		var errs model.Errors
		rows := in.Apply(&errs, id, tx.Now)
		if err := errs.Err(); err != nil {
			return err
		}
		companies, contacts := map[string]*model.ID{}, map[string]*model.ID{}
		for i, row := range rows {
			companies[fmt.Sprintf("companies.%d.companyId", i)] = &row.CompanyID
			contacts[fmt.Sprintf("companies.%d.contactId", i)] = &row.ContactID
		}
		if err := tx.Known(ctx, &errs, model.KindOrganisation, companies); err != nil {
			return err
		}
		if err := tx.Known(ctx, &errs, model.KindPerson, contacts); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		if err := tx.InviteCompanies(ctx, rows); err != nil {
			return err
		}
		tx.Touch(model.KindTradeMission, id)
		for _, row := range rows {
			if err := tx.Audit(ctx, "missionInvite", model.KindTradeMission, id, nil, row, ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}
