package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var inquiryColumns = columns{
	always: []string{"id", "country_code", "asker_id", "organisation_id", "answered_by_id", "delegation_id", "version"},
	byField: map[string][]string{
		"receivedOn": {"received_on"}, "channel": {"channel"}, "language": {"language"}, "subject": {"subject"}, "body": {"body"},
		"answeredAt": {"answered_at"}, "answer": {"answer"}, "createdAt": {"created_at"}, "updatedAt": {"updated_at"},
	},
}

var inquiryOrders = map[model.InquiryOrder]keyset[model.Inquiry]{
	model.InquiryByReceivedOn: {
		name: "inquiry:received", expr: "inquiry.received_on", parse: parseDay,
		key: func(i *model.Inquiry) (any, model.ID) { return i.ReceivedOn, i.ID },
	},
}

// Inquiry reads one whole inquiry.
func (q Queries) Inquiry(ctx context.Context, id model.ID) (*model.Inquiry, error) {
	row := new(model.Inquiry)
	return row, q.byID(ctx, row, id)
}

// InquiriesByID reads the inquiries with the ids, in no order.
func (q Queries) InquiriesByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Inquiry, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Inquiry
	sel := s.anyOfIDs(inquiryColumns.pick(q.bun.NewSelect().Model(&rows), f), "inquiry.id", ids)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.inquiryRelations(ctx, rows, f)
}

// Inquiries reads one page of inquiries.
func (q Queries) Inquiries(ctx context.Context, filter model.InquiryFilter, order model.InquiryOrderBy, req model.PageRequest, f model.Fields) (*model.InquiryConnection, error) {
	l := list[model.Inquiry]{
		alias: "inquiry", columns: inquiryColumns, order: inquiryOrders[order.Field], keys: []string{"received_on"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = anyOf(s, sel, "inquiry.country_code", filter.Countries)
			if filter.ReceivedFrom != nil {
				sel = sel.Where("inquiry.received_on >= ?", s.arg(*filter.ReceivedFrom))
			}
			if filter.ReceivedUntil != nil {
				sel = sel.Where("inquiry.received_on <= ?", s.arg(*filter.ReceivedUntil))
			}
			sel = present(sel, "inquiry.answered_at", filter.Answered)
			sel = present(sel, "inquiry.delegation_id", filter.HasDelegation)
			return s.search(sel, "inquiry.search_text", filter.Search)
		},
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.inquiryRelations(ctx, conn.Nodes, f)
}

// present adds a condition that the column has a value, or has none; nil adds
// none.
func present(sel *bun.SelectQuery, column string, want *bool) *bun.SelectQuery {
	switch {
	case want == nil:
		return sel
	case *want:
		return sel.Where(column + " IS NOT NULL")
	}
	return sel.Where(column + " IS NULL")
}

func (q Queries) inquiryRelations(ctx context.Context, rows []*model.Inquiry, f model.Fields) error {
	if err := countryOf(ctx, q, rows, f,
		func(i *model.Inquiry) model.CountryCode { return i.CountryCode },
		func(i *model.Inquiry, c *model.Country) { i.Country = c }); err != nil {
		return err
	}
	people := []ref[model.Inquiry, model.Person]{
		{"asker", func(i *model.Inquiry) *model.ID { return i.AskerID }, func(i *model.Inquiry, p *model.Person) { i.Asker = p }},
		{"answeredBy", func(i *model.Inquiry) *model.ID { return i.AnsweredByID }, func(i *model.Inquiry, p *model.Person) { i.AnsweredBy = p }},
	}
	if err := toOne(ctx, rows, f, people, q.personIndex); err != nil {
		return err
	}
	organisations := []ref[model.Inquiry, model.Organisation]{
		{"organisation", func(i *model.Inquiry) *model.ID { return i.OrganisationID }, func(i *model.Inquiry, o *model.Organisation) { i.Organisation = o }},
	}
	if err := toOne(ctx, rows, f, organisations, q.organisationIndex); err != nil {
		return err
	}
	delegations := []ref[model.Inquiry, model.Delegation]{
		{"delegation", func(i *model.Inquiry) *model.ID { return i.DelegationID }, func(i *model.Inquiry, d *model.Delegation) { i.Delegation = d }},
	}
	return toOne(ctx, rows, f, delegations, q.delegationIndex)
}
