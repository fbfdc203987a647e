package model_test

import (
	"testing"
	"time"

	"fyrtaarn/model"
)

// personID is the id of the n-th invented person.
func personID(n byte) model.ID { return model.ID{0: 7, 15: n} }

// visitSubject is a confirmed visit from Tuesday 9 to Thursday 11 March 2027 in
// Denmark, entered in January, without people.
func visitSubject(t testing.TB) model.ReminderSubject {
	t.Helper()
	copenhagen := zoneNamed(t, model.Copenhagen)
	return model.ReminderSubject{
		Kind: model.KindDelegation, ID: model.ID{15: 1}, ActivityID: model.ID{15: 1},
		CreatedAt: instant(t, "2027-01-04T09:00:00Z"),
		Moments: map[string]time.Time{
			model.MomentStartsAt: instant(t, "2027-03-09T08:00:00Z"),
			model.MomentEndsAt:   instant(t, "2027-03-11T13:15:00Z"),
		},
		Attributes: map[string]string{
			model.AttributeState: string(model.DelegationConfirmed), model.AttributeUrgent: model.AttributeFalse,
		},
		Zone: copenhagen, OrganisationZone: copenhagen,
		Country: model.Denmark, OrganisationCountry: model.Denmark,
	}
}

// livingIn is a delegate who lives somewhere and joined when the visit was entered.
func livingIn(t testing.TB, n byte, zone string, country model.CountryCode) model.Recipient {
	t.Helper()
	return model.Recipient{
		PersonID: personID(n), Roles: []model.AudienceRole{model.AudienceDelegate},
		Zone: zoneNamed(t, zone), Country: country, JoinedAt: instant(t, "2027-01-04T09:00:00Z"),
	}
}

// dayRule says something to delegates so many days after a visit starts, at nine.
func dayRule(offset int, unit model.OffsetUnit) *model.ReminderRule {
	return &model.ReminderRule{
		Key: "test", Name: "Test", Enabled: true, SubjectKind: model.KindDelegation,
		Trigger: model.TriggerDateField, Anchor: model.MomentStartsAt, Offset: offset, Unit: unit, LocalTime: "09:00",
		Zone: model.ZoneRecipient, Calendar: model.CalendarRecipient, Late: model.LateSkip, GraceMinutes: 24 * 60,
		Audience: model.Roles{model.AudienceDelegate}, Template: "test", Attachment: model.AttachNothing, Category: "test",
	}
}

// exactRule says something so long after a change of the programme.
func exactRule(offset int, unit model.OffsetUnit) *model.ReminderRule {
	rule := dayRule(offset, unit)
	rule.Trigger, rule.Anchor, rule.LocalTime = model.TriggerStateEntered, model.MomentProgrammeChanged, ""
	return rule
}

// planAt plans one rule with the holidays of Easter 2027.
func planAt(t testing.TB, now string, rule *model.ReminderRule, subject model.ReminderSubject) []*model.Occurrence {
	t.Helper()
	return model.PlanReminders([]*model.ReminderRule{rule}, subject, model.NewHorizon(instant(t, now)), easter2027)
}

// onlyOne is the one occurrence that there must be.
func onlyOne(t testing.TB, planned []*model.Occurrence) *model.Occurrence {
	t.Helper()
	if len(planned) != 1 {
		t.Fatalf("%d occurrences planned, want 1", len(planned))
	}
	return planned[0]
}

