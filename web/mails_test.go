package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"fyrtaarn/i18n"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
	"fyrtaarn/web"
)

func shown(o *web.Options) { o.ShowMails = true }

// keep keeps a sample mail and answers its path.
func (w *world) keep(template, language string) string {
	w.t.Helper()
	m, err := mail.Compose(template, mail.SampleFacts(template, language), i18n.For(language))
	if err != nil {
		w.t.Fatal(err)
	}
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		w.t.Fatal(err)
	}
	row := &store.KeptMail{
		ID: w.Core.NewID(), MessageID: m.MessageID, Recipient: m.To.Email, Subject: m.Subject, Language: model.LanguageTag(m.Language),
		KeptAt: w.Clock.Now(), Raw: raw.Bytes(),
	}
	if err := w.Store.KeepMail(w.ctx, row); err != nil {
		w.t.Fatal(err)
	}
	return "/dev/mail/" + row.ID.String()
}

func TestKeptMailIsShownWithAllItsParts(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, shown)
		w.get("/dev/mail", "").shows(t, http.StatusOK, "No mail has been written yet")
		path := w.keep(mail.TemplateProgramme, "ja")
		w.get("/dev/mail", "").shows(t, http.StatusOK, `href="`+path+`"`, "alex@visitor.example")

		page := w.get(path, "")
		page.shows(t, http.StatusOK, "<dt>Content-Language</dt>", "BEGIN:VCALENDAR", `src="`+path+`/html" sandbox`, "2027年3月9日")
		if policy := page.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-src 'self'") {
			t.Errorf("policy %q", policy)
		}
		html := w.get(path+"/html", "")
		html.shows(t, http.StatusOK, `<html lang="ja"`, "2027年3月9日")
		if policy := html.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox;") || strings.Contains(policy, "script-src") {
			t.Errorf("policy %q", policy)
		}
		calendar := testrig.ParseICal(t, []string{w.get(path+"/calendar.ics", "").Body})[0]
		if calendar.Error != "" || calendar.Method != mail.MethodRequest {
			t.Errorf("calendar %+v", calendar)
		}
		w.get(path+"/mail.eml", "").shows(t, http.StatusOK, "Message-ID: <sample-programme-ja@fyrtaarn.example>")
		w.get(w.keep(mail.TemplateThanks, "da")+"/calendar.ics", "").shows(t, http.StatusNotFound)
		w.get("/dev/mail/"+uuid.NewString(), "").shows(t, http.StatusNotFound)
		w.get("/dev/mail/x", "").shows(t, http.StatusNotFound)
	})
}

func TestKeptMailsAreForThisMachineAlone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := setup(t, rig, shown)
		path := w.keep(mail.TemplateThanks, "en")
		for name, change := range map[string]func(*http.Request){
			"BehindAProxy":       func(r *http.Request) { r.Header.Set("X-Forwarded-For", "127.0.0.1") },
			"BehindANewerProxy":  func(r *http.Request) { r.Header.Set("Forwarded", "for=127.0.0.1") },
			"UnderAForeignsName": func(r *http.Request) { r.Host = "rebound.example" },
		} {
			for _, page := range []string{"/dev/mail", path, path + "/html", path + "/mail.eml", path + "/calendar.ics"} {
				if got := w.send(http.MethodGet, page, nil, change); got.Status != http.StatusNotFound {
					t.Errorf("%s: %s: status %d", name, page, got.Status)
				}
			}
		}
		hidden := web.NewHandler(web.Options{Access: w.access, Delegations: w.delegations, Log: rig.Core.Log})
		w.server.Config.Handler = hidden
		w.get(path, "").shows(t, http.StatusNotFound)
	})
}
