package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"fyrtaarn/app/access"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/reminder"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// heard is one message of a stream: next, error, complete, or end where the
// connection was ended.
type heard struct {
	kind string
	answer
}

// listener is one who listens, by whatever way.
type listener struct {
	t    *testing.T
	next func() heard
}

// change reads the next answer of a stream into the value.
func (l *listener) change(into any) {
	l.t.Helper()
	h := l.next()
	if h.kind != "next" || len(h.Errors) > 0 {
		l.t.Fatalf("heard %s %s %+v", h.kind, h.Data, h.Errors)
	}
	if err := json.Unmarshal(h.Data, into); err != nil {
		l.t.Fatal(err)
	}
}

// refused reads the code with which a stream ends.
func (l *listener) refused() string {
	l.t.Helper()
	h := l.next()
	if len(h.Errors) == 0 {
		l.t.Fatalf("heard %s %s", h.kind, h.Data)
	}
	return h.Errors[0].Extensions.Code
}

// opened serves a door on the network and lets it hear what happens.
func opened(t *testing.T, rig *testrig.Rig) (*door, string) {
	t.Helper()
	d := openDoor(t, rig)
	stop, err := d.server.events.Listen(t.Context(), rig.Core)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(d.handler)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := d.server.api.Stop(ctx); err != nil {
			t.Error(err)
		}
		server.Close()
		stop()
	})
	return d, server.URL
}

// bySSE subscribes through an event stream. It answers when the subscription
// stands.
func (d *door) bySSE(t *testing.T, url, who, query string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+d.tokens[who])
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("%s %s", resp.Status, resp.Header.Get("Content-Type"))
	}
	return &listener{t: t, next: eventsOf(t, bufio.NewScanner(resp.Body))}
}

// eventsOf reads an event stream.
func eventsOf(t *testing.T, lines *bufio.Scanner) func() heard {
	lines.Buffer(nil, 1<<20)
	return func() heard {
		t.Helper()
		var h heard
		for lines.Scan() {
			line := lines.Text()
			switch {
			case strings.HasPrefix(line, "event: "):
				h.kind = strings.TrimPrefix(line, "event: ")
			case strings.HasPrefix(line, "data: "):
				if err := json.Unmarshal([]byte(strings.TrimPrefix(line, "data: ")), &h.answer); err != nil {
					t.Fatal(err)
				}
			case line == "" && h.kind != "":
				return h
			}
		}
		return heard{kind: "end"}
	}
}

// said is a message of graphql-transport-ws.
type said struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// bySocket subscribes through a socket that signs in by connection_init.
func (d *door) bySocket(t *testing.T, url, who, query string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	options := &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}}
	conn, _, err := websocket.Dial(ctx, url+"/graphql", options) //nolint:bodyclose // the library does
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	say := func(kind, id string, payload any) {
		t.Helper()
		text, err := json.Marshal(payload)
		if err != nil {
			t.Fatal(err)
		}
		if err := wsjson.Write(ctx, conn, said{Type: kind, ID: id, Payload: text}); err != nil {
			t.Fatal(err)
		}
	}
	var waiting []said
	hear := func() said {
		t.Helper()
		if len(waiting) > 0 {
			m := waiting[0]
			waiting = waiting[1:]
			return m
		}
		var m said
		if err := wsjson.Read(ctx, conn, &m); err != nil {
			if websocket.CloseStatus(err) == -1 {
				t.Fatal(err)
			}
			return said{Type: "end"}
		}
		return m
	}
	say("connection_init", "", map[string]string{"Authorization": "Bearer " + d.tokens[who]})
	if m := hear(); m.Type != "connection_ack" {
		t.Fatalf("%s %s", m.Type, m.Payload)
	}
	say("subscribe", "1", map[string]string{"query": query})
	// Messages are heeded one after the other: when the ping is answered the
	// subscription stands.
	say("ping", "", nil)
	var before []said
	for m := hear(); m.Type != "pong"; m = hear() {
		before = append(before, m)
	}
	waiting = before
	return &listener{t: t, next: func() heard {
		t.Helper()
		m := hear()
		h := heard{kind: m.Type}
		var err error
		switch m.Type {
		case "next":
			err = json.Unmarshal(m.Payload, &h.answer)
		case "error":
			err = json.Unmarshal(m.Payload, &h.Errors)
		}
		if err != nil {
			t.Fatal(err)
		}
		return h
	}}
}

