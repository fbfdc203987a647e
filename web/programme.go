package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// programmePage is what one person does on a visit, as it was last published.
type programmePage struct {
	*visitor
	visit    *model.Delegation
	sessions model.SessionSnapshots
	names    names
	zone     *time.Location

	Dates    phrase
	ZoneNote phrase
	Contact  phrase
	// Notice says why there is no programme; empty when there is one.
	Notice phrase
	// Published says which version this is.
	Published phrase
	// Next is the session that is under way, or else the next one; nil after
	// the last.
	Next *nextView
	Days []dayView
	// Calendar is the address of the calendar file; empty without a programme.
	Calendar string
}

// nextView is the one session that matters now.
type nextView struct {
	Label phrase
	Date  phrase
	sessionView
}

// dayView is one day of a programme.
type dayView struct {
	Date     phrase
	Sessions []sessionView
}

func (s *site) programmePage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readProgramme(ctx, v)
	if err != nil {
		return err
	}
	p.show(s.Delegations.Clock.Now())
	s.write(w, r, http.StatusOK, "programme", p)
	return nil
}

// readProgramme reads what concerns the visitor of the visit's last published
// programme. NOT_FOUND is the answer for who has no part in the visit (any
// more).
func (s *site) readProgramme(ctx context.Context, v *visitor) (*programmePage, error) {
	ctx = whole(ctx)
	db := s.Delegations.Store
	visit, err := db.Delegation(ctx, v.link.SubjectID, nil)
	if err != nil {
		return nil, err
	}
	concerns, err := s.concern(ctx, visit, v.person)
	if err != nil {
		return nil, err
	}
	p := &programmePage{visitor: v, visit: visit, zone: visit.Zone()}
	if visit.PublishedVersion > 0 && takesPlace(visit) {
		version, err := db.ProgrammeVersion(ctx, visit.ID, visit.PublishedVersion)
		if err != nil {
			return nil, err
		}
		for _, session := range version.Sessions {
			if concerns(&session) {
				p.sessions = append(p.sessions, session)
			}
		}
		at := version.PublishedAt.In(p.zone)
		p.Published = p.say("page.programme.published", "Date", p.longDate(model.DateOf(at)), "Time", p.own(p.l.Time(at)))
	}
	organisations := []*model.ID{visit.OrganisationID}
	people := []*model.ID{visit.OwnerID}
	for i := range p.sessions {
		organisations = append(organisations, p.sessions[i].HostID)
		people = append(people, p.sessions[i].InterpreterID)
		for j := range p.sessions[i].SpeakerIDs {
			people = append(people, &p.sessions[i].SpeakerIDs[j])
		}
	}
	p.names, err = readNames(ctx, s.Delegations, organisations, people)
	return p, err
}

// concern answers which sessions concern somebody: all of their group's for a
// delegate; those at which they host, speak or interpret for who works at
// them; all for who plans the visit.
func (s *site) concern(ctx context.Context, visit *model.Delegation, person *model.Person) (func(*model.SessionSnapshot) bool, error) {
	delegates, err := s.Delegations.Store.Delegates(ctx, []model.ID{visit.ID}, nil)
	if err != nil {
		return nil, err
	}
	for _, d := range delegates {
		if d.PersonID == person.ID {
			return func(s *model.SessionSnapshot) bool { return model.AttendsGroup(d.Group, s.Group) }, nil
		}
	}
	if person.StaffRole != "" || visit.OwnerID != nil && *visit.OwnerID == person.ID {
		return func(*model.SessionSnapshot) bool { return true }, nil
	}
	invitations, err := s.Delegations.Store.Invitations(ctx, []model.ID{visit.ID}, nil)
	if err != nil {
		return nil, err
	}
	hosted := map[model.ID]bool{}
	for _, i := range invitations {
		if i.ContactID != nil && *i.ContactID == person.ID && i.State.Occupies() {
			hosted[i.SessionID] = true
		}
	}
	works := func(s *model.SessionSnapshot) bool {
		return hosted[s.SessionID] || slices.Contains(s.SpeakerIDs, person.ID) || s.InterpreterID != nil && *s.InterpreterID == person.ID
	}
	sessions, err := s.Delegations.Store.Sessions(ctx, []model.ID{visit.ID}, nil, true, nil)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(sessions, func(s *model.Session) bool {
		snapshot := model.SnapshotOf(s)
		return works(&snapshot)
	}) {
		return nil, model.NotFound("")
	}
	return works, nil
}

