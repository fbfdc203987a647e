package model_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

// spelledOut are the occurrences as "number.level to person at due: STATE", in order.
func spelledOut(planned []*model.Occurrence) []string {
	out := make([]string, 0, len(planned))
	for _, o := range planned {
		line := fmt.Sprintf("%d.%d to %d at %s", o.Number, o.Level, o.PersonID[15], o.DueAt.Format("2006-01-02 15:04"))
		if o.State != model.OccurrencePlanned {
			line += ": " + string(o.State)
		}
		out = append(out, line)
	}
	return out
}

func wantSpelled(t *testing.T, planned []*model.Occurrence, want ...string) {
	t.Helper()
	if got := spelledOut(planned); !slices.Equal(got, want) {
		t.Errorf("planned %q\nwant    %q", got, want)
	}
}

// The follow-up is due on Wednesday 3 March 2027.
func followUpSubject(t testing.TB) model.ReminderSubject {
	t.Helper()
	s := visitSubject(t)
	s.Kind, s.Zone = model.KindFollowUp, nil
	s.Moments = map[string]time.Time{model.MomentDueAt: instant(t, "2027-03-02T23:00:00Z")}
	s.Attributes = map[string]string{model.AttributeState: string(model.FollowUpOpen)}
	owner := livingIn(t, 1, model.Copenhagen, "DK")
	owner.Roles = []model.AudienceRole{model.AudienceOwner}
	s.People = []model.Recipient{owner}
	return s
}

func weeklyRule() *model.ReminderRule {
	rule := dayRule(0, model.OffsetDays)
	rule.SubjectKind, rule.Anchor, rule.LocalTime = model.KindFollowUp, model.MomentDueAt, "08:30"
	rule.Audience = model.Roles{model.AudienceOwner}
	rule.Filter = model.Conditions{{Attribute: model.AttributeState, Operator: model.OpIn, Values: []string{"OPEN"}}}
	rule.Repeat = &model.Repeat{Every: 1, Unit: model.OffsetWeeks}
	return rule
}

