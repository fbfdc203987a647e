package model

import (
	"slices"
	"strconv"
	"strings"
)

// The bounds of a rule's numbers.
const (
	// MaxOffset is the largest offset, in whatever unit.
	MaxOffset = 1000
	// MaxGraceMinutes is a week.
	MaxGraceMinutes = 7 * 24 * 60
	// MaxEscalations is how many levels may stand above the first.
	MaxEscalations = 5
	maxRuleKey     = 80
)

// Validate refuses a rule that could never be followed, or not as it reads:
// every name is looked up in what its kind of subject offers, and the mail
// among templates, those that can be written. All that is wrong is reported,
// each with its field ("filter.1.values.0").
func (r *ReminderRule) Validate(templates []string) error {
	v := ruleCheck{rule: r, templates: templates}
	v.identity()
	vocabulary, ok := VocabularyOf(r.SubjectKind)
	if !ok {
		// Everything else is looked up in the kind's vocabulary.
		v.refuse("subjectKind", "error.rule.subjectKind.unknown", string(r.SubjectKind))
		return v.errs.Err()
	}
	v.vocabulary = vocabulary
	v.trigger()
	v.offset()
	v.calendar()
	v.conditions("filter", r.Filter)
	v.conditions("urgentWhen", r.UrgentWhen)
	v.conditions("stopWhen", r.StopWhen)
	v.audience()
	v.repeat()
	v.escalate()
	v.mail()
	return v.errs.Err()
}

// ruleCheck gathers what is wrong with one rule.
type ruleCheck struct {
	rule       *ReminderRule
	vocabulary Vocabulary
	templates  []string
	errs       Errors
}

// refuse names the field, the message, and the value as far as it may be repeated.
func (v *ruleCheck) refuse(field, messageID, value string) {
	v.errs.Add(BadInput(field, messageID).With("Value", shown(value)))
}

func (v *ruleCheck) within(field string, value, least, most int) {
	if value < least || value > most {
		v.errs.Add(BadInput(field, "error.number.range").
			With("Min", strconv.Itoa(least)).With("Max", strconv.Itoa(most)))
	}
}

func oneOf[T ~string](v *ruleCheck, field string, value T, known ...T) {
	if !slices.Contains(known, value) {
		v.refuse(field, "error.value.unknown", string(value))
	}
}

func (v *ruleCheck) identity() {
	key := v.rule.Key
	if key == "" || len(key) > maxRuleKey || strings.ContainsFunc(key, func(c rune) bool {
		return c != '.' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	}) {
		v.refuse("key", "error.rule.key.invalid", key)
	}
	v.line("name", v.rule.Name)
	v.line("category", v.rule.Category)
}

func (v *ruleCheck) line(field, text string) {
	v.errs.Add(Required(field, text))
	_, err := CleanLine(field, text, MaxName)
	v.errs.Add(err)
}

func (v *ruleCheck) trigger() {
	r := v.rule
	triggers := []ReminderTrigger{TriggerDateField, TriggerFixedAt, TriggerStateEntered, TriggerInactivity, TriggerNoResponse}
	oneOf(v, "trigger", r.Trigger, triggers...)
	if r.Trigger == TriggerFixedAt {
		if r.FixedAt == nil {
			v.errs.Add(BadInput("fixedAt", "error.time.required"))
		} else {
			v.errs.Add(validYear("fixedAt", r.FixedAt.IsZero(), r.FixedAt.UTC().Year()))
		}
		if r.Anchor != "" {
			v.refuse("anchor", "error.rule.anchor.unused", r.Anchor)
		}
	} else {
		if r.FixedAt != nil {
			v.refuse("fixedAt", "error.rule.fixedAt.unused", string(r.Trigger))
		}
		trigger, ok := v.vocabulary.Moments[r.Anchor]
		if !ok || trigger != r.Trigger && slices.Contains(triggers, r.Trigger) {
			v.refuse("anchor", "error.rule.anchor.unknown", r.Anchor)
		}
	}
	v.moment("uselessAfter", r.UselessAfter)
}

// moment takes an empty name: there is no such moment.
func (v *ruleCheck) moment(field, name string) {
	if _, ok := v.vocabulary.Moments[name]; !ok && name != "" {
		v.refuse(field, "error.rule.moment.unknown", name)
	}
}

