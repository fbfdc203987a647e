package mail

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// Sample is one template written with invented facts, for people who look at
// mails before anybody gets them.
type Sample struct {
	Template string
	Message  Message
}

// Samples writes every template in one language. The facts are the same for
// each language and never change.
func Samples(language string) ([]Sample, error) {
	var samples []Sample
	for _, template := range Templates() {
		m, err := Compose(template, SampleFacts(template, language), i18n.For(language))
		if err != nil {
			return nil, err
		}
		samples = append(samples, Sample{template, m})
	}
	return samples, nil
}

// RenderSamples writes every template in every language as a file of its own,
// <template>.<language>.eml, and answers how many. The folder is made if it is
// not there.
func RenderSamples(dir string) (files int, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return 0, fmt.Errorf("mail samples: %w", err)
	}
	for _, language := range i18n.Languages() {
		samples, err := Samples(language.Tag)
		if err != nil {
			return files, err
		}
		for i := range samples {
			name := filepath.Join(dir, samples[i].Template+"."+language.Tag+".eml")
			if err := writeMessage(name, &samples[i].Message); err != nil {
				return files, err
			}
			files++
		}
	}
	return files, nil
}

func writeMessage(name string, m *Message) (err error) {
	f, err := os.Create(name) //nolint:gosec // the folder is the operator's choice
	if err != nil {
		return fmt.Errorf("mail samples: %w", err)
	}
	defer func() {
		if closing := f.Close(); err == nil && closing != nil {
			err = fmt.Errorf("mail samples: %w", closing)
		}
	}()
	_, err = m.WriteTo(f)
	return err
}

// sampleID is an id that is the same in every run.
func sampleID(n byte) model.ID { return uuid.UUID{6: 0x70, 8: 0x80, 15: n} }

// inEvery is a message of the catalogue as a text that exists in all languages.
func inEvery(id string) model.LocalizedText {
	t := model.LocalizedText{Source: model.English, Version: 1, Texts: map[model.LanguageTag]model.Translation{}}
	for _, language := range i18n.Languages() {
		text := i18n.For(language.Tag).Text(id, nil)
		t.Texts[model.LanguageTag(language.Tag)] = model.Translation{Text: text, SourceVersion: 1}
	}
	return t
}

// SampleFacts are invented facts that every template can be written with.
func SampleFacts(template, language string) Facts {
	hospital, lab, organiser, visitor := sampleID(1), sampleID(2), sampleID(3), sampleID(4)
	interpreter := &model.Person{ID: sampleID(5), FullName: "Kim Holm Demo"}
	owner := &model.Person{
		ID: sampleID(6), FullName: "Asta Åkjær Demo", Email: "asta@fyrtaarn.example", Language: model.Danish,
		TimeZone: model.Copenhagen,
	}
	recipient := &model.Person{
		ID: sampleID(7), FullName: "Alex Demo", Email: "alex@visitor.example", Language: model.LanguageTag(language),
		TimeZone: "Asia/Tokyo",
	}
	size := 8
	d := &model.Delegation{
		Activity: model.Activity{
			ID: sampleID(8), Reference: "demo-sample", Title: inEvery("mail.sample.visit"), TimeZone: model.Copenhagen,
			StartsOn: model.NewDate(2027, time.March, 9), EndsOn: model.NewDate(2027, time.March, 10),
			City: "København", HostID: &organiser, Owner: owner,
		},
		Purpose: inEvery("mail.sample.purpose"), OrganisationID: &visitor, ExpectedSize: &size,
		RequestedOn: model.NewDate(2027, time.February, 24),
	}
	sessions := sampleSessions(hospital, lab, interpreter.ID)
	moved := sessions[1]
	moved.StartsAt, moved.EndsAt, moved.Room = moved.StartsAt.Add(time.Hour), moved.EndsAt.Add(time.Hour), "Auditorium 3"
	moved.Sequence++
	dropped := sessions[2]
	dropped.Cancelled = true
	dropped.Sequence++
	f := Facts{
		Now:       time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC),
		MessageID: "sample-" + template + "-" + language + "@fyrtaarn.example", ReminderKey: "sample." + template,
		From: Address{Email: "noreply@fyrtaarn.example"}, Recipient: recipient, Delegation: d,
		Organisations: map[model.ID]string{
			hospital: "Hvidovre Hospital", lab: "Living Lab Odense (demo)", organiser: "Danish Life Science Cluster",
			visitor: "Kita Health Council Demo",
		},
		People:   map[model.ID]*model.Person{interpreter.ID: interpreter},
		Sessions: sessions,
		Changes: model.ProgrammeChanges{
			{SessionID: moved.SessionID, Kind: model.ChangeMoved, Before: &sessions[1], After: &moved},
			{SessionID: moved.SessionID, Kind: model.ChangeRelocated, Before: &sessions[1], After: &moved},
			{SessionID: dropped.SessionID, Kind: model.ChangeCancelled, Before: &sessions[2], After: &dropped},
		},
		Invitation: &model.HostInvitation{SessionID: sessions[0].SessionID, OrganisationID: hospital},
		Asked: []AskedHost{{
			Organisation: "Hvidovre Hospital", Contact: &model.Person{FullName: "Bo Lund Demo"}, Session: sessions[0],
			AskedAt: time.Date(2027, time.February, 22, 8, 0, 0, 0, time.UTC),
		}},
		Delegates: []*model.Delegate{
			{Role: model.DelegateHead, Consent: model.ListPublic, Person: &model.Person{FullName: "Satō Hanako", Language: "ja"}},
			{Role: model.DelegateMember, Person: &model.Person{FullName: "Suzuki Ichirō", Language: "ja"}},
			{Role: model.DelegateInterpreter, Person: &model.Person{FullName: "Alex Demo", Language: "en"}},
		},
		FollowUps: []*model.FollowUp{{
			Title: i18n.For(language).Text("mail.sample.followUp", nil), DueOn: model.NewDate(2027, time.February, 26), Activity: d,
		}},
		Links: Links{
			Programme: "https://fyrtaarn.example/p/programme", HostAnswer: "https://fyrtaarn.example/p/host",
			Survey: "https://fyrtaarn.example/p/survey", Workspace: "https://fyrtaarn.example/visits/demo-sample",
		},
	}
	if _, ok := missionFillers[template]; ok {
		f.Delegation = nil
		f.Mission, f.Application, f.Company = sampleMission(organiser, owner, recipient), sampleApplication(), "Fjordpuls Demo ApS"
		f.AppealUntil = new(model.NewDate(2027, time.March, 15))
		f.Links.Offer, f.Links.Outcome = "https://fyrtaarn.example/p/offer", "https://fyrtaarn.example/p/outcome"
	}
	if tourFillers[template] != nil {
		sampleTour(&f, hospital, lab)
	}
	if assessmentFillers[template] != nil {
		sampleAssessment(&f, owner)
	}
	if milestoneFillers[template] != nil {
		sampleMilestone(&f)
	}
	if template == TemplateSurveyAgain || template == TemplateDigest {
		f.Links.OptOut = "https://fyrtaarn.example/p/stop"
	}
	if template == TemplateDigest {
		f.Items = []Item{
			{TemplateFollowUpDue, SampleFacts(TemplateFollowUpDue, language)},
			{TemplateProgrammeChanged, SampleFacts(TemplateProgrammeChanged, language)},
		}
	}
	return f
}