func TestPlanRepeats(t *testing.T) {
	for _, c := range []struct {
		name   string
		now    string
		change func(*model.ReminderRule, *model.ReminderSubject)
		want   []string
	}{
		{"WeeklyUpToTheHorizonThroughTheChangeOfClocks", "2027-03-01T12:00:00Z", nil, []string{
			"1.0 to 1 at 2027-03-03 07:30", "2.0 to 1 at 2027-03-10 07:30", "3.0 to 1 at 2027-03-17 07:30",
			"4.0 to 1 at 2027-03-24 07:30", "5.0 to 1 at 2027-03-31 06:30", "6.0 to 1 at 2027-04-07 06:30",
			"7.0 to 1 at 2027-04-14 06:30",
		}},
		{"AtMostThree", "2027-03-01T12:00:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Repeat.AtMost = 3 }, []string{
			"1.0 to 1 at 2027-03-03 07:30", "2.0 to 1 at 2027-03-10 07:30", "3.0 to 1 at 2027-03-17 07:30",
		}},
		{"UntilItsMoment", "2027-03-01T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Repeat.Until = model.MomentEndsAt
			s.Moments[model.MomentEndsAt] = instant(t, "2027-03-10T07:30:00Z")
		}, []string{"1.0 to 1 at 2027-03-03 07:30", "2.0 to 1 at 2027-03-10 07:30"}},
		{"NotOnceItIsUseless", "2027-03-01T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.UselessAfter = model.MomentEndsAt
			s.Moments[model.MomentEndsAt] = instant(t, "2027-03-10T07:30:00Z")
		}, []string{"1.0 to 1 at 2027-03-03 07:30"}},
		{"NoneWhenDone", "2027-03-01T12:00:00Z", func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.Attributes[model.AttributeState] = string(model.FollowUpDone)
		}, nil},
		{"DailyCountsAWeekendOnce", "2027-03-01T12:00:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Repeat = &model.Repeat{Every: 1, Unit: model.OffsetDays, AtMost: 7}
		}, []string{
			"1.0 to 1 at 2027-03-03 07:30", "2.0 to 1 at 2027-03-04 07:30", "3.0 to 1 at 2027-03-05 07:30",
			"4.0 to 1 at 2027-03-08 07:30", "7.0 to 1 at 2027-03-09 07:30",
		}},
		{"EveryTwoWorkingDays", "2027-03-01T12:00:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Repeat = &model.Repeat{Every: 2, Unit: model.OffsetWorkingDays, AtMost: 3}
		}, []string{"1.0 to 1 at 2027-03-03 07:30", "2.0 to 1 at 2027-03-05 07:30", "3.0 to 1 at 2027-03-09 07:30"}},
		{"MonthlyDoesNotDriftAfterAShortMonth", "2027-02-20T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Repeat = &model.Repeat{Every: 1, Unit: model.OffsetMonths}
			s.Moments[model.MomentDueAt] = instant(t, "2026-12-30T23:00:00Z")
			s.CreatedAt, s.People[0].JoinedAt = time.Time{}, time.Time{}
		}, []string{
			"1.0 to 1 at 2026-12-31 07:30: MISSED", "2.0 to 1 at 2027-02-01 07:30: MISSED", "3.0 to 1 at 2027-03-01 07:30",
			"4.0 to 1 at 2027-03-31 06:30",
		}},
		{"LongAgoOnesAreNotListedAgain", "2027-06-01T12:00:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Repeat.Every = 4
		}, []string{
			"1.0 to 1 at 2027-03-03 07:30: MISSED", "3.0 to 1 at 2027-04-28 06:30: MISSED", "4.0 to 1 at 2027-05-26 06:30: MISSED",
			"5.0 to 1 at 2027-06-23 06:30",
		}},
		{"WhoJoinsLateHearsOneNowAndThenTheNext", "2027-03-16T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, r.Repeat.AtMost = model.LateSendNow, 3
			s.People[0].JoinedAt = instant(t, "2027-03-16T12:00:00Z")
		}, []string{"1.0 to 1 at 2027-03-16 12:00", "3.0 to 1 at 2027-03-17 07:30"}},
		{"LateJoinersOfANewRuleWaitForTheNext", "2027-03-16T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, r.Repeat.AtMost, r.EffectiveFrom = model.LateSendNow, 3, instant(t, "2027-03-05T12:00:00Z")
			s.People[0].JoinedAt = instant(t, "2027-03-16T12:00:00Z")
		}, []string{"3.0 to 1 at 2027-03-17 07:30"}},
		{"HoursRepeatByTheHourAndMergeInTheNight", "2027-03-01T12:00:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.LocalTime, r.Unit, r.Offset = "", model.OffsetHours, 10
			r.Repeat = &model.Repeat{Every: 6, Unit: model.OffsetHours, AtMost: 5}
		}, []string{"1.0 to 1 at 2027-03-03 09:00", "2.0 to 1 at 2027-03-03 15:00", "3.0 to 1 at 2027-03-04 06:00", "5.0 to 1 at 2027-03-04 09:00"}},
		{"HoursCanRepeatByTheDayAtTheSameClock", "2027-03-26T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.LocalTime, r.Unit, r.Offset = "", model.OffsetHours, 10
			r.Repeat = &model.Repeat{Every: 3, Unit: model.OffsetDays, AtMost: 2}
			s.Moments[model.MomentDueAt] = instant(t, "2027-03-25T23:00:00Z")
		}, []string{"1.0 to 1 at 2027-03-26 09:00", "2.0 to 1 at 2027-03-29 08:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, subject := weeklyRule(), followUpSubject(t)
			if c.change != nil {
				c.change(rule, &subject)
			}
			wantSpelled(t, planAt(t, c.now, rule, subject), c.want...)
		})
	}
}

// askingRule reminds a host ten working days before, then the owner and the
// lead, three working days after each other.
func askingRule() *model.ReminderRule {
	rule := dayRule(-10, model.OffsetWorkingDays)
	rule.SubjectKind, rule.Anchor = model.KindInvitation, model.MomentSessionStartsAt
	rule.Audience = model.Roles{model.AudienceHost}
	rule.Filter = model.Conditions{{Attribute: model.AttributeState, Operator: model.OpIn, Values: []string{"INVITED", "TENTATIVE"}}}
	rule.Escalate = model.Escalations{
		{AfterWorkingDays: 3, To: model.AudienceOwner, Template: "escalated"},
		{AfterWorkingDays: 3, To: model.AudienceLead},
	}
	return rule
}

// askedSubject is an invitation to a session on Tuesday 30 March 2027: person 1
// is asked, 2 owns the visit, 3 leads, all in Copenhagen.
func askedSubject(t testing.TB, sent ...model.SentReminder) model.ReminderSubject {
	t.Helper()
	s := visitSubject(t)
	s.Kind = model.KindInvitation
	s.Moments = map[string]time.Time{model.MomentSessionStartsAt: instant(t, "2027-03-30T07:00:00Z")}
	s.Attributes = map[string]string{model.AttributeState: string(model.InvitationInvited)}
	for i, role := range []model.AudienceRole{model.AudienceHost, model.AudienceOwner, model.AudienceLead} {
		person := livingIn(t, byte(i+1), model.Copenhagen, "DK")
		person.Roles = []model.AudienceRole{role}
		s.People = append(s.People, person)
	}
	s.Sent = sent
	return s
}

