package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// The tokens that the test's Authenticate knows.
const (
	adviserToken = "adviser"
	partnerToken = "partner"
	danishToken  = "danish"
)

var testNow = time.Date(2026, 3, 29, 9, 0, 0, 0, time.UTC)

// server is a handler with the means to speak to it.
type server struct {
	*httptest.Server
	t *testing.T
	// log is what was logged.
	log *bytes.Buffer
}

func testOptions(log io.Writer) Options {
	return Options{
		Authenticate: func(_ context.Context, bearer string) (model.Actor, error) {
			actor := model.Actor{Name: bearer, Role: model.RoleAdviser, TokenID: uuid.NewSHA1(uuid.Nil, []byte(bearer))}
			switch bearer {
			case adviserToken:
			case partnerToken:
				actor.Role, actor.Scopes = model.RolePartner, []string{"delegations:read"}
			case danishToken:
				actor.PersonID, actor.Language = uuid.New(), model.Danish
			default:
				return model.Actor{}, &model.Error{Code: model.CodeUnauthenticated, MessageID: "error.unauthenticated"}
			}
			return actor, nil
		},
		Now: func() time.Time { return testNow },
		Log: slog.New(slog.NewTextHandler(log, nil)),
	}
}

// serve starts the real schema.
func serve(t *testing.T, change ...func(*Options)) *server {
	t.Helper()
	return serveResolver(t, &Resolver{}, change...)
}

func serveResolver(t *testing.T, r *Resolver, change ...func(*Options)) *server {
	t.Helper()
	s := &server{t: t, log: &bytes.Buffer{}}
	o := testOptions(s.log)
	for _, c := range change {
		c(&o)
	}
	h := NewHandler(r, o)
	s.Server = httptest.NewServer(h)
	t.Cleanup(func() {
		if err := h.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
		s.Close()
	})
	return s
}

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Text   string
	Data   map[string]any
	Errors []answerError
}

type answerError struct {
	Message    string
	Path       []any
	Extensions struct {
		Code  model.Code
		Field string
		ID    string
	}
}

// code is the code of the first error, or empty.
func (a answer) code() model.Code {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// send sends a request as it is, with an adviser's token unless it has its own.
func (s *server) send(method, path, body string, headers ...string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+adviserToken)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", mediaJSON)
	}
	for i := 0; i < len(headers); i += 2 {
		switch headers[i] {
		case "Host":
			r.Host = headers[i+1]
		default:
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := s.Client().Transport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	a := answer{Status: response.StatusCode, Header: response.Header, Text: string(text)}
	if strings.HasPrefix(a.Text, "{") {
		if err := json.Unmarshal(text, &a); err != nil {
			s.t.Fatalf("%v: %s", err, text)
		}
	}
	return a
}

// query sends a document with an adviser's token.
func (s *server) query(document string, headers ...string) answer {
	s.t.Helper()
	return s.queryWith(document, nil, headers...)
}

func (s *server) queryWith(document string, variables map[string]any, headers ...string) answer {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.send(http.MethodPost, "/graphql", string(body), headers...)
}

func TestHTTPAuditsPass(t *testing.T) {
	t.Parallel()
	s := serve(t)
	report := testrig.RunAudits(t, s.URL+"/graphql", adviserToken)
	if report.Total != 61 || report.OK != 61 {
		t.Errorf("%d of %d audits passed: %+v", report.OK, report.Total, report.Failures)
	}
}

func TestViewerIsWhoeverHoldsTheToken(t *testing.T) {
	t.Parallel()
	a := serve(t).query(`{ viewer { role name scopes language } }`, "Authorization", "Bearer partner")
	want := `{"data":{"viewer":{"role":"PARTNER","name":"partner","scopes":["delegations:read"],"language":"en"}}}`
	if strings.TrimSpace(a.Text) != want {
		t.Errorf("got %s, want %s", a.Text, want)
	}
}
