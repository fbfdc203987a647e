package reminder

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// deliver sends the letters one after the other. When the context ends, the
// dialog that is open is finished and the others are given back.
func (b *round) deliver(ctx context.Context, letters []*letter) error {
	for i, l := range letters {
		if ctx.Err() != nil {
			return b.giveBack(context.WithoutCancel(ctx), letters[i:])
		}
		if err := b.deliverOne(context.WithoutCancel(ctx), l); err != nil {
			return err
		}
	}
	return nil
}

// giveBack lets others claim the letters at once.
func (b *round) giveBack(ctx context.Context, letters []*letter) error {
	for _, l := range letters {
		for _, one := range append([]*letter{l}, l.merged...) {
			if one.delivery.State == model.DeliveryMerged {
				continue
			}
			if err := b.putOff(ctx, one, one.delivery.DueAt); err != nil {
				return err
			}
		}
	}
	return nil
}

// errLost says that a part of a digest is not ours any more.
var errLost = errors.New("reminder: part of the digest changed")

// deliverOne takes one letter from composed to what the server said.
func (b *round) deliverOne(ctx context.Context, l *letter) error {
	// Between composing and now the evening may have come.
	if v := b.judge(l, b.Clock.Now()); v.state != model.OccurrencePlanned {
		return b.putAway(ctx, l, v)
	} else if v.leave.After(b.Clock.Now()) {
		return b.putOff(ctx, l, v.leave)
	}
	begun, err := b.begin(ctx, l)
	if errors.Is(err, errLost) {
		return b.giveBack(ctx, []*letter{l})
	}
	if err != nil || !begun {
		return err
	}
	return b.settle(ctx, l, b.speak(ctx, l))
}

// speak holds the dialog with the mail server. A sender that breaks leaves the
// mail in doubt: nobody knows how far it came.
func (b *round) speak(ctx context.Context, l *letter) (failure error) {
	ctx, cancel := context.WithTimeout(ctx, b.dialogLimit())
	defer cancel()
	defer func() {
		if broken := recover(); broken != nil {
			failure = &mail.SendError{Kind: mail.InDoubt, Said: fmt.Sprintf("the sender broke: %v", broken)}
		}
	}()
	return b.Sender.Send(ctx, &l.message)
}

