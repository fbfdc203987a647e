// Package mission takes Danish companies abroad: the call, their applications,
// the selection, offers and waitlist, and what is asked of them afterwards.
package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes trade missions and applications.
type Service struct{ *app.Core }

// Find answers the mission with the id or with the reference; one of the two
// must be named. nil is one that is not there, or not for the viewer.
func (s Service) Find(ctx context.Context, id *model.GlobalID, reference *string, f model.Fields) (*model.TradeMission, error) {
	return app.ActivityBy(ctx, s.Core, model.KindTradeMission, id, reference, f, s.Store.TradeMissionsByID)
}

// Many answers the missions with the ids, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.TradeMission, error) {
	return s.Store.TradeMissionsByID(ctx, ids, f)
}

// ManyApplications answers the applications with the ids that the viewer may
// see, for loaders.
func (s Service) ManyApplications(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.MissionApplication, error) {
	return s.Store.MissionApplicationsByID(ctx, ids, f)
}

// List answers one page of missions, by default in order of their first day.
func (s Service) List(
	ctx context.Context, filter *model.TradeMissionFilter, order *model.TradeMissionOrderBy, page model.PageRequest, f model.Fields,
) (*model.TradeMissionConnection, error) {
	query := store.TradeMissionQuery{}
	var errs model.Errors
	if filter != nil {
		query.TradeMissionFilter = *filter
		query.Owner = errs.OptionalID(filter.OwnerID, model.KindPerson, "filter.ownerId")
		query.Host = errs.OptionalID(filter.HostID, model.KindOrganisation, "filter.hostId")
		query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &model.TradeMissionOrderBy{Field: model.MissionByStartsOn, Direction: model.Ascending}
	}
	return s.Store.TradeMissions(ctx, query, *order, page, f)
}

// Applications answers one page of applications, the oldest first. A company
// gets its own.
func (s Service) Applications(
	ctx context.Context, filter *model.MissionApplicationFilter, page model.PageRequest, f model.Fields,
) (*model.MissionApplicationConnection, error) {
	query := store.MissionApplicationQuery{}
	var errs model.Errors
	if filter != nil {
		query.MissionApplicationFilter = *filter
		query.Mission = errs.OptionalID(filter.MissionID, model.KindTradeMission, "filter.missionId")
		query.Company = errs.OptionalID(filter.CompanyID, model.KindOrganisation, "filter.companyId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.Store.MissionApplications(ctx, query, page, f)
}

// AppealUntil is the last day on which the application's outcome can be
// appealed, by Denmark's working days; nil where there is nothing to appeal.
func (s Service) AppealUntil(a *model.MissionApplication) *model.Date {
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		return nil
	}
	return a.AppealUntil(zone, func(day model.Date) bool { return model.IsFree(s.Holidays, model.Denmark, day) })
}

// changed answers the mission as it is after a change, with what was asked of it.
func (s Service) changed(ctx context.Context, id model.ID, f model.Fields) (*model.TradeMission, error) {
	return s.Store.TradeMission(ctx, id, f)
}

// changedApplication answers the application as it is after a change.
func (s Service) changedApplication(ctx context.Context, id model.ID, f model.Fields) (*model.MissionApplication, error) {
	return app.First(s.Store.MissionApplicationsByID(ctx, []model.ID{id}, f))
}
