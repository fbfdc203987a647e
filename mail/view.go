package mail

import (
	htmltemplate "html/template"

	"fyrtaarn/model"
)

// view is what the templates of one mail show. The same view is drawn twice, as
// HTML and as text. A member that a template does not use is left empty.
type view struct {
	*writer
	Lang, Dir string
	Subject   phrase
	Greeting  phrase
	// Dates are the visit's days, empty while there are none.
	Dates    phrase
	ZoneNote phrase
	Days     []dayView
	Session  *sessionView
	Host     phrase
	// Size is how many people come, 0 when not known; Spoken their languages.
	Size    int
	Spoken  phrase
	Guests  []phrase
	Unnamed int
	Changes []changeView
	Asked   []askedView
	// Waiting is how many days a request is old, Received the day it came.
	Waiting   int
	Received  phrase
	FollowUps []followUpView
	Items     []itemView
	// Paragraphs, Notes and Button are the whole of a letter that needs no form
	// of its own.
	Paragraphs []phrase
	Notes      []phrase
	Button     *buttonView
	// Seats are the stops of a registration; SeatButton is what the link to its
	// page is called, PaperLink where the paper is that the mail brings.
	Seats      []sessionView
	SeatButton phrase
	PaperLink  string
	PaperName  phrase
	Links      Links
	// Closing, Signature, Questions and Sender are the frame's.
	Closing   phrase
	Signature []phrase
	Questions phrase
	Sender    phrase
	// Content is the mail inside the frame, as HTML and as text.
	Content     htmltemplate.HTML
	ContentText string

	// method and events are the calendar part's; without events there is none.
	method string
	events []Event
}

// dayView is one day of a programme.
type dayView struct {
	Date     phrase
	Sessions []sessionView
}

// sessionView is one session: its time and title, and what else is known of it
// as whole sentences. When is its day and time together.
type sessionView struct {
	Time, When, Title phrase
	Lines             []phrase
}

// changeView is everything that changed about one session.
type changeView struct {
	Title phrase
	Lines []phrase
}

// askedView is one host who has not answered.
type askedView struct {
	Host  phrase
	Lines []phrase
}

// followUpView is one promise.
type followUpView struct {
	Title phrase
	Lines []phrase
}

// itemView is one mail inside a digest.
type itemView struct {
	Subject phrase
	HTML    htmltemplate.HTML
	Text    string
}

func (w *writer) sessionView(s *model.SessionSnapshot) sessionView {
	v := sessionView{Time: w.clock(s), When: w.when(s), Title: w.title(s)}
	if s.Cancelled {
		v.Lines = append(v.Lines, w.text("mail.session.cancelled"))
	}
	if place := w.place(s); place != "" {
		v.Lines = append(v.Lines, w.text("mail.session.place", "Place", place))
	}
	if host := w.facts.organisation(s.HostID); host != "" {
		v.Lines = append(v.Lines, w.text("mail.session.host", "Host", host))
	}
	if speakers := w.people(s.SpeakerIDs); len(speakers) > 0 {
		v.Lines = append(v.Lines, w.text("mail.session.speakers", "Names", w.list(speakers)))
	}
	if s.Language != "" {
		v.Lines = append(v.Lines, w.text("mail.session.language", "Language", w.spoken(s.Language)))
	}
	if s.InterpreterID != nil && w.facts.People[*s.InterpreterID] != nil {
		v.Lines = append(v.Lines, w.text("mail.session.interpreter", "Name", w.person(w.facts.People[*s.InterpreterID])))
	}
	if s.Group != "" {
		v.Lines = append(v.Lines, w.text("mail.session.group", "Group", s.Group))
	}
	return v
}

// days groups sessions, which are in order of time, by the venue's days.
func (w *writer) days(sessions model.SessionSnapshots) []dayView {
	var days []dayView
	var current model.Date
	for i := range sessions {
		s := &sessions[i]
		if day := model.DateOf(s.StartsAt.In(w.zone)); len(days) == 0 || day != current {
			current = day
			days = append(days, dayView{Date: w.longDate(day)})
		}
		last := &days[len(days)-1]
		last.Sessions = append(last.Sessions, w.sessionView(s))
	}
	return days
}

// zoneNote names the zone of every time in the mail.
func (w *writer) zoneNote() phrase {
	return w.text("mail.zone", "Zone", fence(w.l.ZoneName(w.zone.String()), string(w.language)))
}

// event is a session in the recipient's calendar. It holds no link: calendars
// are shared, and links are personal.
func (w *writer) event(s *model.SessionSnapshot, cancelled bool) Event {
	title := s.Title.In(&w.language)
	e := Event{
		UID: EventUID(s.SessionID, w.facts.Recipient.ID), Sequence: s.Sequence, Start: s.StartsAt, End: s.EndsAt,
		Summary: bare(w.titleNamed(s)), Location: bare(w.place(s)), Cancelled: cancelled || s.Cancelled,
	}
	if title.Fallback && title.Text != "" {
		e.SummaryLanguage = string(title.Language)
	}
	e.Description = bare(w.text("mail.calendar.description", "Visit", w.Visit()))
	return e
}

// PlainSubject is the subject where no markup may stand.
func (v *view) PlainSubject() string { return bare(v.Subject) }

// Product is what the system is called.
func (v *view) Product() string { return ProductName }

// HasCalendar tells whether the mail changes the recipient's calendar.
func (v *view) HasCalendar() bool {
	return len(v.events) > 0 && v.facts.Attachment != model.AttachNothing
}
