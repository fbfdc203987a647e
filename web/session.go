package web

import (
	"context"
	"strings"
	"time"

	"fyrtaarn/app/delegation"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// names are what stands behind the ids that a programme carries.
type names struct {
	organisations map[model.ID]*model.Organisation
	people        map[model.ID]*model.Person
}

// readNames reads the organisations and people of the ids; absent ones are
// passed over.
func readNames(ctx context.Context, s delegation.Service, organisations, people []*model.ID) (names, error) {
	n := names{map[model.ID]*model.Organisation{}, map[model.ID]*model.Person{}}
	orgs, err := s.Store.OrganisationsByID(ctx, present(organisations), nil)
	if err != nil {
		return n, err
	}
	for _, o := range orgs {
		n.organisations[o.ID] = o
	}
	found, err := s.Store.PeopleByID(ctx, present(people), nil)
	if err != nil {
		return n, err
	}
	for _, p := range found {
		n.people[p.ID] = p
	}
	return n, nil
}

// present are the ids that are there, each once.
func present(ids []*model.ID) []model.ID {
	seen := map[model.ID]bool{}
	var out []model.ID
	for _, id := range ids {
		if id != nil && !seen[*id] {
			seen[*id] = true
			out = append(out, *id)
		}
	}
	return out
}

func (n names) organisation(id *model.ID) string {
	if id == nil || n.organisations[*id] == nil {
		return ""
	}
	return n.organisations[*id].Name
}

func (n names) person(id *model.ID) *model.Person {
	if id == nil {
		return nil
	}
	return n.people[*id]
}

// sessionView is one entry of a programme as a page shows it.
type sessionView struct {
	// Start and End are for machines, in RFC 3339.
	Start, End string
	Time       phrase
	Title      phrase
	// Lines are what else is known of it, as whole sentences.
	Lines     []phrase
	Cancelled bool
	// Mark says that it is the next one or under way; empty for all others.
	Mark phrase
}

func (p *page) session(s *model.SessionSnapshot, zone *time.Location, n names) sessionView {
	start, end := s.StartsAt.In(zone), s.EndsAt.In(zone)
	v := sessionView{
		Start: start.Format(time.RFC3339), End: end.Format(time.RFC3339), Time: p.own(p.l.TimeRange(start, end)),
		Title: p.sessionTitle(s), Cancelled: s.Cancelled,
	}
	add := func(line phrase) { v.Lines = append(v.Lines, line) }
	if s.Cancelled {
		add(p.say("mail.session.cancelled"))
	}
	if place := p.place(s); place != "" {
		add(p.say("mail.session.place", "Place", place))
	}
	if host := n.organisation(s.HostID); host != "" {
		add(p.say("mail.session.host", "Host", host))
	}
	var speakers []phrase
	for _, id := range s.SpeakerIDs {
		if speaker := n.person(&id); speaker != nil {
			speakers = append(speakers, p.called(speaker))
		}
	}
	if len(speakers) > 0 {
		add(p.say("mail.session.speakers", "Names", p.list(speakers)))
	}
	if s.Language != "" {
		add(p.say("mail.session.language", "Language", p.spoken(s.Language)))
	}
	if interpreter := n.person(s.InterpreterID); interpreter != nil {
		add(p.say("mail.session.interpreter", "Name", p.called(interpreter)))
	}
	if s.Group != "" {
		add(p.say("mail.session.group", "Group", s.Group))
	}
	return v
}

// sessionTitle is a session's, or what kind it is of while it has none.
func (p *page) sessionTitle(s *model.SessionSnapshot) phrase {
	if title := p.local(s.Title); title != "" {
		return title
	}
	return p.say("mail.kind." + camel(string(s.Kind)))
}

// place is where a session is, from the room outwards; empty when not known.
func (p *page) place(s *model.SessionSnapshot) phrase {
	var known []string
	for _, part := range []string{s.Room, s.Venue, s.City} {
		if part != "" {
			known = append(known, part)
		}
	}
	switch len(known) {
	case 0:
		return ""
	case 1:
		return p.typed(known[0])
	case 2:
		return p.say("mail.place.two", "First", known[0], "Second", known[1])
	}
	return p.say("mail.place.three", "First", known[0], "Second", known[1], "Third", known[2])
}

// called is how somebody is called, for a reader of this page's script.
func (p *page) called(who *model.Person) phrase {
	return p.typed(p.l.DisplayName(i18n.PersonName{Full: who.FullName, Latin: who.LatinName, Title: who.Title}))
}

// spoken is the name of a spoken language; of one that the catalogue does not
// know it is the tag.
func (p *page) spoken(tag model.LanguageTag) phrase {
	known, ok := i18n.Match(string(tag))
	if !ok {
		return p.typed(string(tag))
	}
	return p.say("mail.language." + strings.ReplaceAll(known, "-", ""))
}

// zoneNote names the zone of every time on the page.
func (p *page) zoneNote(zone *time.Location) phrase {
	return p.say("mail.zone", "Zone", p.own(p.l.ZoneName(zone.String())))
}

// when is the day and time of a span.
func (p *page) when(start, end time.Time) phrase {
	clock := p.own(p.l.TimeRange(start, end))
	if model.DateOf(start) != model.DateOf(end) {
		return clock // names both days itself
	}
	return p.say("mail.when", "Date", p.longDate(model.DateOf(start)), "Time", clock)
}

// contact is whom to ask; empty when nobody is known who can be written to.
func (p *page) contact(owner *model.Person) phrase {
	if owner == nil || owner.Email == "" {
		return ""
	}
	return p.say("mail.questions", "Name", p.called(owner), "Email", p.mailbox(owner.Email))
}

// visitName is what a visit is called.
func (p *page) visitName(d *model.Delegation) phrase {
	if title := p.local(d.Title); title != "" {
		return title
	}
	return p.typed(d.Reference)
}

// visitorName is who comes: the organisation, or else the visit's own name.
func (p *page) visitorName(d *model.Delegation, n names) phrase {
	if name := n.organisation(d.OrganisationID); name != "" {
		return p.typed(name)
	}
	return p.visitName(d)
}

// takesPlace tells a visit that has been neither cancelled nor put off.
func takesPlace(d *model.Delegation) bool {
	return d.State != model.DelegationCancelled && d.State != model.DelegationDeclined && d.State != model.DelegationPostponed
}
