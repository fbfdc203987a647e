package store

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// ReminderRuleVersion is a rule as it was saved once.
type ReminderRuleVersion struct {
	RuleID  model.ID            `bun:"rule_id,pk"`
	Version int                 `bun:"version,pk"`
	Rule    *model.ReminderRule `bun:"rule,type:jsonb"`
	SavedAt time.Time           `bun:"saved_at,notnull"`
	SavedBy string              `bun:"saved_by,notnull"`
}

// ReminderRules reads all rules by key; they are few. The slice is the caller's,
// the rules are shared and must not be changed.
//
// Every change to anything asks for them, and they seldom change: as long as
// their digest is what it was, they are those that were read last.
func (q Queries) ReminderRules(ctx context.Context) ([]*model.ReminderRule, error) {
	digest, err := q.ruleDigest(ctx)
	if err != nil {
		return nil, err
	}
	if kept := q.rules.Load(); kept != nil && kept.digest == digest {
		return slices.Clone(kept.rules), nil
	}
	s := q.statement()
	var rows []*model.ReminderRule
	if err := s.scan(ctx, q.bun.NewSelect().Model(&rows).OrderExpr("reminder_rule.key"), &rows); err != nil {
		return nil, err
	}
	// What a transaction sees may never be committed. Rules that were changed
	// after the digest was read are read anew the next time.
	if _, within := q.idb.(bun.Tx); !within {
		q.rules.Store(&keptRules{digest, slices.Clone(rows)})
	}
	return rows, nil
}

// keptRules are rules that were committed when they had the digest.
type keptRules struct {
	digest int
	rules  []*model.ReminderRule
}

// ruleDigest grows with every committed change: each makes a version, and no
// rule is ever deleted.
func (q Queries) ruleDigest(ctx context.Context) (int, error) {
	s := q.statement()
	var digest []int
	sel := q.bun.NewSelect().Model((*model.ReminderRule)(nil)).ColumnExpr("count(*) + coalesce(sum(version), 0)")
	if err := s.scan(ctx, sel, &digest); err != nil {
		return 0, err
	}
	return digest[0], nil
}

// ReminderRule reads one rule.
func (q Queries) ReminderRule(ctx context.Context, id model.ID) (*model.ReminderRule, error) {
	row := new(model.ReminderRule)
	return row, q.byID(ctx, row, id)
}

// AddRule stores a rule unless there is one with its key, and answers whether it
// did.
func (q Queries) AddRule(ctx context.Context, rule *model.ReminderRule) (bool, error) {
	res, err := q.idb.NewInsert().Model(rule).On("CONFLICT (key) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, q.d.mapError(err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// KeepRuleVersion remembers the rule as it is saved now.
func (q Queries) KeepRuleVersion(ctx context.Context, rule *model.ReminderRule, by string) error {
	return q.Insert(ctx, &ReminderRuleVersion{RuleID: rule.ID, Version: rule.Version, Rule: rule, SavedAt: rule.UpdatedAt, SavedBy: by})
}

// OptOuts reads the categories that the people do not want.
func (q Queries) OptOuts(ctx context.Context, people []model.ID) ([]*model.OptOut, error) {
	if len(people) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.OptOut
	return rows, s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "opt_out.person_id", people), &rows)
}

// AddOptOut notes that a person does not want a category; a second time changes nothing.
func (q Queries) AddOptOut(ctx context.Context, row *model.OptOut) error {
	_, err := q.idb.NewInsert().Model(row).On("CONFLICT (person_id, category) DO NOTHING").Exec(ctx)
	return q.d.mapError(err)
}
