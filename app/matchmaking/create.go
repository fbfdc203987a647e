package matchmaking

import (
	"context"
	"fmt"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes who can meet whom when in an activity; each has one plan. Nobody
// has a meeting before a schedule is computed.
func (s Service) Create(ctx context.Context, in model.MeetingPlanCreateInput, f model.Fields) (*model.MeetingPlan, error) {
	plan := &model.MeetingPlan{}
	var errs model.Errors
	errs.Add(in.Apply(plan))
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		plan.Stamps = model.Created(tx.Now)
		if err := complete(ctx, tx, plan, &errs); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "meetingPlanCreate", in, func(id model.ID) error { return insert(ctx, tx, id, plan) })
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.plan(ctx, id, f)
}

// complete fills in what the activity says, and notes whom there is not.
func complete(ctx context.Context, tx *app.Tx, plan *model.MeetingPlan, errs *model.Errors) error {
	if plan.ActivityID == (model.ID{}) {
		return nil
	}
	activity, err := tx.MatchActivity(ctx, plan.ActivityID)
	if model.IsCode(err, model.CodeNotFound) {
		errs.Add(model.NotFound("activityId"))
		return nil
	}
	if err != nil {
		return err
	}
	if plan.TimeZone == "" {
		plan.TimeZone = activity.TimeZone
	}
	if err := companiesKnown(ctx, tx, plan, errs); err != nil {
		return err
	}
	people := map[string]*model.ID{}
	for _, p := range plan.Participants {
		if p.Side == model.SideCounterpart {
			people[fmt.Sprintf("counterparts.%d.personId", p.Place)] = p.PersonID
		}
	}
	if err := tx.Known(ctx, errs, model.KindPerson, people); err != nil {
		return err
	}
	return addDelegates(ctx, tx, plan, len(people) == 0, errs)
}

// companiesKnown notes organisations that are not there, or are no companies.
func companiesKnown(ctx context.Context, tx *app.Tx, plan *model.MeetingPlan, errs *model.Errors) error {
	var ids []model.ID
	for _, p := range plan.Participants {
		if p.OrganisationID != nil {
			ids = append(ids, *p.OrganisationID)
		}
	}
	rows, err := tx.OrganisationsByID(ctx, ids, model.Fields{"kind": {}})
	if err != nil {
		return err
	}
	kinds := map[model.ID]model.OrganisationKind{}
	for _, row := range rows {
		kinds[row.ID] = row.Kind
	}
	for _, p := range plan.Participants {
		if p.OrganisationID == nil {
			continue
		}
		field := fmt.Sprintf("companies.%d.organisationId", p.Place)
		switch kinds[*p.OrganisationID] {
		case model.OrganisationCompany:
		case "":
			errs.Add(model.NotFound(field))
		default:
			errs.Add(model.BadInput(field, "error.organisation.notCompany"))
		}
	}
	return nil
}

// addDelegates ties counterparts to the delegates that they are; when nobody was
// named, all delegates become counterparts who speak for the visitors.
func addDelegates(ctx context.Context, tx *app.Tx, plan *model.MeetingPlan, all bool, errs *model.Errors) error {
	if plan.ActivityKind != model.KindDelegation {
		return nil
	}
	delegates, err := tx.Delegates(ctx, []model.ID{plan.ActivityID}, model.Fields{})
	if err != nil {
		return err
	}
	place := 0
	for _, d := range delegates {
		if all && (d.Role == model.DelegateHead || d.Role == model.DelegateMember) {
			plan.Participants = append(plan.Participants, &model.MeetingParticipant{
				Side: model.SideCounterpart, Place: place, PersonID: &d.PersonID, DelegateID: &d.ID,
				Languages: model.LanguageTags{}, Tags: model.Tags{}, Wishes: model.Tags{},
			})
			place++
			continue
		}
		for _, p := range plan.Participants {
			if p.PersonID != nil && *p.PersonID == d.PersonID {
				p.DelegateID = &d.ID
			}
		}
	}
	switch {
	case all && place == 0:
		errs.Add(model.BadInput("counterparts", "error.text.required"))
	case place > model.MaxMatchSide:
		errs.Add(model.BadInput("counterparts", "error.list.tooLong").With("Max", model.MaxMatchSide))
	}
	return nil
}

func insert(ctx context.Context, tx *app.Tx, id model.ID, plan *model.MeetingPlan) error {
	plan.ID = id
	if err := tx.InsertUnique(ctx, plan, model.Conflict("activityId", "error.meetingPlan.twice")); err != nil {
		return err
	}
	for _, slot := range plan.Slots {
		slot.ID, slot.PlanID = tx.NewID(), id
	}
	for _, p := range plan.Participants {
		p.ID, p.PlanID = tx.NewID(), id
	}
	if err := tx.Insert(ctx, &plan.Slots); err != nil {
		return err
	}
	if err := tx.Insert(ctx, &plan.Participants); err != nil {
		return err
	}
	return tx.Audit(ctx, "meetingPlanCreate", model.KindMeetingPlan, id, nil, plan, "")
}
