// Package smtptest is a real SMTP server inside the process, for tests and
// drills: it takes mails, and on demand refuses them, hangs up or is slow.
package smtptest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"sync"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Mail is one mail that the server was handed whole.
type Mail struct {
	From, To string
	Raw      []byte
	// Answered is false where the server hung up instead of answering: it has
	// the mail, and the sender cannot know.
	Answered bool
}

// Verdict is what the server does with one mail. The zero Verdict takes it.
type Verdict struct {
	// Sender, Recipient and Data, when their code is set, are the answers to
	// MAIL, RCPT and to the end of the mail.
	Sender, Recipient, Data Answer
	// Drop hangs up after the mail was handed over, without an answer;
	// DropEarly hangs up at RCPT.
	Drop, DropEarly bool
	// Wait holds the answer to the mail back until the channel is closed.
	Wait <-chan struct{}
}

// Answer is a code of three digits and what is said with it.
type Answer struct {
	Code int
	Text string
}

func (a Answer) err() error {
	if a.Code == 0 {
		return nil
	}
	return &smtp.SMTPError{Code: a.Code, EnhancedCode: smtp.NoEnhancedCode, Message: a.Text}
}

// Options change how the server listens.
type Options struct {
	// Decide is asked for each mail; nil takes all.
	Decide func(from, to string) Verdict
	// TLS offers STARTTLS, or with Implicit encrypts from the start.
	TLS      *tls.Config
	Implicit bool
	// User and Password, when set, must be given before a mail is taken.
	User, Password string
	// Discard counts mails instead of keeping them.
	Discard bool
}

// Server listens on a free port of the loopback address.
type Server struct {
	options  Options
	server   *smtp.Server
	listener net.Listener

	mu          sync.Mutex
	mails       []Mail
	count       int
	connections int
	open        map[*smtp.Conn]bool
}

// Start starts a server. Close stops it.
func Start(options Options) (*Server, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("smtptest: %w", err)
	}
	s := &Server{options: options, listener: listener, open: map[*smtp.Conn]bool{}}
	s.server = smtp.NewServer(s)
	s.server.Domain = "localhost"
	s.server.AllowInsecureAuth = true
	s.server.EnableSMTPUTF8 = true
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	s.server.TLSConfig = options.TLS
	if options.Implicit {
		listener = tls.NewListener(listener, options.TLS)
		s.server.TLSConfig = nil
	}
	go func() { _ = s.server.Serve(listener) }()
	return s, nil
}

// Address is host and port.
func (s *Server) Address() string { return s.listener.Addr().String() }

// URL is what a sender is given, without credentials.
func (s *Server) URL() string {
	if s.options.Implicit {
		return "smtps://" + s.Address()
	}
	return "smtp://" + s.Address()
}

// Close hangs up on everybody and stops.
func (s *Server) Close() error { return s.server.Close() }

// HangUp closes every open connection; the server goes on listening.
func (s *Server) HangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open {
		_ = c.Conn().Close()
	}
}

// Mails are the mails handed over so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// Count is how many mails were handed over, Connections how many connections
// were opened.
func (s *Server) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// Connections is how many connections were opened so far.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// NewSession is called by the protocol for each connection.
func (s *Server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connections++
	s.open[c] = true
	return &session{server: s, conn: c, trusted: s.options.User == ""}, nil
}

func (s *Server) keep(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	if !s.options.Discard {
		s.mails = append(s.mails, m)
	}
}

// session is one connection.
type session struct {
	server   *Server
	conn     *smtp.Conn
	trusted  bool
	from, to string
	verdict  Verdict
}

var errSignIn = errors.New("wrong name or password")

// AuthMechanisms lists how to sign in.
func (c *session) AuthMechanisms() []string {
	if c.server.options.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth signs in.
func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != c.server.options.User || password != c.server.options.Password {
			return errSignIn
		}
		c.trusted = true
		return nil
	}), nil
}

// Mail begins a mail. Who decides by the recipient alone decides at RCPT.
func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if !c.trusted {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return c.decide("").Sender.err()
}

func (c *session) decide(to string) Verdict {
	if c.server.options.Decide == nil {
		return Verdict{}
	}
	return c.server.options.Decide(c.from, to)
}

// Rcpt names the recipient.
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to, c.verdict = to, c.decide(to)
	if c.verdict.DropEarly {
		_ = c.conn.Conn().Close()
	}
	return c.verdict.Recipient.err()
}

// Data takes the mail.
func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if c.verdict.Wait != nil {
		<-c.verdict.Wait
	}
	if err := c.verdict.Data.err(); err != nil {
		return err
	}
	c.server.keep(Mail{From: c.from, To: c.to, Raw: raw, Answered: !c.verdict.Drop})
	if c.verdict.Drop {
		_ = c.conn.Conn().Close()
	}
	return nil
}

// Reset forgets the mail that was begun.
func (c *session) Reset() { c.from, c.to, c.verdict = "", "", Verdict{} }

// Logout ends the connection.
func (c *session) Logout() error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	delete(c.server.open, c.conn)
	return nil
}