// ways are the two ways to listen.
var ways = map[string]func(d *door, t *testing.T, url, who, query string) *listener{
	"EventStream": (*door).bySSE, "Socket": (*door).bySocket,
}

// eachWay runs fn for both ways on both databases.
func eachWay(t *testing.T, fn func(t *testing.T, d *door, listen func(who, query string) *listener)) {
	t.Helper()
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		for name, way := range ways {
			t.Run(name, func(t *testing.T) {
				d, url := opened(t, rig)
				fn(t, d, func(who, query string) *listener { return way(d, t, url, who, query) })
			})
		}
	})
}

// visit makes a visit through the door.
func (d *door) visit(t *testing.T) (id string) {
	t.Helper()
	var made struct {
		DelegationCreate struct{ Delegation struct{ ID string } }
	}
	d.read(t, `mutation { delegationCreate(input: {title: [{language: "en", text: "First"}], countryCode: "DE", startsOn: "2027-01-04", endsOn: "2027-01-08"}) { delegation { id } } }`, nil, &made)
	return made.DelegationCreate.Delegation.ID
}

// move changes the city of a visit through the door.
func (d *door) move(t *testing.T, id, city string) {
	t.Helper()
	var now struct{ Delegation struct{ Version int } }
	d.read(t, fmt.Sprintf(`{ delegation(id: %q) { version } }`, id), nil, &now)
	var moved struct {
		DelegationUpdate struct {
			Delegation *struct{ ID string }
			UserErrors []struct{ Message string }
		}
	}
	d.read(t, fmt.Sprintf(`mutation { delegationUpdate(input: {id: %q, expectedVersion: %d, city: %q}) { delegation { id } userErrors { message } } }`,
		id, now.Delegation.Version, city), nil, &moved)
	if moved.DelegationUpdate.Delegation == nil {
		t.Fatal(moved.DelegationUpdate.UserErrors)
	}
}

type activityChange struct {
	ActivityChanged struct {
		ID, Kind   string
		Missed     bool
		At         time.Time
		Activity *struct{ ID, City string }
	}
}

// until hears changes until one is of a visit to the city: what was done just
// before may be told after the subscription stands.
func (l *listener) until(city string) activityChange {
	l.t.Helper()
	for {
		var c activityChange
		if l.change(&c); c.ActivityChanged.Activity != nil && c.ActivityChanged.Activity.City == city {
			return c
		}
	}
}

const anyActivity = `subscription { activityChanged { id kind at missed activity { id city ... on Delegation { conflicts { kind } } } } }`

func TestAChangeIsToldToWhoeverListens(t *testing.T) {
	eachWay(t, func(t *testing.T, d *door, listen func(who, query string) *listener) {
		id, other := d.visit(t), d.visit(t)
		all := listen("adviser", anyActivity)
		one := listen("reader", fmt.Sprintf(`subscription { activityChanged(id: %q, kinds: [DELEGATION]) { id kind at missed activity { id city } } }`, id))
		d.move(t, other, "Odense")
		d.move(t, id, "Aarhus")
		for _, want := range []struct {
			*listener
			id, city string
		}{{all, other, "Odense"}, {all, id, "Aarhus"}, {one, id, "Aarhus"}} {
			if c := want.until(want.city).ActivityChanged; c.ID != want.id || c.Kind != "DELEGATION" || c.Missed || !c.At.Equal(d.Clock.Now()) {
				t.Errorf("heard %+v, want %+v", c, want)
			}
		}
	})
}

func TestAChangedProgrammeIsTold(t *testing.T) {
	eachWay(t, func(t *testing.T, d *door, listen func(who, query string) *listener) {
		ctx := testrig.Adviser(t.Context())
		visits := delegation.Service{Core: d.Core}
		id, other := d.visit(t), d.visit(t)
		l := listen("reader", fmt.Sprintf(`subscription { programmeChanged(delegationId: %q) { missed delegation { id sessionCount } } }`, id))
		at := d.Clock.Now().Add(24 * time.Hour)
		for _, visit := range []string{other, id} {
			check(t)(visits.SessionCreate(ctx, model.SessionCreateInput{
				DelegationID: model.GlobalID(visit), Kind: model.SessionSiteVisit, StartsAt: at, EndsAt: at.Add(time.Hour),
				Title: []model.TranslationInput{{Language: model.English, Text: "The lab"}},
			}, nil))
		}
		var c struct {
			ProgrammeChanged struct {
				Delegation struct {
					ID           string
					SessionCount int
				}
			}
		}
		if l.change(&c); c.ProgrammeChanged.Delegation.ID != id || c.ProgrammeChanged.Delegation.SessionCount != 1 {
			t.Errorf("heard %+v", c)
		}
	})
}

