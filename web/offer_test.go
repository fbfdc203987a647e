package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"fyrtaarn/app/mission"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// offered is an announced mission with one place, which the first company is
// offered and for which the second waits.
func offered(w *world) (s mission.Service, first, second *model.MissionApplication, contact *model.Person) {
	w.t.Helper()
	s = mission.Service{Core: w.Core}
	text := func(en string) []model.TranslationInput {
		return []model.TranslationInput{{Language: model.English, Text: en}}
	}
	done := func(_ any, err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	deadline := w.Clock.Now().Add(time.Hour)
	m := must[*model.TradeMission](w.t)(s.Create(w.ctx, model.TradeMissionCreateInput{
		ActivityInput: model.ActivityInput{
			Title: text("Tokyo <b>tech</b>"), CountryCode: "JP", City: new("Tokyo"), TimeZone: new("Asia/Tokyo"), StartsOn: &firstDay,
			EndsOn: new(firstDay.AddDays(2)), HostID: global(model.KindOrganisation, w.hospital.ID), OwnerID: global(model.KindPerson, w.owner.ID),
		},
		Statement: text("Apply."), Languages: []model.LanguageTag{"en"}, Capacity: new(1), Minimum: new(1), Deadline: &deadline,
		Criteria: []model.CriterionInput{{Key: "fit", Weight: 1, Name: text("Fit")}},
	}, nil))
	to := func(state model.MissionState) {
		done(s.Transition(w.ctx, model.TradeMissionTransitionInput{ID: m.GlobalID(), To: state}, nil))
	}
	to(model.MissionCallOpen)
	var all []*model.MissionApplication
	for _, name := range []string{"Fjordpuls", "Havblik"} {
		company := w.Organisation(w.t, name).GlobalID()
		contact = w.Person(w.t, name+" Contact", reads("en"), func(in *model.PersonCreateInput) { in.OrganisationID = &company })
		a := must[*model.MissionApplication](w.t)(s.Apply(w.ctx, model.MissionApplicationCreateInput{
			MissionID: m.GlobalID(), CompanyID: &company, ContactID: new(contact.GlobalID()), Motivation: new("To sell."),
		}, nil))
		done(s.Submit(w.ctx, model.MissionApplicationSubmitInput{ID: a.GlobalID()}, nil))
		all = append(all, a)
	}
	w.Clock.Set(deadline)
	to(model.MissionCallClosed)
	for i, a := range all {
		for _, reviewer := range []*model.Person{w.owner, w.contact} {
			done(s.SaveReview(w.ctx, model.MissionReviewSaveInput{
				ApplicationID: a.GlobalID(), ReviewerID: new(reviewer.GlobalID()),
				Scores: []model.ReviewScoreInput{{Criterion: "fit", Score: 3, Justification: "It fits."}},
			}, nil))
		}
		decision := []model.Decision{model.DecisionAccept, model.DecisionWaitlist}[i]
		done(s.Decide(w.ctx, model.MissionDecisionSetInput{ID: a.GlobalID(), Decision: decision}, nil))
	}
	to(model.MissionSelected)
	to(model.MissionAnnounced)
	people, err := w.Store.PeopleByID(w.ctx, []model.ID{*all[0].ContactID}, nil)
	done(people, err)
	return s, all[0], all[1], people[0]
}

func stateOf(w *world, s mission.Service, a *model.MissionApplication) model.ApplicationState {
	w.t.Helper()
	rows, err := s.ManyApplications(w.ctx, []model.ID{a.ID}, nil)
	if err != nil || len(rows) != 1 {
		w.t.Fatal(rows, err)
	}
	return rows[0].State
}

func TestAnOfferIsAnsweredByAFormAndNeverByLooking(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		s, first, second, contact := offered(w)
		path := w.link(model.LinkOffer, "offer", first.ID, contact, "")
		for range 2 {
			w.get(path, "").shows(t, http.StatusOK, "A place is held for", "Fjordpuls", "Tokyo &lt;b&gt;tech", "Confirm the place", "Decline the place")
		}
		if got := stateOf(w, s, first); got != model.ApplicationAccepted {
			t.Fatalf("looking made it %s", got)
		}
		w.post(path, url.Values{"act": {"confirm"}})
		if got := stateOf(w, s, first); got != model.ApplicationConfirmed {
			t.Fatalf("after the form it is %s", got)
		}
		w.get(path, "").shows(t, http.StatusOK, "is confirmed", "Give the place back", "!Decline the place")
		w.post(path, url.Values{"act": {"withdraw"}})
		if a, b := stateOf(w, s, first), stateOf(w, s, second); a != model.ApplicationWithdrawn || b != model.ApplicationAccepted {
			t.Errorf("after giving it back: %s, and the next is %s", a, b)
		}
		w.get(path, "").shows(t, http.StatusOK, "has given its place back", "!Confirm the place")
	})
}

func TestAnOfferThatRanOutCannotBeTaken(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		s, first, _, contact := offered(w)
		path := w.link(model.LinkOffer, "offer", first.ID, contact, "")
		w.Clock.Set(w.Clock.Now().Add(model.DefaultOfferHours * time.Hour))
		w.get(path, "").shows(t, http.StatusOK, "The offer has run out", "!Confirm the place")
		w.post(path, url.Values{"act": {"confirm"}}).shows(t, http.StatusConflict, "The offer has run out")
		w.post(path, url.Values{"act": {"other"}}).shows(t, http.StatusUnprocessableEntity)
		if got := stateOf(w, s, first); got != model.ApplicationAccepted {
			t.Errorf("it is %s", got)
		}
		w.get(w.link(model.LinkOffer, "offer", first.ID, w.owner, ""), "").shows(t, http.StatusNotFound)
	})
}
