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

// NewHandler makes the handler of /graphql, /graphiql and /schema.graphql.
// Everything but the assets of GraphiQL needs a token.
func NewHandler(r *Resolver, o Options) http.Handler {
	return r.withLoaders(newHandler(generated.NewExecutableSchema(generated.Config{Resolvers: r, Directives: directives()}), o))
}

func newHandler(es graphql.ExecutableSchema, o Options) http.Handler {
	o.Limits = o.Limits.withDefaults()
	if o.Log == nil {
		o.Log = slog.Default()
	}
	d := &door{
		Options: o, exec: newExecutor(es, o),
		addresses: newCallers(o.PerAddress, maxCallers), tokens: newCallers(o.PerToken, maxCallers),
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", d.signedIn(transport{exec: d.exec, limits: o.Limits}))
	mux.Handle("GET /schema.graphql", d.signedIn(definition(es.Schema())))
	mux.Handle("GET /graphiql/", http.StripPrefix("/graphiql", graphiql.Handler()))
	mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusPermanentRedirect))
	return d.knownHost(mux)
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
		stranger := model.Anonymous()
		stranger.Address = addressOf(r)
		stranger.Language = language(stranger, r)
		r = sentBy(r, stranger)
		if d.tooMany(w, r, d.addresses, neighbourhood(stranger.Address)) {
			return
		}
		actor, err := d.actor(r)
		if err != nil {
			status := http.StatusInternalServerError
			if model.IsCode(err, model.CodeUnauthenticated) {
				status = http.StatusUnauthorized
				w.Header().Set("WWW-Authenticate", `Bearer realm="fyrtaarn"`)
			}
			d.refuse(w, r, status, err)
			return
		}
		actor.Address = stranger.Address
		actor.Language = language(actor, r)
		r = sentBy(r, actor)
		if d.tooMany(w, r, d.tokens, actor.TokenID.String()) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sentBy puts who sent a request into its context.
func sentBy(r *http.Request, actor model.Actor) *http.Request {
	return r.WithContext(model.WithActor(r.Context(), actor))
}

// actor is who holds the token of the request.
func (d *door) actor(r *http.Request) (model.Actor, error) {
	nobody := &model.Error{Code: model.CodeUnauthenticated, MessageID: "error.unauthenticated"}
	scheme, bearer, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return model.Actor{}, nobody
	}
	actor, err := d.Authenticate(r.Context(), strings.TrimSpace(bearer))
	if err != nil {
		return model.Actor{}, err
	}
	if actor.Role == model.RoleAnonymous || actor.Role == "" {
		return model.Actor{}, nobody
	}
	return actor, nil
}

func (d *door) tooMany(w http.ResponseWriter, r *http.Request, c *callers, key string) bool {
	wait := c.wait(key, d.Now())
	if wait == 0 {
		return false
	}
	seconds := int(math.Ceil(wait.Seconds()))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	d.refuse(w, r, http.StatusTooManyRequests,
		(&model.Error{Code: model.CodeRateLimited, MessageID: "error.rateLimited"}).With("Count", seconds))
	return true
}

func (d *door) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	media, ok := negotiate(r.Header.Values("Accept"))
	if !ok {
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
