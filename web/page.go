package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// page is the frame of every page, and the words on it. Views embed it, so that
// templates call T and N on the view.
type page struct {
	pieces
	l *i18n.Localizer
	r *http.Request
	// language is the page's, as the tag that typed texts are kept under.
	language model.LanguageTag
	offer    string
	// Heading is the page's one heading and its title.
	Heading phrase
	// Problems are what was wrong with the form that was sent.
	Problems []problem
}

// problem is one input that was refused, and why.
type problem struct {
	// Input is the id of the input, or empty when the whole form is meant.
	Input string
	Text  phrase
}

func newPage(r *http.Request, person *model.Person) *page {
	c := choose(r, person)
	return &page{l: i18n.For(c.tag), r: r, language: model.LanguageTag(c.tag), offer: c.offer}
}

// Lang and Dir are what the html element says.
func (p *page) Lang() string { return p.l.Language() }

// Dir is the writing direction.
func (p *page) Dir() string { return string(p.l.Direction()) }

// Title is the heading where no markup may stand.
func (p *page) Title() string { return p.text(p.Heading) }

// Style is the address of the style sheet; it changes with the sheet.
func (p *page) Style() string { return stylePath }

// Languages is the language menu.
func (p *page) Languages() []menuItem { return menu(p.r, p.l.Language()) }

// LanguageName is the name of the page's language in itself.
func (p *page) LanguageName() string {
	row, _ := i18n.Default().Language(p.l.Language())
	return row.Endonym
}

// Action is where the page's forms are sent: the page itself, in the language
// in which it is read.
func (p *page) Action() string {
	if tag := p.r.URL.Query().Get("lang"); tag != "" {
		return inLanguage(p.r, tag)
	}
	return p.r.URL.EscapedPath()
}

// offered is a page's offer of another language, in that language.
type offered struct {
	Lang, Dir, Href, Text string
}

// Offer is nil when there is nothing to offer.
func (p *page) Offer() *offered {
	if p.offer == "" {
		return nil
	}
	l := i18n.For(p.offer)
	text := l.Text("page.language.offer", nil)
	shown := p.offer
	if l.Fallbacks() > 0 {
		shown = i18n.English
	}
	return &offered{Lang: shown, Dir: string(l.Direction()), Href: inLanguage(p.r, p.offer), Text: text}
}

// T is a message of the catalogue, ready for the page. Variables come in pairs
// of name and value: a phrase stands as it is, a string was typed by somebody,
// a number is written as the language writes numbers.
func (p *page) T(id string, pairs ...any) (template.HTML, error) {
	params, err := p.params(pairs)
	if err != nil {
		return "", fmt.Errorf("%s: %w", id, err)
	}
	return p.html(phrase(p.l.Text(id, params)), p.language), nil
}

// N is T for a counted message.
func (p *page) N(id string, count int, pairs ...any) (template.HTML, error) {
	params, err := p.params(pairs)
	if err != nil {
		return "", fmt.Errorf("%s: %w", id, err)
	}
	return p.html(phrase(p.l.Plural(id, count, params)), p.language), nil
}

// HTML writes a phrase that the view made.
func (p *page) HTML(text phrase) template.HTML { return p.html(text, p.language) }

var errPairs = errors.New("variables come as name and value")

func (p *page) params(pairs []any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errPairs
	}
	params := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, errPairs
		}
		switch value := pairs[i+1].(type) {
		case phrase:
			params[name] = string(value)
		case string:
			params[name] = string(p.typed(value))
		case int:
			params[name] = p.l.Number(int64(value))
		default:
			return nil, fmt.Errorf("%w: %s is a %T", errPairs, name, value)
		}
	}
	return params, nil
}

// say is a message of the catalogue for the code here, whose pairs are right.
// Were one not, the page would show the id, as for a message that is missing.
func (p *page) say(id string, pairs ...any) phrase {
	params, err := p.params(pairs)
	if err != nil {
		return phrase(id)
	}
	return phrase(p.l.Text(id, params))
}

// typed is a text in a language that nobody knows: a name, a place.
func (p *page) typed(text string) phrase { return p.mark(piece{text: text}) }

// own is a text that the page's language wrote and that keeps its direction: a
// time of day, a span.
func (p *page) own(text string) phrase { return p.mark(piece{text: text, language: p.language}) }

// local is a text that exists in several languages, in the page's or else in
// another, which is then marked as such.
func (p *page) local(text model.LocalizedText) phrase {
	s := text.In(&p.language)
	return p.mark(piece{text: s.Text, language: s.Language})
}

// mailbox is an address that can be written to.
func (p *page) mailbox(email string) phrase { return p.mark(piece{text: email, href: mailto(email)}) }

// list joins phrases with the language's "and".
func (p *page) list(items []phrase) phrase {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = string(item)
	}
	return phrase(p.l.List(texts...))
}

// longDate is a day with its weekday.
func (p *page) longDate(d model.Date) phrase { return phrase(p.l.LongDate(d.At(0, 0, time.UTC))) }

// refuse notes what was wrong with a form: inputs maps the field of an error to
// the id of its input. It answers false when err is no refusal.
func (p *page) refuse(err error, inputs map[string]string) bool {
	refusals := model.Refusals(err)
	for _, e := range refusals {
		input, ok := inputs[e.Field]
		if !ok {
			input = e.Field
		}
		pairs := make([]any, 0, 2*len(e.Params))
		for name, value := range e.Params {
			if _, number := value.(int); !number {
				value = p.own(fmt.Sprint(value))
			}
			pairs = append(pairs, name, value)
		}
		p.Problems = append(p.Problems, problem{Input: input, Text: p.say(e.MessageID, pairs...)})
	}
	return len(refusals) > 0
}

// Problem is what was wrong with the input of the id; nil when nothing was.
func (p *page) Problem(input string) *problem {
	for i := range p.Problems {
		if p.Problems[i].Input == input {
			return &p.Problems[i]
		}
	}
	return nil
}

// input is one input of a form with its label and what was wrong with it.
type input struct {
	ID, Value      string
	Label, Problem template.HTML
}

// Input is the input of the id.
func (p *page) Input(id, label, value string) (input, error) {
	text, err := p.T(label)
	in := input{ID: id, Value: value, Label: text}
	if wrong := p.Problem(id); wrong != nil {
		in.Problem = p.HTML(wrong.Text)
	}
	return in, err
}

// view is what a template shows.
type view interface{ frame() *page }

func (p *page) frame() *page { return p }

// writer writes pages. Nothing of a page is sent before all of it is written.
type writer struct {
	log *slog.Logger
}

// write answers the request with a page.
func (w writer) write(rw http.ResponseWriter, r *http.Request, status int, name string, v view) {
	var body bytes.Buffer
	if err := templates[name].ExecuteTemplate(&body, "layout", v); err != nil {
		w.log.ErrorContext(r.Context(), "a page was not written", "page", name, "error", err)
		http.Error(rw, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	header := rw.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", v.frame().Lang())
	header.Add("Vary", "Accept-Language")
	rw.WriteHeader(status)
	_, _ = body.WriteTo(rw) // the reader may have gone
}

// camel turns an enum's value into the last part of a message id: SITE_VISIT
// into siteVisit.
func camel(value string) string {
	words := strings.Split(strings.ToLower(value), "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}
