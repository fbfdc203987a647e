package followup

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// Lessons answers one page of lessons, the newest first.
func (s Service) Lessons(ctx context.Context, filter *model.LessonFilter, page model.PageRequest, f model.Fields) (*model.LessonConnection, error) {
	if filter == nil {
		filter = &model.LessonFilter{}
	}
	if err := model.ValidYear("filter.year", filter.Year); err != nil {
		return nil, err
	}
	return s.Store.Lessons(ctx, *filter, page, f)
}

// LessonCreate notes what an activity taught.
func (s Service) LessonCreate(ctx context.Context, in model.LessonCreateInput) (*model.Lesson, error) {
	var errs model.Errors
	kind, about, err := subject(in.SubjectID, "subjectId", model.KindLighthouseElement)
	errs.Add(err)
	keep, err := model.CleanText("keep", in.Keep, model.MaxBody)
	errs.Add(err)
	change, err := model.CleanText("change", in.Change, model.MaxBody)
	errs.Add(err)
	if keep == "" && change == "" {
		errs.Add(model.BadInput("keep", "error.text.required"))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	row := &model.Lesson{SubjectKind: kind, SubjectID: about, Keep: keep, Change: change, SearchText: i18n.Fold(keep + " " + change)}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		id, err := tx.Once(ctx, in.IdempotencyKey, "lessonCreate", in, func(id model.ID) error {
			if err := tx.Known(ctx, &errs, kind, map[string]*model.ID{"subjectId": &about}); err != nil {
				return err
			}
			if err := errs.Err(); err != nil {
				return err
			}
			row.ID, row.NotedBy, row.Stamps = id, tx.Actor.Name, model.Created(tx.Now)
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "lessonCreate", model.KindLesson, id, nil, row, "")
		})
		if err != nil || id == row.ID {
			return err
		}
		row, err = tx.Lesson(ctx, id)
		return err
	})
	return row, err
}
