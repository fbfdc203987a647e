package model

import "time"

// Reminders are three things: a rule says what should be said, an occurrence is
// one planned saying to one person, a delivery is the ledger of sending it.

// ReminderTrigger says what a rule counts from.
type ReminderTrigger string

// The triggers.
const (
	// TriggerDateField counts from a dated member of the subject.
	TriggerDateField ReminderTrigger = "DATE_FIELD"
	// TriggerFixedAt counts from an instant that the rule itself names.
	TriggerFixedAt ReminderTrigger = "FIXED_AT"
	// TriggerStateEntered counts from when the subject entered a state, or from
	// another moment that its history names ("programmeChanged").
	TriggerStateEntered ReminderTrigger = "STATE_ENTERED"
	// TriggerInactivity counts from the last thing that happened.
	TriggerInactivity ReminderTrigger = "INACTIVITY"
	// TriggerNoResponse counts from when somebody was asked and did not answer.
	TriggerNoResponse ReminderTrigger = "NO_RESPONSE"
)

// OffsetUnit is what an offset counts in.
type OffsetUnit string

// The units. Months clamp to the month's end.
const (
	OffsetMinutes     OffsetUnit = "MINUTES"
	OffsetHours       OffsetUnit = "HOURS"
	OffsetDays        OffsetUnit = "DAYS"
	OffsetWorkingDays OffsetUnit = "WORKING_DAYS"
	OffsetWeeks       OffsetUnit = "WEEKS"
	OffsetMonths      OffsetUnit = "MONTHS"
)

// ZoneOf says in whose zone a rule's local time is read.
type ZoneOf string

// The zones a rule can use.
const (
	ZoneRecipient    ZoneOf = "RECIPIENT"
	ZonePlace        ZoneOf = "PLACE"
	ZoneOrganisation ZoneOf = "ORGANISATION"
)

// CalendarOf says whose weekends and holidays count.
type CalendarOf string

// The calendars a rule can use.
const (
	CalendarRecipient    CalendarOf = "RECIPIENT"
	CalendarOrganisation CalendarOf = "ORGANISATION"
	CalendarBoth         CalendarOf = "BOTH"
)

// DayShift says where a reminder goes that falls on a free day.
type DayShift string

// The shifts.
const (
	ShiftPrevious DayShift = "PREVIOUS_WORKING_DAY"
	ShiftNext     DayShift = "NEXT_WORKING_DAY"
	ShiftStay     DayShift = "STAY"
)

// AudienceRole says who is meant, seen from the subject.
type AudienceRole string

// The roles of an audience.
const (
	AudienceDelegate AudienceRole = "DELEGATE"
	AudienceHead     AudienceRole = "HEAD_OF_DELEGATION"
	AudienceHost     AudienceRole = "HOST_CONTACT"
	AudienceCompany  AudienceRole = "COMPANY_CONTACT"
	AudienceAdviser  AudienceRole = "ADVISER"
	AudienceOwner    AudienceRole = "OWNER"
	AudienceLead     AudienceRole = "LEAD"
	// AudienceRegistrant is whoever registered for a tour.
	AudienceRegistrant AudienceRole = "REGISTRANT"
)

// LateJoiner says what happens to those who came in after a reminder was due.
type LateJoiner string

// The two ways with late joiners.
const (
	LateSkip    LateJoiner = "SKIP"
	LateSendNow LateJoiner = "SEND_NOW"
)

// Operator compares a subject's attribute with a condition's values.
type Operator string

// The operators of a condition.
const (
	OpIn    Operator = "IN"
	OpNotIn Operator = "NOT_IN"
)

// Condition is one typed test on an attribute of the subject ("state", "urgent").
type Condition struct {
	Attribute string   `json:"attribute"`
	Operator  Operator `json:"operator"`
	Values    []string `json:"values"`
}

// Conditions must all hold.
type Conditions []Condition

// Roles is a list of audience roles.
type Roles []AudienceRole

// Repeat says how a reminder comes again.
type Repeat struct {
	// Every is how many Units lie between two of them.
	Every int        `json:"every"`
	Unit  OffsetUnit `json:"unit"`
	// AtMost bounds how many come in all, the first included; 0 is no bound.
	AtMost int `json:"atMost"`
	// Until names the date member after which none comes, or is empty.
	Until string `json:"until"`
}

// Escalation sends the next level to somebody else when nothing happened.
type Escalation struct {
	// AfterWorkingDays counts since the real sending of the level before.
	AfterWorkingDays int          `json:"afterWorkingDays"`
	To               AudienceRole `json:"to"`
	// Template names the mail of this level; empty is the rule's own.
	Template string `json:"template"`
}

// Escalations are the levels above the first, in order.
type Escalations []Escalation

