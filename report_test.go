package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/staircase"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
	"fyrtaarn/web"
)

// write runs a mutation as an adviser and answers the id of its object; a
// refusal ends the test.
func (d *door) write(t *testing.T, mutation, object string, input map[string]any) string {
	t.Helper()
	kind := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
	query := fmt.Sprintf("mutation($input: %s!) { result: %s(input: $input) { object: %s { id } userErrors { code field message } } }", kind, mutation, object)
	var got struct {
		Result struct {
			Object     *struct{ ID string }
			UserErrors []struct{ Code, Field, Message string }
		}
	}
	d.read(t, query, map[string]any{"input": input}, &got)
	if got.Result.Object == nil {
		t.Fatalf("%s %v: %+v", mutation, input, got.Result.UserErrors)
	}
	return got.Result.Object.ID
}

// climbers places companies on steps of a seeded staircase, before and after,
// and answers the ids of the companies.
func (d *door) climbers(t *testing.T, ways ...[]int) []string {
	t.Helper()
	check(t)(staircase.Service{Core: d.Core}.SeedSteps(t.Context()))
	var seen struct {
		Staircase struct{ Steps []struct{ ID string } }
	}
	d.read(t, "{ staircase { steps { id } } }", nil, &seen)
	var companies []string
	for i, way := range ways {
		company := d.Organisation(t, fmt.Sprintf("Climber %02d", i), func(in *model.OrganisationCreateInput) {
			in.Kind, in.Consent = model.OrganisationCompany, new(model.ConsentStep)
			if i%5 == 4 {
				in.Consent = new(model.ConsentNothing)
			}
		})
		companies = append(companies, string(company.GlobalID()))
		for j, step := range way {
			d.write(t, "placementCreate", "placement", map[string]any{
				"companyId": company.GlobalID(), "stepId": seen.Staircase.Steps[step-1].ID, "reason": "Assessed.",
				"placedOn": model.DateOf(d.Clock.Now()).AddDays(-300 + 200*j).String(), "programmes": []string{"Growth 27"},
			})
		}
	}
	return companies
}

// outcomes lets each of the visits there are have come of something for one of
// the companies, who is asked about it.
func (d *door) outcomes(t *testing.T, companies []string) {
	t.Helper()
	var visits struct {
		Delegations struct {
			Nodes []struct {
				ID    string
				Owner struct{ ID string }
			}
		}
	}
	d.read(t, "{ delegations(first: 100) { nodes { id owner { id } } } }", nil, &visits)
	for i, company := range companies {
		visit := visits.Delegations.Nodes[i]
		d.write(t, "outcomeCreate", "outcome", map[string]any{
			"kind": "LEAD", "activityId": visit.ID, "companyId": company, "occurredOn": "2027-01-20",
			"valuePerYear": map[string]any{"amount": "10", "currency": "EUR"}, "shares": []any{map[string]any{"activityId": visit.ID, "basisPoints": 5000}},
		})
		d.write(t, "outcomeRequestCreate", "outcomeRequest", map[string]any{"activityId": visit.ID, "companyId": company, "personId": visit.Owner.ID, "wave": 1})
	}
}

// numbers finds every number of the reports, wherever it stands.
func numbers(at string, v any, found map[string]map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["variables"]; ok {
			found[at] = v
			return
		}
		for name, below := range v {
			numbers(at+"."+name, below, found)
		}
	case []any:
		for i, below := range v {
			numbers(fmt.Sprintf("%s.%d", at, i), below, found)
		}
	}
}

