package reminder

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// SeedRules writes the default rules that are not there, and answers how many.
// A rule that somebody has edited or switched off is left as it is. What is new
// takes effect now: it mails nothing of the past.
func (s Service) SeedRules(ctx context.Context) (int, error) {
	ctx = model.WithActor(ctx, model.System("installation"))
	defaults, err := model.DefaultReminderRules()
	if err != nil {
		return 0, err
	}
	added := 0
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		for _, rule := range defaults {
			rule.ID, rule.EffectiveFrom, rule.Stamps = tx.NewID(), tx.Now, model.Created(tx.Now)
			fresh, err := tx.AddRule(ctx, rule)
			if err != nil {
				return err
			}
			if !fresh {
				continue
			}
			added++
			if err := keep(ctx, tx, "reminderRuleInstall", nil, rule, ""); err != nil {
				return err
			}
		}
		return nil
	})
	return added, err
}

// keep remembers a rule's version and audits its change.
func keep(ctx context.Context, tx *app.Tx, action string, before, after *model.ReminderRule, why string) error {
	if err := tx.KeepRuleVersion(ctx, after, tx.Actor.Name); err != nil {
		return err
	}
	return tx.Audit(ctx, action, model.KindReminderRule, after.ID, before, after, why)
}
