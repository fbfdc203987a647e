package activity

import (
	"context"
	"slices"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// weekDays is how far beyond an activity's own days its weeks can reach.
const weekDays = 7

// ListClashes answers the clashes that the filter asks for, one entry for each
// pair and kind.
func (s Service) ListClashes(ctx context.Context, filter model.ClashFilter) ([]*model.ActivityClash, error) {
	if err := filter.Check("filter"); err != nil {
		return nil, err
	}
	plans, err := s.Store.ClashPlans(ctx, filter.From, filter.Until)
	if err != nil {
		return nil, err
	}
	clashes := filter.Find(plans)
	sides, err := s.sides(ctx, clashes)
	if err != nil {
		return nil, err
	}
	seen := make([]*model.ActivityClash, 0, len(clashes))
	for _, c := range clashes {
		seen = append(seen, sides.seen(c, c.ActivityID, c.OtherID))
	}
	return seen, nil
}

// Clashes answers the clashes of each of the activities, for loaders: for all
// of them together in a constant number of statements. Both sides of a clash
// see it, and of the other side as much as it takes to call each other,
// whatever else they may see.
func (s Service) Clashes(ctx context.Context, ids []model.ID) (map[model.ID][]*model.ActivityClash, error) {
	byID := make(map[model.ID][]*model.ActivityClash, len(ids))
	for _, id := range ids {
		byID[id] = []*model.ActivityClash{}
	}
	clashes, err := s.around(ctx, ids)
	if err != nil {
		return nil, err
	}
	clashes = slices.DeleteFunc(clashes, func(c *model.Clash) bool { return byID[c.ActivityID] == nil && byID[c.OtherID] == nil })
	sides, err := s.sides(ctx, clashes)
	if err != nil {
		return nil, err
	}
	for _, c := range clashes {
		for id := range byID {
			if other, ok := c.Of(id); ok {
				byID[id] = append(byID[id], sides.seen(c, id, other))
			}
		}
	}
	return byID, nil
}

// around finds the clashes in the weeks of the activities.
func (s Service) around(ctx context.Context, ids []model.ID) ([]*model.Clash, error) {
	entries, err := s.Store.ActivityEntries(ctx, ids)
	if err != nil {
		return nil, err
	}
	var from, until model.Date
	for _, e := range entries {
		if e.StartsOn.IsZero() || e.EndsOn.IsZero() {
			continue
		}
		if from.IsZero() || e.StartsOn.Before(from) {
			from = e.StartsOn
		}
		if until.IsZero() || e.EndsOn.After(until) {
			until = e.EndsOn
		}
	}
	if from.IsZero() {
		return nil, nil
	}
	plans, err := s.Store.ClashPlans(ctx, from.AddDays(-weekDays), until.AddDays(weekDays))
	if err != nil {
		return nil, err
	}
	return model.FindClashes(plans), nil
}

// known is what the sides of clashes are described by.
type known struct {
	sides         map[model.ID]*model.ClashSide
	organisations map[model.ID]*model.Organisation
	people        map[model.ID]*model.Person
}

// sides reads what each side shows of itself to the other. It reads as the
// system does: that is the point of a clash.
func (s Service) sides(ctx context.Context, clashes []*model.Clash) (*known, error) {
	k := &known{sides: map[model.ID]*model.ClashSide{}, organisations: map[model.ID]*model.Organisation{}, people: map[model.ID]*model.Person{}}
	var ids, organisations, people []model.ID
	for _, c := range clashes {
		ids = append(ids, c.ActivityID, c.OtherID)
		if c.OrganisationID != nil {
			organisations = append(organisations, *c.OrganisationID)
		}
		if c.PersonID != nil {
			people = append(people, *c.PersonID)
		}
	}
	if len(ids) == 0 {
		return k, nil
	}
	reader := model.ActorFrom(ctx)
	system := model.System("clashes")
	system.Language = reader.Language
	ctx = model.WithActor(ctx, system)
	slices.SortFunc(ids, func(a, b model.ID) int { return slices.Compare(a[:], b[:]) })
	asked := model.Fields{}.Ask("title").Ask("country").Ask("startsOn").Ask("endsOn").Ask("reference").Ask("city").Ask("host", "name").
		Ask("organisers", "organisation", "name")
	activities, err := s.Store.ActivitiesByID(ctx, slices.Compact(ids), asked)
	if err != nil {
		return nil, err
	}
	for id, a := range activities {
		k.sides[id] = sideOf(a)
	}
	return k, k.name(ctx, s.Store.Queries, organisations, people)
}

func sideOf(a model.ActivityNode) *model.ClashSide {
	common := a.Common()
	side := &model.ClashSide{Entry: model.EntryOf(a), Title: common.Title, City: common.City, Country: common.Country}
	if common.Host != nil {
		side.OrganiserNames = append(side.OrganiserNames, common.Host.Name)
	}
	for _, o := range common.Organisers {
		if o.Organisation != nil && o.Role != model.OrganiserSupporter && !slices.Contains(side.OrganiserNames, o.Organisation.Name) {
			side.OrganiserNames = append(side.OrganiserNames, o.Organisation.Name)
		}
	}
	return side
}

func (k *known) name(ctx context.Context, q store.Queries, organisations, people []model.ID) error {
	named, err := q.OrganisationsByID(ctx, organisations, nil)
	if err != nil {
		return err
	}
	for _, o := range named {
		k.organisations[o.ID] = o
	}
	rows, err := q.PeopleByID(ctx, people, nil)
	if err != nil {
		return err
	}
	for _, p := range rows {
		k.people[p.ID] = p
	}
	return nil
}

// seen is a clash as one side sees it.
func (k *known) seen(c *model.Clash, side, other model.ID) *model.ActivityClash {
	shown := &model.ActivityClash{Kind: c.Kind, Side: k.sides[side], Other: k.sides[other]}
	if c.OrganisationID != nil {
		shown.Organisation = k.organisations[*c.OrganisationID]
	}
	if c.PersonID != nil {
		shown.Person = k.people[*c.PersonID]
	}
	return shown
}
