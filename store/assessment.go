package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var assessmentColumns = columns{
	always: []string{
		"id", "organisation_id", "country_code", "product_line", "template_version", "state", "adviser_id", "expires_at", "last_saved_at",
		"created_at", "version",
	},
	byField: map[string][]string{
		"stateSince": {"state_since"}, "reason": {"reason"}, "lastQuestion": {"last_question"}, "submittedAt": {"submitted_at"},
		"validatedAt": {"validated_at"}, "reopenRequestedAt": {"reopen_requested_at"}, "reopenReason": {"reopen_reason"},
		"linkRequestedAt": {"link_requested_at"}, "result": {"result"}, "plan": {"plan"}, "updatedAt": {"updated_at"},
	},
}

var assessmentOrders = map[model.AssessmentOrder]keyset[model.Assessment]{
	model.AssessmentByLastSavedAt: {
		name: "assessment:saved", expr: "assessment.last_saved_at", parse: parseInstant,
		key: func(a *model.Assessment) (any, model.ID) { return a.LastSavedAt, a.ID },
	},
	model.AssessmentByCreatedAt: {
		name: "assessment:created", expr: "assessment.created_at", parse: parseInstant,
		key: func(a *model.Assessment) (any, model.ID) { return a.CreatedAt, a.ID },
	},
}

// AssessmentQuery is a filter whose ids have been read.
type AssessmentQuery struct {
	model.AssessmentFilter
	Organisation, Adviser *model.ID
}

// seenAssessments adds the condition that the viewer may see the assessment:
// staff all, a company its own, by a link the one to which it leads, a partner
// what was submitted by companies that show their scores.
func seenAssessments(ctx context.Context, s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
	actor := model.ActorFrom(ctx)
	switch {
	case actor.IsStaff():
		return sel
	case actor.Role == model.RoleCompany:
		sel = sel.Where("assessment.organisation_id = ?", s.arg(actor.OrganisationID))
		if actor.AssessmentID != (model.ID{}) {
			sel = sel.Where("assessment.id = ?", s.arg(actor.AssessmentID))
		}
		return sel
	case actor.Role == model.RolePartner:
		return sel.Where("assessment.submitted_at IS NOT NULL").
			Where("EXISTS (SELECT 1 FROM organisations o WHERE o.id = assessment.organisation_id AND o.consent = ?)", s.arg(string(model.ConsentStepAndScores)))
	}
	return sel.Where("1 = 0")
}

// Assessments reads one page of assessments.
func (q Queries) Assessments(ctx context.Context, filter AssessmentQuery, order model.AssessmentOrderBy, req model.PageRequest, f model.Fields) (*model.AssessmentConnection, error) {
	l := list[model.Assessment]{
		alias: "assessment", columns: assessmentColumns, order: assessmentOrders[order.Field],
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery { return s.assessmentsWhere(ctx, sel, filter) },
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.assessmentRelations(ctx, conn.Nodes, f)
}

func (s *statement) assessmentsWhere(ctx context.Context, sel *bun.SelectQuery, filter AssessmentQuery) *bun.SelectQuery {
	sel = seenAssessments(ctx, s, sel)
	sel = anyOf(s, sel, "assessment.state", filter.States)
	sel = anyOf(s, sel, "assessment.country_code", filter.Markets)
	sel = equal(s, sel, "assessment.organisation_id", filter.Organisation)
	sel = equal(s, sel, "assessment.adviser_id", filter.Adviser)
	sel = isSet(sel, "assessment.submitted_at", filter.Submitted)
	sel = s.inYearAt(sel, "assessment.submitted_at", filter.SubmittedYear)
	sel = isSet(sel, "assessment.reopen_requested_at", filter.ReopenRequested)
	sel = isSet(sel, "assessment.link_requested_at", filter.LinkRequested)
	sel = between(s, sel, "assessment.expires_at", nil, filter.ExpiresUntil)
	return between(s, sel, "assessment.last_saved_at", nil, filter.LastSavedUntil)
}

// AssessmentCount counts the assessments that a list by the same filter holds.
func (q Queries) AssessmentCount(ctx context.Context, filter AssessmentQuery) (int, error) {
	s := q.statement()
	return s.count(ctx, s.assessmentsWhere(ctx, q.bun.NewSelect().Model((*model.Assessment)(nil)), filter))
}

// isSet adds a condition that the column has a value, or has none.
func isSet(sel *bun.SelectQuery, column string, set *bool) *bun.SelectQuery {
	switch {
	case set == nil:
		return sel
	case *set:
		return sel.Where(column + " IS NOT NULL")
	}
	return sel.Where(column + " IS NULL")
}

// AssessmentsByID reads the assessments with the ids that the viewer may see,
// in no order.
func (q Queries) AssessmentsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Assessment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Assessment
	sel := assessmentColumns.pick(q.bun.NewSelect().Model(&rows), f)
	sel = seenAssessments(ctx, s, s.anyOfIDs(sel, "assessment.id", ids))
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.assessmentRelations(ctx, rows, f)
}

