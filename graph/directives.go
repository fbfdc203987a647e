package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// directives are what the schema's directives do at run time.
func directives() generated.DirectiveRoot { return generated.DirectiveRoot{Auth: auth} }

// auth asks for the role and the scope. Ownership and state are asked for in
// app, the rows that may be seen in the store.
func auth(ctx context.Context, _ any, next graphql.Resolver, requires model.Role, scope *string) (any, error) {
	var needed string
	if scope != nil {
		needed = *scope
	}
	if err := model.ActorFrom(ctx).Permits(requires, needed); err != nil {
		return nil, err
	}
	return next(ctx)
}
