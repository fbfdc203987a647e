package reminder_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// waitUntil waits for what another goroutine brings about, and fails after a
// while instead of hanging.
func waitUntil(t *testing.T, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatal("it did not come about")
		case <-tick.C:
		}
	}
}

// beforeFirst does something before the first mail leaves that it is given.
type beforeFirst struct {
	mail.Sender
	once chan struct{}
	do   func()
}

func (b beforeFirst) Send(ctx context.Context, m *mail.Message) error {
	select {
	case <-b.once:
		b.do()
	default:
	}
	return b.Sender.Send(ctx, m)
}

// breaking is a sender with a mistake in it.
type breaking struct{}

func (breaking) Send(context.Context, *mail.Message) error { panic("a mistake") }

// text is the plain part of a mail.
func text(raw string) string {
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		return err.Error()
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return err.Error()
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextPart() // undoes quoted-printable
	if err != nil {
		return err.Error()
	}
	body, _ := io.ReadAll(part)
	return string(body)
}

// calendar is the calendar part of a mail, unfolded; empty when there is none.
func calendar(raw string) string {
	_, part, found := strings.Cut(raw, "text/calendar")
	if !found {
		return ""
	}
	_, body, _ := strings.Cut(part, "\r\n\r\n")
	body, _, _ = strings.Cut(body, "\r\n--")
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\r\n", ""))
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(string(text), "\r\n ", "")
}

// calendarIdentity is what tells one word about an event from another.
func calendarIdentity(raw string) string {
	var lines []string
	scanner := bufio.NewScanner(strings.NewReader(calendar(raw)))
	for scanner.Scan() {
		if line := scanner.Text(); strings.HasPrefix(line, "UID:") || strings.HasPrefix(line, "SEQUENCE:") || strings.HasPrefix(line, "METHOD:") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}

// rule is the one with the key.
func (w *world) rule(t *testing.T, key string) *model.ReminderRule {
	t.Helper()
	for _, r := range must[[]*model.ReminderRule](t)(w.reminders.Rules(w.adviser)) {
		if r.Key == key {
			return r
		}
	}
	t.Fatalf("there is no rule %s", key)
	return nil
}
