package store

import (
	"slices"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// columns says which columns of a table stand behind which fields of the
// schema. What the keyset, the permissions and the relations need is always
// read; a field that is not named here needs no column.
type columns struct {
	always  []string
	byField map[string][]string
}

// pick adds the columns that the fields need, and the keys. A nil Fields reads all.
func (c columns) pick(sel *bun.SelectQuery, f model.Fields, keys ...string) *bun.SelectQuery {
	if f == nil {
		return sel
	}
	names := append(slices.Clone(c.always), keys...)
	for field := range f {
		for _, column := range c.byField[field] {
			if !slices.Contains(names, column) {
				names = append(names, column)
			}
		}
	}
	// A fixed order keeps the statement's text, and so its plan, the same.
	slices.Sort(names)
	return sel.Column(slices.Compact(names)...)
}

func idTexts(ids []model.ID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return texts
}
