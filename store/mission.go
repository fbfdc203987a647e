package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// missionTexts are the columns behind the texts of a call.
var missionTexts = []string{"title", "description", "statement", "terms", "languages", "criteria"}

var missionColumns = activityColumns(columns{
	always: []string{"capacity", "taken"},
	byField: map[string][]string{
		"statement": {"statement"}, "statementTranslations": {"statement"}, "terms": {"terms"}, "termsTranslations": {"terms"},
		"languages": {"languages"}, "criteria": {"criteria"}, "comparison": {"criteria"}, "minimum": {"minimum"},
		"fee": {"fee_minor", "fee_currency"}, "deadline": {"deadline"}, "minimumLevel": {"minimum_level"},
		"deMinimisNeeded": {"de_minimis_needed"}, "offerHours": {"offer_hours"}, "announcedAt": {"announced_at"},
		"clonedFrom": {"cloned_from_id"}, "textGaps": missionTexts,
		"cloneGaps": append([]string{"clone_gaps", "deadline", "starts_on", "city", "time_zone"}, missionTexts...),
		"reason":    {"reason"}, "recordedAfterwards": {"recorded_afterwards"},
	},
})

const (
	missionStart = "COALESCE(trade_mission.starts_on, '9999-12-31')"
	// missionDeadline is the expression that the index on deadlines stands on:
	// missions without one come after all others.
	missionDeadline = "COALESCE(trade_mission.deadline, '9999-12-31 00:00:00+00:00')"
)

// noInstant stands for an absent instant in an order: after all that are there.
var noInstant = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

var missionOrders = map[model.MissionOrder]keyset[model.TradeMission]{
	model.MissionByStartsOn: {
		name: "mission:start", expr: missionStart, parse: parseDay,
		key: func(m *model.TradeMission) (any, model.ID) { return m.StartsOn, m.ID },
	},
	model.MissionByReference: {
		name: "mission:reference", expr: "trade_mission.reference", parse: parseText,
		key: func(m *model.TradeMission) (any, model.ID) { return m.Reference, m.ID },
	},
	model.MissionByDeadline: {
		name: "mission:deadline", expr: missionDeadline, parse: parseInstant,
		key: func(m *model.TradeMission) (any, model.ID) {
			if m.Deadline == nil {
				return noInstant, m.ID
			}
			return *m.Deadline, m.ID
		},
	},
	model.MissionByUpdatedAt: {
		name: "mission:updated", expr: "trade_mission.updated_at", parse: parseInstant,
		key: func(m *model.TradeMission) (any, model.ID) { return m.UpdatedAt, m.ID },
	},
}

// TradeMissionQuery is a filter whose ids have been read.
type TradeMissionQuery struct {
	model.TradeMissionFilter
	Owner, Host, Focus *model.ID
}

// TradeMissions reads one page of missions.
func (q Queries) TradeMissions(ctx context.Context, filter TradeMissionQuery, order model.TradeMissionOrderBy, req model.PageRequest, f model.Fields) (*model.TradeMissionConnection, error) {
	l := list[model.TradeMission]{
		alias: "trade_mission", columns: missionColumns, order: missionOrders[order.Field],
		keys: []string{"starts_on", "reference", "deadline", "updated_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			sel = anyOf(s, sel, "trade_mission.state", filter.States)
			sel = anyOf(s, sel, "trade_mission.country_code", filter.Countries)
			if filter.StartsFrom != nil {
				sel = sel.Where(missionStart+" >= ?", s.arg(*filter.StartsFrom))
			}
			if filter.StartsUntil != nil {
				sel = sel.Where(missionStart+" <= ?", s.arg(*filter.StartsUntil))
			}
			sel = equal(s, sel, "trade_mission.owner_id", filter.Owner)
			sel = equal(s, sel, "trade_mission.host_id", filter.Host)
			sel = equal(s, sel, "trade_mission.focus_area_id", filter.Focus)
			return s.search(missionsSeen(ctx, sel), "trade_mission.search_text", filter.Search)
		},
		extra: func(sel *bun.SelectQuery) *bun.SelectQuery { return missionCounts(sel, f) },
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.missionRelations(ctx, conn.Nodes, f)
}

// missionsSeen keeps from companies what is no call yet.
func missionsSeen(ctx context.Context, sel *bun.SelectQuery) *bun.SelectQuery {
	if model.ActorFrom(ctx).Role != model.RoleCompany {
		return sel
	}
	return sel.Where("trade_mission.state <> 'DRAFT'")
}

// missionCounts adds the counts that were asked for, each one look-up in an
// index per row.
func missionCounts(sel *bun.SelectQuery, f model.Fields) *bun.SelectQuery {
	if f.Wants("applicationCount") {
		sel = sel.ColumnExpr("(SELECT count(*) FROM mission_applications a WHERE a.mission_id = trade_mission.id AND a.submitted_at IS NOT NULL) AS application_count")
	}
	if f.Wants("confirmedCount") {
		sel = sel.ColumnExpr("(SELECT count(*) FROM mission_applications a WHERE a.mission_id = trade_mission.id AND a.confirmed_at IS NOT NULL AND a.state <> 'WITHDRAWN') AS confirmed_count")
	}
	return sel
}

// TradeMissionsByID reads the missions with the ids that the viewer may see, in
// no order.
func (q Queries) TradeMissionsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TradeMission, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.TradeMission
	sel := missionsSeen(ctx, missionColumns.pick(q.bun.NewSelect().Model(&rows), f))
	sel = missionCounts(s.anyOfIDs(sel, "trade_mission.id", ids), f)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.missionRelations(ctx, rows, f)
}

