package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// lifeColumns are what editions and side tours have in common, and own what the
// kind adds.
func lifeColumns(own map[string][]string) columns {
	byField := map[string][]string{
		"needsApproval": {"needs_approval"}, "offerHours": {"offer_hours"}, "reason": {"reason"}, "recordedAfterwards": {"recorded_afterwards"},
	}
	for field, names := range own {
		byField[field] = names
	}
	return activityColumns(columns{always: []string{"languages"}, byField: byField})
}

var tourEditionColumns = lifeColumns(map[string][]string{
	"kind": {"kind"}, "theme": {"theme"}, "practical": {"practical"}, "terms": {"terms"}, "decideBy": {"decide_by"},
	"languages": {"title", "description", "theme", "practical", "terms"},
	"paper":     {"paper"}, "paperUrl": {"paper_url"}, "paperAt": {"paper_at"}, "legacy": {"legacy"}, "legacyUrl": {"legacy_url"},
	"report": {"report"}, "reportUrl": {"report_url"}, "reportAt": {"report_at"}, "clonedFrom": {"cloned_from_id"},
})

var sideTourColumns = lifeColumns(map[string][]string{"conference": {"conference"}, "languages": {"title", "description"}})

// startOf is the expression that a kind's index on the first day stands on: what
// has no day yet comes after everything else.
func startOf(alias string) string { return "COALESCE(" + alias + ".starts_on, '9999-12-31')" }

// activityOrders are the orders in which the lists of the smaller kinds of
// activities come.
func activityOrders[T any](alias string, common func(*T) *model.Activity, stamps func(*T) *model.Stamps) map[model.TourOrder]keyset[T] {
	return map[model.TourOrder]keyset[T]{
		model.TourByStartsOn: {
			name: alias + ":start", expr: startOf(alias), parse: parseDay,
			key: func(row *T) (any, model.ID) { return common(row).StartsOn, common(row).ID },
		},
		model.TourByReference: {
			name: alias + ":reference", expr: alias + ".reference", parse: parseText,
			key: func(row *T) (any, model.ID) { return common(row).Reference, common(row).ID },
		},
		model.TourByUpdatedAt: {
			name: alias + ":updated", expr: alias + ".updated_at", parse: parseInstant,
			key: func(row *T) (any, model.ID) { return stamps(row).UpdatedAt, common(row).ID },
		},
	}
}

var (
	tourEditionOrders = activityOrders("tour_edition",
		func(e *model.TourEdition) *model.Activity { return &e.Activity }, func(e *model.TourEdition) *model.Stamps { return &e.Stamps })
	sideTourOrders = activityOrders("side_tour",
		func(t *model.SideTour) *model.Activity { return &t.Activity }, func(t *model.SideTour) *model.Stamps { return &t.Stamps })
)

// commonFilter narrows a list of one kind by what every activity has.
type commonFilter struct {
	states             []string
	countries          []model.CountryCode
	from, until        *model.Date
	owner, host, focus *model.ID
	search             *string
}

func (f commonFilter) where(s *statement, sel *bun.SelectQuery, alias string) *bun.SelectQuery {
	sel = anyOf(s, sel, alias+".state", f.states)
	sel = anyOf(s, sel, alias+".country_code", f.countries)
	if f.from != nil {
		sel = sel.Where(startOf(alias)+" >= ?", s.arg(*f.from))
	}
	if f.until != nil {
		sel = sel.Where(startOf(alias)+" <= ?", s.arg(*f.until))
	}
	sel = equal(s, sel, alias+".owner_id", f.owner)
	sel = equal(s, sel, alias+".host_id", f.host)
	sel = equal(s, sel, alias+".focus_area_id", f.focus)
	return s.search(sel, alias+".search_text", f.search)
}

// textsOf are enum values as the strings that are stored.
func textsOf[S ~string](values []S) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts
}

// TourEditionQuery is a filter whose ids have been read.
type TourEditionQuery struct {
	model.TourEditionFilter
	Owner, Host, Focus *model.ID
}

// TourEditions reads one page of editions.
func (q Queries) TourEditions(
	ctx context.Context, filter TourEditionQuery, order model.TourOrderBy, req model.PageRequest, f model.Fields,
) (*model.TourEditionConnection, error) {
	common := commonFilter{
		textsOf(filter.States), filter.Countries, filter.StartsFrom, filter.StartsUntil, filter.Owner, filter.Host, filter.Focus, filter.Search,
	}
	l := list[model.TourEdition]{
		alias: "tour_edition", columns: tourEditionColumns, order: tourEditionOrders[order.Field],
		keys: []string{"starts_on", "reference", "updated_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			return toursSeen(ctx, common.where(s, anyOf(s, sel, "tour_edition.kind", filter.Kinds), "tour_edition"), "tour_edition")
		},
		extra: func(sel *bun.SelectQuery) *bun.SelectQuery { return registrationCount(sel, "tour_edition", f) },
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.tourEditionRelations(ctx, conn.Nodes, f)
}

// toursSeen keeps from companies what has not been opened to anybody.
func toursSeen(ctx context.Context, sel *bun.SelectQuery, alias string) *bun.SelectQuery {
	if model.ActorFrom(ctx).Role != model.RoleCompany {
		return sel
	}
	return sel.Where(alias + ".state NOT IN ('IDEA', 'PLANNING')")
}

// registrationCount counts those who registered and did not cancel.
func registrationCount(sel *bun.SelectQuery, alias string, f model.Fields) *bun.SelectQuery {
	if !f.Wants("registrationCount") {
		return sel
	}
	return sel.ColumnExpr("(SELECT count(*) FROM tour_registrations r WHERE r.activity_id = " + alias +
		".id AND r.state NOT IN ('STARTED', 'CANCELLED', 'STOP_CANCELLED')) AS registration_count")
}

// TourEditionsByID reads the editions with the ids that the viewer may see, in no
// order.
func (q Queries) TourEditionsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TourEdition, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.TourEdition
	sel := s.anyOfIDs(tourEditionColumns.pick(q.bun.NewSelect().Model(&rows), f), "tour_edition.id", ids)
	if err := s.scan(ctx, registrationCount(toursSeen(ctx, sel, "tour_edition"), "tour_edition", f), &rows); err != nil {
		return nil, err
	}
	return rows, q.tourEditionRelations(ctx, rows, f)
}

