package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/model"
)

func TestValidateTakesARuleThatHolds(t *testing.T) {
	for _, rule := range []*model.ReminderRule{dayRule(-7, model.OffsetDays), exactRule(15, model.OffsetMinutes), askingRule(), weeklyRule()} {
		if err := rule.Validate([]string{"test", "escalated"}); err != nil {
			t.Errorf("%s of %s: %v", rule.Key, rule.SubjectKind, err)
		}
	}
}

func TestValidateRefuses(t *testing.T) {
	condition := func(attribute string, operator model.Operator, values ...string) model.Conditions {
		return model.Conditions{{Attribute: attribute, Operator: operator, Values: values}}
	}
	fixed := time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, field, messageID string
		change                 func(*model.ReminderRule)
	}{
		{"KeyWithSpace", "key", "error.rule.key.invalid", func(r *model.ReminderRule) { r.Key = "a b" }},
		{"KeyMissing", "key", "error.rule.key.invalid", func(r *model.ReminderRule) { r.Key = "" }},
		{"KeyTooLong", "key", "error.rule.key.invalid", func(r *model.ReminderRule) { r.Key = strings.Repeat("k", 81) }},
		{"NameMissing", "name", "error.text.required", func(r *model.ReminderRule) { r.Name = " " }},
		{"NameOfTwoLines", "name", "error.text.control", func(r *model.ReminderRule) { r.Name = "a\r\nBcc: b" }},
		{"CategoryMissing", "category", "error.text.required", func(r *model.ReminderRule) { r.Category = "" }},
		{"KindWithoutRules", "subjectKind", "error.rule.subjectKind.unknown", func(r *model.ReminderRule) { r.SubjectKind = model.KindCountry }},
		{"TriggerUnknown", "trigger", "error.value.unknown", func(r *model.ReminderRule) { r.Trigger = "SOMETIMES" }},
		{"AnchorUnknown", "anchor", "error.rule.anchor.unknown", func(r *model.ReminderRule) { r.Anchor = "beginsAt" }},
		{"AnchorOfAnotherKind", "anchor", "error.rule.anchor.unknown", func(r *model.ReminderRule) { r.Anchor = model.MomentDueAt }},
		{"AnchorOfAnotherTrigger", "anchor", "error.rule.anchor.unknown", func(r *model.ReminderRule) { r.Anchor = model.MomentLastActivity }},
		{"StateUnknown", "anchor", "error.rule.anchor.unknown", func(r *model.ReminderRule) {
			r.Trigger, r.Anchor, r.Offset = model.TriggerStateEntered, "state:GONE", 0
		}},
		{"FixedAtMissing", "fixedAt", "error.time.required", func(r *model.ReminderRule) { r.Trigger, r.Anchor = model.TriggerFixedAt, "" }},
		{"FixedAtTooFar", "fixedAt", "error.time.range", func(r *model.ReminderRule) {
			far := fixed.AddDate(1000, 0, 0)
			r.Trigger, r.Anchor, r.FixedAt = model.TriggerFixedAt, "", &far
		}},
		{"FixedAtWithAnAnchor", "anchor", "error.rule.anchor.unused", func(r *model.ReminderRule) { r.Trigger, r.FixedAt = model.TriggerFixedAt, &fixed }},
		{"FixedAtWithoutNeed", "fixedAt", "error.rule.fixedAt.unused", func(r *model.ReminderRule) { r.FixedAt = &fixed }},
		{"UnitUnknown", "unit", "error.value.unknown", func(r *model.ReminderRule) { r.Unit = "YEARS" }},
		{"OffsetTooLarge", "offset", "error.number.range", func(r *model.ReminderRule) { r.Offset = 1001 }},
		{"BeforeWhatNobodyForesees", "offset", "error.number.range", func(r *model.ReminderRule) {
			r.Trigger, r.Anchor, r.Offset = model.TriggerInactivity, model.MomentLastActivity, -1
		}},
		{"LocalTimeUnreadable", "localTime", "error.rule.localTime.invalid", func(r *model.ReminderRule) { r.LocalTime = "9.00" }},
		{"LocalTimeThatDoesNotExist", "localTime", "error.rule.localTime.invalid", func(r *model.ReminderRule) { r.LocalTime = "24:00" }},
		{"LocalTimeTooEarly", "localTime", "error.rule.localTime.quiet", func(r *model.ReminderRule) { r.LocalTime = "06:59" }},
		{"LocalTimeTooLate", "localTime", "error.rule.localTime.quiet", func(r *model.ReminderRule) { r.LocalTime = "20:00" }},
		{"LocalTimeForHours", "localTime", "error.rule.localTime.exactUnit", func(r *model.ReminderRule) { r.Unit = model.OffsetHours }},
		{"ZoneUnknown", "zone", "error.value.unknown", func(r *model.ReminderRule) { r.Zone = "MOON" }},
		{"CalendarUnknown", "calendar", "error.value.unknown", func(r *model.ReminderRule) { r.Calendar = "" }},
		{"ShiftUnknown", "shift", "error.value.unknown", func(r *model.ReminderRule) { r.Shift = "SIDEWAYS" }},
		{"LateUnknown", "late", "error.value.unknown", func(r *model.ReminderRule) { r.Late = "" }},
		{"NoGrace", "graceMinutes", "error.number.range", func(r *model.ReminderRule) { r.GraceMinutes = 0 }},
		{"GraceForWeeks", "graceMinutes", "error.number.range", func(r *model.ReminderRule) { r.GraceMinutes = 14 * 24 * 60 }},
		{"PreviewNegative", "previewAbove", "error.number.range", func(r *model.ReminderRule) { r.PreviewAbove = -1 }},
		{"UselessAfterUnknown", "uselessAfter", "error.rule.moment.unknown", func(r *model.ReminderRule) { r.UselessAfter = "never" }},
		{"AttributeUnknown", "filter.0.attribute", "error.rule.attribute.unknown", func(r *model.ReminderRule) { r.Filter = condition("stat", model.OpIn, "CONFIRMED") }},
		{"ValueUnknown", "filter.0.values.1", "error.value.unknown", func(r *model.ReminderRule) {
			r.Filter = condition("state", model.OpIn, "CONFIRMED", "CONFIRMT")
		}},
		{"NoValues", "stopWhen.0.values", "error.list.required", func(r *model.ReminderRule) { r.StopWhen = condition("state", model.OpIn) }},
		{"OperatorUnknown", "urgentWhen.0.operator", "error.value.unknown", func(r *model.ReminderRule) { r.UrgentWhen = condition("urgent", "IS", "true") }},
		{"NobodyIsMeant", "audience", "error.list.required", func(r *model.ReminderRule) { r.Audience = nil }},
		{"RoleThatTheKindDoesNotHave", "audience.0", "error.value.unknown", func(r *model.ReminderRule) { r.Audience = model.Roles{model.AudienceCompany} }},
		{"RoleTwice", "audience.1", "error.list.duplicate", func(r *model.ReminderRule) {
			r.Audience = model.Roles{model.AudienceDelegate, model.AudienceDelegate}
		}},
		{"RepeatNever", "repeat.every", "error.number.range", func(r *model.ReminderRule) { r.Repeat = &model.Repeat{Unit: model.OffsetDays, AtMost: 2} }},
		{"RepeatByTheMinute", "repeat.unit", "error.value.unknown", func(r *model.ReminderRule) {
			r.Repeat = &model.Repeat{Every: 1, Unit: model.OffsetMinutes, AtMost: 2}
		}},
		{"RepeatByTheHourAtAClockTime", "repeat.unit", "error.value.unknown", func(r *model.ReminderRule) {
			r.Repeat = &model.Repeat{Every: 1, Unit: model.OffsetHours, AtMost: 2}
		}},
		{"RepeatUntilUnknown", "repeat.until", "error.rule.moment.unknown", func(r *model.ReminderRule) {
			r.Repeat = &model.Repeat{Every: 1, Unit: model.OffsetDays, Until: "later"}
		}},
		{"RepeatForEver", "repeat.atMost", "error.rule.repeat.endless", func(r *model.ReminderRule) {
			r.Repeat = &model.Repeat{Every: 1, Unit: model.OffsetDays}
		}},
		{"EscalateAtOnce", "escalate.0.afterWorkingDays", "error.number.range", func(r *model.ReminderRule) { r.Escalate = model.Escalations{{To: model.AudienceOwner}} }},
		{"EscalateToNobody", "escalate.1.to", "error.value.unknown", func(r *model.ReminderRule) {
			r.Escalate = model.Escalations{{AfterWorkingDays: 1, To: model.AudienceOwner}, {AfterWorkingDays: 1}}
		}},
		{"EscalateWithoutEnd", "escalate", "error.number.range", func(r *model.ReminderRule) {
			r.Escalate = slices.Repeat(model.Escalations{{AfterWorkingDays: 1, To: model.AudienceOwner}}, 6)
		}},
		{"EscalateWithAMailThatIsNot", "escalate.0.template", "error.rule.template.unknown", func(r *model.ReminderRule) {
			r.Escalate = model.Escalations{{AfterWorkingDays: 1, To: model.AudienceOwner, Template: "none"}}
		}},
		{"TemplateUnknown", "template", "error.rule.template.unknown", func(r *model.ReminderRule) { r.Template = "none" }},
		{"AttachmentUnknown", "attachment", "error.value.unknown", func(r *model.ReminderRule) { r.Attachment = "" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule := dayRule(-7, model.OffsetDays)
			c.change(rule)
			refusals := model.Refusals(rule.Validate([]string{"test"}))
			if len(refusals) != 1 || refusals[0].Code != model.CodeBadUserInput ||
				refusals[0].Field != c.field || refusals[0].MessageID != c.messageID {
				t.Errorf("refused %v, want %s %s alone", refusals, c.field, c.messageID)
			}
		})
	}
}

