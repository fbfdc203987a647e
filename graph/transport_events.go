package graph

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"fyrtaarn/model"
)

// mediaEvents is the media type of an answer that comes in pieces, as
// graphql-sse has it in its mode of distinct connections.
const mediaEvents = "text/event-stream"

// acceptsEvents tells whether an answer may come in pieces.
func acceptsEvents(accept []string) bool {
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		if named, options, err := mime.ParseMediaType(strings.TrimSpace(part)); err == nil && named == mediaEvents && options["q"] != "0" {
			return true
		}
	}
	return false
}

// events answers an operation as an event stream: a `next` for each answer and
// a `complete` at the end. gqlgen's transport repeats the body in its log, and
// may write after the request is over.
func (t transport) events(w http.ResponseWriter, r *http.Request, op *graphql.OperationContext) {
	s := &stream{actor: model.ActorFrom(r.Context()), again: t.sender(r).actor}
	if isStream(op) {
		leave, err := t.streams.take(s.actor.Key())
		if err != nil {
			t.refuse(w, r, mediaResponse, http.StatusTooManyRequests, err)
			return
		}
		defer leave()
	}
	if !t.open.enter() {
		w.Header().Set("Retry-After", "5")
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	defer t.open.group.Done()

	var group sync.WaitGroup
	defer group.Wait()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	next := t.answers(ctx, op, s)
	answers := make(chan *graphql.Response)
	group.Go(func() {
		defer close(answers)
		for answer := next(); answer != nil; answer = next() {
			select {
			case answers <- answer:
			case <-ctx.Done():
				return
			}
		}
	})
	t.pump(ctx, newEventWriter(w), s, op, answers)
}

// pump writes until there are no answers, or nobody to read them, or no wish to
// go on. Only the first is completed: in the other cases the client is to come
// again.
func (t transport) pump(ctx context.Context, w *eventWriter, s *stream, op *graphql.OperationContext, answers <-chan *graphql.Response) {
	if w.write(":\n\n") != nil {
		return
	}
	silence := time.NewTicker(KeepAlive)
	defer silence.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-t.open.closing:
			if isStream(op) {
				return
			}
			// What is answered once is finished first.
			if answer, ok := <-answers; ok {
				_ = w.next(t.encode(answer)) // the caller may have gone
			}
			_ = w.complete()
			return
		case answer, ok := <-answers:
			if !ok {
				_ = w.complete() // the caller may have gone
				return
			}
			err = w.next(t.encode(answer))
		case <-silence.C:
			if refusal := s.authorised(ctx); refusal != nil {
				ctx := graphql.WithOperationContext(ctx, op)
				_ = w.next(t.encode(t.exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(refusal)})))
				_ = w.complete()
				return
			}
			err = w.write(":\n\n")
		}
		if err != nil {
			return
		}
	}
}

// refusedEvents answers a document that is not run.
func (t transport) refusedEvents(w http.ResponseWriter, answer *graphql.Response) {
	events := newEventWriter(w)
	if events.next(t.encode(answer)) == nil {
		_ = events.complete() // the caller may have gone
	}
}

// encode writes an answer as JSON, with no more errors than are shown.
func (d *door) encode(answer *graphql.Response) []byte {
	var out bytes.Buffer
	appendResponse(&out, answer, d.Limits)
	return out.Bytes()
}

// eventWriter writes the pieces of an event stream, each within writeLimit.
type eventWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func newEventWriter(w http.ResponseWriter) *eventWriter {
	e := &eventWriter{ResponseWriter: w, control: http.NewResponseController(w)}
	header := w.Header()
	header.Set("Content-Type", mediaEvents+"; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Accel-Buffering", "no") // nginx would gather the pieces
	// The limit for reading a request would end the stream. Where there is no
	// network there is no limit.
	_ = e.control.SetReadDeadline(time.Time{})
	return e
}

func (e *eventWriter) next(answer []byte) error {
	return e.write("event: next\ndata: " + string(answer) + "\n\n")
}

// complete has a line of data, empty as it is: browsers drop an event without.
func (e *eventWriter) complete() error { return e.write("event: complete\ndata:\n\n") }

func (e *eventWriter) write(text string) error {
	_ = e.control.SetWriteDeadline(time.Now().Add(writeLimit)) //nolint:forbidigo // the network lives by the machine's time
	if _, err := e.Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}
