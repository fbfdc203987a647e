package model

import (
	"slices"
	"time"
)

// PlanningHorizonDays is how far ahead occurrences are kept in the ledger.
const PlanningHorizonDays = 45

// graceAfterQuiet is how long a reminder may still leave after the end of quiet
// hours in which its grace ran out: the night is not the reader's fault, and
// what waited for it must not be dropped because it waited.
const graceAfterQuiet = 2 * time.Hour

// maxRepeats bounds how many repetitions are counted through, so that a rule
// with an ancient anchor cannot hold up a transaction.
const maxRepeats = 10_000

// Horizon is the span that is planned: occurrences due until Until, seen at Now.
type Horizon struct{ Now, Until time.Time }

// NewHorizon is the usual horizon at now.
func NewHorizon(now time.Time) Horizon {
	return Horizon{Now: now, Until: now.AddDate(0, 0, PlanningHorizonDays)}
}

// PlanReminders derives what the rules want said about one subject: for each
// enabled rule of its kind, each person of the audience once, however many
// roles match. The result depends on nothing but the arguments, so planning
// twice gives the same keys; SupersededBy compares it with the ledger. IDs and
// stamps are left to whoever stores.
//
// An occurrence due after horizon.Until is left out, and so is one that was
// planned before its rule took effect or due before the subject or the person
// was there (unless the rule sends to late joiners). One whose grace is over at
// horizon.Now is MISSED, one that quiet hours keep until it is useless EXPIRED;
// both are answered, so that they are listed.
func PlanReminders(rules []*ReminderRule, subject ReminderSubject, horizon Horizon, holidays Holidays) []*Occurrence {
	var planned []*Occurrence
	for _, rule := range rules {
		if !rule.Enabled || rule.SubjectKind != subject.Kind {
			continue
		}
		p := planner{rule: rule, subject: &subject, horizon: horizon, holidays: holidays}
		for i := range subject.People {
			planned = append(planned, p.planPerson(&subject.People[i])...)
		}
		planned = append(planned, p.planEscalations()...)
	}
	seen := make(map[said]bool, len(planned))
	return slices.DeleteFunc(planned, func(o *Occurrence) bool {
		twice := seen[o.said()]
		seen[o.said()] = true
		return twice
	})
}

// planner plans one rule for one subject.
type planner struct {
	rule     *ReminderRule
	subject  *ReminderSubject
	horizon  Horizon
	holidays Holidays
}

// planPerson plans the first level: the reminder itself and its repetitions.
func (p planner) planPerson(person *Recipient) []*Occurrence {
	if !person.hasAny(p.rule.Audience) || !p.rule.concerns(p.subject, person) {
		return nil
	}
	anchor, ok := p.rule.anchorOf(p.subject, person)
	if !ok {
		return nil
	}
	if p.rule.urgentFor(p.subject, person) {
		// What cannot wait is not gathered either: it leaves with its cause.
		return p.settle(person, planning{anchor: anchor, at: anchor, urgent: true, number: 1})
	}
	var planned []*Occurrence
	var last time.Time
	for number := 1; p.repeats(number); number++ {
		at := p.wantedAt(person, anchor, number)
		if at.After(p.horizon.Until) || number > 1 && p.isOver(person, anchor, at) {
			break
		}
		if number > 1 && at.Before(p.horizon.Now.AddDate(0, 0, -PlanningHorizonDays)) {
			continue // its ledger row, or that of a later one, has told what became of it
		}
		for _, o := range p.settle(person, planning{anchor: anchor, at: at, number: number}) {
			// Two that free days or the night move to one moment are one.
			if len(planned) == 0 || !o.DueAt.Equal(last) {
				planned, last = append(planned, o), o.DueAt
			}
		}
	}
	return planned
}

// repeats tells whether the rule has an occurrence of the given number.
func (p planner) repeats(number int) bool {
	repeat := p.rule.Repeat
	if number == 1 {
		return true
	}
	return repeat != nil && repeat.Every > 0 && number <= maxRepeats && (repeat.AtMost == 0 || number <= repeat.AtMost)
}

// isOver tells whether a repetition wanted at the given moment comes after the
// rule's Until, or when it is no longer of use.
func (p planner) isOver(person *Recipient, anchor, at time.Time) bool {
	if until, ok := p.subject.momentFor(person, p.rule.Repeat.Until); ok && at.After(until) {
		return true
	}
	expires := p.rule.expiresAt(p.subject, person, anchor)
	return expires != nil && !at.Before(*expires)
}

// planning is one occurrence on its way from what the rule wants to when it is due.
type planning struct {
	anchor, at    time.Time
	urgent        bool
	number, level int
	// fingerprint is set for an escalation, which keeps that of its first level.
	fingerprint string
}