func TestPlanComputesWhenItIsDue(t *testing.T) {
	type change = func(*model.ReminderRule, *model.ReminderSubject)
	starts := func(at string) change {
		return func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.Moments[model.MomentStartsAt] = instant(t, at)
		}
	}
	with := func(f func(*model.ReminderRule)) change {
		return func(r *model.ReminderRule, _ *model.ReminderSubject) { f(r) }
	}
	stays := func(arrives, departs string) change {
		return func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.People[0].Arrives, s.People[0].Departs = instant(t, arrives), instant(t, departs)
		}
	}
	for _, c := range []struct {
		name    string
		zone    string
		country model.CountryCode
		offset  int
		unit    model.OffsetUnit
		change  []change
		want    string
	}{
		{"SevenDaysBefore", "Europe/Paris", "FR", -7, model.OffsetDays, nil, "2027-03-02T08:00:00Z"},
		{"OneDayBefore", "Europe/Paris", "FR", -1, model.OffsetDays, nil, "2027-03-08T08:00:00Z"},
		{"OneDayBeforeInTokyo", "Asia/Tokyo", "JP", -1, model.OffsetDays, nil, "2027-03-08T00:00:00Z"},
		{"OneDayBeforeAtPlusThirteen", "Pacific/Tongatapu", "TO", -1, model.OffsetDays, nil, "2027-03-07T20:00:00Z"},
		{"OneDayBeforeAtMinusEleven", "Pacific/Pago_Pago", "AS", -1, model.OffsetDays, nil, "2027-03-08T20:00:00Z"},
		{"OneWeekBefore", "Europe/Paris", "FR", -1, model.OffsetWeeks, nil, "2027-03-02T08:00:00Z"},
		{"TenWorkingDaysBefore", "Europe/Paris", "FR", -10, model.OffsetWorkingDays, nil, "2027-02-23T08:00:00Z"},
		{"TenWorkingDaysBeforeInCairo", "Africa/Cairo", "EG", -10, model.OffsetWorkingDays, nil, "2027-02-23T07:00:00Z"},
		{"OnTheDay", "Europe/Paris", "FR", 0, model.OffsetDays, nil, "2027-03-09T08:00:00Z"},
		{
			"BeforeOnASaturdayGoesToTheFridayBefore", "Europe/Paris", "FR", -3, model.OffsetDays, nil,
			"2027-03-05T08:00:00Z",
		},
		{
			"BeforeOnASaturdayCanGoToTheMonday", "Europe/Paris", "FR", -3, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) { r.Shift = model.ShiftNext })},
			"2027-03-08T08:00:00Z",
		},
		{
			"WhoStaysOnASaturdayWaitsForItsEnd", "Europe/Paris", "FR", -3, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) { r.Shift = model.ShiftStay })},
			"2027-03-08T06:00:00Z",
		},
		{
			"AfterOnASaturdayGoesToTheMonday", "Europe/Paris", "FR", 4, model.OffsetDays, nil,
			"2027-03-15T08:00:00Z",
		},
		{
			"BeforeOnAFridayGoesToTheThursdayInCairo", "Africa/Cairo", "EG", -4, model.OffsetDays, nil,
			"2027-03-04T07:00:00Z",
		},
		{"ASundayIsAWorkingDayInCairo", "Africa/Cairo", "EG", -2, model.OffsetDays, nil, "2027-03-07T07:00:00Z"},
		{
			"TheOrganisationsCalendarKeepsSundayFreeAndFridayIsQuietInCairo", "Africa/Cairo", "EG", -2, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) { r.Calendar = model.CalendarOrganisation })},
			"2027-03-07T05:00:00Z",
		},
		{
			"BothCalendarsLeaveTheThursday", "Africa/Cairo", "EG", -2, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) { r.Calendar = model.CalendarBoth })},
			"2027-03-04T07:00:00Z",
		},
		{
			"AHolidayIsSkippedBackwards", model.Copenhagen, "DK", -1, model.OffsetDays,
			[]change{starts("2027-03-27T08:00:00Z")},
			"2027-03-24T08:00:00Z",
		},
		{
			"AHolidayIsSkippedForwards", model.Copenhagen, "DK", 1, model.OffsetDays,
			[]change{starts("2027-03-24T08:00:00Z")},
			"2027-03-30T07:00:00Z",
		},
		{
			"AHolidayElsewhereIsNot", "Asia/Tokyo", "JP", 1, model.OffsetDays,
			[]change{starts("2027-03-24T08:00:00Z")},
			"2027-03-25T00:00:00Z",
		},
		{
			"AMonthBeforeClampsToTheMonthsEnd", model.Copenhagen, "DK", -1, model.OffsetMonths,
			[]change{starts("2027-03-31T08:00:00Z"), with(func(r *model.ReminderRule) { r.Shift = model.ShiftStay })},
			"2027-03-01T06:00:00Z",
		},
		{
			"AMonthBeforeALeapDay", model.Copenhagen, "DK", -1, model.OffsetMonths,
			[]change{starts("2027-04-29T08:00:00Z")},
			"2027-03-24T08:00:00Z",
		},
		{
			"AcrossTheChangeToSummerTime", model.Copenhagen, "DK", 1, model.OffsetDays,
			[]change{starts("2027-03-31T08:00:00Z")},
			"2027-04-01T07:00:00Z",
		},
		{
			"InThePlacesZone", "Asia/Tokyo", "JP", -1, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) { r.Zone, r.LocalTime = model.ZonePlace, "08:00" })},
			"2027-03-08T07:00:00Z",
		},
		{
			"InTheOrganisationsZoneButNotInTheNight", "Asia/Tokyo", "JP", -1, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) { r.Zone, r.LocalTime = model.ZoneOrganisation, "14:00" })},
			"2027-03-08T22:00:00Z",
		},
		{
			"DuringTheStayByTheVenuesClock", "Asia/Tokyo", "JP", 1, model.OffsetDays,
			[]change{stays("2027-03-08T16:00:00Z", "2027-03-11T20:00:00Z")},
			"2027-03-10T08:00:00Z",
		},
		{
			"OnTheDayOfArrivalStillAtHomeInTheMorning", "Asia/Tokyo", "JP", -1, model.OffsetDays,
			[]change{stays("2027-03-08T16:00:00Z", "2027-03-11T20:00:00Z")},
			"2027-03-08T00:00:00Z",
		},
		{
			"OnTheJourneyNeitherClockFitsAndTheVenuesStands", "Asia/Tokyo", "JP", 0, model.OffsetDays,
			[]change{stays("2027-03-08T23:00:00Z", "2027-03-09T07:00:00Z")},
			"2027-03-09T08:00:00Z",
		},
		{
			"DuringTheStayTheVenuesWeekend", "Africa/Cairo", "EG", 3, model.OffsetDays,
			[]change{stays("2027-03-08T16:00:00Z", "2027-03-20T20:00:00Z")},
			"2027-03-12T08:00:00Z",
		},
		{
			"WithoutALocalTimeTheAnchorsClock", "Asia/Tokyo", "JP", -1, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) { r.LocalTime = "" })},
			"2027-03-08T08:00:00Z",
		},
		{
			"WithoutALocalTimeTheAnchorsClockAlsoInSummer", "Asia/Tokyo", "JP", -1, model.OffsetWeeks,
			[]change{starts("2027-04-01T06:30:15Z"), with(func(r *model.ReminderRule) { r.LocalTime = "" })},
			"2027-03-25T07:30:15Z",
		},
		{
			"TwelveHoursBeforeWaitsForNoFreeDayButTheNight", model.Copenhagen, "DK", -12, model.OffsetHours,
			[]change{starts("2027-03-09T18:30:00Z"), with(func(r *model.ReminderRule) { r.LocalTime = "" })},
			"2027-03-09T06:30:00Z",
		},
		{
			"FixedAt", "Asia/Tokyo", "JP", 0, model.OffsetDays,
			[]change{with(func(r *model.ReminderRule) {
				at := instant(t, "2027-03-16T09:00:00Z")
				r.Trigger, r.Anchor, r.FixedAt = model.TriggerFixedAt, "", &at
			})},
			"2027-03-16T00:00:00Z",
		},
		{
			"TheDayBeforeIsTheVenues", model.Copenhagen, "DK", -1, model.OffsetDays,
			[]change{starts("2027-03-09T22:00:00Z"), func(_ *model.ReminderRule, s *model.ReminderSubject) {
				s.Zone = zoneNamed(t, "Asia/Tokyo") // where it is 10 March
			}},
			"2027-03-09T08:00:00Z",
		},
		{
			"ThePersonsOwnMomentGoesBefore", model.Copenhagen, "DK", -1, model.OffsetDays,
			[]change{func(_ *model.ReminderRule, s *model.ReminderSubject) {
				s.People[0].Moments = map[string]time.Time{model.MomentStartsAt: instant(t, "2027-03-11T08:00:00Z")}
			}},
			"2027-03-10T08:00:00Z",
		},
		{
			"WithoutAZoneTheOrganisations", "", "", -1, model.OffsetDays,
			[]change{func(_ *model.ReminderRule, s *model.ReminderSubject) { s.People[0].Zone = nil }},
			"2027-03-08T08:00:00Z",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, subject := dayRule(c.offset, c.unit), visitSubject(t)
			zone := c.zone
			if zone == "" {
				zone = model.Copenhagen
			}
			subject.People = []model.Recipient{livingIn(t, 1, zone, c.country)}
			for _, change := range c.change {
				change(rule, &subject)
			}
			got := onlyOne(t, planAt(t, "2027-02-20T12:00:00Z", rule, subject))
			if !got.DueAt.Equal(instant(t, c.want)) || got.State != model.OccurrencePlanned {
				t.Errorf("%s, due at %s, want PLANNED at %s", got.State, got.DueAt, c.want)
			}
			if got.PlannedFor.After(got.DueAt) {
				t.Errorf("due at %s, before it is wanted at %s", got.DueAt, got.PlannedFor)
			}
		})
	}
}

