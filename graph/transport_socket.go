package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"fyrtaarn/model"
)

// socketProtocol is the one that is spoken over sockets. gqlgen's transport also
// speaks its predecessor, shows errors untranslated, takes an id that is in use,
// and leaves a socket open whose connection_init is broken.
const socketProtocol = "graphql-transport-ws"

// initLimit is how long a socket may wait before it says who it is.
const initLimit = 10 * time.Second

// longestID bounds the name of an operation, in bytes: it stands in reasons to
// close, which hold 123.
const longestID = 90

// The protocol's reasons to close.
const (
	closeMalformed    websocket.StatusCode = 4400
	closeUnauthorised websocket.StatusCode = 4401
	closeForbidden    websocket.StatusCode = 4403
	closeInitTimeout  websocket.StatusCode = 4408
	closeTwice        websocket.StatusCode = 4409
	closeInitTwice    websocket.StatusCode = 4429
)

// The types of messages.
const (
	sayInit      = "connection_init"
	sayAck       = "connection_ack"
	sayPing      = "ping"
	sayPong      = "pong"
	saySubscribe = "subscribe"
	sayNext      = "next"
	sayError     = "error"
	sayComplete  = "complete"
)

type message struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// socket is one connection, owned by the goroutine that reads from it.
type socket struct {
	*door
	conn    *websocket.Conn
	request *http.Request
	// ctx ends with the connection; after init it carries the actor.
	ctx    context.Context
	stream *stream

	mu      sync.Mutex
	running map[string]*operation
	closing bool
	group   sync.WaitGroup // of what is in running, and of what was cancelled there
}

// operation is one that runs over a socket.
type operation struct {
	id     string
	cancel context.CancelFunc
	// leave gives its place back; nil before it has one.
	leave func()
	// lasts tells that it is a subscription.
	lasts bool
}

// sockets serves the requests that ask for a socket, and leaves the others.
func (d *door) sockets(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
			next.ServeHTTP(w, r)
			return
		}
		r, passed := d.counted(w, r)
		if !passed {
			return
		}
		// A token that is sent with the request is asked before anything else.
		if r.Header.Get("Authorization") != "" {
			if _, err := d.sender(r).actor(r.Context()); err != nil { //nolint:contextcheck // it is the request's
				d.refuseCaller(w, r, err)
				return
			}
		}
		if !speaks(r.Header.Values("Sec-WebSocket-Protocol")) {
			d.refuse(w, r, http.StatusBadRequest, badRequest("error.request.subprotocol"))
			return
		}
		if !d.open.enter() {
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		defer d.open.group.Done()
		// Whose page asks is looked at by Accept: only our own may.
		conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{socketProtocol}})
		if err != nil {
			return // it has been answered
		}
		conn.SetReadLimit(d.Limits.Body)
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		s := &socket{door: d, conn: conn, request: r, ctx: ctx, running: map[string]*operation{}}
		s.serve() //nolint:contextcheck // it has the request's
	})
}

// speaks tells whether a client offers the protocol.
func speaks(offered []string) bool {
	for name := range strings.SplitSeq(strings.Join(offered, ","), ",") {
		if strings.TrimSpace(name) == socketProtocol {
			return true
		}
	}
	return false
}

// serve reads until one of the two sides ends it, and waits for what still runs.
func (s *socket) serve() {
	defer func() { _ = s.conn.CloseNow() }() // it may be closed already
	defer s.end(false)
	late := time.AfterFunc(initLimit, func() { s.close(closeInitTimeout, "Connection initialisation timeout") })
	defer late.Stop()
	leave, ok := s.begin()
	late.Stop()
	if !ok {
		return
	}
	defer leave()
	done := make(chan struct{})
	defer close(done)
	go s.watch(done)
	for {
		m, ok := s.read()
		if !ok || !s.heed(m) {
			return
		}
	}
}

// read answers the next message; false when there is none.
func (s *socket) read() (message, bool) {
	kind, text, err := s.conn.Read(s.ctx)
	if err != nil {
		return message{}, false
	}
	var m message
	if kind != websocket.MessageText || decode(text, &m) != nil {
		s.close(closeMalformed, "Invalid message")
		return message{}, false
	}
	return m, true
}

// begin learns who is there, from the request or from connection_init.
func (s *socket) begin() (leave func(), ok bool) {
	m, ok := s.read()
	for ok && (m.Type == sayPing || m.Type == sayPong) {
		if m.Type == sayPing {
			s.say(message{Type: sayPong, Payload: m.Payload})
		}
		m, ok = s.read()
	}
	if !ok {
		return nil, false
	}
	if m.Type != sayInit {
		s.close(closeUnauthorised, "Unauthorized")
		return nil, false
	}
	var payload struct{ Authorization string }
	if len(m.Payload) > 0 && decode(m.Payload, &payload) != nil {
		s.close(closeMalformed, "Invalid message")
		return nil, false
	}
	who := s.sender(s.request)
	if who.authorization == "" {
		who.authorization = payload.Authorization
	}
	actor, err := who.actor(s.ctx)
	if err != nil {
		s.close(closeForbidden, "Forbidden")
		return nil, false
	}
	if leave, err = s.tokenSockets.take(actor.Key()); err != nil {
		s.close(closeForbidden, "Too many connections")
		return nil, false
	}
	s.stream, s.ctx = &stream{actor: actor, again: who.actor}, model.WithActor(s.ctx, actor)
	return leave, s.say(message{Type: sayAck})
}

