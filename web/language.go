package web

import (
	"net/http"
	"net/url"

	"golang.org/x/text/language"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// choice is the language of one page, and what the reader may choose instead.
type choice struct {
	tag string
	// offer is a language close to one that was asked for, of another script or
	// kind, which nobody may be given unasked; empty is none.
	offer string
}

// choose takes the language named in the address, else the person's own, else
// the browser's, else English.
func choose(r *http.Request, person *model.Person) choice {
	var wanted []string
	if tag := r.URL.Query().Get("lang"); tag != "" {
		wanted = append(wanted, tag)
	}
	if person != nil && person.Language != "" {
		wanted = append(wanted, string(person.Language))
	}
	c := choice{tag: i18n.English}
	for _, tag := range wanted {
		if match, ok := i18n.Match(tag); ok {
			c.tag = match
			return c
		}
		if c.offer == "" {
			c.offer = kin(tag)
		}
	}
	header := r.Header.Get("Accept-Language")
	if match, ok := i18n.AcceptLanguage(header); ok {
		c.tag = match
		return c
	}
	if c.offer == "" {
		c.offer = kin(header)
	}
	return c
}

// longestHeader bounds, in bytes, how much of a header is parsed.
const longestHeader = 512

// kin is a language of ours that is written by the same name as one of those
// asked for but was not matched: Simplified Chinese to who asks for
// Traditional. It is offered, never given.
func kin(asked string) string {
	if len(asked) > longestHeader {
		return ""
	}
	tags, _, err := language.ParseAcceptLanguage(asked)
	if err != nil {
		return ""
	}
	for _, tag := range tags {
		base, _ := tag.Base()
		for _, row := range i18n.Languages() {
			if own, _ := language.Make(row.Tag).Base(); own == base {
				return row.Tag
			}
		}
	}
	return ""
}

// menuItem is one language that a page can be read in.
type menuItem struct {
	Tag, Name, Dir, Href string
	Current              bool
}

// menu lists every language by its own name.
func menu(r *http.Request, current string) []menuItem {
	rows := i18n.Languages()
	items := make([]menuItem, 0, len(rows))
	for _, row := range rows {
		items = append(items, menuItem{
			Tag: row.Tag, Name: row.Endonym, Dir: string(row.Direction), Href: inLanguage(r, row.Tag), Current: row.Tag == current,
		})
	}
	return items
}

// inLanguage is the address of the same page in the language.
func inLanguage(r *http.Request, tag string) string {
	return r.URL.EscapedPath() + "?" + url.Values{"lang": {tag}}.Encode()
}
