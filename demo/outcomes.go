package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"fyrtaarn/app/outcome"
	"fyrtaarn/model"
)

//go:embed outcomes.json
var outcomesJSON []byte

// came is what came of an activity for a company.
type came struct {
	// Mission or Delegation is the activity's reference.
	Mission, Delegation string
	Day, Company        int
	// Kind is empty where a company says that nothing has come yet.
	Kind     model.OutcomeKind
	Occurred int
	Expected bool
	// Value is in DKK a year; empty where nobody has named one.
	Value string
	Note  string
	// Confirmed is how it is known that it came.
	Confirmed string
}

// outcomeEvents lists when companies told, through the links that they were
// sent, what had come of missions, and when advisers noted what they heard.
// journeys are the missions by reference.
func (w *World) outcomeEvents(journeys map[string]*journey) ([]event, error) {
	var data struct{ Told, Noted []*came }
	if err := json.Unmarshal(outcomesJSON, &data); err != nil {
		return nil, fmt.Errorf("outcomes.json: %w", err)
	}
	outcomes := outcome.Service{Core: w.Core}
	var events []event
	for _, c := range data.Told {
		events = append(events, event{w.at(c.Day, fmt.Sprintf("14:%02d", c.Company)), func(ctx context.Context) error {
			return w.tell(ctx, outcomes, journeys[c.Mission], c)
		}})
	}
	for _, c := range data.Noted {
		events = append(events, event{w.at(c.Day, fmt.Sprintf("15:%02d", c.Company)), func(ctx context.Context) error {
			return w.noteOutcome(ctx, outcomes, c)
		}})
	}
	return events, nil
}

// tell answers the question of a mail as the company's contact.
func (w *World) tell(ctx context.Context, outcomes outcome.Service, j *journey, c *came) error {
	f := w.firm(c.Company)
	subject, err := j.applications[c.Company].As(model.KindApplication, "application")
	if err != nil {
		return err
	}
	person, err := f.contactPerson.As(model.KindPerson, "contact")
	if err != nil {
		return err
	}
	ctx = w.asCompany(ctx, f)
	if c.Kind == "" {
		return outcomes.AnswerNone(ctx, subject, person)
	}
	report := model.OutcomeReport{Kind: c.Kind, CountryCode: j.Country, Expected: c.Expected, Note: c.Note}
	if c.Occurred != 0 {
		occurred := w.day0.AddDays(c.Occurred)
		report.OccurredOn = &occurred
	}
	if c.Value != "" {
		report.ValuePerYear = &model.MoneyInput{Amount: c.Value, Currency: "DKK"}
	}
	return outcomes.Report(ctx, subject, person, report)
}

// noteOutcome lets the company's adviser note what is said to have come of a visit.
func (w *World) noteOutcome(ctx context.Context, outcomes outcome.Service, c *came) error {
	id, err := w.Core.Store.DelegationID(ctx, c.Delegation)
	if err != nil {
		return err
	}
	f := w.firm(c.Company)
	ctx = w.asAdviser(ctx, f)
	made, err := outcomes.Create(ctx, model.OutcomeCreateInput{
		Kind: c.Kind, ActivityID: model.NewGlobalID(model.KindDelegation, id), CompanyID: f.organisation, OccurredOn: w.day0.AddDays(c.Day), Note: &c.Note,
	}, nil)
	if err != nil || c.Confirmed == "" {
		return err
	}
	_, err = outcomes.Confirm(ctx, model.OutcomeConfirmInput{ID: made.GlobalID(), Reason: c.Confirmed}, nil)
	return err
}
