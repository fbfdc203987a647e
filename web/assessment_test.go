package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/readiness"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
	"fyrtaarn/web"
)

// assessed is a company with a draft for Sweden, and the link of whoever answers.
type assessed struct {
	*world
	readiness readiness.Service
	company   *model.Organisation
	draft     *model.Assessment
	path      string
}

func setupAssessment(t *testing.T, rig *testrig.Rig) *assessed {
	t.Helper()
	service := readiness.New(rig.Core)
	a := &assessed{readiness: service, world: setup(t, rig, func(o *web.Options) { o.Readiness = service })}
	a.company = rig.Organisation(t, "Fjordpuls ApS", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
	a.draft = must[*model.Assessment](t)(service.Create(a.ctx, model.AssessmentCreateInput{OrganisationID: a.company.GlobalID(), Market: "SE"}, nil))
	err := rig.Core.Do(a.ctx, func(ctx context.Context, tx *app.Tx) error {
		secret, err := a.access.LinkCreate(ctx, tx, model.LinkAssessment, a.draft.ID, a.contact.ID, "", rig.Clock.Now().Add(14*24*time.Hour))
		a.path = web.LinkPath(model.LinkAssessment, secret)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *assessed) read(t *testing.T) *model.Assessment {
	t.Helper()
	return must[*model.Assessment](t)(a.readiness.One(a.ctx, a.draft.GlobalID(), testrig.Fields(
		"answers", "history", "submittedAt", "reopenRequestedAt", "linkRequestedAt", "lastQuestion", "result")))
}

func (a *assessed) say(question, level string) answer {
	return a.post(a.path, url.Values{"act": {"answer"}, "question": {question}, "level": {level}})
}

func TestACompanyAnswersOnAPhoneAndGoesOnElsewhere(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		a := setupAssessment(t, rig)
		a.get(a.path, "").shows(t, http.StatusOK, `<html lang="da"`, "Fjordpuls ApS", "Sverige", "Har ledelse eller bestyrelse besluttet eksport", `name="question" value="1.1"`)
		got := a.say("1.1", "2")
		if got.Status != http.StatusSeeOther || !strings.HasSuffix(got.Header.Get("Location"), "?q=1.2") {
			t.Fatalf("status %d to %s\n%s", got.Status, got.Header.Get("Location"), got.Body)
		}
		// Another device with the same link is led to the same question.
		a.get(a.path, "").shows(t, http.StatusOK, `name="question" value="1.2"`)
		a.get(a.path+"?q=1.1", "").shows(t, http.StatusOK, `id="level-2" name="level" value="2" required checked`)
		saved := a.read(t)
		if len(saved.Answers) != 1 || *saved.Answers[0].SelfLevel != 2 || saved.Answers[0].SelfBy != a.contact.FullName || saved.LastQuestion != "1.1" {
			t.Errorf("saved %+v", saved.Answers)
		}
		if by := saved.History[0].ActorRole; by != model.RoleCompany {
			t.Errorf("answered as %s", by)
		}
	})
}

func TestBadAnswersOnThePageAreExplainedAndChangeNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		a := setupAssessment(t, rig)
		for _, level := range []string{"", "5", "-1", "two"} {
			a.say("1.1", level).shows(t, http.StatusUnprocessableEntity, `href="#level"`, `name="question" value="1.1"`)
		}
		a.say("1.1", "none").shows(t, http.StatusUnprocessableEntity, `href="#why"`, `value="none" required checked`)
		a.say("9.9", "1").shows(t, http.StatusUnprocessableEntity, "9.9")
		a.post(a.path, url.Values{"act": {"answer"}, "question": {"1.1"}, "level": {"none"}, "why": {"Ingen bestyrelse"}})
		if saved := a.read(t); len(saved.History) != 1 || !saved.Answers[0].SelfNotApplicable || saved.Answers[0].SelfReason != "Ingen bestyrelse" {
			t.Errorf("saved %+v", saved.History)
		}
		a.post(a.path, url.Values{}).shows(t, http.StatusBadRequest)
		a.post(a.path, url.Values{"act": {"submit"}}).shows(t, http.StatusConflict, "80 %")
	})
}

func TestReadingAnAssessmentChangesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		a := setupAssessment(t, rig)
		before := a.read(t)
		for _, query := range []string{"", "?q=3.1", "?q=all", "?act=submit", "?act=answer&question=1.1&level=4", "?q=<script>"} {
			a.get(a.path+query, "").shows(t, http.StatusOK, "!<script>")
		}
		if after := a.read(t); after.Version != before.Version || len(after.History) != 0 {
			t.Errorf("version %d to %d", before.Version, after.Version)
		}
	})
}

func TestACompanySubmitsConsentsAndAsksToReopen(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		a := setupAssessment(t, rig)
		for _, q := range a.draft.Template.Questions() {
			if got := a.say(q.ID, "1"); got.Status != http.StatusSeeOther {
				t.Fatalf("%s: %d", q.ID, got.Status)
			}
		}
		a.get(a.path, "").shows(t, http.StatusOK, `value="submit"`, "!value=\"reopen\"")
		if got := a.post(a.path, url.Values{"act": {"submit"}}); got.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
		a.get(a.path, "").shows(t, http.StatusOK, "Forbereder", "find en testpartner herhjemme", `value="reopen"`, "!value=\"submit\"")
		a.say("1.1", "4").shows(t, http.StatusConflict)
		a.post(a.path, url.Values{"act": {"reopen"}, "reason": {"Vi har fået CE"}})
		a.post(a.path, url.Values{"act": {"consent"}, "consent": {"STEP_AND_SCORES"}})
		a.post(a.path, url.Values{"act": {"consent"}, "consent": {"EVERYTHING"}}).shows(t, http.StatusUnprocessableEntity)
		company := must[*model.Organisation](t)(a.Store.Organisation(a.ctx, a.company.ID))
		if saved := a.read(t); saved.State != model.AssessmentSubmitted || saved.ReopenRequestedAt == nil || company.Consent != model.ConsentStepAndScores {
			t.Errorf("%s, %v, %s", saved.State, saved.ReopenRequestedAt, company.Consent)
		}
	})
}

func TestAnExpiredLinkOffersANewOne(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		a := setupAssessment(t, rig)
		a.say("1.1", "2")
		rig.Clock.Advance(15 * 24 * time.Hour)
		a.get(a.path, "").shows(t, http.StatusOK, "Linket er udløbet", "Bed om et nyt link", "!Har ledelse")
		if a.read(t).LinkRequestedAt != nil {
			t.Fatal("reading asked for a link")
		}
		a.say("1.1", "4")
		if saved := a.read(t); saved.LinkRequestedAt == nil || len(saved.History) != 1 {
			t.Errorf("%v, %+v", saved.LinkRequestedAt, saved.History)
		}
		a.get(a.path, "").shows(t, http.StatusOK, "Du har bedt om et nyt link")
		person := model.NewGlobalID(model.KindPerson, a.contact.ID)
		link := must[*model.AssessmentLink](t)(a.access.AssessmentLinkCreate(a.ctx, model.AssessmentLinkCreateInput{ID: a.draft.GlobalID(), PersonID: person}))
		a.get(web.LinkPath(model.LinkAssessment, link.Secret), "").shows(t, http.StatusOK, `name="question" value="1.2"`)
		if a.read(t).LinkRequestedAt != nil {
			t.Error("the company still waits for a link")
		}
	})
}
