package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// Subject names one thing that reminders are about.
type Subject struct {
	Kind model.Kind `bun:"kind"`
	ID   model.ID   `bun:"id"`
}

// Span bounds what is live: what ended before Since is over, and what is to come
// after Until is too far ahead to be spoken of.
type Span struct{ Since, Until time.Time }

// SubjectsWithin lists what reminders are about within the activities, besides
// the activities themselves: host invitations, applications and follow-ups.
func (q Queries) SubjectsWithin(ctx context.Context, activities []model.ID) ([]Subject, error) {
	if len(activities) == 0 {
		return nil, nil
	}
	s := q.statement()
	among := s.list(idTexts(activities))
	var rows []Subject
	return rows, s.query(ctx, fmt.Sprintf(`SELECT 'hostInvitation' AS kind, i.id FROM host_invitations i WHERE %s
UNION ALL SELECT 'missionApplication' AS kind, a.id FROM mission_applications a WHERE %s
UNION ALL SELECT 'followUp' AS kind, u.id FROM follow_ups u WHERE %s
UNION ALL SELECT 'tourRegistration' AS kind, r.id FROM tour_registrations r WHERE %s`,
		q.d.isAnyOfIDs("i.delegation_id", among), q.d.isAnyOfIDs("a.mission_id", among), q.d.isAnyOfIDs("u.subject_id", among),
		q.d.isAnyOfIDs("r.activity_id", among)), &rows)
}

// MilestonesWithin lists the milestones of the lighthouse records that reminders
// are about: those that are not reached.
func (q Queries) MilestonesWithin(ctx context.Context, countries []model.ID) ([]Subject, error) {
	if len(countries) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []Subject
	return rows, s.query(ctx, "SELECT 'milestone' AS kind, m.id FROM milestones m WHERE m.actual_on IS NULL AND "+
		q.d.isAnyOfIDs("m.lighthouse_country_id", s.list(idTexts(countries))), &rows)
}

// SubjectsOfPeople lists the live subjects whose reminders may change with one
// of the people: visits in which they take part, own or receive, what they were
// asked, what they promised, what their company answers, and whatever waits to
// be said to them. Live is as LiveSubjects says.
func (q Queries) SubjectsOfPeople(ctx context.Context, people []model.ID, span Span) ([]Subject, error) {
	if len(people) == 0 {
		return nil, nil
	}
	s, since := q.statement(), span.Since
	among, live, liveApplication, liveTour := s.list(idTexts(people)), s.liveDelegation(since), s.liveApplication(since), s.liveTour(since)
	liveAssessment, liveMilestone := s.liveAssessment(span), s.liveMilestone(span)
	is := func(column string) string { return q.d.isAnyOfIDs(column, among) }
	var rows []Subject
	return rows, s.query(ctx, fmt.Sprintf(`SELECT 'delegation' AS kind, d.id FROM delegations d WHERE %s AND (%s
OR d.id IN (SELECT g.delegation_id FROM delegates g WHERE %s) OR d.id IN (SELECT i.delegation_id FROM host_invitations i WHERE %s))
UNION SELECT 'hostInvitation' AS kind, i.id FROM host_invitations i JOIN delegations d ON d.id = i.delegation_id WHERE %s AND (%s OR %s)
UNION SELECT 'tradeMission' AS kind, m.id FROM trade_missions m WHERE NOT m.recorded_afterwards AND m.state NOT IN ('CLOSED', 'CANCELLED')
AND (%s OR m.id IN (SELECT v.mission_id FROM mission_invitations v WHERE %s))
UNION SELECT 'missionApplication' AS kind, a.id FROM mission_applications a JOIN trade_missions m ON m.id = a.mission_id WHERE %s AND (%s OR %s)
UNION SELECT 'followUp' AS kind, u.id FROM follow_ups u WHERE u.state = 'OPEN' AND %s
UNION SELECT 'tourRegistration' AS kind, r.id FROM tour_registrations r JOIN activity_entries e ON e.id = r.activity_id WHERE %s AND (%s OR %s)
UNION SELECT e.kind, e.id FROM activity_entries e WHERE e.kind IN ('tourEdition', 'sideTour') AND %s AND %s
UNION SELECT 'assessment' AS kind, a.id FROM assessments a WHERE %s AND (%s
OR a.organisation_id IN (SELECT p.organisation_id FROM people p WHERE %s))
UNION SELECT 'milestone' AS kind, m.id FROM milestones m JOIN lighthouse_countries c ON c.id = m.lighthouse_country_id WHERE %s AND (%s OR %s)
UNION SELECT o.subject_kind AS kind, o.subject_id AS id FROM occurrences o WHERE o.state IN ('PLANNED', 'HELD') AND %s`,
		live, is("d.owner_id"), is("g.person_id"), is("i.contact_id"), live, is("i.contact_id"), is("d.owner_id"),
		is("m.owner_id"), is("v.contact_id"), liveApplication, is("a.contact_id"), is("m.owner_id"), is("u.owner_id"),
		liveTour, is("r.person_id"), is("e.owner_id"), liveTour, is("e.owner_id"),
		liveAssessment, is("a.adviser_id"), is("p.id"), liveMilestone, is("m.owner_id"), is("c.owner_id"), is("o.person_id")), &rows)
}

