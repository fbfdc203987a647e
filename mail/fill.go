package mail

import (
	"slices"
	"time"

	"fyrtaarn/model"
)

// fillers say, per template, what its subject is and what it shows.
var fillers map[string]func(*templateSet, *view) error

// The digest composes other templates, so the table refers to itself.
func init() {
	fillers = map[string]func(*templateSet, *view) error{
		TemplateHostInvitation:            fillHostInvitation,
		TemplateHostsUnconfirmed:          fillHostsUnconfirmed,
		TemplateHostsUnconfirmedEscalated: fillEscalated,
		TemplateHostBriefing:              fillHostBriefing,
		TemplateProgramme:                 fillProgramme,
		TemplateProgrammeChanged:          fillProgrammeChanged,
		TemplateThanks:                    fillThanks,
		TemplateSurveyAgain:               fillSurveyAgain,
		TemplateCancelled:                 fillCancelled,
		TemplateDelegationUnanswered:      fillUnanswered,
		TemplateFollowUpDue:               fillFollowUps,
		TemplateDigest:                    fillDigest,
	}
	for template, fill := range missionFillers {
		fillers[template] = fillMission(template, fill)
	}
	for template, fill := range tourFillers {
		fillers[template] = fill
	}
	for template, fill := range assessmentFillers {
		fillers[template] = fillAssessment(template, fill)
	}
	for template, fill := range milestoneFillers {
		fillers[template] = fillMilestone(template, fill)
	}
}

// invited fills what the mails to one host about one session share.
func invited(v *view, template string) (model.SessionSnapshot, error) {
	f := v.facts
	if f.Delegation == nil {
		return model.SessionSnapshot{}, missing(template, "Delegation")
	}
	s, ok := f.session()
	if !ok {
		return s, missing(template, "Invitation.Session")
	}
	v.Host = fence(f.organisation(&f.Invitation.OrganisationID), "")
	if v.Host == "" && f.Invitation.Organisation != nil {
		v.Host = fence(f.Invitation.Organisation.Name, "")
	}
	if v.Host == "" {
		return s, missing(template, "the host's name")
	}
	session := v.sessionView(&s)
	v.Session = &session
	v.countGuests(s.Group)
	return s, nil
}

