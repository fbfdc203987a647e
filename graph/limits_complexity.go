package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/complexity"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"fyrtaarn/model"
)

// plainList is how many elements a list without `first` is taken to have.
const plainList = 5

// complexityLimit refuses an operation that would read more than it may, before
// it is executed.
type complexityLimit struct {
	most   int
	schema weighed
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = complexityLimit{}

func limitComplexity(es graphql.ExecutableSchema, most int) complexityLimit {
	return complexityLimit{most: most, schema: weighed{es}}
}

// ExtensionName is for gqlgen.
func (complexityLimit) ExtensionName() string { return "ComplexityLimit" }

// Validate is for gqlgen.
func (complexityLimit) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext runs after validation.
func (c complexityLimit) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if complexity.Calculate(ctx, c.schema, op.Operation, op.Variables) > c.most {
		return exceeded("error.limit.complexity", c.most)
	}
	return nil
}

// weighed gives every field of a schema its weight: one, and what is selected
// below it as often as it may stand there.
type weighed struct{ graphql.ExecutableSchema }

// Complexity is what gqlgen asks for each field.
func (w weighed) Complexity(_ context.Context, typeName, fieldName string, below int, args map[string]any) (int, bool) {
	definition := w.Schema().Types[typeName]
	if definition == nil || definition.Fields.ForName(fieldName) == nil {
		return 0, false
	}
	field := definition.Fields.ForName(fieldName)
	return 1 + multiply(below, elements(typeName, field, args)), true
}

// elements is how many objects a field may stand for.
func elements(typeName string, field *ast.FieldDefinition, args map[string]any) int {
	switch {
	case strings.HasPrefix(typeName, "__"), strings.HasSuffix(typeName, "Connection"):
		// Introspection has bounds of its own. Below a connection the
		// elements are counted already.
		return 1
	case field.Arguments.ForName("first") != nil:
		return pageSize(args)
	case field.Type.Elem != nil:
		return plainList
	}
	return 1
}

// pageSize reads first or last. What lies outside the allowed numbers is
// counted as the nearest: the service refuses it with a better message.
func pageSize(args map[string]any) int {
	for _, name := range []string{"first", "last"} {
		if n, ok := whole(args[name]); ok {
			return min(max(n, 1), model.MaxPage)
		}
	}
	return model.DefaultPage
}

// multiply stops where ints would overflow.
func multiply(a, b int) int {
	const enough = 1 << 30
	if b != 0 && a > enough/b {
		return enough
	}
	return a * b
}
