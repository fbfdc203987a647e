package app

import (
	"time"

	"fyrtaarn/model"
)

// aboutInvitation gathers what rules can say about the asking of one host.
func (w *world) aboutInvitation(i *model.HostInvitation) *Subject {
	if i == nil || w.delegations[i.DelegationID] == nil {
		return nil
	}
	visit := w.delegations[i.DelegationID]
	s := w.fresh(model.KindInvitation, i.ID, i.CreatedAt, visit)
	s.Invitation = i
	i.Organisation = w.names[i.OrganisationID]
	if i.ContactID != nil {
		i.Contact = w.people[*i.ContactID]
	}
	for _, session := range s.Sessions {
		if session.ID != i.SessionID {
			continue
		}
		i.Session = session
		if !session.Cancelled {
			s.Moments[model.MomentSessionStartsAt], s.Moments[model.MomentSessionEndsAt] = session.StartsAt, session.EndsAt
		}
	}
	if i.InvitedAt != nil {
		s.Moments[model.MomentInvitedAt] = *i.InvitedAt
	}
	s.Attributes[model.AttributeState] = string(i.State)
	s.Attributes[model.AttributeDelegationState] = string(visit.State)
	if visit.RecordedAfterwards {
		return s
	}
	if i.ContactID != nil {
		s.include(*i.ContactID, model.AudienceHost, hostJoined(i))
	}
	s.includeStaff(visit.OwnerID)
	return s
}

// hostJoined is since when a host's contact is somebody to remind: since it was
// asked, and of what is said to those who come, since it said yes.
func hostJoined(i *model.HostInvitation) time.Time {
	joined := askedAt(i)
	if i.State == model.InvitationConfirmed && i.AnsweredAt != nil && i.AnsweredAt.After(joined) {
		return *i.AnsweredAt
	}
	return joined
}

// aboutFollowUp gathers what rules can say about a promise. It is due on a day
// of the organiser's calendar.
func (w *world) aboutFollowUp(u *model.FollowUp) *Subject {
	if u == nil {
		return nil
	}
	activity := w.activities[u.SubjectID]
	s := w.fresh(model.KindFollowUp, u.ID, u.CreatedAt, activity)
	// A promise has no place: its owner keeps it wherever that is.
	s.Zone, s.Country = nil, ""
	s.FollowUp, u.Activity = u, activity
	s.Moments[model.MomentDueAt] = u.DueOn.At(0, 0, s.OrganisationZone)
	s.Attributes[model.AttributeState] = string(u.State)
	s.includeStaff(&u.OwnerID)
	return s
}
