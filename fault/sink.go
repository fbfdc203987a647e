package main

import (
	"bytes"
	"context"
	"io"
	"log"
	"math/rand/v2"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// refusals is the share of mails that the sink refuses for now.
const refusals = 0.20

// noting is how long after the server's answer a dialog counts as open: a sender
// that is killed within it may not have noted the answer yet.
const noting = time.Second

// accepted is one mail that the sink took.
type accepted struct {
	messageID string
	// key is the rule and the recipient: what must be said once.
	key string
	at  time.Time
}

// sink is the mail server of the drill and its only witness: all figures come
// from what it has seen.
type sink struct {
	server   *smtp.Server
	listener net.Listener
	// slowest is the longest that it takes to accept a mail: long enough for
	// kills to meet dialogs.
	slowest time.Duration

	mu       sync.Mutex
	mails    []accepted
	refused  int
	sessions map[*dialog]bool
	// cut are the dialogs that a kill has cut: those of killed replicas.
	cut, cutWithin int
	killed         map[string]bool
}

func startSink(ctx context.Context, slowest time.Duration) (*sink, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{listener: listener, slowest: slowest, sessions: map[*dialog]bool{}, killed: map[string]bool{}}
	s.server = smtp.NewServer(s)
	s.server.Domain = "sink.localhost"
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	go func() { _ = s.server.Serve(listener) }()
	return s, nil
}

// url is what a replica is given; it greets with its own name.
func (s *sink) url(replica string) string {
	return "smtp://" + s.listener.Addr().String() + "?starttls=never&helo=" + replica
}

func (s *sink) close() { _ = s.server.Close() }

// kill notes that a replica has been killed: what of its dialogs is open was cut.
func (s *sink) kill(replica string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.killed[replica] = true
	for d := range s.sessions {
		if d.conn.Hostname() == replica {
			s.count(d)
		}
	}
}

// count notes a dialog that was cut. One is open from MAIL until the server has
// answered and the sender has had time to note it.
func (s *sink) count(d *dialog) {
	delete(s.sessions, d)
	switch {
	case !d.begun:
	case d.answered.IsZero():
		s.cut++
		s.cutWithin++
	case time.Since(d.answered) < noting:
		s.cut++
	}
}

// NewSession is called by the protocol for each connection.
func (s *sink) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &dialog{sink: s, conn: c}
	s.sessions[d] = true
	return d, nil
}

// dialog is one connection.
type dialog struct {
	sink *sink
	conn *smtp.Conn
	to   string
	// begun: a mail was begun; answered is when the server said what became of it.
	begun    bool
	answered time.Time
}

// Mail begins a mail, and so ends the one before.
func (d *dialog) Mail(string, *smtp.MailOptions) error {
	d.sink.mu.Lock()
	defer d.sink.mu.Unlock()
	d.begun, d.answered = true, time.Time{}
	return nil
}

// Rcpt names the recipient.
func (d *dialog) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.to = to
	if rand.Float64() < refusals { //nolint:gosec // chance is enough
		d.sink.mu.Lock()
		defer d.sink.mu.Unlock()
		d.sink.refused++
		d.answered = time.Now()
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "not now"}
	}
	return nil
}

// Data takes the mail, slowly.
func (d *dialog) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	time.Sleep(time.Duration(rand.Int64N(int64(d.sink.slowest)))) //nolint:gosec // chance is enough
	parsed, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	rule, _, _ := strings.Cut(parsed.Header.Get("X-Reminder-Key"), "/")
	d.sink.mu.Lock()
	defer d.sink.mu.Unlock()
	d.sink.mails = append(d.sink.mails, accepted{
		messageID: strings.Trim(parsed.Header.Get("Message-Id"), "<>"), key: rule + " " + d.to, at: time.Now(),
	})
	d.answered = time.Now()
	return nil
}

// Reset is called after each mail by the server itself.
func (d *dialog) Reset() { d.to = "" }

// Logout ends the connection; one of a killed replica may end before the drill
// could count it.
func (d *dialog) Logout() error {
	d.sink.mu.Lock()
	defer d.sink.mu.Unlock()
	if d.sink.sessions[d] && d.sink.killed[d.conn.Hostname()] {
		d.sink.count(d)
	}
	delete(d.sink.sessions, d)
	return nil
}

// seen are the mails taken so far and how many were refused.
func (s *sink) seen() (mails []accepted, refused, cut, cutWithin int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]accepted(nil), s.mails...), s.refused, s.cut, s.cutWithin
}
