package graph

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"fyrtaarn/model"
)

// attacks are documents that would keep validation or execution busy for
// seconds, and the limit that stops each.
func attacks() map[string]struct{ document, limit string } {
	type attack = struct{ document, limit string }
	repeat := strings.Repeat
	chain := func(n int, link func(i int) string, end string) string {
		var b strings.Builder
		b.WriteString("{ ...F0 } ")
		for i := range n {
			b.WriteString(link(i))
		}
		fmt.Fprintf(&b, "fragment F%d on Query { %s }", n, end)
		return b.String()
	}
	numbered := func(n int, each string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, each, i)
		}
		return b.String()
	}
	return map[string]attack{
		"110 kB of one field":        {"{" + repeat("__typename ", 10_000) + "}", "tokens"},
		"250 kB of aliases":          {"{" + numbered(15_000, "a%d:__typename ") + "}", "tokens"},
		"250 kB of directives":       {"{ __typename " + repeat("@include(if:true) ", 13_000) + "}", "tokens"},
		"250 kB of spreads":          {"{" + repeat("...A ", 50_000) + "} fragment A on Query { __typename }", "tokens"},
		"250 kB of fragments":        {"{ __typename }" + numbered(6_000, "fragment F%d on Query { __typename } "), "tokens"},
		"250 kB of nesting":          {repeat("{item", 50_000), "tokens"},
		"250 kB of lists":            {"{ items(first: " + repeat("[", 250_000) + ") }", "tokens"},
		"240 kB of comments":         {repeat("#\n", 80_000) + "{ __typename }", "tokens"},
		"240 kB of operations":       {numbered(10_000, "query Q%d{__typename} "), "tokens"},
		"many aliases":               {"{" + numbered(16, "a%d:__typename ") + "}", "aliases"},
		"aliases in fragments":       {"{...A ...B} fragment A on Query {" + numbered(8, "a%d:__typename ") + "} fragment B on Query {" + numbered(8, "b%d:__typename ") + "}", "aliases"},
		"many directives":            {"{ __typename " + repeat("@include(if:true) ", 51) + "}", "directives"},
		"directives on variables":    {"query(" + numbered(51, "$v%d:Int @x ") + ") { __typename }", "directives"},
		"one field again and again":  {"{" + repeat("__typename ", 900) + "}", "repeats"},
		"one spread again and again": {"{" + repeat("...A ", 400) + "} fragment A on Query { __typename }", "repeats"},
		"fields in inline fragments": {"{" + repeat("...{__typename} ", 200) + "}", "repeats"},
		"fields in unused fragments": {"{ __typename } fragment A on Query {" + repeat("__typename ", 900) + "}", "repeats"},
		"deep fields":                {repeat("{item", 13) + "{id}" + repeat("}", 13), "depth"},
		"deep fragments": {chain(20, func(i int) string {
			return fmt.Sprintf("fragment F%d on Query { item { ...F%d } } ", i, i+1)
		}, "__typename"), "depth"},
		"fragments that double": {chain(40, func(i int) string {
			return fmt.Sprintf("fragment F%d on Query { ...F%d ...{ ...F%d } } ", i, i+1, i+1)
		}, "__typename"), "complexity"},
		"lists in lists":        {"{ items(first: 100) { nodes { parts(first: 100) { title } } } }", "complexity"},
		"lists by variable":     {"query($n: Int = 100) { items(first: $n) { nodes { parts(first: $n) { title } } } }", "complexity"},
		"unbounded lists":       {"{ items(first: 100) { nodes { parts { title } } } }", "complexity"},
		"nested introspection":  {"{ __schema { types { fields { type { fields { name } } } } } }", "introspection"},
		"aliased introspection": {"{ a: __schema { types { name } } b: __schema { types { name } } }", "introspection"},
	}
}

