// Package country answers the fixed list of countries, and keeps who gave which
// of them priority.
package country

import (
	"context"
	"slices"
	"strings"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers countries and changes their priority marks.
type Service struct{ *app.Core }

// List answers the countries in the order of the caller's language. What it
// answers is shared and must not be changed.
func (s Service) List(ctx context.Context, filter *model.CountryFilter, f model.Fields) ([]*model.Country, error) {
	if filter == nil {
		filter = &model.CountryFilter{}
	}
	reader := model.ActorFrom(ctx).Language
	met, err := s.met(ctx, *filter)
	if err != nil {
		return nil, err
	}
	first, err := s.firstMet(ctx, *filter)
	if err != nil {
		return nil, err
	}
	var found []*model.Country
	for _, c := range store.Countries(reader) {
		inTime := filter.FirstContactYear == nil || first[c.Code] == *filter.FirstContactYear
		if matches(c, *filter) && (filter.Contact == nil || met[c.Code]) && inTime {
			found = append(found, c)
		}
	}
	return s.withPriorities(ctx, found, f)
}

// met answers the countries that have been met in the way that the filter asks
// for, through activities that the caller may see; nil where it does not ask.
func (s Service) met(ctx context.Context, filter model.CountryFilter) (map[model.CountryCode]bool, error) {
	if err := model.ValidYear("filter.contactYear", filter.ContactYear); err != nil || filter.Contact == nil {
		return nil, err
	}
	marks, err := s.Store.ActivityMarks(ctx, model.ActivityKindsFor(model.ActorFrom(ctx)), filter.ContactYear)
	if err != nil {
		return nil, err
	}
	return model.CountryContactsOf(marks)[*filter.Contact], nil
}

// firstMet answers in which year the countries were first met, where the filter
// asks for that.
func (s Service) firstMet(ctx context.Context, filter model.CountryFilter) (map[model.CountryCode]int, error) {
	if err := model.ValidYear("filter.firstContactYear", filter.FirstContactYear); err != nil || filter.FirstContactYear == nil {
		return nil, err
	}
	marks, err := s.Store.FirstActivityMarks(ctx, model.ActivityKindsFor(model.ActorFrom(ctx)))
	return model.FirstContacts(marks), err
}

// One answers the country with the code; nil when there is none.
func (s Service) One(ctx context.Context, code model.CountryCode, f model.Fields) (*model.Country, error) {
	byCode, err := s.Store.CountriesByCode(ctx, []model.CountryCode{code}, f)
	return byCode[code], err
}

// withPriorities puts the marks to the countries where they were asked for.
func (s Service) withPriorities(ctx context.Context, list []*model.Country, f model.Fields) ([]*model.Country, error) {
	if !f.Wants("priorities") {
		return list, nil
	}
	codes := make([]model.CountryCode, len(list))
	for i, c := range list {
		codes[i] = c.Code
	}
	byCode, err := s.Store.CountriesByCode(ctx, codes, f)
	if err != nil {
		return nil, err
	}
	for i, code := range codes {
		list[i] = byCode[code]
	}
	return list, nil
}

func matches(c *model.Country, filter model.CountryFilter) bool {
	if filter.WHOEurope != nil && c.WHOEurope != *filter.WHOEurope {
		return false
	}
	if filter.Search == nil {
		return true
	}
	wanted := strings.TrimSpace(*filter.Search)
	if slices.Contains([]string{string(c.Code), c.Alpha3}, strings.ToUpper(wanted)) {
		return true
	}
	return strings.Contains(i18n.Fold(c.Name(nil).Text), i18n.Fold(wanted))
}
