package i18n

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Collator orders text as the readers of one language expect it. It may be
// used concurrently.
type Collator struct {
	// idle keeps collators that are not in use: one of x/text's serves only
	// one caller at a time and costs too much to make for each.
	idle sync.Pool
}

type collation struct {
	*collate.Collator
	buffer collate.Buffer
}

func newCollator(tag string) *Collator {
	return &Collator{idle: sync.Pool{New: func() any {
		return &collation{Collator: collate.New(language.Make(tag))}
	}}}
}

// Compare is negative, zero or positive as a stands before, with or after b.
func (c *Collator) Compare(a, b string) int {
	order := c.idle.Get().(*collation)
	defer c.idle.Put(order)
	return order.CompareString(a, b)
}

// Key is a string of ASCII letters and digits that compares bytewise as s does
// in this language, so that a database can sort by it: on SQLite as it is, on
// PostgreSQL with COLLATE "C".
func (c *Collator) Key(s string) string {
	order := c.idle.Get().(*collation)
	defer c.idle.Put(order)
	defer order.buffer.Reset()
	return hex.EncodeToString(order.KeyFromString(&order.buffer, s))
}

// Collator orders as the readers of the language with this tag expect; for an
// unknown tag, as those of English do.
func (b *Bundle) Collator(tag string) *Collator {
	l, ok := b.locales[tag]
	if !ok {
		l = b.english
	}
	return l.collator
}

// Collator orders as the localizer's reader expects.
func (l *Localizer) Collator() *Collator { return l.locale.collator }

// CollatorFor asks the default bundle; see Bundle.Collator.
func CollatorFor(tag string) *Collator { return Default().Collator(tag) }

// CollationKeyDanish is the key by which the database sorts names and titles:
// Danish order, Æ, Ø, Å last and Aa with Å. See Collator.Key.
func CollationKeyDanish(s string) string { return danish.Key(s) }

var danish = newCollator(Danish)

// SortBy sorts items in place by what text says of each, in the order of the
// language with this tag. Items of equal text keep their order.
func SortBy[T any](tag string, items []T, text func(T) string) {
	type keyed struct {
		item T
		text string
		key  []byte
	}
	collator := CollatorFor(tag)
	order := collator.idle.Get().(*collation)
	defer collator.idle.Put(order)
	defer order.buffer.Reset()
	all := make([]keyed, len(items))
	for i, item := range items {
		s := text(item)
		all[i] = keyed{item, s, order.KeyFromString(&order.buffer, s)}
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		if c := bytes.Compare(a.key, b.key); c != 0 {
			return c
		}
		// Texts that only a machine can tell apart still need one order.
		return strings.Compare(a.text, b.text)
	})
	for i := range all {
		items[i] = all[i].item
	}
}

// SortStrings sorts items in place in the order of the language with this tag.
func SortStrings(tag string, items []string) {
	SortBy(tag, items, func(s string) string { return s })
}
