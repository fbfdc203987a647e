package report_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyrtaarn/app/country"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/matchmaking"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/organisation"
	"fyrtaarn/app/project"
	"fyrtaarn/app/report"
	"fyrtaarn/app/tour"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is four companies that take part in things, and a hospital that does
// not count.
type world struct {
	*testrig.Rig
	t         *testing.T
	reports   report.Service
	adviser   context.Context
	council   *model.Organisation
	companies []*model.Organisation
	contacts  []model.GlobalID
}

func setup(t *testing.T, rig *testrig.Rig) *world {
	t.Helper()
	w := &world{Rig: rig, t: t, reports: report.Service{Core: rig.Core}, adviser: testrig.Adviser(t.Context()), council: rig.Organisation(t, "Trade Council")}
	for n, name := range []string{"Almind", "Bork", "Ceciliehus", "Dronninglund"} {
		company := rig.Organisation(t, name, func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
		w.companies = append(w.companies, company)
		w.contacts = append(w.contacts, rig.Person(t, "Contact of "+name, func(in *model.PersonCreateInput) {
			id := company.GlobalID()
			in.OrganisationID, in.Email = &id, new(fmt.Sprintf("contact%d@company.example", n))
		}).GlobalID())
	}
	return w
}

// done answers the value or ends the test.
func done[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func text(s string) []model.TranslationInput {
	return []model.TranslationInput{{Language: model.English, Text: s}}
}

func (w *world) visit(code model.CountryCode, first model.Date, further ...model.CountryCode) *model.Delegation {
	w.t.Helper()
	return done[*model.Delegation](w.t)(delegation.Service{Core: w.Core}.Create(w.adviser, model.DelegationCreateInput{
		Title: text("Visit"), CountryCode: code, FurtherCountries: further, StartsOn: &first, EndsOn: &first, City: new("Aarhus"), HostID: new(w.council.GlobalID()),
	}, nil))
}

// meeting lets the n-th company meet a visitor.
func (w *world) meeting(visit *model.Delegation, n int, held bool) {
	w.t.Helper()
	meetings, id := matchmaking.Service{Core: w.Core}, visit.GlobalID()
	person := w.Person(w.t, fmt.Sprintf("Visitor %d", n))
	done[*model.Delegate](w.t)(delegation.Service{Core: w.Core}.DelegateAdd(w.adviser, model.DelegateAddInput{DelegationID: id, PersonID: person.GlobalID()}, nil))
	start := visit.StartsOn.At(9, 0, time.UTC)
	plan := done[*model.MeetingPlan](w.t)(meetings.Create(w.adviser, model.MeetingPlanCreateInput{
		ActivityID: id, Slots: []model.MeetingSlotInput{{StartsAt: start, EndsAt: start.Add(20 * time.Minute)}},
		Companies: []model.MeetingCompanyInput{{OrganisationID: w.companies[n].GlobalID()}},
	}, nil))
	plan = done[*model.MeetingPlan](w.t)(meetings.Solve(w.adviser, model.MeetingPlanSolveInput{ID: plan.GlobalID()}, testrig.Fields("meetings")))
	states := []model.MeetingState{model.MeetingConfirmed, model.MeetingHeld}
	if !held {
		states = states[:1]
	}
	for _, state := range states {
		done[*model.Meeting](w.t)(meetings.Transition(w.adviser, model.MeetingTransitionInput{ID: plan.Meetings[0].GlobalID(), To: state}, nil))
	}
}

// wentAbroad takes companies on a mission to Japan in March 2027 and closes it;
// the absent stayed away.
func (w *world) wentAbroad(companies []int, absent ...int) *model.TradeMission {
	w.t.Helper()
	s := mission.Service{Core: w.Core}
	first, deadline := model.NewDate(2027, time.March, 8), w.Clock.Now().Add(24*time.Hour)
	made := done[*model.TradeMission](w.t)(s.Create(w.adviser, model.TradeMissionCreateInput{
		ActivityInput: model.ActivityInput{
			Title: text("Tokyo"), CountryCode: "JP", City: new("Tokyo"), TimeZone: new("Asia/Tokyo"), StartsOn: &first, EndsOn: new(first.AddDays(1)), HostID: new(w.council.GlobalID()),
		},
		Statement: text("Apply."), Languages: []model.LanguageTag{model.English}, Capacity: new(4), Minimum: new(1), Deadline: &deadline,
		Criteria: []model.CriterionInput{{Key: "fit", Weight: 100, Name: text("Fit")}},
	}, nil))
	to := func(states ...model.MissionState) {
		w.t.Helper()
		for _, state := range states {
			done[*model.TradeMission](w.t)(s.Transition(w.adviser, model.TradeMissionTransitionInput{ID: made.GlobalID(), To: state}, nil))
		}
	}
	reviewers := []model.GlobalID{w.Person(w.t, "First Reviewer").GlobalID(), w.Person(w.t, "Second Reviewer").GlobalID()}
	to(model.MissionCallOpen)
	applications := map[int]model.GlobalID{}
	answer := done[*model.MissionApplication](w.t)
	for _, n := range companies {
		a := answer(s.Apply(w.adviser, model.MissionApplicationCreateInput{
			MissionID: made.GlobalID(), CompanyID: new(w.companies[n].GlobalID()), ContactID: &w.contacts[n], Motivation: new("To sell."),
		}, nil))
		applications[n] = a.GlobalID()
		answer(s.Submit(w.adviser, model.MissionApplicationSubmitInput{ID: a.GlobalID()}, nil))
	}
	w.Clock.Set(deadline.Add(time.Hour))
	to(model.MissionCallClosed)
	for _, id := range applications {
		for _, reviewer := range reviewers {
			answer(s.SaveReview(w.adviser, model.MissionReviewSaveInput{
				ApplicationID: id, ReviewerID: &reviewer, Scores: []model.ReviewScoreInput{{Criterion: "fit", Score: 4, Justification: "It fits."}},
			}, nil))
		}
		answer(s.Decide(w.adviser, model.MissionDecisionSetInput{ID: id, Decision: model.DecisionAccept}, nil))
	}
	to(model.MissionSelected, model.MissionAnnounced)
	for _, id := range applications {
		answer(s.Confirm(w.adviser, model.MissionApplicationAnswerInput{ID: id}, nil))
	}
	to(model.MissionGo)
	w.Clock.Set(first.At(12, 0, time.UTC))
	to(model.MissionRunning)
	for n, id := range applications {
		answer(s.SetAttendance(w.adviser, model.MissionAttendanceSetInput{ID: id, Attended: !slices.Contains(absent, n)}, nil))
	}
	w.Clock.Set(first.AddDays(3).At(12, 0, time.UTC))
	done[*model.Lesson](w.t)(followup.Service{Core: w.Core}.LessonCreate(w.adviser, model.LessonCreateInput{SubjectID: made.GlobalID(), Keep: "The embassy."}))
	to(model.MissionTracking, model.MissionClosed)
	return made
}

// hosted lets the n-th company receive visitors from Norway tomorrow, and ends
// the visit.
func (w *world) hosted(n int) {
	w.t.Helper()
	s := delegation.Service{Core: w.Core}
	first, visitor := w.Core.Today().AddDays(1), w.Person(w.t, "Guest").GlobalID()
	visit := done[*model.Delegation](w.t)(s.Create(w.adviser, model.DelegationCreateInput{
		Title: text("Visit"), Purpose: text("To learn."), CountryCode: "NO", StartsOn: &first, EndsOn: &first, ExpectedSize: new(1), RequesterID: &visitor,
	}, nil))
	id := visit.GlobalID()
	to := func(states ...model.DelegationState) {
		w.t.Helper()
		for _, state := range states {
			done[*model.Delegation](w.t)(s.Transition(w.adviser, model.DelegationTransitionInput{ID: id, To: state}, nil))
		}
	}
	to(model.DelegationQualified, model.DelegationPlanning)
	session := done[*model.Session](w.t)(s.SessionCreate(w.adviser, model.SessionCreateInput{
		DelegationID: id, Kind: model.SessionCompanyMeeting, Title: text("The works"), HostID: new(w.companies[n].GlobalID()),
		StartsAt: first.At(9, 0, time.UTC), EndsAt: first.At(10, 0, time.UTC),
	}, nil))
	done[*model.Delegate](w.t)(s.DelegateAdd(w.adviser, model.DelegateAddInput{DelegationID: id, PersonID: visitor}, nil))
	invitation := done[*model.HostInvitation](w.t)(s.Invite(w.adviser, model.HostInviteInput{SessionID: session.GlobalID()}, nil))
	done[*model.HostInvitation](w.t)(s.Answer(w.adviser, model.HostInvitationAnswerInput{ID: invitation.GlobalID(), To: model.InvitationConfirmed}, nil))
	to(model.DelegationProposed, model.DelegationConfirmed)
	_, err := s.Publish(w.adviser, model.ProgrammePublishInput{DelegationID: id}, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	to(model.DelegationBriefed)
	w.Clock.Set(first.At(12, 0, time.UTC))
	to(model.DelegationInProgress)
	w.Clock.Advance(24 * time.Hour)
	to(model.DelegationCompleted)
}

// toured lets the n-th company come to a congress in Denmark today.
func (w *world) toured(n int) {
	w.t.Helper()
	s, today := tour.Service{Core: w.Core}, w.Core.Today()
	edition := done[*model.TourEdition](w.t)(s.Create(w.adviser, model.TourEditionCreateInput{
		ActivityInput: model.ActivityInput{Title: text("Congress"), CountryCode: model.Denmark, StartsOn: &today, EndsOn: &today, OwnerID: &w.contacts[n], HostID: new(w.council.GlobalID())},
		Kind:          model.TourCongress, Languages: []model.LanguageTag{model.English},
	}, nil))
	now := w.Clock.Now()
	stop := done[*model.TourStop](w.t)(s.StopCreate(w.adviser, model.TourStopCreateInput{
		ActivityID: edition.GlobalID(), Title: text("Odense"), City: "Odense", Venue: new("Hall"), Capacity: 5, StartsAt: now.Add(time.Hour), EndsAt: now.Add(2 * time.Hour),
	}, nil))
	to := func(states ...model.TourState) {
		w.t.Helper()
		for _, state := range states {
			if _, err := s.Transition(w.adviser, model.TourTransitionInput{ID: edition.GlobalID(), To: state}, nil); err != nil {
				w.t.Fatalf("%s: %v", state, err)
			}
		}
	}
	to(model.TourPlanning, model.TourRegistrationOpen)
	r := done[*model.TourRegistration](w.t)(s.Register(w.adviser, model.TourRegistrationCreateInput{
		ActivityID: edition.GlobalID(), PersonID: w.contacts[n], Lines: []model.RegistrationLineInput{{StopID: stop.GlobalID()}},
	}, nil))
	to(model.TourRegistrationClosed, model.TourRunning)
	done[*model.TourRegistration](w.t)(s.CheckIn(w.adviser, model.TourRegistrationStepInput{ID: r.GlobalID(), StopIDs: []model.GlobalID{stop.GlobalID()}}, nil))
}

// project makes a pilot in Denmark with actors.
func (w *world) project(first model.Date, funding string, actors ...*model.Organisation) {
	w.t.Helper()
	in := model.ProjectCreateInput{Kind: model.ProjectPilot, Title: text("Pilot"), StartsOn: &first}
	for _, a := range actors {
		in.Actors = append(in.Actors, model.ProjectActorInput{OrganisationID: a.GlobalID(), Role: model.ActorLead})
	}
	if funding != "" {
		in.Funding = []model.ProjectFundingInput{
			{Kind: model.FundingEU, Amount: model.MoneyInput{Amount: funding, Currency: "DKK"}, Source: "Grant"},
			{Kind: model.FundingInKind, Amount: model.MoneyInput{Amount: "7", Currency: "DKK"}, Source: "Own"},
		}
	}
	done[*model.Project](w.t)(project.Service{Core: w.Core}.Create(w.adviser, in, nil))
}

func (w *world) prioritise(code model.CountryCode, from model.Date, until *model.Date) {
	w.t.Helper()
	done[*model.CountryPriority](w.t)(country.Service{Core: w.Core}.PriorityCreate(w.adviser, model.CountryPriorityCreateInput{
		CountryCode: code, GivenByID: w.council.GlobalID(), From: from, Until: until,
	}, nil))
}

func (w *world) read(ctx context.Context, year *int) *model.Reports {
	w.t.Helper()
	return done[*model.Reports](w.t)(w.reports.Reports(ctx, &model.ReportFilter{Year: year}, nil))
}

// names are the companies that the list of organisations has behind a number.
func (w *world) names(ctx context.Context, took model.ParticipationFilter) []string {
	w.t.Helper()
	list := done[*model.OrganisationConnection](w.t)(organisation.Service{Core: w.Core}.List(ctx, &model.OrganisationFilter{TookPart: &took}, nil, model.PageRequest{}, nil))
	var names []string
	for _, o := range list.Nodes {
		names = append(names, o.Name)
	}
	return names
}