func TestWhatBecomesOfMailsIsTold(t *testing.T) {
	eachWay(t, func(t *testing.T, d *door, listen func(who, query string) *listener) {
		check(t)(reminder.Service{Core: d.Core}.SeedRules(model.WithActor(t.Context(), model.System("test"))))
		l := listen("adviser", `subscription { deliveryChanged { at missed delivery { id state occurrence { activity { id } } } } }`)
		wholeVisit(t, d.Rig, 0)
		for sent, day := 0, 0; sent == 0 && day < 40; day++ {
			d.Clock.Advance(24 * time.Hour)
			sent = check(t)(d.server.dispatcher(d.Core, nil).Dispatch(t.Context())).(reminder.Result).Sent
		}
		var c struct {
			DeliveryChanged struct{ Delivery struct{ ID, State string } }
		}
		if l.change(&c); c.DeliveryChanged.Delivery.State == "PENDING" || c.DeliveryChanged.Delivery.ID == "" {
			t.Errorf("heard %+v", c)
		}
	})
}

func TestWhoMayNotListenIsRefused(t *testing.T) {
	eachWay(t, func(t *testing.T, d *door, listen func(who, query string) *listener) {
		hidden := model.NewGlobalID(model.KindDelegation, d.Core.NewID())
		for name, c := range map[string]struct{ who, query, code string }{
			"WithoutTheScope":    {"trade", fmt.Sprintf(`subscription { programmeChanged(delegationId: %q) { at } }`, hidden), "FORBIDDEN"},
			"PartnerAndMails":    {"reader", `subscription { deliveryChanged { at } }`, "FORBIDDEN"},
			"UnknownVisit":       {"adviser", fmt.Sprintf(`subscription { activityChanged(id: %q) { at } }`, hidden), "NOT_FOUND"},
			"NoId":               {"adviser", `subscription { programmeChanged(delegationId: "x") { at } }`, "BAD_USER_INPUT"},
			"TwoFields":          {"adviser", `subscription { activityChanged { at } deliveryChanged { at } }`, "BAD_USER_INPUT"},
			"TooDeep":            {"adviser", `subscription { activityChanged { activity { a: ` + strings.Repeat("host { people { organisation { ", 9) + "id" + strings.Repeat("} } }", 9) + ` } } }`, "LIMIT_EXCEEDED"},
			"OnlyTheTypesName":   {"adviser", `subscription { __typename }`, "BAD_USER_INPUT"},
			"TooManyFieldsInAll": {"adviser", `subscription { activityChanged { activity { ... on Delegation { sessions(first: 100) { speakers { affiliations { organisation { id name city } } } } } } } }`, "LIMIT_EXCEEDED"},
		} {
			t.Run(name, func(t *testing.T) {
				if got := listen(c.who, c.query).refused(); got != c.code {
					t.Errorf("refused with %s, want %s", got, c.code)
				}
			})
		}
	})
}

func TestARevokedTokenEndsItsStreams(t *testing.T) {
	eachWay(t, func(t *testing.T, d *door, listen func(who, query string) *listener) {
		plain, token, err := access.New(d.Core).TokenCreate(testrig.Admin(t.Context()), model.AccessTokenCreateInput{Name: "lost", Role: model.RoleAdviser}, nil)
		if err != nil {
			t.Fatal(err)
		}
		d.tokens["lost"] = plain
		id := d.visit(t)
		l := listen("lost", anyActivity)
		d.move(t, id, "Aarhus")
		l.until("Aarhus")
		a := d.ask(t.Context(), t, "admin", fmt.Sprintf(`mutation { accessTokenRevoke(input: {id: %q}) { accessToken { id } userErrors { message } } }`, token.GlobalID()), nil)
		if len(a.Errors) > 0 || strings.Contains(string(a.Data), `"message"`) {
			t.Fatal(string(a.Data), a.Errors)
		}
		d.move(t, id, "Odense")
		for {
			h := l.next()
			if strings.Contains(string(h.Data), "Odense") || h.kind == "end" {
				t.Fatalf("heard %s %s", h.kind, h.Data)
			}
			if len(h.Errors) > 0 {
				if h.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
					t.Errorf("ended with %+v", h.Errors)
				}
				return
			}
		}
	})
}

