package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/readiness"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// linked is a company whose contact holds the link to a draft, as "link", and
// that has another draft, to which no link leads.
type linked struct {
	*door
	company, contact model.GlobalID
	draft, elsewhere *model.Assessment
	readiness        readiness.Service
}

func openLink(t *testing.T, rig *testrig.Rig) *linked {
	t.Helper()
	l := &linked{door: openDoor(t, rig), readiness: readiness.New(rig.Core)}
	l.company = rig.Organisation(t, "Fjordpuls Demo ApS", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany }).GlobalID()
	danish := model.Danish
	l.contact = rig.Person(t, "Karla Kontakt", func(in *model.PersonCreateInput) { in.OrganisationID, in.Language = &l.company, &danish }).GlobalID()
	begin := func(market model.CountryCode) *model.Assessment {
		in := model.AssessmentCreateInput{OrganisationID: l.company, Market: market}
		return check(t)(l.readiness.Create(testrig.Adviser(t.Context()), in, nil)).(*model.Assessment)
	}
	l.draft, l.elsewhere = begin("SE"), begin("DE")
	var made struct {
		AssessmentLinkCreate struct {
			Link struct{ Address, Token string }
		}
	}
	l.read(t, `mutation($id: ID!, $person: ID!) { assessmentLinkCreate(input: {id: $id, personId: $person}) { link { address token } } }`,
		map[string]any{"id": l.draft.GlobalID(), "person": l.contact}, &made)
	link := made.AssessmentLinkCreate.Link
	if !strings.HasSuffix(link.Address, "/p/assessment/"+link.Token) {
		t.Fatalf("the key of %s is %s", link.Address, link.Token)
	}
	l.tokens["link"] = link.Token
	return l
}

// say answers one question by the link.
func (l *linked) say(t *testing.T, a *model.Assessment, question string, level int) answer {
	t.Helper()
	return l.ask(t.Context(), t, "link", `mutation($id: ID!, $answers: [RatingInput!]!) { assessmentAnswer(input: {id: $id, answers: $answers}) {
		assessment { result { answered } } userErrors { code field message } } }`,
		map[string]any{"id": a.GlobalID(), "answers": []any{map[string]any{"questionId": question, "level": level}}})
}

func TestACompanyAnswersThroughTheAPIWithItsLinkAlone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		l := openLink(t, rig)
		var mine struct {
			Assessments struct {
				Nodes []struct {
					ID     string
					State  string
					Market struct{ Code string }
				}
			}
		}
		l.readAs(t, "link", `{ assessments { nodes { id state market { code } } } }`, nil, &mine)
		if len(mine.Assessments.Nodes) != 1 || mine.Assessments.Nodes[0].Market.Code != "SE" {
			t.Fatalf("the link opens %+v", mine.Assessments.Nodes)
		}
		if got := l.say(t, l.draft, "1.1", 5); string(got.Data) != `{"assessmentAnswer":{"assessment":null,"userErrors":[{"code":"BAD_USER_INPUT","field":"answers.0.level","message":"Vælg et niveau fra 0 til 4."}]}}` {
			t.Errorf("a level of five is answered %s %+v", got.Data, got.Errors)
		}
		for i, q := range l.draft.Template.Questions() {
			want := fmt.Sprintf(`{"assessmentAnswer":{"assessment":{"result":{"answered":%d}},"userErrors":[]}}`, i+1)
			if got := l.say(t, l.draft, q.ID, 3); string(got.Data) != want {
				t.Fatalf("%s: %s %+v", q.ID, got.Data, got.Errors)
			}
		}
		for _, step := range []struct{ mutation, want string }{
			{`assessmentSubmit(input: {id: $id}) { assessment { state } userErrors { code } }`, `"SUBMITTED"`},
			{`assessmentReopenRequest(input: {id: $id, reason: "Vi har fået CE"}) { assessment { reopenReason } userErrors { code } }`, `"Vi har fået CE"`},
		} {
			got := l.ask(t.Context(), t, "link", `mutation($id: ID!) { `+step.mutation+` }`, map[string]any{"id": l.draft.GlobalID()})
			if len(got.Errors) > 0 || !strings.Contains(string(got.Data), step.want) {
				t.Errorf("%s answers %s %+v", step.mutation, got.Data, got.Errors)
			}
		}
		got := l.ask(t.Context(), t, "link", `mutation($id: ID!) { companyConsentSet(input: {organisationId: $id, consent: STEP}) { company { organisation { name } } userErrors { code } } }`,
			map[string]any{"id": l.company})
		company := check(t)(rig.Store.Organisation(testrig.Admin(t.Context()), idOf(t, l.company))).(*model.Organisation)
		if len(got.Errors) > 0 || company.Consent != model.ConsentStep {
			t.Errorf("consent is %s after %s %+v", company.Consent, got.Data, got.Errors)
		}
		whole := check(t)(l.readiness.One(testrig.Adviser(t.Context()), l.draft.GlobalID(), testrig.Fields("history"))).(*model.Assessment)
		if h := whole.History[0]; h.Actor != "Karla Kontakt" || h.ActorRole != model.RoleCompany {
			t.Errorf("the history names %s as %s", h.Actor, h.ActorRole)
		}
	})
}

