package mail

import (
	"errors"
	"fmt"
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// writer finds the words for one mail. Templates call its methods through the view
// that embeds it.
type writer struct {
	l     *i18n.Localizer
	facts *Facts
	zone  *time.Location
	// language is the localizer's, as the tag that typed texts are kept under.
	language model.LanguageTag
	// fallback is set when a typed text did not exist in the language.
	fallback bool
}

var errPairs = errors.New("mail: variables come as name and value")

// T is the message of the catalogue. Variables come in pairs of name and value:
// a phrase stands as it is, a string was typed by somebody and is fenced, a
// number is written as the language writes numbers.
func (w *writer) T(id string, pairs ...any) (phrase, error) {
	params, err := w.params(pairs)
	if err != nil {
		return "", fmt.Errorf("%s: %w", id, err)
	}
	return phrase(w.l.Text(id, params)), nil
}

// N is T for a counted message.
func (w *writer) N(id string, count int, pairs ...any) (phrase, error) {
	params, err := w.params(pairs)
	if err != nil {
		return "", fmt.Errorf("%s: %w", id, err)
	}
	return phrase(w.l.Plural(id, count, params)), nil
}

func (w *writer) params(pairs []any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errPairs
	}
	params := make(map[string]any, len(pairs)/2+1)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, errPairs
		}
		switch value := pairs[i+1].(type) {
		case phrase:
			params[name] = string(value)
		case string:
			params[name] = string(fence(value, ""))
		case int:
			params[name] = w.l.Number(int64(value))
		default:
			return nil, fmt.Errorf("%w: %s is a %T", errPairs, name, value)
		}
	}
	return params, nil
}

// text is T for the code here, whose pairs are right. Were one not, the mail
// would show the message's id, as it does for a message that does not exist.
func (w *writer) text(id string, pairs ...any) phrase {
	p, err := w.T(id, pairs...)
	if err != nil {
		return phrase(id)
	}
	return p
}

// plural is N for the code here.
func (w *writer) plural(id string, count int, pairs ...any) phrase {
	p, err := w.N(id, count, pairs...)
	if err != nil {
		return phrase(id)
	}
	return p
}

// typed is a text that exists in several languages, in the reader's. Where it
// does not, the mail shows another, says which language that is to the mail
// program, and to the reader that it is not translated.
func (w *writer) typed(t model.LocalizedText) phrase {
	s := t.In(&w.language)
	if s.Text == "" || !s.Fallback {
		return fence(s.Text, string(s.Language))
	}
	w.fallback = true
	return w.text("mail.untranslated", "Text", fence(s.Text, string(s.Language)))
}

// named is typed for where a remark would be in the way: within a sentence.
func (w *writer) named(t model.LocalizedText) phrase {
	s := t.In(&w.language)
	w.fallback = w.fallback || s.Fallback
	return fence(s.Text, string(s.Language))
}

// person is how somebody is called: as they write it, or in Latin letters for
// a reader of another script.
func (w *writer) person(p *model.Person) string {
	if p == nil {
		return ""
	}
	return w.l.DisplayName(i18n.PersonName{Full: p.FullName, Latin: p.LatinName, Title: p.Title})
}

// people are those of the ids whose names are known.
func (w *writer) people(ids []model.ID) []string {
	var names []string
	for _, id := range ids {
		if p := w.facts.People[id]; p != nil {
			names = append(names, w.person(p))
		}
	}
	return names
}

// list joins typed names with the language's "and".
func (w *writer) list(items []string) phrase {
	fenced := make([]string, 0, len(items))
	for _, item := range items {
		if f := fence(item, ""); f != "" {
			fenced = append(fenced, string(f))
		}
	}
	return phrase(w.l.List(fenced...))
}

// spoken is the name of a spoken language in the reader's; of one that the
// catalogue does not know it is the tag.
func (w *writer) spoken(tag model.LanguageTag) phrase {
	if tag == "" {
		return ""
	}
	known, ok := i18n.Match(string(tag))
	if !ok && tag != model.English {
		return fence(string(tag), "")
	}
	return w.text(languageMessages[known])
}

