package model

import (
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// ReminderRuleUpdateInput changes what is named of a rule: an absent member
// stays. The key never changes, since what was said already hangs on it.
type ReminderRuleUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	// Reason is why, for the audit trail.
	Reason *string
	// DryRun checks the change and answers the rule as it would be, and who
	// would be written to; nothing is stored.
	DryRun *bool
	// PreviewedRecipients is how many recipients the preview has shown. A rule
	// with more than its PreviewAbove is enabled only when they are named.
	PreviewedRecipients *int

	Name         graphql.Omittable[*string]
	Enabled      graphql.Omittable[*bool]
	Filter       graphql.Omittable[[]ConditionInput]
	Trigger      graphql.Omittable[*ReminderTrigger]
	Anchor       graphql.Omittable[*string]
	FixedAt      graphql.Omittable[*time.Time]
	Offset       graphql.Omittable[*int]
	Unit         graphql.Omittable[*OffsetUnit]
	LocalTime    graphql.Omittable[*string]
	Zone         graphql.Omittable[*ZoneOf]
	Calendar     graphql.Omittable[*CalendarOf]
	Shift        graphql.Omittable[*DayShift]
	UrgentWhen   graphql.Omittable[[]ConditionInput]
	UselessAfter graphql.Omittable[*string]
	GraceMinutes graphql.Omittable[*int]
	StopWhen     graphql.Omittable[[]ConditionInput]
	Audience     graphql.Omittable[[]AudienceRole]
	Late         graphql.Omittable[*LateJoiner]
	PreviewAbove graphql.Omittable[*int]
	Repeat       graphql.Omittable[*RepeatInput]
	Escalate     graphql.Omittable[[]EscalationInput]
	Template     graphql.Omittable[*string]
	Attachment   graphql.Omittable[*AttachmentKind]
	Category     graphql.Omittable[*string]
	Mandatory    graphql.Omittable[*bool]
	Digest       graphql.Omittable[*bool]
}

// ConditionInput is one test on an attribute of the subject.
type ConditionInput struct {
	Attribute string
	Operator  Operator
	Values    []string
}

// RepeatInput says how a reminder comes again.
type RepeatInput struct {
	Every  int
	Unit   OffsetUnit
	AtMost *int
	Until  *string
}

// EscalationInput is one level above the first.
type EscalationInput struct {
	AfterWorkingDays int
	To               AudienceRole
	Template         *string
}

// ReminderRuleCloneInput copies a rule under another key; the copy is disabled.
type ReminderRuleCloneInput struct {
	ID   GlobalID
	Key  string
	Name string
}

// OccurrenceCancelInput takes back a reminder that has not been sent.
type OccurrenceCancelInput struct {
	ID     GlobalID
	Reason string
}

// OccurrenceSendNowInput lets a reminder leave before its time, or one that was
// held or missed leave after all. Quiet hours still hold.
type OccurrenceSendNowInput struct {
	ID     GlobalID
	Reason string
}

// HeldReleaseInput lets held reminders leave: those named, or all.
type HeldReleaseInput struct {
	IDs    []GlobalID
	All    *bool
	Reason string
}

// DeliveryResendInput sends a mail again that failed, to the address that the
// person has now.
type DeliveryResendInput struct {
	ID     GlobalID
	Reason string
}

// ReminderPreview is what a rule would say in the coming days.
type ReminderPreview struct {
	Rule *ReminderRule
	// Total counts the mails, Recipients the people; Entries are the first of them.
	Total, Recipients int
	Entries           []*ReminderPreviewEntry
}

// ReminderPreviewEntry is one mail that a rule would send.
type ReminderPreviewEntry struct {
	Occurrence *Occurrence
	// RecipientTime and PlaceTime are the due moment on the clocks of the
	// recipient, where the person then is, and of the place: "2027-03-02 09:00".
	RecipientTime, RecipientZone string
	PlaceTime, PlaceZone         string
	// Language is the one that the mail would be written in.
	Language LanguageTag
	// AnchorTime is the moment that the rule counts from; nil for an escalation.
	AnchorTime *time.Time
	Level      int
}

// Apply writes what the input names into a rule. A null is the empty value,
// which Validate refuses where there must be one.
func (in *ReminderRuleUpdateInput) Apply(r *ReminderRule) {
	applyTo(&r.Name, in.Name)
	applyTo(&r.Enabled, in.Enabled)
	applyTo(&r.Trigger, in.Trigger)
	applyTo(&r.Anchor, in.Anchor)
	applyTo(&r.Offset, in.Offset)
	applyTo(&r.Unit, in.Unit)
	applyTo(&r.LocalTime, in.LocalTime)
	applyTo(&r.Zone, in.Zone)
	applyTo(&r.Calendar, in.Calendar)
	applyTo(&r.Shift, in.Shift)
	applyTo(&r.UselessAfter, in.UselessAfter)
	applyTo(&r.GraceMinutes, in.GraceMinutes)
	applyTo(&r.Late, in.Late)
	applyTo(&r.PreviewAbove, in.PreviewAbove)
	applyTo(&r.Template, in.Template)
	applyTo(&r.Attachment, in.Attachment)
	applyTo(&r.Category, in.Category)
	applyTo(&r.Mandatory, in.Mandatory)
	applyTo(&r.Digest, in.Digest)
	if in.FixedAt.IsSet() {
		r.FixedAt = in.FixedAt.Value()
	}
	for to, conditions := range map[*Conditions]graphql.Omittable[[]ConditionInput]{
		&r.Filter: in.Filter, &r.UrgentWhen: in.UrgentWhen, &r.StopWhen: in.StopWhen,
	} {
		if conditions.IsSet() {
			*to = nil
			for _, c := range conditions.Value() {
				*to = append(*to, Condition(c))
			}
		}
	}
	if in.Audience.IsSet() {
		r.Audience = in.Audience.Value()
	}
	if in.Repeat.IsSet() {
		r.Repeat = in.Repeat.Value().repeat()
	}
	if in.Escalate.IsSet() {
		r.Escalate = nil
		for _, e := range in.Escalate.Value() {
			r.Escalate = append(r.Escalate, Escalation{AfterWorkingDays: e.AfterWorkingDays, To: e.To, Template: orZero(e.Template)})
		}
	}
}

func (in *RepeatInput) repeat() *Repeat {
	if in == nil {
		return nil
	}
	return &Repeat{Every: in.Every, Unit: in.Unit, AtMost: orZero(in.AtMost), Until: orZero(in.Until)}
}

func applyTo[T any](to *T, member graphql.Omittable[*T]) {
	if member.IsSet() {
		*to = orZero(member.Value())
	}
}

func orZero[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
