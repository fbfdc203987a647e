package i18n

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// variable is the only template action a message may hold: a named value.
var variable = regexp.MustCompile(`\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}`)

// catalogue is the messages of one language. It holds a go-i18n bundle of its
// own, so that one language can never answer in the place of another: go-i18n
// chooses by distance, and would give Ukrainian to a reader of Russian.
type catalogue struct {
	messages  map[string]*message
	localizer *i18n.Localizer
}

// message is what is known of one message beside its templates.
type message struct {
	*i18n.Message
	// variables are the names used in any of its forms.
	variables []string
}

func readCatalogue(fsys fs.FS, tag string) (*catalogue, error) {
	name := "locales/" + tag + ".json"
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	// go-i18n takes the language from the file's name and the format from its
	// extension.
	parsed, err := i18n.ParseMessageFileBytes(content, name, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return newCatalogue(language.Make(tag), parsed.Messages)
}

func newCatalogue(tag language.Tag, messages []*i18n.Message) (*catalogue, error) {
	b := i18n.NewBundle(tag)
	if err := b.AddMessages(tag, messages...); err != nil {
		return nil, err
	}
	c := &catalogue{
		messages:  make(map[string]*message, len(messages)),
		localizer: i18n.NewLocalizer(b, tag.String()),
	}
	for _, m := range messages {
		used := map[string]bool{}
		for _, text := range forms(m) {
			for _, found := range variable.FindAllStringSubmatch(text, -1) {
				used[found[1]] = true
			}
		}
		c.messages[m.ID] = &message{Message: m, variables: slices.Sorted(maps.Keys(used))}
	}
	return c, nil
}

// forms maps CLDR plural categories to the texts that the message has.
func forms(m *i18n.Message) map[string]string {
	all := map[string]string{
		"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other,
	}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// render writes the message with the given values; count is nil or the decimal
// string that chooses the plural form. whole is false if a variable was missing
// and left empty; ok is false if there is no such message or it cannot be
// rendered.
func (c *catalogue) render(id string, count any, params map[string]any) (text string, whole, ok bool) {
	m, found := c.messages[id]
	if !found {
		return "", false, false
	}
	params, whole = m.complete(params)
	config := &i18n.LocalizeConfig{MessageID: id, TemplateData: params, PluralCount: count}
	text, err := c.localizer.Localize(config)
	if text == "" && count != nil {
		// A count that is no number chooses no form; the general one will do.
		config.PluralCount = nil
		text, _ = c.localizer.Localize(config)
	}
	// With a text the error only says that a plural form was missing and the
	// general one was taken.
	return text, whole && err == nil, text != ""
}

// complete fills in what params lacks with nothing, lest a reader sees the
// template engine's "<no value>".
func (m *message) complete(params map[string]any) (filled map[string]any, whole bool) {
	filled, whole = params, true
	for _, name := range m.variables {
		if params[name] != nil {
			continue
		}
		if whole {
			filled = make(map[string]any, len(m.variables))
			maps.Copy(filled, params)
			whole = false
		}
		filled[name] = ""
	}
	return filled, whole
}
