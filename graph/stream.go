package graph

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"fyrtaarn/model"
)

// KeepAlive is how long a connection is silent before something is sent over it,
// and before a token is asked again to which nothing happens.
const KeepAlive = 20 * time.Second

// writeLimit is how long whoever is told may take to accept one piece of it.
const writeLimit = 10 * time.Second

// stream is who listens to one operation, for as long as it is answered.
type stream struct {
	actor model.Actor
	// again answers who holds the token now.
	again func(context.Context) (model.Actor, error)

	mu  sync.Mutex
	why error
}

type streamKey struct{}

// streamFrom answers the stream of an operation. No transport runs a
// subscription without one.
func streamFrom(ctx context.Context) *stream { return ctx.Value(streamKey{}).(*stream) }

// authorised answers nil while the token lets in whom it let in when the stream
// began, with the same rights.
func (s *stream) authorised(ctx context.Context) error {
	now, err := s.again(ctx)
	if err != nil {
		return err
	}
	if !now.MayAs(s.actor) {
		return &model.Error{Code: model.CodeUnauthenticated, MessageID: "error.token.invalid"}
	}
	return nil
}

// end says why there will be no further answer.
func (s *stream) end(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.why = why
}

// lastWord answers why the stream has ended, once.
func (s *stream) lastWord() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	why := s.why
	s.why = nil
	return why
}

// answers begins an operation. Each call of next is one answer of it, with
// everything read afresh; nil is the end.
func (d *door) answers(ctx context.Context, op *graphql.OperationContext, s *stream) (next func() *graphql.Response) {
	ctx = context.WithValue(ctx, streamKey{}, s)
	var respond graphql.ResponseHandler
	// What breaks here breaks in a goroutine of ours, where nobody else catches it.
	broken := d.caught(ctx, op, func() *graphql.Response {
		respond, ctx = d.exec.DispatchOperation(ctx, op)
		return nil
	})
	return func() *graphql.Response {
		if broken != nil {
			answer := broken
			broken, respond = nil, func(context.Context) *graphql.Response { return nil }
			return answer
		}
		answer := d.caught(ctx, op, func() *graphql.Response { return respond(withFreshLoaders(ctx)) })
		if answer == nil {
			if why := s.lastWord(); why != nil {
				answer = d.exec.DispatchError(graphql.WithOperationContext(ctx, op), gqlerror.List{gqlerror.Wrap(why)})
			}
			return answer
		}
		// gqlgen writes every answer of a subscription into one buffer: the next
		// must not overwrite what is still being sent.
		answer.Data = slices.Clone(answer.Data)
		return answer
	}
}

// caught makes an answer of a panic.
func (d *door) caught(ctx context.Context, op *graphql.OperationContext, do func() *graphql.Response) (answer *graphql.Response) {
	defer func() {
		if value := recover(); value != nil {
			ctx := graphql.WithOperationContext(ctx, op)
			answer = d.exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(recovered(ctx, value))})
		}
	}()
	return do()
}

// streamsFields is the specification's rule that the one field of a subscription
// is no introspection (June 2018 lets it pass, and the parser with it); gqlgen
// breaks on it.
type streamsFields struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = streamsFields{}

// ExtensionName is for gqlgen.
func (streamsFields) ExtensionName() string { return "StreamsFields" }

// Validate is for gqlgen.
func (streamsFields) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext runs after validation.
func (streamsFields) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if !isStream(op) {
		return nil
	}
	for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Subscription"}) {
		if strings.HasPrefix(f.Name, "__") {
			err := gqlerror.Errorf("A subscription must select a field that is not introspection.")
			errcode.Set(err, errcode.ValidationFailed)
			return err
		}
	}
	return nil
}

// isStream tells whether an operation is answered more than once.
func isStream(op *graphql.OperationContext) bool { return op.Operation.Operation == ast.Subscription }

// places counts what each caller holds at the same time.
type places struct {
	most int
	mu   sync.Mutex
	held map[model.ID]int
}

func newPlaces(most int) *places { return &places{most: most, held: map[model.ID]int{}} }

// take takes one more place for the caller, or refuses. Whoever took one leaves
// it.
func (p *places) take(caller model.ID) (leave func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held[caller] >= p.most {
		return nil, (&model.Error{Code: model.CodeLimitExceeded, MessageID: "error.limit.streams"}).With("Max", p.most)
	}
	p.held[caller]++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.held[caller]--; p.held[caller] == 0 {
			delete(p.held, caller)
		}
	}, nil
}

// open are the connections that stay open until somebody ends them.
type open struct {
	mu      sync.Mutex
	closing chan struct{}
	group   sync.WaitGroup
	ended   bool
}

// enter counts a connection; false when none is wanted any more.
func (o *open) enter() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.ended {
		o.group.Add(1)
	}
	return !o.ended
}

// stop tells all connections to end, and waits for them as long as the context
// allows.
func (o *open) stop(ctx context.Context) error {
	o.mu.Lock()
	if !o.ended {
		o.ended = true
		close(o.closing)
	}
	o.mu.Unlock()
	done := make(chan struct{})
	go func() {
		o.group.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
