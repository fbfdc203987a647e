package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fyrtaarn/app/followup"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/project"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// wholeLighthouse makes the n-th of several countries and projects that are
// alike and have something in every relation.
func wholeLighthouse(t *testing.T, rig *testrig.Rig, n int) {
	t.Helper()
	ctx := testrig.Adviser(t.Context())
	countries, projects := lighthouse.Service{Core: rig.Core}, project.Service{Core: rig.Core}
	role := model.RoleAdviser
	desk := rig.Person(t, fmt.Sprintf("Desk %d", n), func(in *model.PersonCreateInput) { in.StaffRole = &role }).GlobalID()
	body := rig.Organisation(t, fmt.Sprintf("Body %d", n)).GlobalID()
	title := []model.TranslationInput{{Language: model.English, Text: "Something"}}
	today := model.DateOf(rig.Clock.Now())
	country := check(t)(countries.Open(ctx, model.LighthouseCountryOpenInput{
		CountryCode: []model.CountryCode{"SE", "FI", "NO", "IS", "DE", "NL", "PT", "EE", "IE"}[n], OwnerID: &desk, InterestedOrganisationID: &body,
	}, testrig.Fields("elements"))).(*model.LighthouseCountry)
	id, element := country.GlobalID(), country.Elements[n].GlobalID()
	check(t)(countries.EvidenceAdd(ctx, model.EvidenceAddInput{ElementID: element, Title: "Paper", SeenByID: &desk}, nil))
	check(t)(countries.ElementUpdate(ctx, model.ElementUpdateInput{ID: element, State: model.Sent(model.ElementEvidenced), OwnerID: model.Sent(desk)}, nil))
	check(t)(followup.Service{Core: rig.Core}.LessonCreate(ctx, model.LessonCreateInput{SubjectID: element, Keep: "It."}))
	check(t)(countries.MilestoneCreate(ctx, model.MilestoneCreateInput{LighthouseCountryID: id, Title: title, OwnerID: &desk, ElementKey: new("agreement"), BaselineOn: today.AddDays(n - 4)}, nil))
	check(t)(countries.DialogueCreate(ctx, model.DialogueCreateInput{LighthouseCountryID: id, HeldOn: today, Channel: model.DialogueCall, OrganisationID: &body, Subject: "Talk"}, nil))
	check(t)(countries.DocumentCreate(ctx, model.LighthouseDocumentCreateInput{LighthouseCountryID: id, Kind: model.DocumentLetter, Title: "Letter", DatedOn: today, OrganisationID: &body}, nil))
	actors := []model.ProjectActorInput{{OrganisationID: body, Role: model.ActorLead}}
	if n < 3 { // participations begin with some in projects and go on with others
		company := rig.Organisation(t, fmt.Sprintf("Partner %d", n), func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
		actors = append(actors, model.ProjectActorInput{OrganisationID: company.GlobalID(), Role: model.ActorCompany})
	}
	check(t)(projects.Create(ctx, model.ProjectCreateInput{
		Kind: model.ProjectPilot, Title: title, OwnerID: &desk, StartsOn: &today, Actors: actors,
		Funding: []model.ProjectFundingInput{{Kind: model.FundingEU, Amount: model.MoneyInput{Amount: "10", Currency: "DKK"}, Source: "Grant"}},
	}, nil))
}

// change runs a mutation as somebody and reads its payload; refusals come back
// as "CODE field".
func (d *door) change(t *testing.T, who, mutation, selection string, input map[string]any, into any) []string {
	t.Helper()
	kind := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input"
	a := d.ask(t.Context(), t, who, fmt.Sprintf("mutation($in: %s!) { payload: %s(input: $in) { %s userErrors { code field message } } }", kind, mutation, selection), map[string]any{"in": input})
	if len(a.Errors) > 0 {
		return []string{a.Errors[0].Extensions.Code + " " + a.Errors[0].Extensions.Field}
	}
	var got struct {
		Payload struct {
			UserErrors []struct{ Code, Field, Message string }
		}
	}
	if err := json.Unmarshal(a.Data, &got); err != nil {
		t.Fatal(err)
	}
	var refused []string
	for _, e := range got.Payload.UserErrors {
		if e.Message == "" {
			t.Errorf("%s refuses %s without a word", mutation, e.Field)
		}
		refused = append(refused, e.Code+" "+e.Field)
	}
	if into != nil && len(refused) == 0 {
		if err := json.Unmarshal(a.Data, &struct{ Payload any }{into}); err != nil {
			t.Fatal(err)
		}
	}
	return refused
}

func TestACountryBecomesALighthouseThroughGraphQL(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := openDoor(t, rig)
		role := model.RoleAdviser
		desk := rig.Person(t, "Asta Åkjær Demo", func(in *model.PersonCreateInput) { in.StaffRole = &role }).GlobalID()
		body := rig.Organisation(t, "Hälsostad Demo").GlobalID()
		do := func(mutation, selection string, input map[string]any, into any) {
			t.Helper()
			if refused := d.change(t, "adviser", mutation, selection, input, into); len(refused) > 0 {
				t.Fatalf("%s is refused: %v", mutation, refused)
			}
		}
		var opened struct {
			LighthouseCountry struct {
				ID, Stage string
				Elements  []struct {
					ID      string
					Element struct{ Key string }
				}
			}
		}
		do("lighthouseCountryOpen", "lighthouseCountry { id stage elements { id element { key } } }", map[string]any{"countryCode": "SE", "ownerId": desk, "interestedOrganisationId": body}, &opened)
		country := opened.LighthouseCountry
		if country.Stage != "CANDIDATE" || len(country.Elements) != 33 {
			t.Fatalf("opened %+v", country)
		}
		element := map[string]string{}
		for _, e := range country.Elements {
			element[e.Element.Key] = e.ID
		}
		var moved struct {
			LighthouseElement struct{ LighthouseCountry struct{ Stage string } }
		}
		move := func(key, state, stage string) {
			t.Helper()
			do("elementUpdate", "lighthouseElement { lighthouseCountry { stage } }", map[string]any{"id": element[key], "state": state}, &moved)
			if got := moved.LighthouseElement.LighthouseCountry.Stage; got != stage {
				t.Fatalf("%s %s leads to %s, want %s", key, state, got, stage)
			}
		}
		move("consortium", "IN_DIALOGUE", "EXPLORING")
		if refused := d.change(t, "adviser", "elementUpdate", "lighthouseElement { id }", map[string]any{"id": element["agreement"], "state": "EVIDENCED"}, nil); len(refused) != 1 || refused[0] != "GUARD_FAILED " {
			t.Fatalf("without evidence: %v", refused)
		}
		do("evidenceAdd", "evidenceItem { counts }", map[string]any{"elementId": element["agreement"], "title": "Paper", "url": "https://example.org/paper", "seenById": desk}, nil)
		move("agreement", "EVIDENCED", "COMMITTED")
		var planned struct {
			Milestone struct {
				ID, State, BaselineOn string
				Slip                  int
			}
		}
		today := model.DateOf(rig.Clock.Now())
		do("milestoneCreate", "milestone { id state baselineOn slip }", map[string]any{
			"lighthouseCountryId": country.ID, "title": []any{map[string]any{"language": "en", "text": "First pilot project"}}, "elementKey": "pilot_projects", "baselineOn": today.AddDays(40).String(),
		}, &planned)
		do("milestoneUpdate", "milestone { id state baselineOn slip }", map[string]any{"id": planned.Milestone.ID, "forecastOn": today.AddDays(60).String()}, &planned)
		if planned.Milestone.Slip != 20 || planned.Milestone.State != "PLANNED" {
			t.Errorf("the milestone is %+v", planned.Milestone)
		}
		do("dialogueCreate", "dialogueEntry { id }", map[string]any{"lighthouseCountryId": country.ID, "heldOn": today.String(), "channel": "MEETING", "withWho": true, "subject": "WHO joins"}, nil)
		do("lighthouseDocumentCreate", "lighthouseDocument { id }", map[string]any{"lighthouseCountryId": country.ID, "kind": "AGREEMENT", "title": "Agreement", "datedOn": today.String(), "withWho": true}, nil)
		var taught struct{ Lesson struct{ ID string } }
		do("lessonCreate", "lesson { id }", map[string]any{"subjectId": element["agreement"], "keep": "A plan beside the strategy.", "change": ""}, &taught)
		do("lessonAdopt", "lesson { adoptedAs }", map[string]any{"id": taught.Lesson.ID, "adoptedAs": "The question asks for the plan."}, nil)
		if a := d.ask(t.Context(), t, "adviser", "mutation { roadmapLayOut { roadmap { lastYear years { year milestones { title { text } state } } } userErrors { code } } }", nil); len(a.Errors) > 0 || !strings.Contains(string(a.Data), "2030") {
			t.Fatalf("%s %+v", a.Data, a.Errors)
		}
		for _, key := range []string{"in_kind", "health_focus_1", "pilot_projects"} {
			do("evidenceAdd", "evidenceItem { counts }", map[string]any{"elementId": element[key], "title": "Paper", "seenById": desk}, nil)
			do("elementUpdate", "lighthouseElement { state }", map[string]any{"id": element[key], "state": "EVIDENCED"}, nil)
		}
		var read struct {
			LighthouseProgress struct {
				Established, GoalCountries, GoalYear, ExpectedByGoalYear int
				IsOnTrack                                                bool
				CountingRule                                             struct{ Text string }
				Stages                                                   []struct {
					Stage struct {
						Key  string
						Rule struct{ Text string }
					}
					Count int
				}
				Forecasts []struct {
					Basis, ExpectedOn string
					LighthouseCountry struct{ Country struct{ Code string } }
				}
			}
			LighthouseComparison struct {
				FirstAhead, SecondAhead int
				Elements                []struct {
					Element struct{ Key string }
					Ahead   string
					First   struct{ State string }
				}
			}
			LighthouseCountry struct {
				Dialogue, Documents, Elements []map[string]any
				EvidencedCount, Progress      int
			}
			Roadmap struct {
				Checklist []struct {
					Element      struct{ Key string }
					AdoptedCount int
					Danish       struct{ State string }
					Lessons      []struct{ Country struct{ Code string } }
				}
				Counters []struct {
					Key     string
					Counted int
					Stated  *struct {
						Value  *int
						Amount *struct {
							Amount, Currency string
							About            bool
						}
						Source string
					}
				}
			}
			PartnershipModel struct{ Elements []map[string]any }
		}
		d.read(t, `{ lighthouseProgress { established goalCountries goalYear expectedByGoalYear isOnTrack countingRule { text } stages { stage { key rule { text } } count }
				forecasts { basis expectedOn lighthouseCountry { country { code } } } }
			lighthouseComparison(first: "SE", second: "DK") { firstAhead secondAhead elements { element { key } ahead first { state } } }
			lighthouseCountry(countryCode: "SE") { dialogue { subject withWho } documents { title } evidencedCount progress elements { state } }
			roadmap { checklist { element { key } adoptedCount danish { state } lessons { country { code } } } counters { key counted stated { value amount { amount currency about } source } } }
			partnershipModel { elements { key question { text } acceptedEvidence { text } danishYear phase { name { text } } } } }`, nil, &read)
		p := read.LighthouseProgress
		if p.Established != 1 || p.GoalCountries != 10 || p.GoalYear != 2029 || p.ExpectedByGoalYear != 1 || p.IsOnTrack || p.CountingRule.Text == "" ||
			len(p.Stages) != 7 || len(p.Forecasts) != 1 || p.Forecasts[0].Basis != "ESTABLISHED" || p.Forecasts[0].LighthouseCountry.Country.Code != "SE" {
			t.Errorf("progress %+v", p)
		}
		if c := read.LighthouseComparison; c.FirstAhead != 5 || c.SecondAhead != 0 || len(c.Elements) != 33 {
			t.Errorf("comparison %d to %d", c.FirstAhead, c.SecondAhead)
		}
		if c := read.LighthouseCountry; c.EvidencedCount != 4 || c.Progress != 4*model.FullProgress/33 || len(c.Dialogue) != 1 || len(c.Documents) != 1 {
			t.Errorf("the record %+v", c)
		}
		for _, line := range read.Roadmap.Checklist {
			if line.Element.Key == "agreement" && (line.AdoptedCount != 1 || line.Danish.State != "NOT_STARTED" || line.Lessons[0].Country.Code != "SE") {
				t.Errorf("the Danish checklist says %+v", line)
			}
		}
		if len(read.Roadmap.Counters) != 9 || len(read.PartnershipModel.Elements) != 33 {
			t.Errorf("%d counters, %d elements", len(read.Roadmap.Counters), len(read.PartnershipModel.Elements))
		}
		for _, c := range read.Roadmap.Counters {
			if c.Key == "in-kind" && (c.Stated.Amount.Amount != "240000000.00" || !c.Stated.Amount.About || c.Stated.Source == "") {
				t.Errorf("in kind is stated as %+v", c.Stated)
			}
		}
		bad := []struct {
			who, mutation, selection string
			input                    map[string]any
			want                     string
		}{
			{"adviser", "lighthouseCountryUpdate", "lighthouseCountry { id }", map[string]any{"id": country.ID, "stage": "ESTABLISHED"}, "BAD_USER_INPUT"},
			{"adviser", "lighthouseCountryOpen", "lighthouseCountry { id }", map[string]any{"countryCode": "JP"}, "BAD_USER_INPUT countryCode"},
			{"adviser", "lighthouseCountryOpen", "lighthouseCountry { id }", map[string]any{"countryCode": "SE"}, "CONFLICT countryCode"},
			{"adviser", "lighthouseCountrySetAside", "lighthouseCountry { id }", map[string]any{"id": country.ID, "as": "COMMITTED", "reason": "x"}, "BAD_USER_INPUT as"},
			{"reader", "lighthouseCountryOpen", "lighthouseCountry { id }", map[string]any{"countryCode": "FI"}, "FORBIDDEN"},
			{"planner", "evidenceSee", "evidenceItem { id }", map[string]any{"id": country.ID, "seenById": desk}, "FORBIDDEN"},
			{"", "elementUpdate", "lighthouseElement { id }", map[string]any{"id": element["consortium"]}, "UNAUTHENTICATED"},
			{"reader", "projectCreate", "project { id }", map[string]any{"kind": "PILOT", "title": []any{}}, "FORBIDDEN"},
		}
		for _, c := range bad {
			refused := d.change(t, c.who, c.mutation, c.selection, c.input, nil)
			if len(refused) == 0 || !strings.HasPrefix(refused[0], c.want) {
				t.Errorf("%s with %v is answered %v, want %s", c.mutation, c.input, refused, c.want)
			}
		}
	})
}

