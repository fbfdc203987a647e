// Package solution keeps what companies offer to those who provide health.
package solution

import (
	"context"
	"fmt"
	"strings"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes solutions.
type Service struct{ *app.Core }

// One answers the solution with the id; nil when there is none. What is no id
// at all is BAD_USER_INPUT.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Solution, error) {
	return app.ByGlobalID(ctx, model.KindSolution, id, f, s.Store.SolutionsByID)
}

// Many answers the solutions with the ids, in no order, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Solution, error) {
	return s.Store.SolutionsByID(ctx, ids, f)
}

// List answers one page of solutions, by default in order of their names.
func (s Service) List(
	ctx context.Context, filter *model.SolutionFilter, order *model.SolutionOrderBy, page model.PageRequest, f model.Fields,
) (*model.SolutionConnection, error) {
	query := store.SolutionQuery{}
	if filter != nil {
		var errs model.Errors
		query.SolutionFilter = *filter
		query.Company = errs.OptionalID(filter.CompanyID, model.KindOrganisation, "filter.companyId")
		query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
		if err := errs.Err(); err != nil {
			return nil, err
		}
	}
	if order == nil {
		order = &model.SolutionOrderBy{Field: model.SolutionByName, Direction: model.Ascending}
	}
	return s.Store.Solutions(ctx, query, *order, page, f)
}

// check writes what follows from the rest of the row and answers everything
// that is wrong with it; applied is what was wrong with the input itself.
func check(ctx context.Context, tx *app.Tx, row *model.Solution, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	for i, code := range row.TargetMarkets {
		if store.Country(code, model.English) == nil {
			errs.Add(model.BadInput(fmt.Sprintf("targetMarkets.%d", i), "error.country.unknown").With("Code", string(code)))
		}
	}
	if err := company(ctx, tx, row.CompanyID, &errs); err != nil {
		return err
	}
	if err := tx.Known(ctx, &errs, model.KindFocusArea, map[string]*model.ID{"focusAreaId": row.FocusAreaID}); err != nil {
		return err
	}
	row.SortKey = i18n.CollationKeyDanish(row.Name.Texts[row.Name.Source].Text)
	row.SearchText = i18n.Fold(row.Name.AllText() + " " + strings.Join(row.Tags, " ") + " " + row.Replaces)
	return errs.Err()
}

// company notes an owner that is not there, or is no company.
func company(ctx context.Context, tx *app.Tx, id model.ID, errs *model.Errors) error {
	if id == (model.ID{}) {
		return nil
	}
	owner, err := tx.Organisation(ctx, id)
	switch {
	case model.IsCode(err, model.CodeNotFound):
		errs.Add(model.NotFound("companyId"))
		return nil
	case err != nil:
		return err
	case owner.Kind != model.OrganisationCompany:
		errs.Add(model.BadInput("companyId", "error.organisation.notCompany"))
	}
	return nil
}

// one reads the solution with what was asked of it.
func (s Service) one(ctx context.Context, id model.ID, f model.Fields) (*model.Solution, error) {
	return app.First(s.Store.SolutionsByID(ctx, []model.ID{id}, f))
}
