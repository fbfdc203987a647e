package reminder

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// UpdateRule changes what the input names and makes a new version of the rule.
// A rule that is switched on takes effect now and mails nothing of the past;
// when it would write to more people than its PreviewAbove, the input must name
// how many the preview has shown. All live subjects are planned anew before it
// answers. With DryRun nothing is stored, and the preview says what would be.
func (s Service) UpdateRule(ctx context.Context, in model.ReminderRuleUpdateInput) (*model.ReminderRule, *model.ReminderPreview, error) {
	if err := onlyAdmin(model.ActorFrom(ctx)); err != nil {
		return nil, nil, err
	}
	id, err := in.ID.As(model.KindReminderRule, "id")
	if err != nil {
		return nil, nil, err
	}
	why := ""
	if in.Reason != nil {
		if why, err = model.CleanText("reason", *in.Reason, model.MaxBody); err != nil {
			return nil, nil, err
		}
	}
	// The preview reads every live subject: that is no work for a transaction
	// that others wait for. The version check below notices an edit in between.
	row, err := s.Store.ReminderRule(ctx, id)
	if err != nil {
		return nil, nil, model.AtField(err, "id")
	}
	changed, err := s.changed(row, in)
	if err != nil {
		return nil, nil, err
	}
	preview, err := s.needed(ctx, row, changed, in)
	if err != nil || in.DryRun != nil && *in.DryRun {
		return changed, preview, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if row.Enabled != changed.Enabled && changed.Enabled {
			changed.EffectiveFrom = tx.Now
		}
		changed.Touch(tx.Now)
		if err := tx.Update(ctx, changed, changed.Version); err != nil {
			return err
		}
		return keep(ctx, tx, "reminderRuleUpdate", row, changed, why)
	})
	if err != nil {
		return nil, nil, err
	}
	return changed, preview, s.replan(ctx, changed.SubjectKind)
}

// changed is the valid rule that the input makes of a row.
func (s Service) changed(row *model.ReminderRule, in model.ReminderRuleUpdateInput) (*model.ReminderRule, error) {
	if err := row.Expect(in.ExpectedVersion); err != nil {
		return nil, err
	}
	changed := *row
	in.Apply(&changed)
	return &changed, validate(&changed)
}

// needed is the preview that a change must or wants to show: always on a dry
// run, and when a rule is switched on that nobody has looked at.
func (s Service) needed(ctx context.Context, row, changed *model.ReminderRule, in model.ReminderRuleUpdateInput) (*model.ReminderPreview, error) {
	dry := in.DryRun != nil && *in.DryRun
	if !dry && (row.Enabled || !changed.Enabled) {
		return nil, nil //nolint:nilnil // nothing that must be seen before
	}
	preview, err := s.previewOf(ctx, changed, model.PlanningHorizonDays)
	if err != nil || dry {
		return preview, err
	}
	if preview.Recipients > changed.PreviewAbove && (in.PreviewedRecipients == nil || *in.PreviewedRecipients < preview.Recipients) {
		return nil, model.GuardFailed("guard.rule.preview").With("Count", preview.Recipients).With("Most", changed.PreviewAbove)
	}
	return preview, nil
}

// CloneRule copies a rule under another key. The copy is disabled.
func (s Service) CloneRule(ctx context.Context, in model.ReminderRuleCloneInput) (*model.ReminderRule, error) {
	if err := onlyAdmin(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	id, err := in.ID.As(model.KindReminderRule, "id")
	if err != nil {
		return nil, err
	}
	var clone model.ReminderRule
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.ReminderRule(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		clone = *row
		clone.ID, clone.Key, clone.Name, clone.Enabled = tx.NewID(), in.Key, in.Name, false
		clone.EffectiveFrom, clone.Stamps = tx.Now, model.Created(tx.Now)
		if err := validate(&clone); err != nil {
			return err
		}
		fresh, err := tx.AddRule(ctx, &clone)
		if err != nil {
			return err
		}
		if !fresh {
			return model.Conflict("key", "error.rule.key.taken").With("Key", in.Key)
		}
		return keep(ctx, tx, "reminderRuleClone", nil, &clone, row.Key)
	})
	if err != nil {
		return nil, err
	}
	return &clone, nil
}

// Rules are all rules by key; they are few.
func (s Service) Rules(ctx context.Context) ([]*model.ReminderRule, error) {
	if err := onlyStaff(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	return s.Store.ReminderRules(ctx)
}
