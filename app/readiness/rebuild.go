package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// rebuiltAtOnce is how many companies one transaction goes through.
const rebuiltAtOnce = 200

// Rebuild scores every assessment anew from its answers and writes the list of
// companies from the outcome. It changes nothing where everything was right, and
// answers how many assessments were not.
func (s Service) Rebuild(ctx context.Context) (corrected int, err error) {
	after := model.ID{}
	for {
		ids, err := s.Store.CompanyIDs(ctx, after, rebuiltAtOnce)
		if err != nil || len(ids) == 0 {
			return corrected, err
		}
		err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
			for _, id := range ids {
				n, err := s.rebuild(ctx, tx, id)
				if err != nil {
					return err
				}
				corrected += n
			}
			return nil
		})
		if err != nil {
			return corrected, err
		}
		after = ids[len(ids)-1]
	}
}

func (s Service) rebuild(ctx context.Context, tx *app.Tx, company model.ID) (corrected int, err error) {
	if _, err := tx.LockOrganisation(ctx, company); err != nil {
		return 0, err
	}
	rows, err := tx.AssessmentsOf(ctx, company)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		w := &work{tx: tx, row: row, before: *row}
		if w.template, err = s.template(ctx, tx.Queries, row.TemplateVersion); err != nil {
			return corrected, err
		}
		if w.answers, err = answersOf(ctx, tx, row.ID); err != nil {
			return corrected, err
		}
		w.rescore()
		if row.Result.Same(&w.before.Result) && model.SameInstant(row.ExpiresAt, w.before.ExpiresAt) {
			continue
		}
		if err := w.save(ctx, "assessmentRebuild", ""); err != nil {
			return corrected, err
		}
		corrected++
	}
	return corrected, tx.RefreshCompany(ctx, company)
}
