package project

import (
	"context"
	"fmt"
	"strings"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Create notes a project.
func (s Service) Create(ctx context.Context, in model.ProjectCreateInput, f model.Fields) (*model.Project, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.Project{Stamps: model.Created(tx.Now)}
		applied := in.Apply(row)
		if err := check(ctx, tx, row, applied); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "projectCreate", in, func(id model.ID) error {
			row.ID = id
			return insert(ctx, tx, row)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

func insert(ctx context.Context, tx *app.Tx, row *model.Project) error {
	if row.Reference == "" {
		// The end of a UUIDv7 is random: short, and unique enough to be tried.
		id := row.ID.String()
		row.Reference = fmt.Sprintf("prj-%s-%s", strings.ToLower(string(row.CountryCode)), id[len(id)-6:])
	}
	row.SearchText = searchText(row)
	taken := model.Conflict("reference", "error.reference.taken").With("Reference", row.Reference)
	if err := tx.InsertUnique(ctx, row, taken); err != nil {
		return err
	}
	if err := saveActors(ctx, tx, row); err != nil {
		return err
	}
	if err := saveFunding(ctx, tx, row); err != nil {
		return err
	}
	return tx.Audit(ctx, "projectCreate", model.KindProject, row.ID, nil, snapshotOf(row), "")
}

// check answers everything that is wrong with a project; applied is what was
// wrong with the input itself.
func check(ctx context.Context, tx *app.Tx, row *model.Project, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	if store.Country(row.CountryCode, model.English) == nil {
		errs.Add(model.BadInput("countryCode", "error.country.unknown").With("Code", string(row.CountryCode)))
	}
	if err := tx.Known(ctx, &errs, model.KindFocusArea, map[string]*model.ID{"focusAreaId": row.FocusAreaID}); err != nil {
		return err
	}
	if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"ownerId": row.OwnerID}); err != nil {
		return err
	}
	actors := make(map[string]*model.ID, len(row.Actors))
	for i, a := range row.Actors {
		actors[fmt.Sprintf("actors.%d.organisationId", i)] = &a.OrganisationID
	}
	if err := tx.Known(ctx, &errs, model.KindOrganisation, actors); err != nil {
		return err
	}
	return errs.Err()
}

// saveActors and saveFunding store the lists as they stand in the row.
func saveActors(ctx context.Context, tx *app.Tx, row *model.Project) error {
	for _, a := range row.Actors {
		a.ProjectID = row.ID
	}
	return tx.SetProjectActors(ctx, row.ID, row.Actors)
}

func saveFunding(ctx context.Context, tx *app.Tx, row *model.Project) error {
	for _, one := range row.Funding {
		one.ID, one.ProjectID = tx.NewID(), row.ID
	}
	return tx.SetProjectFunding(ctx, row.ID, row.Funding)
}

// snapshot is a project as the audit trail sees it: with the lists that are
// stored beside its row.
type snapshot struct {
	model.Project
	ActorList   []*model.ProjectActor   `bun:"actors"`
	FundingList []*model.ProjectFunding `bun:"funding"`
}

func snapshotOf(p *model.Project) *snapshot { return &snapshot{*p, p.Actors, p.Funding} }

func searchText(p *model.Project) string { return i18n.Fold(p.Reference + " " + p.Title.AllText()) }
