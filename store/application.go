package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var applicationOrder = keyset[model.MissionApplication]{
	name: "missionApplication:created", expr: "mission_application.created_at", parse: parseInstant,
	key: func(a *model.MissionApplication) (any, model.ID) { return a.CreatedAt, a.ID },
}

// MissionApplicationQuery is a filter whose ids have been read.
type MissionApplicationQuery struct {
	model.MissionApplicationFilter
	Mission, Company *model.ID
}

// MissionApplications reads one page of applications, the oldest first. A
// company sees its own.
func (q Queries) MissionApplications(ctx context.Context, filter MissionApplicationQuery, req model.PageRequest, f model.Fields) (*model.MissionApplicationConnection, error) {
	l := list[model.MissionApplication]{
		alias: "mission_application", order: applicationOrder,
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = anyOf(s, sel, "mission_application.state", filter.States)
			sel = equal(s, sel, "mission_application.mission_id", filter.Mission)
			sel = equal(s, sel, "mission_application.company_id", filter.Company)
			return s.ownApplications(ctx, sel)
		},
		extra: withPosition,
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	var p parties
	if err := q.applicationRelations(ctx, &p, conn.Nodes, f); err != nil {
		return nil, err
	}
	return conn, p.read(ctx, q)
}

// ownApplications narrows to the company's own where a company asks.
func (s *statement) ownApplications(ctx context.Context, sel *bun.SelectQuery) *bun.SelectQuery {
	actor := model.ActorFrom(ctx)
	if actor.Role != model.RoleCompany {
		return sel
	}
	return sel.Where("mission_application.company_id = ?", s.arg(actor.OrganisationID))
}

// withPosition adds the rank on the waitlist: how many wait at or before the row.
func withPosition(sel *bun.SelectQuery) *bun.SelectQuery {
	return sel.ColumnExpr("mission_application.*").ColumnExpr(`(SELECT count(*) FROM mission_applications w
WHERE w.mission_id = mission_application.mission_id AND w.waitlist_sequence <= mission_application.waitlist_sequence) AS position`)
}

// MissionApplicationsByID reads the applications with the ids that the viewer
// may see, in no order.
func (q Queries) MissionApplicationsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.MissionApplication, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.MissionApplication
	sel := s.ownApplications(ctx, s.anyOfIDs(withPosition(q.bun.NewSelect().Model(&rows)), "mission_application.id", ids))
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := q.applicationRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

// applicationsOf reads the missions' applications that the viewer may see, in
// the order of submission.
func (q Queries) applicationsOf(ctx context.Context, p *parties, missions []model.ID, f model.Fields) ([]*model.MissionApplication, error) {
	rows, err := q.applicationRows(ctx, missions)
	if err != nil {
		return nil, err
	}
	return rows, q.applicationRelations(ctx, p, rows, f)
}

// ApplicationsToMissions reads the whole applications to the missions in the
// order of submission, with all that is pending: for use cases, not for viewers.
func (q Queries) ApplicationsToMissions(ctx context.Context, missions []model.ID) ([]*model.MissionApplication, error) {
	return q.applicationRows(model.WithActor(ctx, model.System("store")), missions)
}

func (q Queries) applicationRows(ctx context.Context, missions []model.ID) ([]*model.MissionApplication, error) {
	if len(missions) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.MissionApplication
	sel := s.ownApplications(ctx, s.anyOfIDs(withPosition(q.bun.NewSelect().Model(&rows)), "mission_application.mission_id", missions)).
		OrderExpr("mission_application.mission_id, COALESCE(mission_application.submission_number, 1000000), mission_application.created_at, mission_application.id")
	return rows, s.scan(ctx, sel, &rows)
}

// LockApplication reads a whole application that the transaction is going to
// change, and its mission: everybody who changes one of a mission's applications
// waits for the other.
func (q Queries) LockApplication(ctx context.Context, id model.ID) (*model.MissionApplication, *model.TradeMission, error) {
	row := new(model.MissionApplication)
	if err := q.byID(ctx, row, id); err != nil {
		return nil, nil, err
	}
	mission, err := q.LockTradeMission(ctx, row.MissionID)
	if err != nil {
		return nil, nil, err
	}
	// As it is now that the mission is ours.
	return row, mission, q.byID(ctx, row, id)
}

// NextSubmissionNumber is the number of the next submission to a mission that
// the transaction has locked.
func (q Queries) NextSubmissionNumber(ctx context.Context, mission model.ID) (int, error) {
	return q.nextNumber(ctx, mission, "submission_number")
}

func (q Queries) nextNumber(ctx context.Context, mission model.ID, column string) (int, error) {
	s := q.statement()
	var row struct {
		Next int `bun:"next"`
	}
	sel := q.bun.NewSelect().TableExpr("mission_applications").ColumnExpr("COALESCE(MAX("+column+"), 0) + 1 AS next").Where("mission_id = ?", s.arg(mission))
	return row.Next, s.scan(ctx, sel, &row)
}

