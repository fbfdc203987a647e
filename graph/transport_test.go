package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"fyrtaarn/model"
)

func TestNothingIsOpenToTheAnonymous(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for _, document := range []string{
		"{ viewer { role } }", "{ __typename }", "{ __schema { types { name } } }", `{ __type(name: "Role") { name } }`, "{",
	} {
		for name, authorization := range map[string]string{
			"without a token": "", "with an unknown token": "Bearer nobody", "with another scheme": "Basic YWR2aXNlcg==",
			"with an empty token": "Bearer ",
		} {
			t.Run(document+" "+name, func(t *testing.T) {
				t.Parallel()
				a := s.query(document, "Authorization", authorization, "Accept-Language", "da")
				if a.Status != http.StatusUnauthorized || a.code() != model.CodeUnauthenticated || a.Data != nil {
					t.Errorf("%d %s", a.Status, a.Text)
				}
				if !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Bearer") {
					t.Error("no WWW-Authenticate")
				}
			})
		}
	}
	t.Run("the schema's definition", func(t *testing.T) {
		t.Parallel()
		if a := s.send(http.MethodGet, "/schema.graphql", "", "Authorization", ""); a.Status != http.StatusUnauthorized {
			t.Errorf("%d %s", a.Status, a.Text)
		}
	})
}

func TestATokenThatCannotBeCheckedIsAnInternalError(t *testing.T) {
	t.Parallel()
	s := serve(t, func(o *Options) {
		o.Authenticate = func(context.Context, string) (model.Actor, error) {
			return model.Actor{}, errors.New("database is gone")
		}
	})
	a := s.query("{ __typename }")
	if a.Status != http.StatusInternalServerError || a.code() != model.CodeInternal || strings.Contains(a.Text, "database") {
		t.Errorf("%d %s", a.Status, a.Text)
	}
}

func TestRequestsThatAreNotGraphQLOverHTTPAreRefused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	const fine = `{"query":"{ __typename }"}`
	for name, test := range map[string]struct {
		method, path, body string
		headers            []string
		status             int
	}{
		"a batch":               {http.MethodPost, "/graphql", "[" + fine + "," + fine + "]", nil, 400},
		"two objects":           {http.MethodPost, "/graphql", fine + fine, nil, 400},
		"no JSON":               {http.MethodPost, "/graphql", "query", nil, 400},
		"a JSON text":           {http.MethodPost, "/graphql", `"{ __typename }"`, nil, 400},
		"an empty body":         {http.MethodPost, "/graphql", "", nil, 400},
		"an empty query":        {http.MethodPost, "/graphql", `{"query":""}`, nil, 400},
		"plain text":            {http.MethodPost, "/graphql", fine, []string{"Content-Type", "text/plain"}, 415},
		"no content type":       {http.MethodPost, "/graphql", fine, []string{"Content-Type", ""}, 415},
		"a form":                {http.MethodPost, "/graphql", "query=x", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		"multipart":             {http.MethodPost, "/graphql", fine, []string{"Content-Type", "multipart/form-data; boundary=x"}, 415},
		"application/graphql":   {http.MethodPost, "/graphql", "{ __typename }", []string{"Content-Type", "application/graphql"}, 415},
		"Latin-1":               {http.MethodPost, "/graphql", fine, []string{"Content-Type", "application/json; charset=iso-8859-1"}, 415},
		"an image wanted":       {http.MethodPost, "/graphql", fine, []string{"Accept", "image/png"}, 406},
		"another method":        {http.MethodPut, "/graphql", fine, nil, 405},
		"GET without a query":   {http.MethodGet, "/graphql", "", nil, 400},
		"GET with bad escapes":  {http.MethodGet, "/graphql?query=%zz", "", nil, 400},
		"GET with bad JSON":     {http.MethodGet, "/graphql?query={__typename}&variables=%7B", "", nil, 400},
		"a foreign host":        {http.MethodPost, "/graphql", fine, []string{"Host", "evil.example"}, 421},
		"a foreign host's page": {http.MethodGet, "/graphiql/", "", []string{"Host", "evil.example:8080"}, 421},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.send(test.method, test.path, test.body, test.headers...)
			if a.Status != test.status || a.code() != model.CodeBadUserInput || a.Errors[0].Message == "" {
				t.Errorf("%d %s", a.Status, a.Text)
			}
			if strings.HasPrefix(a.Errors[0].Message, "error.") {
				t.Errorf("the message is missing: %s", a.Text)
			}
		})
	}
}

