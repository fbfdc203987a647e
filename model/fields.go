package model

import "maps"

// Fields is the set of fields that a reader asked for, by name. The store reads
// only those columns and relations. A nil Fields asks for every column and no
// relation.
//
// Names are those of the GraphQL schema. Where one field was asked several
// times under aliases, its Selection is the union.
type Fields map[string]Selection

// Selection is what was asked of one field.
type Selection struct {
	// Fields are those asked of what stands there.
	Fields Fields
	// First is how many of a list are enough: the largest number among the
	// aliases, or nil where one of them asked for the whole list.
	First *int
}

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
	asked, ok := f[name]
	if ok && asked.Fields == nil {
		return Fields{}, true
	}
	return asked.Fields, ok
}

// First answers how many rows of a relation are enough, and whether there is
// such a number.
func (f Fields) First(name string) (n int, ok bool) {
	if first := f[name].First; first != nil {
		return *first, true
	}
	return 0, false
}

// Ask adds a path of names, each as a whole, and answers f.
func (f Fields) Ask(path ...string) Fields {
	at := f
	for _, name := range path {
		next := at[name].Fields
		if next == nil {
			next = Fields{}
		}
		at[name] = Selection{Fields: next}
		at = next
	}
	return f
}

// Union is what f or other asks for. It leaves both as they are.
func (f Fields) Union(other Fields) Fields {
	union := make(Fields, len(f)+len(other))
	maps.Copy(union, f)
	for name, asked := range other {
		if known, ok := f[name]; ok {
			asked = known.Union(asked)
		}
		union[name] = asked
	}
	return union
}

// Union is what two selections of one field ask for together, such as those of
// two aliases.
func (s Selection) Union(other Selection) Selection {
	union := Selection{Fields: s.Fields.Union(other.Fields)}
	if s.First != nil && other.First != nil {
		most := max(*s.First, *other.First)
		union.First = &most
	}
	return union
}

// Wants tells whether the field was asked for by name; unlike Has it is false
// for the nil Fields, which asks for no relation and no count.
func (f Fields) Wants(name string) bool {
	_, ok := f[name]
	return ok
}

// Without is f but for the named fields. A nil Fields stays nil.
func (f Fields) Without(names ...string) Fields {
	if f == nil {
		return nil
	}
	rest := maps.Clone(f)
	for _, name := range names {
		delete(rest, name)
	}
	return rest
}
