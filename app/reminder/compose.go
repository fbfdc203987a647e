package reminder

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// How long links live: a programme's after the visit, the others after the mail.
const (
	programmeLinkLives = 30 * 24 * time.Hour
	surveyLinkLives    = 60 * 24 * time.Hour
	answerLinkLives    = 24 * time.Hour
	optOutLinkLives    = 366 * 24 * time.Hour
	offerLinkLives     = 24 * time.Hour
	outcomeLinkLives   = 180 * 24 * time.Hour
)

// linkOf is the page to which a template leads, beside the opt-out.
var linkOf = map[string]model.LinkPurpose{
	mail.TemplateHostInvitation:   model.LinkHostAnswer,
	mail.TemplateHostsUnconfirmed: model.LinkHostAnswer,
	mail.TemplateHostBriefing:     model.LinkHostAnswer,
	mail.TemplateProgramme:        model.LinkProgramme,
	mail.TemplateProgrammeChanged: model.LinkProgramme,
	mail.TemplateThanks:           model.LinkSurvey,
	mail.TemplateSurveyAgain:      model.LinkSurvey,

	mail.TemplateMissionOffer:       model.LinkOffer,
	mail.TemplateMissionUnconfirmed: model.LinkOffer,
	mail.TemplateMissionConfirmed:   model.LinkOffer,
	mail.TemplateMissionOutcome:     model.LinkOutcome,
	mail.TemplateTourConfirmed:      model.LinkSeat,
	mail.TemplateTourWaitlisted:     model.LinkSeat,
	mail.TemplateTourOffered:        model.LinkSeat,
	mail.TemplateTourOfferEnding:    model.LinkSeat,
	mail.TemplateTourMoved:          model.LinkSeat,
	mail.TemplateTourReminder:       model.LinkSeat,

	mail.TemplateAssessmentUnfinished: model.LinkAssessment,
	mail.TemplateAssessmentExpiring:   model.LinkAssessment,
}

