package graph

import (
	"context"
	"slices"

	"fyrtaarn/app/event"
	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// activityChanges tells of one activity or of all.
func (r *Resolver) activityChanges(
	ctx context.Context, id *model.GlobalID, kinds []model.ActivityKindName, f model.Fields,
) (<-chan *generated.ActivityChange, error) {
	only, err := r.watched(ctx, id, "id")
	if err != nil {
		return nil, err
	}
	wants := func(e model.Event) bool { return e.Topic == model.TopicActivity && about(e, only) }
	return follow(ctx, r.Events, wants, func(ctx context.Context, e model.Event) (*generated.ActivityChange, error) {
		change := &generated.ActivityChange{At: e.At, Missed: e.Topic == model.TopicMissed}
		if change.Missed && only == nil {
			return change, nil
		}
		found, err := r.Activities.Many(ctx, []model.ID{subjectOf(e, only)}, f["activity"].Fields)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		kind, global := found[0].ActivityKind().ActivityName(), found[0].GlobalID()
		if len(kinds) > 0 && !slices.Contains(kinds, kind) {
			return nil, nil
		}
		change.ID, change.Kind, change.Activity = &global, &kind, found[0]
		return change, nil
	}), nil
}

// programmeChanges tells of the programme of one visit.
func (r *Resolver) programmeChanges(ctx context.Context, id model.GlobalID, f model.Fields) (<-chan *generated.DelegationProgrammeChange, error) {
	only, err := r.watched(ctx, &id, "delegationId")
	if err != nil {
		return nil, err
	}
	wants := func(e model.Event) bool { return e.Topic == model.TopicProgramme && about(e, only) }
	return follow(ctx, r.Events, wants, func(ctx context.Context, e model.Event) (*generated.DelegationProgrammeChange, error) {
		visit, err := r.visit(ctx, e, only, f["delegation"].Fields)
		if visit == nil {
			return nil, err
		}
		return &generated.DelegationProgrammeChange{At: e.At, Missed: e.Topic == model.TopicMissed, Delegation: visit}, nil
	}), nil
}

// deliveryChanges tells of the mails about one activity or of all.
func (r *Resolver) deliveryChanges(ctx context.Context, activity *model.GlobalID, f model.Fields) (<-chan *generated.DeliveryChange, error) {
	only, err := r.watched(ctx, activity, "activityId")
	if err != nil {
		return nil, err
	}
	wants := func(e model.Event) bool { return e.Topic == model.TopicDelivery && about(e, only) }
	return follow(ctx, r.Events, wants, func(ctx context.Context, e model.Event) (*generated.DeliveryChange, error) {
		change := &generated.DeliveryChange{At: e.At, Missed: e.Topic == model.TopicMissed}
		if change.Missed {
			return change, nil
		}
		found, err := r.Reminders.ManyDeliveries(ctx, []model.ID{e.ID}, f["delivery"].Fields)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		change.Delivery = found[0]
		return change, nil
	}), nil
}

// watched reads the id of the activity that a subscription is about; nil is all.
// NOT_FOUND is the answer for one that the caller may not see.
func (r *Resolver) watched(ctx context.Context, id *model.GlobalID, field string) (*model.ID, error) {
	if id == nil {
		return nil, nil //nolint:nilnil // no activity was named
	}
	_, key, err := id.AsActivity(field)
	if err != nil {
		return nil, err
	}
	found, err := r.Activities.Many(ctx, []model.ID{key}, model.Fields{})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, model.NotFound(field)
	}
	return &key, nil
}

// visit reads the visit of an event as the caller may see it, or the only one
// that is listened to; nil when there is none.
func (r *Resolver) visit(ctx context.Context, e model.Event, only *model.ID, f model.Fields) (*model.Delegation, error) {
	found, err := r.Delegations.Many(ctx, []model.ID{subjectOf(e, only)}, f)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// subjectOf is the activity of an event, or the only one that is listened to.
func subjectOf(e model.Event, only *model.ID) model.ID {
	if only != nil {
		return *only
	}
	return e.Activity
}

// about tells whether an event is of the activity; nil is any.
func about(e model.Event, only *model.ID) bool { return only == nil || e.Activity == *only }

// follow turns events into what a subscription answers, until the context ends.
// For each event the stream's token is asked again, and read answers what the
// caller may see of it; nil is nothing. An error is the last word of the stream.
func follow[T any](
	ctx context.Context, hub *event.Hub, wants func(model.Event) bool, read func(context.Context, model.Event) (*T, error),
) <-chan *T {
	s := streamFrom(ctx)
	subscription := hub.Subscribe(wants)
	changes := make(chan *T)
	go func() {
		defer close(changes)
		defer subscription.Close()
		s.end(pass(ctx, s, subscription, read, changes))
	}()
	return changes
}

// pass answers why there is nothing more to tell; nil when nobody listens.
func pass[T any](
	ctx context.Context, s *stream, from *event.Subscription, read func(context.Context, model.Event) (*T, error), to chan<- *T,
) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = recovered(ctx, broken)
		}
	}()
	for {
		var change *T
		select {
		case <-ctx.Done():
			return nil
		case <-from.Dropped():
			return event.ErrTooSlow
		case e := <-from.Events():
			if err := s.authorised(ctx); err != nil {
				return err
			}
			if change, err = read(ctx, e); err != nil {
				return err
			}
		}
		if change == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-from.Dropped():
			return event.ErrTooSlow
		case to <- change:
		}
	}
}
