package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var outcomeOrder = keyset[model.Outcome]{
	name: "outcome:day", expr: "outcome.occurred_on", parse: parseDay, desc: true,
	key: func(o *model.Outcome) (any, model.ID) { return o.OccurredOn, o.ID },
}

// OutcomeQuery is a filter whose ids have been read.
type OutcomeQuery struct {
	model.OutcomeFilter
	Activity, Company *model.ID
}

// Outcomes reads one page of outcomes, the newest first.
func (q Queries) Outcomes(ctx context.Context, filter OutcomeQuery, req model.PageRequest, f model.Fields) (*model.OutcomeConnection, error) {
	l := list[model.Outcome]{
		alias: "outcome", order: outcomeOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = equal(s, sel, "outcome.activity_id", filter.Activity)
			sel = equal(s, sel, "outcome.company_id", filter.Company)
			sel = anyOf(s, sel, "outcome.kind", filter.Kinds)
			sel = anyOf(s, sel, "outcome.state", filter.States)
			sel = anyOf(s, sel, "outcome.country_code", filter.Countries)
			return s.inYear(sel, "outcome.occurred_on", filter.Year)
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	var p parties
	if err := q.outcomeRelations(ctx, &p, conn.Nodes, f); err != nil {
		return nil, err
	}
	return conn, p.read(ctx, q)
}

// OutcomesByID reads the outcomes with the ids, in no order.
func (q Queries) OutcomesByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Outcome, error) {
	return q.outcomesWhere(ctx, "outcome.id", ids, f)
}

// OutcomesOfRequests reads the outcomes that the requests were answered with.
func (q Queries) OutcomesOfRequests(ctx context.Context, requests []model.ID, f model.Fields) ([]*model.Outcome, error) {
	return q.outcomesWhere(ctx, "outcome.request_id", requests, f)
}

// OutcomesFor reads what is known to have come, or to be expected, of an
// activity for a company, the oldest first.
func (q Queries) OutcomesFor(ctx context.Context, activity, company model.ID) ([]*model.Outcome, error) {
	s := q.statement()
	var rows []*model.Outcome
	sel := q.bun.NewSelect().Model(&rows).Where("outcome.activity_id = ?", s.arg(activity)).Where("outcome.company_id = ?", s.arg(company)).
		OrderExpr("outcome.occurred_on, outcome.id")
	return rows, s.scan(ctx, sel, &rows)
}

func (q Queries) outcomesWhere(ctx context.Context, column string, ids []model.ID, f model.Fields) ([]*model.Outcome, error) {
	var p parties
	rows, err := q.outcomesOf(ctx, &p, column, ids, f)
	if err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) outcomesOf(ctx context.Context, p *parties, column string, ids []model.ID, f model.Fields) ([]*model.Outcome, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Outcome
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), column, ids).OrderExpr("outcome.occurred_on, outcome.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.outcomeRelations(ctx, p, rows, f)
}

func (q Queries) outcomeRelations(ctx context.Context, p *parties, rows []*model.Outcome, f model.Fields) error {
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	reader := model.ActorFrom(ctx).Language
	for _, o := range rows {
		o.Country = Country(o.CountryCode, reader)
	}
	want(&p.organisations, rows, f, ref[model.Outcome, model.Organisation]{
		"company", func(o *model.Outcome) *model.ID { return &o.CompanyID }, func(o *model.Outcome, c *model.Organisation) { o.Company = c },
	})
	if sf, ok := f.Relation("shares"); ok {
		if err := q.outcomeShares(ctx, rows, sf); err != nil {
			return err
		}
	}
	return withActivities(ctx, q, rows, f, func(o *model.Outcome) model.ID { return o.ActivityID },
		func(o *model.Outcome, a model.ActivityNode) { o.Activity = a })
}

// withActivities reads the relation "activity" of rows.
func withActivities[T any](ctx context.Context, q Queries, rows []*T, f model.Fields, id func(*T) model.ID, set func(*T, model.ActivityNode)) error {
	asked, ok := f.Relation("activity")
	if !ok || len(rows) == 0 {
		return nil
	}
	byID, err := q.ActivitiesByID(ctx, idsOf(rows, func(row *T) *model.ID { key := id(row); return &key }), asked)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if a, ok := byID[id(row)]; ok {
			set(row, a)
		}
	}
	return nil
}

