// Package graph is the GraphQL door: the schema, its resolvers, and everything
// that stands between the network and them.
package graph

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/ravilushqa/otelgqlgen"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/trace"

	"fyrtaarn/graph/generated"
	"fyrtaarn/graph/graphiql"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// Options are what the handler is told by the program.
type Options struct {
	// Authenticate answers who holds a bearer token. A token that is unknown,
	// expired or revoked is an UNAUTHENTICATED error.
	Authenticate func(ctx context.Context, bearer string) (model.Actor, error)
	// Now is the clock.
	Now func() time.Time
	// Hosts are the names, without port, under which the program is reached
	// besides the loopback's. Other names are refused, so that no foreign page
	// can make a browser speak to us under a name of its own.
	Hosts []string
	// Limits bound what one request may cost.
	Limits Limits
	// PerAddress and PerToken are how many requests one network address and
	// one token may send.
	PerAddress, PerToken Rate
	// Log gets what fails; nil takes slog's default.
	Log *slog.Logger
	// Tracer gets a span per operation; nil traces nothing.
	Tracer trace.TracerProvider
}

// The query cache holds this many documents of at most this many bytes. Both
// bound its memory: whoever is signed in can fill it.
const (
	cachedDocuments = 256
	cachedBytes     = 16 << 10
)

// Handler is the door. Whoever made it stops it before the server that it is
// served by.
type Handler struct {
	http.Handler
	open *open
}

// NewHandler makes the handler of /graphql, /graphiql and /schema.graphql.
// Everything but the assets of GraphiQL needs a token.
func NewHandler(r *Resolver, o Options) *Handler {
	h := newHandler(generated.NewExecutableSchema(generated.Config{Resolvers: r, Directives: directives()}), o)
	h.Handler = r.withLoaders(h.Handler)
	return h
}

// Stop ends the streams and sockets, which would last for ever, and waits as
// long as the context allows for what is under way there.
func (h *Handler) Stop(ctx context.Context) error { return h.open.stop(ctx) }

func newHandler(es graphql.ExecutableSchema, o Options) *Handler {
	o.Limits = o.Limits.withDefaults()
	if o.Log == nil {
		o.Log = slog.Default()
	}
	d := &door{
		Options: o, exec: newExecutor(es, o),
		addresses: newCallers(o.PerAddress, maxCallers), tokens: newCallers(o.PerToken, maxCallers),
		streams: newPlaces(o.Limits.Streams), tokenSockets: newPlaces(o.Limits.Streams), open: &open{closing: make(chan struct{})},
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", d.sockets(d.signedIn(transport{d})))
	mux.Handle("GET /schema.graphql", d.signedIn(definition(es.Schema())))
	mux.Handle("GET /graphiql/", http.StripPrefix("/graphiql", graphiql.Handler()))
	mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusPermanentRedirect))
	return &Handler{Handler: d.knownHost(mux), open: d.open}
}

func newExecutor(es graphql.ExecutableSchema, o Options) *executor.Executor {
	cache := shortDocuments{lru.New[*ast.QueryDocument](cachedDocuments)}
	exec := executor.New(es)
	exec.SetQueryCache(cache)
	exec.SetParserTokenLimit(o.Limits.Tokens)
	exec.SetDisableSuggestion(true)
	exec.SetErrorPresenter(presenter{o.Log}.present)
	exec.SetRecoverFunc(recovered)
	exec.Use(documentLimits{Limits: o.Limits, cache: cache})
	exec.Use(limitComplexity(es, o.Limits.Complexity))
	exec.Use(introspection{})
	exec.Use(streamsFields{})
	if o.Tracer != nil {
		exec.Use(otelgqlgen.Middleware(
			otelgqlgen.WithTracerProvider(o.Tracer),
			otelgqlgen.WithoutVariables(),
			otelgqlgen.WithCreateSpanFromFields(func(*graphql.FieldContext) bool { return false }),
		))
	}
	return exec
}

// shortDocuments is a cache that does not keep long ones.
type shortDocuments struct {
	graphql.Cache[*ast.QueryDocument]
}

// Add keeps a document that has passed validation.
func (s shortDocuments) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	if len(query) <= cachedBytes {
		s.Cache.Add(ctx, query, doc)
	}
}

// introspection opens the schema to whoever is signed in.
type introspection struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = introspection{}

// ExtensionName is for gqlgen.
func (introspection) ExtensionName() string { return "Introspection" }

// Validate is for gqlgen.
func (introspection) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext runs before execution.
func (introspection) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	op.DisableIntrospection = model.ActorFrom(ctx).Role == model.RoleAnonymous
	return nil
}

// door is what every request passes before it is read.
type door struct {
	Options
	exec              *executor.Executor
	addresses, tokens *callers
	// streams and tokenSockets are what each token holds open, open all that is.
	streams, tokenSockets *places
	open                  *open
}

