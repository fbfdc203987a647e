package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// DialogTimeout bounds the whole dialog of one mail, from the connection to
// the server's answer.
const DialogTimeout = 20 * time.Second

// StartTLS says whether an unencrypted connection is to be encrypted.
type StartTLS string

// The ways with STARTTLS. Opportunistic encrypts where the server offers it.
const (
	StartTLSNever         StartTLS = "never"
	StartTLSOpportunistic StartTLS = "opportunistic"
	StartTLSRequired      StartTLS = "required"
)

// SMTP sends mails to one server. It may be used concurrently and keeps
// finished connections for the next mail, so that a run of mails greets and
// signs in once per worker. Close ends them.
type SMTP struct {
	server  server
	timeout time.Duration
	keep    int

	mu   sync.Mutex
	idle []*session
}

// SMTPOption changes how an SMTP sender works.
type SMTPOption func(*SMTP)

// KeepSessions sets how many connections are kept for the next mail, one by
// default: as many as there are workers sending at once. With 0 each mail has a
// connection of its own.
func KeepSessions(n int) SMTPOption { return func(s *SMTP) { s.keep = n } }

// WithDialogTimeout replaces DialogTimeout.
func WithDialogTimeout(d time.Duration) SMTPOption { return func(s *SMTP) { s.timeout = d } }

var errSMTPURL = errors.New("mail: not the URL of an SMTP server")

// NewSMTP makes a sender for smtp://user:password@host:port, or smtps:// where
// the connection is encrypted from the start. Without a port it takes 587, or
// 465 for smtps. Query parameters: starttls (never, opportunistic or required;
// opportunistic by default) and helo, the name to greet with (localhost). It
// does not connect yet.
func NewSMTP(rawURL string, options ...SMTPOption) (*SMTP, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		// The parser's own error repeats the URL, and with it the password.
		return nil, errSMTPURL
	}
	s := &SMTP{
		server:  server{host: u.Hostname(), port: u.Port(), helo: "localhost", startTLS: StartTLSOpportunistic},
		timeout: DialogTimeout,
		keep:    1,
	}
	switch u.Scheme {
	case "smtp":
		s.server.port = orDefault(s.server.port, "587")
	case "smtps":
		s.server.port = orDefault(s.server.port, "465")
		s.server.implicitTLS = true
	default:
		return nil, fmt.Errorf("%w: its scheme is %q", errSMTPURL, u.Scheme)
	}
	if s.server.host == "" {
		return nil, fmt.Errorf("%w: it names no host", errSMTPURL)
	}
	if u.User != nil {
		s.server.user = u.User.Username()
		s.server.password, _ = u.User.Password()
	}
	if err := s.server.readQuery(u.Query()); err != nil {
		return nil, err
	}
	for _, option := range options {
		option(s)
	}
	return s, nil
}

func (s *server) readQuery(query url.Values) error {
	for name, values := range query {
		switch value := values[0]; name {
		case "helo":
			s.helo = value
		case "starttls":
			s.startTLS = StartTLS(value)
			if s.startTLS != StartTLSNever && s.startTLS != StartTLSOpportunistic && s.startTLS != StartTLSRequired {
				return fmt.Errorf("%w: starttls is %q", errSMTPURL, value)
			}
		default:
			return fmt.Errorf("%w: unknown parameter %q", errSMTPURL, name)
		}
	}
	return nil
}

func orDefault(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// Send hands one mail to the server. The dialog takes at most the sender's
// timeout, or what is left of the context's. The mail is written in memory
// first, so that nothing but the connection can fail on the way.
func (s *SMTP) Send(ctx context.Context, m *Message) error {
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		return &SendError{Kind: Permanent, Said: err.Error(), Recipient: errors.Is(err, errNoAddress), Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()

	kept := s.take()
	open := kept
	for {
		if open == nil {
			var err error
			if open, err = s.server.open(ctx); err != nil {
				return &SendError{Kind: Temporary, Said: said(err), Err: err}
			}
		}
		failure := open.deliver(ctx, m.From.Email, m.To.Email, raw.Bytes())
		if failure == nil {
			s.put(ctx, open)
			return nil
		}
		if failure.usable {
			s.put(ctx, open)
			return failure.SendError
		}
		open.abandon()
		if open != kept || !failure.untouched {
			return failure.SendError
		}
		// A server may hang up between two mails. Nothing of this one had been
		// handed over, so a fresh connection is no second sending.
		open = nil
	}
}

// take answers a kept connection, or nil.
func (s *SMTP) take() *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.idle) == 0 {
		return nil
	}
	last := s.idle[len(s.idle)-1]
	s.idle = s.idle[:len(s.idle)-1]
	return last
}

// put keeps a connection that is ready for another mail.
func (s *SMTP) put(ctx context.Context, open *session) {
	s.mu.Lock()
	if len(s.idle) < s.keep {
		s.idle = append(s.idle, open)
		open = nil
	}
	s.mu.Unlock()
	if open != nil {
		open.quit(ctx)
	}
}

// Close says goodbye on every kept connection. The sender can still be used.
func (s *SMTP) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), s.timeout)
	defer cancel()
	s.mu.Lock()
	idle := s.idle
	s.idle = nil
	s.mu.Unlock()
	for _, open := range idle {
		open.quit(ctx)
	}
	return nil
}

// address is host and port.
func (s *server) address() string { return net.JoinHostPort(s.host, s.port) }

// said is what a server or the network said, with the code where there is one.
func said(err error) string {
	if code, text, ok := reply(err); ok {
		return strconv.Itoa(code) + " " + oneLine(text)
	}
	return oneLine(err.Error())
}