func TestPlanSaysWhatAnOccurrenceIsAbout(t *testing.T) {
	rule, subject := dayRule(-7, model.OffsetDays), visitSubject(t)
	rule.Version = 3
	subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR")}
	got := onlyOne(t, planAt(t, "2027-02-20T12:00:00Z", rule, subject))
	if got.RuleKey != "test" || got.RuleVersion != 3 || got.SubjectKind != model.KindDelegation || got.SubjectID != subject.ID ||
		got.PersonID != personID(1) || got.ActivityID == nil || *got.ActivityID != subject.ActivityID {
		t.Errorf("about the wrong thing: %+v", got)
	}
	if got.Fingerprint != "startsAt@2027-03-09" || got.Number != 1 || got.Level != 0 || got.Urgent {
		t.Errorf("fingerprint %q, number %d, level %d, urgent %t", got.Fingerprint, got.Number, got.Level, got.Urgent)
	}
	if got.ID != (model.ID{}) || !got.CreatedAt.IsZero() {
		t.Error("the planner made up an id or a stamp")
	}
	if want := instant(t, "2027-03-03T08:00:00Z"); !got.MissedAt.Equal(want) {
		t.Errorf("missed at %s, want %s", got.MissedAt, want)
	}
}

func TestPlanFingerprintNamesWhatTheRuleCountsFrom(t *testing.T) {
	subject := visitSubject(t)
	subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR")}
	fingerprint := func(rule *model.ReminderRule, starts string) string {
		subject.Moments[model.MomentStartsAt] = instant(t, starts)
		return onlyOne(t, planAt(t, "2027-02-20T12:00:00Z", rule, subject)).Fingerprint
	}
	byDay, exact := dayRule(-7, model.OffsetDays), dayRule(-12, model.OffsetHours)
	exact.LocalTime = ""
	if a, b := fingerprint(byDay, "2027-03-09T08:00:00Z"), fingerprint(byDay, "2027-03-09T10:00:00Z"); a != b {
		t.Errorf("an hour's move makes a rule of days speak again: %q, %q", a, b)
	}
	if a, b := fingerprint(byDay, "2027-03-09T08:00:00Z"), fingerprint(byDay, "2027-03-10T08:00:00Z"); a == b {
		t.Errorf("a day's move is not noticed: %q", a)
	}
	if a, b := fingerprint(byDay, "2027-03-09T22:30:00Z"), fingerprint(byDay, "2027-03-09T23:30:00Z"); a == b {
		t.Errorf("the day is not the venue's: %q", a)
	}
	if a, b := fingerprint(exact, "2027-03-09T10:00:00Z"), fingerprint(exact, "2027-03-09T11:00:00Z"); a == b {
		t.Errorf("an hour's move is not noticed by a rule of hours: %q", a)
	}
}

