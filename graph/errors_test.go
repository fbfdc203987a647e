package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

func answering(err error) resolve {
	return func(context.Context) (any, error) { return nil, err }
}

func TestARefusalIsReadInTheCallersLanguage(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, map[string]resolve{
		"refused": answering(fmt.Errorf("list: %w", model.BadInput("filter.startsFrom", "error.date.invalid"))),
	})
	const english, danish = "This is not a date such as", "Dette er ikke en dato som"
	for name, test := range map[string]struct {
		headers []string
		want    string
	}{
		"English when nothing is said":        {nil, english},
		"Accept-Language":                     {[]string{"Accept-Language", "da-DK,en;q=0.5"}, danish},
		"English for a language not spoken":   {[]string{"Accept-Language", "tlh"}, english},
		"a person's own":                      {[]string{"Authorization", "Bearer danish"}, danish},
		"a person's own before the browser's": {[]string{"Authorization", "Bearer danish", "Accept-Language", "en"}, danish},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.query("{ refused }", test.headers...)
			if a.code() != model.CodeBadUserInput || a.Errors[0].Extensions.Field != "filter.startsFrom" {
				t.Errorf("got %s", a.Text)
			}
			if !strings.HasPrefix(a.Errors[0].Message, test.want) || len(a.Errors[0].Path) != 1 {
				t.Errorf("got %s, want %s", a.Text, test.want)
			}
		})
	}
}

func TestEveryRefusalOfAQueryIsShown(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, map[string]resolve{"refused": answering(model.Errors{
		model.BadInput("a", "error.date.invalid"), model.BadInput("b", "error.int.invalid"), model.NotFound("c"),
	})})
	a := s.query("{ refused }")
	var fields []string
	for _, e := range a.Errors {
		fields = append(fields, e.Extensions.Field)
	}
	if len(fields) != 3 || a.Errors[1].Path == nil {
		t.Errorf("got %s", a.Text)
	}
}

func TestAnInternalErrorIsOnlyInTheLog(t *testing.T) {
	t.Parallel()
	const secret = `pq: relation "people" does not exist at /srv/store/person.go:42`
	for name, field := range map[string]resolve{
		"an error": answering(errors.New(secret)),
		"a panic":  func(context.Context) (any, error) { panic(secret) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveWorld(t, map[string]resolve{"broken": field})
			a := s.query("{ broken }", "Accept-Language", "da")
			if a.code() != model.CodeInternal || a.Status != http.StatusOK {
				t.Fatalf("%d %s", a.Status, a.Text)
			}
			e := a.Errors[0]
			if e.Extensions.ID == "" || !strings.Contains(e.Message, e.Extensions.ID) {
				t.Errorf("the message does not name its id: %s", a.Text)
			}
			for _, leak := range []string{"pq", "people", "store", ".go", "goroutine"} {
				if strings.Contains(a.Text, leak) {
					t.Errorf("%q is shown: %s", leak, a.Text)
				}
			}
			if log := s.log.String(); !strings.Contains(log, e.Extensions.ID) || !strings.Contains(log, "person.go:42") {
				t.Errorf("the log does not explain it: %s", log)
			}
		})
	}
}

func TestAPanicIsLoggedWithItsPlace(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, map[string]resolve{"panics": func(context.Context) (any, error) { panic("boom") }})
	s.query("{ panics }")
	if !strings.Contains(s.log.String(), "errors_test.go") {
		t.Errorf("no stack: %s", s.log)
	}
}

func TestAMalformedDocumentIsBadUserInput(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for name, document := range map[string]string{
		"syntax":                "{ viewer { ",
		"unknown field":         "{ viewer { rolle } }",
		"unknown type":          "{ ... on Vewer { role } }",
		"unknown argument":      "{ __type(nam: \"x\") { name } }",
		"missing selection":     "{ viewer }",
		"unknown operation":     "query A { __typename } query B { __typename }",
		"unknown directive":     "{ __typename @inclde(if: true) }",
		"no document":           "#",
		"fragment cycle":        "{ ...A } fragment A on Query { ...A }",
		"unused variable":       "query($a: Int) { __typename }",
		"unknown variable type": "query($a: LanguageTg) { __type(name: $a) { name } }",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.query(document, "Accept", mediaResponse)
			if a.code() != model.CodeBadUserInput || a.Status != http.StatusBadRequest {
				t.Errorf("%d %s", a.Status, a.Text)
			}
			for _, guess := range []string{"Did you mean", "\"role\"", "LanguageTag"} {
				if strings.Contains(a.Text, guess) {
					t.Errorf("it gives names away: %s", a.Text)
				}
			}
		})
	}
}

func TestAMessageRepeatsOnlySoMuchOfADocument(t *testing.T) {
	t.Parallel()
	a := serve(t).query("{" + strings.Repeat("a", 200_000) + "}")
	if a.code() != model.CodeBadUserInput || len(a.Text) > 2*longestMessage {
		t.Errorf("%d bytes: %.100s", len(a.Text), a.Text)
	}
}

