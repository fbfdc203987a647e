package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"fyrtaarn/model"
)

//go:embed missions.json
var missionsJSON []byte

// call is one trade mission of the scenario. Days count from D; 0 is a step
// that was not taken, since none was taken on D itself.
type call struct {
	Reference, Zone, City string
	Country               model.CountryCode
	// Hosts are the keys of the organisers, the main one first.
	Hosts                                       []string
	Title                                       map[model.LanguageTag]string
	First, Days                                 int
	Capacity, Minimum                           int
	Deadline                                    int
	Languages                                   []model.LanguageTag
	DanishOnly                                  bool
	Created, Opened, Applied, Reviewed, Decided int
	Announced, OffersUntil, Confirmed, Go       int
	Invites, Withdraws                          int
	Accepted, Waitlisted, Withdrawn, Applicants []int
	Invited, Unconfirmed                        []int
	id                                          model.GlobalID
	applications                                map[int]model.GlobalID
}

// missionEvents lists what happens to the trade missions, what came of them, and
// when.
func (w *World) missionEvents() ([]event, error) {
	var all []*call
	if err := json.Unmarshal(missionsJSON, &all); err != nil {
		return nil, fmt.Errorf("missions.json: %w", err)
	}
	journeys := make(map[string]*journey, len(all))
	for _, m := range all {
		m.applications = map[int]model.GlobalID{}
		journeys[m.Reference] = &journey{World: w, call: m}
	}
	events, err := w.outcomeEvents(journeys)
	if err != nil {
		return nil, err
	}
	for i, m := range all {
		j := journeys[m.Reference]
		for _, step := range []struct {
			day   int
			clock string
			run   func(context.Context) error
		}{
			{m.Created, "10:30", j.create},
			{m.Opened, "10:30", j.to(model.MissionCallOpen)},
			{m.Applied, "11:00", j.apply},
			{m.Invites, "11:00", j.invite},
			{m.Withdraws, "11:00", j.withdraw},
			{m.Reviewed, "11:00", j.review},
			{m.Decided, "11:00", j.decide},
			{m.Announced, "10:00", j.announce},
			{m.Confirmed, "10:00", j.confirm},
			{m.Go, "10:00", j.to(model.MissionGo)},
		} {
			if step.day != 0 {
				events = append(events, event{w.at(step.day, step.clock[:3]+fmt.Sprintf("%02d", 30+i)), step.run})
			}
		}
	}
	return events, nil
}

// journey is a mission while it is being played.
type journey struct {
	*World
	*call
}

// criteria are what every mission of the scenario is judged by.
var criteria = []model.CriterionInput{
	{Key: "fit", Weight: 40, Name: []model.TranslationInput{{Language: model.Danish, Text: "Løsningen passer til markedet"}, {Language: model.English, Text: "The solution fits the market"}}},
	{Key: "evidence", Weight: 35, Name: []model.TranslationInput{{Language: model.Danish, Text: "Dokumenteret virkning"}, {Language: model.English, Text: "Evidence of effect"}}},
	{Key: "team", Weight: 25, Name: []model.TranslationInput{{Language: model.Danish, Text: "Hold og tid til at følge op"}, {Language: model.English, Text: "Team and time to follow up"}}},
}

// texts is a text in the call's languages, in Danish alone where that is what
// the scenario shows.
func (j *journey) texts(da, en string) []model.TranslationInput {
	inputs := []model.TranslationInput{{Language: model.Danish, Text: da}}
	if !j.DanishOnly {
		inputs = append(inputs, model.TranslationInput{Language: model.English, Text: en})
	}
	return inputs
}

func (j *journey) create(ctx context.Context) error {
	host, owner := j.organisations[j.Hosts[0]].GlobalID(), j.staff["demo-usr-01"].GlobalID()
	first, last := j.day0.AddDays(j.First), j.day0.AddDays(j.First+j.Days-1)
	deadline, needed := j.at(j.Deadline, "23:59"), true
	in := model.TradeMissionCreateInput{
		ActivityInput: model.ActivityInput{
			Reference: &j.Reference, Title: j.texts(j.Title[model.Danish], j.Title[model.English]), CountryCode: j.Country, City: &j.City,
			TimeZone: &j.Zone, StartsOn: &first, EndsOn: &last, HostID: &host, OwnerID: &owner,
			Description: j.texts("Danske virksomheder møder sygehuse, myndigheder og indkøbere.", "Danish companies meet hospitals, authorities and buyers."),
		},
		Statement: j.texts("Søg, hvis jeres løsning er afprøvet og klar til et nyt marked.", "Apply if your solution has been tested and is ready for a new market."),
		Terms: j.texts("Virksomheden betaler selv rejse og ophold. En optagelse gælder først, når den er bekræftet.",
			"Companies pay for their own travel and stay. Being accepted counts only once it is confirmed."),
		Languages: j.Languages, Capacity: &j.Capacity, Minimum: &j.Minimum, Deadline: &deadline, DeMinimisNeeded: &needed,
		Fee: &model.MoneyInput{Amount: "8500", Currency: "DKK"}, Criteria: criteria,
	}
	if j.DanishOnly {
		in.Criteria = slices.Clone(criteria)
		for i := range in.Criteria {
			in.Criteria[i].Name = in.Criteria[i].Name[:1]
		}
	}
	for i, key := range j.Hosts {
		role := model.OrganiserCo
		if i == 0 {
			role = model.OrganiserMain
		}
		in.Organisers = append(in.Organisers, model.OrganiserInput{OrganisationID: j.organisations[key].GlobalID(), Role: role})
	}
	made, err := j.Missions.Create(ctx, in, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", j.Reference, err)
	}
	j.id = made.GlobalID()
	return nil
}

