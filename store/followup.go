package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var followUpOrder = keyset[model.FollowUp]{
	name: "followUp:due", expr: "follow_up.due_on", parse: parseDay,
	key: func(f *model.FollowUp) (any, model.ID) { return f.DueOn, f.ID },
}

// FollowUpQuery is a filter whose ids have been read; Today decides what is overdue.
type FollowUpQuery struct {
	model.FollowUpFilter
	Owner, Subject *model.ID
	Today          model.Date
}

// FollowUp reads one follow-up.
func (q Queries) FollowUp(ctx context.Context, id model.ID) (*model.FollowUp, error) {
	row := new(model.FollowUp)
	return row, q.byID(ctx, row, id)
}

// FollowUps reads one page of follow-ups, the earliest due first.
func (q Queries) FollowUps(ctx context.Context, filter FollowUpQuery, req model.PageRequest, f model.Fields) (*model.FollowUpConnection, error) {
	l := list[model.FollowUp]{
		alias: "follow_up", order: followUpOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery { return s.followUpsWhere(sel, filter) },
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	var p parties
	if err := q.followUpRelations(ctx, &p, conn.Nodes, f); err != nil {
		return nil, err
	}
	return conn, p.read(ctx, q)
}

func (s *statement) followUpsWhere(sel *bun.SelectQuery, filter FollowUpQuery) *bun.SelectQuery {
	sel = anyOf(s, sel, "follow_up.state", filter.States)
	sel = equal(s, sel, "follow_up.owner_id", filter.Owner)
	sel = equal(s, sel, "follow_up.subject_id", filter.Subject)
	if filter.DueUntil != nil {
		sel = sel.Where("follow_up.due_on <= ?", s.arg(*filter.DueUntil))
	}
	sel = s.inYearAt(sel, "follow_up.ended_at", filter.EndedYear)
	if filter.Overdue != nil {
		overdue := s.arg(filter.Today)
		if *filter.Overdue {
			return sel.Where("follow_up.state = 'OPEN' AND follow_up.due_on < ?", overdue)
		}
		return sel.Where("NOT (follow_up.state = 'OPEN' AND follow_up.due_on < ?)", overdue)
	}
	return sel
}

// FollowUpCount counts the follow-ups that a list by the same filter holds.
func (q Queries) FollowUpCount(ctx context.Context, filter FollowUpQuery) (int, error) {
	s := q.statement()
	return s.count(ctx, s.followUpsWhere(q.bun.NewSelect().Model((*model.FollowUp)(nil)), filter))
}

// FollowUpsOf reads the follow-ups of the subjects, the earliest due first.
func (q Queries) FollowUpsOf(ctx context.Context, subjects []model.ID, f model.Fields) ([]*model.FollowUp, error) {
	var p parties
	rows, err := q.followUpsOf(ctx, &p, subjects, f)
	if err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) followUpsOf(ctx context.Context, p *parties, subjects []model.ID, f model.Fields) ([]*model.FollowUp, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.FollowUp
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "follow_up.subject_id", subjects).OrderExpr("follow_up.due_on, follow_up.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.followUpRelations(ctx, p, rows, f)
}

// FollowUpsByID reads the follow-ups with the ids, in no order.
func (q Queries) FollowUpsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.FollowUp, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.FollowUp
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "follow_up.id", ids), &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := q.followUpRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) followUpRelations(ctx context.Context, p *parties, rows []*model.FollowUp, f model.Fields) error {
	want(&p.people, rows, f, ref[model.FollowUp, model.Person]{
		"owner", func(u *model.FollowUp) *model.ID { return &u.OwnerID }, func(u *model.FollowUp, o *model.Person) { u.Owner = o },
	})
	return withActivities(ctx, q, rows, f, func(u *model.FollowUp) model.ID { return u.SubjectID },
		func(u *model.FollowUp, a model.ActivityNode) { u.Activity = a })
}

// LessonsOf reads the lessons of the subjects, the oldest first.
func (q Queries) LessonsOf(ctx context.Context, subjects []model.ID, f model.Fields) ([]*model.Lesson, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Lesson
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "lesson.subject_id", subjects).OrderExpr("lesson.created_at, lesson.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.lessonActivities(ctx, rows, f)
}

// SurveyResponsesOf reads what people answered after the visits.
func (q Queries) SurveyResponsesOf(ctx context.Context, delegations []model.ID, f model.Fields) ([]*model.SurveyResponse, error) {
	if len(delegations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.SurveyResponse
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "survey_response.delegation_id", delegations).OrderExpr("survey_response.created_at, survey_response.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	people := []ref[model.SurveyResponse, model.Person]{
		{"person", func(r *model.SurveyResponse) *model.ID { return &r.PersonID }, func(r *model.SurveyResponse, p *model.Person) { r.Person = p }},
	}
	return rows, toOne(ctx, rows, f, people, q.personIndex)
}

func (q Queries) delegationSurvey(ctx context.Context, _ *parties, rows []*model.Delegation, f model.Fields) error {
	sf, ok := f.Relation("surveyResponses")
	if !ok {
		return nil
	}
	responses, err := q.SurveyResponsesOf(ctx, delegationIDs(rows), sf)
	if err != nil {
		return err
	}
	byID := index(rows, func(d *model.Delegation) model.ID { return d.ID })
	for _, r := range responses {
		byID[r.DelegationID].SurveyResponses = append(byID[r.DelegationID].SurveyResponses, r)
	}
	return nil
}

// Lesson reads one lesson.
func (q Queries) Lesson(ctx context.Context, id model.ID) (*model.Lesson, error) {
	row := new(model.Lesson)
	return row, q.byID(ctx, row, id)
}
