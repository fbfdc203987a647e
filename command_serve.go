package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/event"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/app/staircase"
	"fyrtaarn/graph"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/web"
)

// serveCommand serves until its context ends.
type serveCommand struct{}

// The limits of the HTTP servers. A request that is slow on purpose must not
// hold a connection for long.
const (
	headerLimit = 10 * time.Second
	readLimit   = 30 * time.Second
	writeLimit  = 60 * time.Second
	idleLimit   = 2 * time.Minute
	headerBytes = 64 << 10
	stopLimit   = 15 * time.Second
)

// Run is called by kong.
func (serveCommand) Run(ctx context.Context, p *program) error {
	// What cannot be had is said before anything is loaded.
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", p.Addr)
	if err != nil {
		return fmt.Errorf("FYRTAARN_ADDR: %w", err)
	}
	defer func() { _ = listener.Close() }()
	p.PublicURL = withPort(p.PublicURL, listener.Addr())

	core, err := p.open(asOperator(ctx))
	if err != nil {
		return err
	}
	defer func() { _ = core.Store.Close() }()
	smtp, err := p.smtp()
	if err != nil {
		return err
	}
	if smtp != nil {
		defer func() { _ = smtp.Close() }() //nolint:contextcheck // the context has ended by then
	}

	s := newServer(p, core)
	deaf, err := s.events.Listen(ctx, core)
	if err != nil {
		return err
	}
	defer deaf()
	errs := make(chan error, 2)
	public := s.start(listener, s.public(), errs)
	admin, err := s.startAdmin(ctx, errs)
	if err != nil {
		return errors.Join(err, s.stop(ctx, nil, public))
	}
	stopJobs, err := s.fill(asOperator(ctx), smtp)
	if err != nil {
		return errors.Join(err, s.stop(ctx, nil, public, admin))
	}
	s.ready.Store(true)
	_, _ = fmt.Fprintf(p.out, "Fyrtårn serves at %s\n", p.PublicURL)

	select {
	case <-ctx.Done():
	case err = <-errs: // serving ended by itself
	}
	s.ready.Store(false)
	return errors.Join(err, s.stop(ctx, stopJobs, public, admin))
}

// server is the program while it serves.
type server struct {
	*program
	core    *app.Core
	metrics *metrics
	grants  access.Service
	events  *event.Hub
	// cases are the use cases, shared by GraphQL and the pages.
	cases *graph.Resolver
	api   *graph.Handler
	// ready tells whether requests are wanted: not while loading and stopping.
	ready atomic.Bool
}

func newServer(p *program, core *app.Core) *server {
	s := &server{program: p, core: core, metrics: newMetrics(core), grants: access.New(core), events: event.New(core)}
	s.cases = resolvers(core, s.events)
	s.cases.Access = s.grants
	s.cases.LinkAddress = func(purpose model.LinkPurpose, secret string) string {
		return s.PublicURL + web.LinkPath(purpose, secret)
	}
	// A burst of two seconds' worth lets a page or a script start at once.
	rate := graph.Rate{PerSecond: float64(s.RateLimit), Burst: 2 * s.RateLimit}
	s.api = graph.NewHandler(s.cases, graph.Options{
		Authenticate: s.grants.Authenticate, Now: s.core.Clock.Now, Hosts: []string{s.PublicHost()}, Log: s.log,
		PerAddress: rate, PerToken: rate,
	})
	return s
}

// fill writes what the database is to begin with and lets the jobs run. The
// default rules come after the demo data, which begins with rules of its own
// time: a rule never mails what was before it.
func (s *server) fill(ctx context.Context, smtp *mail.SMTP) (stopJobs func(context.Context) error, err error) {
	if s.Demo {
		if err := s.loadDemo(ctx, s.core, smtp); err != nil {
			return nil, err
		}
	}
	if _, err := (reminder.Service{Core: s.core}).SeedRules(ctx); err != nil {
		return nil, err
	}
	if _, err := (staircase.Service{Core: s.core}).SeedSteps(ctx); err != nil {
		return nil, err
	}
	if _, err := (roadmap.Service{Core: s.core}).LayOut(ctx); err != nil {
		return nil, err
	}
	// A newer checklist may have other elements or rules than the stored records.
	if _, err := (lighthouse.Service{Core: s.core}).Align(ctx); err != nil {
		return nil, err
	}
	return s.startJobs(s.dispatcher(s.core, smtp)) //nolint:contextcheck // jobs end by being stopped, after the requests
}