func TestPlanPicksRulesAndPeople(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*model.ReminderRule, *model.ReminderSubject)
		want   int
	}{
		{"AllOfTheAudience", func(*model.ReminderRule, *model.ReminderSubject) {}, 2},
		{"NotADisabledRule", func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Enabled = false }, 0},
		{"NotAnotherKind", func(r *model.ReminderRule, _ *model.ReminderSubject) { r.SubjectKind = model.KindFollowUp }, 0},
		{"OncePerPersonWithTwoRoles", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Audience = model.Roles{model.AudienceDelegate, model.AudienceHead}
		}, 2},
		{"OncePerPersonListedTwice", func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.People = append(s.People, s.People[0])
		}, 2},
		{"OnlyTheHead", func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Audience = model.Roles{model.AudienceHead} }, 1},
		{"NobodyOfTheRole", func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Audience = model.Roles{model.AudienceLead} }, 0},
		{"FilterHolds", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Filter = model.Conditions{{Attribute: "state", Operator: model.OpIn, Values: []string{"PLANNING", "CONFIRMED"}}}
		}, 2},
		{"FilterDoesNot", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Filter = model.Conditions{{Attribute: "state", Operator: model.OpNotIn, Values: []string{"CONFIRMED"}}}
		}, 0},
		{"AllConditionsMustHold", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Filter = model.Conditions{
				{Attribute: "state", Operator: model.OpIn, Values: []string{"CONFIRMED"}},
				{Attribute: "urgent", Operator: model.OpIn, Values: []string{"true"}},
			}
		}, 0},
		{"ThePersonsOwnAttribute", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Filter = model.Conditions{{Attribute: "concerned", Operator: model.OpIn, Values: []string{"true"}}}
			s.People[1].Attributes = map[string]string{"concerned": "true"}
		}, 1},
		{"ThePersonsOwnAttributeGoesBefore", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Filter = model.Conditions{{Attribute: "urgent", Operator: model.OpIn, Values: []string{"true"}}}
			s.People[1].Attributes = map[string]string{"urgent": "true"}
		}, 1},
		{"UnknownOperatorIsSilent", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Filter = model.Conditions{{Attribute: "state", Operator: "LIKE", Values: []string{"CONFIRMED"}}}
		}, 0},
		{"StoppedForOne", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.StopWhen = model.Conditions{{Attribute: "answeredSurvey", Operator: model.OpIn, Values: []string{"true"}}}
			s.People[0].Attributes = map[string]string{"answeredSurvey": "true"}
		}, 1},
		{"WhatDidNotHappenIsNotPlanned", func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Anchor = "lastActivity" }, 0},
		{"ThePersonsOwnMoment", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Anchor = "programmeChanged"
			s.People[1].Moments = map[string]time.Time{"programmeChanged": s.Moments["startsAt"]}
		}, 1},
		{"FixedAtWithoutAnInstant", func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Trigger = model.TriggerFixedAt }, 0},
		{"NotBeforeTheRuleTookEffect", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.EffectiveFrom = instant(t, "2027-03-02T08:00:01Z")
		}, 0},
		{"FromWhenTheRuleTookEffect", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.EffectiveFrom = instant(t, "2027-03-02T08:00:00Z")
		}, 2},
		{"NotBeyondTheHorizon", func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.Moments[model.MomentStartsAt] = instant(t, "2027-04-15T08:00:00Z")
		}, 0},
		{"UpToTheHorizon", func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.Moments[model.MomentStartsAt] = instant(t, "2027-04-13T08:00:00Z")
		}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, subject := dayRule(-7, model.OffsetDays), visitSubject(t)
			subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR"), livingIn(t, 2, "Europe/Paris", "FR")}
			subject.People[0].Roles = append(subject.People[0].Roles, model.AudienceHead)
			c.change(rule, &subject)
			if got := planAt(t, "2027-02-20T12:00:00Z", rule, subject); len(got) != c.want {
				t.Errorf("%d planned, want %d", len(got), c.want)
			}
		})
	}
}

