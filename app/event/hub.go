// Package event hands what was changed on to those who wait for it. The hub of
// a replica hears the changes of all replicas and keeps a short queue for each
// subscription: whoever is too slow to empty it is sent away, so that nobody
// who changes something ever waits for somebody who looks on.
package event

import (
	"context"
	"sync"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Waiting is how many events may wait for one subscription.
const Waiting = 64

// ErrTooSlow ends the subscription of whoever takes events more slowly than
// they happen.
var ErrTooSlow = &model.Error{Code: model.CodeLimitExceeded, MessageID: "error.subscription.slow"}

// Hub knows the subscriptions of one replica. The program makes one by New and
// shares it; it is safe for concurrent use.
type Hub struct {
	mu            sync.Mutex
	subscriptions map[*Subscription]bool
}

// New makes the hub to which the units of work of core tell what they changed.
func New(core *app.Core) *Hub {
	h := &Hub{subscriptions: map[*Subscription]bool{}}
	core.Tell = h.Publish
	return h
}

// Listen lets the hub hear what is changed through other replicas, and through
// this one where the database carries it. stop waits until it does no longer.
func (h *Hub) Listen(ctx context.Context, core *app.Core) (stop func(), err error) {
	return core.Store.Listen(ctx, core.Log,
		func(e model.Event) { h.Publish(e) },
		func() { h.Publish(model.Event{Topic: model.TopicMissed, At: core.Clock.Now()}) })
}

// Subscription is one who waits. It is owned by whoever subscribed, who closes it.
type Subscription struct {
	hub    *Hub
	wants  func(model.Event) bool
	events chan model.Event
	gone   chan struct{}
}

// Subscribe lets somebody wait for the events that wants chooses, and for
// TopicMissed. wants is called while others publish: it only compares.
func (h *Hub) Subscribe(wants func(model.Event) bool) *Subscription {
	s := &Subscription{hub: h, wants: wants, events: make(chan model.Event, Waiting), gone: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.subscriptions[s] = true
	return s
}

// Publish tells everybody who wants to know. It never waits.
func (h *Hub) Publish(events ...model.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range events {
		for s := range h.subscriptions {
			if e.Topic != model.TopicMissed && !s.wants(e) {
				continue
			}
			select {
			case s.events <- e:
			default:
				delete(h.subscriptions, s)
				close(s.gone)
			}
		}
	}
}

// Events are those that wait, the oldest first. The channel is never closed.
func (s *Subscription) Events() <-chan model.Event { return s.events }

// Dropped is closed when the subscription was ended because of ErrTooSlow.
func (s *Subscription) Dropped() <-chan struct{} { return s.gone }

// Close ends the subscription. It may be called more than once.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.hub.subscriptions, s)
}