func TestAttacksAreRefusedAsLimitExceeded(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, nil)
	for name, attack := range attacks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.query(attack.document, "Accept", mediaResponse)
			want := translate(t.Context(), &model.Error{
				MessageID: "error.limit." + attack.limit,
				Params:    map[string]any{"Max": defaultOf(attack.limit)},
			})
			if a.code() != model.CodeLimitExceeded || a.Errors[0].Message != want {
				t.Errorf("got %.300s, want %s", a.Text, want)
			}
			if a.Status != http.StatusBadRequest || len(a.Errors) != 1 {
				t.Errorf("got status %d and %d errors", a.Status, len(a.Errors))
			}
		})
	}
}

func defaultOf(limit string) int {
	l := Limits{}.withDefaults()
	return map[string]int{
		"tokens": l.Tokens, "depth": l.Depth, "aliases": l.Aliases, "directives": l.Directives,
		"repeats": l.Repeats, "complexity": l.Complexity,
	}[limit]
}

// The bound is on allocations, since a time would depend on the machine. What
// is refused after 1,000 tokens needs about ten per token.
func TestRefusingAnAttackIsCheap(t *testing.T) { //nolint:paralleltest // it counts allocations
	d := documentLimits{Limits: Limits{}.withDefaults(), cache: lru.New[*ast.QueryDocument](1)}
	for name, attack := range attacks() {
		if attack.limit == "complexity" && !strings.Contains(attack.document, "fragment") {
			continue // these pass validation, which does not take long on them
		}
		t.Run(name, func(t *testing.T) {
			allocations := testing.AllocsPerRun(1, func() {
				if d.MutateOperationParameters(t.Context(), &graphql.RawParams{Query: attack.document}) == nil {
					t.Error("passed")
				}
			})
			if allocations > 15_000 {
				t.Errorf("%.0f allocations", allocations)
			}
		})
	}
}

func TestDocumentsAtTheLimitPass(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, nil)
	var aliases strings.Builder
	for i := range 15 {
		fmt.Fprintf(&aliases, "a%d:__typename ", i)
	}
	for name, document := range map[string]string{
		"15 aliases":                             "{" + aliases.String() + "}",
		"50 repeats":                             "{" + strings.Repeat("broken ", 51) + "}",
		"depth 12":                               "{ items { nodes { parts { host { __typename } } } } node { ... on Item { parts { host { id } } } } }",
		"a hundred of a list":                    "{ items(first: 100) { nodes { id title host { id name } } } }",
		"a fragment cycle is left to validation": "{ ...A } fragment A on Query { ...B __typename } fragment B on Query { ...A }",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := s.query(document); a.code() == model.CodeLimitExceeded {
				t.Error(a.Text)
			}
		})
	}
}

func TestAPageOutsideItsBoundsIsLeftToTheService(t *testing.T) {
	t.Parallel()
	called := false
	s := serveWorld(t, map[string]resolve{"items": func(context.Context) (any, error) {
		called = true
		return nil, nil
	}})
	s.query("{ items(first: 10000) { nodes { id } } }")
	if !called {
		t.Error("first: 10000 was refused before the service could say what is allowed")
	}
}

func TestABodyOverItsLimitIsRefused(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, nil)
	for name, send := range map[string]func() answer{
		"POST": func() answer { return s.query("{ __typename }" + strings.Repeat(" ", 256<<10)) },
		"GET": func() answer {
			return s.send(http.MethodGet, "/graphql?query={__typename}"+strings.Repeat("+", 256<<10), "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := send(); a.Status != http.StatusRequestEntityTooLarge || a.code() != model.CodeLimitExceeded {
				t.Errorf("%d %s", a.Status, a.Text)
			}
		})
	}
}

func TestAnAnswerShowsFiveErrorsAtMost(t *testing.T) {
	t.Parallel()
	s := serveWorld(t, map[string]resolve{"refused": func(context.Context) (any, error) {
		var errs model.Errors
		for range 9 {
			errs.Add(model.BadInput("first", "error.int.invalid"))
		}
		return nil, errs.Err()
	}})
	if a := s.query("{ refused }"); len(a.Errors) != 5 {
		t.Errorf("%d errors: %s", len(a.Errors), a.Text)
	}
}
