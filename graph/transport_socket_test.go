package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"fyrtaarn/app"
	"fyrtaarn/app/event"
	"fyrtaarn/model"
)

// socketClient is the other side of a socket.
type socketClient struct {
	t    *testing.T
	ctx  context.Context
	conn *websocket.Conn
}

func (s *server) dial(options *websocket.DialOptions) (*socketClient, int, error) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second)
	s.t.Cleanup(cancel)
	conn, resp, err := websocket.Dial(ctx, s.URL+"/graphql", options) //nolint:bodyclose // the library does
	status := 0
	if resp != nil {
		status = resp.StatusCode
	}
	if conn != nil {
		s.t.Cleanup(func() { _ = conn.CloseNow() })
	}
	return &socketClient{t: s.t, ctx: ctx, conn: conn}, status, err
}

// socket opens one that is signed in.
func (s *server) socket() *socketClient {
	s.t.Helper()
	c, _, err := s.dial(&websocket.DialOptions{Subprotocols: []string{socketProtocol}})
	if err != nil {
		s.t.Fatal(err)
	}
	c.say(`{"type": "connection_init", "payload": {"Authorization": "Bearer adviser"}}`)
	if m := c.hear(); m.Type != sayAck {
		s.t.Fatalf("%+v", m)
	}
	return c
}