func TestValidateReportsAllThatIsWrong(t *testing.T) {
	rule := &model.ReminderRule{SubjectKind: model.KindDelegation}
	fields := map[string]bool{}
	for _, e := range model.Refusals(rule.Validate(nil)) {
		fields[e.Field] = true
	}
	for _, want := range []string{
		"key", "name", "category", "trigger", "anchor", "unit", "zone", "calendar", "late", "graceMinutes", "audience", "template", "attachment",
	} {
		if !fields[want] {
			t.Errorf("%s is not refused", want)
		}
	}
}

func TestVocabularyKnowsEveryState(t *testing.T) {
	v, ok := model.VocabularyOf(model.KindDelegation)
	if !ok || len(v.Attributes[model.AttributeState]) != 13 {
		t.Fatalf("states %v, want 13", v.Attributes[model.AttributeState])
	}
	for _, state := range []model.DelegationState{model.DelegationInquiry, model.DelegationCancelled, model.DelegationClosed} {
		if v.Moments[model.MomentState(state)] != model.TriggerStateEntered {
			t.Errorf("no moment for %s", state)
		}
	}
	invitation, _ := model.VocabularyOf(model.KindInvitation)
	if got := invitation.Attributes[model.AttributeState]; len(got) != 8 {
		t.Errorf("invitation states %v, want 8", got)
	}
	if _, ok := model.VocabularyOf(model.KindCountry); ok {
		t.Error("countries offer something to rules")
	}
}