func TestPlanLateness(t *testing.T) {
	for _, c := range []struct {
		name   string
		now    string
		change func(*model.ReminderRule, *model.ReminderSubject)
		// want is "STATE at instant", or empty for nothing.
		want string
	}{
		{"WithinGraceIsSent", "2027-03-03T08:00:00Z", nil, "PLANNED at 2027-03-02T08:00:00Z"},
		{"PastGraceIsMissedAndListed", "2027-03-03T08:00:01Z", nil, "MISSED at 2027-03-02T08:00:00Z"},
		{"GraceDoesNotEndInTheNight", "2027-03-08T07:59:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Offset = -4 // Friday 5 March
		}, "PLANNED at 2027-03-05T08:00:00Z"},
		{"GraceOfAFridayEndsTwoHoursAfterTheWeekend", "2027-03-08T08:00:01Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Offset = -4
		}, "MISSED at 2027-03-05T08:00:00Z"},
		{"WhoJoinsBeforeHearsIt", "2027-03-01T12:00:00Z", func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.People[0].JoinedAt = instant(t, "2027-03-02T08:00:00Z")
		}, "PLANNED at 2027-03-02T08:00:00Z"},
		{"WhoJoinsLateIsSkipped", "2027-03-02T09:00:00Z", func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.People[0].JoinedAt = instant(t, "2027-03-02T08:00:01Z")
		}, ""},
		{"WhoJoinsWhileItWaitsHearsItWithTheOthers", "2027-03-07T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Offset, r.Shift, s.People[0].JoinedAt = -2, model.ShiftStay, instant(t, "2027-03-07T12:00:00Z")
		}, "PLANNED at 2027-03-08T06:00:00Z"},
		{"ANewRuleDoesNotSendWhatWasWantedBeforeIt", "2027-03-07T12:00:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Offset, r.Shift, r.EffectiveFrom = -2, model.ShiftStay, instant(t, "2027-03-07T12:00:00Z")
		}, ""},
		{"WhoJoinsLateHearsItNow", "2027-03-04T10:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, s.People[0].JoinedAt = model.LateSendNow, instant(t, "2027-03-04T10:00:00Z")
		}, "PLANNED at 2027-03-04T10:00:00Z"},
		{"WhoJoinsLateInTheNightHearsItInTheMorning", "2027-03-04T22:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, s.People[0].JoinedAt = model.LateSendNow, instant(t, "2027-03-04T22:00:00Z")
		}, "PLANNED at 2027-03-05T06:00:00Z"},
		{"WhoJoinsTooLateHearsNothing", "2027-03-09T09:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, s.People[0].JoinedAt = model.LateSendNow, instant(t, "2027-03-09T08:00:00Z")
		}, ""},
		{"WhoJoinsTheEveningBeforeWouldHearTooLate", "2027-03-08T22:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, s.People[0].JoinedAt = model.LateSendNow, instant(t, "2027-03-08T22:00:00Z")
			s.Moments[model.MomentStartsAt] = instant(t, "2027-03-09T05:30:00Z")
		}, "EXPIRED at 2027-03-09T06:00:00Z"},
		{"AVisitEnteredAfterwardsIsNotReminded", "2027-03-03T12:00:00Z", func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.CreatedAt = instant(t, "2027-03-03T11:00:00Z")
		}, ""},
		{"ALateVisitIsSentToWhoSendsToLateJoiners", "2027-03-03T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, s.CreatedAt = model.LateSendNow, instant(t, "2027-03-03T11:00:00Z")
		}, "PLANNED at 2027-03-03T11:00:00Z"},
		{"ANewRuleDoesNotReachBackForLateJoiners", "2027-03-03T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Late, s.CreatedAt = model.LateSendNow, instant(t, "2027-03-03T11:00:00Z")
			r.EffectiveFrom = instant(t, "2027-03-03T10:00:00Z")
		}, ""},
		{"UselessAfterItsMoment", "2027-02-20T12:00:00Z", func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.Offset, r.UselessAfter, r.Unit = 4, model.MomentEndsAt, model.OffsetDays
		}, "EXPIRED at 2027-03-15T08:00:00Z"},
		{"BeforeIsUselessAfterTheAnchor", "2027-02-20T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Offset, r.Shift = -2, model.ShiftStay // Sunday; the weekend ends on Monday at seven
			s.Moments[model.MomentStartsAt] = instant(t, "2027-03-08T05:30:00Z")
		}, "EXPIRED at 2027-03-08T06:00:00Z"},
		{"BeforeIsUselessAfterTheAnchorWhateverTheRuleSays", "2027-02-20T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Offset, r.Shift, r.UselessAfter = -2, model.ShiftStay, model.MomentEndsAt
			s.Moments[model.MomentStartsAt] = instant(t, "2027-03-08T05:30:00Z")
		}, "EXPIRED at 2027-03-08T06:00:00Z"},
		{"TheEarlierOfTwoExpiriesCounts", "2027-02-20T12:00:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Offset, r.UselessAfter = -1, model.MomentRequestedAt
			s.Moments[model.MomentRequestedAt] = instant(t, "2027-03-08T08:00:00Z")
		}, "EXPIRED at 2027-03-08T08:00:00Z"},
		{"NotSentAfterTheEventWithinGrace", "2027-03-09T08:30:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Offset = -1
			s.Moments[model.MomentStartsAt] = instant(t, "2027-03-09T07:00:00Z")
		}, "MISSED at 2027-03-08T08:00:00Z"},
		{"UselessByNowThoughWithinGrace", "2027-03-09T07:30:00Z", func(r *model.ReminderRule, s *model.ReminderSubject) {
			r.Offset = -1
			s.Moments[model.MomentStartsAt] = instant(t, "2027-03-09T07:00:00Z")
		}, "EXPIRED at 2027-03-08T08:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, subject := dayRule(-7, model.OffsetDays), visitSubject(t)
			subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR")}
			if c.change != nil {
				c.change(rule, &subject)
			}
			got := ""
			if planned := planAt(t, c.now, rule, subject); len(planned) > 0 {
				o := onlyOne(t, planned)
				got = string(o.State) + " at " + o.DueAt.Format(time.RFC3339)
			}
			if got != c.want {
				t.Errorf("= %q, want %q", got, c.want)
			}
		})
	}
}

