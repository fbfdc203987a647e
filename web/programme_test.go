package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestDelegateReadsTheirProgrammeWithTheNextSessionFirst(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		w.addSession("Data platform", morning.Add(3*time.Hour), "doctors")
		w.addSession("Only for nurses", morning.Add(3*time.Hour), "nurses")
		doctor := w.Person(t, "Tanaka Ken", reads("en"))
		w.delegate(doctor, model.DelegateMember, model.ListDelegation, "doctors")
		w.waive("Data platform", "Only for nurses")
		w.publish()

		path := w.programmeLink(doctor)
		w.get(path, "da").shows(t, http.StatusOK,
			`<html lang="en" dir="ltr">`, "Care at home", "Tuesday, 9 March 2027", "09:00–10:00", "Copenhagen Time", "Telemedicine ward",
			"12:00–13:00", "Data platform", "Host: <bdi>Aarhus Universitetshospital</bdi>", `<section class="next"`, `href="`+path+`/calendar.ics"`,
			"!Only for nurses", "!Peanut",
		)
		next := func(title string) {
			t.Helper()
			_, after, _ := strings.Cut(w.get(path, "").Body, `<section class="next"`)
			if section, _, _ := strings.Cut(after, "</section>"); !strings.Contains(section, title) {
				t.Errorf("next is not %s: %s", title, section)
			}
		}
		next("Telemedicine ward")
		w.Clock.Set(morning.Add(2 * time.Hour))
		next("Data platform")
		w.Clock.Set(morning.Add(3*time.Hour + 10*time.Minute))
		next(">Now<")
		w.Clock.Set(morning.Add(5 * time.Hour))
		w.get(path, "").shows(t, http.StatusOK, `!<section class="next"`, "Data platform")
	})
}

func TestProgrammeShowsWhatWasPublishedAndNothingBefore(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.programmeLink(w.head)
		w.get(path, "").shows(t, http.StatusOK, "not ready yet", "!Telemedicine ward", "!calendar.ics")
		if got := w.get(path+"/calendar.ics", ""); got.Status != http.StatusNotFound {
			t.Errorf("calendar of nothing: status %d", got.Status)
		}
		w.publish()
		w.get(path, "").shows(t, http.StatusOK, "Telemedicine ward", "This is the programme as of Monday, 4 January 2027")
		must[*model.Delegation](t)(w.delegations.Transition(w.ctx, model.DelegationTransitionInput{
			ID: w.visit.GlobalID(), To: model.DelegationCancelled, Reason: testrig.Ptr("No flights"),
		}, nil))
		w.get(path, "").shows(t, http.StatusOK, "will not take place as planned", "!Telemedicine ward", "!No flights")
	})
}

func TestProgrammeIsNotForWhoIsNoLongerOnTheVisit(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		w.publish()
		host, stranger := w.programmeLink(w.contact), w.programmeLink(w.Person(t, "Nobody"))
		w.get(host, "").shows(t, http.StatusOK, "Telemedicine ward")
		w.get(stranger, "").shows(t, http.StatusNotFound, "!Telemedicine ward")
	})
}

func TestProgrammeGoesIntoACalendarUnderTheIdsOfTheMails(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		w.publish()
		got := w.get(w.programmeLink(w.head)+"/calendar.ics", "")
		if kind := got.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
			t.Errorf("type %q", kind)
		}
		if name := got.Header.Get("Content-Disposition"); name != `attachment; filename="visit-1.ics"` {
			t.Errorf("name %q", name)
		}
		calendar := testrig.ParseICal(t, []string{got.Body})[0]
		if calendar.Method != mail.MethodPublish || len(calendar.Events) != 1 {
			t.Fatalf("calendar %+v", calendar)
		}
		event := calendar.Events[0]
		if event.UID != mail.EventUID(w.session.ID, w.head.ID) || event.Summary != "Telemedicine ward" || event.Start.At != "2027-03-09T08:00:00Z" || event.Start.TZID != model.Copenhagen {
			t.Errorf("event %+v", event)
		}
	})
}

func TestArabicProgrammeRunsFromTheRightWithNamesIsolated(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		guest := w.Person(t, "Layla Haddad", reads("ar"))
		w.delegate(guest, model.DelegateMember, model.ListNobody, "")
		w.publish()
		got := w.get(w.programmeLink(guest), "da")
		got.shows(t, http.StatusOK,
			`<html lang="ar" dir="rtl">`, `<bdi lang="en">Telemedicine ward</bdi>`, "<bdi>Aarhus Universitetshospital</bdi>",
			"<bdi>09:00", "<bdi>asta@fyrtaarn.test</bdi>",
		)
		if language := got.Header.Get("Content-Language"); language != "ar" {
			t.Errorf("Content-Language %q", language)
		}
	})
}