func (q Queries) tourEditionRelations(ctx context.Context, rows []*model.TourEdition, f model.Fields) error {
	for _, e := range rows {
		for _, text := range e.Texts() {
			text.Reader = model.ActorFrom(ctx).Language
		}
	}
	var p parties
	if err := q.activityRelations(ctx, &p, commons[*model.TourEdition](rows), f); err != nil {
		return err
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	sources := []ref[model.TourEdition, model.TourEdition]{
		{"clonedFrom", func(e *model.TourEdition) *model.ID { return e.ClonedFromID }, func(e, from *model.TourEdition) { e.ClonedFrom = from }},
	}
	if err := toOne(ctx, rows, f, sources, q.tourEditionIndex); err != nil {
		return err
	}
	tours := make([]model.Tour, len(rows))
	for i, e := range rows {
		tours[i] = e
	}
	if err := q.tourStops(ctx, &p, tours, f); err != nil {
		return err
	}
	return p.read(ctx, q)
}

func (q Queries) tourEditionIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.TourEdition, error) {
	rows, err := q.TourEditionsByID(ctx, ids, f)
	return index(rows, func(e *model.TourEdition) model.ID { return e.ID }), err
}

// SideTourQuery is a filter whose ids have been read.
type SideTourQuery struct {
	model.SideTourFilter
	Owner, Host, Focus *model.ID
}

// SideTours reads one page of side tours.
func (q Queries) SideTours(
	ctx context.Context, filter SideTourQuery, order model.TourOrderBy, req model.PageRequest, f model.Fields,
) (*model.SideTourConnection, error) {
	common := commonFilter{
		textsOf(filter.States), filter.Countries, filter.StartsFrom, filter.StartsUntil, filter.Owner, filter.Host, filter.Focus, filter.Search,
	}
	l := list[model.SideTour]{
		alias: "side_tour", columns: sideTourColumns, order: sideTourOrders[order.Field], keys: []string{"starts_on", "reference", "updated_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			return toursSeen(ctx, common.where(s, sel, "side_tour"), "side_tour")
		},
		extra: func(sel *bun.SelectQuery) *bun.SelectQuery { return registrationCount(sel, "side_tour", f) },
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.sideTourRelations(ctx, conn.Nodes, f)
}

// SideToursByID reads the side tours with the ids that the viewer may see, in no
// order.
func (q Queries) SideToursByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.SideTour, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.SideTour
	sel := s.anyOfIDs(sideTourColumns.pick(q.bun.NewSelect().Model(&rows), f), "side_tour.id", ids)
	if err := s.scan(ctx, registrationCount(toursSeen(ctx, sel, "side_tour"), "side_tour", f), &rows); err != nil {
		return nil, err
	}
	return rows, q.sideTourRelations(ctx, rows, f)
}

func (q Queries) sideTourRelations(ctx context.Context, rows []*model.SideTour, f model.Fields) error {
	var p parties
	if err := q.activityRelations(ctx, &p, commons[*model.SideTour](rows), f); err != nil {
		return err
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	tours := make([]model.Tour, len(rows))
	for i, t := range rows {
		tours[i] = t
	}
	if err := q.tourStops(ctx, &p, tours, f); err != nil {
		return err
	}
	return p.read(ctx, q)
}

// LockTour reads an edition or a side tour that the transaction is going to
// change, with its stops: whoever changes it, its stops or its registrations
// waits for the other.
func (q Queries) LockTour(ctx context.Context, id model.ID) (model.Tour, error) {
	entries, err := q.ActivityEntries(ctx, []model.ID{id})
	if err != nil {
		return nil, err
	}
	var tour model.Tour
	for _, e := range entries {
		switch e.Kind { //nolint:exhaustive // the other kinds have no stops
		case model.KindTourEdition:
			tour = new(model.TourEdition)
		case model.KindSideTour:
			tour = new(model.SideTour)
		}
	}
	if tour == nil {
		return nil, model.NotFound("")
	}
	if err := q.lockActivity(ctx, tour, id); err != nil {
		return nil, err
	}
	stops, err := q.Stops(ctx, []model.ID{id}, nil)
	tour.Life().Stops = stops
	return tour, err
}

// LockPresentation reads a presentation that the transaction is going to change.
func (q Queries) LockPresentation(ctx context.Context, id model.ID) (*model.PresentationAbroad, error) {
	row := new(model.PresentationAbroad)
	return row, q.lockActivity(ctx, row, id)
}
