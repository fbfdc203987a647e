package store

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// countryList is the fixed list of countries, one shared value per reader's
// language, so that a page of a thousand relations allocates none.
type countryList struct {
	codes    []model.CountryCode
	byReader map[model.LanguageTag]map[model.CountryCode]*model.Country
	// sorted holds the countries in the order of each reader's language.
	sorted map[model.LanguageTag][]*model.Country
}

var countries = sync.OnceValues(func() (*countryList, error) {
	states, err := model.WHOEurope()
	if err != nil {
		return nil, err
	}
	who := make(map[model.CountryCode]model.WHOState, len(states))
	for _, s := range states {
		who[s.Code] = s
	}
	list := &countryList{byReader: map[model.LanguageTag]map[model.CountryCode]*model.Country{}, sorted: map[model.LanguageTag][]*model.Country{}}
	for _, code := range i18n.CountryCodes() {
		list.codes = append(list.codes, model.CountryCode(code))
	}
	for _, language := range i18n.Languages() {
		reader := model.LanguageTag(language.Tag)
		byCode := make(map[model.CountryCode]*model.Country, len(list.codes))
		for _, code := range list.codes {
			alpha3, ok := i18n.CountryAlpha3(string(code))
			if !ok {
				return nil, fmt.Errorf("country %s has no alpha-3 code", code)
			}
			state, member := who[code]
			country := &model.Country{
				Code: code, Alpha3: alpha3, WHOEurope: member, TimeZone: state.TimeZone, DefaultLanguage: state.DefaultLanguage,
				Names: i18n.CountryNames(string(code)), Reader: reader,
			}
			if !member {
				country.DefaultLanguage = model.English
			}
			byCode[code] = country
			list.sorted[reader] = append(list.sorted[reader], country)
		}
		list.byReader[reader] = byCode
		i18n.SortBy(language.Tag, list.sorted[reader], func(c *model.Country) string { return c.Names[language.Tag] })
	}
	return list, nil
})

// Country answers a country of the fixed list for a reader of the language. It
// is shared and must not be changed; nil for an unknown code.
func Country(code model.CountryCode, reader model.LanguageTag) *model.Country {
	list, err := countries()
	if err != nil {
		return nil
	}
	byCode, ok := list.byReader[reader]
	if !ok {
		byCode = list.byReader[model.English]
	}
	return byCode[code]
}

// Countries lists the fixed list in the order of the reader's language. The
// slice and what it points to are shared and must not be changed.
func Countries(reader model.LanguageTag) []*model.Country {
	list, err := countries()
	if err != nil {
		return nil
	}
	if sorted, ok := list.sorted[reader]; ok {
		return sorted
	}
	return list.sorted[model.English]
}

// CountryCodes lists the codes of the fixed list, in their own order.
func CountryCodes() []model.CountryCode {
	list, err := countries()
	if err != nil {
		return nil
	}
	return list.codes
}

// SyncCountries writes the fixed list into the table that foreign keys look at.
// It changes nothing when the list is already there.
func (q Queries) SyncCountries(ctx context.Context) error {
	if _, err := countries(); err != nil {
		return err
	}
	rows := make([]*model.Country, 0, 250)
	for _, code := range CountryCodes() {
		// A copy: bun writes what the database made of an empty zone into the row,
		// and the list is shared.
		row := *Country(code, model.English)
		rows = append(rows, &row)
	}
	_, err := q.idb.NewInsert().Model(&rows).
		On("CONFLICT (code) DO UPDATE").
		Set("alpha3 = EXCLUDED.alpha3, who_europe = EXCLUDED.who_europe, time_zone = EXCLUDED.time_zone, default_language = EXCLUDED.default_language").
		Exec(ctx)
	return q.d.mapError(err)
}

