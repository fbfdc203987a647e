package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var auditOrder = keyset[model.AuditEntry]{
	name: "audit:time", expr: "audit_entry.at", parse: parseInstant, desc: true,
	key: func(a *model.AuditEntry) (any, model.ID) { return a.At, a.ID },
}

// AuditLog reads one page of the audit trail, the newest first.
func (q Queries) AuditLog(ctx context.Context, filter model.AuditFilter, subject *model.ID, req model.PageRequest, f model.Fields) (*model.AuditConnection, error) {
	l := list[model.AuditEntry]{
		alias: "audit_entry", order: auditOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = equal(s, sel, "audit_entry.subject_id", subject)
			sel = equal(s, sel, "audit_entry.actor", filter.Actor)
			sel = equal(s, sel, "audit_entry.action", filter.Action)
			return between(s, sel, "audit_entry.at", filter.From, filter.Until)
		},
	}
	return connection(ctx, q, l, req, f)
}

// between adds conditions that the column is at or after from and before until.
func between(s *statement, sel *bun.SelectQuery, column string, from, until *time.Time) *bun.SelectQuery {
	if from != nil {
		sel = sel.Where(column+" >= ?", s.arg(*from))
	}
	if until != nil {
		sel = sel.Where(column+" < ?", s.arg(*until))
	}
	return sel
}
