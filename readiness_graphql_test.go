package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app/readiness"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

// readinessLists are the lists of readiness, each with nodes that reach into
// every relation.
var readinessLists = map[string]string{
	"assessments": `id state organisation { name country { code } } market { name { text } } adviser { fullName } template { version }
		result { marketScore caps { subject } dimensions { score dimension { name { text } } } actions { text { text } offer { name { text } } } offers { key } }
		answers { question { key text { text } } level } notes { text seenBy { fullName } } history { level } plan { dueOn }`,
	"companies": `organisation { id name country { code } } market { code } level score focusArea { name { text } }
		assessment { id state result { level } answers { level } adviser { fullName } }`,
}

// assessedCompany makes the n-th of several companies that are alike and have
// something in every relation.
func assessedCompany(t *testing.T, rig *testrig.Rig, service readiness.Service, n int, consent model.PartnerConsent) *model.Assessment {
	t.Helper()
	ctx := testrig.Adviser(t.Context())
	adviser := rig.Person(t, fmt.Sprintf("Adviser %d", n), func(in *model.PersonCreateInput) { in.StaffRole = new(model.RoleAdviser) }).GlobalID()
	company := rig.Organisation(t, fmt.Sprintf("Company %d", n), func(in *model.OrganisationCreateInput) {
		in.Kind, in.Consent = model.OrganisationCompany, &consent
	}).GlobalID()
	a := check(t)(service.Create(ctx, model.AssessmentCreateInput{OrganisationID: company, Market: "SE", AdviserID: &adviser}, model.Fields{})).(*model.Assessment)
	var ratings []model.RatingInput
	for _, q := range a.Template.Questions() {
		ratings = append(ratings, model.RatingInput{QuestionID: q.ID, Level: new(n % 5)})
	}
	id := a.GlobalID()
	check(t)(service.Answer(ctx, model.AssessmentAnswerInput{ID: id, Answers: ratings}, model.Fields{}))
	check(t)(service.EvidenceAdd(ctx, model.AssessmentEvidenceInput{ID: id, QuestionID: "3.2", Text: "Certificate", SeenByID: &adviser}, model.Fields{}))
	return check(t)(service.Submit(ctx, model.AssessmentSubmitInput{ID: id}, model.Fields{})).(*model.Assessment)
}

func TestListsOfReadinessRunAsManyStatementsForManyRowsAsForFew(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d, service := openDoor(t, rig), readiness.New(rig.Core)
		for n := range 9 {
			assessedCompany(t, rig, service, n, model.ConsentStepAndScores)
		}
		for field, node := range readinessLists {
			statements := func(first int) int64 {
				ctx, n := store.WithStatementCount(t.Context())
				query := fmt.Sprintf("{ %s(first: %d) { nodes { %s } pageInfo { hasNextPage endCursor } totalCount } }", field, first, node)
				a := d.ask(ctx, t, "admin", query, nil)
				if len(a.Errors) > 0 {
					t.Fatalf("%s: %+v", field, a.Errors)
				}
				if got := strings.Count(string(a.Data), `"id"`); got < first {
					t.Fatalf("%s answers %d of %d rows: nothing is measured", field, got, first)
				}
				return n.Load()
			}
			statements(1) // the token is looked up once
			if few, many := statements(3), statements(9); few != many {
				t.Errorf("%s runs %d statements for 3 rows and %d for 9", field, few, many)
			}
		}
	})
}