func TestAMutationByGETIsRefusedAndNotRun(t *testing.T) {
	t.Parallel()
	ran := false
	s := serveWorld(t, map[string]resolve{"itemCreate": func(context.Context) (any, error) {
		ran = true
		return nil, nil
	}})
	a := s.send(http.MethodGet, "/graphql?query=mutation{itemCreate{item{id}}}", "")
	if a.Status != http.StatusMethodNotAllowed || a.code() != model.CodeBadUserInput || ran {
		t.Errorf("%d %s, ran: %v", a.Status, a.Text, ran)
	}
	if s.query("mutation { itemCreate { item { id } } }"); !ran {
		t.Error("POST did not run it")
	}
}

func TestKnownHostsAreServed(t *testing.T) {
	t.Parallel()
	s := serve(t, func(o *Options) { o.Hosts = []string{"fyrtaarn.example"} })
	for _, host := range []string{"fyrtaarn.example", "FYRTAARN.example:443", "localhost:8080", "127.0.0.1", "[::1]:8080"} {
		if a := s.query("{ __typename }", "Host", host); a.Status != http.StatusOK {
			t.Errorf("%s: %d %s", host, a.Status, a.Text)
		}
	}
}

func TestTheMediaTypeIsTheOneAccepted(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"":                           mediaJSON,
		"*/*":                        mediaJSON,
		"application/*":              mediaJSON,
		"application/json":           mediaJSON,
		mediaResponse:                mediaResponse,
		mediaResponse + ", */*;q=.1": mediaResponse,
		"application/json;q=0.2, " + mediaResponse + ";q=0.9": mediaResponse,
		mediaResponse + ";q=0, application/json":              mediaJSON,
		"text/html, */*":                                      mediaJSON,
		"text/event-stream":                                   mediaEvents,
		"application/json, text/event-stream":                 mediaJSON,
		"application/json;q=0":                                "",
	} {
		var header []string
		if accept != "" {
			header = []string{accept}
		}
		if got, ok := negotiate(header); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
}

func TestOPTIONSNamesTheMethods(t *testing.T) {
	t.Parallel()
	a := serve(t).send(http.MethodOptions, "/graphql", "", "Authorization", "")
	if a.Status != http.StatusNoContent || a.Header.Get("Allow") != "GET, POST, OPTIONS" {
		t.Errorf("%d %v", a.Status, a.Header)
	}
}

func TestACallerWhoSendsTooMuchWaits(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]func(*Options){
		"by address": func(o *Options) { o.PerAddress = Rate{PerSecond: 0.5, Burst: 2} },
		"by token":   func(o *Options) { o.PerToken = Rate{PerSecond: 0.5, Burst: 2} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := testNow
			s := serve(t, limit, func(o *Options) { o.Now = func() time.Time { return now } })
			for range 2 {
				if a := s.query("{ __typename }"); a.Status != http.StatusOK {
					t.Fatalf("%d %s", a.Status, a.Text)
				}
			}
			a := s.query("{ __typename }", "Accept-Language", "da")
			if a.Status != http.StatusTooManyRequests || a.code() != model.CodeRateLimited || a.Header.Get("Retry-After") != "2" {
				t.Errorf("%d %v %s", a.Status, a.Header, a.Text)
			}
			if want := "For mange forespørgsler. Prøv igen om 2 sekunder."; a.Errors[0].Message != want {
				t.Errorf("got %s", a.Errors[0].Message)
			}
			if name == "by token" {
				if a := s.query("{ __typename }", "Authorization", "Bearer partner"); a.Status != http.StatusOK {
					t.Errorf("another token waits too: %s", a.Text)
				}
			}
			now = now.Add(2 * time.Second)
			if a := s.query("{ __typename }"); a.Status != http.StatusOK {
				t.Errorf("after the wait: %d %s", a.Status, a.Text)
			}
		})
	}
}

func TestGuessingTokensIsLimitedByAddress(t *testing.T) {
	t.Parallel()
	s := serve(t, func(o *Options) { o.PerAddress = Rate{PerSecond: 1, Burst: 1} })
	s.query("{ __typename }", "Authorization", "Bearer guess")
	if a := s.query("{ __typename }", "Authorization", "Bearer guess2"); a.code() != model.CodeRateLimited {
		t.Errorf("%d %s", a.Status, a.Text)
	}
}

func TestALimiterForgetsTheQuietest(t *testing.T) {
	t.Parallel()
	c := newCallers(Rate{PerSecond: 1, Burst: 1}, 2)
	for _, key := range []string{"a", "b", "a", "c"} {
		c.wait(key, testNow)
	}
	if c.known.Len() != 2 || !c.known.Contains("a") || c.known.Contains("b") {
		t.Errorf("it remembers %v", c.known.Keys())
	}
}

func TestAnIPv6CustomerIsOneCaller(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9%eth0": "2001:db8:1:2::/64",
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "::ffff:192.0.2.1", "": "",
	} {
		if got := neighbourhood(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