// watch keeps a silent connection open while the token holds, and ends it when
// the program stops.
func (s *socket) watch(done <-chan struct{}) {
	silence := time.NewTicker(KeepAlive)
	defer silence.Stop()
	for {
		select {
		case <-done:
			return
		case <-s.open.closing:
			s.end(true)
			s.close(websocket.StatusGoingAway, "The server stops")
			return
		case <-silence.C:
			if s.stream.authorised(s.ctx) != nil {
				s.close(closeForbidden, "Forbidden")
				return
			}
			ctx, cancel := context.WithTimeout(s.ctx, writeLimit)
			err := s.conn.Ping(ctx)
			cancel()
			if err != nil {
				_ = s.conn.CloseNow() // whoever was there has gone
				return
			}
		}
	}
}

// heed does what a message says; false ends the connection.
func (s *socket) heed(m message) bool {
	switch m.Type {
	case sayPing:
		return s.say(message{Type: sayPong, Payload: m.Payload})
	case sayPong:
		return true
	case saySubscribe:
		return s.subscribe(m)
	case sayComplete:
		s.stop(m.ID, nil)
		return true
	case sayInit:
		s.close(closeInitTwice, "Too many initialisation requests")
	default:
		s.close(closeMalformed, "Invalid message")
	}
	return false
}

// subscribe begins an operation. It is under way when the next message is read.
func (s *socket) subscribe(m message) bool {
	begun := graphql.Now()
	var params graphql.RawParams
	if m.ID == "" || len(m.ID) > longestID || decode(m.Payload, &params) != nil || params.Query == "" {
		s.close(closeMalformed, "Invalid message")
		return false
	}
	ctx, cancel := context.WithCancel(graphql.StartOperationTrace(s.ctx))
	o := &operation{id: m.ID, cancel: cancel}
	if !s.start(o) {
		cancel()
		s.close(closeTwice, "Subscriber for "+m.ID+" already exists")
		return false
	}
	params.Headers, params.ReadTime = s.request.Header, graphql.TraceTiming{Start: begun, End: graphql.Now()}
	next, errs := s.operate(ctx, o, &params)
	if len(errs) > 0 {
		defer s.finish(o)
		return s.fail(m.ID, errs)
	}
	go func() {
		defer s.finish(o)
		s.run(ctx, m.ID, next)
	}()
	return true
}

// operate reads a document and begins to answer it, or answers why not.
func (s *socket) operate(ctx context.Context, o *operation, params *graphql.RawParams) (next func() *graphql.Response, errs gqlerror.List) {
	if err := s.admit(ctx); err != nil {
		return nil, s.exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)}).Errors
	}
	op, errs := s.exec.CreateOperationContext(ctx, params)
	if len(errs) == 0 {
		var err error
		if o.leave, err = s.streams.take(s.stream.actor.Key()); err != nil {
			errs = gqlerror.List{gqlerror.Wrap(err)}
		}
	}
	if len(errs) > 0 {
		return nil, s.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs).Errors
	}
	o.lasts = isStream(op)
	return s.answers(ctx, op, &stream{actor: s.stream.actor, again: s.stream.again}), nil
}

// admit counts one operation as it would be counted over HTTP, and asks the
// token again.
func (s *socket) admit(ctx context.Context) error {
	if refusal := s.tooOften(s.addresses, neighbourhood(s.stream.actor.Address)); refusal != nil {
		return refusal
	}
	if err := s.stream.authorised(ctx); err != nil {
		return err
	}
	if refusal := s.tooOften(s.tokens, s.stream.actor.Key().String()); refusal != nil {
		return refusal
	}
	return nil
}

// run writes the answers of one operation until there is none. It writes in the
// connection's context: a write that is broken off with its operation would
// break the connection.
//
//nolint:contextcheck // for that reason
func (s *socket) run(ctx context.Context, id string, next func() *graphql.Response) {
	for answer := next(); answer != nil; answer = next() {
		if len(answer.Data) == 0 && len(answer.Errors) > 0 {
			s.fail(id, answer.Errors)
			return
		}
		if !s.say(message{Type: sayNext, ID: id, Payload: s.encode(answer)}) {
			return
		}
	}
	if ctx.Err() == nil { // else the client knows, or has gone
		s.say(message{Type: sayComplete, ID: id})
	}
}

func (s *socket) fail(id string, errs gqlerror.List) bool {
	text, err := json.Marshal(s.Limits.shown(errs))
	if err != nil {
		panic(err) // errors are made of text and numbers
	}
	return s.say(message{Type: sayError, ID: id, Payload: text})
}

// start notes an operation; false when there is one with its id. One that comes
// when the program stops is not wanted either.
func (s *socket) start(o *operation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[o.id] != nil || s.closing {
		return false
	}
	s.running[o.id] = o
	s.group.Add(1)
	return true
}

// finish forgets an operation that has ended.
func (s *socket) finish(o *operation) {
	s.stop(o.id, o)
	o.cancel()
	s.group.Done()
}

// stop cancels the operation with the id, if there is one; with one named, only
// that. The id is free again, and so is its place.
func (s *socket) stop(id string, only *operation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.running[id]; o != nil && (only == nil || only == o) {
		o.cancel()
		if o.leave != nil {
			o.leave()
		}
		delete(s.running, id)
	}
}

// end cancels what runs and waits for it. Gently, what is answered once is left
// to finish.
func (s *socket) end(gently bool) {
	s.mu.Lock()
	s.closing = true
	for _, o := range s.running {
		if o.lasts || !gently {
			o.cancel()
		}
	}
	s.mu.Unlock()
	s.group.Wait()
}

// say writes a message; false when nobody takes it.
func (s *socket) say(m message) bool {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // it is made of text
	}
	ctx, cancel := context.WithTimeout(s.ctx, writeLimit)
	defer cancel()
	return s.conn.Write(ctx, websocket.MessageText, text) == nil
}

// close says why it ends and waits a moment for the other side.
func (s *socket) close(code websocket.StatusCode, why string) { _ = s.conn.Close(code, why) }
