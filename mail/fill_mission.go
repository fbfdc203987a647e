package mail

import (
	"strings"
	"time"

	"fyrtaarn/model"
)

// The mails about trade missions. All need Mission, and all but the first
// Application with its Company.
const (
	// TemplateMissionCallCloses reminds an invited company that has not applied.
	TemplateMissionCallCloses = "missionCallCloses"
	// TemplateMissionOffer offers a place that must be confirmed: Links.Offer.
	TemplateMissionOffer = "missionOffer"
	// TemplateMissionWaitlisted tells the rank on the waitlist.
	TemplateMissionWaitlisted = "missionWaitlisted"
	// TemplateMissionRejected passes the reviewers' feedback on.
	TemplateMissionRejected = "missionRejected"
	// TemplateMissionIneligible names why an application cannot be considered.
	TemplateMissionIneligible = "missionIneligible"
	// TemplateMissionUnconfirmed reminds of a place that is not confirmed: Links.Offer.
	TemplateMissionUnconfirmed = "missionUnconfirmed"
	// TemplateMissionUnconfirmedEscalated tells owner or lead of it.
	TemplateMissionUnconfirmedEscalated = "missionUnconfirmedEscalated"
	// TemplateMissionConfirmed puts the mission's days into the calendar.
	TemplateMissionConfirmed = "missionConfirmed"
	// TemplateMissionLapsed says that the offer has run out.
	TemplateMissionLapsed = "missionLapsed"
	// TemplateMissionWithdrawn takes a place that was given back out of the calendar.
	TemplateMissionWithdrawn = "missionWithdrawn"
	// TemplateMissionCancelled says that the mission does not take place.
	TemplateMissionCancelled = "missionCancelled"
	// TemplateMissionOutcome asks what came of it: Links.Outcome.
	TemplateMissionOutcome = "missionOutcome"
)

// missionFillers say what the mails about missions show. All of them are drawn
// by the one part "letter": sentences, a button, notes.
var missionFillers = map[string]func(*view, *letterFacts){
	TemplateMissionCallCloses:           fillCallCloses,
	TemplateMissionOffer:                fillOffer,
	TemplateMissionWaitlisted:           fillWaitlisted,
	TemplateMissionRejected:             fillRejected,
	TemplateMissionIneligible:           fillIneligible,
	TemplateMissionUnconfirmed:          fillUnconfirmed,
	TemplateMissionUnconfirmedEscalated: fillUnconfirmedEscalated,
	TemplateMissionConfirmed:            fillConfirmed,
	TemplateMissionLapsed:               fillLapsed,
	TemplateMissionWithdrawn:            fillWithdrawn,
	TemplateMissionCancelled:            fillMissionCancelled,
	TemplateMissionOutcome:              fillOutcome,
}

// buttonView leads to a page.
type buttonView struct {
	URL   string
	Label phrase
}

// letterFacts are what the sentences about missions name.
type letterFacts struct {
	mission     *model.TradeMission
	application *model.MissionApplication
	// title and company are the mission's and the company's names.
	title, company phrase
}

// fillMission makes a filler of the general kind of one for missions.
func fillMission(template string, fill func(*view, *letterFacts)) func(*templateSet, *view) error {
	return func(_ *templateSet, v *view) error {
		f := v.facts
		if f.Mission == nil {
			return missing(template, "Mission")
		}
		l := &letterFacts{mission: f.Mission, application: f.Application, title: v.named(f.Mission.Title), company: fence(f.Company, "")}
		if l.title == "" {
			l.title = fence(f.Mission.Reference, "")
		}
		if template != TemplateMissionCallCloses && f.Application == nil {
			return missing(template, "Application")
		}
		fill(v, l)
		return nil
	}
}

// moment is a day and a time of day in the reader's zone.
func (w *writer) moment(at time.Time) phrase {
	local := at.In(w.zone)
	return w.text("mail.when", "Date", w.longDate(model.DateOf(local)), "Time", fence(w.l.Time(local), string(w.language)))
}

// say adds a sentence; the mission and the company are named in all of them.
func (v *view) say(l *letterFacts, id string, pairs ...any) {
	v.Paragraphs = append(v.Paragraphs, v.about(l, id, pairs...))
}

func (v *view) about(l *letterFacts, id string, pairs ...any) phrase {
	return v.text(id, append([]any{"Mission", l.title, "Company", l.company}, pairs...)...)
}

// sayDays names the days of the mission where they are known.
func (v *view) sayDays(l *letterFacts) {
	if v.Dates != "" && l.mission.City != "" {
		v.say(l, "mail.mission.days", "Dates", v.Dates, "City", l.mission.City)
	}
}

// sayUntil says that accepted is not confirmed, and until when there is time.
func (v *view) sayUntil(l *letterFacts) {
	if at := l.application.OfferExpiresAt; at != nil {
		v.say(l, "mail.mission.confirmUntil", "When", v.moment(*at))
		v.Notes = append(v.Notes, v.text("mail.mission.zone", "Zone", fence(v.l.ZoneName(v.zone.String()), string(v.language))))
	}
}

func (v *view) button(url, id string) {
	if url != "" {
		v.Button = &buttonView{URL: url, Label: v.text(id)}
	}
}

func fillCallCloses(v *view, l *letterFacts) {
	at := l.mission.Deadline
	if at == nil {
		at = &v.facts.Now
	}
	v.Subject = v.about(l, "mail.mission.callCloses.subject", "Date", v.longDate(model.DateOf(at.In(v.zone))))
	v.say(l, "mail.mission.callCloses.intro", "When", v.moment(*at))
	v.sayDays(l)
	v.say(l, "mail.mission.callCloses.how")
	v.Notes = append(v.Notes, v.text("mail.mission.zone", "Zone", fence(v.l.ZoneName(v.zone.String()), string(v.language))))
}

