package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

var lighthouseOrders = map[model.LighthouseCountryOrder]keyset[model.LighthouseCountry]{
	model.LighthouseByCountryCode: {
		name: "lighthouse:country", expr: "lighthouse_country.country_code", parse: parseText,
		key: func(c *model.LighthouseCountry) (any, model.ID) { return string(c.CountryCode), c.ID },
	},
	model.LighthouseByStageSince: {
		name: "lighthouse:since", expr: "lighthouse_country.stage_since", parse: parseInstant,
		key: func(c *model.LighthouseCountry) (any, model.ID) { return c.StageSince, c.ID },
	},
	model.LighthouseByUpdatedAt: {
		name: "lighthouse:updated", expr: "lighthouse_country.updated_at", parse: parseInstant,
		key: func(c *model.LighthouseCountry) (any, model.ID) { return c.UpdatedAt, c.ID },
	},
}

// LighthouseQuery is a filter whose ids have been read.
type LighthouseQuery struct {
	model.LighthouseCountryFilter
	Owner *model.ID
	// Among are the only countries that are asked for; nil asks for all.
	Among *[]model.ID
}

// Lighthouses reads what belongs to the lighthouse countries, as it stands on
// one day: lateness is told by the day in Copenhagen.
type Lighthouses struct {
	Queries
	Today model.Date
	// Model is the checklist as the viewer reads it.
	Model *model.PartnershipModel
}

// Lighthouses reads for the viewer in the context, on the day.
func (q Queries) Lighthouses(ctx context.Context, today model.Date) (Lighthouses, error) {
	m, err := model.DanishPartnershipModel()
	if err != nil {
		return Lighthouses{}, err
	}
	return Lighthouses{q, today, m.For(model.ActorFrom(ctx).Language)}, nil
}

// Countries reads one page of the opened countries; the home country is not
// one of them.
func (l Lighthouses) Countries(
	ctx context.Context, filter LighthouseQuery, order model.LighthouseCountryOrderBy, req model.PageRequest, f model.Fields,
) (*model.LighthouseCountryConnection, error) {
	page := list[model.LighthouseCountry]{
		alias: "lighthouse_country", order: lighthouseOrders[order.Field],
		where: func(s *statement, sel *bun.SelectQuery) *bun.SelectQuery { return l.countriesWhere(s, sel, filter) },
	}
	page.order.desc = order.Direction == model.Descending
	conn, err := connection(ctx, l.Queries, page, req, f)
	if err != nil {
		return nil, err
	}
	return conn, l.countryRelations(ctx, conn.Nodes, f)
}

func (l Lighthouses) countriesWhere(s *statement, sel *bun.SelectQuery, filter LighthouseQuery) *bun.SelectQuery {
	sel = sel.Where("lighthouse_country.country_code <> ?", s.arg(string(l.Model.Goal.Home)))
	sel = anyOf(s, sel, "lighthouse_country.stage", filter.Stages)
	sel = anyOf(s, sel, "lighthouse_country.country_code", filter.Countries)
	sel = equal(s, sel, "lighthouse_country.owner_id", filter.Owner)
	if filter.HasLateMilestone != nil {
		late := "EXISTS (SELECT 1 FROM milestones m WHERE m.lighthouse_country_id = lighthouse_country.id AND m.actual_on IS NULL AND m.forecast_on < ?)"
		if !*filter.HasLateMilestone {
			late = "NOT " + late
		}
		sel = sel.Where(late, s.arg(l.Today))
	}
	if filter.Among != nil {
		sel = s.anyOfIDs(sel, "lighthouse_country.id", *filter.Among)
	}
	return sel
}

// StageCounts counts the opened countries by their stage.
func (l Lighthouses) StageCounts(ctx context.Context) (map[model.LighthouseStage]int, error) {
	s := l.statement()
	return tally[model.LighthouseStage](ctx, s, l.countriesWhere(s, l.bun.NewSelect().Model((*model.LighthouseCountry)(nil)), LighthouseQuery{}), "lighthouse_country.stage")
}

// CountriesByID reads the records with the ids, in no order.
func (l Lighthouses) CountriesByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.LighthouseCountry, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := l.statement()
	var rows []*model.LighthouseCountry
	if err := s.scan(ctx, s.anyOfIDs(l.bun.NewSelect().Model(&rows), "lighthouse_country.id", ids), &rows); err != nil {
		return nil, err
	}
	return rows, l.countryRelations(ctx, rows, f)
}

