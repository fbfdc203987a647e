package app

import (
	"context"
	"slices"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Subject is one thing that reminders are about, with all that the planner and
// the sender know of it. Everybody who is meant stands in People of the
// ReminderSubject; the rest are the rows behind it. Nothing of it may be
// changed: subjects that were read together share rows.
type Subject struct {
	model.ReminderSubject
	// Activity is what it is or belongs to; nil when there is none. Delegation
	// is the same where that is a visit.
	Activity   model.ActivityNode
	Delegation *model.Delegation
	// Invitation and FollowUp are set for subjects of their kind.
	Invitation *model.HostInvitation
	FollowUp   *model.FollowUp
	// Mission is what the subject is or belongs to where that is a trade mission;
	// Application is set for subjects of its kind.
	Mission     *model.TradeMission
	Application *model.MissionApplication
	// Registration is set for a registration, Tour where the activity is one.
	Registration *model.TourRegistration
	Tour         model.Tour
	// Assessment and Milestone are set for subjects of their kind; they belong to
	// no activity.
	Assessment *model.Assessment
	Milestone  *model.Milestone
	// Sessions are the visit's, the cancelled ones included, in order of time.
	Sessions    []*model.Session
	Delegates   []*model.Delegate
	Invitations []*model.HostInvitation
	// Occurrences are all that were ever planned about the subject, with their
	// deliveries.
	Occurrences []*model.Occurrence

	// log are the visit's published versions, the oldest first.
	log   []*model.ProgrammeVersion
	rules map[string]*model.ReminderRule
	world *world
}

// world are the rows that the subjects read together share.
type world struct {
	now         time.Time
	activities  map[model.ID]model.ActivityNode
	delegations map[model.ID]*model.Delegation
	sessions    map[model.ID][]*model.Session
	delegates   map[model.ID][]*model.Delegate
	invitations map[model.ID][]*model.HostInvitation
	missions    missions
	// registrations are the subjects of that kind, by id.
	registrations map[model.ID]*model.TourRegistration
	assessments   assessments
	milestones    map[model.ID]*model.Milestone
	log           map[model.ID][]*model.ProgrammeVersion
	answered      map[[2]model.ID]bool
	people        map[model.ID]*model.Person
	names         map[model.ID]*model.Organisation
	leads         []*model.Person
	occurrences   map[model.ID][]*model.Occurrence
	rules         map[string]*model.ReminderRule
}

// LoadSubjects reads the facts about the subjects as they are at now, in a
// number of statements that does not grow with them. Those that do not exist
// any more are left out. It reads as the system does, whoever acts: a delegate
// who is listed to nobody still gets a programme.
func LoadSubjects(ctx context.Context, q store.Queries, refs []store.Subject, rules []*model.ReminderRule, now time.Time) ([]*Subject, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	ctx = model.WithActor(ctx, model.System("reminders"))
	invitations, followUps, err := readSmall(ctx, q, refs)
	if err != nil {
		return nil, err
	}
	w, err := readWorld(ctx, q, refs, invitations, followUps, now)
	if err != nil {
		return nil, err
	}
	w.rules = make(map[string]*model.ReminderRule, len(rules))
	for _, r := range rules {
		w.rules[r.Key] = r
	}
	var subjects []*Subject
	for _, ref := range refs {
		var s *Subject
		switch ref.Kind {
		case model.KindDelegation:
			s = w.aboutDelegation(w.delegations[ref.ID])
		case model.KindInvitation:
			s = w.aboutInvitation(invitations[ref.ID])
		case model.KindTourEdition, model.KindSideTour:
			s = w.aboutTour(w.activities[ref.ID])
		case model.KindRegistration:
			s = w.aboutRegistration(w.registrations[ref.ID])
		case model.KindFollowUp:
			s = w.aboutFollowUp(followUps[ref.ID])
		case model.KindTradeMission:
			s = w.aboutMission(w.missions.byID[ref.ID])
		case model.KindApplication:
			s = w.aboutApplication(w.missions.applications[ref.ID])
		case model.KindAssessment:
			s = w.aboutAssessment(w.assessments.byID[ref.ID])
		case model.KindMilestone:
			s = w.aboutMilestone(w.milestones[ref.ID])
		default: // nothing is said about the other kinds
		}
		if s != nil {
			subjects = append(subjects, s)
		}
	}
	return subjects, nil
}

// readSmall reads the subjects that are rows of their own within a visit.
func readSmall(ctx context.Context, q store.Queries, refs []store.Subject) (map[model.ID]*model.HostInvitation, map[model.ID]*model.FollowUp, error) {
	invitations, err := q.InvitationsByID(ctx, idsOfKind(refs, model.KindInvitation), nil)
	if err != nil {
		return nil, nil, err
	}
	followUps, err := q.FollowUpsByID(ctx, idsOfKind(refs, model.KindFollowUp), nil)
	if err != nil {
		return nil, nil, err
	}
	return byID(invitations, func(i *model.HostInvitation) model.ID { return i.ID }),
		byID(followUps, func(u *model.FollowUp) model.ID { return u.ID }), nil
}

func readWorld(ctx context.Context, q store.Queries, refs []store.Subject, invitations map[model.ID]*model.HostInvitation,
	followUps map[model.ID]*model.FollowUp, now time.Time,
) (*world, error) {
	visits := idsOfKind(refs, model.KindDelegation)
	for _, i := range invitations {
		visits = append(visits, i.DelegationID)
	}
	var others []model.ID
	for _, u := range followUps {
		switch {
		case u.SubjectKind == model.KindDelegation:
			visits = append(visits, u.SubjectID)
		case u.SubjectKind.IsActivity():
			others = append(others, u.SubjectID)
		}
	}
	visits = distinct(visits)
	w := &world{now: now, answered: map[[2]model.ID]bool{}}
	tours, err := w.readRegistrations(ctx, q, refs)
	if err != nil {
		return nil, err
	}
	others = append(others, tours...)
	activities, err := q.ActivitiesByID(ctx, distinct(others), nil)
	if err != nil {
		return nil, err
	}
	delegations, err := q.DelegationsByID(ctx, visits, nil)
	if err != nil {
		return nil, err
	}
	sessions, err := q.Sessions(ctx, visits, nil, true, nil)
	if err != nil {
		return nil, err
	}
	delegates, err := q.Delegates(ctx, visits, nil)
	if err != nil {
		return nil, err
	}
	asked, err := q.Invitations(ctx, visits, nil)
	if err != nil {
		return nil, err
	}
	log, err := q.ProgrammeLogs(ctx, visits)
	if err != nil {
		return nil, err
	}
	answers, err := q.SurveyResponsesOf(ctx, visits, nil)
	if err != nil {
		return nil, err
	}
	occurrences, err := q.OccurrencesOf(ctx, refIDs(refs))
	if err != nil {
		return nil, err
	}
	for _, a := range answers {
		w.answered[[2]model.ID{a.DelegationID, a.PersonID}] = true
	}
	w.activities = activities
	if err := w.readStops(ctx, q, tours); err != nil {
		return nil, err
	}
	for _, d := range delegations {
		w.activities[d.ID] = d
	}
	w.delegations = byID(delegations, func(d *model.Delegation) model.ID { return d.ID })
	w.sessions = grouped(sessions, func(s *model.Session) model.ID { return s.DelegationID })
	w.delegates = grouped(delegates, func(d *model.Delegate) model.ID { return d.DelegationID })
	w.invitations = grouped(asked, func(i *model.HostInvitation) model.ID { return i.DelegationID })
	w.log = grouped(log, func(v *model.ProgrammeVersion) model.ID { return v.DelegationID })
	w.occurrences = grouped(occurrences, func(o *model.Occurrence) model.ID { return o.SubjectID })
	for _, read := range []func(context.Context, store.Queries, []store.Subject) error{w.readMissions, w.readAssessments, w.readMilestones} {
		if err := read(ctx, q, refs); err != nil {
			return nil, err
		}
	}
	return w, w.readParties(ctx, q, followUps)
}

// readParties reads the people and organisations that the rows point to.
func (w *world) readParties(ctx context.Context, q store.Queries, followUps map[model.ID]*model.FollowUp) error {
	var people, organisations []model.ID
	add := func(to *[]model.ID, ids ...*model.ID) {
		for _, id := range ids {
			if id != nil {
				*to = append(*to, *id)
			}
		}
	}
	for _, a := range w.activities {
		add(&people, a.Common().OwnerID)
		add(&organisations, a.Common().HostID)
	}
	for _, r := range w.registrations {
		people = append(people, r.PersonID)
		for _, l := range r.Lines {
			add(&organisations, l.Stop.HostID)
		}
	}
	for _, d := range w.delegations {
		add(&people, d.RequesterID)
		add(&organisations, d.OrganisationID, d.IntermediaryID)
	}
	for _, sessions := range w.sessions {
		for _, s := range sessions {
			add(&people, s.InterpreterID)
			people = append(people, s.SpeakerIDs...)
			add(&organisations, s.HostID)
		}
	}
	for _, delegates := range w.delegates {
		for _, d := range delegates {
			people = append(people, d.PersonID)
		}
	}
	for _, invitations := range w.invitations {
		for _, i := range invitations {
			add(&people, i.ContactID)
			organisations = append(organisations, i.OrganisationID)
		}
	}
	for _, u := range followUps {
		people = append(people, u.OwnerID)
	}
	contacts, companies := w.missions.parties()
	advisers, firms := w.assessments.parties()
	people, organisations = slices.Concat(people, contacts, advisers), slices.Concat(organisations, companies, firms)
	for _, m := range w.milestones {
		add(&people, deskOf(m))
	}
	for _, log := range w.log {
		for _, v := range log {
			for _, c := range v.Changes {
				for _, session := range []*model.SessionSnapshot{c.Before, c.After} {
					if session != nil {
						add(&people, session.InterpreterID)
						people = append(people, session.SpeakerIDs...)
						add(&organisations, session.HostID)
					}
				}
			}
		}
	}
	rows, err := q.PeopleByID(ctx, distinct(people), nil)
	if err != nil {
		return err
	}
	named, err := q.OrganisationsByID(ctx, distinct(organisations), nil)
	if err != nil {
		return err
	}
	staff, err := q.Staff(ctx)
	if err != nil {
		return err
	}
	w.people = byID(rows, func(p *model.Person) model.ID { return p.ID })
	w.names = byID(named, func(o *model.Organisation) model.ID { return o.ID })
	for _, contacts := range w.assessments.contacts {
		for _, p := range contacts {
			w.people[p.ID] = p
		}
	}
	for _, p := range staff {
		if p.Lead {
			w.leads = append(w.leads, p)
			w.people[p.ID] = p
		}
	}
	for _, delegates := range w.delegates {
		for _, d := range delegates {
			d.Person = w.people[d.PersonID]
		}
	}
	return nil
}

// fresh is a subject of which only what every kind has is filled.
func (w *world) fresh(kind model.Kind, id model.ID, created time.Time, activity model.ActivityNode) *Subject {
	s := &Subject{world: w, rules: w.rules, Activity: activity, Occurrences: w.occurrences[id]}
	s.Kind, s.ID, s.CreatedAt = kind, id, created
	s.Moments, s.Attributes = map[string]time.Time{}, map[string]string{}
	s.OrganisationZone, s.OrganisationCountry = zoneOf(model.Copenhagen), model.Denmark
	if activity != nil {
		common := activity.Common()
		s.ActivityID = common.ID
		s.Zone, s.Country = common.Zone(), activity.PlaceCountry()
		if common.HostID != nil {
			if host := w.names[*common.HostID]; host != nil {
				s.OrganisationCountry = host.CountryCode
				if zone, err := model.LoadZone(host.TimeZone); err == nil {
					s.OrganisationZone = zone
				}
			}
		}
	}
	s.Tour, _ = activity.(model.Tour)
	if visit, ok := activity.(*model.Delegation); ok {
		s.Delegation = visit
		s.Sessions, s.Delegates, s.Invitations = w.sessions[visit.ID], w.delegates[visit.ID], w.invitations[visit.ID]
		s.log = w.log[visit.ID]
	}
	for _, o := range s.Occurrences {
		if o.State == model.OccurrenceSent && o.Delivery != nil && o.Delivery.SentAt != nil {
			s.Sent = append(s.Sent, model.SentReminder{
				RuleKey: o.RuleKey, PersonID: o.PersonID, Fingerprint: o.Fingerprint, Number: o.Number, Level: o.Level, At: *o.Delivery.SentAt,
			})
		}
	}
	return s
}

// include adds a role to somebody, who then stands in People once. It answers
// the entry, which the next call may move; nil for a person who is not there.
func (s *Subject) include(id model.ID, role model.AudienceRole, joined time.Time) *model.Recipient {
	person := s.world.people[id]
	if person == nil {
		return nil
	}
	for i := range s.People {
		one := &s.People[i]
		if one.PersonID != id {
			continue
		}
		if !slices.Contains(one.Roles, role) {
			one.Roles = append(one.Roles, role)
		}
		if joined.Before(one.JoinedAt) {
			one.JoinedAt = joined
		}
		return one
	}
	s.People = append(s.People, model.Recipient{
		PersonID: id, Roles: []model.AudienceRole{role}, Country: person.CountryCode, JoinedAt: joined,
		Attributes: map[string]string{}, Moments: map[string]time.Time{},
	})
	one := &s.People[len(s.People)-1]
	if zone, err := model.LoadZone(person.TimeZone); err == nil {
		one.Zone = zone
	}
	return one
}

// includeStaff adds the visit's owner and the leads.
func (s *Subject) includeStaff(owner *model.ID) {
	if owner != nil {
		s.include(*owner, model.AudienceOwner, time.Time{})
	}
	for _, lead := range s.world.leads {
		s.include(lead.ID, model.AudienceLead, time.Time{})
	}
}

// Person is one of the people whom the subject's rows point to; nil for others.
func (s *Subject) Person(id model.ID) *model.Person { return s.world.people[id] }

// Everybody is who was read together with the subject, by id: delegates, hosts'
// contacts, interpreters, speakers, owners and leads.
func (s *Subject) Everybody() map[model.ID]*model.Person { return s.world.people }

// Organisation is one of those that the subject's rows point to; nil for others.
func (s *Subject) Organisation(id *model.ID) *model.Organisation {
	if id == nil {
		return nil
	}
	return s.world.names[*id]
}

// Recipient is the person's entry in People; nil for somebody who is not meant.
func (s *Subject) Recipient(id model.ID) *model.Recipient {
	for i := range s.People {
		if s.People[i].PersonID == id {
			return &s.People[i]
		}
	}
	return nil
}

// Mailbox is whose address a person's mail goes to: the person's own, or where
// a delegate chose so, that of the delegation's secretary or head. nil says
// that there is none: no address, one that a server has refused, or paper only.
func (s *Subject) Mailbox(id model.ID) *model.Person {
	route := model.MailSelf
	if s.Kind == model.KindDelegation {
		for _, d := range s.Delegates {
			if d.PersonID == id {
				route = d.MailRoute
			}
		}
	}
	var role model.DelegateRole
	switch route {
	case model.MailPaper:
		return nil
	case model.MailSecretary:
		role = model.DelegateSecretary
	case model.MailHead:
		role = model.DelegateHead
	case model.MailSelf:
		return reachable(s.world.people[id])
	}
	for _, d := range s.Delegates { // by rank
		if d.Role != role {
			continue
		}
		if p := reachable(d.Person); p != nil {
			return p
		}
	}
	return nil
}

func reachable(p *model.Person) *model.Person {
	if p == nil || !p.CanReceiveMail() {
		return nil
	}
	return p
}

func zoneOf(name string) *time.Location {
	zone, err := model.LoadZone(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