// TradeMission reads one mission; a nil f reads all its columns and no relation.
func (q Queries) TradeMission(ctx context.Context, id model.ID, f model.Fields) (*model.TradeMission, error) {
	rows, err := q.TradeMissionsByID(ctx, []model.ID{id}, f)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, model.NotFound("")
	}
	return rows[0], nil
}

// LockTradeMission reads a mission that the transaction is going to change, or
// of which it changes an application: one waits for the other.
func (q Queries) LockTradeMission(ctx context.Context, id model.ID) (*model.TradeMission, error) {
	row := new(model.TradeMission)
	if err := q.lockActivity(ctx, row, id); err != nil {
		return nil, err
	}
	row.Statement.Reader, row.Terms.Reader = row.Title.Reader, row.Title.Reader
	return row, nil
}

// TakePlace gives one of the mission's places away, in the one statement that
// also asks whether there is one: the row stays locked until the commit, and the
// table itself refuses more than capacity. false says that all are taken.
func (q Queries) TakePlace(ctx context.Context, mission model.ID) (bool, error) {
	return q.movePlaces(ctx, mission, "taken = taken + 1", "taken < capacity")
}

// FreePlace takes a place back.
func (q Queries) FreePlace(ctx context.Context, mission model.ID) (bool, error) {
	return q.movePlaces(ctx, mission, "taken = taken - 1", "taken > 0")
}