func (c *socketClient) say(text string) {
	c.t.Helper()
	if err := c.conn.Write(c.ctx, websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *socketClient) hear() message {
	c.t.Helper()
	var m message
	if err := wsjson.Read(c.ctx, c.conn, &m); err != nil {
		c.t.Fatal(err)
	}
	return m
}

// closed reads until the other side closes, and answers with which code.
func (c *socketClient) closed() websocket.StatusCode {
	for {
		if _, _, err := c.conn.Read(c.ctx); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

func subscription(id string) string {
	return `{"type": "subscribe", "id": "` + id + `", "payload": {"query": "subscription { activityChanged { at missed } }"}}`
}

// serveEvents serves the real schema with a hub.
func serveEvents(t *testing.T, change ...func(*Options)) (*server, *event.Hub) {
	t.Helper()
	hub := event.New(&app.Core{})
	return serveResolver(t, &Resolver{Events: hub}, change...), hub
}

func TestASocketThatBreaksTheProtocolIsClosedWithItsReason(t *testing.T) {
	t.Parallel()
	s, _ := serveEvents(t)
	for name, c := range map[string]struct {
		says []string
		code websocket.StatusCode
	}{
		"SubscribesBeforeItSaysWhoItIs": {[]string{subscription("1")}, closeUnauthorised},
		"WrongToken":                    {[]string{`{"type": "connection_init", "payload": {"Authorization": "Bearer guess"}}`}, closeForbidden},
		"NoToken":                       {[]string{`{"type": "connection_init"}`}, closeForbidden},
		"BrokenPayload":                 {[]string{`{"type": "connection_init", "payload": "x"}`}, closeMalformed},
		"NoJSON":                        {[]string{`hello`}, closeMalformed},
		"TwoInits":                      {[]string{`{"type": "connection_init", "payload": {"Authorization": "Bearer adviser"}}`, `{"type": "connection_init"}`}, closeInitTwice},
		"OneIdTwice":                    {[]string{`{"type": "connection_init", "payload": {"Authorization": "Bearer adviser"}}`, subscription("1"), subscription("1")}, closeTwice},
		"UnknownType":                   {[]string{`{"type": "connection_init", "payload": {"Authorization": "Bearer adviser"}}`, `{"type": "dance"}`}, closeMalformed},
		"NoQuery":                       {[]string{`{"type": "connection_init", "payload": {"Authorization": "Bearer adviser"}}`, `{"type": "subscribe", "id": "1", "payload": {}}`}, closeMalformed},
		"LongId":                        {[]string{`{"type": "connection_init", "payload": {"Authorization": "Bearer adviser"}}`, subscription(strings.Repeat("x", 91))}, closeMalformed},
		"TooLarge":                      {[]string{`{"type": "` + strings.Repeat("x", 300<<10) + `"}`}, websocket.StatusMessageTooBig},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := *s
			own.t = t
			client, _, err := own.dial(&websocket.DialOptions{Subprotocols: []string{socketProtocol}})
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range c.says {
				client.say(text)
			}
			if code := client.closed(); code != c.code {
				t.Errorf("closed with %d, want %d", code, c.code)
			}
		})
	}
}

func TestASocketIsOpenedOnlyToWhoMayAndSpeaksTheProtocol(t *testing.T) {
	t.Parallel()
	s, _ := serveEvents(t)
	for name, c := range map[string]struct {
		protocol string
		header   http.Header
		status   int
	}{
		"NoProtocol":       {"", nil, http.StatusBadRequest},
		"OldProtocol":      {"graphql-ws", nil, http.StatusBadRequest},
		"ForeignPage":      {socketProtocol, http.Header{"Origin": {"https://evil.example"}}, http.StatusForbidden},
		"OwnPage":          {socketProtocol, http.Header{"Origin": {s.URL}}, http.StatusSwitchingProtocols},
		"WrongTokenByHTTP": {socketProtocol, http.Header{"Authorization": {"Bearer guess"}}, http.StatusUnauthorized},
		"TokenByHTTP":      {socketProtocol, http.Header{"Authorization": {"Bearer adviser"}}, http.StatusSwitchingProtocols},
	} {
		t.Run(name, func(t *testing.T) {
			own := *s
			own.t = t
			options := &websocket.DialOptions{HTTPHeader: c.header}
			if c.protocol != "" {
				options.Subprotocols = []string{c.protocol}
			}
			client, status, _ := own.dial(options)
			if status != c.status {
				t.Fatalf("status %d, want %d", status, c.status)
			}
			if name == "TokenByHTTP" {
				client.say(`{"type": "connection_init"}`)
				if m := client.hear(); m.Type != sayAck {
					t.Errorf("%+v", m)
				}
			}
		})
	}
}

func TestASocketAnswersQueriesWithTheirErrorsAndKeepsGoing(t *testing.T) {
	t.Parallel()
	s, hub := serveEvents(t, func(o *Options) { o.Limits.Streams = 2 })
	c := s.socket()
	c.say(`{"type": "subscribe", "id": "a", "payload": {"query": "{ viewer { name } }"}}`)
	if m := c.hear(); m.Type != sayNext || string(m.Payload) != `{"data":{"viewer":{"name":"adviser"}}}` {
		t.Errorf("%s %s", m.Type, m.Payload)
	}
	if m := c.hear(); m.Type != sayComplete || m.ID != "a" {
		t.Errorf("%+v", m)
	}
	refused := func(id, text string) model.Code {
		t.Helper()
		c.say(text)
		m := c.hear()
		var errs []answerError
		if m.Type != sayError || m.ID != id || json.Unmarshal(m.Payload, &errs) != nil || len(errs) == 0 || strings.HasPrefix(errs[0].Message, "error.") {
			t.Fatalf("%s %s", m.Type, m.Payload)
		}
		return errs[0].Extensions.Code
	}
	if code := refused("b", `{"type": "subscribe", "id": "b", "payload": {"query": "{ nothing }"}}`); code != model.CodeBadUserInput {
		t.Error(code)
	}
	if code := refused("b", `{"type": "subscribe", "id": "b", "payload": {"query": "`+strings.Repeat("{ viewer ", 20)+strings.Repeat("}", 20)+`"}}`); code != model.CodeLimitExceeded {
		t.Error(code)
	}
	c.say(subscription("c"))
	c.say(subscription("d"))
	if code := refused("e", subscription("e")); code != model.CodeLimitExceeded {
		t.Errorf("the third of two streams: %s", code)
	}
	// An id that was completed is free, and so is its place.
	c.say(`{"type": "complete", "id": "d"}`)
	c.say(`{"type": "complete", "id": "c"}`)
	c.say(`{"type": "ping", "payload": {"n": 1}}`)
	if m := c.hear(); m.Type != sayPong || string(m.Payload) != `{"n":1}` {
		t.Errorf("%s %s", m.Type, m.Payload)
	}
	again := s.socket()
	again.say(subscription("c"))
	again.say(`{"type": "ping"}`)
	if m := again.hear(); m.Type != sayPong {
		t.Errorf("%s %s", m.Type, m.Payload)
	}
	hub.Publish(model.Event{Topic: model.TopicMissed, At: testNow})
	if m := again.hear(); m.Type != sayNext || !strings.Contains(string(m.Payload), `"missed":true`) {
		t.Errorf("%s %s", m.Type, m.Payload)
	}
}

func TestEachOperationOverASocketCountsAsARequest(t *testing.T) {
	t.Parallel()
	s, _ := serveEvents(t, func(o *Options) { o.PerToken = Rate{PerSecond: 0.5, Burst: 1} })
	c := s.socket()
	var last message
	for _, id := range []string{"a", "b"} {
		c.say(`{"type": "subscribe", "id": "` + id + `", "payload": {"query": "{ __typename }"}}`)
		for last = c.hear(); last.Type == sayNext; last = c.hear() {
			continue
		}
	}
	if last.Type != sayError || !strings.Contains(string(last.Payload), string(model.CodeRateLimited)) {
		t.Errorf("%s %s", last.Type, last.Payload)
	}
}

func TestAnEventStreamAnswersQueriesAndRefusals(t *testing.T) {
	t.Parallel()
	s, _ := serveEvents(t)
	a := s.query("{ viewer { name } }", "Accept", mediaEvents)
	want := ":\n\nevent: next\ndata: {\"data\":{\"viewer\":{\"name\":\"adviser\"}}}\n\nevent: complete\ndata:\n\n"
	if a.Status != http.StatusOK || a.Text != want {
		t.Errorf("%d %q", a.Status, a.Text)
	}
	a = s.query("{ nothing }", "Accept", mediaEvents)
	if a.Status != http.StatusOK || !strings.HasPrefix(a.Text, "event: next\ndata: {\"errors\":") || !strings.HasSuffix(a.Text, "event: complete\ndata:\n\n") {
		t.Errorf("%d %q", a.Status, a.Text)
	}
	a = s.query("subscription { activityChanged { at } }")
	if a.Status != http.StatusNotAcceptable || a.code() != model.CodeBadUserInput {
		t.Errorf("%d %s", a.Status, a.Text)
	}
}
