package i18n

import (
	"regexp"
	"strings"
)

// listPatterns are the words and marks between the items of a list that ends
// in "and".
type listPatterns struct {
	Pair   string `json:"pair"`
	Start  string `json:"start"`
	Middle string `json:"middle"`
	End    string `json:"end"`
	// Before replaces Pair and End where the last item sounds a certain way.
	Before *listException `json:"before,omitempty"`
}

type listException struct {
	Match string `json:"match"`
	Pair  string `json:"pair"`
	End   string `json:"end"`

	last *regexp.Regexp
}

func (p *listPatterns) compile() (err error) {
	if p.Before != nil {
		p.Before.last, err = regexp.Compile(p.Before.Match)
	}
	return err
}

// List joins items into a phrase that ends in "and": "A, B og C".
func (l *Localizer) List(items ...string) string {
	p := &l.locale.formats.lists
	n := len(items)
	if n < 2 {
		return strings.Join(items, "")
	}
	pair, end := p.Pair, p.End
	if p.Before != nil && p.Before.last.MatchString(items[n-1]) {
		pair, end = p.Before.Pair, p.Before.End
	}
	if n == 2 {
		return items[0] + pair + items[1]
	}
	var b strings.Builder
	b.WriteString(items[0])
	for i, item := range items[1:] {
		switch i {
		case n - 2:
			b.WriteString(end)
		case 0:
			b.WriteString(p.Start)
		default:
			b.WriteString(p.Middle)
		}
		b.WriteString(item)
	}
	return b.String()
}
