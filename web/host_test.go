package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestHostReadsWhatItMustKnowAndNothingOfHealth(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		w.get(w.hostLink(), "en").shows(t, http.StatusOK,
			`<html lang="da" dir="ltr">`, // the contact's own language, not the browser's
			"Kan I tage imod <bdi>Kita Health Council</bdi>?", "tirsdag den 9. marts 2027", "09.00–10.00", "København-tid",
			"<bdi>Skejby</bdi>", `<bdi lang="en">Telemedicine ward</bdi>`, `<bdi lang="en">To see &lt;b&gt;telemedicine&lt;/b&gt;</bdi>`,
			"Der deltager 2 personer.", "<bdi>Satō Hanako</bdi>", `<a href="mailto:asta@fyrtaarn.test">`,
			"!Suzuki", "!Peanut", "!<b>telemedicine",
		)
	})
}

func TestHostAnswersAreStored(t *testing.T) {
	for _, to := range []model.InvitationState{model.InvitationConfirmed, model.InvitationTentative, model.InvitationDeclined} {
		t.Run(string(to), func(t *testing.T) {
			testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
				w := setup(t, rig)
				path := w.hostLink()
				w.Clock.Advance(time.Hour)
				got := w.post(path, url.Values{
					"act": {"answer"}, "answer": {string(to)}, "message": {"Kom gerne\r\ntidligt <i>"},
					"version": {strconv.Itoa(w.invitation.Version)},
				})
				if got.Status != http.StatusSeeOther || got.Header.Get("Location") != path {
					t.Fatalf("status %d, location %q\n%s", got.Status, got.Header.Get("Location"), got.Body)
				}
				if kept := w.state(); kept.invitation != to || kept.message != "Kom gerne\ntidligt <i>" {
					t.Errorf("kept %+v", kept)
				}
				w.get(path, "").shows(t, http.StatusOK, "Kom gerne<br>tidligt &lt;i&gt;", "mandag den 4. januar 2027", "Ret jeres svar")
				actions := w.Audited(t, w.invitation.ID)
				if actions[len(actions)-1] != "hostInvitationAnswer" {
					t.Errorf("audited %v", actions)
				}
			})
		})
	}
}

func TestHostChangesItsMindWhileTheStateLetsIt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.hostLink()
		for _, to := range []model.InvitationState{model.InvitationTentative, model.InvitationConfirmed, model.InvitationDeclined} {
			if got := w.post(path, url.Values{"act": {"answer"}, "answer": {string(to)}}); got.Status != http.StatusSeeOther {
				t.Fatalf("%s: status %d\n%s", to, got.Status, got.Body)
			}
		}
		// The place of a host who said no may have been given to another.
		w.get(path, "").shows(t, http.StatusOK, `value="DECLINED"`, `!value="CONFIRMED"`)
		before := w.state()
		w.post(path, url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}}).shows(t, http.StatusConflict, `role="alert"`)
		if after := w.state(); after != before {
			t.Errorf("from %+v to %+v", before, after)
		}
	})
}

func TestHostProposesAnotherTimeInTheVenuesZone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.hostLink()
		form := url.Values{"act": {"propose"}, "day": {"2027-03-10"}, "from": {"13:30"}, "until": {"15:00"}, "message": {"Hellere onsdag"}}
		if got := w.post(path, form); got.Status != http.StatusSeeOther {
			t.Fatalf("status %d\n%s", got.Status, got.Body)
		}
		kept := w.state()
		if want := time.Date(2027, time.March, 10, 12, 30, 0, 0, time.UTC); kept.invitation != model.InvitationTentative || !kept.proposed.Equal(want) {
			t.Errorf("kept %+v, want %v", kept, want)
		}
		w.get(path, "").shows(t, http.StatusOK, "onsdag den 10. marts 2027", "13.30–15.00", "Hellere onsdag")
	})
}