func sampleMission(organiser model.ID, owner, recipient *model.Person) *model.TradeMission {
	deadline := time.Date(2027, time.March, 17, 22, 59, 0, 0, time.UTC)
	recipient.TimeZone = model.Copenhagen // companies are Danish
	return &model.TradeMission{
		Activity: model.Activity{
			ID: sampleID(14), Reference: "demo-sample", Title: inEvery("mail.sample.mission"), TimeZone: "Asia/Tokyo", City: "Tokyo", CountryCode: "JP",
			HostID: &organiser, Owner: owner, StartsOn: model.NewDate(2027, time.April, 5), EndsOn: model.NewDate(2027, time.April, 8),
		},
		State: model.MissionAnnounced, Deadline: &deadline,
	}
}

func sampleApplication() *model.MissionApplication {
	offered := time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)
	expires := offered.Add(48 * time.Hour)
	return &model.MissionApplication{
		ID: sampleID(15), State: model.ApplicationAccepted, OfferedAt: &offered, OfferExpiresAt: &expires, ConfirmedAt: &offered,
		Contact: &model.Person{FullName: "Kontakt 01 Demo"}, Position: 2, Feedback: "A clear product; the plan for the market is thin.",
		Ineligible: model.IneligibleReasons{model.IneligibleLevel, model.IneligibleDeMinimis, model.IneligibleDeadline},
	}
}

func sampleSessions(hospital, lab, interpreter model.ID) model.SessionSnapshots {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2027, time.March, day, hour-1, minute, 0, 0, time.UTC) // Copenhagen is an hour ahead
	}
	return model.SessionSnapshots{
		{
			SessionID: sampleID(11), Kind: model.SessionSiteVisit, Title: inEvery("mail.kind.siteVisit"),
			StartsAt: at(9, 9, 0), EndsAt: at(9, 10, 15), City: "Hvidovre", Venue: "Hvidovre Hospital", Room: "Auditorium 2",
			HostID: &hospital, InterpreterID: &interpreter, Language: model.Danish,
		},
		{
			SessionID: sampleID(12), Kind: model.SessionPresentation, Title: inEvery("mail.kind.presentation"),
			StartsAt: at(9, 13, 0), EndsAt: at(9, 14, 15), City: "København", Room: "Auditorium 1", Language: model.English,
		},
		{
			SessionID: sampleID(13), Kind: model.SessionCompanyMeeting, Title: inEvery("mail.kind.companyMeeting"),
			StartsAt: at(10, 10, 45), EndsAt: at(10, 12, 0), City: "Odense", HostID: &lab, Sequence: 1,
		},
	}
}
