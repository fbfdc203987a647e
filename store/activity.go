package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// activityColumns are what every kind of activity has, beside its own.
func activityColumns(own columns) columns {
	all := columns{
		always: append([]string{"id", "state", "country_code", "further_countries", "host_id", "owner_id", "focus_area_id", "time_zone", "version"}, own.always...),
		byField: map[string][]string{
			"reference": {"reference"}, "title": {"title"}, "titleTranslations": {"title"}, "description": {"description"},
			"descriptionTranslations": {"description"}, "startsOn": {"starts_on"}, "endsOn": {"ends_on"}, "city": {"city"}, "tags": {"tags"},
			"stateSince": {"state_since"}, "createdAt": {"created_at"}, "updatedAt": {"updated_at"},
		},
	}
	for field, names := range own.byField {
		all.byField[field] = names
	}
	return all
}

// activityStart is the expression that the index on the first day stands on:
// what has no day yet comes after everything else.
const activityStart = "COALESCE(activity_entry.starts_on, '9999-12-31')"

var activityOrder = keyset[model.ActivityEntry]{
	name: "activity:start", expr: activityStart, parse: parseDay,
	key: func(e *model.ActivityEntry) (any, model.ID) { return e.StartsOn, e.ID },
}

// ActivityQuery is a filter whose ids and kinds have been read. Kinds are those
// that the viewer may see and asked for; none is none.
type ActivityQuery struct {
	model.ActivityFilter
	Kinds                   []model.Kind
	Owner, Organiser, Focus *model.ID
}