// ReminderRule is data: what should be said, when, to whom. An edit makes a
// new version; the key stays, and with it what was already said.
type ReminderRule struct {
	ID      ID     `bun:"id,pk"`
	Key     string `bun:"key,notnull"`
	Name    string `bun:"name,notnull"`
	Enabled bool   `bun:"enabled,notnull"`
	// SubjectKind is what the rule looks at; Filter narrows it.
	SubjectKind Kind            `bun:"subject_kind,notnull"`
	Filter      Conditions      `bun:"filter,type:jsonb"`
	Trigger     ReminderTrigger `bun:"trigger_kind,notnull"`
	// Anchor names the subject's moment that the trigger counts from
	// ("startsAt", "endsAt", "state:CANCELLED", "programmeChanged", "dueAt").
	Anchor string `bun:"anchor,notnull"`
	// FixedAt is set for FIXED_AT alone.
	FixedAt *time.Time `bun:"fixed_at"`
	// Offset is how many Units after the anchor; negative is before.
	Offset int        `bun:"offset_count,notnull"`
	Unit   OffsetUnit `bun:"offset_unit,notnull"`
	// LocalTime is hh:mm in the zone of Zone; empty keeps the anchor's own
	// clock time, for rules that count in minutes and hours.
	LocalTime string     `bun:"local_time,notnull"`
	Zone      ZoneOf     `bun:"zone_of,notnull"`
	Calendar  CalendarOf `bun:"calendar_of,notnull"`
	Shift     DayShift   `bun:"day_shift,notnull"`
	// UrgentWhen are the conditions under which the reminder leaves at once,
	// whatever the hour; empty is never.
	UrgentWhen Conditions `bun:"urgent_when,type:jsonb"`
	// UselessAfter names the subject's moment after which it is never sent;
	// empty is no such moment.
	UselessAfter string `bun:"useless_after,notnull"`
	// GraceMinutes is how late a run may still send.
	GraceMinutes int `bun:"grace_minutes,notnull"`
	// StopWhen is checked again at the moment of sending: when all hold, the
	// reminder is no longer relevant.
	StopWhen Conditions `bun:"stop_when,type:jsonb"`
	Audience Roles      `bun:"audience,type:jsonb"`
	Late     LateJoiner `bun:"late_joiner,notnull"`
	// EffectiveFrom keeps a new rule from mailing the past.
	EffectiveFrom time.Time `bun:"effective_from,notnull"`
	// PreviewAbove is the number of recipients above which a preview is asked
	// for before the rule may be enabled.
	PreviewAbove int         `bun:"preview_above,notnull"`
	Repeat       *Repeat     `bun:"repeat,type:jsonb"`
	Escalate     Escalations `bun:"escalate,type:jsonb"`
	// Template names the mail; Attachment says whether a calendar part goes with it.
	Template   string         `bun:"template,notnull"`
	Attachment AttachmentKind `bun:"attachment,notnull"`
	// Category is what a person can opt out of; a Mandatory one cannot be refused.
	Category  string `bun:"category,notnull"`
	Mandatory bool   `bun:"mandatory,notnull"`
	// Digest puts several to one person in one run into one mail.
	Digest bool `bun:"digest,notnull"`
	Stamps
}

// GlobalID is the id under which GraphQL knows the rule.
func (r *ReminderRule) GlobalID() GlobalID { return NewGlobalID(KindReminderRule, r.ID) }

// AttachmentKind says what goes with a mail.
type AttachmentKind string

// The attachments.
const (
	AttachNothing        AttachmentKind = "NOTHING"
	AttachCalendar       AttachmentKind = "CALENDAR_REQUEST"
	AttachCalendarCancel AttachmentKind = "CALENDAR_CANCEL"
)

// ReminderSubject is everything the planner may know about one subject: pure
// facts, read in the transaction that plans.
type ReminderSubject struct {
	Kind Kind
	ID   ID
	// ActivityID is the activity it belongs to; the zero ID when there is none.
	ActivityID ID
	// CreatedAt is when the subject came to be known: what was due before is not
	// planned afterwards.
	CreatedAt time.Time
	// Moments are its named instants, as VocabularyOf its kind lists them. One
	// that is missing has not happened. A day without a clock time is its first
	// instant in Zone, or in OrganisationZone where the subject has no place.
	Moments map[string]time.Time
	// Attributes are what conditions look at, as VocabularyOf its kind lists them.
	Attributes map[string]string
	// Zone is the place's, OrganisationZone the organiser's; Country is where
	// the place is, OrganisationCountry the organiser's.
	Zone, OrganisationZone       *time.Location
	Country, OrganisationCountry CountryCode
	// People are everybody that a rule may mean, each once with all roles.
	People []Recipient
	// Sent is what has really been sent about the subject; escalations count
	// from it.
	Sent []SentReminder
}

