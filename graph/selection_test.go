package graph

import (
	"context"
	"reflect"
	"testing"

	"fyrtaarn/model"
)

// list is a relation of which n are asked for, or all of it when n is -1.
func list(n int, fields model.Fields) model.Selection {
	if n < 0 {
		return model.Selection{Fields: fields}
	}
	return model.Selection{Fields: fields, First: &n}
}

func TestSelectedIsWhatTheServiceReads(t *testing.T) {
	t.Parallel()
	leaf := model.Selection{Fields: model.Fields{}}
	for name, test := range map[string]struct {
		document string
		want     model.Fields
	}{
		"fields of an object":          {"{ item { id title } }", model.Fields{"id": leaf, "title": leaf}},
		"nodes of a connection":        {"{ items { nodes { id } } }", model.Fields{"id": leaf}},
		"edges of a connection":        {"{ items { edges { cursor node { id } } } }", model.Fields{"id": leaf}},
		"nodes and edges together":     {"{ items { nodes { id } edges { node { title } } } }", model.Fields{"id": leaf, "title": leaf}},
		"the total beside them":        {"{ items { totalCount nodes { id } } }", model.Fields{"id": leaf, "totalCount": leaf}},
		"nothing of a page":            {"{ items { pageInfo { hasNextPage } } }", model.Fields{}},
		"no type names":                {"{ item { __typename id } }", model.Fields{"id": leaf}},
		"relations":                    {"{ item { host { name } } }", model.Fields{"host": list(-1, model.Fields{"name": leaf})}},
		"fragments":                    {"{ item { ...A ... on Item { id } } } fragment A on Item { title }", model.Fields{"id": leaf, "title": leaf}},
		"aliases together":             {"{ item { a: title(language: \"da\") b: title } }", model.Fields{"title": leaf}},
		"relations of aliases":         {"{ item { a: host { id } b: host { name } } }", model.Fields{"host": list(-1, model.Fields{"id": leaf, "name": leaf})}},
		"no skipped fields":            {"query($no: Boolean = true) { item { id title @skip(if: $no) host @include(if: false) { id } } }", model.Fields{"id": leaf}},
		"the first of a list":          {"{ item { parts(first: 3) { title } } }", model.Fields{"parts": list(3, model.Fields{"title": leaf})}},
		"the first by variable":        {"query($n: Int = 4) { item { parts(first: $n) { title } } }", model.Fields{"parts": list(4, model.Fields{"title": leaf})}},
		"the largest of two aliases":   {"{ item { parts(first: 3) { title } b: parts(first: 7) { host { id } } } }", model.Fields{"parts": list(7, model.Fields{"title": leaf, "host": list(-1, model.Fields{"id": leaf})})}},
		"all when one alias wants it":  {"{ item { parts(first: 3) { title } b: parts { title } } }", model.Fields{"parts": list(-1, model.Fields{"title": leaf})}},
		"all when it is null":          {"{ item { parts(first: null) { title } } }", model.Fields{"parts": list(-1, model.Fields{"title": leaf})}},
		"the object of a payload":      {"mutation { itemCreate { item { id host { name } } userErrors { message } } }", model.Fields{"id": leaf, "host": list(-1, model.Fields{"name": leaf})}},
		"the union below an interface": {"{ node { id ... on Item { title } ... on Host { name } } }", model.Fields{"id": leaf, "title": leaf, "name": leaf}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got model.Fields
			record := func(ctx context.Context) (any, error) {
				got = Selected(ctx)
				return nil, nil
			}
			s := serveWorld(t, map[string]resolve{"item": record, "items": record, "node": record, "itemCreate": record})
			if a := s.query(test.document); len(a.Errors) > 0 {
				t.Fatal(a.Text)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