// Activities reads one page of the calendar: its entries, and then the
// activities themselves with one look-up per kind.
func (q Queries) Activities(ctx context.Context, filter ActivityQuery, req model.PageRequest, f model.Fields) (*model.ActivityConnection, error) {
	l := list[model.ActivityEntry]{
		alias: "activity_entry", columns: columns{always: []string{"id", "kind"}}, order: activityOrder, keys: []string{"starts_on"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery { return s.activities(sel, filter) },
	}
	entries, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	byID, err := q.activitiesOf(ctx, entries.Nodes, f)
	if err != nil {
		return nil, err
	}
	conn := &model.ActivityConnection{
		Nodes: []model.ActivityNode{}, Edges: []model.ActivityEdge{}, PageInfo: entries.PageInfo, TotalCount: entries.TotalCount,
	}
	for _, e := range entries.Edges {
		// A statement later the activity may be out of the viewer's sight.
		if a, ok := byID[e.Node.ID]; ok {
			conn.Nodes = append(conn.Nodes, a)
			conn.Edges = append(conn.Edges, model.ActivityEdge{Cursor: e.Cursor, Node: a})
		}
	}
	return conn, nil
}

// activities adds the conditions of the filter.
func (s *statement) activities(sel *bun.SelectQuery, filter ActivityQuery) *bun.SelectQuery {
	if len(filter.Kinds) < len(model.ActivityKinds) {
		sel = sel.Where("?", bun.Safe(s.d.isAnyOf("activity_entry.kind", s.list(kindTexts(filter.Kinds)))))
	}
	sel = anyOf(s, sel, "activity_entry.state", filter.States)
	if len(filter.Countries) > 0 {
		codes := make([]string, len(filter.Countries))
		for i, c := range filter.Countries {
			codes[i] = string(c)
		}
		among := s.list(codes)
		sel = sel.Where("(? OR EXISTS (SELECT 1 FROM activity_countries c WHERE c.activity_id = activity_entry.id AND ?))",
			bun.Safe(s.d.isAnyOf("activity_entry.country_code", among)), bun.Safe(s.d.isAnyOf("c.country_code", among)))
	}
	sel = anyOf(s, sel, "activity_entry.country_code", filter.MainCountries)
	sel = noneOf(s, sel, "activity_entry.country_code", filter.ExceptMainCountries)
	if filter.CalledOff != nil {
		op := "NOT IN "
		if *filter.CalledOff {
			op = "IN "
		}
		sel = sel.Where("activity_entry.state " + op + calledOff)
	}
	if filter.StartsFrom != nil {
		sel = sel.Where(activityStart+" >= ?", s.arg(*filter.StartsFrom))
	}
	if filter.StartsUntil != nil {
		sel = sel.Where(activityStart+" <= ?", s.arg(*filter.StartsUntil))
	}
	sel = equal(s, sel, "activity_entry.owner_id", filter.Owner)
	sel = equal(s, sel, "activity_entry.focus_area_id", filter.Focus)
	if filter.Organiser != nil {
		id := s.arg(*filter.Organiser)
		sel = sel.Where("(activity_entry.host_id = ? OR EXISTS (SELECT 1 FROM organisers o WHERE o.activity_id = activity_entry.id AND o.organisation_id = ?))", id, id)
	}
	return s.search(sel, "activity_entry.search_text", filter.Search)
}

func kindTexts(kinds []model.Kind) []string {
	texts := make([]string, len(kinds))
	for i, k := range kinds {
		texts[i] = string(k)
	}
	return texts
}

// activityReader reads activities of one kind by their ids.
type activityReader func(context.Context, []model.ID, model.Fields) ([]model.ActivityNode, error)

// activityReaders are the readers of the kinds.
func (q Queries) activityReaders() map[model.Kind]activityReader {
	return map[model.Kind]activityReader{
		model.KindDelegation:         activitiesBy[*model.Delegation](q.DelegationsByID),
		model.KindTradeMission:       activitiesBy[*model.TradeMission](q.TradeMissionsByID),
		model.KindTourEdition:        activitiesBy[*model.TourEdition](q.TourEditionsByID),
		model.KindPresentationAbroad: activitiesBy[*model.PresentationAbroad](q.PresentationsByID),
		model.KindSideTour:           activitiesBy[*model.SideTour](q.SideToursByID),
	}
}

// activitiesBy lets the reader of one kind answer activities.
func activitiesBy[T interface {
	model.ActivityNode
	*U
}, U any](read func(context.Context, []model.ID, model.Fields) ([]*U, error)) activityReader {
	return func(ctx context.Context, ids []model.ID, f model.Fields) ([]model.ActivityNode, error) {
		rows, err := read(ctx, ids, f)
		nodes := make([]model.ActivityNode, len(rows))
		for i, row := range rows {
			nodes[i] = T(row)
		}
		return nodes, err
	}
}

// activitiesOf reads the activities behind entries, by id.
func (q Queries) activitiesOf(ctx context.Context, entries []*model.ActivityEntry, f model.Fields) (map[model.ID]model.ActivityNode, error) {
	of := map[model.Kind][]model.ID{}
	for _, e := range entries {
		of[e.Kind] = append(of[e.Kind], e.ID)
	}
	byID := make(map[model.ID]model.ActivityNode, len(entries))
	readers := q.activityReaders()
	for _, kind := range model.ActivityKinds {
		if len(of[kind]) == 0 {
			continue
		}
		nodes, err := readers[kind](ctx, of[kind], f)
		if err != nil {
			return nil, err
		}
		for _, node := range nodes {
			byID[node.Common().ID] = node
		}
	}
	return byID, nil
}

// ActivityEntries reads the entries with the ids, in no order.
func (q Queries) ActivityEntries(ctx context.Context, ids []model.ID) ([]*model.ActivityEntry, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.ActivityEntry
	return rows, s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "activity_entry.id", ids), &rows)
}

// ActivitiesByID reads activities of whatever kind, by id. Ids of anything else
// are left out.
func (q Queries) ActivitiesByID(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]model.ActivityNode, error) {
	entries, err := q.ActivityEntries(ctx, ids)
	if err != nil {
		return nil, err
	}
	return q.activitiesOf(ctx, entries, f)
}