// AssessmentsOf reads whole assessments of a company, whoever asks.
func (q Queries) AssessmentsOf(ctx context.Context, organisation model.ID) ([]*model.Assessment, error) {
	s := q.statement()
	var rows []*model.Assessment
	sel := q.bun.NewSelect().Model(&rows).Where("assessment.organisation_id = ?", s.arg(organisation)).OrderExpr("assessment.id")
	return rows, s.scan(ctx, sel, &rows)
}

// AnswersOf reads the answers of the assessments.
func (q Queries) AnswersOf(ctx context.Context, assessments []model.ID) ([]*model.AssessmentAnswer, error) {
	if len(assessments) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.AssessmentAnswer
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "assessment_answer.assessment_id", assessments)
	return rows, s.scan(ctx, sel, &rows)
}

// SaveAnswer stores an answer, in place of the one that is there.
func (q Queries) SaveAnswer(ctx context.Context, row *model.AssessmentAnswer) error {
	_, err := q.idb.NewInsert().Model(row).On("CONFLICT (assessment_id, question_id) DO UPDATE").
		Set("self_level = EXCLUDED.self_level").Set("self_not_applicable = EXCLUDED.self_not_applicable").
		Set("self_reason = EXCLUDED.self_reason").Set("self_by = EXCLUDED.self_by").Set("self_at = EXCLUDED.self_at").
		Set("adviser_level = EXCLUDED.adviser_level").Set("adviser_not_applicable = EXCLUDED.adviser_not_applicable").
		Set("adviser_reason = EXCLUDED.adviser_reason").Set("adviser_by = EXCLUDED.adviser_by").Set("adviser_at = EXCLUDED.adviser_at").
		Set("expires_at = EXCLUDED.expires_at").Exec(ctx)
	return q.d.mapError(err)
}

// RatingsOf reads all ratings that were ever given, the oldest first.
func (q Queries) RatingsOf(ctx context.Context, assessments []model.ID) ([]*model.AssessmentRating, error) {
	if len(assessments) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.AssessmentRating
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "assessment_rating.assessment_id", assessments).
		OrderExpr("assessment_rating.at, assessment_rating.id")
	return rows, s.scan(ctx, sel, &rows)
}

// AssessmentNotesOf reads comments and evidence, the oldest first.
func (q Queries) AssessmentNotesOf(ctx context.Context, assessments []model.ID, f model.Fields) ([]*model.AssessmentNote, error) {
	if len(assessments) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.AssessmentNote
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "assessment_note.assessment_id", assessments).
		OrderExpr("assessment_note.at, assessment_note.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	people := []ref[model.AssessmentNote, model.Person]{
		{"seenBy", func(n *model.AssessmentNote) *model.ID { return n.SeenByID }, func(n *model.AssessmentNote, p *model.Person) { n.SeenBy = p }},
	}
	return rows, toOne(ctx, rows, f, people, q.personIndex)
}

