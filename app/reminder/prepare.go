package reminder

import (
	"context"
	"slices"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// letter is one claimed delivery on its way to become a mail.
type letter struct {
	delivery   *model.Delivery
	occurrence *model.Occurrence
	// rule, subject, recipient and person are nil where they do not exist any more.
	rule      *model.ReminderRule
	subject   *app.Subject
	recipient *model.Recipient
	person    *model.Person
	// mailbox is whose address the mail goes to.
	mailbox *model.Person
	// merged are the letters that this one carries as a digest.
	merged  []*letter
	links   mail.Links
	message mail.Message
}

// round is one batch of letters, and what they share.
type round struct {
	*run
	rules   map[string]*model.ReminderRule
	refused map[model.OptOut]bool
	// programmes are the newest published versions, by delegation.
	programmes map[model.ID]*model.ProgrammeVersion
	// again are the subjects to plan anew because of what was sent.
	again []store.Subject
}

// claim takes what is due: first the digests of a few people, else a batch.
func (r *run) claim(ctx context.Context, rules []*model.ReminderRule) ([]*model.Delivery, error) {
	var digests []string
	for _, rule := range rules {
		if rule.Digest {
			digests = append(digests, rule.Key)
		}
	}
	now := r.Clock.Now()
	if len(digests) > 0 {
		var claimed []*model.Delivery
		err := r.Store.InTx(ctx, func(ctx context.Context, q store.Queries) error {
			var err error
			claimed, err = q.ClaimDigests(ctx, now, r.lease(), people, digests)
			return err
		})
		if err != nil || len(claimed) > 0 {
			return claimed, err
		}
	}
	return r.Store.ClaimDue(ctx, now, r.lease(), batch, digests)
}

// send carries one batch from claimed to sent.
func (r *run) send(ctx context.Context, rules []*model.ReminderRule, claimed []*model.Delivery) error {
	b := &round{run: r, rules: make(map[string]*model.ReminderRule, len(rules))}
	for _, rule := range rules {
		b.rules[rule.Key] = rule
	}
	letters, err := b.load(ctx, rules, claimed)
	if err != nil {
		return err
	}
	if letters, err = b.sift(ctx, letters); err != nil {
		return err
	}
	letters = merge(letters)
	if letters, err = b.compose(ctx, letters); err != nil {
		return err
	}
	if err := b.deliver(ctx, letters); err != nil {
		return err
	}
	if len(b.again) == 0 {
		return nil
	}
	return r.Plan(context.WithoutCancel(ctx), b.again)
}

// load reads the facts behind the deliveries, all of them in a number of
// statements that does not grow with the batch. Each claimed letter comes with
// those that it carries as a digest.
func (b *round) load(ctx context.Context, rules []*model.ReminderRule, claimed []*model.Delivery) ([]*letter, error) {
	ids, occurrences := make([]model.ID, len(claimed)), make([]model.ID, len(claimed))
	for i, d := range claimed {
		ids[i], occurrences[i] = d.ID, d.OccurrenceID
	}
	carried, err := b.Store.MergedInto(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows, err := b.Store.OccurrencesByID(ctx, occurrences, model.Fields{})
	if err != nil {
		return nil, err
	}
	for _, d := range carried {
		rows = append(rows, d.Occurrence)
	}
	subjects, err := b.subjects(ctx, rules, rows)
	if err != nil {
		return nil, err
	}
	if err := b.readRefusals(ctx, rows); err != nil {
		return nil, err
	}
	byID := make(map[model.ID]*model.Occurrence, len(rows))
	for _, o := range rows {
		byID[o.ID] = o
	}
	letters := make([]*letter, 0, len(claimed))
	carriers := make(map[model.ID]*letter, len(claimed))
	for _, d := range claimed {
		l := b.letter(d, byID[d.OccurrenceID], subjects)
		letters, carriers[d.ID] = append(letters, l), l
	}
	for _, d := range carried {
		if carrier := carriers[*d.MergedInto]; carrier != nil {
			carrier.merged = append(carrier.merged, b.letter(d, byID[d.OccurrenceID], subjects))
		}
	}
	return letters, nil
}

func (b *round) letter(d *model.Delivery, o *model.Occurrence, subjects map[model.ID]*app.Subject) *letter {
	l := &letter{delivery: d, occurrence: o, rule: b.rules[o.RuleKey], subject: subjects[o.SubjectID]}
	if l.subject != nil {
		l.recipient = l.subject.Recipient(o.PersonID)
		l.person = l.subject.Person(o.PersonID)
		l.mailbox = l.subject.Mailbox(o.PersonID)
	}
	return l
}

// subjects reads what the occurrences are about, and the newest programmes.
func (b *round) subjects(ctx context.Context, rules []*model.ReminderRule, occurrences []*model.Occurrence) (map[model.ID]*app.Subject, error) {
	var refs []store.Subject
	var visits []model.ID
	for _, o := range occurrences {
		ref := store.Subject{Kind: o.SubjectKind, ID: o.SubjectID}
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
		if o.ActivityID != nil && !slices.Contains(visits, *o.ActivityID) {
			visits = append(visits, *o.ActivityID)
		}
	}
	read, err := app.LoadSubjects(ctx, b.Store.Queries, refs, rules, b.Clock.Now())
	if err != nil {
		return nil, err
	}
	subjects := make(map[model.ID]*app.Subject, len(read))
	for _, s := range read {
		subjects[s.ID] = s
	}
	b.programmes, err = b.Store.NewestProgrammes(ctx, visits)
	return subjects, err
}

func (b *round) readRefusals(ctx context.Context, occurrences []*model.Occurrence) error {
	var ids []model.ID
	for _, o := range occurrences {
		if !slices.Contains(ids, o.PersonID) {
			ids = append(ids, o.PersonID)
		}
	}
	rows, err := b.Store.OptOuts(ctx, ids)
	b.refused = make(map[model.OptOut]bool, len(rows))
	for _, row := range rows {
		b.refused[model.OptOut{PersonID: row.PersonID, Category: row.Category}] = true
	}
	return err
}

// verdict is what becomes of a letter before it is written.
type verdict struct {
	// state is PLANNED for one that may leave at the instant leave.
	state model.OccurrenceState
	leave time.Time
	why   string
}

// judge checks a letter once more, with the facts of this moment.
func (b *round) judge(l *letter, now time.Time) verdict {
	o := l.occurrence
	switch {
	case o.State != model.OccurrencePlanned:
		return verdict{state: o.State, why: "was given up: " + string(o.State)}
	case l.rule == nil || l.subject == nil || l.recipient == nil || !model.StillRelevant(l.rule, l.subject.ReminderSubject, o):
		return verdict{state: model.OccurrenceIrrelevant, why: "the rule does not hold any more"}
	case !l.rule.Mandatory && b.refused[model.OptOut{PersonID: o.PersonID, Category: l.rule.Category}]:
		return verdict{state: model.OccurrenceRefused, why: "the person does not want " + l.rule.Category}
	case l.mailbox == nil:
		return verdict{state: model.OccurrenceNoAddress, why: "there is no address to write to"}
	}
	state, leave := o.AtSending(now, l.subject.Whereabouts(l.recipient))
	v := verdict{state: state, leave: leave}
	switch state { //nolint:exhaustive // AtSending answers no other
	case model.OccurrenceExpired:
		v.why = "of no use any more"
	case model.OccurrenceMissed:
		v.why = "its time was over before it could leave"
	}
	if state != model.OccurrencePlanned && l.delivery.Attempts > 0 {
		// It was tried in time. That the server did not take it is no planning matter.
		v.state, v.why = model.OccurrenceFailed, "not taken in time: "+l.delivery.ServerSaid
	}
	return v
}

// sift keeps the letters that may leave now. The others are put away, or wait
// for the end of quiet hours.
func (b *round) sift(ctx context.Context, letters []*letter) ([]*letter, error) {
	now := b.Clock.Now()
	var leaving []*letter
	for _, l := range letters {
		merged := l.merged
		l.merged = nil
		for _, part := range merged {
			if v := b.judge(part, now); v.state != model.OccurrencePlanned {
				if err := b.putAway(ctx, part, v); err != nil {
					return nil, err
				}
				continue
			}
			l.merged = append(l.merged, part)
		}
		v := b.judge(l, now)
		var err error
		switch {
		case v.state != model.OccurrencePlanned:
			err = b.putAway(ctx, l, v)
		case v.leave.After(now):
			err = b.putOff(ctx, l, v.leave)
		default:
			leaving = append(leaving, l)
		}
		if err != nil {
			return nil, err
		}
	}
	return leaving, nil
}

// putAway ends a delivery that is not to be sent. What it carried as a digest
// waits on its own again.
func (b *round) putAway(ctx context.Context, l *letter, v verdict) error {
	d := *l.delivery
	d.State, d.LeaseUntil, d.MergedInto, d.ServerSaid = model.DeliveryDropped, nil, nil, v.why
	if v.state == model.OccurrenceFailed {
		d.State = model.DeliveryFailed
	}
	return b.conclude(ctx, l, &d, func(ctx context.Context, tx *app.Tx) error {
		b.count(func(n *Result) { n.Dropped++ })
		if err := tx.ReleaseMerged(ctx, d.ID, tx.Now); err != nil || l.occurrence.State == v.state {
			return err
		}
		return tx.SetOccurrences(ctx, []model.ID{d.OccurrenceID}, v.state, v.why, tx.Now)
	})
}

// putOff lets a delivery wait until the instant.
func (b *round) putOff(ctx context.Context, l *letter, until time.Time) error {
	d := *l.delivery
	d.LeaseUntil, d.DueAt = nil, until
	return b.conclude(ctx, l, &d, func(context.Context, *app.Tx) error {
		b.count(func(n *Result) { n.Moved++ })
		return nil
	})
}

// conclude writes a delivery, if it is still ours, and what follows from it in
// the same transaction.
func (b *round) conclude(ctx context.Context, l *letter, d *model.Delivery, then func(context.Context, *app.Tx) error) error {
	return b.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		d.UpdatedAt = tx.Now
		ours, err := tx.SaveClaimed(ctx, d)
		if err != nil {
			return err
		}
		if !ours {
			b.count(func(n *Result) { n.Lost++ })
			return nil
		}
		*l.delivery = *d
		tx.DeliveryChanged(d.ID, l.occurrence)
		return then(ctx, tx)
	})
}

// merge makes one letter of all that a digest rule says to one person now. One
// that was tried before stays what it was: its twin may have arrived.
func merge(letters []*letter) []*letter {
	type digest struct{ person, mailbox model.ID }
	carriers := map[digest]*letter{}
	var merged []*letter
	for _, l := range letters {
		if !l.rule.Digest || l.delivery.State != model.DeliveryPending || len(l.merged) > 0 {
			merged = append(merged, l)
			continue
		}
		key := digest{l.occurrence.PersonID, l.mailbox.ID}
		if carrier := carriers[key]; carrier != nil {
			carrier.merged = append(carrier.merged, l)
			continue
		}
		carriers[key] = l
		merged = append(merged, l)
	}
	return merged
}
