package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// outcomeLink asks the hospital's contact what came of the visit.
func (w *world) outcomeLink(p *model.Person) string {
	w.t.Helper()
	request := must[*model.OutcomeRequest](w.t)(w.outcomes.RequestCreate(w.ctx, model.OutcomeRequestCreateInput{
		ActivityID: w.visit.GlobalID(), CompanyID: w.hospital.GlobalID(), PersonID: global(model.KindPerson, w.contact.ID), Wave: 1,
	}, nil))
	return w.link(model.LinkOutcome, "outcome", request.ID, p, "")
}

func TestACompanySaysThatNothingHasComeAndLaterThatSomethingHas(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.outcomeLink(w.contact)
		w.get(path, "da").shows(t, http.StatusOK, `<html lang="da"`, "Pleje i hjemmet", "Aarhus Universitetshospital", "Der er endnu ikke kommet noget ud af det")
		if got := w.post(path, url.Values{"act": {"none"}}); got.Status != http.StatusSeeOther {
			t.Fatalf("status %d", got.Status)
		}
		w.get(path, "da").shows(t, http.StatusOK, "at der endnu ikke er kommet noget ud af det", "!value=\"none\"")
		w.post(path, url.Values{"act": {"report"}, "kind": {"PILOT"}, "country": {"JP"}, "amount": {"1.5"}, "currency": {"JPY"}}).
			shows(t, http.StatusUnprocessableEntity, "amount-problem", `value="1.5"`)
		if got := w.post(path, url.Values{"act": {"report"}, "kind": {"PILOT"}, "country": {"JP"}, "amount": {"150000"}, "currency": {"JPY"}, "key": {"a"}}); got.Status != http.StatusSeeOther {
			t.Fatalf("status %d: %s", got.Status, got.Body)
		}
		w.get(path, "da").shows(t, http.StatusOK, "Pilotprojekt", "JPY 150000")
		w.post(path, url.Values{"act": {"none"}}).shows(t, http.StatusConflict, "I har allerede fortalt")
	})
}

func TestAnOutcomeLinkInAnothersHandsLeadsNowhere(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.outcomeLink(w.head)
		w.get(path, "en").shows(t, http.StatusNotFound, "This link no longer works")
		w.post(path, url.Values{"act": {"none"}}).shows(t, http.StatusNotFound)
		if w.count("outcomes") != 0 || w.count("answers") != 0 {
			t.Error("somebody else's answer was kept")
		}
	})
}
