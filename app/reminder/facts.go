package reminder

import (
	"slices"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// facts gathers what the mail of a letter may say.
func (b *round) facts(l *letter) mail.Facts {
	s, template := l.subject, l.rule.TemplateAt(l.occurrence.Level)
	f := mail.Facts{
		Now: b.Clock.Now(), MessageID: l.delivery.MessageID,
		ReminderKey: l.rule.Key + "/" + l.delivery.ID.String(),
		From:        b.From, Recipient: l.person, Attachment: l.rule.Attachment, Links: l.links,
		People: s.Everybody(), Organisations: map[model.ID]string{},
	}
	if l.mailbox.ID != l.person.ID {
		f.To = mail.Address{Name: l.mailbox.FullName, Email: l.mailbox.Email}
	}
	if s.FollowUp != nil {
		f.FollowUps = []*model.FollowUp{s.FollowUp}
	}
	if s.Mission != nil {
		b.missionFacts(&f, l)
	}
	if s.Tour != nil {
		b.tourFacts(&f, s)
	}
	if s.Assessment != nil {
		assessmentFacts(&f, s)
	}
	if s.Milestone != nil {
		milestoneFacts(&f, s)
	}
	if s.Delegation == nil {
		return f
	}
	f.Delegation = visitOf(s)
	b.sessionFacts(&f, l, template)
	b.nameOrganisations(&f, s)
	if s.Invitation != nil {
		f.Invitation = s.Invitation
		f.Delegates = s.Delegates
		f.Asked = asked(s)
	}
	return f
}

// visitOf is the visit with those that it points to.
func visitOf(s *app.Subject) *model.Delegation {
	visit := *s.Delegation
	visit.Host, visit.Organisation = s.Organisation(visit.HostID), s.Organisation(visit.OrganisationID)
	if visit.OwnerID != nil {
		visit.Owner = s.Person(*visit.OwnerID)
	}
	visit.DelegateCount = len(s.Delegates)
	return &visit
}

// sessionFacts gathers the sessions that concern the person, as they were last
// published, or as they are planned while nothing is published; and what has
// changed about them.
func (b *round) sessionFacts(f *mail.Facts, l *letter, template string) {
	s := l.subject
	sessions := model.SnapshotProgramme(s.Sessions)
	if newest := b.programmes[s.ActivityID]; newest != nil {
		sessions = slices.Clone(newest.Sessions)
	}
	if template == mail.TemplateCancelled {
		for i := range sessions {
			// The visit's end is the word after the last one about each session.
			sessions[i].Sequence++
		}
	}
	f.Sessions = slices.DeleteFunc(sessions, func(session model.SessionSnapshot) bool {
		return template == mail.TemplateCancelled && session.Cancelled || !s.Concerns(l.person.ID, &session)
	})
	if template == mail.TemplateProgrammeChanged {
		f.Changes = s.UntoldChanges(l.person.ID)
	}
}

// nameOrganisations names every organisation that a session or a change points to.
func (b *round) nameOrganisations(f *mail.Facts, s *app.Subject) {
	name := func(id *model.ID) {
		if organisation := s.Organisation(id); organisation != nil {
			f.Organisations[*id] = organisation.Name
		}
	}
	name(s.Delegation.HostID)
	name(s.Delegation.OrganisationID)
	for i := range f.Sessions {
		name(f.Sessions[i].HostID)
	}
	for i := range f.Changes {
		for _, session := range []*model.SessionSnapshot{f.Changes[i].Before, f.Changes[i].After} {
			if session != nil {
				name(session.HostID)
			}
		}
	}
	if s.Invitation != nil {
		name(&s.Invitation.OrganisationID)
	}
}

// asked is the host who has not answered, for those who are told so. It was
// asked last when it was invited or reminded, whichever came later.
func asked(s *app.Subject) []mail.AskedHost {
	i := s.Invitation
	if i.Organisation == nil || i.Session == nil {
		return nil
	}
	host := mail.AskedHost{Organisation: i.Organisation.Name, Contact: i.Contact, Session: model.SnapshotOf(i.Session)}
	var last time.Time
	if i.InvitedAt != nil {
		last = *i.InvitedAt
	}
	for _, sent := range s.Sent {
		if sent.Level == 0 && sent.At.After(last) {
			last = sent.At
		}
	}
	host.AskedAt = last
	return []mail.AskedHost{host}
}
