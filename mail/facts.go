package mail

import (
	"strings"
	"time"

	"fyrtaarn/model"
)

// Facts are everything a mail may say. Compose reads them and asks nobody else;
// each template's constant says which it needs. A delegation's zone gives
// meaning to all its times.
type Facts struct {
	// Now is the moment of composing: the mail's date and the calendar's stamp.
	Now time.Time
	// MessageID is the delivery's, without angle brackets.
	MessageID string
	// ReminderKey goes into X-Reminder-Key, so that a mail found anywhere leads
	// back to its delivery.
	ReminderKey string
	// From is the address that mails leave from. Its name may be empty: then
	// the mail says, in the reader's language, for whom Fyrtårn writes.
	From Address
	// To is where the mail goes when that is not the recipient's own address:
	// a secretary's, or that of the head of the delegation.
	To Address
	// Recipient is who is spoken to, in whose language.
	Recipient *model.Person
	// Attachment is the rule's word on the calendar part; empty leaves it to
	// the template.
	Attachment model.AttachmentKind

	// Delegation is the visit; its Owner, when set, signs the mail.
	Delegation *model.Delegation
	// Tour is the edition or side tour, with Host and Owner set, and Registration
	// the recipient's, its lines with their stops.
	Tour         model.Tour
	Registration *model.TourRegistration
	// Organisations and People are the names behind the ids that sessions,
	// changes and the delegation carry. An id without a name is left out.
	Organisations map[model.ID]string
	People        map[model.ID]*model.Person
	// Sessions are those that concern the recipient, as last published.
	Sessions model.SessionSnapshots
	// Changes are those that concern the recipient.
	Changes model.ProgrammeChanges
	// Invitation is the host's, with its Session set.
	Invitation *model.HostInvitation
	// Asked are the hosts who have not answered.
	Asked []AskedHost
	// Delegates are the people who come, with their Person set. A name is told
	// to hosts only with consent to be listed in public; needs are never told.
	Delegates []*model.Delegate
	FollowUps []*model.FollowUp
	// Mission is the trade mission, Application the company's and Company the
	// company's name. Their times are told in the recipient's zone.
	Mission     *model.TradeMission
	Application *model.MissionApplication
	Company     string
	// Assessment is the company's, with Adviser set where there is one, and
	// SilentSince when the adviser last did something; Milestone has its
	// LighthouseCountry set. Days are told in the recipient's zone.
	Assessment  *model.Assessment
	SilentSince time.Time
	Milestone   *model.Milestone
	// AppealUntil is the last day on which an outcome can be appealed.
	AppealUntil *model.Date
	// Items are the mails that a digest takes the place of.
	Items []Item
	Links Links
}

// AskedHost is one host who was asked and has not answered.
type AskedHost struct {
	Organisation string
	// Contact is the person who was asked; nil when there was none.
	Contact *model.Person
	Session model.SessionSnapshot
	// AskedAt is when the host was last asked; zero when not known.
	AskedAt time.Time
}

// Item is one mail inside a digest.
type Item struct {
	Template string
	Facts    Facts
}

// Links are absolute URLs into the public pages and the workspace, signed for
// the recipient. An empty one is not shown.
type Links struct {
	Programme  string
	HostAnswer string
	Survey     string
	// Offer lets a company's contact answer an offer, Outcome say what came of it.
	Offer   string
	Outcome string
	// Seat leads to the recipient's registration, where an offer is answered.
	Seat string
	// Assessment leads to where the recipient's company answers.
	Assessment string
	// Workspace leads staff to the object in question.
	Workspace string
	// OptOut is set when the category can be refused: the page and, by POST,
	// the one click of RFC 8058.
	OptOut string
}

// unspell puts each link's name in the place of its URL.
func (l Links) unspell(text string) string {
	var pairs []string
	for _, link := range [][2]string{
		{l.Programme, "programme"},
		{l.HostAnswer, "hostAnswer"},
		{l.Survey, "survey"},
		{l.Offer, "offer"},
		{l.Outcome, "outcome"},
		{l.Seat, "seat"},
		{l.Assessment, "assessment"},
		{l.Workspace, "workspace"},
		{l.OptOut, "optOut"},
	} {
		if link[0] != "" {
			pairs = append(pairs, link[0], "{"+link[1]+"}")
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// organisation is the name behind an id, or empty.
func (f *Facts) organisation(id *model.ID) string {
	if id == nil {
		return ""
	}
	return f.Organisations[*id]
}

// organiser is the organisation on whose behalf the mail is written.
func (f *Facts) organiser() string {
	a := f.activity()
	if a == nil {
		return ""
	}
	if a.Host != nil {
		return a.Host.Name
	}
	return f.organisation(a.HostID)
}

// activity is what the mail is about; nil where it is about none.
func (f *Facts) activity() *model.Activity {
	switch {
	case f.Delegation != nil:
		return &f.Delegation.Activity
	case f.Mission != nil:
		return &f.Mission.Activity
	case f.Tour != nil:
		return f.Tour.Common()
	}
	return nil
}

// visitor is the organisation that visits, or empty.
func (f *Facts) visitor() string {
	if f.Delegation.Organisation != nil {
		return f.Delegation.Organisation.Name
	}
	return f.organisation(f.Delegation.OrganisationID)
}

func (f *Facts) zone() *time.Location {
	if (f.Mission != nil || f.Assessment != nil) && f.Recipient != nil {
		return ownZone(f.Recipient)
	}
	if a := f.activity(); a != nil {
		return a.Zone()
	}
	return time.UTC
}

// session is the one that an invitation is about, as published or as planned.
func (f *Facts) session() (model.SessionSnapshot, bool) {
	if f.Invitation == nil {
		return model.SessionSnapshot{}, false
	}
	for _, s := range f.Sessions {
		if s.SessionID == f.Invitation.SessionID {
			return s, true
		}
	}
	if f.Invitation.Session == nil {
		return model.SessionSnapshot{}, false
	}
	return model.SnapshotOf(f.Invitation.Session), true
}

// size is how many people come, 0 when nobody has said.
func (f *Facts) size() int {
	switch d := f.Delegation; {
	case len(f.Delegates) > 0:
		return len(f.Delegates)
	case d.DelegateCount > 0:
		return d.DelegateCount
	case d.ExpectedSize != nil:
		return *d.ExpectedSize
	}
	return 0
}
