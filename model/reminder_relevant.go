package model

import "slices"

// Hold tells whether every condition holds. Attributes are looked up in the
// given sets in order, the first that has one wins; one that is nowhere is
// empty. No condition at all holds; an operator that does not exist never does,
// so that a broken rule is silent rather than wrong.
func (c Conditions) Hold(attributes ...map[string]string) bool {
	for _, condition := range c {
		var value string
		for _, set := range attributes {
			if found, ok := set[condition.Attribute]; ok {
				value = found
				break
			}
		}
		listed := slices.Contains(condition.Values, value)
		switch condition.Operator {
		case OpIn:
			if !listed {
				return false
			}
		case OpNotIn:
			if listed {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// concerns tells whether the rule's filter lets the person through and nothing
// has stopped it. The person's own attributes go before the subject's.
func (r *ReminderRule) concerns(subject *ReminderSubject, person *Recipient) bool {
	if !r.Filter.Hold(person.Attributes, subject.Attributes) {
		return false
	}
	return len(r.StopWhen) == 0 || !r.StopWhen.Hold(person.Attributes, subject.Attributes)
}

// urgentFor tells whether the rule leaves at once for the person. A rule
// without conditions is never urgent.
func (r *ReminderRule) urgentFor(subject *ReminderSubject, person *Recipient) bool {
	return len(r.UrgentWhen) > 0 && r.UrgentWhen.Hold(person.Attributes, subject.Attributes)
}

func (p *Recipient) hasAny(roles Roles) bool {
	return slices.ContainsFunc(roles, func(role AudienceRole) bool { return slices.Contains(p.Roles, role) })
}

func (s *ReminderSubject) person(id ID) *Recipient {
	for i := range s.People {
		if s.People[i].PersonID == id {
			return &s.People[i]
		}
	}
	return nil
}

// TemplateAt names the mail of a level.
func (r *ReminderRule) TemplateAt(level int) string {
	if level > 0 && level <= len(r.Escalate) && r.Escalate[level-1].Template != "" {
		return r.Escalate[level-1].Template
	}
	return r.Template
}

// StillRelevant asks, at the moment of sending and with the facts of that
// moment, whether a planned occurrence should still be sent: the rule is
// enabled and its filter holds, nothing stopped it, the person is still meant
// and the anchor has not moved.
func StillRelevant(rule *ReminderRule, subject ReminderSubject, o *Occurrence) bool {
	if !rule.Enabled || rule.Key != o.RuleKey || rule.SubjectKind != subject.Kind || subject.ID != o.SubjectID {
		return false
	}
	person := subject.person(o.PersonID)
	if person == nil {
		return false
	}
	p := planner{rule: rule, subject: &subject}
	if o.Level == 0 {
		anchor, ok := rule.anchorOf(&subject, person)
		return ok && person.hasAny(rule.Audience) && rule.concerns(&subject, person) &&
			rule.fingerprintOf(&subject, anchor) == o.Fingerprint
	}
	if o.Level > len(rule.Escalate) || !slices.Contains(person.Roles, rule.Escalate[o.Level-1].To) {
		return false
	}
	return slices.ContainsFunc(subject.Sent, func(sent SentReminder) bool {
		if sent.RuleKey != rule.Key || sent.Level != 0 || sent.Fingerprint != o.Fingerprint {
			return false
		}
		_, ok := p.stillUnanswered(sent)
		return ok
	})
}

// said is what makes an occurrence one: the ledger holds it once.
type said struct {
	ruleKey       string
	subject       ID
	person        ID
	fingerprint   string
	number, level int
}

func (o *Occurrence) said() said {
	return said{o.RuleKey, o.SubjectID, o.PersonID, o.Fingerprint, o.Number, o.Level}
}

// SupersededBy compares what the ledger holds about subjects with what is
// planned about the same subjects now. The answers are ready to be stored;
// neither argument is changed.
//
//   - insert: planned and not in the ledger.
//   - update: waiting in the ledger and planned for another time, or given up
//     by an earlier plan and wanted again because the date moved back, the rule
//     was enabled again or the person returned. They keep their IDs.
//   - supersede: waiting in the ledger and not planned any more, in state
//     SUPERSEDED; the Reason is left to whoever knows it.
//
// What was sent, or decided by a person, a mail server or the sender's own
// check, stays as it is: nothing is said twice.
func SupersededBy(existing, planned []*Occurrence) (insert, update, supersede []*Occurrence) {
	ledger := make(map[said]*Occurrence, len(existing))
	for _, o := range existing {
		ledger[o.said()] = o
	}
	wanted := make(map[said]bool, len(planned))
	for _, plan := range planned {
		key := plan.said()
		if wanted[key] {
			continue
		}
		wanted[key] = true
		if row, ok := ledger[key]; !ok {
			insert = append(insert, plan)
		} else if changed := row.replanned(plan); changed != nil {
			update = append(update, changed)
		}
	}
	for _, row := range existing {
		if row.waits() && !wanted[row.said()] {
			gone := *row
			gone.State = OccurrenceSuperseded
			supersede = append(supersede, &gone)
		}
	}
	return insert, update, supersede
}

// waits tells an occurrence that would still be sent.
func (o *Occurrence) waits() bool { return o.State == OccurrencePlanned || o.State == OccurrenceHeld }

// replanned is a copy of the ledger's row with what a new plan says, or nil
// when nothing changes.
func (o *Occurrence) replanned(plan *Occurrence) *Occurrence {
	row := *o
	switch o.State {
	case OccurrencePlanned:
		// MISSED is the sender's word: it may be trying right now.
		if plan.State == OccurrenceExpired {
			row.State = plan.State
		}
	case OccurrenceSuperseded, OccurrenceExpired, OccurrenceMissed:
		if plan.State != OccurrencePlanned {
			return nil
		}
		row.State, row.Reason = plan.State, ""
	case OccurrenceHeld:
	case OccurrenceSent, OccurrenceFailed, OccurrenceCancelled, OccurrenceIrrelevant, OccurrenceRefused, OccurrenceNoAddress:
		return nil
	}
	row.RuleVersion, row.PlannedFor, row.DueAt = plan.RuleVersion, plan.PlannedFor, plan.DueAt
	row.ExpiresAt, row.MissedAt, row.Urgent = plan.ExpiresAt, plan.MissedAt, plan.Urgent
	if row.State == o.State && row.sameTimes(o) {
		return nil
	}
	return &row
}

// sameTimes leaves the rule's version out: an edit that changes nothing here is
// no reason to write the row.
func (o *Occurrence) sameTimes(other *Occurrence) bool {
	return o.PlannedFor.Equal(other.PlannedFor) && o.DueAt.Equal(other.DueAt) && o.MissedAt.Equal(other.MissedAt) &&
		SameInstant(o.ExpiresAt, other.ExpiresAt) && o.Urgent == other.Urgent
}