// SetWaitlist gives the applications new places on the mission's waitlist, in
// their order, behind all that were given before: a sequence is never used
// twice.
func (q Queries) SetWaitlist(ctx context.Context, mission model.ID, order []*model.MissionApplication) error {
	next, err := q.nextNumber(ctx, mission, "waitlist_sequence")
	if err != nil {
		return err
	}
	for i, a := range order {
		sequence := next + i
		a.WaitlistSequence = &sequence
		_, err := q.idb.NewUpdate().Model((*model.MissionApplication)(nil)).Set("waitlist_sequence = ?", sequence).Where("id = ?", a.ID).Exec(ctx)
		if err != nil {
			return q.d.mapError(err)
		}
	}
	return nil
}

// OffersRunOut lists the applications whose offer has run out, the oldest first.
func (q Queries) OffersRunOut(ctx context.Context, now time.Time) ([]model.ID, error) {
	s := q.statement()
	var rows []*model.MissionApplication
	sel := q.bun.NewSelect().Model(&rows).Column("id").Where("mission_application.state = 'ACCEPTED'").
		Where("mission_application.mission_id NOT IN (SELECT m.id FROM trade_missions m WHERE m.state = 'CANCELLED')").
		Where("mission_application.offer_expires_at <= ?", s.arg(now)).OrderExpr("mission_application.offer_expires_at, mission_application.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return idsOf(rows, func(a *model.MissionApplication) *model.ID { return &a.ID }), nil
}

// MissionReviews reads the reviews of the applications, the oldest first.
func (q Queries) MissionReviews(ctx context.Context, applications []model.ID) ([]*model.MissionReview, error) {
	if len(applications) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.MissionReview
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "mission_review.application_id", applications).OrderExpr("mission_review.created_at, mission_review.id")
	return rows, s.scan(ctx, sel, &rows)
}

// applicationRelations reads what was asked of the applications, one statement
// per relation whatever their number, and takes from each row what its viewer
// may not see.
func (q Queries) applicationRelations(ctx context.Context, p *parties, rows []*model.MissionApplication, f model.Fields) error {
	if len(rows) == 0 {
		return nil
	}
	missions := idsOf(rows, func(a *model.MissionApplication) *model.ID { return &a.MissionID })
	seen, err := q.missionInsight(ctx, missions)
	if err != nil {
		return err
	}
	want(&p.organisations, rows, f, ref[model.MissionApplication, model.Organisation]{
		"company", func(a *model.MissionApplication) *model.ID { return &a.CompanyID }, func(a *model.MissionApplication, o *model.Organisation) { a.Company = o },
	})
	want(&p.people, rows, f, ref[model.MissionApplication, model.Person]{
		"contact", func(a *model.MissionApplication) *model.ID { return a.ContactID }, func(a *model.MissionApplication, c *model.Person) { a.Contact = c },
	})
	mission := []ref[model.MissionApplication, model.TradeMission]{
		{"mission", func(a *model.MissionApplication) *model.ID { return &a.MissionID }, func(a *model.MissionApplication, m *model.TradeMission) { a.Mission = m }},
	}
	if err := toOne(ctx, rows, f, mission, q.missionIndex); err != nil {
		return err
	}
	if err := q.applicationReviews(ctx, p, rows, missions, f); err != nil {
		return err
	}
	for _, a := range rows {
		if !seen.of(a.MissionID) {
			a.Redact()
		}
	}
	return nil
}

// applicationReviews reads the reviews where something that is made of them was
// asked for.
func (q Queries) applicationReviews(ctx context.Context, p *parties, rows []*model.MissionApplication, missions []model.ID, f model.Fields) error {
	asked, listed := f.Relation("reviews")
	if !listed && !f.Wants("score") && !f.Wants("feedback") {
		return nil
	}
	// Criteria are no secret; whatever the viewer may see of the mission.
	judged, err := q.TradeMissionsByID(model.WithActor(ctx, model.System("store")), missions, model.Fields{}.Ask("criteria"))
	if err != nil {
		return err
	}
	reviews, err := q.MissionReviews(ctx, idsOf(rows, func(a *model.MissionApplication) *model.ID { return &a.ID }))
	if err != nil {
		return err
	}
	of := map[model.ID][]*model.MissionReview{}
	for _, r := range reviews {
		of[r.ApplicationID] = append(of[r.ApplicationID], r)
	}
	criteria := index(judged, func(m *model.TradeMission) model.ID { return m.ID })
	for _, a := range rows {
		a.Judge(criteria[a.MissionID].Criteria, of[a.ID])
		if listed {
			a.Reviews = of[a.ID]
		}
	}
	if listed {
		want(&p.people, reviews, asked, ref[model.MissionReview, model.Person]{
			"reviewer", func(r *model.MissionReview) *model.ID { return &r.ReviewerID }, func(r *model.MissionReview, by *model.Person) { r.Reviewer = by },
		})
	}
	return nil
}
