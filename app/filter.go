package app

import (
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// ProjectQuery reads a filter of projects that stands at the named place of the
// input; nil asks for all.
func ProjectQuery(filter *model.ProjectFilter, at string) (store.ProjectQuery, error) {
	query := store.ProjectQuery{}
	if filter == nil {
		return query, nil
	}
	var errs model.Errors
	query.ProjectFilter = *filter
	query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, at+".focusAreaId")
	query.Actor = errs.OptionalID(filter.ActorID, model.KindOrganisation, at+".actorId")
	return query, errs.Err()
}

// ParticipationQuery reads a filter of participations that stands at the named
// place of the input; nil asks for all.
func (c *Core) ParticipationQuery(filter *model.ParticipationFilter, at string) (store.ParticipationQuery, error) {
	query := store.ParticipationQuery{Today: c.Today()}
	if filter == nil {
		return query, nil
	}
	var errs model.Errors
	query.ParticipationFilter = *filter
	query.Company = errs.OptionalID(filter.CompanyID, model.KindOrganisation, at+".companyId")
	errs.Add(model.ValidYear(at+".year", filter.Year))
	return query, errs.Err()
}
