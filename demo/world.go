package demo

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/focus"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/organisation"
	"fyrtaarn/app/person"
	"fyrtaarn/app/presentation"
	"fyrtaarn/app/readiness"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/staircase"
	"fyrtaarn/app/tour"
	"fyrtaarn/model"
)

// World is everything that acts in a loaded scenario: the use cases and the
// sender of mail, all living by the moved clock.
type World struct {
	Clock         *app.MovedClock
	Core          *app.Core
	Access        access.Service
	Organisations organisation.Service
	People        person.Service
	Focus         focus.Service
	Delegations   delegation.Service
	FollowUps     followup.Service
	Missions      mission.Service
	Tours         tour.Service
	Presentations presentation.Service
	Readiness     readiness.Service
	Staircase     staircase.Service
	Reminders     reminder.Service
	Dispatcher    *reminder.Dispatcher

	zone   *time.Location
	day0   model.Date
	titles map[string][]model.TranslationInput

	organisations map[string]*model.Organisation
	contacts      map[string]*model.Person
	staff         map[string]*model.Person
	firms         []*firm
	// daysRun and planned are when the daily jobs and the planner last ran.
	daysRun, planned time.Time
}

// NewWorld is a world on the database of core, with a clock of its own; wire
// makes the dispatcher that sends by that clock.
func NewWorld(core *app.Core, wire func(*app.Core) *reminder.Dispatcher) *World {
	clock := app.NewMovedClock(core.Clock.Now())
	moved := *core
	moved.Clock = clock
	c := &moved
	return &World{
		Clock: clock, Core: c, Access: access.New(c), Organisations: organisation.Service{Core: c}, People: person.Service{Core: c},
		Focus: focus.Service{Core: c}, Delegations: delegation.Service{Core: c}, FollowUps: followup.Service{Core: c}, Missions: mission.Service{Core: c},
		Tours: tour.Service{Core: c}, Presentations: presentation.Service{Core: c},
		Readiness: readiness.New(c), Staircase: staircase.Service{Core: c}, Reminders: reminder.Service{Core: c}, Dispatcher: wire(c),
		organisations: map[string]*model.Organisation{}, contacts: map[string]*model.Person{}, staff: map[string]*model.Person{},
	}
}

// Token is a demo user's way in.
type Token struct {
	// Name is the user's reference and name, Plain the token itself.
	Name, Plain string
	Role        model.Role
	Scopes      []string
}

// Tokens gives every user of the scenario a fresh token and takes the ones of
// an earlier call back: what is stored is a hash, so an old one cannot be shown
// again.
func (w *World) Tokens(ctx context.Context) ([]Token, error) {
	data, _, err := readScenario()
	if err != nil {
		return nil, err
	}
	ctx = model.WithActor(ctx, model.System("demo"))
	old, err := w.Access.Tokens(ctx, nil)
	if err != nil {
		return nil, err
	}
	issued := map[string]bool{}
	for _, m := range data.Staff {
		issued[m.Reference] = true
	}
	for _, t := range old {
		if issued[t.Name] && t.RevokedAt == nil {
			if _, err := w.Access.TokenRevoke(ctx, model.AccessTokenRevokeInput{ID: t.GlobalID()}, nil); err != nil {
				return nil, err
			}
		}
	}
	tokens := make([]Token, 0, len(data.Staff))
	for _, m := range data.Staff {
		in := model.AccessTokenCreateInput{Name: m.Reference, Role: m.Role, Language: &m.Language}
		if m.Role == model.RolePartner {
			in.Scopes = m.Scopes
		}
		plain, _, err := w.Access.TokenCreate(ctx, in, nil)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, Token{Name: m.Reference + " " + m.Name, Plain: plain, Role: m.Role, Scopes: m.Scopes})
	}
	return tokens, nil
}

// DayZero is the demo's D for a moment: the latest Wednesday in Copenhagen.
func DayZero(now time.Time) (model.Date, error) {
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		return model.Date{}, err
	}
	day := model.DateOf(now.In(zone))
	back := (int(day.Weekday()) - int(time.Wednesday) + 7) % 7
	return day.AddDays(-back), nil
}
