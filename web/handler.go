package web

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"

	"fyrtaarn/app/access"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/outcome"
	"fyrtaarn/app/readiness"
	"fyrtaarn/app/tour"
	"fyrtaarn/model"
)

// Options are what the pages are told by the program.
type Options struct {
	Access      access.Service
	Delegations delegation.Service
	Readiness   readiness.Service
	Outcomes    outcome.Service
	Missions    mission.Service
	Tours       tour.Service
	// OptOut notes that a person does not want mails of a category; OptIn takes
	// that back. Both may be called twice.
	OptOut, OptIn func(ctx context.Context, person model.ID, category string) error
	// ShowMails opens /dev/mail, to requests from this machine alone. It is for
	// a program without a mail server.
	ShowMails bool
	// Log gets what fails; nil takes slog's default.
	Log *slog.Logger
}

// site holds what all pages share.
type site struct {
	Options
	writer
}

// NewHandler makes the handler of /, /p/… and /dev/mail.
func NewHandler(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	s := &site{Options: o, writer: writer{log: o.Log}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /p/style.css", serveStyle)
	mux.HandleFunc("/p/", s.lost)
	mux.Handle("GET /p/host/{secret}", s.opened(model.LinkHostAnswer, s.hostPage))
	mux.Handle("POST /p/host/{secret}", s.opened(model.LinkHostAnswer, s.hostPost))
	mux.Handle("GET /p/programme/{secret}", s.opened(model.LinkProgramme, s.programmePage))
	mux.Handle("GET /p/programme/{secret}/calendar.ics", s.opened(model.LinkProgramme, s.programmeCalendar))
	mux.Handle("GET /p/survey/{secret}", s.opened(model.LinkSurvey, s.surveyPage))
	mux.Handle("POST /p/survey/{secret}", s.opened(model.LinkSurvey, s.surveyPost))
	mux.Handle("GET /p/assessment/{secret}", s.renewable(s.opened(model.LinkAssessment, s.assessmentPage)))
	mux.Handle("POST /p/assessment/{secret}", s.renewable(s.opened(model.LinkAssessment, s.assessmentPost)))
	mux.Handle("GET /p/outcome/{secret}", s.opened(model.LinkOutcome, s.outcomePage))
	mux.Handle("POST /p/outcome/{secret}", s.opened(model.LinkOutcome, s.outcomePost))
	mux.Handle("GET /p/offer/{secret}", s.opened(model.LinkOffer, s.offerPage))
	mux.Handle("POST /p/offer/{secret}", s.opened(model.LinkOffer, s.offerPost))
	mux.Handle("GET /p/seat/{secret}", s.opened(model.LinkSeat, s.seatPage))
	mux.Handle("POST /p/seat/{secret}", s.opened(model.LinkSeat, s.seatPost))
	mux.Handle("GET /p/optout/{secret}", s.opened(model.LinkOptOut, s.optOutPage))
	mux.Handle("POST /p/optout/{secret}", s.opened(model.LinkOptOut, s.optOutPost))
	if o.ShowMails {
		s.mountMails(mux)
	}
	return secured(http.NewCrossOriginProtection().Handler(mux))
}

// policy lets a page load our style sheet and nothing else, send forms to us
// alone, and stand in nobody's frame.
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secured sets the headers of every page. The address of a personal page is
// its key: it must not leak to other sites, nor the page stay behind in a cache.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Robots-Tag", "noindex, nofollow")
		header.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// visitor is who came by a link.
type visitor struct {
	*page
	link   *model.Link
	person *model.Person
}

// maxForm bounds a form that is sent, in bytes: three long texts.
const maxForm = 256 << 10

// action answers one request of somebody whose link has been opened. The
// context acts as that person.
type action func(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error

// opened lets those in whose link is for the purpose. Everybody else is told
// that the link leads nowhere, whatever is wrong with it.
func (s *site) opened(purpose model.LinkPurpose, do action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.enter(r, purpose)
		if err != nil {
			s.fail(w, r, nil, err)
			return
		}
		if r.Method == http.MethodPost && !readForm(w, r) {
			v.Heading = v.say("page.form.unreadable")
			s.write(w, r, http.StatusBadRequest, "message", v)
			return
		}
		s.fail(w, r, v.person, do(model.WithActor(r.Context(), v.actor(r)), v, w, r))
	})
}