func TestPlanUrgency(t *testing.T) {
	urgent := model.Conditions{{Attribute: model.AttributeUrgent, Operator: model.OpIn, Values: []string{model.AttributeTrue}}}
	for _, c := range []struct {
		name, changed string
		urgentWhen    model.Conditions
		isUrgent      string
		want          string
	}{
		{"GatheredForFifteenMinutesByDay", "2027-03-08T10:00:00Z", urgent, "false", "2027-03-08T10:15:00Z"},
		{"InTheEveningWaitsForTheMorning", "2027-03-08T18:50:00Z", urgent, "false", "2027-03-09T06:00:00Z"},
		{"AtTwentyToElevenForTheNextMorningLeavesAtOnce", "2027-03-08T21:40:00Z", urgent, "true", "2027-03-08T21:40:00Z"},
		{"OnASaturdayLeavesAtOnce", "2027-03-06T10:00:00Z", urgent, "true", "2027-03-06T10:00:00Z"},
		{"ByDayIsNotGatheredEither", "2027-03-08T10:00:00Z", urgent, "true", "2027-03-08T10:00:00Z"},
		{"WithoutConditionsNothingIsUrgent", "2027-03-08T21:40:00Z", nil, "true", "2027-03-09T06:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, subject := exactRule(15, model.OffsetMinutes), visitSubject(t)
			rule.UrgentWhen, rule.UselessAfter = c.urgentWhen, model.MomentEndsAt
			subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR")}
			subject.Attributes[model.AttributeUrgent] = c.isUrgent
			subject.Moments[model.MomentProgrammeChanged] = instant(t, c.changed)
			got := onlyOne(t, planAt(t, c.changed, rule, subject))
			if !got.DueAt.Equal(instant(t, c.want)) || got.Urgent != (c.isUrgent == "true" && c.urgentWhen != nil) {
				t.Errorf("due at %s, urgent %t, want %s", got.DueAt, got.Urgent, c.want)
			}
			if want := "programmeChanged@" + c.changed; got.Fingerprint != want {
				t.Errorf("fingerprint %q, want %q", got.Fingerprint, want)
			}
		})
	}
}

func TestPlanJoiningIsNoEmergency(t *testing.T) {
	rule, subject := exactRule(15, model.OffsetMinutes), visitSubject(t)
	rule.Late = model.LateSendNow
	rule.UrgentWhen = model.Conditions{{Attribute: model.AttributeUrgent, Operator: model.OpIn, Values: []string{model.AttributeTrue}}}
	subject.Attributes[model.AttributeUrgent] = model.AttributeTrue
	subject.Moments[model.MomentProgrammeChanged] = instant(t, "2027-03-08T21:40:00Z")
	subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR")}
	subject.People[0].JoinedAt = instant(t, "2027-03-08T22:00:00Z")
	got := onlyOne(t, planAt(t, "2027-03-08T22:00:00Z", rule, subject))
	if want := instant(t, "2027-03-09T06:00:00Z"); got.Urgent || !got.DueAt.Equal(want) {
		t.Errorf("due at %s, urgent %t, want %s", got.DueAt, got.Urgent, want)
	}
}
