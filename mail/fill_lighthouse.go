package mail

import "fyrtaarn/model"

// milestoneFillers say what the mails about milestones show.
var milestoneFillers = map[string]func(*view, *model.Milestone){
	TemplateMilestoneDue:  fillMilestoneDue,
	TemplateMilestoneLate: fillMilestoneLate,
}

// fillMilestone makes a filler of the general kind of one for milestones.
func fillMilestone(template string, fill func(*view, *model.Milestone)) func(*templateSet, *view) error {
	return func(_ *templateSet, v *view) error {
		m := v.facts.Milestone
		if m == nil || m.LighthouseCountry == nil {
			return missing(template, "Milestone.LighthouseCountry")
		}
		fill(v, m)
		v.button(v.facts.Links.Workspace, "mail.milestone.workspace")
		return nil
	}
}

// ofMilestone is a message about the milestone, which names it, its country and
// its day.
func (v *view) ofMilestone(m *model.Milestone, id string) phrase {
	return v.text(id, "Milestone", v.named(m.Title), "Country", v.country(m.LighthouseCountry.CountryCode), "Date", v.longDate(m.ForecastOn))
}

func fillMilestoneDue(v *view, m *model.Milestone) {
	v.Subject = v.ofMilestone(m, "mail.milestone.due.subject")
	v.Paragraphs = []phrase{v.ofMilestone(m, "mail.milestone.due.intro"), v.text("mail.milestone.how")}
}

func fillMilestoneLate(v *view, m *model.Milestone) {
	v.Subject = v.ofMilestone(m, "mail.milestone.late.subject")
	if late := m.DaysLate(); late > 0 {
		v.Paragraphs = append(v.Paragraphs, v.ofMilestone(m, "mail.milestone.late.intro"), v.plural("mail.milestone.late.days", late))
	} else {
		v.Paragraphs = append(v.Paragraphs, v.ofMilestone(m, "mail.milestone.late.today"))
	}
	v.Paragraphs = append(v.Paragraphs, v.text("mail.milestone.how"))
}
