package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// SessionUpdate changes an entry of a programme. After the programme has been
// published, those whom the change concerns are told.
func (s Service) SessionUpdate(ctx context.Context, in model.SessionUpdateInput, f model.Fields) (*model.Session, error) {
	id, err := in.ID.As(model.KindSession, "id")
	if err != nil {
		return nil, err
	}
	err = s.changeSession(ctx, id, in.ExpectedVersion, "sessionUpdate", "", func(ctx context.Context, tx *app.Tx, visit *model.Delegation, row *model.Session) error {
		contact, err := applySession(in, visit, row)
		if err != nil {
			return err
		}
		if err := knownInSession(ctx, tx, row, contact); err != nil {
			return err
		}
		return s.followHost(ctx, tx, row, contact)
	})
	if err != nil {
		return nil, err
	}
	return s.sessionAsked(ctx, id, f)
}

// SessionCancel takes an entry out of the programme. Its row stays, so that
// calendars can be told.
func (s Service) SessionCancel(ctx context.Context, in model.SessionCancelInput, f model.Fields) (*model.Session, error) {
	id, err := in.ID.As(model.KindSession, "id")
	if err != nil {
		return nil, err
	}
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	err = s.changeSession(ctx, id, in.ExpectedVersion, "sessionCancel", reason, func(ctx context.Context, tx *app.Tx, _ *model.Delegation, row *model.Session) error {
		row.Cancelled = true
		return withdrawOthers(ctx, tx, row, nil)
	})
	if err != nil {
		return nil, err
	}
	return s.sessionAsked(ctx, id, f)
}

// changeSession locks the visit and the session, lets change write into the
// row, and stores what follows.
func (s Service) changeSession(
	ctx context.Context, id model.ID, expected *int, action, why string,
	change func(ctx context.Context, tx *app.Tx, visit *model.Delegation, row *model.Session) error,
) error {
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.Session(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		visit, err := s.openProgramme(ctx, tx, row.DelegationID, "id")
		if err != nil {
			return err
		}
		if row, err = tx.Session(ctx, id); err != nil { // as it is now that the visit is ours
			return err
		}
		if err := row.Expect(expected); err != nil {
			return err
		}
		if row.Cancelled {
			return model.GuardFailed("guard.session.cancelled")
		}
		before := *row
		if err := change(ctx, tx, visit, row); err != nil {
			return err
		}
		if err := saveSession(ctx, tx, action, &before, row, why); err != nil {
			return err
		}
		return s.tellChange(ctx, tx, visit)
	})
}

func applySession(in model.SessionUpdateInput, visit *model.Delegation, row *model.Session) (*model.ID, error) {
	var errs model.Errors
	d := sessionDraft{&errs, row}
	if v, ok := in.Kind.ValueOK(); ok && v != nil {
		row.Kind = *v
	}
	if v, ok := in.Title.ValueOK(); ok {
		d.title(v)
	}
	if v, ok := in.StartsAt.ValueOK(); ok && v != nil {
		row.StartsAt = *v
	}
	if v, ok := in.EndsAt.ValueOK(); ok && v != nil {
		row.EndsAt = *v
	}
	if v, ok := in.TimesArePlanned.ValueOK(); ok {
		row.TimesArePlanned = app.Value(v)
	}
	for field, o := range map[string]struct {
		in   interface{ ValueOK() (*string, bool) }
		into *string
	}{
		"city": {in.City, &row.City}, "venue": {in.Venue, &row.Venue}, "room": {in.Room, &row.Room},
		"group": {in.Group, &row.Group}, "hostWaived": {in.HostWaived, &row.HostWaived},
	} {
		if v, ok := o.in.ValueOK(); ok {
			text := app.Value(v)
			d.line(field, o.into, &text)
		}
	}
	if v, ok := in.Capacity.ValueOK(); ok {
		row.Capacity = v
	}
	if v, ok := in.HostID.ValueOK(); ok {
		row.HostID = errs.OptionalID(v, model.KindOrganisation, "hostId")
	}
	if v, ok := in.InterpreterID.ValueOK(); ok {
		row.InterpreterID = errs.OptionalID(v, model.KindPerson, "interpreterId")
	}
	if v, ok := in.SpeakerIDs.ValueOK(); ok {
		d.speakers(v)
	}
	if v, ok := in.Language.ValueOK(); ok {
		row.Language = app.Value(v)
	}
	var contact *model.ID
	if v, ok := in.HostContactID.ValueOK(); ok {
		contact = errs.OptionalID(v, model.KindPerson, "hostContactId")
	}
	d.check(visit)
	return contact, errs.Err()
}
