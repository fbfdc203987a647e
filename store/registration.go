package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var registrationColumns = columns{
	always: []string{"id", "activity_id", "person_id", "state", "version"},
	byField: map[string][]string{
		"note": {"note"}, "createdAt": {"created_at"}, "updatedAt": {"updated_at"},
	},
}

var registrationOrder = keyset[model.TourRegistration]{
	name: "registration:created", expr: "tour_registration.created_at", parse: parseInstant,
	key: func(r *model.TourRegistration) (any, model.ID) { return r.CreatedAt, r.ID },
}

// RegistrationQuery is a filter whose ids have been read.
type RegistrationQuery struct {
	model.RegistrationFilter
	Activity, Stop, Person *model.ID
}

// Registrations reads one page of registrations, the earliest first.
func (q Queries) Registrations(ctx context.Context, filter RegistrationQuery, req model.PageRequest, f model.Fields) (*model.TourRegistrationConnection, error) {
	l := list[model.TourRegistration]{
		alias: "tour_registration", columns: registrationColumns, order: registrationOrder, keys: []string{"created_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = visibleRegistrations(ctx, s, sel)
			sel = equal(s, sel, "tour_registration.activity_id", filter.Activity)
			sel = equal(s, sel, "tour_registration.person_id", filter.Person)
			if filter.Stop == nil && len(filter.States) == 0 {
				return sel
			}
			lines := q.bun.NewSelect().TableExpr("registration_lines AS l").ColumnExpr("1").Where("l.registration_id = tour_registration.id")
			lines = equal(s, lines, "l.stop_id", filter.Stop)
			return sel.Where("EXISTS (?)", anyOf(s, lines, "l.state", filter.States))
		},
	}
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.registrationRelations(ctx, conn.Nodes, f)
}

// visibleRegistrations is the row permission: a company sees those of its own
// people.
func visibleRegistrations(ctx context.Context, s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
	actor := model.ActorFrom(ctx)
	if actor.Role != model.RoleCompany {
		return sel
	}
	return sel.Where("tour_registration.person_id IN (SELECT p.id FROM people p WHERE p.organisation_id = ?)", s.arg(actor.OrganisationID))
}

// RegistrationsByID reads the registrations with the ids, in no order.
func (q Queries) RegistrationsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TourRegistration, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.TourRegistration
	sel := visibleRegistrations(ctx, s, s.anyOfIDs(registrationColumns.pick(q.bun.NewSelect().Model(&rows), f), "tour_registration.id", ids))
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.registrationRelations(ctx, rows, f)
}

func (q Queries) registrationRelations(ctx context.Context, rows []*model.TourRegistration, f model.Fields) error {
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	var p parties
	want(&p.people, rows, f, ref[model.TourRegistration, model.Person]{
		"person", func(r *model.TourRegistration) *model.ID { return &r.PersonID }, func(r *model.TourRegistration, who *model.Person) { r.Person = who },
	})
	if asked, ok := f.Relation("activity"); ok {
		byID, err := q.ActivitiesByID(ctx, idsOf(rows, func(r *model.TourRegistration) *model.ID { return &r.ActivityID }), asked)
		if err != nil {
			return err
		}
		for _, r := range rows {
			r.Activity = byID[r.ActivityID]
		}
	}
	if asked, ok := f.Relation("lines"); ok {
		if err := q.registrationLines(ctx, rows, asked); err != nil {
			return err
		}
	}
	return p.read(ctx, q)
}

// position is the rank of a line among those that wait at its stop.
const position = `CASE WHEN registration_line.state = 'WAITLISTED' THEN (SELECT count(*) FROM registration_lines w
WHERE w.stop_id = registration_line.stop_id AND w.state = 'WAITLISTED' AND w.ticket <= registration_line.ticket) END AS position`

func (q Queries) registrationLines(ctx context.Context, rows []*model.TourRegistration, f model.Fields) error {
	s := q.statement()
	var lines []*model.RegistrationLine
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&lines).ColumnExpr("registration_line.*"), "registration_line.registration_id",
		idsOf(rows, func(r *model.TourRegistration) *model.ID { return &r.ID }))
	if f == nil || f.Wants("position") {
		sel = sel.ColumnExpr(position)
	}
	if err := s.scan(ctx, sel.OrderExpr("registration_line.registration_id, registration_line.id"), &lines); err != nil {
		return err
	}
	stops := []ref[model.RegistrationLine, model.TourStop]{
		{"stop", func(l *model.RegistrationLine) *model.ID { return &l.StopID }, func(l *model.RegistrationLine, s *model.TourStop) { l.Stop = s }},
	}
	if err := toOne(ctx, lines, f, stops, q.stopIndex); err != nil {
		return err
	}
	byID := index(rows, func(r *model.TourRegistration) model.ID { return r.ID })
	for _, line := range lines {
		r := byID[line.RegistrationID]
		r.Lines = append(r.Lines, line)
	}
	return nil
}

