package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var presentationColumns = activityColumns(columns{
	always: []string{"speaker_id"},
	byField: map[string][]string{
		"event": {"event"}, "language": {"language"}, "audienceSize": {"audience_size"}, "slidesUrl": {"slides_url"},
		"contactsMade": {"contacts_made"}, "contactNotes": {"contact_notes"}, "reason": {"reason"}, "recordedAfterwards": {"recorded_afterwards"},
	},
})

var presentationOrders = activityOrders("presentation_abroad",
	func(p *model.PresentationAbroad) *model.Activity { return &p.Activity }, func(p *model.PresentationAbroad) *model.Stamps { return &p.Stamps })

// PresentationQuery is a filter whose ids have been read.
type PresentationQuery struct {
	model.PresentationFilter
	Owner, Host, Speaker *model.ID
}

// Presentations reads one page of presentations abroad.
func (q Queries) Presentations(
	ctx context.Context, filter PresentationQuery, order model.TourOrderBy, req model.PageRequest, f model.Fields,
) (*model.PresentationAbroadConnection, error) {
	common := commonFilter{
		textsOf(filter.States), filter.Countries, filter.StartsFrom, filter.StartsUntil, filter.Owner, filter.Host, nil, filter.Search,
	}
	l := list[model.PresentationAbroad]{
		alias: "presentation_abroad", columns: presentationColumns, order: presentationOrders[order.Field],
		keys: []string{"starts_on", "reference", "updated_at"},
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery {
			return common.where(s, equal(s, sel, "presentation_abroad.speaker_id", filter.Speaker), "presentation_abroad")
		},
	}
	l.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, q, l, req, f)
	if err != nil {
		return nil, err
	}
	return conn, q.presentationRelations(ctx, conn.Nodes, f)
}

// PresentationsByID reads the presentations with the ids, in no order.
func (q Queries) PresentationsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.PresentationAbroad, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.PresentationAbroad
	sel := presentationColumns.pick(q.bun.NewSelect().Model(&rows), f)
	if err := s.scan(ctx, s.anyOfIDs(sel, "presentation_abroad.id", ids), &rows); err != nil {
		return nil, err
	}
	return rows, q.presentationRelations(ctx, rows, f)
}

func (q Queries) presentationRelations(ctx context.Context, rows []*model.PresentationAbroad, f model.Fields) error {
	var p parties
	if err := q.activityRelations(ctx, &p, commons[*model.PresentationAbroad](rows), f); err != nil {
		return err
	}
	want(&p.people, rows, f, ref[model.PresentationAbroad, model.Person]{
		"speaker", func(r *model.PresentationAbroad) *model.ID { return r.SpeakerID }, func(r *model.PresentationAbroad, who *model.Person) { r.Speaker = who },
	})
	return p.read(ctx, q)
}