func (q Queries) movePlaces(ctx context.Context, mission model.ID, change, condition string) (bool, error) {
	res, err := q.idb.NewUpdate().Model((*model.TradeMission)(nil)).Set(change).Where("id = ?", mission).Where(condition).Exec(ctx)
	if err != nil {
		return false, q.d.mapError(err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// TradeMissionIDsDue lists the missions that a job may move on at now: calls
// whose deadline is past, and those whose days have come.
func (q Queries) TradeMissionIDsDue(ctx context.Context, now time.Time) ([]model.ID, error) {
	s := q.statement()
	var rows []*model.TradeMission
	// A day later, so that every zone's first day has come: the guard is exact.
	sel := q.bun.NewSelect().Model(&rows).Column("id").
		Where("(trade_mission.state = 'CALL_OPEN' AND trade_mission.deadline <= ? OR trade_mission.state IN ('GO', 'RUNNING') AND trade_mission.starts_on <= ?)",
			s.arg(now), s.arg(model.DateOf(now).AddDays(1))).
		OrderExpr("trade_mission.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return idsOf(rows, func(m *model.TradeMission) *model.ID { return &m.ID }), nil
}

// InviteCompanies asks companies to apply; one that was asked before is asked
// through the new contact.
func (q Queries) InviteCompanies(ctx context.Context, rows []*model.MissionInvitation) error {
	_, err := q.idb.NewInsert().Model(&rows).On("CONFLICT (mission_id, company_id) DO UPDATE").Set("contact_id = EXCLUDED.contact_id").Exec(ctx)
	return q.d.mapError(err)
}

// MissionInvitations reads who was asked to apply to the missions.
func (q Queries) MissionInvitations(ctx context.Context, missions []model.ID) ([]*model.MissionInvitation, error) {
	if len(missions) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.MissionInvitation
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "mission_invitation.mission_id", missions).
		OrderExpr("mission_invitation.mission_id, mission_invitation.invited_at, mission_invitation.company_id")
	return rows, s.scan(ctx, sel, &rows)
}

// missionRelations reads what was asked of the missions, one statement per
// relation whatever their number.
func (q Queries) missionRelations(ctx context.Context, rows []*model.TradeMission, f model.Fields) error {
	for _, m := range rows {
		reader := model.ActorFrom(ctx).Language
		m.Statement.Reader, m.Terms.Reader = reader, reader
	}
	if model.ActorFrom(ctx).Role == model.RoleCompany {
		f = f.Without("followUps", "lessons", "invitations", "comparison")
	}
	var p parties
	if err := q.activityRelations(ctx, &p, commons[*model.TradeMission](rows), f); err != nil {
		return err
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	from := []ref[model.TradeMission, model.TradeMission]{
		{"clonedFrom", func(m *model.TradeMission) *model.ID { return m.ClonedFromID }, func(m, from *model.TradeMission) { m.ClonedFrom = from }},
	}
	if err := toOne(ctx, rows, f, from, q.missionIndex); err != nil {
		return err
	}
	for _, load := range []func(context.Context, *parties, []*model.TradeMission, model.Fields) error{
		q.missionInvitations, q.missionApplications, q.missionComparison,
	} {
		if err := load(ctx, &p, rows, f); err != nil {
			return err
		}
	}
	return p.read(ctx, q)
}

func (q Queries) missionIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.TradeMission, error) {
	rows, err := q.TradeMissionsByID(ctx, ids, f)
	return index(rows, func(m *model.TradeMission) model.ID { return m.ID }), err
}

func (q Queries) missionInvitations(ctx context.Context, p *parties, rows []*model.TradeMission, f model.Fields) error {
	asked, ok := f.Relation("invitations")
	if !ok {
		return nil
	}
	invitations, err := q.MissionInvitations(ctx, missionIDs(rows))
	if err != nil {
		return err
	}
	want(&p.organisations, invitations, asked, ref[model.MissionInvitation, model.Organisation]{
		"company", func(i *model.MissionInvitation) *model.ID { return &i.CompanyID }, func(i *model.MissionInvitation, o *model.Organisation) { i.Company = o },
	})
	want(&p.people, invitations, asked, ref[model.MissionInvitation, model.Person]{
		"contact", func(i *model.MissionInvitation) *model.ID { return &i.ContactID }, func(i *model.MissionInvitation, c *model.Person) { i.Contact = c },
	})
	byID := index(rows, func(m *model.TradeMission) model.ID { return m.ID })
	for _, i := range invitations {
		byID[i.MissionID].Invitations = append(byID[i.MissionID].Invitations, i)
	}
	return nil
}

func (q Queries) missionApplications(ctx context.Context, p *parties, rows []*model.TradeMission, f model.Fields) error {
	asked, ok := f.Relation("applications")
	if !ok {
		return nil
	}
	applications, err := q.applicationsOf(ctx, p, missionIDs(rows), asked)
	if err != nil {
		return err
	}
	byID := index(rows, func(m *model.TradeMission) model.ID { return m.ID })
	for _, a := range applications {
		byID[a.MissionID].Applications = append(byID[a.MissionID].Applications, a)
	}
	return nil
}

// missionComparison reads the applications with their reviews, for missions of
// which the viewer may see them.
func (q Queries) missionComparison(ctx context.Context, p *parties, rows []*model.TradeMission, f model.Fields) error {
	asked, ok := f.Relation("comparison")
	if !ok {
		return nil
	}
	insight, err := q.missionInsight(ctx, missionIDs(rows))
	if err != nil {
		return err
	}
	wanted, _ := asked.Relation("application")
	applications, err := q.applicationsOf(ctx, p, missionIDs(rows), wanted.Union(model.Fields{}.Ask("score")))
	if err != nil {
		return err
	}
	byID := index(rows, func(m *model.TradeMission) model.ID { return m.ID })
	for _, a := range applications {
		if insight.of(a.MissionID) {
			byID[a.MissionID].Compared = append(byID[a.MissionID].Compared, a)
		}
	}
	return nil
}

func missionIDs(rows []*model.TradeMission) []model.ID {
	return idsOf(rows, func(m *model.TradeMission) *model.ID { return &m.ID })
}

// insight tells of which missions the viewer may see what is pending: staff of
// all, a partner who may write missions of those that its organisation organises.
type insight struct {
	all bool
	own map[model.ID]bool
}

func (i insight) of(mission model.ID) bool { return i.all || i.own[mission] }

func (q Queries) missionInsight(ctx context.Context, missions []model.ID) (insight, error) {
	actor := model.ActorFrom(ctx)
	if !actor.HasScope("missions:write") {
		return insight{}, nil
	}
	if actor.IsStaff() || actor.OrganisationID == (model.ID{}) {
		return insight{all: true}, nil
	}
	own, err := q.Organises(ctx, actor.OrganisationID, missions)
	return insight{own: own}, err
}

// Organises tells which of the activities the organisation organises, as the
// main organiser or together with it.
func (q Queries) Organises(ctx context.Context, organisation model.ID, activities []model.ID) (map[model.ID]bool, error) {
	own := map[model.ID]bool{}
	if len(activities) == 0 {
		return own, nil
	}
	s := q.statement()
	among, id := s.list(idTexts(activities)), string(s.arg(organisation))
	var rows []Subject
	err := s.query(ctx, "SELECT e.kind, e.id FROM activity_entries e WHERE "+q.d.isAnyOfIDs("e.id", among)+" AND (e.host_id = "+id+
		" OR EXISTS (SELECT 1 FROM organisers o WHERE o.activity_id = e.id AND o.organisation_id = "+id+" AND o.role IN ('MAIN', 'CO_ORGANISER')))", &rows)
	for _, r := range rows {
		own[r.ID] = true
	}
	return own, err
}