// liveDelegation is a condition on a delegation named d: something may still be
// said about it. One that was recorded afterwards is never spoken of.
func (s *statement) liveDelegation(since time.Time) string {
	return fmt.Sprintf(`NOT d.recorded_afterwards AND (d.state NOT IN ('CLOSED', 'DECLINED', 'CANCELLED') OR d.state_since >= %s OR d.ends_on >= %s)`,
		s.arg(since), s.arg(model.DateOf(since)))
}

// liveApplication is a condition on an application named a to a mission named m:
// something may still be said about it. What came of a mission is asked for
// years.
func (s *statement) liveApplication(since time.Time) string {
	return fmt.Sprintf(`NOT m.recorded_afterwards AND (a.state NOT IN ('DRAFT', 'CLOSED', 'WITHDRAWN', 'LAPSED', 'REJECTED', 'INELIGIBLE', 'NO_SHOW') OR a.state_since >= %s)
AND (m.state <> 'CANCELLED' OR m.state_since >= %s)`, s.arg(since), s.arg(since))
}

// liveTour is a condition on the calendar's entry e of a tour: something may
// still be said about it.
func (s *statement) liveTour(since time.Time) string {
	return fmt.Sprintf("(e.state NOT IN ('CLOSED', 'CANCELLED') OR e.ends_on >= %s)", s.arg(model.DateOf(since)))
}

// liveAssessment is a condition on an assessment named a: something may still be
// said about it. Of one that nobody has to act on it is the age of its answers.
func (s *statement) liveAssessment(span Span) string {
	return fmt.Sprintf(`(a.state IN ('DRAFT', 'RETURNED', 'SUBMITTED', 'IN_SPARRING')
OR a.state IN ('VALIDATED', 'ACTION_PLAN') AND a.expires_at <= %s)`, s.arg(span.Until))
}

// liveMilestone is a condition on a milestone named m: something may still be
// said about it.
func (s *statement) liveMilestone(span Span) string {
	return "m.actual_on IS NULL AND m.forecast_on <= " + string(s.arg(model.DateOf(span.Until)))
}

// LiveSubjects lists up to n subjects of a kind, by id and after the given one,
// about which something may still be said: not finished, or finished within the
// span.
func (q Queries) LiveSubjects(ctx context.Context, kind model.Kind, span Span, after model.ID, n int) ([]Subject, error) {
	s, since := q.statement(), span.Since
	var from string
	switch kind {
	case model.KindDelegation:
		from = "d.id FROM delegations d WHERE " + s.liveDelegation(since) + " AND d.id > " + string(s.arg(after)) + " ORDER BY d.id"
	case model.KindInvitation:
		from = fmt.Sprintf(`i.id FROM host_invitations i JOIN delegations d ON d.id = i.delegation_id JOIN sessions s ON s.id = i.session_id
WHERE %s AND i.state <> 'DRAFT' AND s.ends_at >= %s AND i.id > %s ORDER BY i.id`, s.liveDelegation(since), s.arg(since), s.arg(after))
	case model.KindTourEdition, model.KindSideTour:
		from = fmt.Sprintf("e.id FROM activity_entries e WHERE e.kind = %s AND %s AND e.id > %s ORDER BY e.id", s.arg(string(kind)), s.liveTour(since), s.arg(after))
	case model.KindRegistration:
		from = fmt.Sprintf(`r.id FROM tour_registrations r JOIN activity_entries e ON e.id = r.activity_id
WHERE (%s OR r.updated_at >= %s) AND r.id > %s ORDER BY r.id`, s.liveTour(since), s.arg(since), s.arg(after))
	case model.KindFollowUp:
		from = fmt.Sprintf("u.id FROM follow_ups u WHERE (u.state = 'OPEN' OR u.updated_at >= %s) AND u.id > %s ORDER BY u.id", s.arg(since), s.arg(after))
	case model.KindTradeMission:
		from = fmt.Sprintf(`m.id FROM trade_missions m WHERE NOT m.recorded_afterwards AND (m.state NOT IN ('CLOSED', 'CANCELLED') OR m.state_since >= %s)
AND m.id > %s ORDER BY m.id`, s.arg(since), s.arg(after))
	case model.KindApplication:
		from = fmt.Sprintf("a.id FROM mission_applications a JOIN trade_missions m ON m.id = a.mission_id WHERE %s AND a.id > %s ORDER BY a.id",
			s.liveApplication(since), s.arg(after))
	case model.KindAssessment:
		from = fmt.Sprintf("a.id FROM assessments a WHERE %s AND a.id > %s ORDER BY a.id", s.liveAssessment(span), s.arg(after))
	case model.KindMilestone:
		from = fmt.Sprintf("m.id FROM milestones m WHERE %s AND m.id > %s ORDER BY m.id", s.liveMilestone(span), s.arg(after))
	default:
		return nil, nil
	}
	var rows []Subject
	if err := s.query(ctx, "SELECT "+from+" LIMIT "+string(s.arg(n)), &rows); err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].Kind = kind
	}
	return rows, nil
}