// show writes the programme as it is read at now.
func (p *programmePage) show(now time.Time) {
	p.Heading = p.visitName(p.visit)
	p.Contact = p.contact(p.names.person(p.visit.OwnerID))
	if !p.visit.StartsOn.IsZero() && !p.visit.EndsOn.IsZero() {
		p.Dates = phrase(p.l.DateRange(p.visit.StartsOn.At(0, 0, time.UTC), p.visit.EndsOn.At(0, 0, time.UTC)))
	}
	switch {
	case !takesPlace(p.visit):
		p.Notice, p.Dates = p.say("page.programme.cancelled"), ""
		return
	case len(p.sessions) == 0:
		p.Notice = p.say("page.programme.unpublished")
		return
	}
	p.ZoneNote = p.zoneNote(p.zone)
	p.Calendar = p.r.URL.EscapedPath() + "/calendar.ics"
	if tag := p.r.URL.Query().Get("lang"); tag != "" {
		p.Calendar += "?lang=" + string(p.language)
	}
	var last model.Date
	for i := range p.sessions {
		one := &p.sessions[i]
		shown := p.session(one, p.zone, p.names)
		day := model.DateOf(one.StartsAt.In(p.zone))
		if p.Next == nil && !one.Cancelled && one.EndsAt.After(now) {
			label := "page.programme.next"
			if !one.StartsAt.After(now) {
				label = "page.programme.now"
			}
			p.Next = &nextView{Label: p.say(label), Date: p.longDate(day), sessionView: shown}
			shown.Mark = p.Next.Label
		}
		if len(p.Days) == 0 || day != last {
			last = day
			p.Days = append(p.Days, dayView{Date: p.longDate(day)})
		}
		at := &p.Days[len(p.Days)-1]
		at.Sessions = append(at.Sessions, shown)
	}
}

// programmeCalendar answers the programme as a file that calendars take. Its
// events have the ids of those in the mails, so that none is there twice.
func (s *site) programmeCalendar(ctx context.Context, v *visitor, w http.ResponseWriter, _ *http.Request) error {
	p, err := s.readProgramme(ctx, v)
	if err != nil {
		return err
	}
	if len(p.sessions) == 0 {
		return model.NotFound("")
	}
	in := mail.CalendarInput{Method: mail.MethodPublish, Zone: p.zone, Stamp: s.Delegations.Clock.Now(), Language: p.Lang()}
	visit := p.say("mail.calendar.description", "Visit", p.visitName(p.visit))
	for i := range p.sessions {
		one := &p.sessions[i]
		event := mail.Event{
			UID: mail.EventUID(one.SessionID, v.person.ID), Sequence: one.Sequence, Start: one.StartsAt, End: one.EndsAt,
			Summary: p.text(p.sessionTitle(one)), Location: p.text(p.place(one)), Description: p.text(visit), Cancelled: one.Cancelled,
		}
		if title := one.Title.In(&p.language); title.Fallback && title.Text != "" {
			event.SummaryLanguage = string(title.Language)
		}
		in.Events = append(in.Events, event)
	}
	part, err := mail.Calendar(in)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Language", p.Lang())
	w.Header().Set("Content-Disposition", `attachment; filename="`+p.visit.Reference+`.ics"`)
	_, _ = w.Write(part.Data) // the reader may have gone
	return nil
}