// to moves the mission to a state.
func (j *journey) to(state model.MissionState) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := j.Missions.Transition(ctx, model.TradeMissionTransitionInput{ID: j.id, To: state}, nil)
		return err
	}
}

func (j *journey) invite(ctx context.Context) error {
	in := model.MissionInviteInput{MissionID: j.id}
	for _, number := range j.Invited {
		f := j.firm(number)
		in.Companies = append(in.Companies, model.InvitedCompanyInput{CompanyID: f.organisation, ContactID: f.contactPerson})
	}
	_, err := j.Missions.Invite(ctx, in, nil)
	return err
}

// apply lets every company of the mission send its application in, in the order
// of the scenario.
func (j *journey) apply(ctx context.Context) error {
	for _, number := range slices.Concat(j.Accepted, j.Waitlisted, j.Withdrawn, j.Applicants) {
		f := j.firm(number)
		motivation, goals := "We look for a first customer there.", "Three meetings with hospitals and one partner."
		on := model.DateOf(j.Clock.Now().In(j.zone))
		made, err := j.Missions.Apply(ctx, model.MissionApplicationCreateInput{
			MissionID: j.id, CompanyID: &f.organisation, ContactID: &f.contactPerson, Motivation: &motivation, Goals: &goals,
			DeMinimis: &model.MoneyInput{Amount: fmt.Sprint(10_000 * number), Currency: "EUR"}, DeMinimisOn: &on,
		}, nil)
		if err != nil {
			return fmt.Errorf("%s, company %d: %w", j.Reference, number, err)
		}
		j.applications[number] = made.GlobalID()
		if _, err := j.Missions.Submit(ctx, model.MissionApplicationSubmitInput{ID: made.GlobalID()}, nil); err != nil {
			return fmt.Errorf("%s, company %d: %w", j.Reference, number, err)
		}
	}
	return nil
}

func (j *journey) withdraw(ctx context.Context) error {
	for _, number := range j.Withdrawn {
		reason := "No time this spring."
		_, err := j.Missions.Withdraw(ctx, model.MissionApplicationWithdrawInput{ID: j.applications[number], Reason: &reason}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

// review lets both advisers judge every application: those that will be accepted
// a little better than those that will wait.
func (j *journey) review(ctx context.Context) error {
	for _, number := range slices.Concat(j.Accepted, j.Waitlisted) {
		for i, reviewer := range []string{"demo-usr-01", "demo-usr-02"} {
			id := j.staff[reviewer].GlobalID()
			in := model.MissionReviewSaveInput{ApplicationID: j.applications[number], ReviewerID: &id}
			for k, criterion := range criteria {
				mark := 3 + (number+i+k)%3 // from 3 to 5
				if slices.Contains(j.Waitlisted, number) {
					mark = 2 + (number+i+k)%2
				}
				in.Scores = append(in.Scores, model.ReviewScoreInput{Criterion: criterion.Key, Score: mark, Justification: "As the application shows."})
			}
			if _, err := j.Missions.SaveReview(ctx, in, nil); err != nil {
				return fmt.Errorf("%s, company %d: %w", j.Reference, number, err)
			}
		}
	}
	return nil
}

func (j *journey) decide(ctx context.Context) error {
	for _, number := range slices.Concat(j.Accepted, j.Waitlisted) {
		decision := model.DecisionAccept
		if slices.Contains(j.Waitlisted, number) {
			decision = model.DecisionWaitlist
		}
		if _, err := j.Missions.Decide(ctx, model.MissionDecisionSetInput{ID: j.applications[number], Decision: decision}, nil); err != nil {
			return fmt.Errorf("%s, company %d: %w", j.Reference, number, err)
		}
	}
	return j.to(model.MissionSelected)(ctx)
}

func (j *journey) announce(ctx context.Context) error {
	in := model.MissionAnnounceInput{MissionID: j.id}
	if j.OffersUntil != 0 {
		until := j.at(j.OffersUntil, "12:00")
		in.OfferExpiresAt = &until
	}
	_, err := j.Missions.Announce(ctx, in, nil)
	return err
}

func (j *journey) confirm(ctx context.Context) error {
	for _, number := range j.Accepted {
		if slices.Contains(j.Unconfirmed, number) {
			continue
		}
		if _, err := j.Missions.Confirm(ctx, model.MissionApplicationAnswerInput{ID: j.applications[number]}, nil); err != nil {
			return fmt.Errorf("%s, company %d: %w", j.Reference, number, err)
		}
	}
	return nil
}