// CountriesByCode reads the records of the countries, by their code; without
// codes all of them, Denmark's own among them.
func (l Lighthouses) CountriesByCode(ctx context.Context, codes []model.CountryCode, f model.Fields) ([]*model.LighthouseCountry, error) {
	s := l.statement()
	var rows []*model.LighthouseCountry
	sel := anyOf(s, l.bun.NewSelect().Model(&rows), "lighthouse_country.country_code", codes).OrderExpr("lighthouse_country.country_code")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, l.countryRelations(ctx, rows, f)
}

// LockLighthouseCountry reads a record that the transaction is going to change,
// itself or an element: the stage follows from all of them, so whoever changes
// one waits for the other. Its elements come with it.
func (q Queries) LockLighthouseCountry(ctx context.Context, id model.ID) (*model.LighthouseCountry, error) {
	s := q.statement()
	row := new(model.LighthouseCountry)
	sel := q.bun.NewSelect().Model(row).Where("lighthouse_country.id = ?", s.arg(id))
	if lock := q.d.lockRow(); lock != "" {
		sel = sel.For(lock)
	}
	if err := s.scan(ctx, sel, row); err != nil {
		return nil, err
	}
	elements := q.statement()
	return row, elements.scan(ctx, elements.anyOfIDs(q.bun.NewSelect().Model(&row.Elements), "lighthouse_element.lighthouse_country_id", []model.ID{id}).
		OrderExpr("lighthouse_element.id"), &row.Elements)
}

// countryRelations reads what was asked of the records, one statement per
// relation whatever their number.
func (l Lighthouses) countryRelations(ctx context.Context, rows []*model.LighthouseCountry, f model.Fields) error {
	if len(f) == 0 || len(rows) == 0 {
		return nil
	}
	if err := countryOf(ctx, l.Queries, rows, f,
		func(c *model.LighthouseCountry) model.CountryCode { return c.CountryCode },
		func(c *model.LighthouseCountry, country *model.Country) { c.Country = country }); err != nil {
		return err
	}
	var p parties
	want(&p.people, rows, f, ref[model.LighthouseCountry, model.Person]{
		"owner", func(c *model.LighthouseCountry) *model.ID { return c.OwnerID }, func(c *model.LighthouseCountry, p *model.Person) { c.Owner = p },
	})
	if f.Wants("interestedOrganisationName") {
		f = f.Union(model.Fields{}.Ask("interestedOrganisation", "name"))
	}
	want(&p.organisations, rows, f, ref[model.LighthouseCountry, model.Organisation]{
		"interestedOrganisation", func(c *model.LighthouseCountry) *model.ID { return c.InterestedOrganisationID },
		func(c *model.LighthouseCountry, o *model.Organisation) { c.InterestedOrganisation = o },
	})
	for _, load := range []func(context.Context, *parties, []*model.LighthouseCountry, model.Fields) error{
		l.countryElements, l.countryMilestones, l.countryDialogue, l.countryDocuments, l.countryContacts,
	} {
		if err := load(ctx, &p, rows, f); err != nil {
			return err
		}
	}
	return p.read(ctx, l.Queries)
}

// anyRelation answers what is asked of a relation through one of several
// fields, and whether any of them was asked for.
func anyRelation(f model.Fields, names ...string) (asked model.Fields, ok bool) {
	for _, name := range names {
		if one, wanted := f.Relation(name); wanted {
			asked, ok = asked.Union(one), true
		}
	}
	return asked, ok
}

func (l Lighthouses) countryElements(ctx context.Context, p *parties, rows []*model.LighthouseCountry, f model.Fields) error {
	ef, ok := anyRelation(f, "elements", "progress", "evidencedCount", "underWayCount")
	if !ok {
		return nil
	}
	elements, err := l.elementsOf(ctx, p, lighthouseIDs(rows), ef)
	if err != nil {
		return err
	}
	byID := index(rows, func(c *model.LighthouseCountry) model.ID { return c.ID })
	for _, e := range elements {
		c := byID[e.LighthouseCountryID]
		c.Elements = append(c.Elements, e)
	}
	for _, c := range rows {
		c.Elements = l.Model.Sorted(c.Elements)
		c.Progress = l.Model.Progress(c.Elements)
	}
	return nil
}

