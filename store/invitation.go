package store

import (
	"context"
	"time"

	"fyrtaarn/model"
)

// Invitation reads one whole host invitation.
func (q Queries) Invitation(ctx context.Context, id model.ID) (*model.HostInvitation, error) {
	row := new(model.HostInvitation)
	return row, q.byID(ctx, row, id)
}

// InvitationsByID reads the invitations with the ids, in no order.
func (q Queries) InvitationsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.HostInvitation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.HostInvitation
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "host_invitation.id", ids), &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := q.invitationRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

// Invitations reads the host invitations of the delegations.
func (q Queries) Invitations(ctx context.Context, delegations []model.ID, f model.Fields) ([]*model.HostInvitation, error) {
	var p parties
	rows, err := q.invitations(ctx, &p, delegations, f)
	if err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) invitations(ctx context.Context, p *parties, delegations []model.ID, f model.Fields) ([]*model.HostInvitation, error) {
	if len(delegations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.HostInvitation
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "host_invitation.delegation_id", delegations).
		OrderExpr("host_invitation.delegation_id, host_invitation.created_at, host_invitation.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.invitationRelations(ctx, p, rows, f)
}

func (q Queries) invitationRelations(ctx context.Context, p *parties, rows []*model.HostInvitation, f model.Fields) error {
	want(&p.organisations, rows, f, ref[model.HostInvitation, model.Organisation]{
		"organisation", func(i *model.HostInvitation) *model.ID { return &i.OrganisationID }, func(i *model.HostInvitation, o *model.Organisation) { i.Organisation = o },
	})
	want(&p.people, rows, f, ref[model.HostInvitation, model.Person]{
		"contact", func(i *model.HostInvitation) *model.ID { return i.ContactID }, func(i *model.HostInvitation, c *model.Person) { i.Contact = c },
	})
	sessions := []ref[model.HostInvitation, model.Session]{
		{"session", func(i *model.HostInvitation) *model.ID { return &i.SessionID }, func(i *model.HostInvitation, s *model.Session) { i.Session = s }},
	}
	if err := toOne(ctx, rows, f, sessions, q.sessionIndex); err != nil {
		return err
	}
	delegations := []ref[model.HostInvitation, model.Delegation]{
		{"delegation", func(i *model.HostInvitation) *model.ID { return &i.DelegationID }, func(i *model.HostInvitation, d *model.Delegation) { i.Delegation = d }},
	}
	return toOne(ctx, rows, f, delegations, q.delegationIndex)
}

func (q Queries) sessionIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.Session, error) {
	rows, err := q.SessionsByID(ctx, ids, f)
	return index(rows, func(s *model.Session) model.ID { return s.ID }), err
}

func (q Queries) delegationIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.Delegation, error) {
	rows, err := q.DelegationsByID(ctx, ids, f)
	return index(rows, func(d *model.Delegation) model.ID { return d.ID }), err
}

func (q Queries) delegationInvitations(ctx context.Context, p *parties, rows []*model.Delegation, f model.Fields) error {
	inf, ok := f.Relation("hostInvitations")
	if !ok {
		return nil
	}
	invitations, err := q.invitations(ctx, p, delegationIDs(rows), inf)
	if err != nil {
		return err
	}
	byID := index(rows, func(d *model.Delegation) model.ID { return d.ID })
	for _, i := range invitations {
		d := byID[i.DelegationID]
		d.Invitations = append(d.Invitations, i)
	}
	return nil
}

// HostBlocks reads the times that the organisations have blocked within a span.
func (q Queries) HostBlocks(ctx context.Context, organisations []model.ID, from, until time.Time) ([]*model.HostBlock, error) {
	if len(organisations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.HostBlock
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "host_block.organisation_id", organisations).
		Where("host_block.starts_at < ?", s.arg(until)).Where("host_block.ends_at > ?", s.arg(from)).
		OrderExpr("host_block.starts_at, host_block.id")
	return rows, s.scan(ctx, sel, &rows)
}

// HostBlock reads one block.
func (q Queries) HostBlock(ctx context.Context, id model.ID) (*model.HostBlock, error) {
	row := new(model.HostBlock)
	return row, q.byID(ctx, row, id)
}
