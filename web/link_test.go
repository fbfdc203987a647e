package web_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
	"fyrtaarn/web"
)

// links are one of each kind.
func (w *world) links() map[string]string {
	return map[string]string{
		"Host": w.hostLink(), "Programme": w.programmeLink(w.head), "Survey": w.surveyLink(w.head), "OptOut": w.optOutLink(w.head, model.CategoryProgramme),
		"Outcome": w.outcomeLink(w.contact),
	}
}

func (w *world) optOutLink(p *model.Person, category string) string {
	return w.link(model.LinkOptOut, "optout", w.visit.ID, p, category)
}

func TestReadingChangesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		before := w.state()
		for name, path := range w.links() {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				for _, query := range []string{"", "?act=answer&answer=CONFIRMED&rating=5", "?act=refuse&List-Unsubscribe=One-Click", "?act=none"} {
					if got := w.send(method, path+query, nil); got.Status != http.StatusOK {
						t.Errorf("%s %s: status %d", method, name, got.Status)
					}
				}
			}
		}
		if after := w.state(); after != before {
			t.Errorf("from %+v to %+v", before, after)
		}
	})
}

func TestLinkThatLeadsNowhereSaysWhatToDo(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		good := w.hostLink()
		secret := strings.TrimPrefix(good, "/p/host/")
		wrong := strings.Repeat("A", len(secret)-1)
		for name, path := range map[string]string{
			"Unknown": "/p/host/" + wrong + "A", "Cut": good[:len(good)-3], "Longer": good + "A", "OtherPurpose": "/p/survey/" + secret,
			"NoSecret": "/p/host/", "NoPage": "/p/", "CalendarOfAHost": "/p/programme/" + secret + "/calendar.ics",
		} {
			t.Run(name, func(t *testing.T) {
				w.get(path, "fr;q=0.5, da").shows(t, http.StatusNotFound, `<html lang="da"`, "Dette link virker ikke længere")
				w.post(path, url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}}).shows(t, http.StatusNotFound, "This link no longer works")
			})
		}
		w.Clock.Advance(200 * 24 * time.Hour)
		w.get(good, "").shows(t, http.StatusNotFound)
		w.post(good, url.Values{"act": {"answer"}, "answer": {"CONFIRMED"}}).shows(t, http.StatusNotFound)
		if got := w.state(); got.invitation != model.InvitationInvited {
			t.Errorf("an expired link changed the answer: %+v", got)
		}
	})
}

func TestPersonalPagesAreNeitherKeptNorTold(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		for name, path := range w.links() {
			header := w.get(path, "").Header
			for field, want := range map[string]string{
				"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff",
				"Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'",
			} {
				if got := header.Get(field); !strings.HasPrefix(got, want) {
					t.Errorf("%s: %s is %q", name, field, got)
				}
			}
		}
	})
}

func TestLanguageIsThePersonsThenTheBrowsersThenEnglish(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		const offer = `<p class="offer"`
		for name, c := range map[string]struct {
			person, query, header string
			want                  []string
		}{
			"ThePersons":               {"ko", "", "da", []string{`<html lang="ko" dir="ltr">`, "!" + offer}},
			"ThePersonsVariety":        {"de-AT", "", "", []string{`<html lang="de" dir="ltr">`}},
			"TheMenusBeforeThePersons": {"ko", "?lang=fi", "da", []string{`<html lang="fi"`, `hreflang="fi" dir="ltr" aria-current="true"`}},
			"TheBrowsersWhenWeHaveNot": {"eu", "", "pt, da;q=0.5", []string{`<html lang="da"`}},
			"EnglishForRussian":        {"ru", "", "ru-RU, ru;q=0.9", []string{`<html lang="en"`, "!" + offer}},
			"EnglishForRussianAsked":   {"ru", "?lang=ru", "", []string{`<html lang="en"`}},
			"EnglishWithAnOffer":       {"zh-Hant", "", "", []string{`<html lang="en"`, offer, `?lang=zh-Hans`, "简体中文"}},
			"EnglishWithAnOfferTaiwan": {"eu", "", "zh-TW", []string{`<html lang="en"`, offer}},
			"NorwegianByItsOldName":    {"no", "", "", []string{`<html lang="nb"`}},
			"NonsenseIsPassedOver":     {"da", "?lang=%00<script>", "x;q=q", []string{`<html lang="da"`, "!<script>"}},
		} {
			t.Run(name, func(t *testing.T) {
				p := w.Person(t, "Guest "+name, reads(model.LanguageTag(c.person)))
				w.delegate(p, model.DelegateMember, model.ListNobody, "")
				w.get(w.programmeLink(p)+c.query, c.header).shows(t, http.StatusOK, c.want...)
			})
		}
	})
}

