package tour_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestAStopOutsideItsEditionIsRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		late := firstDay.AddDays(3)
		_, err := w.tours.StopCreate(w.ctx(t), model.TourStopCreateInput{
			ActivityID: w.edition.GlobalID(), Title: text("Late"), City: "Aalborg", Capacity: 5,
			StartsAt: late.At(9, 0, time.UTC), EndsAt: late.At(10, 0, time.UTC),
		}, nil)
		refused(t, err, model.CodeBadUserInput, "startsAt", "error.stop.outside")
		_, err = w.tours.StopUpdate(w.ctx(t), model.TourStopUpdateInput{ID: w.stop.GlobalID(), EndsAt: model.Sent(late.At(9, 0, time.UTC))}, nil)
		refused(t, err, model.CodeBadUserInput, "startsAt", "error.stop.outside")
		move := model.TourEditionUpdateInput{ID: w.edition.GlobalID()}
		move.StartsOn = model.Sent(firstDay.AddDays(1))
		_, err = w.tours.Update(w.ctx(t), move, nil)
		refused(t, err, model.CodeBadUserInput, "endsOn", "error.tour.stopsOutside")
		if stops, err := rig.Store.Stops(w.ctx(t), []model.ID{w.edition.ID}, nil); err != nil || len(stops) != 1 || stops[0].Version != w.stop.Version {
			t.Errorf("the stops changed: %v %v", stops, err)
		}
	})
}

func TestACloneListsWhatIsToBeReplacedAndOpensInNoIncompleteLanguage(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 7)
		_, err := w.tours.Clone(w.ctx(t), model.TourEditionCloneInput{ID: w.edition.GlobalID(), CountryCode: model.Denmark, StartsOn: firstDay}, nil)
		refused(t, err, model.CodeBadUserInput, "countryCode", "error.tour.cloneSelf")
		clone, err := w.tours.Clone(w.ctx(t), model.TourEditionCloneInput{
			ID: w.edition.GlobalID(), CountryCode: "JP", City: testrig.Ptr("Tokyo"), TimeZone: testrig.Ptr("Asia/Tokyo"), StartsOn: firstDay.AddDays(70),
			Languages: []model.LanguageTag{model.English, "ja"},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, task := range clone.Tasks {
			kinds = append(kinds, string(task.Kind)+" "+task.Field)
		}
		want := []string{
			"TRANSLATE stops.0.title", "TRANSLATE title", "NAME_OWNER owner", "REPLACE_HOST host", "CHECK_TIME stops.0.startsAt",
			"REPLACE_HOST stops.0.host", "REPLACE_VENUE stops.0.venue",
		}
		if !slices.Equal(kinds, want) {
			t.Errorf("left to do: %v, want %v", kinds, want)
		}
		stop := clone.Edition.Stops[0]
		if at := stop.StartsAt.In(stop.Zone()); at.Hour() != 11 || model.DateOf(at) != firstDay.AddDays(70) || stop.Capacity != 7 || stop.Taken != 0 {
			t.Errorf("the stop is %+v", stop)
		}
		_, err = w.tours.Transition(w.ctx(t), model.TourTransitionInput{ID: clone.Edition.GlobalID(), To: model.TourRegistrationOpen}, nil)
		testrig.WantErrors(t, err, "GUARD_FAILED ", "GUARD_FAILED ")
		if rows, err := w.tours.ManyEditions(w.ctx(t), []model.ID{clone.Edition.ID}, nil); err != nil || rows[0].State != model.TourPlanning {
			t.Errorf("the clone is %v, %v", rows, err)
		}
	})
}

func TestALanguageIsTakenInOnlyWhenItIsComplete(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		in := model.TourEditionUpdateInput{ID: w.edition.GlobalID()}
		in.Title = model.SentList(model.TranslationInput{Language: model.Danish, Text: "Sundhedstur"})
		if _, err := w.tours.Update(w.ctx(t), in, nil); err != nil {
			t.Fatal(err)
		}
		in = model.TourEditionUpdateInput{ID: w.edition.GlobalID(), Languages: model.SentList(model.English, model.Danish)}
		_, err := w.tours.Update(w.ctx(t), in, nil)
		refused(t, err, model.CodeGuardFailed, "languages", "guard.tour.language")
		translated := model.TourStopUpdateInput{ID: w.stop.GlobalID(), Title: model.SentList(model.TranslationInput{Language: model.Danish, Text: "Aarhus"})}
		if _, err := w.tours.StopUpdate(w.ctx(t), translated, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.tours.Update(w.ctx(t), in, nil); err != nil {
			t.Fatal(err)
		}
	})
}

func TestASideTourMakesItsStopByItself(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, 1)
		tour, err := w.tours.SideTourCreate(w.ctx(t), model.SideTourCreateInput{Conference: "A congress", City: "Hvidovre", On: firstDay, Places: 25}, testrig.Fields("conference", "stops.title"))
		if err != nil {
			t.Fatal(err)
		}
		if len(tour.Stops) != 1 || tour.Stops[0].Capacity != 25 || tour.Stops[0].StartsAt.In(tour.Stops[0].Zone()).Hour() != 9 || tour.Conference != "A congress" {
			t.Errorf("the tour is %+v", tour)
		}
		_, err = w.tours.SideTourCreate(w.ctx(t), model.SideTourCreateInput{Conference: "A congress", City: "Hvidovre", On: firstDay}, nil)
		refused(t, err, model.CodeBadUserInput, "places", "error.number.range")
	})
}
