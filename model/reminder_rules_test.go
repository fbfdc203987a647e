package model_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

// mailTemplates are the mails that the default rules count on.
var mailTemplates = []string{
	"hostInvitation", "hostsUnconfirmed", "hostsUnconfirmedEscalated", "hostBriefing", "programme", "programmeChanged",
	"thanks", "surveyAgain", "cancelled", "delegationUnanswered", "followUpDue",
	"missionCallCloses", "missionOffer", "missionWaitlisted", "missionRejected", "missionIneligible", "missionUnconfirmed",
	"missionUnconfirmedEscalated", "missionConfirmed", "missionLapsed", "missionWithdrawn", "missionCancelled", "missionOutcome",
	"tourConfirmed", "tourWaitlisted", "tourOffered", "tourOfferEnding", "tourCancelled", "tourMoved", "tourReminder", "tourPaper", "tourThanks",
	"tourPaperLate", "tourReportLate",
	"assessmentUnfinished", "assessmentExpiring", "assessmentSilent", "assessmentSilentEscalated", "milestoneDue", "milestoneLate",
}

func defaultRules(t testing.TB) []*model.ReminderRule {
	t.Helper()
	rules, err := model.DefaultReminderRules()
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func TestDefaultRulesHold(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range defaultRules(t) {
		if err := rule.Validate(mailTemplates); err != nil {
			t.Errorf("%s: %v", rule.Key, err)
		}
		if seen[rule.Key] || !rule.Enabled || rule.ID != (model.ID{}) || !rule.EffectiveFrom.IsZero() {
			t.Errorf("%s: twice, or not as installed", rule.Key)
		}
		seen[rule.Key] = true
	}
	for _, key := range []string{
		"delegation.hostInvited", "delegation.hostsUnconfirmed", "delegation.hostBriefing", "delegation.programme7",
		"delegation.programme1", "delegation.programmeChanged", "delegation.thanks", "delegation.surveyAgain",
		"delegation.cancelled", "delegation.unanswered", "delegation.unansweredWithoutOwner", "followUp.due",
		"mission.callCloses14", "mission.callCloses7", "mission.callCloses2", "mission.offer", "mission.waitlisted", "mission.rejected",
		"mission.ineligible", "mission.unconfirmed", "mission.offerRunsOut", "mission.confirmed", "mission.lapsed", "mission.withdrawn",
		"mission.cancelled", "mission.outcome14", "mission.outcome90", "mission.outcome180", "mission.outcomeYearly",
		"tour.confirmed", "tour.waitlisted", "tour.offered", "tour.offerEnding", "tour.stopCancelled", "tour.stopMoved",
		"tour.remind7", "tour.remind1", "tour.paper", "tour.thanks", "tour.paperLate", "tour.reportLate",
		"assessment.unfinished", "assessment.expiring", "assessment.adviserSilent", "assessment.silentWithoutAdviser", "milestone.due", "milestone.late",
	} {
		if !seen[key] {
			t.Errorf("%s is missing", key)
		}
	}
	if len(seen) != 47 {
		t.Errorf("%d rules, want 47", len(seen))
	}
}

func TestDefaultRulesAreFreshEachTime(t *testing.T) {
	defaultRules(t)[0].Audience[0] = model.AudienceLead
	if defaultRules(t)[0].Audience[0] == model.AudienceLead {
		t.Error("a caller changed the rules of everybody")
	}
}

// planDefaults are the wanted sayings as "key to person at instant".
func planDefaults(t *testing.T, now string, subject model.ReminderSubject) []string {
	t.Helper()
	var out []string
	for _, o := range model.PlanReminders(defaultRules(t), subject, model.NewHorizon(instant(t, now)), easter2027) {
		line := o.RuleKey + " " + spelledOut([]*model.Occurrence{o})[0]
		if o.Urgent {
			line += " urgent"
		}
		out = append(out, line)
	}
	return out
}

func wantDefaults(t *testing.T, now string, subject model.ReminderSubject, want ...string) {
	t.Helper()
	if got := planDefaults(t, now, subject); !slices.Equal(got, want) {
		t.Errorf("planned %q\nwant    %q", got, want)
	}
}

func TestDefaultRulesForAConfirmedVisit(t *testing.T) {
	subject := visitSubject(t)
	french := livingIn(t, 1, "Europe/Paris", "FR")
	french.Arrives, french.Departs = instant(t, "2027-03-08T16:00:00Z"), instant(t, "2027-03-11T19:00:00Z")
	head := livingIn(t, 2, "Asia/Tokyo", "JP")
	head.Roles = []model.AudienceRole{model.AudienceDelegate, model.AudienceHead}
	owner := livingIn(t, 3, model.Copenhagen, "DK")
	owner.Roles = []model.AudienceRole{model.AudienceOwner}
	subject.People = []model.Recipient{french, head, owner}
	wantDefaults(t, "2027-02-25T12:00:00Z", subject,
		"delegation.programme7 1.0 to 1 at 2027-03-02 08:00", "delegation.programme7 1.0 to 2 at 2027-03-02 00:00",
		"delegation.programme1 1.0 to 1 at 2027-03-08 08:00", "delegation.programme1 1.0 to 2 at 2027-03-08 00:00",
		"delegation.thanks 1.0 to 1 at 2027-03-12 09:00", "delegation.thanks 1.0 to 2 at 2027-03-12 01:00",
		"delegation.surveyAgain 1.0 to 1 at 2027-03-18 09:00", "delegation.surveyAgain 1.0 to 2 at 2027-03-18 01:00",
	)
}

func TestDefaultRulesSendTheProgrammeToWhoJoinsOnTheLastDay(t *testing.T) {
	subject := visitSubject(t)
	late := livingIn(t, 1, "Europe/Paris", "FR")
	late.JoinedAt = instant(t, "2027-03-08T13:00:00Z")
	subject.People = []model.Recipient{late}
	got := planDefaults(t, "2027-03-08T13:00:00Z", subject)
	if len(got) == 0 || got[0] != "delegation.programme1 1.0 to 1 at 2027-03-08 13:00" {
		t.Errorf("planned %q", got)
	}
}

func TestDefaultRulesForAVisitThatIsNotPromised(t *testing.T) {
	subject := visitSubject(t)
	subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR")}
	for _, state := range []model.DelegationState{
		model.DelegationPlanning, model.DelegationProposed, model.DelegationPostponed, model.DelegationDeclined,
	} {
		subject.Attributes[model.AttributeState] = string(state)
		wantDefaults(t, "2027-02-25T12:00:00Z", subject)
	}
}

func TestDefaultRulesForAChangeTheEveningBefore(t *testing.T) {
	subject := visitSubject(t)
	subject.Attributes[model.AttributeState] = string(model.DelegationInProgress)
	subject.Attributes[model.AttributeUrgent] = model.AttributeTrue
	changed := map[string]time.Time{model.MomentProgrammeChanged: instant(t, "2027-03-09T21:40:00Z")}
	for n := byte(1); n <= 3; n++ {
		subject.People = append(subject.People, livingIn(t, n, "Europe/Kyiv", "UA"))
	}
	for i := range 2 {
		subject.People[i].Moments = changed
		subject.People[i].Attributes = map[string]string{model.AttributeConcerned: model.AttributeTrue}
	}
	subject.People[1].Roles = []model.AudienceRole{model.AudienceHost}
	got := slices.DeleteFunc(planDefaults(t, "2027-03-09T21:40:00Z", subject), func(line string) bool {
		return line[:len("delegation.programmeChanged")] != "delegation.programmeChanged"
	})
	want := []string{
		"delegation.programmeChanged 1.0 to 1 at 2027-03-09 21:40 urgent",
		"delegation.programmeChanged 1.0 to 2 at 2027-03-09 21:40 urgent",
	}
	if !slices.Equal(got, want) {
		t.Errorf("planned %q, want %q", got, want)
	}
}

func TestDefaultRulesForACancelledVisit(t *testing.T) {
	subject := visitSubject(t)
	subject.Attributes[model.AttributeState] = string(model.DelegationCancelled)
	subject.Moments[model.MomentState(model.DelegationCancelled)] = instant(t, "2027-02-26T14:00:00Z")
	host := livingIn(t, 2, model.Copenhagen, "DK")
	host.Roles = []model.AudienceRole{model.AudienceHost}
	// In Seoul it is Friday at 23; the mail waits for Monday.
	subject.People = []model.Recipient{livingIn(t, 1, "Asia/Seoul", "KR"), host}
	wantDefaults(t, "2027-02-26T14:00:00Z", subject,
		"delegation.cancelled 1.0 to 1 at 2027-02-28 22:00", "delegation.cancelled 1.0 to 2 at 2027-02-26 14:00")
}

func TestDefaultRulesForARequestThatWaits(t *testing.T) {
	subject := visitSubject(t)
	subject.Attributes[model.AttributeState] = string(model.DelegationInquiry)
	subject.Moments = map[string]time.Time{model.MomentRequestedAt: instant(t, "2027-02-25T10:00:00Z")}
	for i, role := range []model.AudienceRole{model.AudienceOwner, model.AudienceLead} {
		person := livingIn(t, byte(i+1), model.Copenhagen, "DK")
		person.Roles = []model.AudienceRole{role}
		subject.People = append(subject.People, person)
	}
	subject.Attributes[model.AttributeHasOwner] = model.AttributeTrue
	wantDefaults(t, "2027-02-25T12:00:00Z", subject, "delegation.unanswered 1.0 to 1 at 2027-03-02 08:00")
	subject.Attributes[model.AttributeHasOwner] = model.AttributeFalse
	subject.People = subject.People[1:]
	wantDefaults(t, "2027-02-25T12:00:00Z", subject, "delegation.unansweredWithoutOwner 1.0 to 2 at 2027-03-02 08:00")
}

func TestDefaultRulesForAHost(t *testing.T) {
	subject := askedSubject(t)
	subject.Attributes[model.AttributeDelegationState] = string(model.DelegationPlanning)
	subject.Moments[model.MomentInvitedAt] = instant(t, "2027-02-25T12:00:00Z")
	wantDefaults(t, "2027-02-25T12:00:00Z", subject,
		"delegation.hostInvited 1.0 to 1 at 2027-02-25 12:00", "delegation.hostsUnconfirmed 1.0 to 1 at 2027-03-11 08:00")
	subject.Attributes[model.AttributeState] = string(model.InvitationConfirmed)
	// Three working days before 30 March, over Easter.
	wantDefaults(t, "2027-02-25T12:00:00Z", subject, "delegation.hostBriefing 1.0 to 1 at 2027-03-22 08:00")
	// Who is asked on the last day is briefed at once.
	subject.People[0].JoinedAt = instant(t, "2027-03-29T13:00:00Z")
	wantDefaults(t, "2027-03-29T13:00:00Z", subject, "delegation.hostBriefing 1.0 to 1 at 2027-03-29 13:00")
	subject.Attributes[model.AttributeDelegationState] = string(model.DelegationCancelled)
	wantDefaults(t, "2027-02-25T12:00:00Z", subject)
}

func TestDefaultRulesForAFollowUp(t *testing.T) {
	subject := followUpSubject(t)
	got := planDefaults(t, "2027-03-01T12:00:00Z", subject)
	if len(got) != 7 || got[0] != "followUp.due 1.0 to 1 at 2027-03-03 07:30" || got[1] != "followUp.due 2.0 to 1 at 2027-03-10 07:30" {
		t.Errorf("planned %q", got)
	}
	subject.Attributes[model.AttributeState] = string(model.FollowUpWaived)
	wantDefaults(t, "2027-03-01T12:00:00Z", subject)
}

func TestDefaultRulesCarryCalendarsAndCannotAllBeRefused(t *testing.T) {
	type carried struct {
		attachment model.AttachmentKind
		mandatory  bool
		category   string
	}
	got := map[string]carried{}
	for _, rule := range defaultRules(t) {
		got[rule.Key] = carried{rule.Attachment, rule.Mandatory, rule.Category}
	}
	for key, want := range map[string]carried{
		"delegation.hostInvited":      {model.AttachNothing, true, model.CategoryHosting},
		"delegation.hostsUnconfirmed": {model.AttachNothing, false, model.CategoryHosting},
		"delegation.hostBriefing":     {model.AttachCalendar, false, model.CategoryHosting},
		"delegation.programme7":       {model.AttachCalendar, false, model.CategoryProgramme},
		"delegation.programme1":       {model.AttachCalendar, false, model.CategoryProgramme},
		"delegation.programmeChanged": {model.AttachCalendar, true, model.CategoryProgramme},
		"delegation.thanks":           {model.AttachNothing, false, model.CategoryThanks},
		"delegation.surveyAgain":      {model.AttachNothing, false, model.CategorySurvey},
		"delegation.cancelled":        {model.AttachCalendarCancel, true, model.CategoryProgramme},
		"delegation.unanswered":       {model.AttachNothing, true, model.CategoryStaff},
		"followUp.due":                {model.AttachNothing, true, model.CategoryStaff},
	} {
		if got[key] != want {
			t.Errorf("%s carries %+v, want %+v", key, got[key], want)
		}
	}
}