// sentAt is a sending of the asking rule about 30 March.
func sentAt(t testing.TB, level int, person byte, at string) model.SentReminder {
	t.Helper()
	return model.SentReminder{
		RuleKey: "test", PersonID: personID(person), Fingerprint: "sessionStartsAt@2027-03-30", Number: 1, Level: level, At: instant(t, at),
	}
}

func TestPlanEscalates(t *testing.T) {
	// Ten working days before 30 March, over Easter, is Thursday 11 March.
	first := "1.0 to 1 at 2027-03-11 08:00"
	for _, c := range []struct {
		name   string
		sent   []model.SentReminder
		change func(*model.ReminderRule, *model.ReminderSubject)
		want   []string
	}{
		{"NobodyBeforeTheFirstWasSent", nil, nil, []string{first}},
		{
			"TheOwnerThreeWorkingDaysAfterTheRealSending",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-12T10:30:00Z")},
			nil,
			[]string{first, "1.1 to 2 at 2027-03-17 08:00"},
		},
		{
			"TheLeadAfterTheOwner",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-12T10:30:00Z"), sentAt(t, 1, 2, "2027-03-17T08:00:05Z")},
			nil,
			[]string{first, "1.1 to 2 at 2027-03-17 08:00", "1.2 to 3 at 2027-03-22 08:00"},
		},
		{
			"TheEarliestOfSeveralSendingsCounts",
			[]model.SentReminder{sentAt(t, 0, 9, "2027-03-15T10:30:00Z"), sentAt(t, 0, 1, "2027-03-11T08:00:05Z")},
			nil,
			[]string{first, "1.1 to 2 at 2027-03-16 08:00"},
		},
		{
			"NobodyOnceAnswered",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-12T10:30:00Z")},
			func(_ *model.ReminderRule, s *model.ReminderSubject) {
				s.Attributes[model.AttributeState] = string(model.InvitationConfirmed)
			},
			nil,
		},
		{
			"NobodyForADateThatMoved",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-12T10:30:00Z")},
			func(_ *model.ReminderRule, s *model.ReminderSubject) {
				s.Moments[model.MomentSessionStartsAt] = instant(t, "2027-03-31T07:00:00Z")
			},
			[]string{"1.0 to 1 at 2027-03-12 08:00"},
		},
		{
			"NobodyForAnotherRule",
			[]model.SentReminder{{RuleKey: "other", PersonID: personID(1), Fingerprint: "sessionStartsAt@2027-03-30", Number: 1, At: instant(t, "2027-03-12T10:30:00Z")}},
			nil,
			[]string{first},
		},
		{
			"TheOwnerAlsoWhenWhoWasAskedHasLeft",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-12T10:30:00Z")},
			func(_ *model.ReminderRule, s *model.ReminderSubject) { s.People = s.People[1:] },
			[]string{"1.1 to 2 at 2027-03-17 08:00"},
		},
		{
			"TheLeadWhenNobodyOwnsIt",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-12T10:30:00Z")},
			func(_ *model.ReminderRule, s *model.ReminderSubject) { s.People = append(s.People[:1:1], s.People[2]) },
			[]string{first, "1.2 to 3 at 2027-03-17 08:00"},
		},
		{
			"ByTheWorkingDaysOfWhoIsTold",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-24T10:30:00Z")},
			func(_ *model.ReminderRule, s *model.ReminderSubject) {
				s.People[1].Country, s.People[1].Zone = "JP", zoneNamed(t, "Asia/Tokyo")
			},
			[]string{first, "1.1 to 2 at 2027-03-29 00:00"},
		},
		{
			"UselessAfterTheSession",
			[]model.SentReminder{sentAt(t, 0, 1, "2027-03-24T10:30:00Z")},
			nil,
			[]string{first, "1.1 to 2 at 2027-04-01 07:00: EXPIRED"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, subject := askingRule(), askedSubject(t, c.sent...)
			if c.change != nil {
				c.change(rule, &subject)
			}
			wantSpelled(t, planAt(t, "2027-03-10T12:00:00Z", rule, subject), c.want...)
		})
	}
}

func TestEscalationKeepsTheFingerprintAndHasItsOwnMail(t *testing.T) {
	rule := askingRule()
	planned := planAt(t, "2027-03-10T12:00:00Z", rule, askedSubject(t, sentAt(t, 0, 1, "2027-03-12T10:30:00Z")))
	if len(planned) != 2 || planned[0].Fingerprint != planned[1].Fingerprint {
		t.Fatalf("planned %v", spelledOut(planned))
	}
	for level, want := range []string{"test", "escalated", "test"} {
		if got := rule.TemplateAt(level); got != want {
			t.Errorf("level %d uses template %q, want %q", level, got, want)
		}
	}
}
