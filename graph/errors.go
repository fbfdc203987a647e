package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"fyrtaarn/model"
)

// presenter decides what a caller reads of an error: a refusal in the caller's
// language, what is wrong with a document as the parser says it, and of
// everything else only an id that finds it in the log.
type presenter struct{ log *slog.Logger }

// present is gqlgen's ErrorPresenter.
func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	var technical *gqlerror.Error
	if !errors.As(err, &technical) {
		technical = &gqlerror.Error{Err: err, Path: graphql.GetPath(ctx)}
	}
	if refusals := model.Refusals(err); len(refusals) > 0 {
		return p.refused(ctx, technical, refusals)
	}
	if isOfDocument(technical) {
		return ofDocument(technical)
	}
	return p.internal(ctx, technical, err)
}

// refused shows one refusal and adds the others to the answer as errors of
// their own.
func (p presenter) refused(ctx context.Context, at *gqlerror.Error, refusals []*model.Error) *gqlerror.Error {
	for _, one := range refusals[1:] {
		graphql.AddError(ctx, &gqlerror.Error{Err: one, Path: at.Path, Locations: at.Locations})
	}
	refusal := refusals[0]
	path, inside := split(ctx, at.Path)
	if refusal.Field == "" {
		refusal = refusal.At(inside)
	}
	shown := &gqlerror.Error{
		Err: refusal, Message: translate(ctx, refusal), Path: path, Locations: at.Locations,
		Extensions: map[string]any{"code": refusal.Code},
	}
	if refusal.Field != "" {
		shown.Extensions["field"] = refusal.Field
	}
	return shown
}

// split takes the place inside the arguments off a path. A value that a scalar
// refuses is found at the path of its field followed by that of the argument.
func split(ctx context.Context, path ast.Path) (field ast.Path, inside string) {
	at := graphql.GetFieldContext(ctx)
	if at == nil {
		return path, ""
	}
	field = at.Path()
	if len(path) <= len(field) {
		return path, ""
	}
	return field, dotted(path[len(field):])
}

// dotted writes a path as the members of an input. The one argument of a
// mutation goes without saying.
func dotted(path ast.Path) string {
	var parts []string
	for i, element := range path {
		switch e := element.(type) {
		case ast.PathName:
			if i > 0 || e != "input" {
				parts = append(parts, string(e))
			}
		case ast.PathIndex:
			parts = append(parts, strconv.Itoa(int(e)))
		}
	}
	return strings.Join(parts, ".")
}

// isOfDocument tells the errors of parsing, validation and variables.
func isOfDocument(e *gqlerror.Error) bool {
	code := e.Extensions["code"]
	return code == errcode.ParseFailed || code == errcode.ValidationFailed
}

// suggestion is what the parser adds for those who guess names.
var suggestion = regexp.MustCompile(`(?s)\s*Did you mean .*$`)

// longestMessage bounds what the parser repeats of a document, in characters.
const longestMessage = 500

// ofDocument keeps the parser's English: it is for whoever wrote the document.
func ofDocument(e *gqlerror.Error) *gqlerror.Error {
	message := []rune(suggestion.ReplaceAllString(e.Message, ""))
	shown := &gqlerror.Error{
		Message: string(message[:min(len(message), longestMessage)]), Locations: e.Locations, Rule: e.Rule,
		Extensions: map[string]any{"code": model.CodeBadUserInput},
	}
	// The parser puts the place within the variables where an answer's path
	// stands. How a variable is called is the document's affair: what lies in
	// it is named as in the input.
	if len(e.Path) > 1 && e.Path[0] == ast.PathName("variable") {
		inside := e.Path[1:]
		if len(inside) > 1 {
			inside = inside[1:]
		}
		shown.Extensions["field"] = dotted(inside)
	}
	return shown
}

// internal writes the cause to the log and shows the id under which it is there.
func (p presenter) internal(ctx context.Context, at *gqlerror.Error, err error) *gqlerror.Error {
	id := rand.Text()[:10]
	attributes := []any{"id", id, "error", err, "path", at.Path.String(), "actor", model.ActorFrom(ctx).Name}
	if graphql.HasOperationContext(ctx) {
		attributes = append(attributes, "operation", graphql.GetOperationContext(ctx).OperationName)
	}
	var crash *panicked
	if errors.As(err, &crash) {
		attributes = append(attributes, "stack", crash.stack)
	}
	if errors.Is(err, context.Canceled) {
		// The caller has left: nothing failed, and nobody reads the answer.
		p.log.DebugContext(ctx, "request was abandoned", attributes...)
	} else {
		p.log.ErrorContext(ctx, "request failed", attributes...)
	}
	path, _ := split(ctx, at.Path)
	refusal := (&model.Error{Code: model.CodeInternal, MessageID: "error.internal"}).With("ID", id)
	return &gqlerror.Error{
		Err: err, Message: translate(ctx, refusal), Path: path, Locations: at.Locations,
		Extensions: map[string]any{"code": model.CodeInternal, "id": id},
	}
}

// panicked is a panic with the place where it began, for the log.
type panicked struct {
	value any
	stack string
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// recovered is gqlgen's RecoverFunc; the presenter logs what it answers.
func recovered(_ context.Context, value any) error {
	return &panicked{value: value, stack: string(debug.Stack())}
}