// allReports are the questions for every number, each within the limits of one
// request. Those that only staff may ask are put in for an adviser.
var allReports = []string{
	`activities { kind year number { ...n } }
	countries { inContact { ...n } visited { ...n } planned { ...n } whoEurope { ...n } }
	clashes { kinds { number { ...n } } }
	followUps { open { ...n } overdue { ...n } done { ...n } waived { ...n } }
	outcomes { kinds { kind confirmed { ...n } forecast { ...n } } asked { ...n } answered { ...n } noneYet { ...n } unanswered { ...n } }
	staircase { companies { ...n } baselineOnly { ...n } steps { before { ...n } after { ...n } } rose { ...n } exactlyTwo { ...n } twoOrMore { ...n } stayed { ...n } fell { ...n } }
	mail @include(if: $staff) { sent { ...n } failed { ...n } bounced { ...n } inDoubt { ...n } fallback { ...n } }`,
	`participation { countries { country { code } priorities { givenBy { name } } ...c } others { ...c } all { ...c } }
	readiness { submitted { ...n } drafts @include(if: $staff) { ...n } stale { ...n } companies { ...n } levels { number { ...n } } markets { number { ...n } } }
	roadmap { years { reached { ...n } late { ...n } planned { ...n } } counters { key number { ...n } amounts { amount currency } } }
	lighthouses { goalYear countingRule { text } established { ...n } expected { ...n } stages { number { ...n } } lateMilestones { ...n } }`,
	`yearly { year activities { number { ...n } } newCountries { ...n } companies { ...n } participations { ...n } outcomes { number { ...n } } answered { ...n }
	followUpsDone { ...n } lessons { ...n } assessmentsSubmitted { ...n } milestonesReached { ...n } }`,
}

// reported asks for every number of the reports as somebody.
func (d *door) reported(t *testing.T, who string, filter map[string]any) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	for _, parts := range allReports {
		query := "query($filter: ReportFilter, $staff: Boolean!) { reports(filter: $filter) { " + parts + " } } fragment n on ReportNumber { value of query variables }"
		if strings.Contains(parts, "...c") {
			query += " fragment c on CountryParticipation { activities { ...n } held { ...n } companies { ...n } participations { ...n } }"
		}
		if !strings.Contains(parts, "$staff") {
			query = strings.Replace(query, ", $staff: Boolean!", "", 1)
		}
		var got map[string]any
		d.readAs(t, who, query, map[string]any{"filter": filter, "staff": who == "adviser"}, &got)
		numbers("", got, found)
	}
	return found
}

// listed counts the rows behind a number, as the number itself says how.
func (d *door) listed(t *testing.T, who string, number map[string]any) int {
	t.Helper()
	var variables map[string]any
	if err := json.Unmarshal([]byte(number["variables"].(string)), &variables); err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	d.readAs(t, who, number["query"].(string), variables, &got)
	for _, list := range got {
		var rows []any
		if json.Unmarshal(list, &rows) == nil {
			return len(rows)
		}
		var page struct {
			TotalCount int
			Nodes      []any
		}
		if err := json.Unmarshal(list, &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Nodes) != min(page.TotalCount, 25) {
			t.Errorf("%d nodes of %d", len(page.Nodes), page.TotalCount)
		}
		return page.TotalCount
	}
	t.Fatalf("%v answers nothing", number)
	return 0
}

func reportedNumbers(t *testing.T, d *door) {
	t.Helper()
	companies := d.climbers(t, []int{1, 3}, []int{1, 4}, []int{2, 4}, []int{2, 2}, []int{3, 5}, []int{3, 2}, []int{1}, []int{4, 5})
	var visit struct{ Delegation struct{ ID string } }
	d.read(t, `{ delegation(reference: "demo-del-01") { id } }`, nil, &visit)
	day := model.DateOf(d.Clock.Now()).String()
	for i, kind := range []string{"PILOT", "PILOT", "LETTER_OF_INTENT"} {
		id := d.write(t, "outcomeCreate", "outcome", map[string]any{"kind": kind, "activityId": visit.Delegation.ID, "companyId": companies[i], "occurredOn": day})
		if i == 0 {
			d.write(t, "outcomeConfirm", "outcome", map[string]any{"id": id, "reason": "They said so."})
		}
		d.write(t, "outcomeRequestCreate", "outcomeRequest", map[string]any{"activityId": visit.Delegation.ID, "companyId": companies[i], "wave": 1})
	}
	for _, c := range []struct {
		who    string
		filter map[string]any
	}{{"adviser", nil}, {"adviser", map[string]any{"year": 2027}}, {"reader", nil}} {
		found := d.reported(t, c.who, c.filter)
		if len(found) < 150 {
			t.Fatalf("%d numbers", len(found))
		}
		for at, number := range found {
			if rows := d.listed(t, c.who, number); float64(rows) != number["value"] {
				t.Errorf("%s%s is %v for %s and lists %d rows: %v", at, fmt.Sprint(c.filter), number["value"], c.who, rows, number["variables"])
			}
		}
		t.Logf("%s %v: %d numbers", c.who, c.filter, len(found))
	}
	narrowReader(t, d)
}

