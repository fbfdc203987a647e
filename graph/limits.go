package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"fyrtaarn/model"
)

// Limits bound what one request may cost. The zero value of a member takes its
// default.
type Limits struct {
	// Body is the size of a request in bytes: 256 KiB.
	Body int64
	// Tokens is how many tokens the document may have: 1,000.
	Tokens int
	// Depth is how deep fields may be nested: 12.
	Depth int
	// Aliases and Directives are how many of each the whole document may
	// have: 15 and 50.
	Aliases, Directives int
	// Repeats is how often, in the whole document, a selection set may name
	// again what it names already: 50. Validation compares each pair.
	Repeats int
	// Complexity is one per field, with lists multiplied: 2,500.
	Complexity int
	// Errors is how many errors an answer shows: 5.
	Errors int
	// Streams is how many subscriptions, and how many sockets, one token may
	// hold open: 20.
	Streams int
}

// shown are the errors that an answer shows.
func (l Limits) shown(errs gqlerror.List) gqlerror.List { return errs[:min(len(errs), l.Errors)] }

// withDefaults fills in what was left zero.
func (l Limits) withDefaults() Limits {
	fill := func(n *int, otherwise int) {
		if *n == 0 {
			*n = otherwise
		}
	}
	if l.Body == 0 {
		l.Body = 256 << 10
	}
	fill(&l.Tokens, 1000)
	fill(&l.Depth, 12)
	fill(&l.Aliases, 15)
	fill(&l.Directives, 50)
	fill(&l.Repeats, 50)
	fill(&l.Complexity, 2500)
	fill(&l.Errors, 5)
	fill(&l.Streams, 20)
	return l
}

// exceeded is the refusal of a request that is more than the most that is allowed.
func exceeded(messageID string, most int) *gqlerror.Error {
	return gqlerror.Wrap((&model.Error{Code: model.CodeLimitExceeded, MessageID: messageID}).With("Max", most))
}

// documentLimits refuses a document before it is validated, since the time that
// validation takes grows with the square of the document. A document that is in
// the cache has passed already.
type documentLimits struct {
	Limits
	cache graphql.Cache[*ast.QueryDocument]
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = documentLimits{}

// ExtensionName is for gqlgen.
func (documentLimits) ExtensionName() string { return "DocumentLimits" }

// Validate is for gqlgen.
func (documentLimits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters runs before gqlgen parses the document.
func (d documentLimits) MutateOperationParameters(ctx context.Context, request *graphql.RawParams) *gqlerror.Error {
	if _, passed := d.cache.Get(ctx, request.Query); passed {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: request.Query}, d.Tokens)
	if err != nil {
		// The parser marks its limit by nothing but these words. What else is
		// wrong with the document is gqlgen's to say, which parses it again.
		if strings.Contains(err.Error(), "exceeded token limit") {
			return exceeded("error.limit.tokens", d.Tokens)
		}
		return nil
	}
	return d.check(doc)
}

func (d documentLimits) check(doc *ast.QueryDocument) *gqlerror.Error {
	m := &measure{doc: doc, done: map[string]size{}, bound: d.Complexity + 1}
	var whole size
	for _, op := range doc.Operations {
		m.directives += len(op.Directives)
		for _, v := range op.VariableDefinitions {
			m.directives += len(v.Directives)
		}
		s := m.written(op.SelectionSet)
		whole.nodes, whole.depth = max(whole.nodes, s.nodes), max(whole.depth, s.depth)
	}
	// A fragment that nothing spreads is refused by validation, but only after
	// it was compared.
	for _, fragment := range doc.Fragments {
		m.directives += len(fragment.Directives)
		m.fragment(fragment.Name)
	}
	switch {
	case m.aliases > d.Aliases:
		return exceeded("error.limit.aliases", d.Aliases)
	case m.directives > d.Directives:
		return exceeded("error.limit.directives", d.Directives)
	case m.repeats > d.Repeats:
		return exceeded("error.limit.repeats", d.Repeats)
	case whole.depth > d.Depth:
		return exceeded("error.limit.depth", d.Depth)
	case whole.nodes > d.Complexity:
		return exceeded("error.limit.complexity", d.Complexity)
	case m.introspection:
		return gqlerror.Wrap(&model.Error{Code: model.CodeLimitExceeded, MessageID: "error.limit.introspection"})
	}
	return nil
}

// size is how large a selection set is once its fragments are put in.
type size struct {
	// nodes counts fields and spreads. It stops at measure.bound: fragments
	// that spread one another grow without end.
	nodes int
	depth int
	// members is how deep the lists of a type's members are nested, for
	// introspection; aliased tells whether any field has an alias.
	members int
	aliased bool
}

func (s *size) add(other size, bound int) {
	s.nodes = min(s.nodes+other.nodes, bound)
	s.depth = max(s.depth, other.depth)
	s.members = max(s.members, other.members)
	s.aliased = s.aliased || other.aliased
}

// measure walks every selection set of a document once, so its work is bounded
// by the number of tokens.
type measure struct {
	doc   *ast.QueryDocument
	bound int
	// done holds the fragments that were walked. One that is being walked is
	// there as empty, so that a cycle ends; validation refuses it.
	done map[string]size

	aliases, directives, repeats int
	// introspection tells that the schema was asked for in a way that costs
	// more than the standard introspection query.
	introspection bool
}

// memberLists are the lists through which introspection comes from one type to
// others.
var memberLists = map[string]bool{"fields": true, "inputFields": true, "interfaces": true, "possibleTypes": true}

// written measures a selection set as it stands in the document.
func (m *measure) written(set ast.SelectionSet) size {
	return m.selections(set, make(map[string]bool, len(set)))
}

func (m *measure) selections(set ast.SelectionSet, seen map[string]bool) size {
	var total size
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			m.named(s.Alias, seen)
			total.add(m.field(s), m.bound)
		case *ast.InlineFragment:
			m.directives += len(s.Directives)
			// It names its fields into the set around it.
			inner := m.selections(s.SelectionSet, seen)
			inner.nodes++
			total.add(inner, m.bound)
		case *ast.FragmentSpread:
			m.directives += len(s.Directives)
			m.named("..."+s.Name, seen)
			inner := m.fragment(s.Name)
			inner.nodes++
			total.add(inner, m.bound)
		}
	}
	return total
}

func (m *measure) named(name string, seen map[string]bool) {
	if seen[name] {
		m.repeats++
	}
	seen[name] = true
}

func (m *measure) field(f *ast.Field) size {
	m.directives += len(f.Directives)
	inner := m.written(f.SelectionSet)
	aliased := f.Alias != f.Name
	if aliased {
		m.aliases++
	}
	inner.nodes++
	inner.depth++
	switch {
	case f.Name == "__schema":
		// The standard query is deeper than any other may be. What makes it
		// safe is that it goes from each type to its members once.
		m.introspection = m.introspection || inner.members > 1 || inner.aliased || aliased
		inner.depth = 1
	case f.Name == "__type":
		m.introspection = m.introspection || inner.members > 1 || inner.aliased
		inner.depth = 1
	case memberLists[f.Name]:
		inner.members++
	}
	inner.aliased = inner.aliased || aliased
	return inner
}

func (m *measure) fragment(name string) size {
	if s, ok := m.done[name]; ok {
		return s
	}
	m.done[name] = size{}
	definition := m.doc.Fragments.ForName(name)
	if definition == nil {
		return size{}
	}
	s := m.written(definition.SelectionSet)
	m.done[name] = s
	return s
}
