package reminder

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// PreviewDays is how far ahead a preview looks unless it is told, and
// maxPreview how many of its mails it lists; it counts all.
const (
	PreviewDays = 30
	maxPreview  = 500
)

// Preview says what a rule would send in the coming days, as if it were
// enabled: to whom, when on both clocks, in which language and why. What was
// said already is left out. days is at most model.PlanningHorizonDays.
func (s Service) Preview(ctx context.Context, id model.GlobalID, days int) (*model.ReminderPreview, error) {
	if err := onlyStaff(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	key, err := id.As(model.KindReminderRule, "id")
	if err != nil {
		return nil, err
	}
	if days < 1 || days > model.PlanningHorizonDays {
		return nil, model.BadInput("days", "error.number.range").With("Min", 1).With("Max", model.PlanningHorizonDays)
	}
	rule, err := s.Store.ReminderRule(ctx, key)
	if err != nil {
		return nil, model.AtField(err, "id")
	}
	return s.previewOf(ctx, rule, days)
}

func (s Service) previewOf(ctx context.Context, rule *model.ReminderRule, days int) (*model.ReminderPreview, error) {
	preview := &model.ReminderPreview{Rule: rule, Entries: []*model.ReminderPreviewEntry{}}
	asIf := *rule
	asIf.Enabled = true
	now := s.Clock.Now()
	if !rule.Enabled {
		asIf.EffectiveFrom = now
	}
	rules, err := s.Store.ReminderRules(ctx)
	if err != nil {
		return nil, err
	}
	rules = append(slices.DeleteFunc(rules, func(r *model.ReminderRule) bool { return r.ID == rule.ID }), &asIf)
	horizon := model.Horizon{Now: now, Until: now.AddDate(0, 0, days)}
	people := map[model.ID]bool{}
	err = s.eachBatch(ctx, rule.SubjectKind, s.span(rules, rule.SubjectKind), func(refs []store.Subject) error {
		subjects, err := app.LoadSubjects(ctx, s.Store.Queries, refs, rules, now)
		if err != nil {
			return err
		}
		for _, subject := range subjects {
			for _, o := range model.PlanReminders([]*model.ReminderRule{&asIf}, subject.ReminderSubject, horizon, s.Holidays) {
				if o.State != model.OccurrencePlanned || said(subject, o) || subject.Mailbox(o.PersonID) == nil {
					continue
				}
				preview.Total++
				people[o.PersonID] = true
				preview.Entries = append(preview.Entries, entry(subject, &asIf, o))
			}
		}
		return nil
	})
	slices.SortStableFunc(preview.Entries, func(a, b *model.ReminderPreviewEntry) int {
		if c := a.Occurrence.DueAt.Compare(b.Occurrence.DueAt); c != 0 {
			return c
		}
		return strings.Compare(a.Occurrence.PersonID.String(), b.Occurrence.PersonID.String())
	})
	if len(preview.Entries) > maxPreview {
		preview.Entries = preview.Entries[:maxPreview]
	}
	preview.Recipients = len(people)
	return preview, err
}

// said tells whether the ledger knows what became of an occurrence.
func said(subject *app.Subject, o *model.Occurrence) bool {
	return slices.ContainsFunc(subject.Occurrences, func(row *model.Occurrence) bool {
		same := row.RuleKey == o.RuleKey && row.PersonID == o.PersonID && row.Fingerprint == o.Fingerprint &&
			row.Number == o.Number && row.Level == o.Level
		return same && row.State != model.OccurrencePlanned && row.State != model.OccurrenceSuperseded
	})
}

func entry(subject *app.Subject, rule *model.ReminderRule, o *model.Occurrence) *model.ReminderPreviewEntry {
	o.Person, o.Activity, o.Rule = subject.Person(o.PersonID), subject.Activity, rule
	person := subject.Recipient(o.PersonID)
	where := subject.Whereabouts(person)
	e := &model.ReminderPreviewEntry{Occurrence: o, Level: o.Level}
	e.RecipientTime, e.RecipientZone = onClock(o.DueAt, where.ZoneAt(o.DueAt))
	e.PlaceTime, e.PlaceZone = onClock(o.DueAt, where.Place)
	tag, _ := i18n.Match(string(o.Person.Language))
	e.Language = model.LanguageTag(tag)
	if at, ok := person.Moments[rule.Anchor]; ok {
		e.AnchorTime = &at
	} else if at, ok := subject.Moments[rule.Anchor]; ok {
		e.AnchorTime = &at
	}
	return e
}

// onClock is what a clock in the zone shows, and the zone's name.
func onClock(at time.Time, zone *time.Location) (shown, name string) {
	return at.In(zone).Format("2006-01-02 15:04"), zone.String()
}