func idOf(t *testing.T, global model.GlobalID) model.ID {
	t.Helper()
	_, id, ok := global.Parse()
	if !ok {
		t.Fatalf("%s is no id", global)
	}
	return id
}

func TestTheLinkToOneAssessmentOpensNothingElse(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		l := openLink(t, rig)
		if got := l.say(t, l.elsewhere, "1.1", 3); !strings.Contains(string(got.Data), `{"code":"NOT_FOUND","field":"id"`) {
			t.Errorf("the other draft answers %s %+v", got.Data, got.Errors)
		}
		got := l.ask(t.Context(), t, "link", `query($id: ID!) { assessment(id: $id) { id } }`, map[string]any{"id": l.elsewhere.GlobalID()})
		if string(got.Data) != `{"assessment":null}` {
			t.Errorf("the other draft is read: %s %+v", got.Data, got.Errors)
		}
		for _, query := range []string{
			`{ tradeMissions { totalCount } }`, `{ tourEditions { totalCount } }`, `{ companies { totalCount } }`, `{ people { totalCount } }`, `{ viewer { role } }`,
			`mutation { assessmentRate(input: {id: "` + string(l.draft.GlobalID()) + `", ratings: []}) { userErrors { code } } }`,
			`mutation { missionApplicationCreate(input: {missionId: "x"}) { userErrors { code } } }`,
		} {
			if got := l.ask(t.Context(), t, "link", query, nil); len(got.Errors) == 0 || got.Errors[0].Extensions.Code != "FORBIDDEN" {
				t.Errorf("%s answers %s %+v", query, got.Data, got.Errors)
			}
		}
		got = l.ask(t.Context(), t, "link", `mutation($id: ID!) { assessmentCreate(input: {organisationId: $id, market: "JP"}) { assessment { id } userErrors { code } } }`,
			map[string]any{"id": l.company})
		if len(got.Errors) == 0 || got.Errors[0].Extensions.Code != "FORBIDDEN" {
			t.Errorf("a third assessment is begun: %s %+v", got.Data, got.Errors)
		}
		all := check(t)(l.readiness.List(testrig.Adviser(t.Context()), nil, nil, model.PageRequest{}, testrig.Fields("answers", "totalCount"))).(*model.AssessmentConnection)
		if *all.TotalCount != 2 || slices.ContainsFunc(all.Nodes, func(a *model.Assessment) bool { return len(a.Answers) > 0 }) {
			t.Errorf("%d assessments, and some have answers", *all.TotalCount)
		}
	})
}

func TestALinkThatHasExpiredOrLeadsElsewhereOpensNoAPI(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		l := openLink(t, rig)
		const query = `{ assessments { totalCount } }`
		err := rig.Core.Do(testrig.Admin(t.Context()), func(ctx context.Context, tx *app.Tx) (err error) {
			l.tokens["survey"], err = access.New(rig.Core).LinkCreate(ctx, tx, model.LinkSurvey, l.draft.ID, idOf(t, l.contact), "", rig.Clock.Now().Add(time.Hour))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		l.tokens["unknown"] = strings.Repeat("A", len(l.tokens["link"]))
		for _, who := range []string{"survey", "unknown"} {
			got := l.ask(t.Context(), t, who, query, nil)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "UNAUTHENTICATED" || strings.Contains(got.Errors[0].Message, "link") {
				t.Errorf("%s: %s %+v", who, got.Data, got.Errors)
			}
		}
		rig.Clock.Advance(model.AssessmentLinkLasts - time.Second)
		if got := l.ask(t.Context(), t, "link", query, nil); string(got.Data) != `{"assessments":{"totalCount":1}}` {
			t.Errorf("in its last second it answers %s %+v", got.Data, got.Errors)
		}
		rig.Clock.Advance(time.Second)
		got := l.ask(t.Context(), t, "link", query, nil)
		if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "UNAUTHENTICATED" || got.Errors[0].Message != "This link has expired. Open its page to ask for a new one." {
			t.Errorf("then %s %+v", got.Data, got.Errors)
		}
	})
}
