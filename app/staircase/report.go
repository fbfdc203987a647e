package staircase

import (
	"context"
	"slices"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Report answers how far companies have come: those that let the caller know
// their step and that the filter keeps.
func (s Service) Report(ctx context.Context, filter *model.StaircaseFilter, f model.Fields) (*model.Staircase, error) {
	if filter == nil {
		filter = &model.StaircaseFilter{}
	}
	query := store.StaircaseQuery{Region: filter.Region}
	var errs model.Errors
	query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
	stuckDays := model.DefaultStuckDays
	if filter.StuckDays != nil {
		stuckDays = *filter.StuckDays
		if stuckDays < 0 || stuckDays > model.MaxStuckDays {
			errs.Add(model.BadInput("filter.stuckDays", "error.number.range").With("Min", 0).With("Max", model.MaxStuckDays))
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	steps, err := s.Store.StaircaseSteps(ctx)
	if err != nil {
		return nil, err
	}
	members, err := s.members(ctx, query, filter)
	if err != nil {
		return nil, err
	}
	focus, err := s.focusAreas(ctx, f)
	if err != nil {
		return nil, err
	}
	report := model.NewStaircase(steps, members, stuckDays, focus)
	return report, s.nameStuck(ctx, report, f)
}

// members reads the companies of a filter with their placements.
func (s Service) members(ctx context.Context, query store.StaircaseQuery, filter *model.StaircaseFilter) ([]*model.StaircaseMember, error) {
	members, err := s.Store.StaircaseMembers(ctx, query)
	if err != nil {
		return nil, err
	}
	placements, err := s.Store.PlacementsOf(ctx, nil, nil)
	if err != nil {
		return nil, err
	}
	of := make(map[model.ID][]*model.Placement, len(members))
	for _, p := range placements {
		of[p.CompanyID] = append(of[p.CompanyID], p)
	}
	today := s.Today()
	return slices.DeleteFunc(members, func(m *model.StaircaseMember) bool {
		m.Placements, m.Corrected = model.Effective(of[m.CompanyID])
		m.Today = today
		return len(filter.Sizes) > 0 && !slices.Contains(filter.Sizes, model.SizeOf(m.Employees)) ||
			filter.Programme != nil && !slices.Contains(m.Programmes(), *filter.Programme)
	}), nil
}

// focusAreas reads all, which are few, where cohorts were asked for.
func (s Service) focusAreas(ctx context.Context, f model.Fields) (map[model.ID]*model.FocusArea, error) {
	byID := map[model.ID]*model.FocusArea{}
	if !f.Wants("cohorts") {
		return byID, nil
	}
	rows, err := s.Store.FocusAreas(ctx)
	for _, row := range rows {
		byID[row.ID] = row
	}
	return byID, err
}

// nameStuck reads the companies that stand still.
func (s Service) nameStuck(ctx context.Context, report *model.Staircase, f model.Fields) error {
	stuck, ok := f.Relation("stuck")
	if !ok || len(report.Stuck) == 0 {
		return nil
	}
	asked, _ := stuck.Relation("company")
	ids := make([]model.ID, len(report.Stuck))
	for i, one := range report.Stuck {
		ids[i] = one.CompanyID
	}
	rows, err := s.Store.OrganisationsByID(ctx, ids, asked)
	byID := make(map[model.ID]*model.Organisation, len(rows))
	for _, row := range rows {
		byID[row.ID] = row
	}
	for _, one := range report.Stuck {
		one.Company = byID[one.CompanyID]
	}
	return err
}