func TestHostBlocksAndFreesTimesOfItsOwn(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.hostLink()
		form := url.Values{
			"act": {"block"}, "startsDay": {"2027-03-01"}, "startsTime": {"00:00"}, "endsDay": {"2027-03-05"}, "endsTime": {"16:00"}, "reason": {"Flytning"},
		}
		if got := w.post(path, form); got.Status != http.StatusSeeOther || w.state().blocks != 1 {
			t.Fatalf("status %d, %+v\n%s", got.Status, w.state(), got.Body)
		}
		page := w.get(path, "")
		page.shows(t, http.StatusOK, "Flytning", "5. marts 2027")
		_, after, _ := strings.Cut(page.Body, `name="block" value="`)
		id, _, _ := strings.Cut(after, `"`)

		elsewhere := w.Organisation(t, "Odense Universitetshospital")
		foreign := must[*model.HostBlock](t)(w.delegations.BlockTime(w.ctx, elsewhere.ID, model.HostBlockCreateInput{StartsAt: morning, EndsAt: morning.Add(time.Hour)}))
		w.post(path, url.Values{"act": {"unblock"}, "block": {string(foreign.GlobalID())}})
		if _, err := w.Store.HostBlock(w.ctx, foreign.ID); err != nil {
			t.Errorf("a host freed another's time: %v", err)
		}
		if got := w.post(path, url.Values{"act": {"unblock"}, "block": {id}}); got.Status != http.StatusSeeOther || w.state().blocks != 0 {
			t.Errorf("status %d, %+v", got.Status, w.state())
		}
	})
}

func TestHostFormIsRefusedWithWhatIsWrongBesideTheInput(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.hostLink() + "?lang=en"
		before := w.state()
		for name, c := range map[string]struct {
			form   url.Values
			status int
			shows  []string
		}{
			"UnknownAnswer": {url.Values{"act": {"answer"}, "answer": {"HELD"}}, http.StatusConflict, []string{`role="alert"`}},
			"UnknownAct":    {url.Values{"act": {"drop"}}, http.StatusUnprocessableEntity, []string{`role="alert"`}},
			"StaleVersion": {
				url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}, "message": {"Mine"}, "version": {"99"}},
				http.StatusConflict,
				[]string{`role="alert"`, ">Mine</textarea>", `name="version" value="` + strconv.Itoa(w.invitation.Version) + `"`},
			},
			"MessageTooLong": {
				url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}, "message": {strings.Repeat("x", model.MaxBody+1)}},
				http.StatusUnprocessableEntity,
				[]string{`aria-describedby="message-problem"`, `href="#message"`},
			},
			"MessageWithNUL": {
				url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}, "message": {"a\x00b"}}, http.StatusUnprocessableEntity, []string{`href="#message"`},
			},
			"MessageNotUTF8": {
				url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}, "message": {"\xff"}}, http.StatusUnprocessableEntity, []string{`href="#message"`},
			},
			"ProposalWithoutTimes": {
				url.Values{"act": {"propose"}, "day": {"10/03"}},
				http.StatusUnprocessableEntity,
				[]string{`href="#day"`, `href="#from"`, `href="#until"`, "<details open>", `id="day-problem"`},
			},
			"ProposalEndsBeforeItStarts": {
				url.Values{"act": {"propose"}, "day": {"2027-03-10"}, "from": {"15:00"}, "until": {"13:00"}},
				http.StatusUnprocessableEntity,
				[]string{`href="#until"`, `value="15:00"`},
			},
			"BlockEndsBeforeItStarts": {
				url.Values{"act": {"block"}, "startsDay": {"2027-03-10"}, "startsTime": {"15:00"}, "endsDay": {"2027-03-09"}, "endsTime": {"13:00"}},
				http.StatusUnprocessableEntity,
				[]string{`href="#endsTime"`},
			},
			"TooLarge": {url.Values{"message": {strings.Repeat("x", 300<<10)}}, http.StatusBadRequest, []string{"Nothing was changed"}},
		} {
			t.Run(name, func(t *testing.T) {
				w.post(path, c.form).shows(t, c.status, c.shows...)
				if after := w.state(); after != before {
					t.Errorf("from %+v to %+v", before, after)
				}
			})
		}
	})
}

func TestHostOfACancelledVisitIsToldAndAskedNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.hostLink() + "?lang=en"
		must[*model.Delegation](t)(w.delegations.Transition(w.ctx, model.DelegationTransitionInput{
			ID: w.visit.GlobalID(), To: model.DelegationCancelled, Reason: testrig.Ptr("No flights"),
		}, nil))
		w.get(path, "").shows(t, http.StatusOK, "will not take place as planned", `!name="answer"`)
		before := w.state()
		w.post(path, url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}}).shows(t, http.StatusConflict)
		if after := w.state(); after != before {
			t.Errorf("from %+v to %+v", before, after)
		}
	})
}

func TestForeignPageCannotAnswerInAHostsName(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		got := w.post(w.hostLink(), url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}}, func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Origin", "https://elsewhere.example")
		})
		if got.Status != http.StatusForbidden || w.state().invitation != model.InvitationInvited {
			t.Errorf("status %d, %+v", got.Status, w.state())
		}
	})
}
