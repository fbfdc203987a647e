package graph

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"fyrtaarn/model"
)

// Selected answers what the request asks of the field that is being resolved,
// for the service that reads it: by the names of the schema, with fragments put
// in, skipped fields left out, and the aliases of one field put together.
//
// What only wraps objects is taken off. For a connection the fields are those
// of its nodes, whether they were asked through nodes or through edges, and
// beside them totalCount where that was asked. For the payload of a mutation
// they are those of its object.
func Selected(ctx context.Context) model.Fields {
	field := graphql.GetFieldContext(ctx).Field
	return collect(graphql.GetOperationContext(ctx), field.Definition.Type.Name(), field.Selections)
}

// collect reads one selection set of the named type. Fragments on any type
// count: below an interface the fields are the union over the types.
func collect(op *graphql.OperationContext, typeName string, set ast.SelectionSet) model.Fields {
	fields := model.Fields{}
	for _, f := range graphql.CollectFields(op, set, nil) {
		if strings.HasPrefix(f.Name, "__") || f.Name == "userErrors" {
			continue
		}
		below := model.Selection{
			Fields: collect(op, f.Definition.Type.Name(), f.Selections),
			First:  firstOf(op, f.Field),
		}
		if wraps(typeName, f.Name) {
			fields = fields.Union(below.Fields)
			continue
		}
		if known, ok := fields[f.Name]; ok {
			below = known.Union(below)
		}
		fields[f.Name] = below
	}
	if strings.HasSuffix(typeName, "Connection") {
		delete(fields, "pageInfo")
	}
	if strings.HasSuffix(typeName, "Edge") {
		delete(fields, "cursor")
	}
	return fields
}

// wraps tells the fields below which the objects stand that a service reads.
func wraps(typeName, fieldName string) bool {
	switch {
	case strings.HasSuffix(typeName, "Connection"):
		return fieldName == "nodes" || fieldName == "edges"
	case strings.HasSuffix(typeName, "Edge"):
		return fieldName == "node"
	}
	return strings.HasSuffix(typeName, "Payload")
}

// firstOf reads the argument `first` of a field. It is nil where the field has
// none or leaves it out; the service refuses a number that is not allowed.
func firstOf(op *graphql.OperationContext, f *ast.Field) *int {
	if f.Arguments.ForName("first") == nil {
		return nil
	}
	n, ok := whole(f.ArgumentMap(op.Variables)["first"])
	if !ok {
		return nil
	}
	return &n
}

// whole reads a number as literals and variables give it.
func whole(v any) (int, bool) {
	switch n := v.(type) {
	case int64:
		return int(n), true
	case int:
		return n, true
	case json.Number:
		i, err := n.Int64()
		return int(i), err == nil
	}
	return 0, false
}
