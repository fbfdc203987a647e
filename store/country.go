package store

import (
	"context"
	"fmt"
	"sync"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// countryList is the fixed list of countries, one shared value per reader's
// language, so that a page of a thousand relations allocates none.
type countryList struct {
	codes    []model.CountryCode
	byReader map[model.LanguageTag]map[model.CountryCode]*model.Country
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
	list := &countryList{byReader: map[model.LanguageTag]map[model.CountryCode]*model.Country{}}
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
		}
		list.byReader[reader] = byCode
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
		rows = append(rows, Country(code, model.English))
	}
	_, err := q.idb.NewInsert().Model(&rows).
		On("CONFLICT (code) DO UPDATE").
		Set("alpha3 = EXCLUDED.alpha3, who_europe = EXCLUDED.who_europe, time_zone = EXCLUDED.time_zone, default_language = EXCLUDED.default_language").
		Exec(ctx)
	return q.d.mapError(err)
}

// CountryPriorities reads the priority marks of the countries, newest first.
func (q Queries) CountryPriorities(ctx context.Context, codes []model.CountryCode) ([]*model.CountryPriority, error) {
	s := q.statement()
	var rows []*model.CountryPriority
	sel := q.bun.NewSelect().Model(&rows)
	sel = anyOf(s, sel, "country_priority.country_code", codes).OrderExpr("country_priority.from_date DESC, country_priority.id DESC")
	err := s.scan(ctx, sel, &rows)
	return rows, err
}
