package model

import (
	"encoding/json"
	"fmt"
	"strings"
)

// unmarshal reads the stored form. A page of visits holds hundreds of texts, and
// the general decoder spent more on them than the database did on finding them:
// what Value writes is read straight, and only what looks otherwise goes to the
// general decoder.
func (t *LocalizedText) unmarshal(raw string) error {
	r := textReader{rest: raw}
	read := LocalizedText{Reader: t.Reader}
	if r.text(&read); !r.strange && r.end() {
		*t = read
		return nil
	}
	read = LocalizedText{Reader: t.Reader}
	if err := json.Unmarshal([]byte(raw), &read); err != nil {
		return fmt.Errorf("localized text: %w", err)
	}
	*t = read
	return nil
}

// textReader goes through the JSON of one text. The strings that it answers
// are parts of what it reads and cost nothing.
type textReader struct {
	rest string
	// strange is set at whatever this reader does not know: an escape, another
	// member, a mistake.
	strange bool
}

func (r *textReader) text(t *LocalizedText) {
	r.members(func(name string) {
		switch name {
		case "source":
			t.Source = LanguageTag(r.quoted())
		case "version":
			t.Version = r.number()
		case "texts":
			r.strange = r.strange || t.Texts != nil
			t.Texts = make(map[LanguageTag]Translation, 4)
			r.members(func(tag string) { t.Texts[LanguageTag(tag)] = r.translation() })
		default:
			r.strange = true
		}
	})
}

func (r *textReader) translation() Translation {
	var tr Translation
	r.members(func(name string) {
		switch name {
		case "text":
			tr.Text = r.quoted()
		case "sourceVersion":
			tr.SourceVersion = r.number()
		default:
			r.strange = true
		}
	})
	return tr
}

// members goes through an object; value reads the value of the named member.
func (r *textReader) members(value func(name string)) {
	r.expect('{')
	if r.next('}') {
		return
	}
	for !r.strange {
		name := r.quoted()
		r.expect(':')
		value(name)
		if r.next('}') {
			return
		}
		r.expect(',')
	}
}

// quoted reads a string without escapes.
func (r *textReader) quoted() string {
	r.expect('"')
	end := strings.IndexByte(r.rest, '"')
	if r.strange || end < 0 || strings.IndexByte(r.rest[:end], '\\') >= 0 {
		r.strange = true
		return ""
	}
	text := r.rest[:end]
	r.rest = r.rest[end+1:]
	return text
}

// number reads a whole number of at most nine digits that is not negative.
func (r *textReader) number() int {
	r.space()
	n, digits := 0, 0
	for digits < len(r.rest) && r.rest[digits] >= '0' && r.rest[digits] <= '9' {
		n = n*10 + int(r.rest[digits]-'0')
		digits++
	}
	if digits == 0 || digits > 9 || digits > 1 && r.rest[0] == '0' {
		r.strange = true
		return 0
	}
	r.rest = r.rest[digits:]
	return n
}

func (r *textReader) expect(c byte) {
	if !r.next(c) {
		r.strange = true
	}
}

// next takes the character if it is what comes next.
func (r *textReader) next(c byte) bool {
	r.space()
	if r.rest == "" || r.rest[0] != c {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

func (r *textReader) space() {
	for r.rest != "" && (r.rest[0] == ' ' || r.rest[0] == '\n' || r.rest[0] == '\t' || r.rest[0] == '\r') {
		r.rest = r.rest[1:]
	}
}

func (r *textReader) end() bool {
	r.space()
	return r.rest == ""
}