func (q Queries) outcomeShares(ctx context.Context, rows []*model.Outcome, f model.Fields) error {
	shares, err := q.SharesOf(ctx, idsOf(rows, func(o *model.Outcome) *model.ID { return &o.ID }))
	if err != nil {
		return err
	}
	byID := index(rows, func(o *model.Outcome) model.ID { return o.ID })
	for _, share := range shares {
		byID[share.OutcomeID].Shares = append(byID[share.OutcomeID].Shares, share)
	}
	return withActivities(ctx, q, shares, f, func(a *model.Attribution) model.ID { return a.ActivityID },
		func(a *model.Attribution, of model.ActivityNode) { a.Activity = of })
}

// SharesOf reads to which activities the outcomes are attributed, the largest
// share first.
func (q Queries) SharesOf(ctx context.Context, outcomes []model.ID) ([]*model.Attribution, error) {
	if len(outcomes) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Attribution
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "attribution.outcome_id", outcomes).
		OrderExpr("attribution.outcome_id, attribution.share_bp DESC, attribution.activity_id")
	return rows, s.scan(ctx, sel, &rows)
}

// SetShares replaces the shares of an outcome.
func (q Queries) SetShares(ctx context.Context, outcome model.ID, shares []*model.Attribution) error {
	if _, err := q.idb.NewDelete().Model((*model.Attribution)(nil)).Where("outcome_id = ?", outcome).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	if len(shares) == 0 {
		return nil
	}
	_, err := q.idb.NewInsert().Model(&shares).Exec(ctx)
	return q.d.mapError(err)
}

// LockOutcome reads an outcome that the transaction is going to change: whoever
// else changes it or its shares waits.
func (q Queries) LockOutcome(ctx context.Context, id model.ID) (*model.Outcome, error) {
	row := new(model.Outcome)
	return row, q.locked(ctx, row, "outcome.id = ?", id)
}

// LockOutcomeRequest is LockOutcome for a request.
func (q Queries) LockOutcomeRequest(ctx context.Context, id model.ID) (*model.OutcomeRequest, error) {
	row := new(model.OutcomeRequest)
	return row, q.locked(ctx, row, "outcome_request.id = ?", id)
}

// locked reads one row and holds it until the transaction ends.
func (q Queries) locked(ctx context.Context, row any, where string, id model.ID) error {
	s := q.statement()
	sel := q.bun.NewSelect().Model(row).Where(where, s.arg(id))
	if lock := q.d.lockRow(); lock != "" {
		sel = sel.For(lock)
	}
	return s.scan(ctx, sel, row)
}

var outcomeRequestOrder = keyset[model.OutcomeRequest]{
	name: "outcomeRequest:asked", expr: "outcome_request.asked_at", parse: parseInstant, desc: true,
	key: func(r *model.OutcomeRequest) (any, model.ID) { return r.AskedAt, r.ID },
}

// OutcomeRequestQuery is a filter whose ids have been read.
type OutcomeRequestQuery struct {
	model.OutcomeRequestFilter
	Activity, Company *model.ID
}

// OutcomeRequests reads one page of requests, the newest first.
func (q Queries) OutcomeRequests(ctx context.Context, filter OutcomeRequestQuery, req model.PageRequest, f model.Fields) (*model.OutcomeRequestConnection, error) {
	l := list[model.OutcomeRequest]{
		alias: "outcome_request", order: outcomeRequestOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = equal(s, sel, "outcome_request.activity_id", filter.Activity)
			sel = equal(s, sel, "outcome_request.company_id", filter.Company)
			sel = anyOf(s, sel, "outcome_request.answer", filter.Answers)
			sel = present(sel, "outcome_request.answered_at", filter.Answered)
			return s.inYearAt(sel, "outcome_request.asked_at", filter.Year)
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.outcomeRequestRelations(ctx, conn.Nodes, f)
}

// yearOf are the first instant of a year in Copenhagen and that of the next.
func yearOf(year int) (from, until time.Time) {
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		zone = time.UTC
	}
	return model.NewDate(year, time.January, 1).At(0, 0, zone), model.NewDate(year+1, time.January, 1).At(0, 0, zone)
}