// wholeLines ask for a registration with everything of its lines.
var wholeLines = model.Fields{"note": {}, "createdAt": {}, "updatedAt": {}}.Ask("lines", "stop").Ask("lines", "position")

// WholeRegistrations reads registrations with their lines and stops.
func (q Queries) WholeRegistrations(ctx context.Context, ids []model.ID) ([]*model.TourRegistration, error) {
	return q.RegistrationsByID(ctx, ids, wholeLines)
}

// RegistrationOf reads the person's registration for the activity; nil when there
// is none.
func (q Queries) RegistrationOf(ctx context.Context, activity, person model.ID) (*model.TourRegistration, error) {
	s := q.statement()
	var rows []*model.TourRegistration
	sel := q.bun.NewSelect().Model(&rows).Where("tour_registration.activity_id = ?", s.arg(activity)).Where("tour_registration.person_id = ?", s.arg(person))
	if err := s.scan(ctx, sel, &rows); err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], q.registrationRelations(ctx, rows, wholeLines)
}

// RegistrationsAt reads the registrations that have a line at the stop in one of
// the states; those who wait come in the order of their tickets, at most n of
// them. With n of 0 all are read.
func (q Queries) RegistrationsAt(ctx context.Context, stop model.ID, n int, states ...model.RegistrationState) ([]*model.TourRegistration, error) {
	s := q.statement()
	var lines []*model.RegistrationLine
	sel := q.bun.NewSelect().Model(&lines).Column("registration_id").Where("registration_line.stop_id = ?", s.arg(stop))
	sel = anyOf(s, sel, "registration_line.state", states).OrderExpr("registration_line.ticket, registration_line.id")
	if n > 0 {
		sel = sel.Limit(int64(n))
	}
	if err := s.scan(ctx, sel, &lines); err != nil {
		return nil, err
	}
	ids := idsOf(lines, func(l *model.RegistrationLine) *model.ID { return &l.RegistrationID })
	rows, err := q.WholeRegistrations(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := index(rows, func(r *model.TourRegistration) model.ID { return r.ID })
	ordered := make([]*model.TourRegistration, 0, len(ids))
	for _, id := range ids {
		if r := byID[id]; r != nil {
			ordered = append(ordered, r)
		}
	}
	return ordered, nil
}

// ToursWithExpiredOffers lists the activities in which a seat is held for
// somebody whose time is over.
func (q Queries) ToursWithExpiredOffers(ctx context.Context, now time.Time) ([]model.ID, error) {
	s := q.statement()
	var rows []*model.TourRegistration
	sel := q.bun.NewSelect().Model(&rows).Distinct().Column("activity_id").
		Join("JOIN registration_lines AS l ON l.registration_id = tour_registration.id").
		Where("l.state = 'OFFERED'").Where("l.offer_expires_at <= ?", s.arg(now)).OrderExpr("tour_registration.activity_id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return idsOf(rows, func(r *model.TourRegistration) *model.ID { return &r.ActivityID }), nil
}

// ExpiredOffers reads the registrations for the activity that have an offer
// whose time is over, in the order in which the offers ended.
func (q Queries) ExpiredOffers(ctx context.Context, activity model.ID, now time.Time) ([]*model.TourRegistration, error) {
	s := q.statement()
	var lines []*model.RegistrationLine
	sel := q.bun.NewSelect().Model(&lines).Column("registration_id").
		Join("JOIN tour_registrations AS r ON r.id = registration_line.registration_id").Where("r.activity_id = ?", s.arg(activity)).
		Where("registration_line.state = 'OFFERED'").Where("registration_line.offer_expires_at <= ?", s.arg(now)).
		OrderExpr("registration_line.offer_expires_at, registration_line.id")
	if err := s.scan(ctx, sel, &lines); err != nil {
		return nil, err
	}
	return q.WholeRegistrations(ctx, idsOf(lines, func(l *model.RegistrationLine) *model.ID { return &l.RegistrationID }))
}
