package web

import (
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// A program without a mail server keeps its mails, and shows them here: to
// requests from the machine it runs on, since every mail holds a key.

// shownMails is how many of the newest mails are listed.
const shownMails = 200

// mailPolicy is for the HTML of a mail, which stands in a frame of its own: it
// may have its styles, and neither scripts nor anything from elsewhere.
const mailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'self'"

// framePolicy is for the page around that frame.
const framePolicy = policy + "; frame-src 'self'"

func (s *site) mountMails(mux *http.ServeMux) {
	mux.Handle("GET /dev/mail", s.local(s.mailList))
	mux.Handle("GET /dev/mail/{id}", s.local(s.mailPage))
	mux.Handle("GET /dev/mail/{id}/html", s.local(s.mailHTML))
	mux.Handle("GET /dev/mail/{id}/calendar.ics", s.local(s.mailCalendar))
	mux.Handle("GET /dev/mail/{id}/mail.eml", s.local(s.mailRaw))
}

// isLocal tells a request that came from this machine, for a name of this
// machine, and through nobody else: a proxy here makes all the world local, and
// a foreign page can call a name of its own that leads here.
func isLocal(r *http.Request) bool {
	for _, header := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	from := net.ParseIP(addressOf(r))
	return from != nil && from.IsLoopback() && isLocalName(r.Host)
}

func isLocalName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// local lets requests from this machine through; to all others there is no
// such page.
func (s *site) local(do func(w http.ResponseWriter, r *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLocal(r) {
			s.lost(w, r)
			return
		}
		s.fail(w, r, nil, do(w, r))
	})
}

// mailsPage lists the kept mails, the newest first.
type mailsPage struct {
	*page
	Mails []mailRow
}

type mailRow struct {
	Href, To, Subject, Language string
	Kept                        phrase
}

func (s *site) mailList(w http.ResponseWriter, r *http.Request) error {
	rows, err := s.Delegations.Store.KeptMails(r.Context(), shownMails)
	if err != nil {
		return err
	}
	p := mailsPage{page: newPage(r, nil)}
	p.Heading = p.say("dev.mails.title")
	for _, row := range rows {
		p.Mails = append(p.Mails, mailRow{
			Href: "/dev/mail/" + row.ID.String(), To: row.Recipient, Subject: row.Subject, Language: string(row.Language),
			Kept: p.own(p.l.DateTime(row.KeptAt.In(time.UTC))),
		})
	}
	s.write(w, r, http.StatusOK, "mails", p)
	return nil
}

// mailView is one mail with all its parts.
type mailView struct {
	*page
	Path              string
	From, To          string
	Headers           []headerLine
	Text, Calendar    string
	HasHTML           bool
	Language, Subject string
}

type headerLine struct{ Name, Value string }

func (s *site) mailPage(w http.ResponseWriter, r *http.Request) error {
	row, parts, err := s.keptMail(r)
	if err != nil {
		return err
	}
	p := mailView{
		page: newPage(r, nil), Path: "/dev/mail/" + row.ID.String(), Headers: parts.headers, Text: parts.text,
		Calendar: parts.calendar, HasHTML: parts.html != "", Language: string(row.Language), Subject: row.Subject,
	}
	p.Heading = p.mark(piece{text: row.Subject, language: row.Language})
	w.Header().Set("Content-Security-Policy", framePolicy)
	s.write(w, r, http.StatusOK, "mail", p)
	return nil
}

func (s *site) mailHTML(w http.ResponseWriter, r *http.Request) error {
	_, parts, err := s.keptMail(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mailPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(parts.html)) // the reader may have gone
	return nil
}

func (s *site) mailCalendar(w http.ResponseWriter, r *http.Request) error {
	_, parts, err := s.keptMail(r)
	if err != nil {
		return err
	}
	if parts.calendar == "" {
		return model.NotFound("")
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	_, _ = w.Write([]byte(parts.calendar)) // the reader may have gone
	return nil
}

func (s *site) mailRaw(w http.ResponseWriter, r *http.Request) error {
	row, _, err := s.keptMail(r)
	if err != nil {
		return err
	}
	// As text it can be read in a browser; as what it is, it would be downloaded.
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write(row.Raw) // the reader may have gone
	return nil
}

// keptMail reads the mail that the address names, and takes it apart.
func (s *site) keptMail(r *http.Request) (*store.KeptMail, *mailParts, error) {
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		return nil, nil, model.NotFound("")
	}
	row, err := s.Delegations.Store.KeptMail(r.Context(), id)
	if err != nil {
		return nil, nil, err
	}
	parts, err := takeApart(row.Raw)
	return row, parts, err
}