// CountriesByCode answers the countries with the codes for the reader. They are
// the shared values of the fixed list, or copies that carry their priority
// marks where those were asked for.
func (q Queries) CountriesByCode(ctx context.Context, codes []model.CountryCode, f model.Fields) (map[model.CountryCode]*model.Country, error) {
	reader := model.ActorFrom(ctx).Language
	byCode := make(map[model.CountryCode]*model.Country, len(codes))
	for _, code := range codes {
		if country := Country(code, reader); country != nil {
			byCode[code] = country
		}
	}
	pf, ok := f.Relation("priorities")
	if !ok || len(byCode) == 0 {
		return byCode, nil
	}
	marks, err := q.CountryPriorities(ctx, codes, pf)
	if err != nil {
		return nil, err
	}
	for code, shared := range byCode {
		own := *shared
		own.Priorities = []*model.CountryPriority{}
		byCode[code] = &own
	}
	for _, mark := range marks {
		if country, ok := byCode[mark.CountryCode]; ok {
			country.Priorities = append(country.Priorities, mark)
		}
	}
	return byCode, nil
}

// countryOf reads the country of each row, where it was asked for.
func countryOf[T any](
	ctx context.Context, q Queries, rows []*T, f model.Fields, code func(*T) model.CountryCode, set func(*T, *model.Country),
) error {
	cf, ok := f.Relation("country")
	if !ok || len(rows) == 0 {
		return nil
	}
	var codes []model.CountryCode
	for _, row := range rows {
		codes = append(codes, code(row))
	}
	slices.Sort(codes)
	byCode, err := q.CountriesByCode(ctx, slices.Compact(codes), cf)
	if err != nil {
		return err
	}
	for _, row := range rows {
		set(row, byCode[code(row)])
	}
	return nil
}

// CountryPriorities reads the priority marks of the countries, newest first.
func (q Queries) CountryPriorities(ctx context.Context, codes []model.CountryCode, f model.Fields) ([]*model.CountryPriority, error) {
	s := q.statement()
	var rows []*model.CountryPriority
	sel := q.bun.NewSelect().Model(&rows)
	sel = anyOf(s, sel, "country_priority.country_code", codes).OrderExpr("country_priority.from_date DESC, country_priority.id DESC")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.priorityRelations(ctx, rows, f)
}

// PrioritiesBetween reads the marks that hold on one of the days, both included,
// by country, with who gave them.
func (q Queries) PrioritiesBetween(ctx context.Context, from, until model.Date, f model.Fields) ([]*model.CountryPriority, error) {
	s := q.statement()
	var rows []*model.CountryPriority
	sel := q.bun.NewSelect().Model(&rows).Where("country_priority.from_date <= ?", s.arg(until)).
		Where("(country_priority.until_date IS NULL OR country_priority.until_date >= ?)", s.arg(from)).
		OrderExpr("country_priority.country_code, country_priority.from_date DESC, country_priority.id DESC")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.priorityRelations(ctx, rows, f)
}

// CountryPriority reads one priority mark; a nil f reads no relation.
func (q Queries) CountryPriority(ctx context.Context, id model.ID, f model.Fields) (*model.CountryPriority, error) {
	row := new(model.CountryPriority)
	if err := q.byID(ctx, row, id); err != nil {
		return nil, err
	}
	return row, q.priorityRelations(ctx, []*model.CountryPriority{row}, f)
}

// LockCountry lets one transaction at a time mark a country, so that two marks
// cannot overlap unseen.
func (q Queries) LockCountry(ctx context.Context, code model.CountryCode) error {
	s := q.statement()
	row := new(model.Country)
	sel := q.bun.NewSelect().Model(row).Column("code").Where("country.code = ?", s.arg(code))
	if lock := q.d.lockRow(); lock != "" {
		sel = sel.For(lock)
	}
	return s.scan(ctx, sel, row)
}

func (q Queries) priorityRelations(ctx context.Context, rows []*model.CountryPriority, f model.Fields) error {
	refs := []ref[model.CountryPriority, model.Organisation]{
		{"givenBy", func(p *model.CountryPriority) *model.ID { return &p.GivenByID }, func(p *model.CountryPriority, o *model.Organisation) { p.GivenBy = o }},
	}
	return toOne(ctx, rows, f, refs, q.organisationIndex)
}
