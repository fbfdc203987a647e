package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var sessionColumns = columns{
	always: []string{"id", "delegation_id", "starts_at", "host_id", "interpreter_id", "version"},
	byField: map[string][]string{
		"kind": {"kind"}, "title": {"title"}, "titleTranslations": {"title"}, "endsAt": {"ends_at"},
		"timesArePlanned": {"times_are_planned"}, "city": {"city"}, "venue": {"venue"}, "room": {"room"}, "capacity": {"capacity"},
		"hostWaived": {"host_waived"}, "language": {"language"}, "group": {"attending_group"}, "speakers": {"speaker_ids"},
		"cancelled": {"cancelled"}, "sequence": {"sequence"}, "createdAt": {"created_at"}, "updatedAt": {"updated_at"},
	},
}

// Session reads one whole session.
func (q Queries) Session(ctx context.Context, id model.ID) (*model.Session, error) {
	rows, err := q.SessionsByID(ctx, []model.ID{id}, nil)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, model.NotFound("")
	}
	return rows[0], nil
}

// SessionsByID reads the sessions with the ids, in no order.
func (q Queries) SessionsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Session, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Session
	sel := s.anyOfIDs(sessionColumns.pick(q.bun.NewSelect().Model(&rows), f), "session.id", ids)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := q.sessionRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

// Sessions reads the programmes of the delegations in order of time, at most
// first sessions of each; nil reads all. Cancelled ones are left out unless
// they are asked for.
func (q Queries) Sessions(ctx context.Context, delegations []model.ID, first *int, withCancelled bool, f model.Fields) ([]*model.Session, error) {
	var p parties
	rows, err := q.sessions(ctx, &p, delegations, first, withCancelled, f)
	if err != nil {
		return nil, err
	}
	return rows, p.read(ctx, q)
}