func fillOffer(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.offer.subject")
	if l.application.FromWaitlist {
		v.say(l, "mail.mission.offer.promoted")
	} else {
		v.say(l, "mail.mission.offer.intro")
	}
	v.sayDays(l)
	v.sayUntil(l)
	v.button(v.facts.Links.Offer, "mail.mission.answer")
}

func fillWaitlisted(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.waitlisted.subject")
	v.say(l, "mail.mission.waitlisted.intro", "Position", l.application.Position)
	v.say(l, "mail.mission.waitlisted.how")
}

func fillRejected(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.rejected.subject")
	v.say(l, "mail.mission.rejected.intro")
	if l.application.Feedback != "" {
		v.say(l, "mail.mission.rejected.feedback")
		for _, line := range strings.Split(l.application.Feedback, "\n") {
			if text := fence(line, ""); text != "" {
				v.Paragraphs = append(v.Paragraphs, text)
			}
		}
	}
	v.sayAppeal(l)
}

func (v *view) sayAppeal(l *letterFacts) {
	if day := v.facts.AppealUntil; day != nil {
		v.say(l, "mail.mission.appeal", "Date", v.longDate(*day))
	}
}

// reasonMessages say why an application cannot be considered. What somebody said
// in words stands as it is.
var reasonMessages = map[model.IneligibleReason]string{
	model.IneligibleLevel:     "mail.mission.ineligible.level",
	model.IneligibleDeMinimis: "mail.mission.ineligible.deMinimis",
	model.IneligibleDeadline:  "mail.mission.ineligible.deadline",
}

func fillIneligible(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.rejected.subject")
	v.say(l, "mail.mission.ineligible.intro")
	for _, reason := range l.application.Ineligible {
		if id, ok := reasonMessages[reason]; ok {
			v.say(l, id)
		} else if text := fence(l.application.Reason, ""); text != "" {
			v.Paragraphs = append(v.Paragraphs, text)
		}
	}
	v.sayAppeal(l)
}

func fillUnconfirmed(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.unconfirmed.subject")
	v.say(l, "mail.mission.unconfirmed.intro")
	v.sayDays(l)
	v.sayUntil(l)
	v.button(v.facts.Links.Offer, "mail.mission.answer")
}

func fillUnconfirmedEscalated(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.escalated.subject")
	offered := v.facts.Now
	if l.application.OfferedAt != nil {
		offered = *l.application.OfferedAt
	}
	v.say(l, "mail.mission.escalated.intro", "Date", v.longDate(model.DateOf(offered.In(v.zone))))
	if contact := l.application.Contact; contact != nil {
		v.say(l, "mail.mission.escalated.contact", "Name", v.person(contact))
	}
	if at := l.application.OfferExpiresAt; at != nil {
		v.say(l, "mail.mission.escalated.until", "When", v.moment(*at))
	}
}

func fillConfirmed(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.confirmed.subject")
	v.say(l, "mail.mission.confirmed.intro")
	v.sayDays(l)
	v.say(l, "mail.mission.confirmed.change")
	v.journey(l, MethodRequest)
	v.button(v.facts.Links.Offer, "mail.mission.open")
}

func fillLapsed(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.lapsed.subject")
	at := v.facts.Now
	if l.application.OfferExpiresAt != nil {
		at = *l.application.OfferExpiresAt
	}
	v.say(l, "mail.mission.lapsed.intro", "When", v.moment(at))
}

func fillWithdrawn(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.withdrawn.subject")
	v.say(l, "mail.mission.withdrawn.intro")
	v.journey(l, MethodCancel)
}

func fillMissionCancelled(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.cancelled.subject")
	v.say(l, "mail.mission.cancelled.intro")
	v.journey(l, MethodCancel)
	v.say(l, "mail.mission.cancelled.sorry")
}

func fillOutcome(v *view, l *letterFacts) {
	v.Subject = v.about(l, "mail.mission.outcome.subject")
	v.say(l, "mail.mission.outcome.intro")
	v.say(l, "mail.mission.outcome.how")
	v.button(v.facts.Links.Outcome, "mail.mission.outcome.open")
}

// journey puts the mission's days into the calendar of a company that confirmed,
// or takes them out. Only its contact's calendar is meant.
func (v *view) journey(l *letterFacts, method string) {
	m := l.mission
	if l.application.ConfirmedAt == nil || m.StartsOn.IsZero() {
		return
	}
	title := m.Title.In(&v.language)
	e := Event{
		UID: EventUID(m.ID, v.facts.Recipient.ID), Sequence: m.CalendarSequence, AllDay: true,
		Start: midnight(m.StartsOn), End: midnight(m.EndsOn.AddDays(1)),
		Summary: bare(l.title), Location: tidy(m.City), Cancelled: method == MethodCancel,
	}
	if title.Fallback && title.Text != "" {
		e.SummaryLanguage = string(title.Language)
	}
	if method == MethodCancel && m.State != model.MissionCancelled {
		e.Sequence++ // the word after the confirmation, about a mission that goes on
	}
	v.method, v.events = method, []Event{e}
	if v.HasCalendar() {
		id := "mail.mission.calendarAdded"
		if method == MethodCancel {
			id = "mail.mission.calendarRemoved"
		}
		v.Notes = append(v.Notes, v.text(id))
	}
}