// knownHost lets only requests in that were sent to a name of ours.
func (d *door) knownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.Host
		if host, _, err := net.SplitHostPort(name); err == nil {
			name = host
		}
		name = strings.ToLower(strings.Trim(name, "[]"))
		ip := net.ParseIP(name)
		if name != "localhost" && (ip == nil || !ip.IsLoopback()) && !slices.Contains(d.Hosts, name) {
			d.refuse(w, r, http.StatusMisdirectedRequest, badRequest("error.request.host"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// signedIn counts the request, finds out who sent it, and puts the actor into
// its context. Nothing behind it is open to the anonymous.
func (d *door) signedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions {
			w.Header().Set("Allow", "GET, POST, OPTIONS")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		r, passed := d.counted(w, r)
		if !passed {
			return
		}
		actor, err := d.sender(r).actor(r.Context()) //nolint:contextcheck // it is the request's
		if err != nil {
			d.refuseCaller(w, r, err)
			return
		}
		r = sentBy(r, actor)
		if d.tooMany(w, r, d.tokens, actor.Key().String()) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

// counted counts the request of somebody who is not known yet.
func (d *door) counted(w http.ResponseWriter, r *http.Request) (counted *http.Request, passed bool) {
	stranger := model.Anonymous()
	stranger.Address = addressOf(r)
	stranger.Language = language(stranger, r)
	r = sentBy(r, stranger)
	return r, !d.tooMany(w, r, d.addresses, neighbourhood(stranger.Address))
}

// refuseCaller answers a request whose token is not good.
func (d *door) refuseCaller(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	if model.IsCode(err, model.CodeUnauthenticated) {
		status = http.StatusUnauthorized
		w.Header().Set("WWW-Authenticate", `Bearer realm="fyrtaarn"`)
	}
	d.refuse(w, r, status, err)
}

// sentBy puts who sent a request into its context.
func sentBy(r *http.Request, actor model.Actor) *http.Request {
	return r.WithContext(model.WithActor(r.Context(), actor))
}

// caller is whoever sent an Authorization header with a request or over its
// connection.
type caller struct {
	*door
	request       *http.Request
	authorization string
}

// actor answers who holds the token. It may be asked again and again.
func (c caller) actor(ctx context.Context) (model.Actor, error) {
	nobody := &model.Error{Code: model.CodeUnauthenticated, MessageID: "error.unauthenticated"}
	scheme, bearer, ok := strings.Cut(c.authorization, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return model.Actor{}, nobody
	}
	actor, err := c.Authenticate(ctx, strings.TrimSpace(bearer))
	if err != nil {
		return model.Actor{}, err
	}
	if actor.Role == model.RoleAnonymous || actor.Role == "" {
		return model.Actor{}, nobody
	}
	actor.Address = addressOf(c.request)
	actor.Language = language(actor, c.request)
	return actor, nil
}

// sender is whoever sent a request.
func (d *door) sender(r *http.Request) caller { return caller{d, r, r.Header.Get("Authorization")} }

// tooOften counts one request, and answers RATE_LIMITED where it is too many.
func (d *door) tooOften(c *callers, key string) *model.Error {
	wait := c.wait(key, d.Now())
	if wait == 0 {
		return nil
	}
	return (&model.Error{Code: model.CodeRateLimited, MessageID: "error.rateLimited"}).With("Count", int(math.Ceil(wait.Seconds())))
}

func (d *door) tooMany(w http.ResponseWriter, r *http.Request, c *callers, key string) bool {
	refusal := d.tooOften(c, key)
	if refusal == nil {
		return false
	}
	w.Header().Set("Retry-After", strconv.Itoa(refusal.Params["Count"].(int)))
	d.refuse(w, r, http.StatusTooManyRequests, refusal)
	return true
}

func (d *door) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	media, ok := negotiate(r.Header.Values("Accept"))
	if !ok || media == mediaEvents {
		media = mediaJSON
	}
	refuse(w, r, media, status, d.Limits, d.exec, err)
}

// language is the one in which a request is answered: a person's own; else what
// the request asks for; else the token's; else English.
func language(actor model.Actor, r *http.Request) model.LanguageTag {
	if actor.PersonID != (model.ID{}) && actor.Language != "" {
		return actor.Language
	}
	if tag, ok := i18n.AcceptLanguage(r.Header.Get("Accept-Language")); ok {
		return model.LanguageTag(tag)
	}
	if actor.Language != "" {
		return actor.Language
	}
	return model.English
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// definition serves the schema as its definition language writes it.
func definition(schema *ast.Schema) http.Handler {
	var text bytes.Buffer
	formatter.NewFormatter(&text, formatter.WithIndent("  ")).FormatSchema(schema)
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = io.Copy(w, bytes.NewReader(text.Bytes())) // the caller may have gone
	})
}