// SentReminder is one occurrence that the ledger knows as sent.
type SentReminder struct {
	RuleKey     string
	PersonID    ID
	Fingerprint string
	Number      int
	Level       int
	// At is when the mail server took it.
	At time.Time
}

// Recipient is one person as a subject's audience.
type Recipient struct {
	PersonID ID
	Roles    []AudienceRole
	// Zone and Country are the person's own.
	Zone    *time.Location
	Country CountryCode
	// Arrives and Departs bound the stay during which a delegate's zone is the
	// place's; zero for everybody else.
	Arrives, Departs time.Time
	// JoinedAt is when the person came into the audience.
	JoinedAt time.Time
	// Attributes are what conditions look at for this person; they go before
	// the subject's own (AttributeConcerned).
	Attributes map[string]string
	// Moments go before the subject's for this person (MomentProgrammeChanged).
	Moments map[string]time.Time
}

// OccurrenceState is what became of one planned saying.
type OccurrenceState string

// The states of an occurrence.
const (
	OccurrencePlanned    OccurrenceState = "PLANNED"
	OccurrenceSent       OccurrenceState = "SENT"
	OccurrenceFailed     OccurrenceState = "FAILED"
	OccurrenceMissed     OccurrenceState = "MISSED"
	OccurrenceExpired    OccurrenceState = "EXPIRED"
	OccurrenceSuperseded OccurrenceState = "SUPERSEDED"
	OccurrenceCancelled  OccurrenceState = "CANCELLED"
	OccurrenceIrrelevant OccurrenceState = "IRRELEVANT"
	OccurrenceRefused    OccurrenceState = "REFUSED"
	OccurrenceNoAddress  OccurrenceState = "NO_ADDRESS"
	OccurrenceHeld       OccurrenceState = "HELD"
)