func TestChosenLanguageStaysWithTheForm(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.surveyLink(w.head) + "?lang=da"
		w.get(path, "").shows(t, http.StatusOK, `action="`+path+`"`)
		if got := w.post(path, url.Values{"rating": {"4"}}); got.Header.Get("Location") != path {
			t.Errorf("status %d, location %q", got.Status, got.Header.Get("Location"))
		}
	})
}

func TestSurveyIsKeptAndCanBeChanged(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.surveyLink(w.head)
		for _, rating := range []string{"4", "2"} {
			got := w.post(path, url.Values{"rating": {rating}, "useful": {"The ward"}, "missing": {"More time & tea"}, "contact": {"yes"}})
			if got.Status != http.StatusSeeOther {
				t.Fatalf("status %d\n%s", got.Status, got.Body)
			}
			w.get(path, "").shows(t, http.StatusOK, `value="`+rating+`" required checked`, "More time &amp; tea</textarea>", `name="contact" value="yes" checked`)
		}
		responses := must[[]*model.SurveyResponse](t)(w.Store.SurveyResponsesOf(w.ctx, []model.ID{w.visit.ID}, nil))
		if len(responses) != 1 || responses[0].Rating != 2 || responses[0].PersonID != w.head.ID || !responses[0].MayContact {
			t.Errorf("kept %+v", responses)
		}
	})
}

func TestSurveyWithoutARatingIsRefusedAndKeepsWhatWasTyped(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.surveyLink(w.head)
		for _, rating := range []string{"", "6", "-1", "five"} {
			w.post(path, url.Values{"rating": {rating}, "useful": {"The ward"}}).shows(t, http.StatusUnprocessableEntity, `href="#rating"`, ">The ward</textarea>")
		}
		if got := w.state(); got.responses != 0 {
			t.Errorf("kept %+v", got)
		}
	})
}

func TestOptOutIsKeptAndTakenBack(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		path := w.optOutLink(w.head, model.CategorySurvey)
		w.get(path, "").shows(t, http.StatusOK, "Reminders to tell us how a visit was", `value="refuse"`)
		for range 2 { // who clicks twice means it once
			if got := w.post(path, url.Values{"act": {"refuse"}}); got.Status != http.StatusSeeOther || w.state().refusals != 1 {
				t.Fatalf("status %d, %+v", got.Status, w.state())
			}
		}
		w.get(path, "").shows(t, http.StatusOK, "You no longer receive", `value="receive"`)
		if got := w.post(path, url.Values{"act": {"receive"}}); got.Status != http.StatusSeeOther || w.state().refusals != 0 {
			t.Errorf("status %d, %+v", got.Status, w.state())
		}
		w.post(path, url.Values{}).shows(t, http.StatusBadRequest, "Nothing was changed")
	})
}

func TestOptOutInOneClickOfAMailProgram(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		if got := w.post(w.optOutLink(w.head, "programme"), url.Values{"List-Unsubscribe": {"One-Click"}}); got.Status != http.StatusOK || w.state().refusals != 1 {
			t.Errorf("as a form: status %d, %+v", got.Status, w.state())
		}
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		_ = form.WriteField("List-Unsubscribe", "One-Click")
		_ = form.Close()
		got := w.send(http.MethodPost, w.optOutLink(w.contact, "hosting"), &body, func(r *http.Request) {
			r.Header.Set("Content-Type", form.FormDataContentType())
		})
		if got.Status != http.StatusOK || w.state().refusals != 2 {
			t.Errorf("as multipart: status %d, %+v", got.Status, w.state())
		}
	})
}

func TestFailureShowsACodeAndNothingElse(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, func(o *web.Options) {
			o.OptOut = func(context.Context, model.ID, string) error { return context.DeadlineExceeded }
		})
		got := w.post(w.optOutLink(w.head, "programme"), url.Values{"act": {"refuse"}})
		got.shows(t, http.StatusInternalServerError, "Something went wrong on our side", "!deadline")
	})
}

func TestStyleSheetIsServedUnderTheNameThatPagesGive(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig)
		_, after, _ := strings.Cut(w.get("/", "").Body, `<link rel="stylesheet" href="`)
		path, _, _ := strings.Cut(after, `"`)
		got := w.get(path, "")
		if got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/css") || !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %v", path, got.Status, got.Header)
		}
	})
}