func TestAProjectIsNotedAndCountedThroughGraphQL(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := openDoor(t, rig)
		host := rig.Organisation(t, "Living Lab Odense (demo)", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationLivingLab }).GlobalID()
		today := model.DateOf(rig.Clock.Now())
		input := map[string]any{
			"kind": "LIVING_LAB", "title": []any{map[string]any{"language": "da", "text": "Søvn i hjemmet"}}, "startsOn": today.String(), "idempotencyKey": "once",
			"actors":  []any{map[string]any{"organisationId": host, "role": "TEST_SITE"}},
			"funding": []any{map[string]any{"kind": "EU_STRUCTURAL_FUNDS", "amount": map[string]any{"amount": "1250000", "currency": "DKK", "about": true}, "source": "Grant letter"}},
		}
		var made struct {
			Project struct {
				ID, Reference string
				Version       int
				Funding       []struct {
					Amount struct {
						Amount string
						About  bool
					}
				}
			}
		}
		for range 2 {
			if refused := d.change(t, "adviser", "projectCreate", "project { id reference version funding { amount { amount about } } }", input, &made); len(refused) > 0 {
				t.Fatal(refused)
			}
		}
		if made.Project.Version != 1 || made.Project.Funding[0].Amount.Amount != "1250000.00" || !made.Project.Funding[0].Amount.About {
			t.Errorf("made %+v", made.Project)
		}
		if refused := d.change(t, "adviser", "projectUpdate", "project { id }", map[string]any{"id": made.Project.ID, "expectedVersion": 1, "results": "It works.", "funding": nil}, nil); len(refused) > 0 {
			t.Errorf("update: %v", refused)
		}
		var read struct {
			Projects struct {
				TotalCount int
				Nodes      []struct{ Results string }
			}
			Roadmap struct {
				Counters []struct {
					Key     string
					Counted int
					Amounts []struct{ Amount string }
				}
			}
			Node struct{ Reference string }
		}
		d.read(t, `query($id: ID!) { projects(filter: {kinds: [LIVING_LAB], actorKinds: [LIVING_LAB]}) { totalCount nodes { results } } roadmap { counters { key counted amounts { amount } } } node(id: $id) { ... on Project { reference } } }`,
			map[string]any{"id": made.Project.ID}, &read)
		if read.Projects.TotalCount != 1 || read.Projects.Nodes[0].Results != "It works." || read.Node.Reference != made.Project.Reference {
			t.Errorf("read %+v", read)
		}
		for _, c := range read.Roadmap.Counters {
			if c.Key == "living-labs" && c.Counted != 1 || c.Key == "eu-funds" && c.Counted != 0 {
				t.Errorf("%s counts %d", c.Key, c.Counted)
			}
		}
	})
}