func TestReadinessThroughGraphQL(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d, service := openDoor(t, rig), readiness.New(rig.Core)
		a := assessedCompany(t, rig, service, 3, model.ConsentStepAndScores)
		assessedCompany(t, rig, service, 2, model.ConsentStep)
		assessedCompany(t, rig, service, 1, model.ConsentNothing)
		t.Run("APartnerSeesWhatIsConsented", func(t *testing.T) {
			got := d.ask(t.Context(), t, "reader", `{ companies { totalCount nodes { organisation { name } score level scoresHidden stale } } }`, nil)
			const want = `{"companies":{"totalCount":2,"nodes":[` +
				`{"organisation":{"name":"Company 3"},"score":7500,"level":"EXPORT_READY","scoresHidden":false,"stale":false},` +
				`{"organisation":{"name":"Company 2"},"score":null,"level":null,"scoresHidden":true,"stale":false}]}}`
			if string(got.Data) != want || len(got.Errors) > 0 {
				t.Errorf("%s %+v", got.Data, got.Errors)
			}
		})
		t.Run("TheQuestionnaireIsReadInTheCallersLanguage", func(t *testing.T) {
			got := d.ask(t.Context(), t, "danish", `{ assessmentTemplate { version dimensions { name { text language } questions { key text(language: "en") { text } levels { level text { text } } } } } }`, nil)
			for _, want := range []string{`"Regulering, kvalitet og rettigheder","language":"da"`, `"Quality system (13485, 27001 or equal)?"`, `"certificeret og auditeret"`} {
				if !strings.Contains(string(got.Data), want) {
					t.Errorf("no %s in %s %+v", want, got.Data, got.Errors)
				}
			}
		})
		t.Run("BadInputIsNamedAndTranslated", func(t *testing.T) {
			draft := check(t)(service.Create(testrig.Adviser(t.Context()), model.AssessmentCreateInput{
				OrganisationID: model.NewGlobalID(model.KindOrganisation, a.OrganisationID), Market: "JP",
			}, model.Fields{})).(*model.Assessment)
			got := d.ask(t.Context(), t, "danish", `mutation($id: ID!) { assessmentAnswer(input: {id: $id, answers: [{questionId: "1.1", level: 5}, {questionId: "x", notApplicable: true}]}) {
				assessment { id } userErrors { code field message } } }`, map[string]any{"id": draft.GlobalID()})
			const want = `{"assessmentAnswer":{"assessment":null,"userErrors":[` +
				`{"code":"BAD_USER_INPUT","field":"answers.0.level","message":"Vælg et niveau fra 0 til 4."},` +
				`{"code":"BAD_USER_INPUT","field":"answers.1.questionId","message":"Spørgeskemaet har ikke noget spørgsmål x."},` +
				`{"code":"BAD_USER_INPUT","field":"answers.1.reason","message":"Skriv, hvorfor spørgsmålet ikke er relevant."}]}}`
			if string(got.Data) != want || len(got.Errors) > 0 {
				t.Errorf("%s %+v", got.Data, got.Errors)
			}
		})
		t.Run("ALinkIsShownOnce", func(t *testing.T) {
			person := rig.Person(t, "Contact").GlobalID()
			var link struct {
				AssessmentLinkCreate struct {
					Link struct {
						Address   string
						ExpiresAt time.Time
					}
				}
			}
			got := d.ask(t.Context(), t, "adviser", `mutation($id: ID!, $person: ID!) { assessmentLinkCreate(input: {id: $id, personId: $person}) { link { address expiresAt } userErrors { message } } }`,
				map[string]any{"id": a.GlobalID(), "person": person})
			if err := json.Unmarshal(got.Data, &link); err != nil || !strings.Contains(link.AssessmentLinkCreate.Link.Address, "/p/assessment/") {
				t.Errorf("%s %+v", got.Data, got.Errors)
			}
		})
		t.Run("WhoMay", func(t *testing.T) {
			const rate = `mutation($id: ID!) { assessmentRate(input: {id: $id, ratings: []}) { userErrors { code } } }`
			for who, want := range map[string]string{"": "UNAUTHENTICATED", "reader": "FORBIDDEN", "trade": "FORBIDDEN", "adviser": ""} {
				got := d.ask(t.Context(), t, who, rate, map[string]any{"id": a.GlobalID()})
				code := ""
				if len(got.Errors) > 0 {
					code = got.Errors[0].Extensions.Code
				}
				if code != want {
					t.Errorf("%q is answered %q, want %q", who, code, want)
				}
			}
		})
	})
}
