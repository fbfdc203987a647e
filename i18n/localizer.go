package i18n

import (
	"fmt"
	"maps"
	"strconv"
	"sync/atomic"
)

// Localizer writes for one reader in one language. It is cheap: make one for
// each mail or request, so that the gaps it counts are that reader's. It may
// be used concurrently.
type Localizer struct {
	bundle  *Bundle
	locale  *locale
	matched bool
	gaps    atomic.Int64
}

// Language is the tag of the language written in, for Content-Language and lang.
func (l *Localizer) Language() string { return l.locale.Tag }

// Direction is the writing direction of the language.
func (l *Localizer) Direction() Direction { return l.locale.Direction }

// FormattingLocale is what a browser's Intl is given to write as this
// localizer does.
func (l *Localizer) FormattingLocale() string { return l.locale.FormattingLocale }

// Matched tells whether the language is one that was asked for; false means
// that English was taken for want of any.
func (l *Localizer) Matched() bool { return l.matched }

// Fallbacks is how often, so far, a message was missing in the language and
// written in English, or lacked a variable.
func (l *Localizer) Fallbacks() int { return int(l.gaps.Load()) }

// Text is the message id with its variables filled from params. It never
// fails: a message missing in the language is written in English and counted,
// one missing there too is written as its id. The result is plain text, to be
// escaped by whoever puts it into HTML.
func (l *Localizer) Text(id string, params map[string]any) string {
	return l.render(id, nil, params)
}

// Plural is Text for a counted message. count is an integer, or a decimal as
// string ("1.5"), so that no digit is lost. The message finds it, written as
// the language writes numbers, in the variable Count, unless params has one.
func (l *Localizer) Plural(id string, count any, params map[string]any) string {
	decimal := decimalString(count)
	if params["Count"] == nil {
		with := make(map[string]any, len(params)+1)
		maps.Copy(with, params)
		with["Count"] = l.Decimal(decimal)
		params = with
	}
	return l.render(id, decimal, params)
}

func (l *Localizer) render(id string, count any, params map[string]any) string {
	text, whole, ok := l.locale.catalogue.render(id, count, params)
	if whole && ok {
		return text
	}
	l.gaps.Add(1)
	if hook := l.bundle.fallback.Load(); hook != nil {
		(*hook)(l.locale.Tag, id)
	}
	if ok {
		return text
	}
	if text, _, ok = l.bundle.english.catalogue.render(id, count, params); ok {
		return text
	}
	return id
}

// decimalString writes a count as plural rules and number formats read it.
func decimalString(count any) string {
	switch n := count.(type) {
	case string:
		return n
	case int:
		return strconv.Itoa(n)
	case int64:
		return strconv.FormatInt(n, 10)
	case float64:
		return strconv.FormatFloat(n, 'f', -1, 64)
	default:
		return fmt.Sprint(n)
	}
}

// Isolate wraps text of foreign direction (a Latin name, a code, a time) for
// plain text in a right-to-left language, as bdi does in HTML. In other
// languages it returns the text as it is.
func (l *Localizer) Isolate(text string) string {
	if l.locale.Direction != RightToLeft {
		return text
	}
	const firstStrongIsolate, popIsolate = "\u2068", "\u2069"
	return firstStrongIsolate + text + popIsolate
}
