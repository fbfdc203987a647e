// Package audit answers questions about the audit trail. It is written by the
// unit of work and never changed.
package audit

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Service answers the audit trail.
type Service struct{ *app.Core }

// List answers one page of the trail, the newest first.
func (s Service) List(ctx context.Context, filter *model.AuditFilter, page model.PageRequest, f model.Fields) (*model.AuditConnection, error) {
	var query model.AuditFilter
	var subject *model.ID
	if filter != nil {
		query = *filter
		if filter.SubjectID != nil {
			_, id, ok := filter.SubjectID.Parse()
			if !ok {
				return nil, model.BadInput("filter.subjectId", "error.id.invalid")
			}
			subject = &id
		}
	}
	return s.Store.AuditLog(ctx, query, subject, page, f)
}