// countGuests tells hosts how many come and what they speak, and the names of
// those who agreed to be named in public.
func (v *view) countGuests(group string) {
	f := v.facts
	v.Size = f.size()
	var attending int
	var spoken []model.LanguageTag
	for _, d := range f.Delegates {
		if !model.AttendsGroup(d.Group, group) {
			continue
		}
		attending++
		if d.Person == nil {
			continue
		}
		if tag := d.Person.Language; tag != "" && !slices.Contains(spoken, tag) {
			spoken = append(spoken, tag)
		}
		if d.Consent != model.ListPublic {
			continue
		}
		if d.Role == model.DelegateHead {
			v.Guests = append(v.Guests, v.text("mail.guest.head", "Name", v.person(d.Person)))
			continue
		}
		v.Guests = append(v.Guests, fence(v.person(d.Person), ""))
	}
	if attending > 0 {
		v.Size = attending
		v.Unnamed = attending - len(v.Guests)
	}
	names := make([]string, 0, len(spoken))
	for _, tag := range spoken {
		if name := string(v.spoken(tag)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, v.l.Collator().Compare)
	v.Spoken = phrase(v.l.List(names...))
}

func fillHostInvitation(_ *templateSet, v *view) error {
	s, err := invited(v, TemplateHostInvitation)
	if err != nil {
		return err
	}
	v.Subject = v.text("mail.host.invitation.subject", "Visitor", v.Visitor(), "Date", v.longDate(v.day(&s)))
	return nil
}

func fillHostsUnconfirmed(_ *templateSet, v *view) error {
	s, err := invited(v, TemplateHostsUnconfirmed)
	if err != nil {
		return err
	}
	v.Subject = v.text("mail.host.reminder.subject", "Visitor", v.Visitor(), "Date", v.longDate(v.day(&s)))
	return nil
}

func fillHostBriefing(_ *templateSet, v *view) error {
	s, err := invited(v, TemplateHostBriefing)
	if err != nil {
		return err
	}
	v.Subject = v.text("mail.host.briefing.subject", "Visitor", v.Visitor(), "Date", v.longDate(v.day(&s)))
	v.method, v.events = MethodRequest, []Event{v.event(&s, false)}
	return nil
}

// day is the venue's day on which a session starts.
func (w *writer) day(s *model.SessionSnapshot) model.Date { return model.DateOf(s.StartsAt.In(w.zone)) }

func fillEscalated(_ *templateSet, v *view) error {
	f := v.facts
	if f.Delegation == nil || len(f.Asked) == 0 {
		return missing(TemplateHostsUnconfirmedEscalated, "Delegation and Asked")
	}
	v.Subject = v.plural("mail.host.escalated.subject", len(f.Asked), "Visit", v.Visit())
	for i := range f.Asked {
		a := &f.Asked[i]
		asked := askedView{Host: fence(a.Organisation, ""), Lines: []phrase{
			v.text("mail.asked.session", "Session", v.titleNamed(&a.Session), "When", v.when(&a.Session)),
		}}
		if a.Contact != nil {
			asked.Lines = append(asked.Lines, v.text("mail.asked.contact", "Name", v.person(a.Contact)))
		}
		if !a.AskedAt.IsZero() {
			asked.Lines = append(asked.Lines, v.text("mail.asked.since", "Date", v.longDate(model.DateOf(a.AskedAt.In(v.zone)))))
		}
		v.Asked = append(v.Asked, asked)
	}
	return nil
}

func fillProgramme(_ *templateSet, v *view) error {
	f := v.facts
	if f.Delegation == nil || len(f.Sessions) == 0 {
		return missing(TemplateProgramme, "Delegation and Sessions")
	}
	v.Subject = v.text("mail.programme.subject", "Visit", v.Visit())
	if v.Dates != "" {
		v.Subject = v.text("mail.programme.subjectDates", "Visit", v.Visit(), "Dates", v.Dates)
	}
	// A cancelled session was told of when that happened, in a mail that nobody
	// can refuse; in the final programme it would only be in the way.
	var held model.SessionSnapshots
	for i := range f.Sessions {
		if !f.Sessions[i].Cancelled {
			held = append(held, f.Sessions[i])
			v.events = append(v.events, v.event(&f.Sessions[i], false))
		}
	}
	if len(held) == 0 {
		return missing(TemplateProgramme, "a session that takes place")
	}
	v.Days, v.method = v.days(held), MethodRequest
	return nil
}

func fillThanks(_ *templateSet, v *view) error {
	if v.facts.Delegation == nil {
		return missing(TemplateThanks, "Delegation")
	}
	v.Subject = v.text("mail.thanks.subject", "Visit", v.Visit())
	return nil
}

func fillSurveyAgain(_ *templateSet, v *view) error {
	if v.facts.Delegation == nil || v.facts.Links.Survey == "" {
		return missing(TemplateSurveyAgain, "Delegation and Links.Survey")
	}
	v.Subject = v.text("mail.survey.subject", "Visit", v.Visit())
	return nil
}

func fillCancelled(_ *templateSet, v *view) error {
	f := v.facts
	if f.Delegation == nil {
		return missing(TemplateCancelled, "Delegation")
	}
	v.Subject = v.text("mail.cancelled.subject", "Visit", v.Visit())
	v.method = MethodCancel
	for i := range f.Sessions {
		v.events = append(v.events, v.event(&f.Sessions[i], true))
	}
	return nil
}

func fillUnanswered(_ *templateSet, v *view) error {
	d := v.facts.Delegation
	if d == nil || d.RequestedOn.IsZero() {
		return missing(TemplateDelegationUnanswered, "Delegation.RequestedOn")
	}
	v.Waiting = max(d.RequestedOn.DaysUntil(model.DateOf(v.facts.Now.In(v.zone))), 0)
	v.Received = v.longDate(d.RequestedOn)
	v.Size = v.facts.size()
	v.Subject = v.plural("mail.unanswered.subject", v.Waiting, "Visitor", v.Visitor())
	return nil
}

func fillFollowUps(_ *templateSet, v *view) error {
	f := v.facts
	if len(f.FollowUps) == 0 {
		return missing(TemplateFollowUpDue, "FollowUps")
	}
	today := model.DateOf(f.Now.In(ownZone(f.Recipient)))
	for _, one := range f.FollowUps {
		id := "mail.followUp.due"
		if one.DueOn.Before(today) {
			id = "mail.followUp.overdue"
		}
		shown := followUpView{Title: fence(one.Title, ""), Lines: []phrase{v.text(id, "Date", v.longDate(one.DueOn))}}
		if one.Activity != nil {
			if name := v.named(one.Activity.Common().Title); name != "" {
				shown.Lines = append(shown.Lines, v.text("mail.followUp.visit", "Visit", name))
			}
		}
		v.FollowUps = append(v.FollowUps, shown)
	}
	v.Subject = v.plural("mail.followUp.subject", len(f.FollowUps))
	return nil
}

// ownZone is where a person lives, in whose calendar a promise is due.
func ownZone(p *model.Person) *time.Location {
	zone, err := model.LoadZone(p.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func fillDigest(set *templateSet, v *view) error {
	f := v.facts
	if len(f.Items) == 0 {
		return missing(TemplateDigest, "Items")
	}
	v.method = MethodCancel
	for i := range f.Items {
		item := f.Items[i].Facts
		item.Now, item.From, item.Recipient = f.Now, f.From, f.Recipient
		if f.Items[i].Template == TemplateDigest {
			return missing(TemplateDigest, "items that are no digests")
		}
		one, err := newView(set, f.Items[i].Template, &item, v.l)
		if err != nil {
			return err
		}
		v.Items = append(v.Items, itemView{Subject: one.Subject, HTML: one.Content, Text: one.ContentText})
		v.fallback = v.fallback || one.fallback
		v.takeEvents(one)
	}
	v.Subject = v.plural("mail.digest.subject", len(v.Items))
	return nil
}

// takeEvents adds an item's events to the digest's. One calendar part has one
// method and one zone: a request can carry cancellations, and instants are the
// same in whatever zone.
func (v *view) takeEvents(one *view) {
	if !one.HasCalendar() {
		return
	}
	cancels := one.method == MethodCancel || one.facts.Attachment == model.AttachCalendarCancel
	if !cancels {
		v.method = MethodRequest
	}
	if len(v.events) == 0 {
		v.zone = one.zone
	}
	for _, e := range one.events {
		e.Cancelled = e.Cancelled || cancels
		v.events = append(v.events, e)
	}
}
