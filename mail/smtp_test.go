package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"fyrtaarn/mail/smtptest"
)

func startServer(t *testing.T, options smtptest.Options) *smtptest.Server {
	t.Helper()
	server, err := smtptest.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

func newSender(t *testing.T, url string, options ...SMTPOption) *SMTP {
	t.Helper()
	sender, err := NewSMTP(url, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sender.Close() })
	return sender
}

func letter(to string) *Message {
	return &Message{
		From: Address{"Fyrtårn", "noreply@fyrtaarn.example"}, To: Address{"Alex", to}, Subject: "Programme",
		Text: "Hello\n.\nThe line above is a dot.\n", HTML: "<p>Hello</p>", MessageID: "one@fyrtaarn.example",
		Date: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), Language: "en", ContentHash: "h",
	}
}

func deciding(v smtptest.Verdict) smtptest.Options {
	return smtptest.Options{Decide: func(_, to string) smtptest.Verdict {
		if to == "" {
			return smtptest.Verdict{Sender: v.Sender}
		}
		return v
	}}
}

func TestAcceptedMailArrivesWholeAndOnce(t *testing.T) {
	server := startServer(t, smtptest.Options{})
	m := letter("alex@visitor.example")
	if err := newSender(t, server.URL()).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	mails := server.Mails()
	if len(mails) != 1 || mails[0].To != "alex@visitor.example" || mails[0].From != "noreply@fyrtaarn.example" {
		t.Fatalf("the server has %+v", mails)
	}
	var want strings.Builder
	if _, err := m.WriteTo(&want); err != nil {
		t.Fatal(err)
	}
	if got := string(mails[0].Raw); got != want.String() {
		t.Errorf("arrived as\n%q\nsent as\n%q", got, want.String())
	}
}

func TestFailuresAreClassified(t *testing.T) {
	for name, test := range map[string]struct {
		verdict   smtptest.Verdict
		kind      FailureKind
		recipient bool
		said      string
	}{
		"TemporaryAtRecipient": {smtptest.Verdict{Recipient: smtptest.Answer{Code: 451, Text: "try later"}}, Temporary, false, "451 try later"},
		"PermanentAtRecipient": {smtptest.Verdict{Recipient: smtptest.Answer{Code: 550, Text: "no such user"}}, Permanent, true, "550 no such user"},
		"TemporaryAfterData":   {smtptest.Verdict{Data: smtptest.Answer{Code: 452, Text: "full"}}, Temporary, false, "452 full"},
		"PermanentAfterData":   {smtptest.Verdict{Data: smtptest.Answer{Code: 554, Text: "looks like spam"}}, Permanent, false, "554 looks like spam"},
		"ShuttingDownAfterData": {
			smtptest.Verdict{Data: smtptest.Answer{Code: 421, Text: "closing"}}, Temporary, false, "421 closing",
		},
		"RefusedSenderIsOurFault": {smtptest.Verdict{Sender: smtptest.Answer{Code: 550, Text: "who are you"}}, Temporary, false, "550 who are you"},
		"LostAfterData":           {smtptest.Verdict{Drop: true}, InDoubt, false, ""},
		"LostBeforeData":          {smtptest.Verdict{DropEarly: true}, Temporary, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := startServer(t, deciding(test.verdict))
			err := newSender(t, server.URL()).Send(t.Context(), letter("alex@visitor.example"))
			var failure *SendError
			if !errors.As(err, &failure) {
				t.Fatalf("got %v", err)
			}
			if failure.Kind != test.kind || failure.Recipient != test.recipient || !strings.HasPrefix(failure.Said, test.said) {
				t.Errorf("got %s, recipient %v, %q", failure.Kind, failure.Recipient, failure.Said)
			}
		})
	}
}

func TestAServerThatIsNotThereIsTemporary(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	err = newSender(t, "smtp://"+address).Send(t.Context(), letter("alex@visitor.example"))
	if err == nil || FailureOf(err).Kind != Temporary {
		t.Errorf("got %v", err)
	}
}

func TestAServerThatNeverGreetsIsTemporary(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	sender := newSender(t, "smtp://"+listener.Addr().String(), WithDialogTimeout(50*time.Millisecond))
	err = sender.Send(t.Context(), letter("alex@visitor.example"))
	if err == nil || FailureOf(err).Kind != Temporary {
		t.Errorf("got %v", err)
	}
}

func TestAnAnswerThatNeverComesIsInDoubt(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	server := startServer(t, deciding(smtptest.Verdict{Wait: hold}))
	sender := newSender(t, server.URL(), WithDialogTimeout(100*time.Millisecond))
	err := sender.Send(t.Context(), letter("alex@visitor.example"))
	if err == nil || FailureOf(err).Kind != InDoubt {
		t.Errorf("got %v", err)
	}
}

func TestCancellingEndsTheDialog(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	ctx, cancel := context.WithCancel(t.Context())
	server := startServer(t, smtptest.Options{Decide: func(_, to string) smtptest.Verdict {
		if to != "" {
			cancel()
		}
		return smtptest.Verdict{Wait: hold}
	}})
	if err := newSender(t, server.URL()).Send(ctx, letter("alex@visitor.example")); err == nil {
		t.Error("sent although it was cancelled")
	}
}