// compose writes the mails. One that cannot be written is FAILED with its
// cause; the others go on.
func (b *round) compose(ctx context.Context, letters []*letter) ([]*letter, error) {
	if len(letters) == 0 {
		return nil, nil
	}
	// All links of the batch in one short transaction: writing the mails takes
	// longer, and holds nobody up.
	err := b.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		for _, l := range letters {
			for _, one := range append([]*letter{l}, l.merged...) {
				if err := b.link(ctx, tx, one); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var written []*letter
	for _, l := range letters {
		if cause := b.write(l); cause != nil {
			b.Log.ErrorContext(ctx, "a mail cannot be written", "delivery", l.delivery.ID, "rule", l.occurrence.RuleKey, "cause", cause)
			if err := b.putAway(ctx, l, verdict{state: model.OccurrenceFailed, why: "the mail cannot be written: " + cause.Error()}); err != nil {
				return nil, err
			}
			if err := b.giveBack(ctx, l.merged); err != nil {
				return nil, err
			}
			continue
		}
		written = append(written, l)
	}
	return written, nil
}

// link makes the personal links that a letter needs.
func (b *round) link(ctx context.Context, tx *app.Tx, l *letter) error {
	if b.Workspace != nil {
		l.links.Workspace = b.Workspace(l.subject.Kind, l.subject.ID)
	}
	if b.Link == nil {
		return nil
	}
	var err error
	want := func(to *string, purpose model.LinkPurpose, subject model.ID, category string, expires time.Time) {
		if err == nil {
			*to, err = b.Link(ctx, tx, LinkWanted{
				Purpose: purpose, SubjectID: subject, PersonID: l.person.ID, Category: category, ExpiresAt: expires.Truncate(time.Second),
			})
		}
	}
	visit := l.subject.ActivityID
	switch linkOf[l.rule.TemplateAt(l.occurrence.Level)] {
	case model.LinkHostAnswer:
		if l.subject.Invitation != nil {
			expires := tx.Now.Add(answerLinkLives)
			if ends, ok := l.subject.Moments[model.MomentSessionEndsAt]; ok && ends.After(expires) {
				expires = ends
			}
			want(&l.links.HostAnswer, model.LinkHostAnswer, l.subject.Invitation.ID, "", expires)
		}
	case model.LinkProgramme:
		// The page shows a delegate's own programme; hosts have none.
		if slices.Contains(l.recipient.Roles, model.AudienceDelegate) {
			want(&l.links.Programme, model.LinkProgramme, visit, "", later(l.recipient.Departs, tx.Now).Add(programmeLinkLives))
		}
	case model.LinkSurvey:
		want(&l.links.Survey, model.LinkSurvey, visit, "", tx.Now.Add(surveyLinkLives))
	case model.LinkOffer:
		// The page still says what became of the offer when that is over.
		want(&l.links.Offer, model.LinkOffer, l.subject.ID, "", later(l.subject.Moments[model.MomentEndsAt], tx.Now).Add(offerLinkLives))
	case model.LinkOutcome:
		want(&l.links.Outcome, model.LinkOutcome, l.subject.ID, "", tx.Now.Add(outcomeLinkLives))
	case model.LinkSeat:
		ends := tx.Now
		if a := l.subject.Activity; a != nil && !a.Common().EndsOn.IsZero() {
			ends = later(a.Common().EndsOn.At(0, 0, l.subject.Zone), ends)
		}
		want(&l.links.Seat, model.LinkSeat, l.subject.ID, "", ends.Add(programmeLinkLives))
	case model.LinkAssessment:
		// The page is the company's; an adviser has the workspace.
		if slices.Contains(l.recipient.Roles, model.AudienceCompany) {
			want(&l.links.Assessment, model.LinkAssessment, l.subject.ID, "", tx.Now.Add(model.AssessmentLinkLasts))
		}
	case model.LinkOptOut: // is in every mail that can be refused
	}
	if !l.rule.Mandatory {
		subject := visit
		if subject == (model.ID{}) {
			subject = l.subject.ID
		}
		want(&l.links.OptOut, model.LinkOptOut, subject, l.rule.Category, tx.Now.Add(optOutLinkLives))
	}
	return err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// write composes the mail of a letter. A template that breaks in an unforeseen
// way breaks this letter alone.
func (b *round) write(l *letter) (cause error) {
	defer func() {
		if broken := recover(); broken != nil {
			cause = fmt.Errorf("%v at %s", broken, firstOwnFrame(string(debug.Stack())))
		}
	}()
	template, facts := b.content(l)
	words := i18n.For(string(l.person.Language))
	m, err := mail.Compose(template, facts, words)
	if err != nil {
		return err
	}
	m.Fallback = m.Fallback || !words.Matched()
	l.message = m
	return nil
}

// firstOwnFrame names where in our code a panic began.
func firstOwnFrame(stack string) string {
	_, below, _ := strings.Cut(stack, "panic(")
	for line := range strings.Lines(below) {
		if strings.HasPrefix(line, "fyrtaarn/") {
			return strings.TrimSpace(line)
		}
	}
	return "an unknown place"
}

// content is the template of a letter and what it says. Several promises to one
// person are one list; other letters that go together are a digest.
func (b *round) content(l *letter) (string, mail.Facts) {
	facts := b.facts(l)
	template := l.rule.TemplateAt(l.occurrence.Level)
	if len(l.merged) == 0 {
		return template, facts
	}
	var items []mail.Item
	list := -1
	for _, one := range append([]*letter{l}, l.merged...) {
		item := mail.Item{Template: one.rule.TemplateAt(one.occurrence.Level), Facts: b.facts(one)}
		if item.Template == mail.TemplateFollowUpDue {
			if list >= 0 {
				items[list].Facts.FollowUps = append(items[list].Facts.FollowUps, item.Facts.FollowUps...)
				continue
			}
			list = len(items)
		}
		items = append(items, item)
	}
	if len(items) == 1 {
		facts.FollowUps = items[0].Facts.FollowUps
		slices.SortStableFunc(facts.FollowUps, func(a, b *model.FollowUp) int {
			return strings.Compare(a.DueOn.String(), b.DueOn.String())
		})
		return template, facts
	}
	facts.Items = items
	return mail.TemplateDigest, facts
}
