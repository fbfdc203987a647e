package config_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"fyrtaarn/config"
)

func TestEmptyEnvironmentGivesTheDefaults(t *testing.T) {
	got, err := config.From(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Addr: "127.0.0.1:8080", AdminAddr: "127.0.0.1:8081", DatabaseURL: "sqlite:data/fyrtaarn.db",
		PublicURL: "http://127.0.0.1:8080", MailFrom: "noreply@fyrtaarn.example", LogLevel: slog.LevelInfo, RateLimit: 1000,
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEveryVariableIsRead(t *testing.T) {
	got, err := config.From(map[string]string{
		"FYRTAARN_ADDR": ":9000", "FYRTAARN_ADMIN_ADDR": "off", "FYRTAARN_DATABASE_URL": "postgres://u:p@db/f",
		"FYRTAARN_SMTP_URL": "smtps://u:p@mail.example.dk", "FYRTAARN_PUBLIC_URL": "https://Visits.example.dk/",
		"FYRTAARN_MAIL_FROM": "Besøg <visits@example.dk>", "FYRTAARN_DEMO": "1", "FYRTAARN_RATE_LIMIT": "20", "FYRTAARN_CLOCK_OFFSET": "-36h",
		"FYRTAARN_LOG_LEVEL": "debug",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Addr: ":9000", DatabaseURL: "postgres://u:p@db/f", SMTPURL: "smtps://u:p@mail.example.dk",
		PublicURL: "https://Visits.example.dk", MailFromName: "Besøg", MailFrom: "visits@example.dk", Demo: true,
		ClockOffset: -36 * time.Hour, RateLimit: 20, LogLevel: slog.LevelDebug,
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if host, domain := got.PublicHost(), got.MailDomain(); host != "visits.example.dk" || domain != "example.dk" {
		t.Errorf("host %q, mail domain %q", host, domain)
	}
}

func TestPublicURLOfEveryInterfaceIsLocalhost(t *testing.T) {
	for addr, want := range map[string]string{
		":9000": "http://localhost:9000", "0.0.0.0:80": "http://localhost:80", "[::]:80": "http://localhost:80", "[::1]:80": "http://[::1]:80",
	} {
		got, err := config.From(map[string]string{"FYRTAARN_ADDR": addr})
		if err != nil || got.PublicURL != want {
			t.Errorf("%s: %q, %v; want %q", addr, got.PublicURL, err, want)
		}
	}
}

func TestWhatIsWrongIsNamedInOneSentenceEach(t *testing.T) {
	_, err := config.From(map[string]string{
		"FYRTAARN_ADDR": "8080", "FYRTAARN_ADMIN_ADDR": "here", "FYRTAARN_DATABASE_URL": "mysql://root:geheim@db",
		"FYRTAARN_SMTP_URL": "http://user:geheim@mail", "FYRTAARN_PUBLIC_URL": "example.dk/visits", "FYRTAARN_MAIL_FROM": "nobody",
		"FYRTAARN_DEMO": "perhaps", "FYRTAARN_CLOCK_OFFSET": "tomorrow", "FYRTAARN_LOG_LEVEL": "loud",
	})
	if err == nil {
		t.Fatal("everything is wrong, and nothing was said")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 9 {
		t.Errorf("%d sentences, want 9:\n%v", len(lines), err)
	}
	for _, line := range lines {
		if !strings.HasPrefix(line, "FYRTAARN_") || !strings.Contains(line, " must be ") {
			t.Errorf("not a sentence about a variable: %s", line)
		}
	}
	if strings.Contains(err.Error(), "geheim") {
		t.Error("a password is repeated")
	}
}

func TestAdminAddressMustDifferFromTheOther(t *testing.T) {
	_, err := config.From(map[string]string{"FYRTAARN_ADDR": "127.0.0.1:7000", "FYRTAARN_ADMIN_ADDR": "127.0.0.1:7000"})
	if err == nil {
		t.Error("both addresses are the same, and nothing was said")
	}
	if _, err := config.From(map[string]string{"FYRTAARN_ADDR": "127.0.0.1:0", "FYRTAARN_ADMIN_ADDR": "127.0.0.1:0"}); err != nil {
		t.Errorf("port 0 takes any free port: %v", err)
	}
}