// enter writes an activity's place in the calendar.
func (q Queries) enter(ctx context.Context, a model.ActivityNode) error {
	entry := model.EntryOf(a)
	_, err := q.idb.NewInsert().Model(entry).On("CONFLICT (id) DO UPDATE").
		Set("reference = EXCLUDED.reference").Set("country_code = EXCLUDED.country_code").
		Set("starts_on = EXCLUDED.starts_on").Set("ends_on = EXCLUDED.ends_on").Set("city = EXCLUDED.city").Set("host_id = EXCLUDED.host_id").
		Set("owner_id = EXCLUDED.owner_id").Set("focus_area_id = EXCLUDED.focus_area_id").Set("state = EXCLUDED.state").
		Set("search_text = EXCLUDED.search_text").Exec(ctx)
	if err != nil {
		return q.d.mapError(err)
	}
	further := a.Common().FurtherCountries
	if _, err := q.idb.NewDelete().Model((*activityCountry)(nil)).Where("activity_id = ?", entry.ID).Exec(ctx); err != nil || len(further) == 0 {
		return q.d.mapError(err)
	}
	rows := make([]*activityCountry, len(further))
	for i, code := range further {
		rows[i] = &activityCountry{ActivityID: entry.ID, CountryCode: code}
	}
	_, err = q.idb.NewInsert().Model(&rows).Exec(ctx)
	return q.d.mapError(err)
}

// activityCountry is one of an activity's further countries.
type activityCountry struct {
	ActivityID  model.ID          `bun:"activity_id,pk"`
	CountryCode model.CountryCode `bun:"country_code,pk"`
}

// LockActivities holds activities until the transaction ends, in one order for
// everybody: whoever plans one waits for whoever changes it, and sees what was
// changed. With skip, those that somebody else holds are passed over. It
// answers which are held.
func (q Queries) LockActivities(ctx context.Context, ids []model.ID, skip bool) ([]model.ID, error) {
	lock := q.d.lockRow()
	if len(ids) == 0 || lock == "" {
		return ids, nil
	}
	s := q.statement()
	sql := "SELECT e.id FROM activity_entries e WHERE " + q.d.isAnyOfIDs("e.id", s.list(idTexts(ids))) + " ORDER BY e.id"
	if skip {
		sql += q.d.skipLocked()
	} else {
		sql += " FOR " + lock
	}
	var rows []Subject
	if err := s.query(ctx, sql, &rows); err != nil {
		return nil, err
	}
	held := make([]model.ID, len(rows))
	for i, r := range rows {
		held[i] = r.ID
	}
	return held, nil
}

// lockActivity reads an activity's own row for a transaction that is going to
// change it or what belongs to it. NOT_FOUND says that there is none.
func (q Queries) lockActivity(ctx context.Context, row model.ActivityNode, id model.ID) error {
	if _, err := q.LockActivities(ctx, []model.ID{id}, false); err != nil {
		return err
	}
	if err := q.byID(ctx, row, id); err != nil {
		return err
	}
	setReaders(ctx, row.Common())
	return nil
}

func setReaders(ctx context.Context, a *model.Activity) {
	reader := model.ActorFrom(ctx).Language
	a.Title.Reader, a.Description.Reader = reader, reader
}

// activityRelations reads what every kind of activity may be asked for, one
// statement per relation whatever the number of rows.
func (q Queries) activityRelations(ctx context.Context, p *parties, rows []*model.Activity, f model.Fields) error {
	for _, a := range rows {
		setReaders(ctx, a)
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	activityCountries(ctx, rows, f)
	want(&p.organisations, rows, f, ref[model.Activity, model.Organisation]{
		"host", func(a *model.Activity) *model.ID { return a.HostID }, func(a *model.Activity, o *model.Organisation) { a.Host = o },
	})
	want(&p.people, rows, f, ref[model.Activity, model.Person]{
		"owner", func(a *model.Activity) *model.ID { return a.OwnerID }, func(a *model.Activity, p *model.Person) { a.Owner = p },
	})
	focus := []ref[model.Activity, model.FocusArea]{
		{"focusArea", func(a *model.Activity) *model.ID { return a.FocusAreaID }, func(a *model.Activity, f *model.FocusArea) { a.FocusArea = f }},
	}
	if err := toOne(ctx, rows, f, focus, q.focusAreaIndex); err != nil {
		return err
	}
	for _, load := range []func(context.Context, *parties, []*model.Activity, model.Fields) error{
		q.activityOrganisers, q.activityFollowUps, q.activityLessons, q.activityOutcomes,
	} {
		if err := load(ctx, p, rows, f); err != nil {
			return err
		}
	}
	return nil
}

// activityCountries names the countries, which need no statement.
func activityCountries(ctx context.Context, rows []*model.Activity, f model.Fields) {
	reader := model.ActorFrom(ctx).Language
	for _, a := range rows {
		if f.Wants("country") {
			a.Country = Country(a.CountryCode, reader)
		}
		if f.Wants("countries") {
			for _, code := range a.AllCountries() {
				a.Countries = append(a.Countries, Country(code, reader))
			}
		}
	}
}

func (q Queries) activityOrganisers(ctx context.Context, p *parties, rows []*model.Activity, f model.Fields) error {
	of, ok := f.Relation("organisers")
	if !ok {
		return nil
	}
	s := q.statement()
	var organisers []*model.Organiser
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&organisers), "organiser.activity_id", activityIDs(rows)).OrderExpr("organiser.role DESC, organiser.organisation_id")
	if err := s.scan(ctx, sel, &organisers); err != nil {
		return err
	}
	want(&p.organisations, organisers, of, ref[model.Organiser, model.Organisation]{
		"organisation", func(o *model.Organiser) *model.ID { return &o.OrganisationID }, func(o *model.Organiser, org *model.Organisation) { o.Organisation = org },
	})
	byID := index(rows, func(a *model.Activity) model.ID { return a.ID })
	for _, o := range organisers {
		byID[o.ActivityID].Organisers = append(byID[o.ActivityID].Organisers, o)
	}
	return nil
}