func TestOneConnectionCarriesManyMails(t *testing.T) {
	server := startServer(t, smtptest.Options{Decide: func(_, to string) smtptest.Verdict {
		if strings.HasPrefix(to, "nobody") {
			return smtptest.Verdict{Recipient: smtptest.Answer{Code: 550, Text: "no"}}
		}
		return smtptest.Verdict{}
	}})
	sender := newSender(t, server.URL())
	for _, to := range []string{"a@x.example", "nobody@x.example", "b@x.example", "c@x.example"} {
		if err := sender.Send(t.Context(), letter(to)); (err != nil) != strings.HasPrefix(to, "nobody") {
			t.Errorf("%s: %v", to, err)
		}
	}
	if server.Count() != 3 || server.Connections() != 1 {
		t.Errorf("%d mails over %d connections", server.Count(), server.Connections())
	}
}

func TestAConnectionLostBetweenMailsIsReplaced(t *testing.T) {
	server := startServer(t, smtptest.Options{})
	sender := newSender(t, server.URL())
	for range 3 {
		if err := sender.Send(t.Context(), letter("a@x.example")); err != nil {
			t.Fatal(err)
		}
		server.HangUp()
	}
	if server.Count() != 3 || server.Connections() != 3 {
		t.Errorf("%d mails over %d connections", server.Count(), server.Connections())
	}
}

func TestWorkersDoNotWaitForEachOther(t *testing.T) {
	server := startServer(t, smtptest.Options{})
	sender := newSender(t, server.URL(), KeepSessions(4))
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for range 25 {
				if err := sender.Send(t.Context(), letter("a@x.example")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if server.Count() != 100 || server.Connections() > 4 {
		t.Errorf("%d mails over %d connections", server.Count(), server.Connections())
	}
}

// certificate is one that a test server and its client agree on.
func certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	s := httptest.NewUnstartedServer(nil)
	s.StartTLS()
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates, MinVersion: tls.VersionTLS12},
		&tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}

func TestEncryptionAndSignIn(t *testing.T) {
	serverTLS, clientTLS := certificate(t)
	for name, test := range map[string]struct {
		implicit bool
		userinfo string
		query    string
		offerTLS bool
		arrives  bool
	}{
		"ImplicitTLS":                 {true, "fyr:s%40fe@", "", true, true},
		"STARTTLS":                    {false, "fyr:s%40fe@", "?starttls=required", true, true},
		"RequiredButNotOffered":       {false, "fyr:s%40fe@", "?starttls=required", false, false},
		"WrongPassword":               {false, "fyr:other@", "", true, false},
		"WithoutSigningIn":            {false, "", "", true, false},
		"UnencryptedOnThisMachine":    {false, "fyr:s%40fe@", "?starttls=never", false, true},
		"OpportunisticWhenNotOffered": {false, "fyr:s%40fe@", "", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			options := smtptest.Options{User: "fyr", Password: "s@fe", Implicit: test.implicit}
			if test.offerTLS {
				options.TLS = serverTLS
			}
			server := startServer(t, options)
			scheme, rest, _ := strings.Cut(server.URL(), "://")
			sender := newSender(t, scheme+"://"+test.userinfo+rest+test.query)
			sender.server.trust = clientTLS
			err := sender.Send(t.Context(), letter("a@x.example"))
			if test.arrives != (err == nil) || server.Count() == 1 != test.arrives {
				t.Errorf("%v; %d mails", err, server.Count())
			}
			if err != nil && FailureOf(err).Kind != Temporary {
				t.Errorf("a server that does not let us in is no bounce: %v", err)
			}
		})
	}
}

func TestAnUnknownCertificateIsRefused(t *testing.T) {
	serverTLS, _ := certificate(t)
	server := startServer(t, smtptest.Options{TLS: serverTLS, Implicit: true})
	if err := newSender(t, server.URL()).Send(t.Context(), letter("a@x.example")); err == nil {
		t.Error("sent to a server that nobody vouches for")
	}
}

func TestURLsThatAreNoneAreRefused(t *testing.T) {
	for _, url := range []string{"", "http://x", "smtp://", "smtp://x?starttls=maybe", "smtp://x?password=1", "smtp://u:se%zzcret@x"} {
		_, err := NewSMTP(url)
		if err == nil {
			t.Errorf("%q was taken", url)
		} else if strings.Contains(err.Error(), "cret") {
			t.Errorf("the error repeats the password: %v", err)
		}
	}
}

func TestAMailToNobodyIsPermanent(t *testing.T) {
	server := startServer(t, smtptest.Options{})
	for _, to := range []string{"", "no address", "a@x.example>\r\nRCPT TO:<b@x.example", "a@x.example, b@x.example"} {
		err := newSender(t, server.URL()).Send(t.Context(), letter(to))
		if err == nil || FailureOf(err).Kind != Permanent || !FailureOf(err).Recipient {
			t.Errorf("%q: %v", to, err)
		}
	}
	if server.Connections() != 0 {
		t.Error("the server was bothered")
	}
}