// settle turns a wanted moment into an occurrence: late joiners, quiet hours,
// expiry, grace and horizon. It answers one occurrence or none.
func (p planner) settle(person *Recipient, want planning) []*Occurrence {
	where := p.subject.Whereabouts(person)
	due := want.at
	if !want.urgent {
		due = where.NextDecent(due)
	}
	if want.at.Before(p.rule.EffectiveFrom) {
		return nil
	}
	expires := p.rule.expiresAt(p.subject, person, want.anchor)
	joined := person.JoinedAt
	if p.subject.CreatedAt.After(joined) {
		joined = p.subject.CreatedAt
	}
	if joined.After(due) {
		// Repetitions wait for those who come late: the next one reaches them.
		if p.rule.Late != LateSendNow || want.number > 1 || expires != nil && !joined.Before(*expires) {
			return nil
		}
		// Joining is no emergency, whatever the cause was.
		want.at, want.urgent, due = joined, false, where.NextDecent(joined)
	}
	if due.After(p.horizon.Until) {
		return nil
	}
	missed := due.Add(time.Duration(p.rule.GraceMinutes) * time.Minute)
	for !want.urgent && where.Quiet(missed) {
		missed = where.NextDecent(missed).Add(graceAfterQuiet)
	}
	o := &Occurrence{
		RuleKey: p.rule.Key, RuleVersion: p.rule.Version,
		SubjectKind: p.subject.Kind, SubjectID: p.subject.ID, PersonID: person.PersonID,
		Fingerprint: want.fingerprint, Number: want.number, Level: want.level,
		PlannedFor: want.at.UTC(), DueAt: due.UTC(), ExpiresAt: expires, MissedAt: missed.UTC(),
		Urgent: want.urgent,
	}
	if o.Fingerprint == "" {
		o.Fingerprint = p.rule.fingerprintOf(p.subject, want.anchor)
	}
	if p.subject.ActivityID != (ID{}) {
		activity := p.subject.ActivityID
		o.ActivityID = &activity
	}
	o.State = p.stateNow(o)
	return []*Occurrence{o}
}

func (p planner) stateNow(o *Occurrence) OccurrenceState {
	now := p.horizon.Now
	switch {
	case o.ExpiresAt != nil && !o.DueAt.Before(*o.ExpiresAt):
		return OccurrenceExpired
	case now.After(o.MissedAt):
		return OccurrenceMissed
	case o.ExpiresAt != nil && !now.Before(*o.ExpiresAt):
		return OccurrenceExpired
	}
	return OccurrencePlanned
}

// planEscalations plans the levels above the first. Each counts from when the
// level before was really sent, not from when it was planned: somebody is told
// that another did not answer only after the other was asked. A level whose
// role nobody holds is passed over.
func (p planner) planEscalations() []*Occurrence {
	if len(p.rule.Escalate) == 0 {
		return nil
	}
	var planned []*Occurrence
	done := map[string]bool{}
	for _, first := range p.subject.Sent {
		if first.RuleKey != p.rule.Key || first.Level != 0 || done[first.Fingerprint] {
			continue
		}
		anchor, ok := p.stillUnanswered(first)
		if !ok {
			continue
		}
		done[first.Fingerprint] = true
		since, _ := p.firstSent(first.Fingerprint, 0)
		for i, step := range p.rule.Escalate {
			level := i + 1
			next := p.escalate(step, level, since, anchor)
			planned = append(planned, next.planned...)
			if sent, ok := p.firstSent(first.Fingerprint, level); ok {
				since = sent
			} else if !next.vacant {
				break
			}
		}
	}
	return planned
}

// stillUnanswered tells whether what was sent still stands: the rule still
// holds for who was asked, and the anchor is still the one that was meant.
func (p planner) stillUnanswered(sent SentReminder) (anchor time.Time, ok bool) {
	asked := p.subject.person(sent.PersonID)
	if asked == nil {
		// Whoever was asked has left; the question stays open.
		asked = &Recipient{PersonID: sent.PersonID}
	}
	if !p.rule.concerns(p.subject, asked) {
		return time.Time{}, false
	}
	anchor, ok = p.rule.anchorOf(p.subject, asked)
	return anchor, ok && p.rule.fingerprintOf(p.subject, anchor) == sent.Fingerprint
}

// firstSent is the earliest sending of a level about one anchor.
func (p planner) firstSent(fingerprint string, level int) (first SentReminder, found bool) {
	for _, sent := range p.subject.Sent {
		if sent.RuleKey == p.rule.Key && sent.Fingerprint == fingerprint && sent.Level == level &&
			(!found || sent.At.Before(first.At)) {
			first, found = sent, true
		}
	}
	return first, found
}

type escalated struct {
	planned []*Occurrence
	vacant  bool
}

func (p planner) escalate(step Escalation, level int, since SentReminder, anchor time.Time) escalated {
	result := escalated{vacant: true}
	for i := range p.subject.People {
		person := &p.subject.People[i]
		if !slices.Contains(person.Roles, step.To) {
			continue
		}
		result.vacant = false
		zone := p.subject.Whereabouts(person).ZoneAt(since.At)
		day := AddWorkingDays(DateOf(since.At.In(zone)), step.AfterWorkingDays, p.freeFor(person))
		result.planned = append(result.planned, p.settle(person, planning{
			anchor: anchor, at: p.clockOn(person, day, since.At, zone),
			number: since.Number, level: level, fingerprint: since.Fingerprint,
		})...)
	}
	return result
}