func (q Queries) sessions(
	ctx context.Context, p *parties, delegations []model.ID, first *int, withCancelled bool, f model.Fields,
) ([]*model.Session, error) {
	if len(delegations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Session
	sel := sessionColumns.pick(q.bun.NewSelect().Model(&rows), f)
	if first == nil {
		sel = s.anyOfIDs(sel, "session.delegation_id", delegations)
	} else {
		among := "SELECT s.id FROM sessions s WHERE s.delegation_id = parent.id"
		if !withCancelled {
			among += " AND NOT s.cancelled"
		}
		among += " ORDER BY s.starts_at, s.id"
		sel = s.firstOfEach(sel, "session", "delegations", delegations, among, *first)
	}
	if !withCancelled {
		sel = sel.Where("NOT session.cancelled")
	}
	sel = sel.OrderExpr("session.delegation_id, session.starts_at, session.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.sessionRelations(ctx, p, rows, f)
}

// firstOfEach keeps the first n children of every parent: among selects the
// ids of one parent's children in their order.
func (s *statement) firstOfEach(sel *bun.SelectQuery, alias, parents string, ids []model.ID, among string, n int) *bun.SelectQuery {
	list := s.list(idTexts(ids))
	limit := s.arg(n)
	parent := s.d.isAnyOfIDs("parent.id", list)
	return sel.Where(alias+".id IN (?)", bun.Safe(s.d.eachParent(parents, parent, among+" LIMIT "+string(limit))))
}

func (q Queries) sessionRelations(ctx context.Context, p *parties, rows []*model.Session, f model.Fields) error {
	reader := model.ActorFrom(ctx).Language
	for _, s := range rows {
		s.Title.Reader = reader
	}
	want(&p.organisations, rows, f, ref[model.Session, model.Organisation]{
		"host", func(s *model.Session) *model.ID { return s.HostID }, func(s *model.Session, o *model.Organisation) { s.Host = o },
	})
	want(&p.people, rows, f, ref[model.Session, model.Person]{
		"interpreter", func(s *model.Session) *model.ID { return s.InterpreterID }, func(s *model.Session, i *model.Person) { s.Interpreter = i },
	})
	if df, ok := f.Relation("delegation"); ok {
		parents, err := q.DelegationsByID(ctx, idsOf(rows, func(s *model.Session) *model.ID { return &s.DelegationID }), df)
		if err != nil {
			return err
		}
		byID := index(parents, func(d *model.Delegation) model.ID { return d.ID })
		for _, s := range rows {
			s.Delegation = byID[s.DelegationID]
		}
	}
	if sf, ok := f.Relation("speakers"); ok {
		var ids []model.ID
		for _, s := range rows {
			s.Speakers = []*model.Person{}
			ids = append(ids, s.SpeakerIDs...)
		}
		p.people.ask(ids, sf, func(people map[model.ID]*model.Person) {
			for _, s := range rows {
				for _, id := range s.SpeakerIDs {
					if speaker := people[id]; speaker != nil {
						s.Speakers = append(s.Speakers, speaker)
					}
				}
			}
		})
	}
	return nil
}

func (q Queries) delegationSessions(ctx context.Context, p *parties, rows []*model.Delegation, f model.Fields) error {
	sf, ok := f.Relation("sessions")
	if !ok {
		return nil
	}
	sessions, err := q.sessions(ctx, p, delegationIDs(rows), f["sessions"].First, false, sf)
	if err != nil {
		return err
	}
	byID := index(rows, func(d *model.Delegation) model.ID { return d.ID })
	for _, s := range sessions {
		d := byID[s.DelegationID]
		d.Sessions = append(d.Sessions, s)
	}
	return nil
}

// OtherSession is a session of another visit that stands in the way of a visit.
type OtherSession struct {
	model.Session
	// ForDelegation is the visit in whose way it stands.
	ForDelegation model.ID `bun:"for_delegation,scanonly"`
}

// OtherSessions reads, for each of the visits, the sessions of other visits
// that overlap one of its own in time and use the same host, interpreter or
// venue. Sessions of visits that do not take place do not count.
func (q Queries) OtherSessions(ctx context.Context, visits []model.ID) ([]*OtherSession, error) {
	if len(visits) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*OtherSession
	sel := q.bun.NewSelect().Model(&rows).ModelTableExpr("sessions AS other").ColumnExpr("DISTINCT other.*").
		ColumnExpr("own.delegation_id AS for_delegation").
		Join(`JOIN sessions own ON own.starts_at < other.ends_at AND own.ends_at > other.starts_at AND own.delegation_id <> other.delegation_id
AND (own.host_id = other.host_id OR own.interpreter_id = other.interpreter_id OR (own.venue <> '' AND own.venue = other.venue))`).
		Join("JOIN delegations d ON d.id = other.delegation_id").
		Where("NOT own.cancelled").Where("NOT other.cancelled").Where("d.state NOT IN ('CANCELLED', 'DECLINED', 'POSTPONED')")
	sel = s.anyOfIDs(sel, "own.delegation_id", visits).OrderExpr("other.starts_at, other.id")
	return rows, s.scan(ctx, sel, &rows)
}

// HostVisits reads when the hosts receive anybody between the two instants, in
// any visit that takes place: rows with id, host and start alone.
func (q Queries) HostVisits(ctx context.Context, hosts []model.ID, from, until time.Time) ([]*model.Session, error) {
	if len(hosts) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Session
	sel := q.bun.NewSelect().Model(&rows).Column("session.id", "session.host_id", "session.starts_at").
		Join("JOIN delegations d ON d.id = session.delegation_id").
		Where("session.starts_at >= ?", s.arg(from)).Where("session.starts_at < ?", s.arg(until)).
		Where("NOT session.cancelled").Where("d.state NOT IN ('CANCELLED', 'DECLINED', 'POSTPONED')")
	sel = s.anyOfIDs(sel, "session.host_id", hosts).OrderExpr("session.starts_at, session.id")
	return rows, s.scan(ctx, sel, &rows)
}

// ProgrammeVersions reads the published versions of the delegations, newest first.
func (q Queries) ProgrammeVersions(ctx context.Context, delegations []model.ID) ([]*model.ProgrammeVersion, error) {
	if len(delegations) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.ProgrammeVersion
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "programme_version.delegation_id", delegations).
		OrderExpr("programme_version.delegation_id, programme_version.number DESC")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	reader := model.ActorFrom(ctx).Language
	for _, v := range rows {
		v.SetReader(reader)
	}
	return rows, nil
}

// ProgrammeVersion reads one published version by its number.
func (q Queries) ProgrammeVersion(ctx context.Context, delegation model.ID, number int) (*model.ProgrammeVersion, error) {
	s := q.statement()
	row := new(model.ProgrammeVersion)
	sel := q.bun.NewSelect().Model(row).Where("programme_version.delegation_id = ?", s.arg(delegation)).Where("programme_version.number = ?", s.arg(number))
	return row, s.scan(ctx, sel, row)
}

// ProgrammeVersionAt reads the newest version that was published before the
// instant; NOT_FOUND when there was none.
func (q Queries) ProgrammeVersionAt(ctx context.Context, delegation model.ID, before time.Time) (*model.ProgrammeVersion, error) {
	s := q.statement()
	row := new(model.ProgrammeVersion)
	sel := q.bun.NewSelect().Model(row).Where("programme_version.delegation_id = ?", s.arg(delegation)).
		Where("programme_version.published_at < ?", s.arg(before)).OrderExpr("programme_version.number DESC").Limit(1)
	return row, s.scan(ctx, sel, row)
}

func (q Queries) delegationVersions(ctx context.Context, _ *parties, rows []*model.Delegation, f model.Fields) error {
	if !f.Wants("programmeVersions") {
		return nil
	}
	versions, err := q.ProgrammeVersions(ctx, delegationIDs(rows))
	if err != nil {
		return err
	}
	byID := index(rows, func(d *model.Delegation) model.ID { return d.ID })
	for _, v := range versions {
		d := byID[v.DelegationID]
		d.ProgrammeVersions = append(d.ProgrammeVersions, v)
	}
	return nil
}