// begin commits that an attempt has started: from here on a process that dies
// leaves a delivery in doubt. It answers false when the delivery is not ours any
// more, because its lease ran out or what it says has changed.
func (b *round) begin(ctx context.Context, l *letter) (begun bool, err error) {
	now := b.Clock.Now()
	d := *l.delivery
	started, lease := l.subject.Composed(now), now.Add(b.lease())
	d.State, d.Attempts, d.StartedAt, d.LeaseUntil, d.UpdatedAt = model.DeliverySending, d.Attempts+1, &started, &lease, now
	d.Recipient, d.Subject, d.ContentHash = l.message.To.Email, l.message.Subject, l.message.ContentHash
	d.LanguageUsed, d.Fallback = model.LanguageTag(l.message.Language), l.message.Fallback
	err = b.Store.InTx(ctx, func(ctx context.Context, q store.Queries) error {
		if begun, err = q.SaveClaimed(ctx, &d); err != nil || !begun {
			return err
		}
		for _, part := range l.merged {
			p := *part.delivery
			p.State, p.MergedInto, p.LeaseUntil, p.UpdatedAt = model.DeliveryMerged, &d.ID, nil, now
			p.Recipient, p.LanguageUsed, p.Fallback, p.Subject, p.StartedAt = d.Recipient, d.LanguageUsed, d.Fallback, d.Subject, d.StartedAt
			ours, err := q.SaveClaimed(ctx, &p)
			if err != nil {
				return err
			}
			if !ours {
				return errLost
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	if !begun {
		b.count(func(n *Result) { n.Lost++ })
		return false, nil
	}
	l.delivery = &d
	for _, part := range l.merged {
		part.delivery.State = model.DeliveryMerged
	}
	return true, nil
}

// outcome is what one dialog did to the ledger.
type outcome struct {
	delivery   model.DeliveryState
	occurrence model.OccurrenceState
	said       string
	// next is when it may be tried again.
	next time.Time
	// refusedAddress tells that the server refused the address for good.
	refusedAddress bool
}

// outcomeOf reads what the sender answered.
func (b *round) outcomeOf(d *model.Delivery, failure error, now time.Time) outcome {
	if failure == nil {
		return outcome{delivery: model.DeliverySent, occurrence: model.OccurrenceSent, said: "accepted"}
	}
	f := mail.FailureOf(failure)
	o := outcome{said: f.Said, occurrence: model.OccurrencePlanned}
	switch f.Kind {
	case mail.Permanent:
		o.occurrence, o.delivery, o.refusedAddress = model.OccurrenceFailed, model.DeliveryFailed, f.Recipient
		if f.Recipient {
			o.delivery = model.DeliveryBounced
		}
		return o
	case mail.InDoubt:
		o.delivery = model.DeliveryInDoubt
	case mail.Temporary:
		o.delivery = model.DeliveryRetry
	}
	if d.Attempts >= model.MaxAttempts {
		o.occurrence, o.delivery = model.OccurrenceFailed, model.DeliveryFailed
		return o
	}
	// Rounded up: a second early is early.
	o.next = now.Add(b.backoff(d) + time.Second - 1).Truncate(time.Second)
	return o
}

// settleTries is how often the result of a dialog is written when the database
// does not take it, and settlePause how long the first pause is. A result that
// is lost makes a second mail.
const (
	settleTries = 6
	settlePause = 100 * time.Millisecond
)

// settle commits what came of a dialog.
func (b *round) settle(ctx context.Context, l *letter, failure error) error {
	o := b.outcomeOf(l.delivery, failure, b.Clock.Now())
	pause := settlePause
	var err error
	for range settleTries {
		if err = b.record(ctx, l, o); err == nil {
			break
		}
		timer := time.NewTimer(pause)
		<-timer.C
		pause *= 2
	}
	if err != nil {
		return err
	}
	b.count(func(n *Result) {
		switch o.delivery {
		case model.DeliverySent:
			n.Sent++
			n.Merged += len(l.merged)
		case model.DeliveryRetry:
			n.Retried++
		case model.DeliveryInDoubt:
			n.InDoubt++
		case model.DeliveryBounced:
			n.Bounced++
		case model.DeliveryFailed:
			n.Failed++
		case model.DeliveryPending, model.DeliverySending, model.DeliveryDropped, model.DeliveryMerged:
		}
	})
	if o.delivery != model.DeliverySent {
		b.Log.WarnContext(ctx, "a mail was not taken", "delivery", l.delivery.ID, "rule", l.occurrence.RuleKey,
			"state", o.delivery, "attempt", l.delivery.Attempts, "said", o.said)
	}
	if l.rule.Anchor == model.MomentProgrammeChanged || o.delivery == model.DeliverySent && len(l.rule.Escalate) > l.occurrence.Level {
		b.again = append(b.again, store.Subject{Kind: l.occurrence.SubjectKind, ID: l.occurrence.SubjectID})
	}
	return nil
}

// record writes the result if the delivery is still ours.
func (b *round) record(ctx context.Context, l *letter, o outcome) error {
	return b.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		d := *l.delivery
		d.State, d.ServerSaid, d.LeaseUntil, d.UpdatedAt = o.delivery, o.said, nil, tx.Now
		switch o.delivery { //nolint:exhaustive // the others are final and have no time
		case model.DeliverySent:
			d.SentAt = &tx.Now
		case model.DeliveryRetry, model.DeliveryInDoubt:
			d.DueAt = o.next
		}
		ours, err := tx.SaveClaimed(ctx, &d)
		if err != nil {
			return err
		}
		if !ours {
			// Whoever has it now knows that it is in doubt.
			b.count(func(n *Result) { n.Lost++ })
			return nil
		}
		tx.DeliveryChanged(d.ID, l.occurrence)
		if o.occurrence == model.OccurrencePlanned {
			return nil // it waits for another try, with all that it carries
		}
		return b.close(ctx, tx, l, &d, o)
	})
}

// close ends the occurrence of a letter, and those of the letters that went along.
func (b *round) close(ctx context.Context, tx *app.Tx, l *letter, d *model.Delivery, o outcome) error {
	reason := ""
	if o.occurrence != model.OccurrenceSent {
		reason = o.said
	}
	ended := []model.ID{d.OccurrenceID}
	for _, part := range l.merged {
		ended = append(ended, part.occurrence.ID)
		p := *part.delivery
		p.State, p.MergedInto, p.LeaseUntil, p.ServerSaid, p.UpdatedAt = model.DeliveryMerged, &d.ID, nil, o.said, tx.Now
		p.Recipient, p.LanguageUsed, p.Fallback, p.Subject = d.Recipient, d.LanguageUsed, d.Fallback, d.Subject
		p.StartedAt, p.SentAt = d.StartedAt, d.SentAt
		if o.occurrence != model.OccurrenceSent {
			p.State = model.DeliveryFailed
		}
		if _, err := tx.SaveClaimed(ctx, &p); err != nil {
			return err
		}
		tx.DeliveryChanged(p.ID, part.occurrence)
	}
	if err := tx.SetOccurrences(ctx, ended, o.occurrence, reason, tx.Now); err != nil {
		return err
	}
	if o.occurrence == model.OccurrenceSent {
		for _, part := range append([]*letter{l}, l.merged...) {
			if err := b.asked(ctx, tx, part); err != nil {
				return err
			}
		}
	}
	if !o.refusedAddress {
		return nil
	}
	flagged, err := tx.FlagBounced(ctx, d.Recipient, []model.ID{l.mailbox.ID}, tx.Now)
	if err != nil || !flagged {
		return err
	}
	was, is := *l.mailbox, *l.mailbox
	is.EmailBounced = true
	return tx.Audit(ctx, "personEmailBounced", model.KindPerson, l.mailbox.ID, &was, &is, o.said)
}

// asked notes the question that a mail has put to a company.
func (b *round) asked(ctx context.Context, tx *app.Tx, l *letter) error {
	if linkOf[l.rule.TemplateAt(l.occurrence.Level)] != model.LinkOutcome || l.subject.Application == nil || l.subject.Mission == nil {
		return nil
	}
	_, err := tx.AskOutcome(ctx, model.OutcomeOccasionOf(l.subject.Application, l.subject.Mission.EndsOn, b.Today()))
	return err
}