// narrowReader sees missions alone: his numbers are smaller, and his rows as many.
func narrowReader(t *testing.T, d *door) {
	t.Helper()
	plain, _, err := access.New(d.Core).TokenCreate(model.WithActor(t.Context(), model.System("test")), model.AccessTokenCreateInput{
		Name: "narrow", Role: model.RolePartner, Scopes: []string{"reports:read", "organisations:read", "missions:read"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.tokens["narrow"] = plain
	const query = `{ reports { activities { number { ...n } } countries { inContact { ...n } } clashes { kinds { number { ...n } } }
		participation { others { activities { ...n } companies { ...n } participations { ...n } } all { activities { ...n } companies { ...n } participations { ...n } } }
		yearly { activities { number { ...n } } newCountries { ...n } companies { ...n } participations { ...n } } } } fragment n on ReportNumber { value of query variables }`
	ask := func(who string) map[string]map[string]any {
		var got map[string]any
		d.readAs(t, who, query, nil, &got)
		found := map[string]map[string]any{}
		numbers("", got, found)
		return found
	}
	all, found := ask("adviser"), ask("narrow")
	for at, number := range found {
		if rows := d.listed(t, "narrow", number); float64(rows) != number["value"] {
			t.Errorf("%s is %v for a partner of the missions and lists %d rows: %v", at, number["value"], rows, number["variables"])
		}
	}
	for _, at := range []string{".reports.countries.inContact", ".reports.participation.all.activities"} {
		if found[at]["value"].(float64) >= all[at]["value"].(float64) {
			t.Errorf("%s is %v for a partner of the missions and %v for an adviser", at, found[at]["value"], all[at]["value"])
		}
	}
	a := d.ask(t.Context(), t, "narrow", `{ reports { readiness { companies { value } } roadmap { years { year } } lighthouses { goalYear } yearly { outcomes { kind } lessons { value } } } }`, nil)
	if len(a.Errors) == 0 || !strings.Contains(string(a.Data), `"readiness":null,"roadmap":null,"lighthouses":null`) || strings.Contains(string(a.Data), "kind") {
		t.Errorf("a partner without the scopes reads %s %+v", a.Data, a.Errors)
	}
	a = d.ask(t.Context(), t, "narrow", `{ organisations(filter: {actorIn: {countries: ["DK"]}}) { totalCount } }`, nil)
	if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != "FORBIDDEN" {
		t.Errorf("who may not see projects asks for their actors: %s", a.Data)
	}
}

func TestACompanyTellsThroughItsLinkAndTheReportsCountIt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := openDoor(t, rig)
		company := d.Organisation(t, "Fjordpuls", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
		person := d.Person(t, "Bo Lund", func(in *model.PersonCreateInput) { in.Language = new(model.English) })
		visit := d.write(t, "delegationCreate", "delegation", map[string]any{"title": []any{map[string]any{"language": "en", "text": "Care at home"}}, "countryCode": "DE"})
		d.write(t, "outcomeCreate", "outcome", map[string]any{
			"kind": "CONTRACT", "activityId": visit, "companyId": company.GlobalID(), "occurredOn": "2027-06-01", "certainty": "LIKELY",
			"valuePerYear": map[string]any{"amount": "1200000", "currency": "DKK", "about": true},
			"shares":       []any{map[string]any{"activityId": visit, "basisPoints": 6000}},
		})
		request := d.write(t, "outcomeRequestCreate", "outcomeRequest", map[string]any{
			"activityId": visit, "companyId": company.GlobalID(), "personId": person.GlobalID(), "wave": 1,
		})
		_, subject, _ := model.GlobalID(request).Parse()
		var secret string
		if err := rig.Core.Do(testrig.Admin(t.Context()), func(ctx context.Context, tx *app.Tx) (err error) {
			secret, err = access.New(rig.Core).LinkCreate(ctx, tx, model.LinkOutcome, subject, person.ID, "", tx.Now.AddDate(0, 1, 0))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		path := web.LinkPath(model.LinkOutcome, secret)
		var page string
		send := func(method string, form url.Values) int {
			r := httptest.NewRequestWithContext(t.Context(), method, "http://127.0.0.1"+path, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			d.handler.ServeHTTP(w, r)
			page = w.Body.String()
			return w.Code
		}
		if status := send(http.MethodGet, nil); status != http.StatusOK || !strings.Contains(page, "DKK 1200000.00") {
			t.Fatalf("%d %s", status, page)
		}
		for name, c := range map[string]struct {
			form   url.Values
			status int
		}{
			"ANegativeAmount": {url.Values{"act": {"report"}, "kind": {"LEAD"}, "country": {"DE"}, "amount": {"-5"}, "currency": {"DKK"}}, 422},
			"TheFuture":       {url.Values{"act": {"report"}, "kind": {"LEAD"}, "country": {"DE"}, "day": {"2099-01-01"}}, 422},
			"AnUnknownKind":   {url.Values{"act": {"report"}, "kind": {"NONE"}, "country": {"DE"}}, 422},
			"ForeignOutcome":  {url.Values{"act": {"settle"}, "outcome": {rig.Core.NewID().String()}, "came": {"yes"}}, 404},
		} {
			if status := send(http.MethodPost, c.form); status != c.status {
				t.Errorf("%s: %d", name, status)
			}
		}
		var told struct {
			OutcomeRequests struct{ Nodes []struct{ Answer *string } }
			Outcomes        struct {
				Nodes []struct {
					ID, Kind, State       string
					AttributedBasisPoints int
				}
			}
			Delegation struct{ Outcomes []struct{ Kind string } }
			Reports    struct {
				Outcomes struct {
					Answered struct{ Value, Of int }
					Kinds    []struct {
						Kind                string
						Confirmed, Forecast struct{ Value int }
					}
				}
			}
		}
		look := func() {
			told.Outcomes.Nodes, told.Reports.Outcomes.Kinds = nil, nil
			d.read(t, `query($id: ID!) { outcomeRequests { nodes { answer } } outcomes { nodes { id kind state attributedBasisPoints } } delegation(id: $id) { outcomes { kind } }
				reports { outcomes { answered { value of } kinds { kind confirmed { value } forecast { value } } } } }`, map[string]any{"id": visit}, &told)
		}
		look()
		if told.OutcomeRequests.Nodes[0].Answer != nil || len(told.Outcomes.Nodes) != 1 || told.Outcomes.Nodes[0].AttributedBasisPoints != 6000 {
			t.Fatalf("reading or refused forms changed something: %+v", told)
		}
		_, contract, _ := model.GlobalID(told.Outcomes.Nodes[0].ID).Parse()
		for _, form := range []url.Values{
			{"act": {"settle"}, "outcome": {contract.String()}, "came": {"yes"}},
			{"act": {"report"}, "kind": {"PILOT"}, "country": {"DE"}, "expected": {"yes"}, "amount": {"50000"}, "currency": {"EUR"}, "key": {"one"}},
		} {
			if status := send(http.MethodPost, form); status != http.StatusSeeOther {
				t.Fatalf("%v: %d %s", form, status, page)
			}
		}
		look()
		if *told.OutcomeRequests.Nodes[0].Answer != "OUTCOMES" || told.Reports.Outcomes.Answered.Value != 1 || len(told.Delegation.Outcomes) != 2 {
			t.Errorf("%+v", told)
		}
		for _, kind := range told.Reports.Outcomes.Kinds {
			want := map[string][2]int{"CONTRACT": {1, 0}, "PILOT": {0, 1}}[kind.Kind]
			if got := [2]int{kind.Confirmed.Value, kind.Forecast.Value}; got != want {
				t.Errorf("%s: confirmed and forecast %v, want %v", kind.Kind, got, want)
			}
		}
		rig.Clock.Advance(40 * 24 * time.Hour)
		if status := send(http.MethodPost, url.Values{"act": {"none"}}); status != http.StatusNotFound {
			t.Errorf("an expired link answers %d", status)
		}
	})
}

func TestTheStaircaseThroughTheDoorShowsEachReaderWhatCompaniesAllow(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := openDoor(t, rig)
		companies := d.climbers(t, []int{1, 3}, []int{1, 4}, []int{2, 4}, []int{2, 2}, []int{1, 2}, []int{3, 5}, []int{1})
		type figures struct {
			Placed, BaselineOnly, Companies int
			Hidden                          bool
			Steps                           []struct{ Before struct{ Percent string } }
			Climb                           *struct{ ExactlyTwo, TwoOrMore struct{ Count, Of int } }
		}
		const query = `query($filter: StaircaseFilter) { staircase(filter: $filter) {
			figures { ...f } stuck { company { name } step { key } days } cohorts(by: PROGRAMME) { name size focusArea { slug } figures { ...f } }
		} } fragment f on StaircaseFigures { placed baselineOnly companies hidden steps { step { number } before { percent } } climb { exactlyTwo { count of } twoOrMore { count of } } stuckCount firstToLast { median } }`
		var got struct {
			Staircase struct {
				Figures figures
				Stuck   []struct {
					Company struct{ Name string }
					Days    int
				}
				Cohorts []struct {
					Name    string
					Figures figures
				}
			}
		}
		for who, want := range map[string]int{"adviser": 6, "reader": 5} {
			d.readAs(t, who, query, nil, &got)
			s := got.Staircase
			if s.Figures.Companies != want || s.Figures.Hidden || s.Figures.Climb.ExactlyTwo.Count != 3 || s.Figures.Climb.TwoOrMore.Count != 4 ||
				len(s.Stuck) != 1 || s.Stuck[0].Company.Name != "Climber 03" || s.Stuck[0].Days != 300 || s.Cohorts[0].Name != "Growth 27" {
				t.Errorf("%s reads %+v", who, s)
			}
		}
		d.readAs(t, "reader", query, map[string]any{"filter": map[string]any{"programme": "Nobody's"}}, &got)
		if !got.Staircase.Figures.Hidden || len(got.Staircase.Cohorts) != 0 {
			t.Errorf("a group of nobody: %+v", got.Staircase)
		}
		var path struct {
			CompanyPath *struct {
				Climbed, DaysOnStep int
				Placements          []struct {
					ID, Reason, NotedBy string
					Step                struct{ Number int }
					Programmes          []string
				}
			}
		}
		const one = `query($id: ID!) { companyPath(companyId: $id) { company { name } climbed daysOnStep placements { id reason notedBy step { number } programmes } corrected { id } } }`
		d.readAs(t, "reader", one, map[string]any{"id": companies[1]}, &path)
		if p := path.CompanyPath; p == nil || p.Climbed != 3 || p.DaysOnStep != 100 || p.Placements[0].NotedBy != "adviser" || len(p.Placements[0].Programmes) != 1 {
			t.Fatalf("%+v", path.CompanyPath)
		}
		placement := path.CompanyPath.Placements[0].ID
		path.CompanyPath = nil
		d.readAs(t, "reader", one, map[string]any{"id": companies[4]}, &path)
		if path.CompanyPath != nil {
			t.Errorf("a company that hides its step shows %+v", path.CompanyPath)
		}
		a := d.ask(t.Context(), t, "reader", `query($id: ID!) { node(id: $id) { ... on Placement { company { name } step { key } correctedById } } }`, map[string]any{"id": placement})
		if len(a.Errors) > 0 || !strings.Contains(string(a.Data), "Climber 01") {
			t.Errorf("%s %+v", a.Data, a.Errors)
		}
		for who, query := range map[string]string{
			"reader": `mutation { placementCreate(input: {companyId: "x", stepId: "x", placedOn: "2027-01-01", reason: "x"}) { userErrors { code } } }`,
			"trade":  `{ staircase { figures { placed } } }`,
		} {
			if a := d.ask(t.Context(), t, who, query, nil); len(a.Errors) == 0 || a.Errors[0].Extensions.Code != "FORBIDDEN" {
				t.Errorf("%s may %s: %s", who, query, a.Data)
			}
		}
	})
}
