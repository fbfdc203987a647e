// Package config reads the environment, and is the only one that does. What it
// answers has been checked; package main hands it on in parts.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// Config is everything that an operator can decide.
type Config struct {
	// Addr is the host:port on which the program serves.
	Addr string
	// AdminAddr is the host:port of /metrics, which is nobody else's business;
	// empty serves none.
	AdminAddr string
	// DatabaseURL is sqlite:<path> or postgres://….
	DatabaseURL string
	// SMTPURL is smtp:// or smtps://; empty keeps mails in the database.
	SMTPURL string
	// PublicURL is how people reach the program, without a slash at its end:
	// links in mails begin with it.
	PublicURL string
	// MailFromName and MailFrom are whom mails come from. The name may be
	// empty: then each mail says, in its language, for whom it is sent.
	MailFromName, MailFrom string
	// Demo loads the demo data into an empty database.
	Demo bool
	// ClockOffset moves the program's clock, for tests and drills.
	ClockOffset time.Duration
	// RateLimit is how many requests a second one token, and one network
	// address, may send; 0 is no limit.
	RateLimit int
	// LogLevel is the least that is logged.
	LogLevel slog.Level
}

// variables are the environment as it stands there. The defaults are also the
// README's.
type variables struct {
	Addr        string `env:"FYRTAARN_ADDR" envDefault:"127.0.0.1:8080"`
	AdminAddr   string `env:"FYRTAARN_ADMIN_ADDR" envDefault:"127.0.0.1:8081"`
	DatabaseURL string `env:"FYRTAARN_DATABASE_URL" envDefault:"sqlite:data/fyrtaarn.db"`
	SMTPURL     string `env:"FYRTAARN_SMTP_URL"`
	PublicURL   string `env:"FYRTAARN_PUBLIC_URL"`
	MailFrom    string `env:"FYRTAARN_MAIL_FROM" envDefault:"noreply@fyrtaarn.example"`
	Demo        string `env:"FYRTAARN_DEMO" envDefault:"0"`
	ClockOffset string `env:"FYRTAARN_CLOCK_OFFSET" envDefault:"0s"`
	RateLimit   string `env:"FYRTAARN_RATE_LIMIT" envDefault:"1000"`
	LogLevel    string `env:"FYRTAARN_LOG_LEVEL" envDefault:"info"`
}

// off is the value that switches the admin address off: a variable that is
// empty counts as one that is not set.
const off = "off"

// Load reads the environment of the process.
func Load() (Config, error) { return load(env.Options{}) }

// From reads the given variables instead of the environment.
func From(environment map[string]string) (Config, error) {
	if environment == nil {
		environment = map[string]string{}
	}
	return load(env.Options{Environment: environment})
}

// load answers everything that is wrong, one sentence per variable.
func load(options env.Options) (Config, error) {
	v, err := env.ParseAsWithOptions[variables](options)
	if err != nil {
		return Config{}, fmt.Errorf("the environment: %w", err)
	}
	c := Config{Addr: v.Addr, DatabaseURL: v.DatabaseURL, SMTPURL: v.SMTPURL}
	var errs []error
	wrong := func(name, sentence string, args ...any) {
		errs = append(errs, fmt.Errorf(name+" "+sentence, args...))
	}

	if !isAddress(v.Addr) {
		wrong("FYRTAARN_ADDR", "is %q; it must be host:port, such as 127.0.0.1:8080", v.Addr)
	}
	if v.AdminAddr != off {
		c.AdminAddr = v.AdminAddr
		if !isAddress(v.AdminAddr) {
			wrong("FYRTAARN_ADMIN_ADDR", "is %q; it must be host:port, such as 127.0.0.1:8081, or %s", v.AdminAddr, off)
		}
		if v.AdminAddr == v.Addr && !strings.HasSuffix(v.Addr, ":0") {
			wrong("FYRTAARN_ADMIN_ADDR", "is the same as FYRTAARN_ADDR; /metrics needs an address of its own, or %s", off)
		}
	}
	// Neither URL is repeated: it may hold a password.
	if scheme, rest, _ := strings.Cut(v.DatabaseURL, ":"); scheme != "sqlite" && scheme != "postgres" && scheme != "postgresql" || rest == "" {
		wrong("FYRTAARN_DATABASE_URL", "must be sqlite:<file>, such as sqlite:data/fyrtaarn.db, or postgres://user:password@host:port/database")
	}
	if u, err := url.Parse(v.SMTPURL); v.SMTPURL != "" && (err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "") {
		wrong("FYRTAARN_SMTP_URL", "must be smtp://user:password@host:port or smtps://…; empty keeps mails in the database")
	}
	if c.PublicURL, err = publicURL(v.PublicURL, v.Addr); err != nil {
		wrong("FYRTAARN_PUBLIC_URL", "is %q; it must be http:// or https:// with a host and no path, such as https://visits.example.dk", v.PublicURL)
	}
	if from, err := mail.ParseAddress(v.MailFrom); err != nil {
		wrong("FYRTAARN_MAIL_FROM", "is %q; it must be an address, such as visits@example.dk or Visits <visits@example.dk>", v.MailFrom)
	} else {
		c.MailFromName, c.MailFrom = from.Name, from.Address
	}
	if c.Demo, err = strconv.ParseBool(v.Demo); err != nil {
		wrong("FYRTAARN_DEMO", "is %q; it must be 0 or 1", v.Demo)
	}
	if c.ClockOffset, err = time.ParseDuration(v.ClockOffset); err != nil {
		wrong("FYRTAARN_CLOCK_OFFSET", "is %q; it must be a duration, such as 36h or -90m", v.ClockOffset)
	}
	if c.RateLimit, err = strconv.Atoi(v.RateLimit); err != nil || c.RateLimit < 0 {
		wrong("FYRTAARN_RATE_LIMIT", "is %q; it must be a number of requests a second, or 0 for no limit", v.RateLimit)
	}
	if err := c.LogLevel.UnmarshalText([]byte(v.LogLevel)); err != nil {
		wrong("FYRTAARN_LOG_LEVEL", "is %q; it must be debug, info, warn or error", v.LogLevel)
	}
	return c, errors.Join(errs...)
}

// isAddress tells a host:port; the host may be empty, for every interface.
func isAddress(text string) bool {
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

var errPublicURL = errors.New("not the public URL of a program")

// publicURL checks the URL, or makes one of the address served on.
func publicURL(given, addr string) (string, error) {
	if given == "" {
		host, port, err := net.SplitHostPort(addr)
		if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
			host = "localhost"
		}
		return "http://" + net.JoinHostPort(host, port), nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", errPublicURL
	}
	return u.Scheme + "://" + u.Host, nil
}

// PublicHost is the name under which people reach the program, without port.
func (c Config) PublicHost() string {
	u, err := url.Parse(c.PublicURL)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// MailDomain is what follows the @ of the address mails come from.
func (c Config) MailDomain() string {
	return c.MailFrom[strings.LastIndexByte(c.MailFrom, '@')+1:]
}