// Occurrence is one planned saying, for one person, about one thing. The
// database refuses a second one with the same rule key, subject, person,
// fingerprint, number and level.
type Occurrence struct {
	ID          ID     `bun:"id,pk"`
	RuleKey     string `bun:"rule_key,notnull"`
	RuleVersion int    `bun:"rule_version,notnull"`
	SubjectKind Kind   `bun:"subject_kind,notnull"`
	SubjectID   ID     `bun:"subject_id,notnull"`
	// ActivityID is the activity that the subject belongs to, where there is one.
	ActivityID *ID `bun:"activity_id"`
	PersonID   ID  `bun:"person_id,notnull"`
	// Fingerprint names the anchor's value: a moved date makes a new one.
	Fingerprint string `bun:"fingerprint,notnull"`
	// Number counts repetitions from 1, Level escalations from 0.
	Number int             `bun:"number,notnull"`
	Level  int             `bun:"level,notnull"`
	State  OccurrenceState `bun:"state,notnull"`
	// PlannedFor is when the rule wants it; DueAt is that after quiet hours.
	PlannedFor time.Time `bun:"planned_for,notnull"`
	DueAt      time.Time `bun:"due_at,notnull"`
	// ExpiresAt is the moment after which it is useless; nil is never.
	ExpiresAt *time.Time `bun:"expires_at"`
	// MissedAt is DueAt and the rule's grace, and never in quiet hours: a run
	// that comes later than that leaves it MISSED.
	MissedAt time.Time `bun:"missed_at,notnull"`
	Urgent   bool      `bun:"urgent,notnull"`
	// Reason says why it was cancelled, superseded or sent early.
	Reason    string    `bun:"reason,notnull"`
	CreatedAt time.Time `bun:"created_at,notnull"`
	UpdatedAt time.Time `bun:"updated_at,notnull"`

	Person   *Person       `bun:"-"`
	Activity ActivityNode  `bun:"-"`
	Rule     *ReminderRule `bun:"-"`
	Delivery *Delivery     `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the occurrence.
func (o *Occurrence) GlobalID() GlobalID { return NewGlobalID(KindOccurrence, o.ID) }

// SubjectGlobalID is the id under which GraphQL knows the subject.
func (o *Occurrence) SubjectGlobalID() GlobalID { return NewGlobalID(o.SubjectKind, o.SubjectID) }

// DeliveryState is where the sending of one mail is.
type DeliveryState string

// The states of a delivery. SENDING is set when an attempt starts, before the
// SMTP dialog; a process that dies there leaves it to be found IN_DOUBT.
const (
	DeliveryPending DeliveryState = "PENDING"
	DeliverySending DeliveryState = "SENDING"
	DeliverySent    DeliveryState = "SENT"
	DeliveryRetry   DeliveryState = "RETRY"
	DeliveryInDoubt DeliveryState = "IN_DOUBT"
	DeliveryFailed  DeliveryState = "FAILED"
	DeliveryBounced DeliveryState = "BOUNCED"
	DeliveryDropped DeliveryState = "DROPPED"
	DeliveryMerged  DeliveryState = "MERGED"
)

// MaxAttempts is how often a temporary failure is tried before FAILED.
const MaxAttempts = 5

// Delivery is the ledger of sending one occurrence.
type Delivery struct {
	ID           ID            `bun:"id,pk"`
	OccurrenceID ID            `bun:"occurrence_id,notnull"`
	State        DeliveryState `bun:"state,notnull"`
	// DueAt is when the next attempt may start.
	DueAt    time.Time `bun:"due_at,notnull"`
	Attempts int       `bun:"attempts,notnull"`
	// LeaseUntil and Fence say who may work on it: a result is kept only when
	// the fence is still the one that the attempt was started with.
	LeaseUntil *time.Time `bun:"lease_until"`
	Fence      int        `bun:"fence,notnull"`
	// MessageID is fixed for ever, so that a twin can be dropped.
	MessageID string `bun:"message_id,notnull"`
	// MergedInto is the delivery whose mail carried this one as part of a digest.
	MergedInto *ID `bun:"merged_into"`
	// Recipient is the address used; LanguageUsed the language; Fallback tells
	// that it is not the one the person chose, or that a text was missing in it.
	Recipient    string      `bun:"recipient,notnull"`
	LanguageUsed LanguageTag `bun:"language_used,notnull"`
	Fallback     bool        `bun:"fallback,notnull"`
	Subject      string      `bun:"subject,notnull"`
	// ContentHash is SHA-256 of what was sent, in hex.
	ContentHash string `bun:"content_hash,notnull"`
	// ServerSaid is the mail server's last word, or the cause of a failure.
	ServerSaid string     `bun:"server_said,notnull"`
	StartedAt  *time.Time `bun:"started_at"`
	SentAt     *time.Time `bun:"sent_at"`
	CreatedAt  time.Time  `bun:"created_at,notnull"`
	UpdatedAt  time.Time  `bun:"updated_at,notnull"`

	Occurrence *Occurrence `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the delivery.
func (d *Delivery) GlobalID() GlobalID { return NewGlobalID(KindDelivery, d.ID) }

// OptOut says that a person does not want mails of a category.
type OptOut struct {
	PersonID  ID        `bun:"person_id,pk"`
	Category  string    `bun:"category,pk"`
	CreatedAt time.Time `bun:"created_at,notnull"`
}

// Holidays answers whether a day is free in a country, and whether the
// country's holidays are known at all. Weekends are Weekend's.
type Holidays interface {
	// IsHoliday tells a public holiday; known is false for a country without a table.
	IsHoliday(country CountryCode, day Date) (holiday, known bool)
}

// OccurrenceFilter narrows a list of occurrences; every set member must hold.
type OccurrenceFilter struct {
	States     []OccurrenceState
	RuleKeys   []string
	PersonID   *GlobalID
	ActivityID *GlobalID
	DueFrom    *time.Time
	DueUntil   *time.Time
}

// OccurrenceConnection is one page of occurrences, the earliest due first.
type OccurrenceConnection = Connection[Occurrence]

// OccurrenceEdge is one of its edges.
type OccurrenceEdge = Edge[Occurrence]

// DeliveryFilter narrows a list of deliveries; every set member must hold.
type DeliveryFilter struct {
	States     []DeliveryState
	PersonID   *GlobalID
	ActivityID *GlobalID
	Fallback   *bool
}

// DeliveryConnection is one page of deliveries, the newest first.
type DeliveryConnection = Connection[Delivery]

// DeliveryEdge is one of its edges.
type DeliveryEdge = Edge[Delivery]

// List is the conditions, never nil.
func (c Conditions) List() []Condition {
	if c == nil {
		return []Condition{}
	}
	return c
}

// FilterList is which subjects the rule looks at, for GraphQL.
func (r *ReminderRule) FilterList() []Condition { return r.Filter.List() }

// UrgentList is when the rule leaves at once, for GraphQL.
func (r *ReminderRule) UrgentList() []Condition { return r.UrgentWhen.List() }

// StopList is when a reminder is no longer relevant, for GraphQL.
func (r *ReminderRule) StopList() []Condition { return r.StopWhen.List() }

// AudienceList is who is meant, for GraphQL.
func (r *ReminderRule) AudienceList() []AudienceRole { return r.Audience }

// EscalationList is the levels above the first, never nil.
func (r *ReminderRule) EscalationList() []Escalation {
	if r.Escalate == nil {
		return []Escalation{}
	}
	return r.Escalate
}

// SubjectKindText is the kind of object that the rule looks at, for GraphQL.
func (r *ReminderRule) SubjectKindText() string { return string(r.SubjectKind) }