// SetOrganisers replaces the organisers of an activity.
func (q Queries) SetOrganisers(ctx context.Context, activity model.ID, organisers []*model.Organiser) error {
	if _, err := q.idb.NewDelete().Model((*model.Organiser)(nil)).Where("activity_id = ?", activity).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	if len(organisers) == 0 {
		return nil
	}
	_, err := q.idb.NewInsert().Model(&organisers).Exec(ctx)
	return q.d.mapError(err)
}

// Organisers reads who organises the activities.
func (q Queries) Organisers(ctx context.Context, activities []model.ID) ([]*model.Organiser, error) {
	if len(activities) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Organiser
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "organiser.activity_id", activities).OrderExpr("organiser.activity_id, organiser.organisation_id")
	return rows, s.scan(ctx, sel, &rows)
}

func (q Queries) activityFollowUps(ctx context.Context, p *parties, rows []*model.Activity, f model.Fields) error {
	ff, ok := f.Relation("followUps")
	if !ok {
		return nil
	}
	followUps, err := q.followUpsOf(ctx, p, activityIDs(rows), ff)
	if err != nil {
		return err
	}
	byID := index(rows, func(a *model.Activity) model.ID { return a.ID })
	for _, u := range followUps {
		byID[u.SubjectID].FollowUps = append(byID[u.SubjectID].FollowUps, u)
	}
	return nil
}

func (q Queries) activityLessons(ctx context.Context, _ *parties, rows []*model.Activity, f model.Fields) error {
	lf, ok := f.Relation("lessons")
	if !ok {
		return nil
	}
	lessons, err := q.LessonsOf(ctx, activityIDs(rows), lf)
	if err != nil {
		return err
	}
	byID := index(rows, func(a *model.Activity) model.ID { return a.ID })
	for _, l := range lessons {
		byID[l.SubjectID].Lessons = append(byID[l.SubjectID].Lessons, l)
	}
	return nil
}

func activityIDs(rows []*model.Activity) []model.ID {
	return idsOf(rows, func(a *model.Activity) *model.ID { return &a.ID })
}

// commons are the parts that the activities share with every other kind.
func commons[T interface {
	model.ActivityNode
	*U
}, U any](rows []*U) []*model.Activity {
	all := make([]*model.Activity, len(rows))
	for i, row := range rows {
		all[i] = T(row).Common()
	}
	return all
}

// ActivityID answers the id behind a reference, if that is an activity of the
// kind. NOT_FOUND says that there is none.
func (q Queries) ActivityID(ctx context.Context, kind model.Kind, reference string) (model.ID, error) {
	s := q.statement()
	row := new(model.ActivityEntry)
	sel := q.bun.NewSelect().Model(row).Column("id").
		Where("activity_entry.reference = ?", s.arg(reference)).Where("activity_entry.kind = ?", s.arg(string(kind)))
	if err := s.scan(ctx, sel, row); err != nil {
		return model.ID{}, err
	}
	return row.ID, nil
}
