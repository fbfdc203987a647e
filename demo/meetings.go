package demo

import (
	"context"
	"fmt"
	"time"

	"fyrtaarn/app/matchmaking"
	"fyrtaarn/app/solution"
	"fyrtaarn/model"
)

// What the companies show and the visitors look for, taken in turn.
var (
	solutionTags = []string{"rehabilitation", "home monitoring", "sleep", "diet", "movement", "data"}
	visitorTags  = []string{"home monitoring", "data", "movement", "sleep"}
	visitorWish  = []string{"rehabilitation", "diet", "data", "home monitoring", "sleep"}
	solutionFor  = []model.CountryCode{"SE", "DE", "JP", "UA"}
)

// The afternoon of meetings that closes the visit of demo-del-03.
const (
	metBy        = "demo-del-03"
	meetingSlots = 12
	meetingTakes = 20 * time.Minute
	plannedDay   = -2
	meetingDay   = 1
)

// meetingEvents lists how the companies' solutions are noted, and how an
// afternoon of meetings between all companies and all visitors is planned.
func (w *World) meetingEvents() []event {
	solutions, meetings := solution.Service{Core: w.Core}, matchmaking.Service{Core: w.Core}
	return []event{
		{w.at(plannedDay, "10:40"), func(ctx context.Context) error { return w.solutions(ctx, solutions) }},
		{w.at(plannedDay, "11:00"), func(ctx context.Context) error { return w.meetings(ctx, meetings) }},
	}
}

func (w *World) solutions(ctx context.Context, s solution.Service) error {
	focus, err := w.focusIDs(ctx)
	if err != nil {
		return err
	}
	for i, f := range w.firms {
		area := focus[f.Focus]
		_, err := s.Create(ctx, model.SolutionCreateInput{
			CompanyID: f.organisation, Name: []model.TranslationInput{{Language: model.English, Text: "The solution of " + f.Name}}, FocusAreaID: &area,
			Tags:          []string{solutionTags[i%len(solutionTags)], solutionTags[(i/2+3)%len(solutionTags)]},
			TargetMarkets: []model.CountryCode{solutionFor[i%len(solutionFor)]},
		}, nil)
		if err != nil {
			return fmt.Errorf("solution of %s: %w", f.Name, err)
		}
	}
	return nil
}

func (w *World) meetings(ctx context.Context, s matchmaking.Service) error {
	id, err := w.Core.Store.DelegationID(ctx, metBy)
	if err != nil {
		return err
	}
	delegates, err := w.Core.Store.Delegates(ctx, []model.ID{id}, nil)
	if err != nil {
		return err
	}
	in := model.MeetingPlanCreateInput{ActivityID: model.NewGlobalID(model.KindDelegation, id)}
	for n := range meetingSlots {
		starts := w.at(meetingDay, "14:30").Add(time.Duration(n) * meetingTakes)
		in.Slots = append(in.Slots, model.MeetingSlotInput{StartsAt: starts, EndsAt: starts.Add(meetingTakes)})
	}
	for _, f := range w.firms {
		in.Companies = append(in.Companies, model.MeetingCompanyInput{OrganisationID: f.organisation})
	}
	for i, d := range delegates {
		in.Counterparts = append(in.Counterparts, model.MeetingCounterpartInput{
			PersonID: model.NewGlobalID(model.KindPerson, d.PersonID),
			Tags:     []string{visitorTags[i%len(visitorTags)]},
			Wishes:   []string{visitorWish[i%len(visitorWish)], visitorWish[(i/2+2)%len(visitorWish)]},
		})
	}
	plan, err := s.Create(ctx, in, nil)
	if err != nil {
		return fmt.Errorf("meetings of %s: %w", metBy, err)
	}
	_, err = s.Solve(ctx, model.MeetingPlanSolveInput{ID: plan.GlobalID()}, nil)
	return err
}
