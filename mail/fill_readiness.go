package mail

import (
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// assessmentFillers say what the mails about assessments show.
var assessmentFillers = map[string]func(*view, *model.Assessment){
	TemplateAssessmentUnfinished:      fillUnfinished,
	TemplateAssessmentExpiring:        fillExpiring,
	TemplateAssessmentSilent:          fillSilent,
	TemplateAssessmentSilentEscalated: fillSilentEscalated,
}

// fillAssessment makes a filler of the general kind of one for assessments.
func fillAssessment(template string, fill func(*view, *model.Assessment)) func(*templateSet, *view) error {
	return func(_ *templateSet, v *view) error {
		if v.facts.Assessment == nil {
			return missing(template, "Assessment")
		}
		fill(v, v.facts.Assessment)
		return nil
	}
}

// country is the name of a country in the mail's language.
func (w *writer) country(code model.CountryCode) phrase {
	return phrase(i18n.CountryNames(string(code))[w.l.Language()])
}

// ofAssessment is a message about the assessment, which names company and market.
func (v *view) ofAssessment(id string, pairs ...any) phrase {
	f := v.facts
	return v.text(id, append([]any{"Company", fence(f.Company, ""), "Market", v.country(f.Assessment.CountryCode)}, pairs...)...)
}

// sayOf adds a sentence about the assessment.
func (v *view) sayOf(id string, pairs ...any) {
	v.Paragraphs = append(v.Paragraphs, v.ofAssessment(id, pairs...))
}

// localDay is the recipient's day at an instant.
func (v *view) localDay(at time.Time) phrase { return v.longDate(model.DateOf(at.In(v.zone))) }

func fillUnfinished(v *view, a *model.Assessment) {
	v.Subject = v.ofAssessment("mail.assessment.unfinished.subject")
	v.sayOf("mail.assessment.unfinished.intro", "Date", v.localDay(a.LastSavedAt))
	v.Paragraphs = append(v.Paragraphs, v.plural("mail.assessment.progress", a.Result.Answered, "Total", a.Result.Questions))
	v.sayOf("mail.assessment.unfinished.how")
	if v.facts.Links.Assessment != "" {
		v.Notes = append(v.Notes, v.text("mail.assessment.link", "Date", v.localDay(v.facts.Now.Add(model.AssessmentLinkLasts))))
	}
	v.button(v.facts.Links.Assessment, "mail.assessment.goOn")
}

func fillExpiring(v *view, a *model.Assessment) {
	day := v.localDay(v.facts.Now)
	if a.ExpiresAt != nil {
		day = v.localDay(*a.ExpiresAt)
	}
	v.Subject = v.ofAssessment("mail.assessment.expiring.subject", "Date", day)
	v.sayOf("mail.assessment.expiring.intro", "Date", day)
	if v.facts.Links.Assessment == "" {
		v.sayOf("mail.assessment.expiring.adviser")
		v.button(v.facts.Links.Workspace, "mail.assessment.workspace")
		return
	}
	v.sayOf("mail.assessment.expiring.company")
	v.button(v.facts.Links.Assessment, "mail.assessment.look")
}

// fillSilent speaks to the adviser, or to the lead where there is none.
func fillSilent(v *view, a *model.Assessment) {
	id := "mail.assessment.silent."
	if a.Adviser == nil {
		id = "mail.assessment.untaken."
	}
	v.Subject = v.ofAssessment(id + "subject")
	v.sayOf(id+"intro", "Date", v.localDay(v.facts.SilentSince))
	v.sayOf(id + "how")
	v.button(v.facts.Links.Workspace, "mail.assessment.workspace")
}

func fillSilentEscalated(v *view, a *model.Assessment) {
	v.Subject = v.ofAssessment("mail.assessment.escalated.subject")
	v.sayOf("mail.assessment.escalated.intro", "Date", v.localDay(v.facts.SilentSince))
	if a.Adviser != nil {
		v.sayOf("mail.assessment.escalated.asked", "Name", v.person(a.Adviser))
	}
	v.button(v.facts.Links.Workspace, "mail.assessment.workspace")
}
