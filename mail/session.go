package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// go-mail's client would send as well, but it checks the connection before and
// resets it after each mail, and its error leaves open whether the server may
// have taken a mail whose answer was lost. So go-mail writes the message and
// speaks the protocol, and the order of the dialog is held here.

// server is where mails are handed in.
type server struct {
	host, port     string
	user, password string
	helo           string
	implicitTLS    bool
	startTLS       StartTLS
	// trust is nil outside tests: the machine's own certificate authorities.
	trust *tls.Config
}

// session is one open connection, between two mails.
type session struct {
	conn   net.Conn
	client *smtp.Client
}

var errNoStartTLS = errors.New("mail: the server does not offer STARTTLS, which is required")

// open connects, encrypts and signs in.
func (s *server) open(ctx context.Context) (*session, error) {
	dialer := &net.Dialer{}
	var conn net.Conn
	var err error
	if s.implicitTLS {
		conn, err = (&tls.Dialer{NetDialer: dialer, Config: s.tlsConfig()}).DialContext(ctx, "tcp", s.address())
	} else {
		conn, err = dialer.DialContext(ctx, "tcp", s.address())
	}
	if err != nil {
		return nil, err
	}
	release := bound(ctx, conn)
	defer release()
	open := &session{conn: conn}
	if err := s.greet(open); err != nil {
		open.abandon()
		return nil, err
	}
	return open, nil
}

func (s *server) greet(open *session) (err error) {
	if open.client, err = smtp.NewClient(open.conn, s.host); err != nil {
		return err
	}
	if err := open.client.Hello(s.helo); err != nil {
		return err
	}
	encrypted := s.implicitTLS
	if !encrypted && s.startTLS != StartTLSNever {
		offered, _ := open.client.Extension("STARTTLS")
		switch {
		case offered:
			if err := open.client.StartTLS(s.tlsConfig()); err != nil {
				return err
			}
			encrypted = true
		case s.startTLS == StartTLSRequired:
			return errNoStartTLS
		}
	}
	if s.user == "" {
		return nil
	}
	auth, err := s.auth(open.client, encrypted)
	if err != nil {
		return err
	}
	return open.client.Auth(auth)
}

func (s *server) tlsConfig() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.trust != nil {
		config = s.trust.Clone()
	}
	config.ServerName = s.host
	return config
}

// auth picks the strongest way to sign in that the server offers. go-mail
// refuses those that show the password on an unencrypted connection, unless the
// server is this machine.
func (s *server) auth(client *smtp.Client, encrypted bool) (smtp.Auth, error) {
	_, offered := client.Extension("AUTH")
	offers := map[string]bool{}
	for mechanism := range strings.FieldsSeq(strings.ToUpper(offered)) {
		offers[mechanism] = true
	}
	switch {
	case offers["SCRAM-SHA-256"]:
		return smtp.ScramSHA256Auth(s.user, s.password), nil
	case offers["CRAM-MD5"] && !encrypted:
		return smtp.CRAMMD5Auth(s.user, s.password), nil
	case offers["PLAIN"]:
		return smtp.PlainAuth("", s.user, s.password, s.host, false), nil
	case offers["LOGIN"]:
		return smtp.LoginAuth(s.user, s.password, s.host, false), nil
	}
	return nil, fmt.Errorf("mail: no common way to sign in among %q", offered)
}

// bound ends every wait on the connection with the context. What it returns
// frees the connection for the next mail.
func bound(ctx context.Context, conn net.Conn) (release func()) {
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	return func() {
		if stop() {
			_ = conn.SetDeadline(time.Time{})
		}
	}
}

// failure is a SendError and what may be done next on the connection.
type failure struct {
	*SendError
	// usable: the dialog is intact, the next mail can follow.
	usable bool
	// untouched: the connection was lost before anything of the mail counted.
	untouched bool
}

// deliver sends one mail. Only when the last byte was written and no answer
// came is it in doubt: up to there a server has nothing that it may deliver.
func (o *session) deliver(ctx context.Context, from, to string, raw []byte) *failure {
	defer bound(ctx, o.conn)()
	// Asking for SMTPUTF8 without need makes servers refuse that lack it.
	o.client.SkipSMTPUTF8(isASCII(from) && isASCII(to))
	if err := o.client.Mail("<" + from + ">"); err != nil {
		f := o.refused(err, false)
		// A refused sender is our fault, not the recipient's.
		f.Kind, f.Recipient = Temporary, false
		code, _, answered := reply(err)
		f.untouched = !answered || code == codeShuttingDown
		return f
	}
	if err := o.client.Rcpt("<" + to + ">"); err != nil {
		return o.refused(err, true)
	}
	body, err := o.client.Data()
	if err != nil {
		return o.refused(err, false)
	}
	if _, err := body.Write(raw); err != nil {
		return &failure{SendError: &SendError{Kind: Temporary, Said: said(err), Err: err}}
	}
	if err := body.Close(); err != nil {
		if _, _, answered := reply(err); answered {
			return o.refused(err, false)
		}
		return &failure{SendError: &SendError{Kind: InDoubt, Said: said(err), Err: err}}
	}
	return nil
}

// codeShuttingDown is a server's word that it hangs up.
const codeShuttingDown = 421

// refused reads the server's answer, or its absence, before the mail was
// handed over, and clears the dialog for the next mail.
func (o *session) refused(err error, recipient bool) *failure {
	f := &failure{SendError: &SendError{Kind: Temporary, Said: said(err), Err: err}}
	code, _, answered := reply(err)
	if !answered || code == codeShuttingDown {
		return f
	}
	if code >= 500 {
		f.Kind, f.Recipient = Permanent, recipient
	}
	f.usable = o.client.Reset() == nil
	return f
}

// reply is the code and text that a server answered with; ok is false where
// there was no answer, or none that can be read.
func reply(err error) (code int, text string, ok bool) {
	var answer *textproto.Error
	if !errors.As(err, &answer) || answer.Code < 400 {
		return 0, "", false
	}
	return answer.Code, answer.Msg, true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// quit says goodbye, as long as the context allows, and closes.
func (o *session) quit(ctx context.Context) {
	defer bound(ctx, o.conn)()
	_ = o.client.Quit()
	o.abandon()
}

// abandon closes without a word.
func (o *session) abandon() { _ = o.conn.Close() }