// languageMessages name the languages of the catalogue.
var languageMessages = map[string]string{
	"ar": "mail.language.ar", "da": "mail.language.da", "de": "mail.language.de", "en": "mail.language.en",
	"es": "mail.language.es", "fi": "mail.language.fi", "fr": "mail.language.fr", "it": "mail.language.it",
	"ja": "mail.language.ja", "ko": "mail.language.ko", "nb": "mail.language.nb", "nl": "mail.language.nl",
	"pl": "mail.language.pl", "sv": "mail.language.sv", "uk": "mail.language.uk", "zh-Hans": "mail.language.zhHans",
}

// clock is the time of day of a session in the venue's zone.
func (w *writer) clock(s *model.SessionSnapshot) phrase {
	return fence(w.l.TimeRange(s.StartsAt.In(w.zone), s.EndsAt.In(w.zone)), string(w.language))
}

// when is the day and time of a session in the venue's zone.
func (w *writer) when(s *model.SessionSnapshot) phrase {
	start, end := s.StartsAt.In(w.zone), s.EndsAt.In(w.zone)
	if model.DateOf(start) != model.DateOf(end) {
		return w.clock(s) // names both days itself
	}
	return w.text("mail.when", "Date", w.longDate(model.DateOf(start)), "Time", w.clock(s))
}

func (w *writer) longDate(d model.Date) phrase { return phrase(w.l.LongDate(midnight(d))) }

func (w *writer) dateRange(from, to model.Date) phrase {
	if from.IsZero() || to.IsZero() {
		return ""
	}
	return phrase(w.l.DateRange(midnight(from), midnight(to)))
}

func midnight(d model.Date) time.Time { return d.At(0, 0, time.UTC) }

// place is where a session is, from the room outwards; empty when not known.
func (w *writer) place(s *model.SessionSnapshot) phrase {
	var known []string
	for _, part := range []string{s.Room, s.Venue, s.City} {
		if tidy(part) != "" {
			known = append(known, part)
		}
	}
	switch len(known) {
	case 0:
		return ""
	case 1:
		return fence(known[0], "")
	case 2:
		return w.text("mail.place.two", "First", known[0], "Second", known[1])
	}
	return w.text("mail.place.three", "First", known[0], "Second", known[1], "Third", known[2])
}

// title is a session's, or what kind of session it is when it has none yet.
func (w *writer) title(s *model.SessionSnapshot) phrase {
	if p := w.typed(s.Title); p != "" {
		return p
	}
	return w.text(kindMessages[s.Kind])
}

// titleNamed is title within a sentence.
func (w *writer) titleNamed(s *model.SessionSnapshot) phrase {
	if p := w.named(s.Title); p != "" {
		return p
	}
	return w.text(kindMessages[s.Kind])
}

var kindMessages = map[model.SessionKind]string{
	model.SessionSiteVisit:      "mail.kind.siteVisit",
	model.SessionPresentation:   "mail.kind.presentation",
	model.SessionCompanyMeeting: "mail.kind.companyMeeting",
	model.SessionMeal:           "mail.kind.meal",
	model.SessionTravel:         "mail.kind.travel",
	model.SessionBreak:          "mail.kind.break",
	model.SessionPrivateTime:    "mail.kind.privateTime",
}

// Visit is what the visit is called within a sentence.
func (w *writer) Visit() phrase {
	d := w.facts.Delegation
	if p := w.named(d.Title); p != "" {
		return p
	}
	return fence(d.Reference, "")
}

// Visitor is who comes: the organisation, or else the visit's own name.
func (w *writer) Visitor() phrase {
	if name := fence(w.facts.visitor(), ""); name != "" {
		return name
	}
	return w.Visit()
}

// Purpose is what the visitors come for; it may be empty.
func (w *writer) Purpose() phrase { return w.typed(w.facts.Delegation.Purpose) }
