// Package staircase keeps on which step of the growth staircase companies
// stand, and answers how far they have come.
package staircase

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes the staircase and the placements on it.
type Service struct{ *app.Core }

// Path answers one company's way over the staircase; nil when there is no such
// company, or none that lets the caller know its step.
func (s Service) Path(ctx context.Context, company model.GlobalID, f model.Fields) (*model.CompanyPath, error) {
	kind, id, ok := company.Parse()
	if !ok {
		return nil, model.BadInput("companyId", "error.id.invalid")
	}
	if kind != model.KindOrganisation {
		return nil, nil //nolint:nilnil // the id of something else answers as an unknown one
	}
	whose, _ := f.Relation("company")
	rows, err := s.Store.OrganisationsByID(ctx, []model.ID{id}, whose.Union(model.Fields{}.Ask("consent")))
	if err != nil || len(rows) == 0 || rows[0].Consent == model.ConsentNothing && !model.ActorFrom(ctx).IsStaff() {
		return nil, err
	}
	asked, _ := f.Relation("placements")
	corrected, _ := f.Relation("corrected")
	first, _ := f.Relation("first")
	latest, _ := f.Relation("latest")
	placements, err := s.Store.PlacementsOf(ctx, []model.ID{id}, asked.Union(corrected).Union(first).Union(latest))
	if err != nil {
		return nil, err
	}
	path := &model.CompanyPath{Company: rows[0], Today: s.Today()}
	path.Placements, path.Corrected = model.Effective(placements)
	return path, nil
}

// Companies answers one page of the companies on the staircase, by name.
func (s Service) Companies(ctx context.Context, filter *model.StaircaseCompanyFilter, page model.PageRequest, f model.Fields) (*model.StaircaseCompanyConnection, error) {
	query := store.StandingQuery{}
	var errs model.Errors
	if filter != nil {
		query.StaircaseCompanyFilter = *filter
		query.Before = errs.OptionalID(filter.BeforeStepID, model.KindStaircaseStep, "filter.beforeStepId")
		query.After = errs.OptionalID(filter.AfterStepID, model.KindStaircaseStep, "filter.afterStepId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.Store.Standings(ctx, query, page, f)
}

// Many answers the placements with the ids that the caller may see, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Placement, error) {
	return s.Store.PlacementsByID(ctx, ids, f)
}

// ManySteps answers the steps with the ids, for loaders.
func (s Service) ManySteps(ctx context.Context, ids []model.ID, _ model.Fields) ([]*model.StaircaseStep, error) {
	steps, err := s.Store.StaircaseSteps(ctx)
	if err != nil {
		return nil, err
	}
	var found []*model.StaircaseStep
	for _, step := range steps {
		for _, id := range ids {
			if step.ID == id {
				found = append(found, step)
				break
			}
		}
	}
	return found, nil
}