func TestAMalformedVariableNamesItself(t *testing.T) {
	t.Parallel()
	s := serve(t)
	const document = "query($name: String!) { __type(name: $name) { name } }"
	for name, value := range map[string]any{"missing": nil, "a number": 5, "a list": []string{"a"}, "an object": map[string]any{"a": 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.queryWith(document, map[string]any{"name": value})
			if a.code() != model.CodeBadUserInput || a.Errors[0].Extensions.Field != "name" {
				t.Errorf("got %s", a.Text)
			}
		})
	}
}

func TestTextThatCannotBeStoredIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for name, body := range map[string]string{
		"NUL in a variable":            `{"query":"query($n: String!) { __type(name: $n) { name } }","variables":{"n":"a\u0000b"}}`,
		"NUL in the document":          `{"query":"{ __type(name: \"a\\u0000b\") { name } }"}`,
		"half a surrogate":             `{"query":"query($n: String!) { __type(name: $n) { name } }","variables":{"n":"a\ud800b"}}`,
		"invalid UTF-8 in a variable":  "{\"query\":\"query($n: String!) { __type(name: $n) { name } }\",\"variables\":{\"n\":\"a\xffb\"}}",
		"invalid UTF-8 in a document":  "{\"query\":\"{ __type(name: \\\"a\xffb\\\") { name } }\"}",
		"invalid UTF-8 in a parameter": "{\"query\":\"{ __typename }\",\"operationName\":\"\xc3\x28\"}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := s.send(http.MethodPost, "/graphql", body); a.code() != model.CodeBadUserInput {
				t.Errorf("%d %s", a.Status, a.Text)
			}
		})
	}
	t.Run("invalid UTF-8 in an address", func(t *testing.T) {
		t.Parallel()
		if a := s.send(http.MethodGet, "/graphql?query=%7B__type(name:%22%FF%22)%7Bname%7D%7D", ""); a.code() != model.CodeBadUserInput {
			t.Errorf("%d %s", a.Status, a.Text)
		}
	})
}

func TestARefusedArgumentIsNamed(t *testing.T) {
	t.Parallel()
	a := serve(t).query(`{ __type(name: "\u0000") { name } }`, "Accept-Language", "da")
	if e := a.Errors[0]; e.Extensions.Field != "name" || fmt.Sprint(e.Path) != "[__type]" {
		t.Errorf("got %s", a.Text)
	}
}

func TestAPayloadHoldsWhatTheCallerCanActOn(t *testing.T) {
	t.Parallel()
	type thing struct{ Name string }
	type thingPayload struct {
		Thing      *thing
		UserErrors []*generated.UserError
	}
	wrap := payloadOf(func(x *thing, e []*generated.UserError) *thingPayload { return &thingPayload{x, e} })
	ctx := model.WithActor(t.Context(), model.Actor{Language: model.Danish})

	t.Run("the object", func(t *testing.T) {
		t.Parallel()
		p, err := wrap(ctx)(&thing{"a"}, nil)
		if err != nil || p.Thing == nil || p.UserErrors == nil || len(p.UserErrors) != 0 {
			t.Errorf("%+v %v", p, err)
		}
	})
	t.Run("refusals with a null object", func(t *testing.T) {
		t.Parallel()
		p, err := wrap(ctx)(&thing{"a"}, fmt.Errorf("create: %w", model.Errors{
			model.BadInput("startsOn", "error.date.invalid"), model.NotFound(""),
			model.GuardFailed("error.int.invalid"), model.Conflict("", "error.int.invalid"),
		}))
		if err != nil || p.Thing != nil || len(p.UserErrors) != 4 {
			t.Fatalf("%+v %v", p, err)
		}
		first := p.UserErrors[0]
		if *first.Field != "startsOn" || first.Code != model.CodeBadUserInput || !strings.HasPrefix(first.Message, "Dette er ikke en dato") {
			t.Errorf("%+v", first)
		}
		if p.UserErrors[1].Field != nil {
			t.Errorf("a field that is not there: %+v", p.UserErrors[1])
		}
	})
	for _, code := range []model.Code{
		model.CodeUnauthenticated, model.CodeForbidden, model.CodeLimitExceeded, model.CodeRateLimited, model.CodeInternal,
	} {
		t.Run(string(code)+" is an error of the request", func(t *testing.T) {
			t.Parallel()
			both := model.Errors{model.BadInput("a", "error.int.invalid"), {Code: code, MessageID: "error.forbidden"}}
			if p, err := wrap(ctx)(nil, both); err == nil || p != nil {
				t.Errorf("%+v", p)
			}
		})
	}
	t.Run("anything else is an error of the request", func(t *testing.T) {
		t.Parallel()
		if p, err := wrap(ctx)(nil, errors.New("disk full")); err == nil || p != nil {
			t.Errorf("%+v", p)
		}
	})
}

func TestAnAnswerWithErrorsIsOneJSONObject(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, map[string]resolve{"broken": answering(errors.New("x"))})
	var whole map[string]json.RawMessage
	if err := json.Unmarshal([]byte(s.query("{ broken __typename }").Text), &whole); err != nil {
		t.Fatal(err)
	}
	if string(whole["data"]) != `{"__typename":null,"broken":null}` || whole["errors"] == nil || len(whole) != 2 {
		t.Errorf("%s", whole)
	}
}
