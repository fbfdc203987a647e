package graph

import (
	"context"

	"fyrtaarn/model"
)

// finder reads many objects of one kind by their ids.
type finder func(ctx context.Context, ids []model.ID, f model.Fields) ([]model.Node, error)

// staffOnly is the scope of what no partner can be given.
const staffOnly = ""

// finders says who reads which kind, and which scope a partner needs for it.
func (r *Resolver) finders() map[model.Kind]struct {
	scope string
	find  finder
} {
	return map[model.Kind]struct {
		scope string
		find  finder
	}{
		model.KindDelegation:         {"delegations:read", many(r.Delegations.Many)},
		model.KindSession:            {"delegations:read", many(r.Delegations.ManySessions)},
		model.KindInvitation:         {"delegations:read", many(r.Delegations.ManyInvitations)},
		model.KindDelegate:           {"delegations:read", many(r.Delegations.ManyDelegates)},
		model.KindFollowUp:           {"followUps:read", many(r.FollowUps.Many)},
		model.KindOrganisation:       {"organisations:read", many(r.Organisations.Many)},
		model.KindPerson:             {"people:read", many(r.People.Many)},
		model.KindInquiry:            {"inquiries:read", many(r.Inquiries.Many)},
		model.KindLighthouseCountry:  {"countries:read", many(r.Lighthouses.Many)},
		model.KindLighthouseElement:  {"countries:read", many(r.Lighthouses.ManyElements)},
		model.KindMilestone:          {"countries:read", many(r.Lighthouses.ManyMilestones)},
		model.KindProject:            {"projects:read", many(r.Projects.Many)},
		model.KindReminderRule:       {staffOnly, many(r.Reminders.ManyRules)},
		model.KindOccurrence:         {staffOnly, many(r.Reminders.ManyOccurrences)},
		model.KindDelivery:           {staffOnly, many(r.Reminders.ManyDeliveries)},
		model.KindSolution:           {"solutions:read", many(r.Solutions.Many)},
		model.KindMeetingPlan:        {"matchmaking:read", many(r.Matchmaking.Many)},
		model.KindMeeting:            {"matchmaking:read", many(r.Matchmaking.ManyMeetings)},
		model.KindParticipant:        {"matchmaking:read", many(r.Matchmaking.ManyParticipants)},
		model.KindAssessment:         {"readiness:read", many(r.Readiness.Many)},
		model.KindOutcome:            {"outcomes:read", many(r.Outcomes.Many)},
		model.KindOutcomeRequest:     {"outcomes:read", many(r.Outcomes.ManyRequests)},
		model.KindPlacement:          {"readiness:read", many(r.Staircase.Many)},
		model.KindStaircaseStep:      {"readiness:read", many(r.Staircase.ManySteps)},
		model.KindTradeMission:       {"missions:read", many(r.Missions.Many)},
		model.KindApplication:        {"missions:read", many(r.Missions.ManyApplications)},
		model.KindPresentationAbroad: {"presentations:read", many(r.Presentations.Many)},
		model.KindTourEdition:        {"tours:read", many(r.Tours.ManyEditions)},
		model.KindTourStop:           {"tours:read", many(r.Tours.ManyStops)},
		model.KindRegistration:       {"tours:read", many(r.Tours.ManyRegistrations)},
		model.KindSideTour:           {"sideTours:read", many(r.Tours.ManySideTours)},
	}
}

// many lets a service's Many answer nodes.
func many[T interface {
	model.Node
	*U
}, U any](read func(context.Context, []model.ID, model.Fields) ([]*U, error)) finder {
	return func(ctx context.Context, ids []model.ID, f model.Fields) ([]model.Node, error) {
		rows, err := read(ctx, ids, f)
		nodes := make([]model.Node, len(rows))
		for i, row := range rows {
			nodes[i] = T(row)
		}
		return nodes, err
	}
}

// node answers one object; the id of what the caller may not see answers as an
// unknown one does.
func (r *Resolver) node(ctx context.Context, id model.GlobalID, f model.Fields) (model.Node, error) {
	found, err := r.nodes(ctx, []model.GlobalID{id}, f)
	if err != nil {
		return nil, model.AtField(err, "id")
	}
	return found[0], nil
}

// nodes answers the objects in the order of their ids, one call per kind.
func (r *Resolver) nodes(ctx context.Context, ids []model.GlobalID, f model.Fields) ([]model.Node, error) {
	if len(ids) > model.MaxPage {
		return nil, model.BadInput("ids", "error.list.tooLong").With("Max", model.MaxPage)
	}
	byKind := map[model.Kind][]model.ID{}
	for _, id := range ids {
		kind, key, ok := id.Parse()
		if !ok {
			return nil, model.BadInput("ids", "error.id.invalid")
		}
		byKind[kind] = append(byKind[kind], key)
	}
	actor, finders := model.ActorFrom(ctx), r.finders()
	found := map[model.GlobalID]model.Node{}
	for kind, keys := range byKind {
		finder, known := finders[kind]
		if !known || !actor.HasScope(finder.scope) {
			continue
		}
		rows, err := finder.find(ctx, keys, f)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			found[row.GlobalID()] = row
		}
	}
	nodes := make([]model.Node, len(ids))
	for i, id := range ids {
		nodes[i] = found[id]
	}
	return nodes, nil
}
