package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyrtaarn/config"
	"fyrtaarn/i18n"
	"fyrtaarn/mail"
	"fyrtaarn/testrig"
)

// environment is a program's, on a database of the test's own.
type environment map[string]string

func (e environment) load() (config.Config, error) { return config.From(e) }

// eachDatabase runs fn on an empty SQLite file and on an empty PostgreSQL.
func eachDatabase(t *testing.T, fn func(t *testing.T, e environment)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { fn(t, onSQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { fn(t, environment{"FYRTAARN_DATABASE_URL": testrig.PostgresURL(t)}) })
}

func onSQLite(t *testing.T) environment {
	return environment{"FYRTAARN_DATABASE_URL": "sqlite:" + filepath.Join(t.TempDir(), "test.db")}
}

// command runs the program with arguments until it ends.
func command(t *testing.T, e environment, args ...string) (code int, out, errors string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, e.load, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// running is a program that serves.
type running struct {
	t *testing.T
	// URL is where it serves; printed is what it printed until then.
	URL     string
	printed string
	cancel  context.CancelFunc
	ended   chan int
}

// serve starts the program on a free port, waits until it serves, and stops it
// when the test ends.
func serve(t *testing.T, e environment) *running {
	t.Helper()
	e["FYRTAARN_ADDR"] = "127.0.0.1:0"
	if e["FYRTAARN_ADMIN_ADDR"] == "" {
		e["FYRTAARN_ADMIN_ADDR"] = "off"
	}
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{t: t, cancel: cancel, ended: make(chan int, 1)}
	reader, writer := io.Pipe()
	go func() {
		r.ended <- run(ctx, nil, e.load, writer, t.Output())
		_ = writer.Close()
	}()
	t.Cleanup(func() { r.stop() })
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "serves at "); ok {
			r.URL = url
			return r
		}
		r.printed += lines.Text() + "\n"
	}
	t.Fatal("the program ended before it served")
	return nil
}

// stop asks the program to stop and answers its exit code.
func (r *running) stop() int {
	r.cancel()
	code := <-r.ended
	r.ended <- code // for who asks again
	return code
}

// get answers the status and the body of a page.
func (r *running) get(path string) (int, string) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.URL+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// postQuery sends a query and answers the status line and the body. begun is
// called when the program has begun to read the request's body, before any of
// it is sent.
func (r *running) postQuery(token, query string, begun func()) (status string, body string) {
	r.t.Helper()
	host := strings.TrimPrefix(r.URL, "http://")
	conn, err := new(net.Dialer).DialContext(r.t.Context(), "tcp", host)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	text := fmt.Sprintf(`{"query":%q}`, query)
	_, _ = fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n", host, token, len(text))
	answers := bufio.NewReader(conn)
	line, err := answers.ReadString('\n')
	if err != nil {
		r.t.Fatalf("no answer: %v", err)
	}
	if !strings.Contains(line, "100 Continue") { // refused before anything was read
		return strings.TrimSpace(strings.TrimPrefix(line, "HTTP/1.1 ")), ""
	}
	begun()
	_, _ = io.WriteString(conn, text)
	_, _ = answers.ReadString('\n') // the empty line after 100 Continue
	resp, err := http.ReadResponse(answers, nil)
	if err != nil {
		r.t.Fatalf("the request was cut off: %v", err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatalf("the answer was cut off: %v", err)
	}
	return resp.Status, string(answer)
}

func TestServesItsPagesAndItsHealth(t *testing.T) {
	eachDatabase(t, func(t *testing.T, e environment) {
		r := serve(t, e)
		for path, want := range map[string]int{
			"/healthz": 200, "/readyz": 200, "/": 200, "/dev/mail": 200, "/p/host/unknown": 404, "/nowhere": 404, "/graphql": 401,
			"/schema.graphql": 401, "/graphiql/": 200, "/metrics": 404,
		} {
			if got, body := r.get(path); got != want {
				t.Errorf("%s: status %d, want %d\n%s", path, got, want, body)
			}
		}
		if code := r.stop(); code != 0 {
			t.Errorf("exit code %d", code)
		}
	})
}

func TestStopsWhenWhatWasBegunIsFinished(t *testing.T) {
	eachDatabase(t, func(t *testing.T, e environment) {
		_, token, _ := command(t, e, "token", "create", "--role", "ADVISER", "--name", "slow")
		r := serve(t, e)
		status, body := r.postQuery(strings.TrimSpace(token), "{ viewer { name } }", func() {
			r.cancel()
			// Whoever comes now is not let in.
			for {
				conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(r.URL, "http://"))
				if err != nil {
					return
				}
				_ = conn.Close()
			}
		})
		if status != "200 OK" || !strings.Contains(body, `"slow"`) {
			t.Errorf("%s %s", status, body)
		}
		if code := r.stop(); code != 0 {
			t.Errorf("exit code %d", code)
		}
	})
}

