package model

// Fields is the set of fields that a reader asked for: name to the fields asked
// of what stands there. The store reads only those columns and relations. A nil
// Fields asks for every column and no relation.
//
// Names are those of the GraphQL schema. Where one field was asked several
// times under aliases, its Fields are the union.
type Fields map[string]Fields

// Has tells whether the field was asked for.
func (f Fields) Has(name string) bool {
	if f == nil {
		return true
	}
	_, ok := f[name]
	return ok
}

// HasAny tells whether one of the fields was asked for.
func (f Fields) HasAny(names ...string) bool {
	for _, n := range names {
		if f.Has(n) {
			return true
		}
	}
	return false
}

// Relation answers the fields asked of a relation and whether it was asked for
// at all. A nil Fields asks for no relation.
func (f Fields) Relation(name string) (Fields, bool) {
	sub, ok := f[name]
	if ok && sub == nil {
		sub = Fields{}
	}
	return sub, ok
}

// Ask adds a path of names and answers f.
func (f Fields) Ask(path ...string) Fields {
	at := f
	for _, name := range path {
		next, ok := at[name]
		if !ok || next == nil {
			next = Fields{}
			at[name] = next
		}
		at = next
	}
	return f
}
