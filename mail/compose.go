package mail

import (
	"bytes"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"strings"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// ProductName is what the system is called in every language.
const ProductName = "Fyrtårn"

var (
	errUnknownTemplate = errors.New("mail: unknown template")
	errMissingFact     = errors.New("mail: missing fact")
)

// Compose writes the mail of a template in the language of the localizer. It
// does not fail for text that is missing in that language: such text is shown
// in another, and Message.Fallback tells. It fails for a template that does not
// exist or is broken, and for a fact without which the mail would be empty.
//
// A localizer counts the gaps it meets, so each mail gets its own.
func Compose(template string, facts Facts, l *i18n.Localizer) (Message, error) {
	set, err := loadTemplates()
	if err != nil {
		return Message{}, err
	}
	v, err := newView(set, template, &facts, l)
	if err != nil {
		return Message{}, err
	}
	r := reader{language: l.Language(), rightToLeft: l.Direction() == i18n.RightToLeft}
	html, err := set.renderHTML(layout, v)
	if err != nil {
		return Message{}, err
	}
	text, err := set.renderText(layout, v)
	if err != nil {
		return Message{}, err
	}
	m := Message{
		From: facts.From, To: facts.To, Subject: bare(v.Subject), Text: tidyText(r.text(text)), HTML: r.html(html),
		MessageID: facts.MessageID, Date: facts.Now, Language: l.Language(),
		Fallback: v.fallback || l.Fallbacks() > 0,
	}
	if m.From.Name == "" {
		m.From.Name = v.senderName()
	}
	if m.To.Email == "" {
		m.To = Address{Name: facts.Recipient.FullName, Email: facts.Recipient.Email}
	}
	if m.Calendar, err = v.calendar(m.From, m.To); err != nil {
		return Message{}, err
	}
	m.Headers = headers(&facts, m.Language)
	m.ContentHash = contentHash(m.Subject, m.Text, m.Calendar, facts.Links)
	return m, nil
}

func headers(f *Facts, language string) map[string]string {
	h := map[string]string{
		HeaderAutoSubmitted:   "auto-generated",
		HeaderContentLanguage: language,
	}
	if f.ReminderKey != "" {
		h[HeaderReminderKey] = f.ReminderKey
	}
	if f.Links.OptOut != "" {
		h[HeaderUnsubscribe] = "<" + f.Links.OptOut + ">"
		h[HeaderUnsubscribePost] = "List-Unsubscribe=One-Click"
	}
	return h
}

// newView gathers everything that the templates show.
func newView(set *templateSet, template string, facts *Facts, l *i18n.Localizer) (*view, error) {
	fill, ok := fillers[template]
	if !ok {
		return nil, fmt.Errorf("%w: %q", errUnknownTemplate, template)
	}
	if facts.Recipient == nil {
		return nil, missing(template, "Recipient")
	}
	w := &writer{l: l, facts: facts, zone: facts.zone(), language: model.LanguageTag(l.Language())}
	v := &view{writer: w, Lang: l.Language(), Dir: string(l.Direction()), Links: facts.Links}
	if about := facts.activity(); about != nil {
		v.Dates = w.dateRange(about.StartsOn, about.EndsOn)
		v.ZoneNote = w.zoneNote()
	}
	if err := fill(set, v); err != nil {
		return nil, err
	}
	v.frame()
	html, err := set.renderHTML(template, v)
	if err != nil {
		return nil, err
	}
	v.Content = htmltemplate.HTML(html) //nolint:gosec // html/template has just escaped it
	v.ContentText, err = set.renderText(template, v)
	return v, err
}

// frame fills what stands around every mail.
func (v *view) frame() {
	f := v.facts
	greeted := f.Recipient.CallName
	if greeted == "" {
		greeted = v.person(f.Recipient)
	}
	v.Greeting = v.text("mail.greeting", "Name", greeted)
	v.Closing = v.text("mail.closing")
	v.Sender = v.text("mail.footer.system")
	if organiser := f.organiser(); organiser != "" {
		v.Sender = v.text("mail.footer.sender", "Organisation", organiser)
		v.Signature = append(v.Signature, fence(organiser, ""))
	}
	if about := f.activity(); about != nil && about.Owner != nil && about.Owner.ID != f.Recipient.ID {
		owner := about.Owner
		v.Signature = append([]phrase{fence(v.person(owner), "")}, v.Signature...)
		if owner.Email != "" {
			v.Questions = v.text("mail.questions", "Name", v.person(owner), "Email", owner.Email)
		}
	}
	if len(v.Signature) == 0 {
		v.Signature = []phrase{ProductName}
	}
}

// senderName is what stands before the address that mails leave from.
func (v *view) senderName() string {
	if organiser := v.facts.organiser(); organiser != "" {
		return bare(v.text("mail.from", "Organisation", organiser))
	}
	return ProductName
}

// calendar is the part for the recipient's calendar, nil when there is none.
func (v *view) calendar(from, to Address) (*CalendarPart, error) {
	if !v.HasCalendar() {
		return nil, nil //nolint:nilnil // a mail without a calendar part
	}
	method := v.method
	if v.facts.Attachment == model.AttachCalendarCancel {
		method = MethodCancel
	}
	return Calendar(CalendarInput{
		Method: method, Zone: v.zone, Stamp: v.facts.Now, Organizer: from, Attendee: to, Language: v.Lang, Events: v.events,
	})
}

// renderedSize is about what a mail takes: room got once instead of by doubling.
const renderedSize = 8 << 10

func (set *templateSet) renderHTML(name string, v *view) (string, error) {
	var b bytes.Buffer
	b.Grow(renderedSize)
	if err := set.html[name].Execute(&b, v); err != nil {
		return "", fmt.Errorf("mail template %s: %w", name, err)
	}
	return b.String(), nil
}

func (set *templateSet) renderText(name string, v *view) (string, error) {
	var b bytes.Buffer
	b.Grow(renderedSize)
	if err := set.text[name].Execute(&b, v); err != nil {
		return "", fmt.Errorf("mail template %s: %w", name, err)
	}
	return b.String(), nil
}

// tidyText leaves at most one empty line between two others and no space at
// the end of any: templates need not care about their own line breaks.
func tidyText(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	empty := true // no empty line at the start
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" {
			empty = true
			continue
		}
		if empty && b.Len() > 0 {
			b.WriteByte('\n')
		}
		empty = false
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}

func missing(template, fact string) error {
	return fmt.Errorf("%w: %s needs %s", errMissingFact, template, fact)
}
