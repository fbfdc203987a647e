package mail

import (
	"embed"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"slices"
	"sync"
	texttemplate "text/template"
)

// The mails that can be written. Each constant says what its Facts must hold
// beside Now, MessageID, From and Recipient.
const (
	// TemplateHostInvitation asks a host whether it receives the group:
	// Delegation, Invitation, Links.HostAnswer.
	TemplateHostInvitation = "hostInvitation"
	// TemplateHostsUnconfirmed reminds a host of the question: as above.
	TemplateHostsUnconfirmed = "hostsUnconfirmed"
	// TemplateHostsUnconfirmedEscalated tells owner or lead who was asked and
	// did not answer: Delegation, Asked.
	TemplateHostsUnconfirmedEscalated = "hostsUnconfirmedEscalated"
	// TemplateHostBriefing tells a host who comes, when and where: Delegation,
	// Invitation, Delegates where known.
	TemplateHostBriefing = "hostBriefing"
	// TemplateProgramme is the final programme: Delegation, Sessions.
	TemplateProgramme = "programme"
	// TemplateProgrammeChanged says what was and what is: Delegation, Changes.
	TemplateProgrammeChanged = "programmeChanged"
	// TemplateThanks thanks and asks how it was: Delegation, Links.Survey.
	TemplateThanks = "thanks"
	// TemplateSurveyAgain asks once more: Delegation, Links.Survey.
	TemplateSurveyAgain = "surveyAgain"
	// TemplateCancelled says that the visit does not take place: Delegation,
	// Sessions.
	TemplateCancelled = "cancelled"
	// TemplateDelegationUnanswered tells owner or lead that a request waits:
	// Delegation.
	TemplateDelegationUnanswered = "delegationUnanswered"
	// TemplateFollowUpDue lists what its owner has promised: FollowUps.
	TemplateFollowUpDue = "followUpDue"
	// TemplateTourConfirmed tells what is confirmed: Tour, Registration.
	TemplateTourConfirmed = "tourConfirmed"
	// TemplateTourWaitlisted tells the place in the line: Tour,
	// Registration.
	TemplateTourWaitlisted = "tourWaitlisted"
	// TemplateTourOffered offers seats: Tour, Registration, Links.Seat.
	TemplateTourOffered = "tourOffered"
	// TemplateTourOfferEnding says that an offer runs out: as above.
	TemplateTourOfferEnding = "tourOfferEnding"
	// TemplateTourCancelled says which stops do not take place: Tour,
	// Registration.
	TemplateTourCancelled = "tourCancelled"
	// TemplateTourMoved says when and where the stops are now: Tour, Registration.
	TemplateTourMoved = "tourMoved"
	// TemplateTourReminder says what is soon: Tour, Registration.
	TemplateTourReminder = "tourReminder"
	// TemplateTourPaper sends the discussion paper: Tour, Registration.
	TemplateTourPaper = "tourPaper"
	// TemplateTourThanks sends the report: Tour, Registration.
	TemplateTourThanks = "tourThanks"
	// TemplateTourPaperLate tells the owner that there is no discussion paper: Tour.
	TemplateTourPaperLate = "tourPaperLate"
	// TemplateTourReportLate tells the owner that there is no report: Tour.
	TemplateTourReportLate = "tourReportLate"
	// TemplateAssessmentUnfinished asks a company to go on answering: Assessment,
	// Company, Links.Assessment.
	TemplateAssessmentUnfinished = "assessmentUnfinished"
	// TemplateAssessmentExpiring says when the first answers are too old:
	// Assessment, Company, Links.Assessment for the company's own people.
	TemplateAssessmentExpiring = "assessmentExpiring"
	// TemplateAssessmentSilent tells an adviser that a company waits, or the lead
	// that nobody has taken its answers: Assessment, Company, SilentSince.
	TemplateAssessmentSilent = "assessmentSilent"
	// TemplateAssessmentSilentEscalated tells the lead whom the company waits
	// for: as above.
	TemplateAssessmentSilentEscalated = "assessmentSilentEscalated"
	// TemplateMilestoneDue says what is expected soon: Milestone.
	TemplateMilestoneDue = "milestoneDue"
	// TemplateMilestoneLate says what is due and not reached: Milestone.
	TemplateMilestoneLate = "milestoneLate"
	// TemplateDigest holds several mails to one person: Items.
	TemplateDigest = "digest"
)

