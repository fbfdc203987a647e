package mail

import (
	"slices"
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

func compose(t *testing.T, template string, f Facts, language string) Message {
	t.Helper()
	m, err := Compose(template, f, i18n.For(language))
	if err != nil {
		t.Fatalf("%s in %s: %v", template, language, err)
	}
	return m
}

func TestEveryTemplateIsWrittenInEveryLanguage(t *testing.T) {
	for _, language := range i18n.Languages() {
		for _, template := range Templates() {
			m := compose(t, template, SampleFacts(template, language.Tag), language.Tag)
			r := receive(t, &m)
			if got := r.header.Get(HeaderContentLanguage); got != language.Tag {
				t.Errorf("%s in %s says that it is in %q", template, language.Tag, got)
			}
			if got := r.decoded(t, "Subject"); got != m.Subject || strings.Contains(got, "mail.") || got == "" {
				t.Errorf("%s in %s has the subject %q", template, language.Tag, got)
			}
			if frame := `<html lang="` + language.Tag + `" dir="` + string(language.Direction) + `">`; !strings.Contains(m.HTML, frame) {
				t.Errorf("%s in %s does not begin with %s", template, language.Tag, frame)
			}
			for _, text := range []string{m.Text, m.HTML} {
				for _, wrong := range []string{"<no value>", "{{", "mail.", string(fenceOpen), string(fenceText), string(fenceClose), "fyr0", "ZgotmplZ"} {
					if strings.Contains(text, wrong) {
						t.Errorf("%s in %s holds %q", template, language.Tag, wrong)
					}
				}
			}
			if i := slices.IndexFunc(r.parts, func(p part) bool { return p.kind == "text/html" }); i != 1 || r.parts[0].kind != "text/plain" {
				t.Errorf("%s in %s: text and HTML are not the first two parts", template, language.Tag)
			}
			if got := strings.ReplaceAll(r.parts[0].body, "\r\n", "\n"); strings.TrimRight(got, "\n") != strings.TrimRight(m.Text, "\n") {
				t.Errorf("%s in %s: the text part arrives as %q", template, language.Tag, got)
			}
			if (m.Calendar != nil) != (len(r.parts) == 3) {
				t.Fatalf("%s in %s has %d parts", template, language.Tag, len(r.parts))
			}
			if m.Calendar == nil {
				continue
			}
			last := r.parts[2]
			if last.kind != "text/calendar" || last.params["method"] != m.Calendar.Method || !strings.EqualFold(last.params["charset"], "utf-8") {
				t.Errorf("%s in %s: the calendar part is %s %v", template, language.Tag, last.kind, last.params)
			}
			if got := parse(t, []byte(last.body)).Props.Get(ical.PropMethod).Value; got != m.Calendar.Method {
				t.Errorf("%s in %s: method %s inside, %s outside", template, language.Tag, got, m.Calendar.Method)
			}
		}
	}
}

func TestTheSourceLanguagesMissNothing(t *testing.T) {
	for _, language := range []string{"da", "en"} {
		for _, template := range Templates() {
			if m := compose(t, template, SampleFacts(template, language), language); m.Fallback {
				t.Errorf("%s in %s fell back", template, language)
			}
		}
	}
}

func TestStylesStandOnTheElements(t *testing.T) {
	m := compose(t, TemplateProgramme, SampleFacts(TemplateProgramme, "en"), "en")
	for _, want := range []string{
		`href="https://fyrtaarn.example/p/programme"`, `display:inline-block`, `<td class="band" style="`, "@media (prefers-color-scheme: dark)",
	} {
		if !strings.Contains(strings.ReplaceAll(m.HTML, ": ", ":"), strings.ReplaceAll(want, ": ", ":")) {
			t.Errorf("%q is not in\n%s", want, m.HTML)
		}
	}
	if n := strings.Count(m.HTML, "<p>"); n > 0 {
		t.Errorf("%d paragraphs have no style", n)
	}
}

func TestTimesAreTheVenuesAndSaySo(t *testing.T) {
	f := SampleFacts(TemplateProgramme, "en")
	f.Recipient.TimeZone = "Asia/Tokyo"
	m := compose(t, TemplateProgramme, f, "en")
	for _, want := range []string{"Tuesday, 9 March 2027", "09:00–10:15", "Copenhagen Time", "Wednesday, 10 March 2027"} {
		if !strings.Contains(spaced(m.Text), want) || !strings.Contains(spaced(m.HTML), want) {
			t.Errorf("%q is not in the mail:\n%s", want, m.Text)
		}
	}
	if n := strings.Count(m.Text, "Copenhagen Time"); n != 1 {
		t.Errorf("the zone is named %d times", n)
	}
}

// spaced makes every kind of space a plain one, as a reader sees it.
func spaced(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u2009", " ", "\u202f", " ").Replace(text)
}

func TestAnUntranslatedTitleIsMarkedForProgramAndReader(t *testing.T) {
	f := SampleFacts(TemplateProgramme, "en")
	f.Sessions[0].Title = model.Localized(model.Danish, "Rundvisning <i> køkkenet")
	m := compose(t, TemplateProgramme, f, "en")
	if want := `<bdi lang="da">Rundvisning &lt;i&gt; køkkenet</bdi> (not translated)`; !strings.Contains(m.HTML, want) {
		t.Errorf("%s is not in\n%s", want, m.HTML)
	}
	if want := "Rundvisning <i> køkkenet (not translated)"; !strings.Contains(m.Text, want) {
		t.Errorf("%s is not in\n%s", want, m.Text)
	}
	if !m.Fallback {
		t.Error("the mail does not tell that it fell back")
	}
	summary := parse(t, m.Calendar.Data).Events()[0].Props.Get(ical.PropSummary)
	if summary.Params.Get(ical.ParamLanguage) != "da" {
		t.Errorf("the calendar says that it is %q", summary.Params.Get(ical.ParamLanguage))
	}
}

func TestATitleInSeveralLanguagesIsTheReaders(t *testing.T) {
	f := SampleFacts(TemplateProgramme, "da")
	f.Sessions[0].Title = model.LocalizedText{Source: "en", Version: 1, Texts: map[model.LanguageTag]model.Translation{
		"en": {Text: "Kitchen tour", SourceVersion: 1}, "da": {Text: "Køkkenrundvisning", SourceVersion: 1},
	}}
	m := compose(t, TemplateProgramme, f, "da")
	if m.Fallback || strings.Contains(m.HTML, "Kitchen") || !strings.Contains(m.Text, "Køkkenrundvisning") {
		t.Errorf("not in the reader's language:\n%s", m.Text)
	}
	if got, err := parse(t, m.Calendar.Data).Events()[0].Props.Text(ical.PropSummary); err != nil || got != "Køkkenrundvisning" {
		t.Errorf("the calendar says %q", got)
	}
}

func TestLatinNamesAndTimesKeepTheirDirectionInArabic(t *testing.T) {
	m := compose(t, TemplateProgramme, SampleFacts(TemplateProgramme, "ar"), "ar")
	for _, want := range []string{"<bdi>Hvidovre Hospital</bdi>", "<bdi>Alex Demo</bdi>"} {
		if !strings.Contains(m.HTML, want) {
			t.Errorf("%s is not in the HTML", want)
		}
	}
	if !strings.Contains(m.Text, "\u2068Hvidovre Hospital\u2069") {
		t.Error("the name is not isolated in the text")
	}
	if strings.ContainsAny(m.Subject, "\u2068\u2069") {
		t.Errorf("marks in the subject %q", m.Subject)
	}
	f := SampleFacts(TemplateProgramme, "en")
	f.Recipient.FullName = "د. ليلى بنت سالم المثال"
	if m := compose(t, TemplateProgramme, f, "en"); !strings.Contains(m.HTML, "<bdi>د. ليلى بنت سالم المثال</bdi>") {
		t.Error("an Arabic name is not isolated in an English mail")
	}
}

func TestWhatPeopleTypedCannotBreakTheMail(t *testing.T) {
	evil := "<script>alert(1)</script>\r\nBcc: b@x.example\u202egnp.exe " + string(fenceOpen) + "da" + string(fenceText)
	f := SampleFacts(TemplateProgramme, "en")
	f.Recipient.FullName = evil
	f.Delegation.Title = model.Localized(model.English, evil)
	for i := range f.Sessions {
		f.Sessions[i].Title = model.Localized(`en" onload="x`, evil)
		f.Sessions[i].City, f.Sessions[i].Group = evil, evil
	}
	m := compose(t, TemplateProgramme, f, "en")
	for _, wrong := range []string{"<script", "\u202e", string(fenceOpen), `onload="`} {
		if strings.Contains(m.HTML, wrong) {
			t.Errorf("the HTML holds %q", wrong)
		}
	}
	r := receive(t, &m)
	if r.header.Get("Bcc") != "" || strings.ContainsAny(m.Subject, "\r\n") {
		t.Errorf("the subject %q injected a header", m.Subject)
	}
	parse(t, m.Calendar.Data)
}

func TestOnlyWhatCanBeRefusedCarriesTheLink(t *testing.T) {
	f := SampleFacts(TemplateSurveyAgain, "en")
	f.Links.OptOut = "https://fyrtaarn.example/p/stop?t=" + strings.Repeat("x", 120)
	m := compose(t, TemplateSurveyAgain, f, "en")
	r := receive(t, &m)
	if got := r.header.Get(HeaderUnsubscribe); got != "<"+f.Links.OptOut+">" {
		t.Errorf("List-Unsubscribe is %q", got)
	}
	if got := r.header.Get(HeaderUnsubscribePost); got != "List-Unsubscribe=One-Click" {
		t.Errorf("List-Unsubscribe-Post is %q", got)
	}
	if !strings.Contains(m.Text, f.Links.OptOut) || !strings.Contains(m.HTML, f.Links.OptOut) {
		t.Error("the reader cannot see the link")
	}
	if got := r.header.Get(HeaderReminderKey); got != "sample.surveyAgain" {
		t.Errorf("X-Reminder-Key is %q", got)
	}
	if got := r.header.Get(HeaderAutoSubmitted); got != "auto-generated" {
		t.Errorf("Auto-Submitted is %q", got)
	}
	mandatory := compose(t, TemplateProgramme, SampleFacts(TemplateProgramme, "en"), "en")
	if r := receive(t, &mandatory); r.header.Get(HeaderUnsubscribe) != "" || r.header.Get(HeaderUnsubscribePost) != "" {
		t.Error("a mail that cannot be refused offers it")
	}
}

func TestTheContentHashIsAboutWhatIsSaid(t *testing.T) {
	f := SampleFacts(TemplateProgramme, "en")
	first := compose(t, TemplateProgramme, f, "en")
	f.Links.Programme += "?signature=other"
	f.Now = f.Now.Add(time.Hour)
	if again := compose(t, TemplateProgramme, f, "en"); again.ContentHash != first.ContentHash {
		t.Error("another link or hour is another content")
	}
	f.Sessions[0].StartsAt = f.Sessions[0].StartsAt.Add(time.Minute)
	if moved := compose(t, TemplateProgramme, f, "en"); moved.ContentHash == first.ContentHash {
		t.Error("another time is the same content")
	}
}

func TestAMailGoesWhereItsRecipientWantsIt(t *testing.T) {
	f := SampleFacts(TemplateProgramme, "en")
	m := compose(t, TemplateProgramme, f, "en")
	if m.To != (Address{"Alex Demo", "alex@visitor.example"}) || m.From.Name != "Fyrtårn on behalf of Danish Life Science Cluster" {
		t.Errorf("from %v to %v", m.From, m.To)
	}
	f.To = Address{"Secretary", "office@visitor.example"}
	m = compose(t, TemplateProgramme, f, "en")
	if m.To != f.To || !strings.HasPrefix(m.Text, "Dear Alex Demo,") {
		t.Errorf("to %v: %.30q", m.To, m.Text)
	}
}

func TestMissingFactsAreNamed(t *testing.T) {
	for _, template := range Templates() {
		_, err := Compose(template, Facts{Recipient: &model.Person{}, From: Address{Email: "a@x.example"}}, i18n.For("en"))
		if err == nil {
			t.Errorf("%s was written about nothing", template)
		}
		if _, err := Compose(template, Facts{}, i18n.For("en")); err == nil {
			t.Errorf("%s was written to nobody", template)
		}
	}
	if _, err := Compose("party", SampleFacts(TemplateThanks, "en"), i18n.For("en")); err == nil {
		t.Error("an unknown template was written")
	}
}
