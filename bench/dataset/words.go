package dataset

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"

	"fyrtaarn/model"
)

//go:embed words.json
var wordsFile []byte

// words is what names and texts are made of. Every text is a map of language
// tag to words; a pattern has a %s for its theme.
type words struct {
	Themes   []map[string]string          `json:"themes"`
	Patterns map[string]map[string]string `json:"patterns"`
	// Sessions are the entries of every programme, in their order: "kind" is a
	// session's kind, the other members its title.
	Sessions      []map[string]string `json:"sessions"`
	Origins       []origin            `json:"origins"`
	Cities        []city              `json:"cities"`
	Organisations []namePattern       `json:"organisations"`
	Abroad        []namePattern       `json:"abroad"`
	Syllables     []string            `json:"syllables"`
	People        map[string]struct {
		Given  []string `json:"given"`
		Family []string `json:"family"`
	} `json:"people"`
	Jobs []string `json:"jobs"`
	Tags []string `json:"tags"`

	// byWeight holds each origin as often as it weighs.
	byWeight []origin
}

// origin is where delegations come from, and how often beside the others.
type origin struct {
	Country  string `json:"country"`
	Language string `json:"language"`
	Zone     string `json:"zone"`
	Weight   int    `json:"weight"`
}

type city struct {
	Name   string `json:"name"`
	Region string `json:"region"`
}

type namePattern struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Weight int    `json:"weight"`
}

var vocabulary = sync.OnceValues(func() (*words, error) {
	w := new(words)
	if err := json.Unmarshal(wordsFile, w); err != nil {
		return nil, fmt.Errorf("words.json: %w", err)
	}
	for _, o := range w.Origins {
		for range o.Weight {
			w.byWeight = append(w.byWeight, o)
		}
	}
	return w, nil
})

// home is where hosts and advisers live.
var home = origin{Country: string(model.Denmark), Language: string(model.Danish), Zone: "Europe/Copenhagen"}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// pattern picks one by its weight.
func pattern(r *rand.Rand, from []namePattern) namePattern {
	total := 0
	for _, p := range from {
		total += p.Weight
	}
	n := r.IntN(total)
	for _, p := range from {
		if n -= p.Weight; n < 0 {
			return p
		}
	}
	return from[0]
}

// place is a name such as Lundholm.
func (w *words) place(r *rand.Rand) string {
	name := []rune(pick(r, w.Syllables) + pick(r, w.Syllables))
	return strings.ToUpper(string(name[0])) + string(name[1:])
}

// name is a person's, in the order and script of the language.
func (w *words) name(r *rand.Rand, language string) string {
	of := w.People[language]
	given, family := pick(r, of.Given), pick(r, of.Family)
	switch language {
	case "ja", "ko":
		return family + given
	}
	return given + " " + family
}

// latin is a person's name in Latin letters where the language is not written
// in them, else empty.
func (w *words) latin(r *rand.Rand, language string) string {
	if language != "ja" && language != "ko" {
		return ""
	}
	return w.place(r) + " " + w.place(r)
}

// text is a text in Danish, its source, English, and the visitors' language.
func text(language string, in func(language string) string) model.LocalizedText {
	t := model.Localized(model.Danish, in(string(model.Danish)))
	for _, tag := range []string{string(model.English), language} {
		t.Texts[model.LanguageTag(tag)] = model.Translation{Text: in(tag), SourceVersion: t.Version}
	}
	return t
}