var templateNames = []string{
	TemplateHostInvitation, TemplateHostsUnconfirmed, TemplateHostsUnconfirmedEscalated, TemplateHostBriefing,
	TemplateProgramme, TemplateProgrammeChanged, TemplateThanks, TemplateSurveyAgain, TemplateCancelled,
	TemplateDelegationUnanswered, TemplateFollowUpDue, TemplateDigest,
	TemplateMissionCallCloses, TemplateMissionOffer, TemplateMissionWaitlisted, TemplateMissionRejected, TemplateMissionIneligible,
	TemplateMissionUnconfirmed, TemplateMissionUnconfirmedEscalated, TemplateMissionConfirmed, TemplateMissionLapsed,
	TemplateMissionWithdrawn, TemplateMissionCancelled, TemplateMissionOutcome,
	TemplateTourConfirmed, TemplateTourWaitlisted, TemplateTourOffered, TemplateTourOfferEnding, TemplateTourCancelled, TemplateTourMoved,
	TemplateTourReminder, TemplateTourPaper, TemplateTourThanks, TemplateTourPaperLate, TemplateTourReportLate,
	TemplateAssessmentUnfinished, TemplateAssessmentExpiring, TemplateAssessmentSilent, TemplateAssessmentSilentEscalated,
	TemplateMilestoneDue, TemplateMilestoneLate,
}

// Templates lists the names of all templates that a rule may use.
func Templates() []string { return slices.Clone(templateNames) }

//go:embed templates/*
var templateFiles embed.FS

// templateSet is every template, parsed and with its styles inlined.
type templateSet struct {
	html map[string]*htmltemplate.Template
	text map[string]*texttemplate.Template
}

// layout is the frame around every mail; parts are shared by several mails.
const (
	layout = "layout"
	parts  = "parts"
)

var loadTemplates = sync.OnceValues(func() (*templateSet, error) {
	return parseTemplates(templateFiles)
})

// Prepare parses the templates now instead of with the first mail, and tells
// whether all are whole.
func Prepare() error {
	_, err := loadTemplates()
	return err
}

func parseTemplates(files fs.FS) (*templateSet, error) {
	css, err := fs.ReadFile(files, "templates/style.css")
	if err != nil {
		return nil, fmt.Errorf("mail templates: %w", err)
	}
	set := &templateSet{html: map[string]*htmltemplate.Template{}, text: map[string]*texttemplate.Template{}}
	sharedHTML, err := readHTML(files, parts, string(css))
	if err != nil {
		return nil, err
	}
	sharedText, err := fs.ReadFile(files, "templates/"+parts+".gotxt")
	if err != nil {
		return nil, fmt.Errorf("mail templates: %w", err)
	}
	for _, name := range append([]string{layout}, templateNames...) {
		source, err := readHTML(files, name, string(css))
		if err != nil {
			return nil, err
		}
		if set.html[name], err = parseHTML(name, sharedHTML, source); err != nil {
			return nil, fmt.Errorf("mail template %s: %w", name, err)
		}
		text, err := fs.ReadFile(files, "templates/"+name+".gotxt")
		if err != nil {
			return nil, fmt.Errorf("mail templates: %w", err)
		}
		if set.text[name], err = parseText(name, string(sharedText), string(text)); err != nil {
			return nil, fmt.Errorf("mail template %s: %w", name, err)
		}
	}
	return set, nil
}

func readHTML(files fs.FS, name, css string) (string, error) {
	source, err := fs.ReadFile(files, "templates/"+name+".gohtml")
	if err != nil {
		return "", fmt.Errorf("mail templates: %w", err)
	}
	return inlineStyles(string(source), css, name == layout)
}

func parseHTML(name, shared, source string) (*htmltemplate.Template, error) {
	t, err := htmltemplate.New(parts).Option("missingkey=error").Parse(shared)
	if err != nil {
		return nil, err
	}
	return t.New(name).Parse(source)
}

func parseText(name, shared, source string) (*texttemplate.Template, error) {
	t, err := texttemplate.New(parts).Option("missingkey=error").Parse(shared)
	if err != nil {
		return nil, err
	}
	return t.New(name).Parse(source)
}