// enter finds out who came.
func (s *site) enter(r *http.Request, purpose model.LinkPurpose) (*visitor, error) {
	link, err := s.Access.LinkOpen(r.Context(), r.PathValue("secret"), purpose)
	if err != nil {
		return nil, err
	}
	person, err := s.Access.Store.Person(r.Context(), link.PersonID)
	if err != nil {
		return nil, err
	}
	return &visitor{page: newPage(r, person), link: link, person: person}, nil
}

// leadBack answers a form that was kept: with the page, which shows what is held.
func (v *visitor) leadBack(w http.ResponseWriter) {
	w.Header().Set("Location", v.Action()) // the path that this handler was reached by
	w.WriteHeader(http.StatusSeeOther)
}

// readForm reads what was sent, of either type of form.
func readForm(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	// Asked for at once, an error of the one type would hide behind "not the other".
	if err := r.ParseForm(); err != nil {
		return false
	}
	err := r.ParseMultipartForm(maxForm) //nolint:gosec // the body is bounded above
	return err == nil || errors.Is(err, http.ErrNotMultipart)
}

// actor is the visitor as the audit trail knows them.
func (v *visitor) actor(r *http.Request) model.Actor {
	role := model.RoleDelegate
	switch v.link.Purpose {
	case model.LinkHostAnswer:
		role = model.RoleHost
	case model.LinkAssessment, model.LinkOutcome, model.LinkOffer:
		// For which company is known once the row is read.
		role = model.RoleCompany
	case model.LinkProgramme, model.LinkSurvey, model.LinkSeat, model.LinkOptOut:
	}
	return model.Actor{
		Role: role, Name: v.person.FullName, PersonID: v.person.ID, Language: v.language, Address: addressOf(r),
	}
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// whole is a context that reads every row: what a page shows of them is decided
// here, by who reads it. A delegate who wants to be listed to nobody still
// counts among those who come, and still sees their own programme.
func whole(ctx context.Context) context.Context {
	actor := model.System("public page")
	actor.Language = model.ActorFrom(ctx).Language
	return model.WithActor(ctx, actor)
}

// fail answers an error that no page has shown.
func (s *site) fail(w http.ResponseWriter, r *http.Request, person *model.Person, err error) {
	switch {
	case err == nil:
	case model.IsCode(err, model.CodeNotFound):
		s.gone(w, r, person)
	case r.Context().Err() != nil: // the reader has gone
	default:
		id := rand.Text()[:10]
		s.log.ErrorContext(r.Context(), "a page failed", "id", id, "path", routeOf(r), "error", err)
		p := newPage(r, person)
		p.Heading = p.say("error.internal", "ID", p.typed(id))
		s.write(w, r, http.StatusInternalServerError, "message", p)
	}
}

// routeOf is the path of a request as the log may show it: without the secret.
func routeOf(r *http.Request) string { return r.Pattern }

// lost answers an address that is no page.
func (s *site) lost(w http.ResponseWriter, r *http.Request) { s.gone(w, r, nil) }

// gonePage says what to do about a link that leads nowhere.
type gonePage struct{ *page }

func (s *site) gone(w http.ResponseWriter, r *http.Request, person *model.Person) {
	p := gonePage{newPage(r, person)}
	p.Heading = p.say("page.gone.title")
	s.write(w, r, http.StatusNotFound, "gone", p)
}

// home is what stands at the door.
func (s *site) home(w http.ResponseWriter, r *http.Request) {
	p := newPage(r, nil)
	p.Heading = phrase("Fyrtårn")
	s.write(w, r, http.StatusOK, "home", &homePage{page: p, Mails: s.ShowMails && isLocal(r)})
}

// homePage is the landing page.
type homePage struct {
	*page
	// Mails tells whether the reader may see the kept mails.
	Mails bool
}

// paths are where the links of each purpose lead.
var paths = map[model.LinkPurpose]string{
	model.LinkHostAnswer: "/p/host/", model.LinkProgramme: "/p/programme/", model.LinkSurvey: "/p/survey/", model.LinkOptOut: "/p/optout/",
	model.LinkAssessment: "/p/assessment/",
	model.LinkOutcome:    "/p/outcome/",
	model.LinkOffer:      "/p/offer/",
	model.LinkSeat:       "/p/seat/",
}

// LinkPath is the path of the page that a link's secret opens.
func LinkPath(purpose model.LinkPurpose, secret string) string { return paths[purpose] + secret }
