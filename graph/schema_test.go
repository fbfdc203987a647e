package graph

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

func realSchema() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() }

func ownTypes(schema *ast.Schema) []*ast.Definition {
	var own []*ast.Definition
	for _, d := range schema.Types {
		if !d.BuiltIn && !strings.HasPrefix(d.Name, "__") {
			own = append(own, d)
		}
	}
	return own
}

func TestEveryRootFieldSaysWhoMay(t *testing.T) {
	t.Parallel()
	schema := realSchema()
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation, schema.Subscription} {
		if root == nil {
			continue
		}
		for _, field := range root.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			auth := field.Directives.ForName("auth")
			if auth == nil {
				t.Errorf("%s.%s has no @auth", root.Name, field.Name)
				continue
			}
			if scope := auth.Arguments.ForName("scope"); scope != nil && !model.ValidScope(scope.Value.Raw) {
				t.Errorf("%s.%s asks for the scope %s, which nobody can have", root.Name, field.Name, scope.Value.Raw)
			}
		}
	}
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	missing := func(what, description string) {
		if strings.TrimSpace(description) == "" {
			t.Errorf("%s has no description", what)
		}
	}
	arguments := func(of string, list ast.ArgumentDefinitionList) {
		for _, a := range list {
			missing(of+"("+a.Name+":)", a.Description)
		}
	}
	schema := realSchema()
	for _, d := range ownTypes(schema) {
		if d != schema.Query && d != schema.Mutation {
			missing(d.Name, d.Description)
		}
		for _, f := range d.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				missing(d.Name+"."+f.Name, f.Description)
				arguments(d.Name+"."+f.Name, f.Arguments)
			}
		}
		for _, v := range d.EnumValues {
			missing(d.Name+"."+v.Name, v.Description)
		}
	}
	auth := schema.Directives["auth"]
	missing("@auth", auth.Description)
	arguments("@auth", auth.Arguments)
}

// A limit on a type's shape that the rest of the package leans on: a
// connection has nodes, a payload has userErrors.
func TestTypesKeepTheShapesOfTheirNames(t *testing.T) {
	t.Parallel()
	for _, d := range ownTypes(realSchema()) {
		var needed []string
		switch {
		case strings.HasSuffix(d.Name, "Connection"):
			needed = []string{"edges", "nodes", "pageInfo", "totalCount"}
		case strings.HasSuffix(d.Name, "Edge"):
			needed = []string{"cursor", "node"}
		case strings.HasSuffix(d.Name, "Payload"):
			needed = []string{"userErrors"}
		}
		for _, name := range needed {
			if d.Fields.ForName(name) == nil {
				t.Errorf("%s has no %s", d.Name, name)
			}
		}
	}
}

func TestEnumsAreThoseOfTheModel(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ErrorCode":      "BAD_USER_INPUT UNAUTHENTICATED FORBIDDEN NOT_FOUND CONFLICT GUARD_FAILED LIMIT_EXCEEDED RATE_LIMITED INTERNAL",
		"Role":           "ADMIN ADVISER PARTNER COMPANY HOST DELEGATE ANONYMOUS",
		"OrderDirection": "ASC DESC",
	} {
		var got []string
		for _, v := range realSchema().Types[name].EnumValues {
			got = append(got, v.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestThePublishedDefinitionIsTheSchema(t *testing.T) {
	t.Parallel()
	a := serve(t).send(http.MethodGet, "/schema.graphql", "")
	if a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Text)
	}
	published, err := gqlparser.LoadSchema(&ast.Source{Input: a.Text})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range ownTypes(realSchema()) {
		if published.Types[d.Name] == nil {
			t.Errorf("%s is missing", d.Name)
		}
	}
}

func TestTheStandardIntrospectionQueryIsAnswered(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		t.Fatal(err)
	}
	a := serve(t).query(string(document), "Authorization", "Bearer "+partnerToken)
	if len(a.Errors) > 0 || !strings.Contains(a.Text, `"name":"Viewer"`) {
		t.Errorf("%.300s", a.Text)
	}
}
