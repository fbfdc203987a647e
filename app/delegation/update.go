package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes what the input names. When the first day moves, the programme
// moves with it by as many days, and the hosts of what moved are asked again.
func (s Service) Update(ctx context.Context, in model.DelegationUpdateInput, f model.Fields) (*model.Delegation, error) {
	id, err := in.ID.As(model.KindDelegation, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.LockDelegation(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		if row.State.Ended() && touchesDays(in) {
			return model.GuardFailed("guard.delegation.endedDays")
		}
		before := *row
		organisers, err := apply(in, row)
		if err != nil {
			return err
		}
		if err := known(ctx, tx, row, organisers); err != nil {
			return err
		}
		if in.Organisers.IsSet() {
			if err := tx.SetOrganisers(ctx, id, organisers); err != nil {
				return err
			}
		}
		if err := s.moveProgramme(ctx, tx, &before, row); err != nil {
			return err
		}
		return s.save(ctx, tx, "delegationUpdate", &before, row, app.Value(in.Reason))
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

func touchesDays(in model.DelegationUpdateInput) bool {
	return in.StartsOn.IsSet() || in.EndsOn.IsSet()
}

// apply writes the input into the row and reports all that is wrong together.
func apply(in model.DelegationUpdateInput, row *model.Delegation) ([]*model.Organiser, error) {
	var errs model.Errors
	organisers := model.ActivityPatch{
		Title: in.Title, Description: in.Description, CountryCode: in.CountryCode, FurtherCountries: in.FurtherCountries,
		StartsOn: in.StartsOn, EndsOn: in.EndsOn, City: in.City, HostID: in.HostID, OwnerID: in.OwnerID, FocusAreaID: in.FocusAreaID,
		Tags: in.Tags, Organisers: in.Organisers,
	}.Apply(&errs, &row.Activity)
	d := draft{errs: &errs, row: row}
	if v, ok := in.Purpose.ValueOK(); ok {
		d.purpose(v)
	}
	for field, o := range map[string]struct {
		in   interface{ ValueOK() (*string, bool) }
		into *string
	}{"headRank": {in.HeadRank, &row.HeadRank}, "payer": {in.Payer, &row.Payer}} {
		if v, ok := o.in.ValueOK(); ok {
			text := app.Value(v)
			d.line(field, o.into, &text)
		}
	}
	for field, o := range map[string]struct {
		in interface {
			ValueOK() (*model.GlobalID, bool)
		}
		kind model.Kind
		into **model.ID
	}{
		"organisationId": {in.OrganisationID, model.KindOrganisation, &row.OrganisationID},
		"requesterId":    {in.RequesterID, model.KindPerson, &row.RequesterID},
		"intermediaryId": {in.IntermediaryID, model.KindOrganisation, &row.IntermediaryID},
	} {
		if v, ok := o.in.ValueOK(); ok {
			*o.into = errs.OptionalID(v, o.kind, field)
		}
	}
	if v, ok := in.ExpectedSize.ValueOK(); ok {
		row.ExpectedSize = v
	}
	if v, ok := in.StaffCount.ValueOK(); ok {
		row.StaffCount = app.Value(v)
	}
	d.check()
	return organisers, errs.Err()
}

// save counts the version up and stores the row, its audit and the reminders
// that follow.
func (s Service) save(ctx context.Context, tx *app.Tx, action string, before, row *model.Delegation, why string) error {
	return tx.SaveActivity(ctx, action, before, row, &row.Stamps, why)
}

// moveProgramme lets the programme follow the visit's days.
func (s Service) moveProgramme(ctx context.Context, tx *app.Tx, before, row *model.Delegation) error {
	if before.StartsOn == row.StartsOn && before.EndsOn == row.EndsOn || row.StartsOn.IsZero() {
		return nil
	}
	sessions, err := tx.Sessions(ctx, []model.ID{row.ID}, nil, false, nil)
	if err != nil || len(sessions) == 0 {
		return err
	}
	days := 0
	if !before.StartsOn.IsZero() {
		days = before.StartsOn.DaysUntil(row.StartsOn)
	}
	for _, session := range sessions {
		was := *session
		session.StartsAt = model.MoveDays(session.StartsAt, days, row.Zone())
		session.EndsAt = model.MoveDays(session.EndsAt, days, row.Zone())
		if err := withinVisit(row, session); err != nil {
			return model.BadInput("endsOn", "error.delegation.sessionsOutside").With("Session", session.TitleIn(nil).Text)
		}
		if days == 0 {
			continue
		}
		if err := saveSession(ctx, tx, "sessionUpdate", &was, session, ""); err != nil {
			return err
		}
	}
	if days == 0 {
		return nil
	}
	return s.tellChange(ctx, tx, row)
}
