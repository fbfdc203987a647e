package reminder

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Occurrences answers one page of what was and will be said, the earliest due
// first: the queue of a day, or by its filter the timeline of a person or a
// visit.
func (s Service) Occurrences(ctx context.Context, filter *model.OccurrenceFilter, page model.PageRequest, f model.Fields) (*model.OccurrenceConnection, error) {
	if err := onlyStaff(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	var query store.OccurrenceQuery
	if filter != nil {
		query.OccurrenceFilter = *filter
		var errs model.Errors
		query.Person = errs.OptionalID(filter.PersonID, model.KindPerson, "filter.personId")
		query.Activity = readActivity(&errs, filter.ActivityID, "filter.activityId")
		if err := errs.Err(); err != nil {
			return nil, err
		}
	}
	return s.Store.Occurrences(ctx, query, page, f)
}

// Deliveries answers one page of the ledger, the newest first.
func (s Service) Deliveries(ctx context.Context, filter *model.DeliveryFilter, page model.PageRequest, f model.Fields) (*model.DeliveryConnection, error) {
	if err := onlyStaff(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	var query store.DeliveryQuery
	if filter != nil {
		query.DeliveryFilter = *filter
		var errs model.Errors
		query.Person = errs.OptionalID(filter.PersonID, model.KindPerson, "filter.personId")
		query.Activity = readActivity(&errs, filter.ActivityID, "filter.activityId")
		if err := errs.Err(); err != nil {
			return nil, err
		}
	}
	return s.Store.Deliveries(ctx, query, page, f)
}

// ManyRules answers the rules with the ids, for nodes and loaders. Whoever is
// not staff sees none, here and below.
func (s Service) ManyRules(ctx context.Context, ids []model.ID, _ model.Fields) ([]*model.ReminderRule, error) {
	if !model.ActorFrom(ctx).IsStaff() {
		return nil, nil
	}
	all, err := s.Store.ReminderRules(ctx)
	if err != nil {
		return nil, err
	}
	asked := make(map[model.ID]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	var rules []*model.ReminderRule
	for _, r := range all {
		if asked[r.ID] {
			rules = append(rules, r)
		}
	}
	return rules, nil
}

// ManyOccurrences answers the occurrences with the ids, for nodes and loaders.
func (s Service) ManyOccurrences(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Occurrence, error) {
	if !model.ActorFrom(ctx).IsStaff() {
		return nil, nil
	}
	return s.Store.OccurrencesByID(ctx, ids, f)
}

// ManyDeliveries answers the deliveries with the ids, for nodes and loaders.
func (s Service) ManyDeliveries(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Delivery, error) {
	if !model.ActorFrom(ctx).IsStaff() {
		return nil, nil
	}
	return s.Store.DeliveriesByID(ctx, ids, f)
}

func readActivity(errs *model.Errors, global *model.GlobalID, field string) *model.ID {
	if global == nil {
		return nil
	}
	_, id, err := global.AsActivity(field)
	errs.Add(err)
	return &id
}
