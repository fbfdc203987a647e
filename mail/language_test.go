package mail

import (
	"encoding/json"
	"html"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// oracle knows everything that a mail in one language may say: the messages of
// that language's catalogue, and what the facts hold.
type oracle struct {
	messages []pattern
	facts    map[string]bool
}

var placeholder = regexp.MustCompile(`\{\{\s*\.[A-Za-z]+\s*\}\}`)

// pattern is a message: what stands between its values, and the readings of the
// whole, made when a line first comes near it.
type pattern struct {
	literals []string
	readings func() []*regexp.Regexp
}

// near tells whether the line has all that stands between the values, in its
// order: nearly every message is passed over by that.
func (p *pattern) near(line string) bool {
	if !strings.HasPrefix(line, p.literals[0]) || !strings.HasSuffix(line, p.literals[len(p.literals)-1]) {
		return false
	}
	for _, literal := range p.literals {
		at := strings.Index(line, literal)
		if at < 0 {
			return false
		}
		line = line[at+len(literal):]
	}
	return true
}

// patterns are those of a language, made once.
var patterns = map[string][]pattern{}

func patternsOf(t *testing.T, language string) []pattern {
	t.Helper()
	if made, ok := patterns[language]; ok {
		return made
	}
	content, err := os.ReadFile("../i18n/locales/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue map[string]map[string]string
	if err := json.Unmarshal(content, &catalogue); err != nil {
		t.Fatal(err)
	}
	var made []pattern
	for id, forms := range catalogue {
		if !strings.HasPrefix(id, "mail.") {
			continue
		}
		delete(forms, "description")
		for _, text := range forms {
			literals := placeholder.Split(text, -1)
			for i := range literals {
				literals[i] = spaced(literals[i])
			}
			made = append(made, pattern{literals, sync.OnceValue(func() []*regexp.Regexp { return readings(literals) })})
		}
	}
	patterns[language] = made
	return made
}

// readings take what stands between the literals as values. A value may hold what
// stands around it, so the shortest and the longest count.
func readings(literals []string) (made []*regexp.Regexp) {
	for _, value := range []string{`(.+?)`, `(.+)`} {
		var whole strings.Builder
		for i, literal := range literals {
			if i > 0 {
				whole.WriteString(value)
			}
			whole.WriteString(regexp.QuoteMeta(literal))
		}
		made = append(made, regexp.MustCompile(`^`+whole.String()+`$`))
	}
	return made
}

func newOracle(t *testing.T, language string, f *Facts) *oracle {
	t.Helper()
	o := &oracle{messages: patternsOf(t, language), facts: map[string]bool{"": true, "--": true, "* * *": true, ProductName: true}}
	o.learn(language, f)
	return o
}

// learn takes in what the facts say, written for the language's readers.
func (o *oracle) learn(language string, f *Facts) {
	l := i18n.For(language)
	w := &writer{l: l, facts: f, zone: f.zone(), language: model.LanguageTag(language)}
	know := func(texts ...string) {
		for _, text := range texts {
			o.facts[spaced(text)] = true
		}
	}
	know("1", "2", "3", "4", "5", "8", f.Recipient.FullName, "Bo Lund Demo", "Kim Holm Demo", "Satō Hanako")
	know(f.Links.Programme, f.Links.HostAnswer, f.Links.Survey, f.Links.Workspace, f.Links.OptOut, f.Links.Offer, f.Links.Outcome, f.Links.Seat, f.Links.Assessment)
	know(l.ZoneName(model.Copenhagen))
	for _, name := range f.Organisations {
		know(name)
	}
	if f.Tour != nil {
		tour := f.Tour.Common()
		know(tour.Owner.FullName, tour.Owner.Email, bare(w.dateRange(tour.StartsOn, tour.EndsOn)))
		o.learnTour(w, f)
		return
	}
	if m := f.Mission; m != nil {
		know(m.Owner.FullName, m.Owner.Email, bare(w.named(m.Title)), bare(w.dateRange(m.StartsOn, m.EndsOn)), m.City, f.Company)
		know(f.Application.Feedback, f.Application.Contact.FullName, bare(w.longDate(*f.AppealUntil)))
		for _, at := range []time.Time{*m.Deadline, *f.Application.OfferedAt, *f.Application.OfferExpiresAt} {
			know(bare(w.moment(at)), bare(w.longDate(model.DateOf(at.In(w.zone)))))
		}
		return
	}
	if a := f.Assessment; a != nil {
		know(f.Company, a.Adviser.FullName, bare(w.country(a.CountryCode)), l.Number(int64(a.Result.Answered)), l.Number(int64(a.Result.Questions)))
		for _, at := range []time.Time{a.LastSavedAt, *a.ExpiresAt, f.SilentSince, f.Now.Add(model.AssessmentLinkLasts)} {
			know(bare(w.longDate(model.DateOf(at.In(w.zone)))))
		}
		return
	}
	if m := f.Milestone; m != nil {
		know(bare(w.named(m.Title)), bare(w.country(m.LighthouseCountry.CountryCode)), bare(w.longDate(m.ForecastOn)), l.Number(int64(m.DaysLate())))
		return
	}
	know(f.Delegation.Owner.FullName, f.Delegation.Owner.Email)
	know(bare(w.Visit()), bare(w.typed(f.Delegation.Purpose)), bare(w.dateRange(f.Delegation.StartsOn, f.Delegation.EndsOn)))
	know(bare(w.longDate(f.Delegation.RequestedOn)))
	languages := []string{bare(w.spoken("en")), bare(w.spoken("ja"))}
	slices.SortFunc(languages, l.Collator().Compare)
	know(l.List(languages...))
	sessions := slices.Clone(f.Sessions)
	for _, c := range f.Changes {
		sessions = append(sessions, *c.After)
	}
	for i := range sessions {
		s := &sessions[i]
		know(s.City, s.Venue, s.Room, bare(w.clock(s)), bare(w.longDate(w.day(s))))
	}
	for _, a := range f.Asked {
		know(bare(w.longDate(model.DateOf(a.AskedAt.In(w.zone)))))
	}
	for _, one := range f.FollowUps {
		know(one.Title, bare(w.longDate(one.DueOn)))
	}
}

// learnTour takes in what the facts of a registration say.
func (o *oracle) learnTour(w *writer, f *Facts) {
	know := func(texts ...string) {
		for _, text := range texts {
			o.facts[spaced(text)] = true
		}
	}
	edition := f.Tour.(*model.TourEdition)
	know(w.l.ZoneName(model.Copenhagen), bare(w.tour()), edition.PaperURL, edition.ReportURL)
	for _, name := range f.Organisations {
		know(name)
	}
	for _, line := range f.Registration.Lines {
		stop := snapshotOfStop(line.Stop)
		know(stop.City, stop.Venue, bare(w.clock(&stop)), bare(w.longDate(w.day(&stop))))
		if line.OfferExpiresAt != nil {
			until := line.OfferExpiresAt.In(w.zone)
			know(bare(w.longDate(model.DateOf(until))), w.l.Time(until))
		}
	}
}

// knows tells whether a line is a fact, or a message of the language whose
// values are known in turn.
func (o *oracle) knows(line string) bool {
	line = strings.TrimSpace(spaced(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(line)))
	if o.facts[line] {
		return true
	}
	return slices.ContainsFunc(o.messages, func(m pattern) bool {
		return m.near(line) && slices.ContainsFunc(m.readings(), func(whole *regexp.Regexp) bool {
			found := whole.FindStringSubmatch(line)
			return found != nil && (len(found) == 1 || found[1] != line) &&
				!slices.ContainsFunc(found[min(1, len(found)):], func(value string) bool { return !o.knows(value) })
		})
	})
}

var (
	unseen = regexp.MustCompile(`(?s)<style.*?</style>|<meta[^>]*>`)
	inline = regexp.MustCompile(`</?(bdi|a)\b[^>]*>`)
	markup = regexp.MustCompile(`<[^>]*>`)
)

// visible are the lines that a reader of the HTML sees.
func visible(document string) []string {
	document = unseen.ReplaceAllString(document, "")
	document = inline.ReplaceAllString(document, "")
	return strings.Split(html.UnescapeString(markup.ReplaceAllString(document, "\n")), "\n")
}

func TestNoMailHoldsTwoLanguages(t *testing.T) {
	checked := 0
	for _, language := range i18n.Languages() {
		for _, template := range Templates() {
			f := SampleFacts(template, language.Tag)
			m := compose(t, template, f, language.Tag)
			if m.Fallback {
				continue // a gap of the catalogue, which its own gates report
			}
			checked++
			o := newOracle(t, language.Tag, &f)
			lines := append(visible(m.HTML), strings.Split(m.Text, "\n")...)
			lines = append(lines, m.Subject, m.From.Name)
			if m.Calendar != nil {
				for _, event := range parse(t, m.Calendar.Data).Events() {
					for _, name := range []string{"SUMMARY", "DESCRIPTION"} {
						text, err := event.Props.Text(name)
						if err != nil {
							t.Fatal(err)
						}
						lines = append(lines, text)
					}
				}
			}
			for _, line := range lines {
				if !o.knows(line) {
					t.Errorf("%s in %s says %q, which is neither its language's nor a fact", template, language.Tag, line)
				}
			}
		}
	}
	if checked < 2*len(Templates()) {
		t.Errorf("only %d mails were without gaps", checked)
	}
}

func TestTheOracleKnowsALiar(t *testing.T) {
	f := SampleFacts(TemplateProgramme, "da")
	o := newOracle(t, "da", &f)
	for line, known := range map[string]bool{
		"Kære Alex Demo": true, "Dear Alex Demo,": false, "Kære Somebody Else": false, "Sted: Odense": true,
		"Sted: a place": false, "Place: Odense": false,
	} {
		if o.knows(line) != known {
			t.Errorf("%q: known is %v", line, !known)
		}
	}
}
