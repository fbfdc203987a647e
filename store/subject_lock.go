package store

import (
	"context"
	"fmt"

	"fyrtaarn/model"
)

// LockSubjects holds the assessments and milestones among the subjects until the
// transaction ends, as LockActivities holds what belongs to activities: an
// assessment by its company's row, which whoever changes one holds, a milestone
// by its own. With skip it waits for nobody, and answers those that another
// transaction is changing.
func (q Queries) LockSubjects(ctx context.Context, subjects []Subject, skip bool) (busy map[model.ID]bool, err error) {
	var assessments, milestones []model.ID
	for _, one := range subjects {
		switch one.Kind {
		case model.KindAssessment:
			assessments = append(assessments, one.ID)
		case model.KindMilestone:
			milestones = append(milestones, one.ID)
		default: // held with their activities
		}
	}
	lock := q.d.lockRow()
	if lock == "" {
		return nil, nil //nolint:nilnil // nobody else is writing
	}
	lock = " FOR " + lock
	if skip {
		lock = q.d.skipLocked()
	}
	busy = map[model.ID]bool{}
	s := q.statement()
	is := q.d.isAnyOfIDs("a.id", s.list(idTexts(assessments)))
	if err := q.holdSome(ctx, s, assessments, busy, fmt.Sprintf(`WITH held AS MATERIALIZED (
SELECT o.id FROM organisations o WHERE o.id IN (SELECT a.organisation_id FROM assessments a WHERE %s) ORDER BY o.id%s)
SELECT a.id FROM assessments a JOIN held ON held.id = a.organisation_id WHERE %s`, is, lock, is)); err != nil {
		return nil, err
	}
	s = q.statement()
	is = q.d.isAnyOfIDs("m.id", s.list(idTexts(milestones)))
	return busy, q.holdSome(ctx, s, milestones, busy, "SELECT m.id FROM milestones m WHERE "+is+" ORDER BY m.id"+lock)
}

// holdSome notes as busy those of the ids that the statement does not answer.
func (q Queries) holdSome(ctx context.Context, s *statement, ids []model.ID, busy map[model.ID]bool, sql string) error {
	if len(ids) == 0 {
		return nil
	}
	var rows []Subject
	if err := s.query(ctx, sql, &rows); err != nil {
		return err
	}
	for _, id := range ids {
		busy[id] = true
	}
	for _, r := range rows {
		delete(busy, r.ID)
	}
	return nil
}
