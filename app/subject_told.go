package app

import (
	"slices"
	"strings"
	"time"

	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// What a person has been told of a programme is not stored anywhere: it follows
// from the ledger. A mail that tells the programme, or its changes, was composed
// when its attempt began; every version published until then is told with it.
// Core.orderPublication and the sender see to it that this order is the true one.

// changesKept is how long after its publication a change that nobody planned to
// tell can still be told: longer than the hourly planner can be late. What is
// older was published when the rule did not hold, and is no news.
const changesKept = 24 * time.Hour

// askedTogether is how shortly before a publication a host was asked who knows
// all that it tells: both are one unit of work, or its publication was put
// behind a mail that was just leaving.
const askedTogether = time.Minute

// addChanges gives a person the moment and the attributes of the programme's
// changes: when the first change was published that must still be told, and
// whether it can wait.
//
// The first untold change opens a window; what follows joins it until its mail
// leaves, since one mail tells all. An urgent change opens a window of its own,
// which takes the place of one that waits for the morning.
func (s *Subject) addChanges(person *model.Recipient) {
	person.Attributes[model.AttributeConcerned] = model.AttributeFalse
	person.Attributes[model.AttributeUrgent] = model.AttributeFalse
	waiting, closed := s.windows(person.PersonID)
	var first, firstUrgent time.Time
	for _, v := range s.untold(person) {
		if !v.PublishedAt.After(closed) || !s.opens(v, waiting) {
			continue
		}
		if first.IsZero() {
			first = v.PublishedAt
		}
		if firstUrgent.IsZero() && slices.ContainsFunc(v.Changes, func(c model.ProgrammeChange) bool {
			return s.touches(person.PersonID, v, &c) && isSoon(v, &c)
		}) {
			firstUrgent = v.PublishedAt
		}
	}
	if first.IsZero() {
		return
	}
	person.Attributes[model.AttributeConcerned] = model.AttributeTrue
	person.Moments[model.MomentProgrammeChanged] = first
	if !firstUrgent.IsZero() {
		person.Attributes[model.AttributeUrgent] = model.AttributeTrue
		person.Moments[model.MomentProgrammeChanged] = firstUrgent
	}
}

// opens tells whether a version's changes must be told in a mail of their own:
// one waits for it already, or they are news of an announced visit.
func (s *Subject) opens(v *model.ProgrammeVersion, waiting map[string]bool) bool {
	if waiting[v.PublishedAt.UTC().Format(time.RFC3339)] {
		return true
	}
	if s.Delegation.State == model.DelegationConfirmed && v.PublishedAt.Before(s.Delegation.StateSince) {
		return false // nobody had been promised the version before
	}
	return v.PublishedAt.Add(changesKept).After(s.world.now)
}

// windows are the gathering windows of a person: those that wait, by when they
// opened, and until when everything belonged to one that is over, sent or not.
func (s *Subject) windows(person model.ID) (waiting map[string]bool, closed time.Time) {
	waiting = map[string]bool{}
	for _, o := range s.Occurrences {
		rule := s.rules[o.RuleKey]
		if o.PersonID != person || rule == nil || rule.Anchor != model.MomentProgrammeChanged {
			continue
		}
		switch o.State {
		case model.OccurrencePlanned, model.OccurrenceHeld:
			if _, opened, ok := strings.Cut(o.Fingerprint, "@"); ok {
				waiting[opened] = true
			}
		case model.OccurrenceSuperseded, model.OccurrenceSent:
			// Superseded by another window of the same changes; what was sent is told.
		case model.OccurrenceFailed, model.OccurrenceMissed, model.OccurrenceExpired, model.OccurrenceCancelled,
			model.OccurrenceIrrelevant, model.OccurrenceRefused, model.OccurrenceNoAddress:
			if o.UpdatedAt.After(closed) {
				closed = o.UpdatedAt
			}
		}
	}
	return waiting, closed
}

// toldUntil is when the newest mail was composed that told the person the
// programme or its changes; the zero time when there was none.
func (s *Subject) toldUntil(person model.ID) time.Time {
	var until time.Time
	for _, o := range s.Occurrences {
		if o.PersonID != person || o.State != model.OccurrenceSent || o.Delivery == nil || o.Delivery.StartedAt == nil {
			continue
		}
		rule := s.rules[o.RuleKey]
		if rule == nil {
			continue
		}
		template := rule.TemplateAt(o.Level)
		if (template == mail.TemplateProgramme || template == mail.TemplateProgrammeChanged) && o.Delivery.StartedAt.After(until) {
			until = *o.Delivery.StartedAt
		}
	}
	return until
}

// untold are the versions with a change for the person that it has not been
// told, the oldest first. The first version is no change, and who came later
// knows nothing else.
func (s *Subject) untold(person *model.Recipient) []*model.ProgrammeVersion {
	told := s.toldUntil(person.PersonID)
	var versions []*model.ProgrammeVersion
	for _, v := range s.log {
		if v.Number > 1 && v.PublishedAt.After(told) && !v.PublishedAt.Before(person.JoinedAt) &&
			slices.ContainsFunc(v.Changes, func(c model.ProgrammeChange) bool { return s.touches(person.PersonID, v, &c) }) {
			versions = append(versions, v)
		}
	}
	return versions
}

// touches tells whether a change is news to the person: the session is or was
// one for it. A host who was asked again together with the change finds it in
// the question, unless it cannot wait for that.
func (s *Subject) touches(person model.ID, v *model.ProgrammeVersion, c *model.ProgrammeChange) bool {
	for _, session := range []*model.SessionSnapshot{c.Before, c.After} {
		if s.takesPart(person, session) {
			return true
		}
		if i := s.receives(person, session); i != nil && (askedAt(i).Before(v.PublishedAt.Add(-askedTogether)) || isSoon(v, c)) {
			return true
		}
	}
	return false
}

// isSoon tells a change that cannot wait.
func isSoon(v *model.ProgrammeVersion, c *model.ProgrammeChange) bool {
	return soon(c.Before, v.PublishedAt) || soon(c.After, v.PublishedAt)
}

// UntoldChanges are all changes that concern the person and that it has not
// been told, the oldest first.
func (s *Subject) UntoldChanges(person model.ID) model.ProgrammeChanges {
	recipient := s.Recipient(person)
	if recipient == nil {
		return nil
	}
	var changes model.ProgrammeChanges
	for _, v := range s.untold(recipient) {
		for _, c := range v.Changes {
			if s.touches(person, v, &c) {
				changes = append(changes, c)
			}
		}
	}
	return changes
}

// Composed is the instant that a mail composed at now counts as composed at: not
// before the newest version that it was composed from.
func (s *Subject) Composed(now time.Time) time.Time {
	if n := len(s.log); n > 0 && s.log[n-1].PublishedAt.After(now) {
		return s.log[n-1].PublishedAt
	}
	return now
}
