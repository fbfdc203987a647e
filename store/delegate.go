package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// Delegate reads one whole delegate with the person.
func (q Queries) Delegate(ctx context.Context, id model.ID) (*model.Delegate, error) {
	rows, err := q.DelegatesByID(ctx, []model.ID{id}, model.Fields{"person": {}})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, model.NotFound("")
	}
	return rows[0], nil
}

// DelegatesByID reads the delegates with the ids, in no order.
func (q Queries) DelegatesByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Delegate, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Delegate
	sel := visibleDelegates(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "delegate.id", ids))
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := q.delegateRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

// Delegates reads the delegates of the delegations, by rank.
func (q Queries) Delegates(ctx context.Context, delegations []model.ID, f model.Fields) ([]*model.Delegate, error) {
	var p parties
	rows, err := q.delegates(ctx, &p, delegations, f)
	if err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) delegates(ctx context.Context, p *parties, delegations []model.ID, f model.Fields) ([]*model.Delegate, error) {
	if len(delegations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Delegate
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "delegate.delegation_id", delegations)
	sel = visibleDelegates(ctx, sel).OrderExpr("delegate.delegation_id, delegate.rank, delegate.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.delegateRelations(ctx, p, rows, f)
}

// visibleDelegates is the row permission: a delegate who wants to be listed to
// nobody is seen only by those who plan the visit.
func visibleDelegates(ctx context.Context, sel *bun.SelectQuery) *bun.SelectQuery {
	if model.ActorFrom(ctx).HasScope("delegations:write") {
		return sel
	}
	return sel.Where("delegate.consent <> 'NOBODY'")
}

func (q Queries) delegateRelations(ctx context.Context, p *parties, rows []*model.Delegate, f model.Fields) error {
	want(&p.people, rows, f, ref[model.Delegate, model.Person]{
		"person", func(d *model.Delegate) *model.ID { return &d.PersonID }, func(d *model.Delegate, who *model.Person) { d.Person = who },
	})
	delegations := []ref[model.Delegate, model.Delegation]{
		{"delegation", func(d *model.Delegate) *model.ID { return &d.DelegationID }, func(d *model.Delegate, v *model.Delegation) { d.Delegation = v }},
	}
	if err := toOne(ctx, rows, f, delegations, q.delegationIndex); err != nil {
		return err
	}
	if !f.Wants("needs") || !model.ActorFrom(ctx).IsStaff() {
		return nil
	}
	s := q.statement()
	var needs []*model.DelegateNeeds
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&needs), "delegate_needs.delegate_id", idsOf(rows, func(d *model.Delegate) *model.ID { return &d.ID }))
	if err := s.scan(ctx, sel, &needs); err != nil {
		return err
	}
	byID := index(needs, func(n *model.DelegateNeeds) model.ID { return n.DelegateID })
	for _, d := range rows {
		d.Needs = byID[d.ID]
	}
	return nil
}

func (q Queries) delegationDelegates(ctx context.Context, p *parties, rows []*model.Delegation, f model.Fields) error {
	df, ok := f.Relation("delegates")
	if !ok {
		return nil
	}
	delegates, err := q.delegates(ctx, p, delegationIDs(rows), df)
	if err != nil {
		return err
	}
	byID := index(rows, func(d *model.Delegation) model.ID { return d.ID })
	for _, g := range delegates {
		d := byID[g.DelegationID]
		d.Delegates = append(d.Delegates, g)
	}
	return nil
}

// SetNeeds writes the needs of a delegate; empty needs remove the row.
func (q Queries) SetNeeds(ctx context.Context, needs *model.DelegateNeeds) error {
	if needs.Diet == "" && needs.Access == "" && !needs.NoPhoto {
		return q.Delete(ctx, needs)
	}
	_, err := q.idb.NewInsert().Model(needs).On("CONFLICT (delegate_id) DO UPDATE").
		Set("diet = EXCLUDED.diet, access = EXCLUDED.access, no_photo = EXCLUDED.no_photo, updated_at = EXCLUDED.updated_at").Exec(ctx)
	return q.d.mapError(err)
}

// PurgeNeeds deletes the needs of every delegate whose visit ended before the
// day, and answers how many it were. A dry run only counts.
func (q Queries) PurgeNeeds(ctx context.Context, endedBefore model.Date, dryRun bool) (int, error) {
	s := q.statement()
	condition := "delegate_needs.delegate_id IN (SELECT g.id FROM delegates g JOIN delegations d ON d.id = g.delegation_id WHERE d.ends_on < ?)"
	n, err := s.count(ctx, q.bun.NewSelect().Model((*model.DelegateNeeds)(nil)).Where(condition, s.arg(endedBefore)))
	if err != nil || dryRun || n == 0 {
		return n, err
	}
	_, err = q.idb.NewDelete().Model((*model.DelegateNeeds)(nil)).
		Where("delegate_id IN (SELECT g.id FROM delegates g JOIN delegations d ON d.id = g.delegation_id WHERE d.ends_on < ?)", endedBefore).Exec(ctx)
	return n, q.d.mapError(err)
}
