package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var lessonOrder = keyset[model.Lesson]{
	name: "lesson:created", expr: "lesson.created_at", parse: parseInstant, desc: true,
	key: func(l *model.Lesson) (any, model.ID) { return l.CreatedAt, l.ID },
}

// Lessons reads one page of lessons, the newest first.
func (q Queries) Lessons(ctx context.Context, filter model.LessonFilter, req model.PageRequest, f model.Fields) (*model.LessonConnection, error) {
	l := list[model.Lesson]{
		alias: "lesson", order: lessonOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery { return s.lessonsWhere(sel, filter) },
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.lessonActivities(ctx, conn.Nodes, f)
}

func (s *statement) lessonsWhere(sel *bun.SelectQuery, filter model.LessonFilter) *bun.SelectQuery {
	kinds := make([]model.Kind, len(filter.ActivityKinds))
	for i, name := range filter.ActivityKinds {
		kinds[i] = name.Kind()
	}
	sel = anyOf(s, sel, "lesson.subject_kind", kinds)
	sel = s.inYearAt(sel, "lesson.created_at", filter.Year)
	return s.search(sel, "lesson.search_text", filter.Search)
}

// LessonCount counts the lessons that a list by the same filter holds.
func (q Queries) LessonCount(ctx context.Context, filter model.LessonFilter) (int, error) {
	s := q.statement()
	return s.count(ctx, s.lessonsWhere(q.bun.NewSelect().Model((*model.Lesson)(nil)), filter))
}

func (q Queries) lessonActivities(ctx context.Context, rows []*model.Lesson, f model.Fields) error {
	return withActivities(ctx, q, rows, f, func(l *model.Lesson) model.ID { return l.SubjectID },
		func(l *model.Lesson, a model.ActivityNode) { l.Activity = a })
}