// stuck is a caller who takes nothing until it is let go.
type stuck struct {
	header http.Header
	mu     sync.Mutex
	text   bytes.Buffer
	begun  chan struct{}
	let    chan struct{}
	once   sync.Once
}

func (s *stuck) Header() http.Header { return s.header }
func (s *stuck) WriteHeader(int)     {}
func (s *stuck) Flush()              {}
func (s *stuck) Write(text []byte) (int, error) {
	if bytes.HasPrefix(text, []byte("event")) {
		<-s.let
	} else {
		s.once.Do(func() { close(s.begun) })
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(text)
}

func TestASlowReaderIsSentAwayAndHoldsNobodyUp(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d, _ := opened(t, rig)
		id := d.visit(t)
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/graphql", strings.NewReader(fmt.Sprintf(`{"query":%q}`, anyActivity)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		r.Header.Set("Authorization", "Bearer "+d.tokens["adviser"])
		w := &stuck{header: http.Header{}, begun: make(chan struct{}), let: make(chan struct{})}
		served := make(chan struct{})
		go func() {
			defer close(served)
			d.handler.ServeHTTP(w, r)
		}()
		<-w.begun
		quick := d.server.events.Subscribe(func(model.Event) bool { return true })
		defer quick.Close()
		const changes = 80
		for n := range changes {
			d.move(t, id, fmt.Sprintf("City %d", n))
			select {
			case <-quick.Events(): // somebody quicker hears each of them
			case <-ctx.Done():
				t.Fatal("the change was not told")
			}
		}
		close(w.let)
		<-served
		next := eventsOf(t, bufio.NewScanner(&w.text))
		for n := 0; ; n++ {
			h := next()
			if len(h.Errors) > 0 {
				if h.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" || n == 0 || n >= changes || next().kind != "complete" {
					t.Errorf("after %d changes: %+v", n, h.Errors)
				}
				return
			}
			if h.kind != "next" {
				t.Fatalf("after %d changes: %s", n, h.kind)
			}
		}
	})
}

func TestReplicasHearOneAnotherAlsoAfterTheConnectionWasCut(t *testing.T) {
	url := testrig.MigratedPostgresURL(t)
	here, _ := opened(t, testrig.New(t, url))
	there, address := opened(t, testrig.New(t, url))
	id := here.visit(t)
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			l := way(there, t, address, "adviser", anyActivity)
			one := way(there, t, address, "adviser", fmt.Sprintf(`subscription { activityChanged(id: %q) { id missed activity { city } } }`, id))
			here.move(t, id, name)
			l.until(name)
			one.until(name)
			testrig.CutConnections(t, url, "fyrtaarn listener")
			var missed activityChange
			if l.change(&missed); !missed.ActivityChanged.Missed || missed.ActivityChanged.ID != "" {
				t.Errorf("heard %+v", missed)
			}
			if one.change(&missed); !missed.ActivityChanged.Missed || missed.ActivityChanged.ID != id {
				t.Errorf("heard %+v", missed)
			}
			here.move(t, id, "after "+name)
			l.until("after " + name)
			one.until("after " + name)
		})
	}
}

func TestStopEndsStreamsAtOnce(t *testing.T) {
	eachDatabase(t, func(t *testing.T, e environment) {
		_, token, _ := command(t, e, "token", "create", "--role", "ADVISER", "--name", "listener")
		d := &door{tokens: map[string]string{"adviser": strings.TrimSpace(token)}}
		r := serve(t, e)
		stream := d.bySSE(t, r.URL, "adviser", anyActivity)
		socket := d.bySocket(t, r.URL, "adviser", anyActivity)
		last := make(chan heard)
		for _, l := range []*listener{stream, socket} {
			go func() { last <- l.next() }()
		}
		if code := r.stop(); code != 0 {
			t.Errorf("exit code %d", code)
		}
		for range 2 {
			if h := <-last; h.kind != "end" {
				t.Errorf("heard %s %+v", h.kind, h.Errors)
			}
		}
	})
}