// ActivitiesOf answers the activities to which the subjects belong.
func (q Queries) ActivitiesOf(ctx context.Context, subjects []Subject) (map[model.ID]model.ID, error) {
	activities := make(map[model.ID]model.ID, len(subjects))
	var others []model.ID
	for _, one := range subjects {
		switch {
		case one.Kind.IsActivity():
			activities[one.ID] = one.ID
		case one.Kind == model.KindAssessment || one.Kind == model.KindMilestone: // belong to none
		default:
			others = append(others, one.ID)
		}
	}
	if len(others) == 0 {
		return activities, nil
	}
	s := q.statement()
	among := s.list(idTexts(others))
	is := func(column string) string { return q.d.isAnyOfIDs(column, among) }
	var rows []struct {
		ID       model.ID `bun:"id"`
		Activity model.ID `bun:"activity"`
	}
	err := s.query(ctx, fmt.Sprintf(`SELECT i.id, i.delegation_id AS activity FROM host_invitations i WHERE %s
UNION ALL SELECT u.id, u.subject_id AS activity FROM follow_ups u JOIN activity_entries e ON e.id = u.subject_id WHERE %s
UNION ALL SELECT a.id, a.mission_id AS activity FROM mission_applications a WHERE %s
UNION ALL SELECT r.id, r.activity_id AS activity FROM tour_registrations r WHERE %s
UNION ALL SELECT v.id, v.delegation_id AS activity FROM programme_versions v WHERE %s`, is("i.id"), is("u.id"), is("a.id"), is("r.id"), is("v.id")), &rows)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		activities[r.ID] = r.Activity
	}
	return activities, nil
}

// ProgrammeLogs reads when the versions of the delegations were published and
// what each changed, the oldest first; what they promise as a whole is left out.
func (q Queries) ProgrammeLogs(ctx context.Context, delegations []model.ID) ([]*model.ProgrammeVersion, error) {
	if len(delegations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.ProgrammeVersion
	sel := q.bun.NewSelect().Model(&rows).Column("id", "delegation_id", "number", "published_at", "changes")
	sel = s.anyOfIDs(sel, "programme_version.delegation_id", delegations).OrderExpr("programme_version.delegation_id, programme_version.number")
	return rows, s.scan(ctx, sel, &rows)
}

// NewestProgrammes reads the newest published version of each delegation.
func (q Queries) NewestProgrammes(ctx context.Context, delegations []model.ID) (map[model.ID]*model.ProgrammeVersion, error) {
	if len(delegations) == 0 {
		return map[model.ID]*model.ProgrammeVersion{}, nil
	}
	s := q.statement()
	var rows []*model.ProgrammeVersion
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows).ExcludeColumn("changes"), "programme_version.delegation_id", delegations).
		Where("programme_version.number = (SELECT d.published_version FROM delegations d WHERE d.id = programme_version.delegation_id)")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return index(rows, func(v *model.ProgrammeVersion) model.ID { return v.DelegationID }), nil
}

// SetPublishedAt says when a version was published.
func (q Queries) SetPublishedAt(ctx context.Context, version model.ID, at time.Time) error {
	_, err := q.idb.NewUpdate().Model((*model.ProgrammeVersion)(nil)).Set("published_at = ?", at).Where("id = ?", version).Exec(ctx)
	return q.d.mapError(err)
}

// FlagBounced notes that a server has refused the address for good, if it is
// still the person's. It answers whether it was.
func (q Queries) FlagBounced(ctx context.Context, address string, people []model.ID, now time.Time) (bool, error) {
	if len(people) == 0 {
		return false, nil
	}
	res, err := q.idb.NewUpdate().Model((*model.Person)(nil)).Set("email_bounced = ?", true).Set("updated_at = ?", now).Set("version = version + 1").
		Where("id IN (?)", bun.List(people)).Where("email = ?", address).Where("NOT email_bounced").Exec(ctx)
	if err != nil {
		return false, q.d.mapError(err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
