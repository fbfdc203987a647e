package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var delegationColumns = activityColumns(columns{
	always: []string{"organisation_id", "requester_id", "intermediary_id"},
	byField: map[string][]string{
		"purpose": {"purpose"}, "expectedSize": {"expected_size"},
		"staffCount": {"staff_count"}, "headRank": {"head_rank"}, "payer": {"payer"}, "requestedOn": {"requested_on"},
		"reason": {"reason"}, "referral": {"referral"}, "publishedVersion": {"published_version"},
		"recordedAfterwards": {"recorded_afterwards"},
	},
})

// delegationStart is the expression that the index on the first day stands on:
// visits without a day come after all others.
const delegationStart = "COALESCE(delegation.starts_on, '9999-12-31')"

var delegationOrders = map[model.DelegationOrder]keyset[model.Delegation]{
	model.DelegationByStartsOn: {
		name: "delegation:start", expr: delegationStart, parse: parseDay,
		key: func(d *model.Delegation) (any, model.ID) { return d.StartsOn, d.ID },
	},
	model.DelegationByReference: {
		name: "delegation:reference", expr: "delegation.reference", parse: parseText,
		key: func(d *model.Delegation) (any, model.ID) { return d.Reference, d.ID },
	},
	model.DelegationByUpdatedAt: {
		name: "delegation:updated", expr: "delegation.updated_at", parse: parseInstant,
		key: func(d *model.Delegation) (any, model.ID) { return d.UpdatedAt, d.ID },
	},
}

// DelegationQuery is a filter whose ids have been read.
type DelegationQuery struct {
	model.DelegationFilter
	Owner, Host, Focus *model.ID
}

// Delegations reads one page of delegations.
func (q Queries) Delegations(ctx context.Context, filter DelegationQuery, order model.DelegationOrderBy, req model.PageRequest, f model.Fields) (*model.DelegationConnection, error) {
	l := list[model.Delegation]{
		alias: "delegation", columns: delegationColumns, order: delegationOrders[order.Field],
		keys: []string{"starts_on", "reference", "updated_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = anyOf(s, sel, "delegation.state", filter.States)
			sel = anyOf(s, sel, "delegation.country_code", filter.Countries)
			if filter.StartsFrom != nil {
				sel = sel.Where(delegationStart+" >= ?", s.arg(*filter.StartsFrom))
			}
			if filter.StartsUntil != nil {
				sel = sel.Where(delegationStart+" <= ?", s.arg(*filter.StartsUntil))
			}
			sel = equal(s, sel, "delegation.owner_id", filter.Owner)
			sel = equal(s, sel, "delegation.host_id", filter.Host)
			sel = equal(s, sel, "delegation.focus_area_id", filter.Focus)
			return s.search(sel, "delegation.search_text", filter.Search)
		},
		extra: func(sel *bun.SelectQuery) *bun.SelectQuery { return delegationCounts(sel, f) },
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.delegationRelations(ctx, conn.Nodes, f)
}

// delegationCounts adds the counts that were asked for, each one look-up in an
// index per row.
func delegationCounts(sel *bun.SelectQuery, f model.Fields) *bun.SelectQuery {
	if f.Wants("sessionCount") {
		sel = sel.ColumnExpr("(SELECT count(*) FROM sessions s WHERE s.delegation_id = delegation.id AND NOT s.cancelled) AS session_count")
	}
	if f.Wants("delegateCount") {
		sel = sel.ColumnExpr("(SELECT count(*) FROM delegates g WHERE g.delegation_id = delegation.id) AS delegate_count")
	}
	return sel
}

// DelegationsByID reads the delegations with the ids, in no order.
func (q Queries) DelegationsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Delegation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Delegation
	sel := delegationColumns.pick(q.bun.NewSelect().Model(&rows), f)
	sel = delegationCounts(s.anyOfIDs(sel, "delegation.id", ids), f)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.delegationRelations(ctx, rows, f)
}

// Delegation reads one delegation; a nil f reads all its columns and no relation.
func (q Queries) Delegation(ctx context.Context, id model.ID, f model.Fields) (*model.Delegation, error) {
	rows, err := q.DelegationsByID(ctx, []model.ID{id}, f)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, model.NotFound("")
	}
	return rows[0], nil
}

// LockDelegation reads a delegation that the transaction is going to change:
// whoever changes it or its programme waits for the other.
func (q Queries) LockDelegation(ctx context.Context, id model.ID) (*model.Delegation, error) {
	row := new(model.Delegation)
	if err := q.lockActivity(ctx, row, id); err != nil {
		return nil, err
	}
	row.Purpose.Reader = row.Title.Reader
	return row, nil
}

// DelegationIDsBetween lists the visits that touch the days and are in one of
// the states, for jobs.
func (q Queries) DelegationIDsBetween(ctx context.Context, from, until model.Date, states []model.DelegationState) ([]model.ID, error) {
	s := q.statement()
	var rows []*model.Delegation
	sel := q.bun.NewSelect().Model(&rows).Column("id").
		Where("delegation.ends_on >= ?", s.arg(from)).Where("delegation.starts_on <= ?", s.arg(until))
	sel = anyOf(s, sel, "delegation.state", states).OrderExpr("delegation.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return idsOf(rows, func(d *model.Delegation) *model.ID { return &d.ID }), nil
}

// delegationRelations reads what was asked of the delegations, one statement
// per relation whatever their number.
func (q Queries) delegationRelations(ctx context.Context, rows []*model.Delegation, f model.Fields) error {
	for _, d := range rows {
		d.Purpose.Reader = model.ActorFrom(ctx).Language
	}
	var p parties
	if err := q.activityRelations(ctx, &p, commons[*model.Delegation](rows), f); err != nil {
		return err
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	want(&p.organisations, rows, f, []ref[model.Delegation, model.Organisation]{
		{"organisation", func(d *model.Delegation) *model.ID { return d.OrganisationID }, func(d *model.Delegation, o *model.Organisation) { d.Organisation = o }},
		{"intermediary", func(d *model.Delegation) *model.ID { return d.IntermediaryID }, func(d *model.Delegation, o *model.Organisation) { d.Intermediary = o }},
	}...)
	want(&p.people, rows, f, ref[model.Delegation, model.Person]{
		"requester", func(d *model.Delegation) *model.ID { return d.RequesterID }, func(d *model.Delegation, p *model.Person) { d.Requester = p },
	})
	for _, load := range []func(context.Context, *parties, []*model.Delegation, model.Fields) error{
		q.delegationSessions, q.delegationDelegates, q.delegationInvitations, q.delegationVersions, q.delegationSurvey,
	} {
		if err := load(ctx, &p, rows, f); err != nil {
			return err
		}
	}
	return p.read(ctx, q)
}

func delegationIDs(rows []*model.Delegation) []model.ID {
	return idsOf(rows, func(d *model.Delegation) *model.ID { return &d.ID })
}