// ClearLinkRequest notes that a company has its new link.
func (q Queries) ClearLinkRequest(ctx context.Context, id model.ID) error {
	_, err := q.idb.NewUpdate().Model((*model.Assessment)(nil)).Set("link_requested_at = NULL").Where("id = ?", id).Exec(ctx)
	return q.d.mapError(err)
}

// ExpiredAssessments lists the submitted assessments of which an answer has
// expired at the instant.
func (q Queries) ExpiredAssessments(ctx context.Context, at time.Time) ([]model.ID, error) {
	s := q.statement()
	sel := q.bun.NewSelect().Model((*model.Assessment)(nil)).Column("id").Where("assessment.expires_at <= ?", s.arg(at))
	return s.assessmentIDs(ctx, anyOf(s, sel, "assessment.state", model.Ageing()))
}

// AbandonedDrafts lists the drafts that were last saved at the instant or before.
func (q Queries) AbandonedDrafts(ctx context.Context, at time.Time) ([]model.ID, error) {
	s := q.statement()
	sel := q.bun.NewSelect().Model((*model.Assessment)(nil)).Column("id").Where("assessment.last_saved_at <= ?", s.arg(at))
	return s.assessmentIDs(ctx, anyOf(s, sel, "assessment.state", []model.AssessmentState{model.AssessmentDraft}))
}

func (s *statement) assessmentIDs(ctx context.Context, sel *bun.SelectQuery) ([]model.ID, error) {
	var rows []*model.Assessment
	if err := s.scan(ctx, sel.OrderExpr("assessment.id"), &rows); err != nil {
		return nil, err
	}
	return idsOf(rows, func(a *model.Assessment) *model.ID { return &a.ID }), nil
}

// assessmentRelations reads what was asked of the assessments, one statement per
// relation whatever their number. Answers, notes and history are the company's
// own and ours: partners are given none.
func (q Queries) assessmentRelations(ctx context.Context, rows []*model.Assessment, f model.Fields) error {
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	reader := model.ActorFrom(ctx)
	if f.Wants("market") {
		for _, a := range rows {
			a.Country = Country(a.CountryCode, reader.Language)
		}
	}
	var p parties
	want(&p.organisations, rows, f, ref[model.Assessment, model.Organisation]{
		"organisation", func(a *model.Assessment) *model.ID { return &a.OrganisationID }, func(a *model.Assessment, o *model.Organisation) { a.Organisation = o },
	})
	want(&p.people, rows, f, ref[model.Assessment, model.Person]{
		"adviser", func(a *model.Assessment) *model.ID { return a.AdviserID }, func(a *model.Assessment, o *model.Person) { a.Adviser = o },
	})
	if err := p.read(ctx, q); err != nil {
		return err
	}
	if reader.Role == model.RolePartner {
		return nil
	}
	ids, byID := idsOf(rows, func(a *model.Assessment) *model.ID { return &a.ID }), index(rows, func(a *model.Assessment) model.ID { return a.ID })
	if f.Wants("answers") {
		answers, err := q.AnswersOf(ctx, ids)
		if err != nil {
			return err
		}
		for _, row := range answers {
			byID[row.AssessmentID].Answers = append(byID[row.AssessmentID].Answers, row)
		}
	}
	if nf, ok := f.Relation("notes"); ok {
		notes, err := q.AssessmentNotesOf(ctx, ids, nf)
		if err != nil {
			return err
		}
		for _, row := range notes {
			byID[row.AssessmentID].Notes = append(byID[row.AssessmentID].Notes, row)
		}
	}
	if !f.Wants("history") {
		return nil
	}
	history, err := q.RatingsOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, row := range history {
		byID[row.AssessmentID].History = append(byID[row.AssessmentID].History, row)
	}
	return nil
}

// assessmentIndex reads assessments for a relation.
func (q Queries) assessmentIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.Assessment, error) {
	rows, err := q.AssessmentsByID(ctx, ids, f)
	return index(rows, func(a *model.Assessment) model.ID { return a.ID }), err
}
