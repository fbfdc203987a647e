package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"fyrtaarn/model"
)

// AssessmentTemplate is a stored version of the readiness questionnaire. The
// database refuses to change one.
type AssessmentTemplate struct {
	Version   int       `bun:"version,pk"`
	Content   string    `bun:"content,notnull"`
	CreatedAt time.Time `bun:"created_at,notnull"`
}

// AssessmentTemplate reads a version of the questionnaire; 0 is the newest.
func (q Queries) AssessmentTemplate(ctx context.Context, version int) (*AssessmentTemplate, error) {
	s := q.statement()
	row := new(AssessmentTemplate)
	sel := q.bun.NewSelect().Model(row).OrderExpr("assessment_template.version DESC").Limit(1)
	if version != 0 {
		sel = sel.Where("assessment_template.version = ?", s.arg(version))
	}
	return row, s.scan(ctx, sel, row)
}

// SyncTemplates stores the versions that the program brings along and the
// database does not have. One that is there with another content is an error:
// scores would silently change their meaning.
func (q Queries) SyncTemplates(ctx context.Context, now time.Time) error {
	own := model.ReadinessTemplates()
	for _, version := range slices.Sorted(maps.Keys(own)) {
		row := &AssessmentTemplate{Version: version, Content: string(own[version]), CreatedAt: now}
		if _, err := q.idb.NewInsert().Model(row).On("CONFLICT (version) DO NOTHING").Exec(ctx); err != nil {
			return q.d.mapError(err)
		}
		stored, err := q.AssessmentTemplate(ctx, version)
		if err != nil {
			return err
		}
		if stored.Content != row.Content {
			return fmt.Errorf("assessment template %d differs from the stored one: a change needs a new version", version)
		}
	}
	return nil
}
