package tour_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyrtaarn/app/tour"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is an edition of three days in May 2027 for which people can register,
// with one stop.
type world struct {
	*testrig.Rig
	tours   tour.Service
	edition *model.TourEdition
	stop    *model.TourStop
	people  int
}

var firstDay = model.NewDate(2027, time.May, 25)

func text(s string) []model.TranslationInput {
	return []model.TranslationInput{{Language: model.English, Text: s}}
}

// setup opens registration for an edition with a stop of so many places.
func setup(t *testing.T, rig *testrig.Rig, places int, change ...func(*model.TourEditionCreateInput)) *world {
	t.Helper()
	w := &world{Rig: rig, tours: tour.Service{Core: rig.Core}}
	owner := rig.Person(t, "Owner").GlobalID()
	in := model.TourEditionCreateInput{
		ActivityInput: model.ActivityInput{
			Title: text("Tour de Health"), CountryCode: model.Denmark, StartsOn: &firstDay, EndsOn: testrig.Ptr(firstDay.AddDays(2)), OwnerID: &owner,
		},
		Kind: model.TourDeHealth, Languages: []model.LanguageTag{model.English},
	}
	for _, alter := range change {
		alter(&in)
	}
	var err error
	if w.edition, err = w.tours.Create(w.ctx(t), in, nil); err != nil {
		t.Fatal(err)
	}
	w.stop = w.addStop(t, "Aarhus", 0, places)
	w.to(t, model.TourPlanning, model.TourRegistrationOpen)
	return w
}

func (w *world) ctx(t *testing.T) context.Context { return testrig.Adviser(t.Context()) }

func (w *world) addStop(t *testing.T, city string, day, places int) *model.TourStop {
	t.Helper()
	stop, err := w.tours.StopCreate(w.ctx(t), model.TourStopCreateInput{
		ActivityID: w.edition.GlobalID(), Title: text(city), City: city, Venue: testrig.Ptr(city + " hall"), Capacity: places,
		StartsAt: firstDay.AddDays(day).At(9, 0, time.UTC), EndsAt: firstDay.AddDays(day).At(12, 0, time.UTC),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stop
}

func (w *world) to(t *testing.T, states ...model.TourState) {
	t.Helper()
	for _, state := range states {
		_, err := w.tours.Transition(w.ctx(t), model.TourTransitionInput{ID: w.edition.GlobalID(), To: state, Reason: testrig.Ptr("a reason")}, nil)
		if err != nil {
			t.Fatalf("to %s: %v", state, err)
		}
	}
}

func (w *world) person(t *testing.T) model.GlobalID {
	t.Helper()
	w.people++
	email := fmt.Sprintf("p%d@example.org", w.people)
	return w.Person(t, fmt.Sprintf("Person %d", w.people), func(in *model.PersonCreateInput) { in.Email = &email }).GlobalID()
}

// register asks for seats at the stops for somebody new.
func (w *world) register(t *testing.T, seats int, stops ...*model.TourStop) *model.TourRegistration {
	t.Helper()
	r, err := w.tours.Register(w.ctx(t), w.ask(w.person(t), seats, stops...), whole)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) ask(person model.GlobalID, seats int, stops ...*model.TourStop) model.TourRegistrationCreateInput {
	if len(stops) == 0 {
		stops = []*model.TourStop{w.stop}
	}
	in := model.TourRegistrationCreateInput{ActivityID: w.edition.GlobalID(), PersonID: person}
	for _, stop := range stops {
		in.Lines = append(in.Lines, model.RegistrationLineInput{StopID: stop.GlobalID(), Seats: &seats})
	}
	return in
}

var whole = testrig.Fields("lines.stop", "lines.position")

// read answers a registration as it is.
func (w *world) read(t *testing.T, r *model.TourRegistration) *model.TourRegistration {
	t.Helper()
	rows, err := w.tours.ManyRegistrations(w.ctx(t), []model.ID{r.ID}, whole)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[0]
}

// at answers the state of a registration at a stop, and its place in the line.
func (w *world) at(t *testing.T, r *model.TourRegistration, stop *model.TourStop) string {
	t.Helper()
	line := w.read(t, r).Line(stop.ID)
	if line.Position != nil {
		return fmt.Sprintf("%s %d", line.State, *line.Position)
	}
	return string(line.State)
}

// seats answers a stop as it is.
func (w *world) seats(t *testing.T, stop *model.TourStop) *model.TourStop {
	t.Helper()
	rows, err := w.tours.ManyStops(w.ctx(t), []model.ID{stop.ID}, nil)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[0]
}

func (w *world) want(t *testing.T, stop *model.TourStop, want map[*model.TourRegistration]string) {
	t.Helper()
	for r, state := range want {
		if got := w.at(t, r, stop); got != state {
			t.Errorf("%s is %s, want %s", r.ID, got, state)
		}
	}
}

func step(r *model.TourRegistration, stops ...*model.TourStop) model.TourRegistrationStepInput {
	in := model.TourRegistrationStepInput{ID: r.GlobalID()}
	for _, s := range stops {
		in.StopIDs = append(in.StopIDs, s.GlobalID())
	}
	return in
}

// refused fails unless err is exactly one refusal with the code, field and
// message.
func refused(t *testing.T, err error, code model.Code, field, messageID string) {
	t.Helper()
	refusals := model.Refusals(err)
	if len(refusals) != 1 || refusals[0].Code != code || refusals[0].Field != field || refusals[0].MessageID != messageID {
		t.Fatalf("answered %v, want %s %s (%s)", err, code, messageID, field)
	}
}
