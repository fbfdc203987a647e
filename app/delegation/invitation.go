package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// followHost keeps the invitations of a session in step with its host: a new
// host gets one in DRAFT, those of another host are withdrawn.
func (s Service) followHost(ctx context.Context, tx *app.Tx, row *model.Session, contact *model.ID) error {
	if err := withdrawOthers(ctx, tx, row, row.HostID); err != nil {
		return err
	}
	if row.HostID == nil {
		return nil
	}
	invitations, err := tx.Invitations(ctx, []model.ID{row.DelegationID}, nil)
	if err != nil {
		return err
	}
	for _, i := range invitations {
		if i.SessionID != row.ID || i.OrganisationID != *row.HostID {
			continue
		}
		was := *i
		if contact != nil {
			i.ContactID = contact
		}
		if i.State == model.InvitationWithdrawn {
			i.State = model.InvitationDraft
		}
		if was.State == i.State && contact == nil {
			return nil
		}
		return saveInvitation(ctx, tx, "hostInvitationUpdate", &was, i, "")
	}
	fresh := &model.HostInvitation{
		ID: tx.NewID(), DelegationID: row.DelegationID, SessionID: row.ID, OrganisationID: *row.HostID,
		State: model.InvitationDraft, ContactID: contact, Stamps: model.Created(tx.Now),
	}
	if err := tx.Insert(ctx, fresh); err != nil {
		return err
	}
	return tx.Audit(ctx, "hostInvitationCreate", model.KindInvitation, fresh.ID, nil, fresh, "")
}

// withdrawOthers frees every host of the session except the one that stays.
func withdrawOthers(ctx context.Context, tx *app.Tx, row *model.Session, stays *model.ID) error {
	invitations, err := tx.Invitations(ctx, []model.ID{row.DelegationID}, nil)
	if err != nil {
		return err
	}
	for _, i := range invitations {
		if i.SessionID != row.ID || stays != nil && i.OrganisationID == *stays || i.State == model.InvitationWithdrawn || i.State == model.InvitationHeld {
			continue
		}
		was := *i
		i.State = model.InvitationWithdrawn
		if err := saveInvitation(ctx, tx, "hostInvitationWithdraw", &was, i, ""); err != nil {
			return err
		}
	}
	return nil
}

// askAgain puts the hosts of a moved session back to INVITED.
func askAgain(ctx context.Context, tx *app.Tx, row *model.Session) error {
	invitations, err := tx.Invitations(ctx, []model.ID{row.DelegationID}, nil)
	if err != nil {
		return err
	}
	for _, i := range invitations {
		if i.SessionID != row.ID || i.State != model.InvitationConfirmed && i.State != model.InvitationTentative {
			continue
		}
		was := *i
		now := tx.Now
		i.State, i.InvitedAt, i.AnsweredAt, i.ProposedStart, i.ProposedEnd = model.InvitationInvited, &now, nil, nil, nil
		if err := saveInvitation(ctx, tx, "hostInvitationAskAgain", &was, i, ""); err != nil {
			return err
		}
	}
	return nil
}

func saveInvitation(ctx context.Context, tx *app.Tx, action string, before, row *model.HostInvitation, why string) error {
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	tx.Touch(model.KindInvitation, row.ID)
	return tx.Audit(ctx, action, model.KindInvitation, row.ID, before, row, why)
}

// Invite asks the host of a session, or asks again.
func (s Service) Invite(ctx context.Context, in model.HostInviteInput, f model.Fields) (*model.HostInvitation, error) {
	session, err := in.SessionID.As(model.KindSession, "sessionId")
	if err != nil {
		return nil, err
	}
	var errs model.Errors
	contact := errs.OptionalID(in.ContactID, model.KindPerson, "contactId")
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.Session(ctx, session)
		if err != nil {
			return model.AtField(err, "sessionId")
		}
		if _, err := s.openProgramme(ctx, tx, row.DelegationID, "sessionId"); err != nil {
			return err
		}
		if row.HostID == nil {
			return model.GuardFailed("guard.invitation.noHost")
		}
		if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"contactId": contact}); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		if err := s.followHost(ctx, tx, row, contact); err != nil {
			return err
		}
		invitation, err := invitationOf(ctx, tx, row)
		if err != nil {
			return err
		}
		id = invitation.ID
		if err := model.CheckInvitationTransition(invitation.State, model.InvitationInvited); err != nil {
			return err
		}
		was := *invitation
		now := tx.Now
		invitation.State, invitation.InvitedAt, invitation.AnsweredAt = model.InvitationInvited, &now, nil
		tx.Touch(model.KindDelegation, row.DelegationID)
		return saveInvitation(ctx, tx, "hostInvite", &was, invitation, "")
	})
	if err != nil {
		return nil, err
	}
	return s.invitationAsked(ctx, id, f)
}

func invitationOf(ctx context.Context, tx *app.Tx, row *model.Session) (*model.HostInvitation, error) {
	invitations, err := tx.Invitations(ctx, []model.ID{row.DelegationID}, nil)
	if err != nil {
		return nil, err
	}
	for _, i := range invitations {
		if i.SessionID == row.ID && i.OrganisationID == *row.HostID {
			return i, nil
		}
	}
	return nil, model.NotFound("sessionId")
}

func (s Service) invitationAsked(ctx context.Context, id model.ID, f model.Fields) (*model.HostInvitation, error) {
	return app.First(s.Store.InvitationsByID(ctx, []model.ID{id}, f))
}

// Answer notes what a host answered.
func (s Service) Answer(ctx context.Context, in model.HostInvitationAnswerInput, f model.Fields) (*model.HostInvitation, error) {
	id, err := in.ID.As(model.KindInvitation, "id")
	if err != nil {
		return nil, err
	}
	if err := s.AnswerInvitation(ctx, id, in); err != nil {
		return nil, err
	}
	return s.invitationAsked(ctx, id, f)
}

// AnswerInvitation is Answer for who holds the invitation's own link.
func (s Service) AnswerInvitation(ctx context.Context, id model.ID, in model.HostInvitationAnswerInput) error {
	var errs model.Errors
	message, err := model.CleanText("message", app.Value(in.Message), model.MaxBody)
	errs.Add(err)
	if in.ProposedStart != nil || in.ProposedEnd != nil {
		errs.Add(model.ValidSpan("proposedStart", "proposedEnd", app.Value(in.ProposedStart), app.Value(in.ProposedEnd)))
	}
	if err := errs.Err(); err != nil {
		return err
	}
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.Invitation(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if _, err := s.openProgramme(ctx, tx, row.DelegationID, "id"); err != nil {
			return err
		}
		if row, err = tx.Invitation(ctx, id); err != nil { // as it is now that the visit is ours
			return err
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		if row.State == in.To && message == row.Message && in.ProposedStart == nil {
			return nil // answered twice with the same: nothing changes
		}
		if row.State != in.To {
			if err := model.CheckInvitationTransition(row.State, in.To); err != nil {
				return err
			}
		}
		was := *row
		now := tx.Now
		row.State, row.Message, row.AnsweredAt = in.To, message, &now
		row.ProposedStart, row.ProposedEnd = in.ProposedStart, in.ProposedEnd
		tx.Touch(model.KindDelegation, row.DelegationID)
		return saveInvitation(ctx, tx, "hostInvitationAnswer", &was, row, message)
	})
}