// OutcomeRequestsByID reads the requests with the ids, in no order.
func (q Queries) OutcomeRequestsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.OutcomeRequest, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.OutcomeRequest
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "outcome_request.id", ids), &rows); err != nil {
		return nil, err
	}
	return rows, q.outcomeRequestRelations(ctx, rows, f)
}

// AddOutcomeRequest stores a request unless the company has been asked about the
// activity in that wave, and answers the one that there is.
func (q Queries) AddOutcomeRequest(ctx context.Context, row *model.OutcomeRequest) (*model.OutcomeRequest, error) {
	_, err := q.idb.NewInsert().Model(row).On("CONFLICT (activity_id, company_id, wave) DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, q.d.mapError(err)
	}
	s := q.statement()
	there := new(model.OutcomeRequest)
	return there, s.scan(ctx, q.bun.NewSelect().Model(there).Where("outcome_request.activity_id = ?", s.arg(row.ActivityID)).
		Where("outcome_request.company_id = ?", s.arg(row.CompanyID)).Where("outcome_request.wave = ?", s.arg(row.Wave)), there)
}

// AnsweredWaves answers the latest wave that each company has answered about each
// of the activities.
func (q Queries) AnsweredWaves(ctx context.Context, activities []model.ID) (map[AnsweredBy]int, error) {
	waves := map[AnsweredBy]int{}
	if len(activities) == 0 {
		return waves, nil
	}
	s := q.statement()
	var rows []*model.OutcomeRequest
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows).Column("activity_id", "company_id", "wave"), "outcome_request.activity_id", activities).
		Where("outcome_request.answered_at IS NOT NULL")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	for _, r := range rows {
		by := AnsweredBy{r.ActivityID, r.CompanyID}
		waves[by] = max(waves[by], r.Wave)
	}
	return waves, nil
}

// AnsweredBy is a company that was asked what came of an activity.
type AnsweredBy struct{ ActivityID, CompanyID model.ID }

// FillOutcomeRequest reads the relations of a request, be it stored or not.
func (q Queries) FillOutcomeRequest(ctx context.Context, row *model.OutcomeRequest, f model.Fields) error {
	return q.outcomeRequestRelations(ctx, []*model.OutcomeRequest{row}, f)
}

func (q Queries) outcomeRequestRelations(ctx context.Context, rows []*model.OutcomeRequest, f model.Fields) error {
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	var p parties
	want(&p.organisations, rows, f, ref[model.OutcomeRequest, model.Organisation]{
		"company", func(r *model.OutcomeRequest) *model.ID { return &r.CompanyID }, func(r *model.OutcomeRequest, o *model.Organisation) { r.Company = o },
	})
	want(&p.people, rows, f, ref[model.OutcomeRequest, model.Person]{
		"person", func(r *model.OutcomeRequest) *model.ID { return r.PersonID }, func(r *model.OutcomeRequest, who *model.Person) { r.Person = who },
	})
	if of, ok := f.Relation("outcomes"); ok {
		outcomes, err := q.outcomesOf(ctx, &p, "outcome.request_id", idsOf(rows, func(r *model.OutcomeRequest) *model.ID { return &r.ID }), of)
		if err != nil {
			return err
		}
		byID := index(rows, func(r *model.OutcomeRequest) model.ID { return r.ID })
		for _, o := range outcomes {
			byID[*o.RequestID].Outcomes = append(byID[*o.RequestID].Outcomes, o)
		}
	}
	if err := withActivities(ctx, q, rows, f, func(r *model.OutcomeRequest) model.ID { return r.ActivityID },
		func(r *model.OutcomeRequest, a model.ActivityNode) { r.Activity = a }); err != nil {
		return err
	}
	return p.read(ctx, q)
}

func (q Queries) activityOutcomes(ctx context.Context, p *parties, rows []*model.Activity, f model.Fields) error {
	of, ok := f.Relation("outcomes")
	if !ok {
		return nil
	}
	outcomes, err := q.outcomesOf(ctx, p, "outcome.activity_id", activityIDs(rows), of)
	if err != nil {
		return err
	}
	byID := index(rows, func(a *model.Activity) model.ID { return a.ID })
	for _, o := range outcomes {
		byID[o.ActivityID].Outcomes = append(byID[o.ActivityID].Outcomes, o)
	}
	return nil
}