func (l Lighthouses) countryMilestones(ctx context.Context, p *parties, rows []*model.LighthouseCountry, f model.Fields) error {
	mf, ok := anyRelation(f, "milestones", "nextMilestone", "lateMilestoneCount")
	if !ok {
		return nil
	}
	s := l.statement()
	var milestones []*model.Milestone
	sel := s.anyOfIDs(l.bun.NewSelect().Model(&milestones), "milestone.lighthouse_country_id", lighthouseIDs(rows)).
		OrderExpr("milestone.forecast_on, milestone.id")
	if err := s.scan(ctx, sel, &milestones); err != nil {
		return err
	}
	byID := index(rows, func(c *model.LighthouseCountry) model.ID { return c.ID })
	for _, m := range milestones {
		byID[m.LighthouseCountryID].Milestones = append(byID[m.LighthouseCountryID].Milestones, m)
	}
	return l.milestoneRelations(ctx, p, milestones, mf)
}

func (l Lighthouses) countryDialogue(ctx context.Context, p *parties, rows []*model.LighthouseCountry, f model.Fields) error {
	df, ok := f.Relation("dialogue")
	if !ok {
		return nil
	}
	s := l.statement()
	var entries []*model.DialogueEntry
	sel := s.anyOfIDs(l.bun.NewSelect().Model(&entries), "dialogue_entry.lighthouse_country_id", lighthouseIDs(rows)).
		OrderExpr("dialogue_entry.held_on DESC, dialogue_entry.id DESC")
	if err := s.scan(ctx, sel, &entries); err != nil {
		return err
	}
	byID := index(rows, func(c *model.LighthouseCountry) model.ID { return c.ID })
	for _, d := range entries {
		d.Element = l.Model.Element(d.ElementKey)
		byID[d.LighthouseCountryID].Dialogue = append(byID[d.LighthouseCountryID].Dialogue, d)
	}
	want(&p.organisations, entries, df, ref[model.DialogueEntry, model.Organisation]{
		"organisation", func(d *model.DialogueEntry) *model.ID { return d.OrganisationID }, func(d *model.DialogueEntry, o *model.Organisation) { d.Organisation = o },
	})
	return nil
}

func (l Lighthouses) countryDocuments(ctx context.Context, p *parties, rows []*model.LighthouseCountry, f model.Fields) error {
	df, ok := f.Relation("documents")
	if !ok {
		return nil
	}
	s := l.statement()
	var documents []*model.LighthouseDocument
	sel := s.anyOfIDs(l.bun.NewSelect().Model(&documents), "lighthouse_document.lighthouse_country_id", lighthouseIDs(rows)).
		OrderExpr("lighthouse_document.dated_on DESC, lighthouse_document.id DESC")
	if err := s.scan(ctx, sel, &documents); err != nil {
		return err
	}
	byID := index(rows, func(c *model.LighthouseCountry) model.ID { return c.ID })
	for _, d := range documents {
		d.Element = l.Model.Element(d.ElementKey)
		byID[d.LighthouseCountryID].Documents = append(byID[d.LighthouseCountryID].Documents, d)
	}
	want(&p.organisations, documents, df, ref[model.LighthouseDocument, model.Organisation]{
		"organisation", func(d *model.LighthouseDocument) *model.ID { return d.OrganisationID }, func(d *model.LighthouseDocument, o *model.Organisation) { d.Organisation = o },
	})
	return nil
}

func (l Lighthouses) countryContacts(ctx context.Context, _ *parties, rows []*model.LighthouseCountry, f model.Fields) error {
	if _, ok := anyRelation(f, "visitCount", "visitedCount"); !ok {
		return nil
	}
	codes := make([]model.CountryCode, len(rows))
	for i, c := range rows {
		codes[i] = c.CountryCode
	}
	contacts, err := l.CountryContacts(ctx, codes)
	for _, c := range rows {
		c.Contacts = contacts[c.CountryCode]
	}
	return err
}

func lighthouseIDs(rows []*model.LighthouseCountry) []model.ID {
	return idsOf(rows, func(c *model.LighthouseCountry) *model.ID { return &c.ID })
}

func (l Lighthouses) countryIndex(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.LighthouseCountry, error) {
	rows, err := l.CountriesByID(ctx, ids, f)
	return index(rows, func(c *model.LighthouseCountry) model.ID { return c.ID }), err
}
