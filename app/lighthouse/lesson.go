package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// LessonAdopt notes that what a country taught about an element has changed the
// Danish checklist, and how.
func (s Service) LessonAdopt(ctx context.Context, in model.LessonAdoptInput) (*model.Lesson, error) {
	id, err := in.ID.As(model.KindLesson, "id")
	if err != nil {
		return nil, err
	}
	var row *model.Lesson
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		if row, err = tx.Lesson(ctx, id); err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		if row.SubjectKind != model.KindLighthouseElement {
			return model.GuardFailed("guard.lesson.notOfElement")
		}
		before := *row
		if err := in.Apply(row, today); err != nil {
			return err
		}
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, "lessonAdopt", model.KindLesson, id, &before, row, row.AdoptedAs)
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}
