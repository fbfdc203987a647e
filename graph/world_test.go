package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// worldSchema is a small schema with one field for everything that what stands
// around the resolvers has to deal with.
const worldSchema = `
type Query {
  items(first: Int, last: Int, language: String): ItemConnection!
  item: Item
  node: Node
  plain: [Item!]!
  broken: Int
  refused: Int
  panics: Int
}
type Mutation { itemCreate: ItemPayload! }
interface Node { id: ID! }
type ItemConnection { edges: [ItemEdge!]! nodes: [Item!]! pageInfo: PageInfo! totalCount: Int }
type ItemEdge { cursor: String! node: Item! }
type PageInfo { hasNextPage: Boolean! }
type Item implements Node { id: ID! title(language: String): String! parts(first: Int): [Part!]! host: Host }
type Part { title: String! host: Host }
type Host implements Node { id: ID! name: String! }
type ItemPayload { item: Item userErrors: [UserError!]! }
type UserError { message: String! }
`

// resolve answers one root field.
type resolve func(ctx context.Context) (any, error)

// world is an executable schema whose root fields are functions. What they
// answer is written as it is, without looking at the selection below.
type world struct {
	schema *ast.Schema
	fields map[string]resolve
}

func newWorld(fields map[string]resolve) world {
	return world{schema: gqlparser.MustLoadSchema(&ast.Source{Input: worldSchema}), fields: fields}
}

func (w world) Schema() *ast.Schema { return w.schema }

func (w world) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (w world) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	return func(ctx context.Context) *graphql.Response {
		data := map[string]any{}
		for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, nil) {
			data[f.Alias] = w.field(ctx, f)
		}
		text, err := json.Marshal(data)
		if err != nil {
			panic(err)
		}
		return &graphql.Response{Data: text}
	}
}

func (w world) field(ctx context.Context, f graphql.CollectedField) (value any) {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query", Field: f})
	defer func() {
		if r := recover(); r != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, r))
			value = nil
		}
	}()
	call, ok := w.fields[f.Name]
	if !ok {
		return nil
	}
	value, err := call(ctx)
	graphql.AddError(ctx, err)
	return value
}

// serveWorld starts a server of root fields.
func serveWorld(t *testing.T, fields map[string]resolve, change ...func(*Options)) *server {
	t.Helper()
	s := &server{t: t, log: &bytes.Buffer{}}
	o := testOptions(s.log)
	for _, c := range change {
		c(&o)
	}
	s.Server = httptest.NewServer(newHandler(newWorld(fields), o))
	t.Cleanup(s.Close)
	return s
}
