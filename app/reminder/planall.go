package reminder

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// plannerJob names the planner's slots.
const plannerJob = "reminderPlanner"

// planBatch is how many subjects are planned in one transaction.
const planBatch = 200

// PlanAll plans the reminders of every live subject, once in each hour over all
// replicas: whoever is first in the hour does it. It answers how many subjects
// it went through, 0 when another replica had the hour. A batch that fails does
// not hold up the others.
func (s Service) PlanAll(ctx context.Context) (int, error) {
	ctx = model.WithActor(ctx, model.System("planner"))
	now := s.Clock.Now()
	mine, err := s.Store.TakeSlot(ctx, store.JobSlot{Job: plannerJob, Slot: now.Truncate(time.Hour), TakenAt: now})
	if err != nil || !mine {
		return 0, err
	}
	return s.planKinds(ctx, model.KindDelegation, model.KindInvitation, model.KindFollowUp, model.KindTradeMission, model.KindApplication,
		model.KindTourEdition, model.KindSideTour, model.KindRegistration, model.KindAssessment, model.KindMilestone)
}

// planKinds plans all live subjects of the kinds.
func (s Service) planKinds(ctx context.Context, kinds ...model.Kind) (int, error) {
	rules, err := s.Store.ReminderRules(ctx)
	if err != nil {
		return 0, err
	}
	planned := 0
	var errs []error
	for _, kind := range kinds {
		err := s.eachBatch(ctx, kind, s.span(rules, kind), func(refs []store.Subject) error {
			planned += len(refs)
			if err := s.PlanIdle(ctx, refs); err != nil {
				s.Log.ErrorContext(ctx, "a batch of reminders cannot be planned", "kind", kind, "first", refs[0].ID, "cause", err)
				errs = append(errs, err)
			}
			return nil
		})
		if err != nil {
			return planned, errors.Join(append(errs, err)...)
		}
	}
	return planned, errors.Join(errs...)
}

// eachBatch goes through the live subjects of a kind.
func (s Service) eachBatch(ctx context.Context, kind model.Kind, span store.Span, do func([]store.Subject) error) error {
	var after model.ID
	for ctx.Err() == nil {
		refs, err := s.Store.LiveSubjects(ctx, kind, span, after, planBatch)
		if err != nil || len(refs) == 0 {
			return err
		}
		if err := do(refs); err != nil {
			return err
		}
		after = refs[len(refs)-1].ID
	}
	return ctx.Err()
}

// leastLookBack is how long a finished subject is looked through in any case.
const leastLookBack = 14 * 24 * time.Hour

// span is how long after its end something may still be said about a subject of
// the kind, the longest that a rule counts forward and its grace; and how long
// before, the longest that a rule counts back from beyond the planning horizon.
func (s Service) span(rules []*model.ReminderRule, kind model.Kind) store.Span {
	const day = 24 * time.Hour
	// At most: a working day may wait for a holiday week, a month has 31 days.
	units := map[model.OffsetUnit]time.Duration{
		model.OffsetMinutes: time.Minute, model.OffsetHours: time.Hour, model.OffsetDays: day,
		model.OffsetWorkingDays: 3 * day, model.OffsetWeeks: 7 * day, model.OffsetMonths: 31 * day,
	}
	back, ahead := leastLookBack, time.Duration(0)
	for _, rule := range rules {
		if !rule.Enabled || rule.SubjectKind != kind {
			continue
		}
		offset := time.Duration(rule.Offset) * units[rule.Unit]
		back = max(back, offset+time.Duration(rule.GraceMinutes)*time.Minute+leastLookBack)
		// What falls on a free day leaves up to a holiday week earlier.
		ahead = max(ahead, 7*day-offset)
	}
	now := s.Clock.Now()
	return store.Span{Since: now.Add(-back), Until: now.AddDate(0, 0, model.PlanningHorizonDays).Add(ahead)}
}

// replan plans the subjects of the kinds of changed rules.
func (s Service) replan(ctx context.Context, kinds ...model.Kind) error {
	slices.Sort(kinds)
	_, err := s.planKinds(ctx, slices.Compact(kinds)...)
	return err
}