func (v *ruleCheck) offset() {
	r := v.rule
	oneOf(v, "unit", r.Unit, OffsetMinutes, OffsetHours, OffsetDays, OffsetWorkingDays, OffsetWeeks, OffsetMonths)
	least := -MaxOffset
	if r.Trigger == TriggerStateEntered || r.Trigger == TriggerInactivity || r.Trigger == TriggerNoResponse {
		// What happened cannot be announced before it happens.
		least = 0
	}
	v.within("offset", r.Offset, least, MaxOffset)
	if r.LocalTime == "" {
		return
	}
	hour, _, ok := parseClock(r.LocalTime)
	switch _, exact := r.Unit.duration(); {
	case !ok:
		v.refuse("localTime", "error.rule.localTime.invalid", r.LocalTime)
	case exact:
		v.refuse("localTime", "error.rule.localTime.exactUnit", r.LocalTime)
	case hour < QuietUntilHour || hour >= QuietFromHour:
		v.refuse("localTime", "error.rule.localTime.quiet", r.LocalTime)
	}
}

func (v *ruleCheck) calendar() {
	r := v.rule
	oneOf(v, "zone", r.Zone, ZoneRecipient, ZonePlace, ZoneOrganisation)
	oneOf(v, "calendar", r.Calendar, CalendarRecipient, CalendarOrganisation, CalendarBoth)
	// Empty lets the offset's direction decide.
	oneOf(v, "shift", r.Shift, "", ShiftPrevious, ShiftNext, ShiftStay)
	oneOf(v, "late", r.Late, LateSkip, LateSendNow)
	v.within("graceMinutes", r.GraceMinutes, 1, MaxGraceMinutes)
	if r.PreviewAbove < 0 {
		v.within("previewAbove", r.PreviewAbove, 0, 1_000_000)
	}
}

func (v *ruleCheck) conditions(field string, conditions Conditions) {
	for i, c := range conditions {
		at := field + "." + strconv.Itoa(i)
		oneOf(v, at+".operator", c.Operator, OpIn, OpNotIn)
		values, ok := v.vocabulary.Attributes[c.Attribute]
		if !ok {
			v.refuse(at+".attribute", "error.rule.attribute.unknown", c.Attribute)
			continue
		}
		if len(c.Values) == 0 {
			v.errs.Add(BadInput(at+".values", "error.list.required"))
		}
		for j, value := range c.Values {
			oneOf(v, at+".values."+strconv.Itoa(j), value, values...)
		}
	}
}

func (v *ruleCheck) audience() {
	if len(v.rule.Audience) == 0 {
		v.errs.Add(BadInput("audience", "error.list.required"))
	}
	for i, role := range v.rule.Audience {
		field := "audience." + strconv.Itoa(i)
		oneOf(v, field, role, v.vocabulary.Audience...)
		if slices.Contains(v.rule.Audience[:i], role) {
			v.refuse(field, "error.list.duplicate", string(role))
		}
	}
}

func (v *ruleCheck) repeat() {
	r := v.rule.Repeat
	if r == nil {
		return
	}
	v.within("repeat.every", r.Every, 1, MaxOffset)
	v.within("repeat.atMost", r.AtMost, 0, MaxOffset)
	v.moment("repeat.until", r.Until)
	units := []OffsetUnit{OffsetDays, OffsetWorkingDays, OffsetWeeks, OffsetMonths}
	if _, exact := v.rule.Unit.duration(); exact {
		units = append(units, OffsetHours)
	}
	oneOf(v, "repeat.unit", r.Unit, units...)
	if r.AtMost == 0 && r.Until == "" && len(v.rule.Filter) == 0 && len(v.rule.StopWhen) == 0 {
		v.errs.Add(BadInput("repeat.atMost", "error.rule.repeat.endless"))
	}
}

func (v *ruleCheck) escalate() {
	if len(v.rule.Escalate) > MaxEscalations {
		v.within("escalate", len(v.rule.Escalate), 0, MaxEscalations)
		return
	}
	for i, step := range v.rule.Escalate {
		at := "escalate." + strconv.Itoa(i)
		v.within(at+".afterWorkingDays", step.AfterWorkingDays, 1, MaxOffset)
		oneOf(v, at+".to", step.To, v.vocabulary.Audience...)
		if step.Template != "" {
			v.template(at+".template", step.Template)
		}
	}
}

func (v *ruleCheck) mail() {
	v.template("template", v.rule.Template)
	oneOf(v, "attachment", v.rule.Attachment, AttachNothing, AttachCalendar, AttachCalendarCancel)
}

func (v *ruleCheck) template(field, name string) {
	if !slices.Contains(v.templates, name) {
		v.refuse(field, "error.rule.template.unknown", name)
	}
}
