// Package delegation takes a visit from the first request to the last
// follow-up: the visit itself, its programme, its hosts and its delegates.
package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes delegations.
type Service struct{ *app.Core }

// One answers the delegation with the id; nil when there is none that the
// viewer may see.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Delegation, error) {
	return app.ByGlobalID(ctx, model.KindDelegation, id, f, s.Store.DelegationsByID)
}

// Many answers the delegations with the ids, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Delegation, error) {
	return s.Store.DelegationsByID(ctx, ids, f)
}

// List answers one page of delegations, by default in order of their first day.
func (s Service) List(
	ctx context.Context, filter *model.DelegationFilter, order *model.DelegationOrderBy, page model.PageRequest, f model.Fields,
) (*model.DelegationConnection, error) {
	query := store.DelegationQuery{}
	var errs model.Errors
	if filter != nil {
		query.DelegationFilter = *filter
		query.Owner = errs.OptionalID(filter.OwnerID, model.KindPerson, "filter.ownerId")
		query.Host = errs.OptionalID(filter.HostID, model.KindOrganisation, "filter.hostId")
		query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &model.DelegationOrderBy{Field: model.DelegationByStartsOn, Direction: model.Ascending}
	}
	return s.Store.Delegations(ctx, query, *order, page, f)
}

// changed answers the visit as it is after a change, with what was asked of it.
func (s Service) changed(ctx context.Context, id model.ID, f model.Fields) (*model.Delegation, error) {
	return s.Store.Delegation(ctx, id, f)
}

// ManySessions answers the sessions with the ids, for loaders.
func (s Service) ManySessions(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Session, error) {
	return s.Store.SessionsByID(ctx, ids, f)
}

// ManyInvitations answers the host invitations with the ids, for loaders.
func (s Service) ManyInvitations(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.HostInvitation, error) {
	return s.Store.InvitationsByID(ctx, ids, f)
}

// ManyDelegates answers the delegates with the ids that the viewer may see, for
// loaders.
func (s Service) ManyDelegates(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Delegate, error) {
	return s.Store.DelegatesByID(ctx, ids, f)
}

// Find answers the delegation with the id or with the reference; one of the two
// must be named.
func (s Service) Find(ctx context.Context, id *model.GlobalID, reference *string, f model.Fields) (*model.Delegation, error) {
	return app.ActivityBy(ctx, s.Core, model.KindDelegation, id, reference, f, s.Store.DelegationsByID)
}
