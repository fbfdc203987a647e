package testrig

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// nodeLimit bounds one run of a JavaScript program.
const nodeLimit = 2 * time.Minute

// AuditReport is what the GraphQL-over-HTTP audits of npm's graphql-http say of
// a server.
type AuditReport struct {
	// Total is the number of audits that ran.
	Total int `json:"total"`
	// OK is the number that passed.
	OK int `json:"ok"`
	// Failures holds the others: failed requirements and recommendations alike.
	Failures []AuditFailure `json:"failures"`
}

// AuditFailure is one audit that did not pass.
type AuditFailure struct {
	// ID is the suite's own short name of the audit.
	ID string `json:"id"`
	// Name begins with MUST, SHOULD or MAY.
	Name string `json:"name"`
	// Status is error (a requirement), warn or notice (a recommendation), or
	// fatal where the server gave no HTTP answer.
	Status string `json:"status"`
	// Reason is the audit's explanation.
	Reason string `json:"reason"`
}

// RunAudits runs the audits of graphql-http against the GraphQL endpoint at url,
// with token as bearer. Failed audits are in the report; the test itself fails
// only where they could not be run.
func RunAudits(tb testing.TB, url, token string) AuditReport {
	tb.Helper()
	var report AuditReport
	runNode(tb, &report, nil, "audits.mjs", url, token)
	return report
}

// ICal is an iCalendar text as ical.js, a calendar that is not ours, reads it.
type ICal struct {
	// Error says why a strict reader refuses the text; nothing else is set then.
	Error string `json:"error"`
	// Method is REQUEST, CANCEL and so on, empty if absent.
	Method string `json:"method"`
	// ProdID names the program that wrote the text.
	ProdID string `json:"prodid"`
	// Events are in the order of the text.
	Events []ICalEvent `json:"events"`
}

// ICalEvent is one VEVENT. Text is unescaped; what is absent is empty.
type ICalEvent struct {
	UID         string       `json:"uid"`
	Sequence    int          `json:"sequence"`
	Status      string       `json:"status"`
	Summary     string       `json:"summary"`
	Description string       `json:"description"`
	Location    string       `json:"location"`
	Start       ICalTime     `json:"start"`
	End         ICalTime     `json:"end"`
	Organizer   *ICalPerson  `json:"organizer"`
	Attendees   []ICalPerson `json:"attendees"`
}

// ICalTime is a date or a time of an event.
type ICalTime struct {
	// At is an instant in UTC (2026-03-29T07:00:00Z). A day has no time
	// (2026-03-29), and a local time of no zone no Z.
	At string `json:"at"`
	// TZID is the zone that the text names, "UTC" for a time written in UTC.
	TZID string `json:"tzid"`
}

// ICalPerson is an organiser or attendee.
type ICalPerson struct {
	// Address is a URI: mailto:someone@example.org.
	Address string `json:"address"`
	// Name is the parameter CN; Language, PartStat and RSVP those of their names.
	Name     string `json:"name"`
	Language string `json:"language"`
	PartStat string `json:"partstat"`
	RSVP     string `json:"rsvp"`
}

// ParseICal reads iCalendar texts with ical.js, strictly, and returns one answer
// for each, in order.
func ParseICal(tb testing.TB, texts []string) []ICal {
	tb.Helper()
	input, err := json.Marshal(texts)
	if err != nil {
		tb.Fatalf("testrig: %v", err)
	}
	var calendars []ICal
	runNode(tb, &calendars, input, "ical.mjs")
	if len(calendars) != len(texts) {
		tb.Fatalf("testrig: ical.mjs gave %d answers to %d texts", len(calendars), len(texts))
	}
	return calendars
}

// runNode runs one of the scripts in testrig/node and decodes what it prints
// into answer. What is missing for that fails the test.
func runNode(tb testing.TB, answer any, input []byte, script string, args ...string) {
	tb.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		tb.Fatal("testrig: this test needs Node.js: `make test` as root installs it; else install node and npm by hand")
	}
	dir := nodeDirectory(tb)
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); errors.Is(err, os.ErrNotExist) {
		tb.Fatalf("testrig: the JavaScript packages are missing: `make test` installs them, or run `npm ci` in %s", dir)
	}
	ctx, cancel := context.WithTimeout(tb.Context(), nodeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, append([]string{filepath.Join(dir, script)}, args...)...) //nolint:gosec // our own script
	cmd.Stdin = bytes.NewReader(input)
	var output, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &complaints
	if err := cmd.Run(); err != nil {
		tb.Fatalf("testrig: node %s: %v\n%s", script, err, &complaints)
	}
	if err := json.Unmarshal(output.Bytes(), answer); err != nil {
		tb.Fatalf("testrig: node %s printed what is not its answer: %v\n%s", script, err, &output)
	}
}

// nodeDirectory finds the scripts beside this source file, wherever the test's
// own package is.
func nodeDirectory(tb testing.TB) string {
	tb.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		tb.Fatal("testrig: built without source positions")
	}
	return filepath.Join(filepath.Dir(file), "node")
}