// start serves in the background; what goes wrong comes by errs.
func (s *server) start(l net.Listener, handler http.Handler, errs chan<- error) *http.Server {
	h := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerLimit, ReadTimeout: readLimit, WriteTimeout: writeLimit, IdleTimeout: idleLimit,
		MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	go func() {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			errs <- err
		}
	}()
	return h
}

// startAdmin serves the metrics; nil when nobody wants them.
func (s *server) startAdmin(ctx context.Context, errs chan<- error) (*http.Server, error) {
	if s.AdminAddr == "" {
		return nil, nil //nolint:nilnil // no server is what was asked for
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.AdminAddr)
	if err != nil {
		return nil, fmt.Errorf("FYRTAARN_ADMIN_ADDR (off serves no metrics): %w", err)
	}
	s.log.InfoContext(ctx, "metrics are served", "url", "http://"+listener.Addr().String()+"/metrics")
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.metrics.handler())
	s.mountHealth(mux)
	return s.start(listener, mux, errs), nil
}

// public is everything that people and programs reach.
func (s *server) public() http.Handler {
	reminders := reminder.Service{Core: s.core}
	pages := web.NewHandler(web.Options{
		Access: s.grants, Delegations: s.cases.Delegations, Missions: s.cases.Missions, Outcomes: s.cases.Outcomes, Readiness: s.cases.Readiness,
		Tours:  s.cases.Tours,
		OptOut: reminders.OptOut, OptIn: reminders.OptIn, ShowMails: s.SMTPURL == "", Log: s.log,
	})
	mux := http.NewServeMux()
	for _, path := range []string{"/graphql", "/schema.graphql", "/graphiql", "/graphiql/"} {
		mux.Handle(path, s.whenReady(s.api))
	}
	mux.Handle("/", s.whenReady(pages))
	s.mountHealth(mux)
	return otelhttp.NewHandler(s.metrics.timed(mux), "http")
}

// whenReady turns requests away while there is nothing to answer them with.
func (s *server) whenReady(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.ready.Load() {
			w.Header().Set("Retry-After", "5")
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// mountHealth answers whether the process is up, and whether it can work.
func (s *server) mountHealth(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "up") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if !s.ready.Load() {
			http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
			return
		}
		// A question to a table of ours: it is there when the migrations are.
		if _, _, err := s.core.Store.NextDue(r.Context()); err != nil {
			s.log.WarnContext(r.Context(), "the database does not answer", "error", err)
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprintln(w, "ready")
	})
}

// stop finishes what is under way: streams, which would go on, then the other
// requests, then jobs.
func (s *server) stop(ctx context.Context, stopJobs func(context.Context) error, servers ...*http.Server) error {
	s.log.InfoContext(ctx, "stopping")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	var errs []error
	if err := s.api.Stop(ctx); err != nil {
		errs = append(errs, fmt.Errorf("streams were cut off: %w", err))
	}
	for _, h := range servers {
		if h == nil {
			continue
		}
		if err := h.Shutdown(ctx); err != nil {
			errs = append(errs, fmt.Errorf("requests were cut off: %w", err), h.Close())
		}
	}
	if stopJobs != nil {
		errs = append(errs, stopJobs(ctx))
	}
	return errors.Join(errs...)
}

// withPort puts the port that was taken into the URL of a program that asked
// for any (port 0).
func withPort(publicURL string, addr net.Addr) string {
	before, free := strings.CutSuffix(publicURL, ":0")
	if _, port, err := net.SplitHostPort(addr.String()); free && err == nil {
		return before + ":" + port
	}
	return publicURL
}
