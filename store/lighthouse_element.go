package store

import (
	"context"

	"fyrtaarn/model"
)

// ElementsByID reads the elements with the ids, in no order.
func (l Lighthouses) ElementsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.LighthouseElement, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := l.statement()
	var rows []*model.LighthouseElement
	if err := s.scan(ctx, s.anyOfIDs(l.bun.NewSelect().Model(&rows), "lighthouse_element.id", ids), &rows); err != nil {
		return nil, err
	}
	var p parties
	if err := l.elementRelations(ctx, &p, rows, f); err != nil {
		return nil, err
	}
	return rows, p.read(ctx, l.Queries)
}

// elementsOf reads the elements of the countries, in no order.
func (l Lighthouses) elementsOf(ctx context.Context, p *parties, countries []model.ID, f model.Fields) ([]*model.LighthouseElement, error) {
	s := l.statement()
	var rows []*model.LighthouseElement
	sel := s.anyOfIDs(l.bun.NewSelect().Model(&rows), "lighthouse_element.lighthouse_country_id", countries).OrderExpr("lighthouse_element.id")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, l.elementRelations(ctx, p, rows, f)
}

func (l Lighthouses) elementRelations(ctx context.Context, p *parties, rows []*model.LighthouseElement, f model.Fields) error {
	for _, e := range rows {
		e.Element = l.Model.Element(e.ElementKey)
	}
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	want(&p.people, rows, f, ref[model.LighthouseElement, model.Person]{
		"owner", func(e *model.LighthouseElement) *model.ID { return e.OwnerID }, func(e *model.LighthouseElement, p *model.Person) { e.Owner = p },
	})
	ids := idsOf(rows, func(e *model.LighthouseElement) *model.ID { return &e.ID })
	byID := index(rows, func(e *model.LighthouseElement) model.ID { return e.ID })
	if ef, ok := f.Relation("evidence"); ok {
		items, err := l.EvidenceOf(ctx, ids)
		if err != nil {
			return err
		}
		for _, i := range items {
			byID[i.LighthouseElementID].Evidence = append(byID[i.LighthouseElementID].Evidence, i)
		}
		want(&p.people, items, ef, seenBy)
	}
	if lf, ok := f.Relation("lessons"); ok {
		lessons, err := l.LessonsOf(ctx, ids, lf)
		if err != nil {
			return err
		}
		for _, one := range lessons {
			byID[one.SubjectID].Lessons = append(byID[one.SubjectID].Lessons, one)
		}
	}
	return toOne(ctx, rows, f, []ref[model.LighthouseElement, model.LighthouseCountry]{{
		"lighthouseCountry", func(e *model.LighthouseElement) *model.ID { return &e.LighthouseCountryID },
		func(e *model.LighthouseElement, c *model.LighthouseCountry) { e.LighthouseCountry = c },
	}}, l.countryIndex)
}

// seenBy is the adviser who saw an evidence.
var seenBy = ref[model.EvidenceItem, model.Person]{
	"seenBy", func(i *model.EvidenceItem) *model.ID { return i.SeenByID }, func(i *model.EvidenceItem, p *model.Person) { i.SeenBy = p },
}

// EvidenceOf reads all evidence of the elements, the oldest first.
func (q Queries) EvidenceOf(ctx context.Context, elements []model.ID) ([]*model.EvidenceItem, error) {
	if len(elements) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.EvidenceItem
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "evidence_item.lighthouse_element_id", elements).
		OrderExpr("evidence_item.created_at, evidence_item.id")
	return rows, s.scan(ctx, sel, &rows)
}

// Evidence reads one whole evidence.
func (q Queries) Evidence(ctx context.Context, id model.ID) (*model.EvidenceItem, error) {
	row := new(model.EvidenceItem)
	return row, q.byID(ctx, row, id)
}

// EvidenceItem reads one evidence with what was asked of it.
func (l Lighthouses) EvidenceItem(ctx context.Context, id model.ID, f model.Fields) (*model.EvidenceItem, error) {
	row, err := l.Evidence(ctx, id)
	if err != nil {
		return nil, err
	}
	rows := []*model.EvidenceItem{row}
	if err := toOne(ctx, rows, f, []ref[model.EvidenceItem, model.Person]{seenBy}, l.personIndex); err != nil {
		return nil, err
	}
	return row, toOne(ctx, rows, f, []ref[model.EvidenceItem, model.LighthouseElement]{{
		"lighthouseElement", func(i *model.EvidenceItem) *model.ID { return &i.LighthouseElementID },
		func(i *model.EvidenceItem, e *model.LighthouseElement) { i.LighthouseElement = e },
	}}, l.elementIndex)
}

func (l Lighthouses) elementIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.LighthouseElement, error) {
	rows, err := l.ElementsByID(ctx, ids, f)
	return index(rows, func(e *model.LighthouseElement) model.ID { return e.ID }), err
}

// LighthouseElement reads one element as it is stored.
func (q Queries) LighthouseElement(ctx context.Context, id model.ID) (*model.LighthouseElement, error) {
	row := new(model.LighthouseElement)
	return row, q.byID(ctx, row, id)
}

// DialogueEntry reads one entry of a log with what was asked of it.
func (l Lighthouses) DialogueEntry(ctx context.Context, id model.ID, f model.Fields) (*model.DialogueEntry, error) {
	row := new(model.DialogueEntry)
	if err := l.byID(ctx, row, id); err != nil {
		return nil, err
	}
	row.Element = l.Model.Element(row.ElementKey)
	return row, toOne(ctx, []*model.DialogueEntry{row}, f, []ref[model.DialogueEntry, model.Organisation]{{
		"organisation", func(d *model.DialogueEntry) *model.ID { return d.OrganisationID }, func(d *model.DialogueEntry, o *model.Organisation) { d.Organisation = o },
	}}, l.organisationIndex)
}

// Document reads one paper with what was asked of it.
func (l Lighthouses) Document(ctx context.Context, id model.ID, f model.Fields) (*model.LighthouseDocument, error) {
	row := new(model.LighthouseDocument)
	if err := l.byID(ctx, row, id); err != nil {
		return nil, err
	}
	row.Element = l.Model.Element(row.ElementKey)
	return row, toOne(ctx, []*model.LighthouseDocument{row}, f, []ref[model.LighthouseDocument, model.Organisation]{{
		"organisation", func(d *model.LighthouseDocument) *model.ID { return d.OrganisationID }, func(d *model.LighthouseDocument, o *model.Organisation) { d.Organisation = o },
	}}, l.organisationIndex)
}
