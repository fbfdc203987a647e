// Package activity answers the calendar: activities of every kind in one list.
package activity

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers questions about activities whatever their kind.
type Service struct{ *app.Core }

// List answers one page of the calendar, the earliest first day first. It holds
// only kinds that the actor may see; FORBIDDEN is for whoever may see none.
func (s Service) List(ctx context.Context, filter *model.ActivityFilter, page model.PageRequest, f model.Fields) (*model.ActivityConnection, error) {
	query := store.ActivityQuery{Kinds: model.ActivityKindsFor(model.ActorFrom(ctx))}
	if len(query.Kinds) == 0 {
		return nil, model.Forbidden("error.forbidden.scope").With("Scope", "*:read")
	}
	var errs model.Errors
	if filter != nil {
		query.ActivityFilter = *filter
		if len(filter.Kinds) > 0 {
			query.Kinds = slices.DeleteFunc(query.Kinds, func(k model.Kind) bool {
				return !slices.ContainsFunc(filter.Kinds, func(n model.ActivityKindName) bool { return n.Kind() == k })
			})
		}
		query.Owner = errs.OptionalID(filter.OwnerID, model.KindPerson, "filter.ownerId")
		query.Organiser = errs.OptionalID(filter.OrganiserID, model.KindOrganisation, "filter.organiserId")
		query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.Store.Activities(ctx, query, page, f)
}

// Many answers the activities with the ids that the actor may see, in no order.
// FORBIDDEN is for whoever may see none of any kind.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]model.ActivityNode, error) {
	kinds := model.ActivityKindsFor(model.ActorFrom(ctx))
	if len(kinds) == 0 {
		return nil, model.Forbidden("error.forbidden.scope").With("Scope", "*:read")
	}
	byID, err := s.Store.ActivitiesByID(ctx, ids, f)
	if err != nil {
		return nil, err
	}
	seen := make([]model.ActivityNode, 0, len(byID))
	for _, a := range byID {
		if slices.Contains(kinds, a.ActivityKind()) {
			seen = append(seen, a)
		}
	}
	return seen, nil
}