func TestDemoIsServedWithATokenPerUserAndItsMails(t *testing.T) {
	e := onSQLite(t)
	e["FYRTAARN_DEMO"] = "1"
	r := serve(t, e)
	tokens := regexp.MustCompile(`(?m)^  (\w+) +(fyr_\S+)`).FindAllStringSubmatch(r.printed, -1)
	if len(tokens) != 6 {
		t.Fatalf("%d tokens in\n%s", len(tokens), r.printed)
	}
	status, body := r.postQuery(tokens[0][2], `{ delegations(first: 1) { totalCount } viewer { role } }`, func() {})
	if want := `"totalCount":8`; status != "200 OK" || !strings.Contains(body, want) || !strings.Contains(body, tokens[0][1]) {
		t.Errorf("%s %s", status, body)
	}
	if _, page := r.get("/dev/mail"); !strings.Contains(page, `<li><a href="/dev/mail/`) {
		t.Error("no mail was kept")
	}
	r.stop()

	again := serve(t, e)
	if status, _ := again.postQuery(tokens[0][2], "{ viewer { name } }", func() {}); status != "401 Unauthorized" {
		t.Errorf("a token of the last start: %s", status)
	}
}

func TestMailsAreNotShownWhereThereIsAMailServer(t *testing.T) {
	e := onSQLite(t)
	e["FYRTAARN_SMTP_URL"] = "smtp://127.0.0.1:1"
	if status, _ := serve(t, e).get("/dev/mail"); status != http.StatusNotFound {
		t.Errorf("status %d", status)
	}
}

func TestTokenCreatePrintsTheTokenAlone(t *testing.T) {
	eachDatabase(t, func(t *testing.T, e environment) {
		code, out, errors := command(t, e, "token", "create", "--role", "partner", "--name", "Healthcare Denmark", "--scope", "delegations:read")
		if code != 0 || !regexp.MustCompile(`^fyr_[a-z2-7]{8}_[A-Za-z0-9_-]{43}\n$`).MatchString(out) {
			t.Fatalf("exit code %d, printed %q, %s", code, out, errors)
		}
		_, body := serve(t, e).postQuery(strings.TrimSpace(out), "{ viewer { role scopes } }", func() {})
		if !strings.Contains(body, `"PARTNER"`) || !strings.Contains(body, `["delegations:read"]`) {
			t.Error(body)
		}
	})
}

func TestTokenCreateSaysWhatIsWrongAndPrintsNothing(t *testing.T) {
	e := onSQLite(t)
	for name, args := range map[string][]string{
		"UnknownRole":         {"--role", "KING", "--name", "x"},
		"RoleWithoutTokens":   {"--role", "HOST", "--name", "x"},
		"UnknownScope":        {"--role", "PARTNER", "--name", "x", "--scope", "everything"},
		"UnknownOrganisation": {"--role", "PARTNER", "--name", "x", "--organisation", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errors := command(t, e, append([]string{"token", "create"}, args...)...)
			if code != 1 || out != "" || !strings.Contains(errors, ": ") || strings.Contains(errors, "BAD_USER_INPUT") {
				t.Errorf("exit code %d, printed %q, %s", code, out, errors)
			}
		})
	}
}

func TestArgumentsAndEnvironmentThatCannotBeUnderstood(t *testing.T) {
	for name, c := range map[string]struct {
		environment environment
		args        []string
		says        string
	}{
		"UnknownCommand": {environment{}, []string{"fly"}, "fly"},
		"MissingFlag":    {environment{}, []string{"token", "create"}, "--role"},
		"WrongVariable":  {environment{"FYRTAARN_ADDR": "here", "FYRTAARN_DEMO": "yes please"}, []string{"serve"}, "FYRTAARN_DEMO"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errors := command(t, c.environment, c.args...)
			if code != 2 || out != "" || !strings.Contains(errors, c.says) {
				t.Errorf("exit code %d, printed %q, %s", code, out, errors)
			}
		})
	}
}

func TestAddressThatIsTakenIsSaidBeforeAnythingIsLoaded(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for _, variable := range []string{"FYRTAARN_ADDR", "FYRTAARN_ADMIN_ADDR"} {
		e := onSQLite(t)
		e["FYRTAARN_ADDR"] = "127.0.0.1:0"
		e[variable] = taken.Addr().String()
		if code, _, errors := command(t, e, "serve"); code != 1 || !strings.Contains(errors, variable) {
			t.Errorf("%s: exit code %d, %s", variable, code, errors)
		}
	}
}

func TestHelpIsNoFailure(t *testing.T) {
	if code, out, _ := command(t, environment{}, "--help"); code != 0 || !strings.Contains(out, "token create") {
		t.Errorf("exit code %d, printed %s", code, out)
	}
}

func TestMailsRenderWritesEveryMailInEveryLanguage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mails")
	if code, _, errors := command(t, environment{}, "mails", "render", "--out", dir); code != 0 {
		t.Fatal(errors)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != len(mail.Templates())*len(i18n.Languages()) {
		t.Errorf("%d files, %v", len(files), err)
	}
}

func TestImportNotesPublishedVisits(t *testing.T) {
	eachDatabase(t, func(t *testing.T, e environment) {
		file := filepath.Join("demo", "testdata", "real-visits.json")
		for _, want := range []string{"", "0 visits noted\n"} {
			code, out, errors := command(t, e, "import", file)
			if code != 0 || want != "" && out != want || out == "0 visits noted\n" && want == "" {
				t.Errorf("exit code %d, printed %q, %s", code, out, errors)
			}
		}
	})
}
