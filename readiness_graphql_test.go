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

// demoReadiness looks at the thirty companies of the scenario: what they answered,
// how far they came, and what a partner sees of it.
func demoReadiness(t *testing.T, d *door) {
	t.Helper()
	for query, want := range map[string]string{
		`{ companies { totalCount } }`:                                                                        `{"companies":{"totalCount":30}}`,
		`{ companies(filter: {assessed: true}) { totalCount } }`:                                              `{"companies":{"totalCount":30}}`,
		`{ assessments(filter: {submitted: true}) { totalCount } }`:                                           `{"assessments":{"totalCount":58}}`,
		`{ assessments(filter: {submitted: true, states: [SUPERSEDED]}) { totalCount } }`:                     `{"assessments":{"totalCount":28}}`,
		`{ assessments(filter: {submitted: true, states: [VALIDATED]}) { totalCount } }`:                      `{"assessments":{"totalCount":28}}`,
		`{ assessments(filter: {submitted: false, states: [DRAFT]}) { totalCount } }`:                         `{"assessments":{"totalCount":1}}`,
		`{ assessments(filter: {states: [DRAFT]}) { nodes { organisation { name } result { answered } } } }`:  `{"assessments":{"nodes":[{"organisation":{"name":"Tårnfalk Trials Demo ApS"},"result":{"answered":9}}]}}`,
		`{ assessments(filter: {states: [STALE], linkRequested: true}) { nodes { organisation { name } } } }`: `{"assessments":{"nodes":[{"organisation":{"name":"Løvspring Link Demo ApS"}}]}}`,
		`{ assessments(filter: {states: [STALE]}) { totalCount } }`:                                           `{"assessments":{"totalCount":2}}`,
		`{ staircase { figures { companies baselineOnly steps { step { number } before { count percent } after { count percent } }
			climb { exactlyOne { count } exactlyTwo { count percent } twoOrMore { count } stayed { count } fell { count } } } } }`: `{"staircase":{"figures":{"companies":28,"baselineOnly":2,"steps":[` +
			`{"step":{"number":1},"before":{"count":8,"percent":"28.6"},"after":{"count":2,"percent":"7.1"}},` +
			`{"step":{"number":2},"before":{"count":9,"percent":"32.1"},"after":{"count":2,"percent":"7.1"}},` +
			`{"step":{"number":3},"before":{"count":7,"percent":"25.0"},"after":{"count":8,"percent":"28.6"}},` +
			`{"step":{"number":4},"before":{"count":3,"percent":"10.7"},"after":{"count":9,"percent":"32.1"}},` +
			`{"step":{"number":5},"before":{"count":1,"percent":"3.6"},"after":{"count":7,"percent":"25.0"}}],` +
			`"climb":{"exactlyOne":{"count":8},"exactlyTwo":{"count":15,"percent":"53.6"},"twoOrMore":{"count":15},"stayed":{"count":4},"fell":{"count":1}}}}}`,
		`{ outcomeRequests { totalCount } }`: `{"outcomeRequests":{"totalCount":20}}`,
		`{ reports { outcomes { asked { value } answered { value of } noneYet { value of } unanswered { value } } } }`: `{"reports":{"outcomes":{` +
			`"asked":{"value":20},"answered":{"value":13,"of":20},"noneYet":{"value":6,"of":13},"unanswered":{"value":7}}}}`,
	} {
		a := d.ask(t.Context(), t, "adviser", query, nil)
		if len(a.Errors) > 0 || string(a.Data) != want {
			t.Errorf("%s answers %s %+v, want %s", query, a.Data, a.Errors, want)
		}
	}
	var seen struct {
		Companies struct {
			TotalCount int
			Nodes      []struct {
				Organisation struct{ Name string }
				Score        *int
				ScoresHidden bool
			}
		}
		StaircaseCompanies struct{ TotalCount int }
	}
	d.readAs(t, "planner", `{ companies(first: 50) { totalCount nodes { organisation { name } score scoresHidden } } staircaseCompanies { totalCount } }`, nil, &seen)
	scores, steps := 0, 0
	for _, c := range seen.Companies.Nodes {
		switch {
		case c.ScoresHidden && c.Score == nil:
			steps++
		case !c.ScoresHidden && c.Score != nil:
			scores++
		default:
			t.Errorf("Healthcare Denmark sees half of %s: %+v", c.Organisation.Name, c)
		}
	}
	if seen.Companies.TotalCount != 28 || seen.StaircaseCompanies.TotalCount != 28 || scores != 25 || steps != 3 {
		t.Errorf("Healthcare Denmark sees %d companies, %d on the staircase, %d with scores and %d with the step only; want 28, 28, 25, 3",
			seen.Companies.TotalCount, seen.StaircaseCompanies.TotalCount, scores, steps)
	}
}
