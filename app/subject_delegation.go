package app

import (
	"slices"
	"time"

	"fyrtaarn/model"
)

// aboutDelegation gathers what rules can say about a visit. One that was
// recorded after it was held has no people: nobody is reminded of it.
func (w *world) aboutDelegation(d *model.Delegation) *Subject {
	if d == nil {
		return nil
	}
	s := w.fresh(model.KindDelegation, d.ID, d.CreatedAt, d)
	starts, ends := s.span()
	moment := func(name string, at time.Time) {
		if !at.IsZero() {
			s.Moments[name] = at
		}
	}
	moment(model.MomentStartsAt, starts)
	moment(model.MomentEndsAt, ends)
	moment(model.MomentRequestedAt, d.CreatedAt)
	if !d.RequestedOn.IsZero() {
		s.Moments[model.MomentRequestedAt] = d.RequestedOn.At(0, 0, s.Zone)
	}
	moment(model.MomentLastActivity, d.UpdatedAt)
	moment(model.MomentState(d.State), d.StateSince)
	s.Attributes[model.AttributeState] = string(d.State)
	s.Attributes[model.AttributeHasOwner] = model.AttributeBool(d.OwnerID != nil)
	s.Attributes[model.AttributeProgrammePublished] = model.AttributeBool(d.PublishedVersion > 0)
	if d.RecordedAfterwards {
		return s
	}
	s.includeDelegates()
	s.includeHosts()
	s.includeStaff(d.OwnerID)
	for i := range s.People {
		person := &s.People[i]
		person.Attributes[model.AttributeAnsweredSurvey] = model.AttributeBool(w.answered[[2]model.ID{d.ID, person.PersonID}])
		s.addChanges(person)
		if d.State == model.DelegationCancelled {
			person.Attributes[model.AttributeUrgent] = model.AttributeBool(s.cancelsSoon(person.PersonID))
		}
	}
	return s
}

// span is when the visit begins and ends: its first session's start and its
// last one's end, or its days while it has none. The end of a day without a
// session is its last second, so that it is still that day.
func (s *Subject) span() (starts, ends time.Time) {
	for _, session := range s.Sessions {
		if session.Cancelled {
			continue
		}
		if starts.IsZero() || session.StartsAt.Before(starts) {
			starts = session.StartsAt
		}
		if session.EndsAt.After(ends) {
			ends = session.EndsAt
		}
	}
	d := s.Delegation
	if starts.IsZero() && !d.StartsOn.IsZero() {
		starts = d.StartsOn.At(0, 0, s.Zone)
	}
	if ends.IsZero() && !d.EndsOn.IsZero() {
		ends = d.EndsOn.AddDays(1).At(0, 0, s.Zone).Add(-time.Second)
	}
	return starts, ends
}

// stay is from when to when the delegates live by the venue's clock: whole days,
// and longer where a session is.
func (s *Subject) stay() (arrives, departs time.Time) {
	arrives, departs = s.span()
	d := s.Delegation
	if !d.StartsOn.IsZero() {
		if first := d.StartsOn.At(0, 0, s.Zone); arrives.IsZero() || first.Before(arrives) {
			arrives = first
		}
	}
	if !d.EndsOn.IsZero() {
		if last := d.EndsOn.AddDays(1).At(0, 0, s.Zone); last.After(departs) {
			departs = last
		}
	}
	return arrives, departs
}

func (s *Subject) includeDelegates() {
	arrives, departs := s.stay()
	for _, d := range s.Delegates {
		person := s.include(d.PersonID, model.AudienceDelegate, d.JoinedAt)
		if person == nil {
			continue
		}
		person.Arrives, person.Departs = arrives, departs
		if d.Role == model.DelegateHead {
			s.include(d.PersonID, model.AudienceHead, d.JoinedAt)
		}
	}
}

// includeHosts adds the contacts of the hosts who keep the time free. One whose
// invitation was withdrawn must still be told of what made it so: the change to
// its session, or the end of the whole visit.
func (s *Subject) includeHosts() {
	for _, i := range s.Invitations {
		if i.ContactID == nil {
			continue
		}
		told := i.State.Occupies()
		if i.State == model.InvitationWithdrawn && i.InvitedAt != nil {
			told = s.Delegation.State != model.DelegationCancelled || !i.UpdatedAt.Before(s.Delegation.StateSince)
		}
		if told {
			s.include(*i.ContactID, model.AudienceHost, askedAt(i))
		}
	}
}

// askedAt is when a host came to know of the visit.
func askedAt(i *model.HostInvitation) time.Time {
	if i.InvitedAt != nil {
		return *i.InvitedAt
	}
	return i.CreatedAt
}

// cancelsSoon tells whether the cancelled visit had a session for the person
// that started within UrgentWithin of the cancellation.
func (s *Subject) cancelsSoon(person model.ID) bool {
	since := s.Delegation.StateSince
	return slices.ContainsFunc(s.Sessions, func(session *model.Session) bool {
		snapshot := model.SnapshotOf(session)
		return !session.Cancelled && soon(&snapshot, since) && s.Concerns(person, &snapshot)
	})
}

// soon tells whether a session starts within UrgentWithin of the instant, or is
// running then.
func soon(session *model.SessionSnapshot, at time.Time) bool {
	return session != nil && session.EndsAt.After(at) && !session.StartsAt.After(at.Add(model.UrgentWithin))
}

// Concerns tells whether a session is one for the person: the group takes part,
// the person interprets or speaks, or the person's organisation is the host.
func (s *Subject) Concerns(person model.ID, session *model.SessionSnapshot) bool {
	return s.takesPart(person, session) || s.receives(person, session) != nil
}

func (s *Subject) takesPart(person model.ID, session *model.SessionSnapshot) bool {
	if session == nil {
		return false
	}
	if session.InterpreterID != nil && *session.InterpreterID == person || slices.Contains(session.SpeakerIDs, person) {
		return true
	}
	return slices.ContainsFunc(s.Delegates, func(d *model.Delegate) bool {
		return d.PersonID == person && model.AttendsGroup(d.Group, session.Group)
	})
}

// receives is the invitation by which the person's organisation hosts the
// session; nil when it does not.
func (s *Subject) receives(person model.ID, session *model.SessionSnapshot) *model.HostInvitation {
	if session == nil || session.HostID == nil {
		return nil
	}
	for _, i := range s.Invitations {
		if i.ContactID != nil && *i.ContactID == person && i.SessionID == session.SessionID && i.OrganisationID == *session.HostID {
			return i
		}
	}
	return nil
}
