package mail

import (
	"fmt"
	"io"
	"testing"

	gomail "github.com/wneessen/go-mail"

	"fyrtaarn/i18n"
	"fyrtaarn/mail/smtptest"
)

// BenchmarkCompose is what writing one mail costs, without sending it.
func BenchmarkCompose(b *testing.B) {
	if err := Prepare(); err != nil {
		b.Fatal(err)
	}
	for _, language := range []string{"en", "ar"} {
		f := SampleFacts(TemplateProgramme, language)
		b.Run(language, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compose(TemplateProgramme, f, i18n.For(language)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRender is what putting a composed mail into its wire format costs.
func BenchmarkRender(b *testing.B) {
	m, err := Compose(TemplateProgramme, SampleFacts(TemplateProgramme, "en"), i18n.For("en"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.WriteTo(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSend compares the dialog of one mail with that of go-mail's own
// client, which also keeps its connection.
func BenchmarkSend(b *testing.B) {
	m, err := Compose(TemplateProgramme, SampleFacts(TemplateProgramme, "en"), i18n.For("en"))
	if err != nil {
		b.Fatal(err)
	}
	server, err := smtptest.Start(smtptest.Options{Discard: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	b.Run("Fyrtaarn", func(b *testing.B) {
		sender, err := NewSMTP(server.URL())
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = sender.Close() }()
		for b.Loop() {
			if err := sender.Send(b.Context(), &m); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("GoMail", func(b *testing.B) {
		var port int
		if _, err := fmt.Sscanf(server.Address(), "127.0.0.1:%d", &port); err != nil {
			b.Fatal(err)
		}
		client, err := gomail.NewClient("127.0.0.1", gomail.WithPort(port), gomail.WithTLSPolicy(gomail.NoTLS))
		if err != nil {
			b.Fatal(err)
		}
		if err := client.DialWithContext(b.Context()); err != nil {
			b.Fatal(err)
		}
		defer func() { _ = client.Close() }()
		for b.Loop() {
			built, err := m.build()
			if err != nil {
				b.Fatal(err)
			}
			if err := client.Send(built); err != nil {
				b.Fatal(err)
			}
		}
	})
}
