package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/inquiry"
	"fyrtaarn/app/matchmaking"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/solution"
	"fyrtaarn/config"
	"fyrtaarn/demo"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

// door is the running program as its users meet it: GraphQL over HTTP, with a
// token per role.
type door struct {
	*testrig.Rig
	server  *server
	handler http.Handler
	tokens  map[string]string
}

// openDoor serves the rig's database.
func openDoor(t *testing.T, rig *testrig.Rig) *door {
	t.Helper()
	c, err := config.From(map[string]string{"FYRTAARN_DATABASE_URL": "sqlite:unused", "FYRTAARN_RATE_LIMIT": "0"})
	if err != nil {
		t.Fatal(err)
	}
	p := &program{Config: c, out: io.Discard, log: slog.New(slog.DiscardHandler)}
	s := newServer(p, rig.Core)
	s.ready.Store(true)
	d := &door{Rig: rig, server: s, handler: s.public(), tokens: map[string]string{}}
	ctx := model.WithActor(t.Context(), model.System("test"))
	for name, in := range map[string]model.AccessTokenCreateInput{
		"admin":   {Name: "admin", Role: model.RoleAdmin},
		"adviser": {Name: "adviser", Role: model.RoleAdviser},
		"danish":  {Name: "danish", Role: model.RoleAdviser, Language: new(model.Danish)},
		"reader":  {Name: "reader", Role: model.RolePartner, Scopes: []string{"*:read"}},
		"planner": {Name: "planner", Role: model.RolePartner, Scopes: []string{"*:read", "delegations:write"}},
		"trade":   {Name: "trade", Role: model.RolePartner, Scopes: []string{"missions:read", "missions:write"}},
	} {
		plain, _, err := access.New(rig.Core).TokenCreate(ctx, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		d.tokens[name] = plain
	}
	return d
}

// answer is what GraphQL answers.
type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code, Field string }
	}
}

// ask sends one request as the named holder of a token; "" sends none.
func (d *door) ask(ctx context.Context, t *testing.T, who, query string, variables map[string]any) answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+d.tokens[who])
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	var a answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return a
}

// read asks as an adviser and reads the data; an error ends the test.
func (d *door) read(t *testing.T, query string, variables map[string]any, into any) {
	t.Helper()
	d.readAs(t, "adviser", query, variables, into)
}

// readAs is read for somebody else.
func (d *door) readAs(t *testing.T, who, query string, variables map[string]any, into any) {
	t.Helper()
	a := d.ask(t.Context(), t, who, query, variables)
	if len(a.Errors) > 0 {
		t.Fatalf("%s: %+v", query, a.Errors)
	}
	if err := json.Unmarshal(a.Data, into); err != nil {
		t.Fatal(err)
	}
}

// dayZero is the D of the tests: Wednesday 3 March 2027.
var dayZero = model.NewDate(2027, time.March, 3)

// withDemo plays the demo until D into the rig.
func withDemo(t *testing.T, rig *testrig.Rig) {
	t.Helper()
	world := demo.NewWorld(rig.Core, keeping)
	if err := world.Load(t.Context(), dayZero); err != nil {
		t.Fatal(err)
	}
	rig.Clock.Set(world.Clock.Now())
}

// lists are the root fields that answer a connection, each with nodes that
// reach into every relation that a list of them is usually asked with.
var lists = map[string]string{
	"delegations": `id reference version state country { code name { text } } host { name } owner { fullName } organisation { name country { code } }
		requester { fullName } focusArea { name { text } } organisers { role organisation { name } } sessionCount
		sessions(first: 3) { title { text } host { name } interpreter { fullName } speakers { fullName } delegation { reference } } delegateCount
		delegates { person { fullName organisation { name } } needs { diet } } hostInvitations { organisation { name } contact { fullName } session { startsAt } delegation { reference } }
		followUps { owner { fullName } activity { reference } } lessons { keep } surveyResponses { person { fullName } } programmeVersions { number changes { kind } }
		conflicts { kind level reason session { id } }`,
	"organisations": `id name country { name { text } }`,
	"people":        `id fullName organisation { name } country { code } affiliations { organisation { name } }`,
	"followUps":     `id title owner { fullName } activity { reference host { name } }`,
	"inquiries":     `id subject country { code } organisation { name } asker { fullName } delegation { reference }`,
	"activities": `id reference version title { text } country { code } countries { name { text } } activityState host { name } owner { fullName } focusArea { slug }
		organisers { organisation { name } } followUps { owner { fullName } } lessons { keep activity { reference } } outcomes { kind company { name } } clashes { reason other { reference title { text } organiserNames } } ... on Delegation { sessions { host { name } } }`,
	"solutions":          `id name { text } company { name country { code } } focusArea { name { text } } tags evidence evidenceLinks replaces targetMarkets`,
	"lessons":            `id keep activity { reference }`,
	"outcomes":           `id kind company { name } country { code } activity { reference } shares { basisPoints activity { reference } } valuePerYear { amount }`,
	"outcomeRequests":    `id company { name } person { fullName } activity { reference } outcomes { kind }`,
	"staircaseCompanies": `company { id name } before { name { text } } after { number } climbed`,
	"tradeMissions": `id reference version state country { code } countries { name { text } } host { name } owner { fullName } focusArea { slug } organisers { organisation { name } }
		criteria { key name { text } } taken freePlaces applicationCount confirmedCount textGaps { field } cloneGaps { field } clonedFrom { reference }
		applications { state company { name } contact { fullName } waitlistPosition reviews { reviewer { fullName } } score }
		comparison { rank application { state } } invitations { company { name } contact { fullName } } followUps { owner { fullName } } lessons { keep }`,
	"missionApplications": `id state mission { reference host { name } } company { name country { code } } contact { fullName } reviews { reviewer { fullName } } score
		decision feedback { text } appealUntil waitlistPosition`,
	"tourEditions": `id reference version state country { code } host { name } owner { fullName } organisers { organisation { name } } followUps { owner { fullName } }
		lessons { keep } registrationCount languages { language percent gaps { field } } stops { title { text } host { name } activity { reference } } clonedFrom { reference }`,
	"sideTours":           `id reference state host { name } owner { fullName } organisers { role } registrationCount languages { percent } stops { city host { name } }`,
	"tourRegistrations":   `id state person { fullName organisation { name } } activity { reference host { name } } lines { state position stop { city host { name } } }`,
	"presentationsAbroad": `id reference state host { name } owner { fullName } speaker { fullName } organisers { organisation { name } } followUps { title }`,
	"auditLog":            `id action actor changes { field }`,
	"reminderOccurrences": `id state person { fullName } activity { reference } delivery { state } rule { key }`,
	"deliveries":          `id state occurrence { person { fullName } activity { reference } }`,
	"lighthouseCountries": `id stage country { name { text } } owner { fullName } interestedOrganisation { name } progress evidencedCount visitCount lateMilestoneCount nextMilestone { title { text } owner { fullName } }
		elements { state element { name { text } } owner { fullName } evidence { title seenBy { fullName } } lessons { keep } } milestones { state element { key } }
		dialogue { subject organisation { name } } documents { title organisation { name } }`,
	"milestones":     `id state title { text } owner { fullName } element { key } lighthouseCountry { stage country { code } elements { state } }`,
	"participations": `company { id name country { code } } activity { reference host { name } organisers { organisation { name } } } project { id reference actors { organisation { name } } } country { name { text } } startsOn`,
	"projects":       `id reference country { code } focusArea { slug } owner { fullName } actors { role organisation { name } } funding { amount { amount } }`,
}

func TestEveryListRunsAsManyStatementsForManyRowsAsForFew(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		check(t)(reminder.Service{Core: rig.Core}.SeedRules(model.WithActor(t.Context(), model.System("test"))))
		d := openDoor(t, rig)
		for n := range 9 {
			wholeVisit(t, rig, n)
			wholeLighthouse(t, rig, n)
			wholeMission(t, rig, n)
			wholeTour(t, rig, n)
		}
		d.outcomes(t, d.climbers(t, slices.Repeat([][]int{{1, 3}}, 9)...))
		for field, node := range lists {
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
			// Six rows of a list over kinds hold each kind, as nine do.
			if few, many := statements(6), statements(9); few != many {
				t.Errorf("%s runs %d statements for 6 rows and %d for 9", field, few, many)
			}
		}
	})
}

// wholeVisit makes the n-th of several visits that are alike and have something
// in every relation: parties, programme, host, delegate, needs, follow-up,
// lesson, survey, published version, conflict, inquiry.
func wholeVisit(t *testing.T, rig *testrig.Rig, n int) {
	t.Helper()
	ctx := testrig.Adviser(t.Context())
	visits, follow := delegation.Service{Core: rig.Core}, followup.Service{Core: rig.Core}
	host := rig.Organisation(t, fmt.Sprintf("Host %d", n))
	affiliated := func(in *model.PersonCreateInput) {
		id := host.GlobalID()
		in.OrganisationID, in.Affiliations = &id, []model.AffiliationInput{{OrganisationID: id}}
		in.Email = new(fmt.Sprintf("person%d@example.org", n))
	}
	person := rig.Person(t, fmt.Sprintf("Person %d", n), affiliated)
	hostID, personID := host.GlobalID(), person.GlobalID()
	first := model.DateOf(rig.Clock.Now()).AddDays(20 + 3*n)
	text := func(s string) []model.TranslationInput {
		return []model.TranslationInput{{Language: model.English, Text: s}}
	}
	visit := check(t)(visits.Create(ctx, model.DelegationCreateInput{
		Title: text(fmt.Sprintf("Visit %d", n)), Purpose: text("To learn."), CountryCode: "DE", StartsOn: &first, EndsOn: new(first.AddDays(1)),
		HostID: &hostID, OwnerID: &personID, OrganisationID: &hostID, RequesterID: &personID, ExpectedSize: new(5),
		Organisers: []model.OrganiserInput{{OrganisationID: hostID, Role: model.OrganiserMain}},
	}, nil)).(*model.Delegation)
	id := visit.GlobalID()
	to := func(states ...model.DelegationState) {
		for _, state := range states {
			check(t)(visits.Transition(ctx, model.DelegationTransitionInput{ID: id, To: state}, nil))
		}
	}
	to(model.DelegationQualified, model.DelegationPlanning)
	session := check(t)(visits.SessionCreate(ctx, model.SessionCreateInput{
		DelegationID: id, Kind: model.SessionSiteVisit, Title: text("The lab"), StartsAt: first.At(9, 0, time.UTC), EndsAt: first.At(10, 0, time.UTC),
		HostID: &hostID, HostContactID: &personID, InterpreterID: &personID, SpeakerIDs: []model.GlobalID{personID}, Capacity: new(1),
	}, nil)).(*model.Session)
	delegate := check(t)(visits.DelegateAdd(ctx, model.DelegateAddInput{DelegationID: id, PersonID: personID}, nil)).(*model.Delegate)
	check(t)(visits.NeedsSet(ctx, model.DelegateNeedsSetInput{ID: delegate.GlobalID(), Diet: new("vegan")}, nil))
	invitation := check(t)(visits.Invite(ctx, model.HostInviteInput{SessionID: session.GlobalID()}, nil)).(*model.HostInvitation)
	check(t)(visits.Answer(ctx, model.HostInvitationAnswerInput{ID: invitation.GlobalID(), To: model.InvitationConfirmed}, nil))
	to(model.DelegationProposed, model.DelegationConfirmed)
	check(t)(visits.Publish(ctx, model.ProgrammePublishInput{DelegationID: id}, nil))
	check(t)(follow.Create(ctx, model.FollowUpCreateInput{SubjectID: id, Title: "Call", OwnerID: personID, DueOn: first}, nil))
	check(t)(follow.LessonCreate(ctx, model.LessonCreateInput{SubjectID: id, Keep: "The lab."}))
	if err := visits.AnswerSurvey(ctx, visit.ID, person.ID, delegation.SurveyAnswer{Rating: 4}); err != nil {
		t.Fatal(err)
	}
	asked := check(t)(inquiry.Service{Core: rig.Core}.Create(ctx, model.InquiryCreateInput{
		CountryCode: "DE", ReceivedOn: model.DateOf(rig.Clock.Now()), Channel: model.ChannelEmail, Language: "de", AskerID: &personID, OrganisationID: &hostID,
		Subject: "A visit",
	}, nil)).(*model.Inquiry)
	company := rig.Organisation(t, fmt.Sprintf("Company %d", n), func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
	meetings, starts := matchmaking.Service{Core: rig.Core}, first.At(12, 0, time.UTC)
	plan := check(t)(meetings.Create(ctx, model.MeetingPlanCreateInput{
		ActivityID: id, Slots: []model.MeetingSlotInput{{StartsAt: starts, EndsAt: starts.Add(20 * time.Minute)}},
		Companies: []model.MeetingCompanyInput{{OrganisationID: company.GlobalID(), Languages: []model.LanguageTag{model.Danish}}},
	}, nil)).(*model.MeetingPlan)
	plan = check(t)(meetings.Solve(ctx, model.MeetingPlanSolveInput{ID: plan.GlobalID()}, testrig.Fields("meetings"))).(*model.MeetingPlan)
	for _, state := range []model.MeetingState{model.MeetingConfirmed, model.MeetingHeld} {
		check(t)(meetings.Transition(ctx, model.MeetingTransitionInput{ID: plan.Meetings[0].GlobalID(), To: state}, nil))
	}
	check(t)(solution.Service{Core: rig.Core}.Create(ctx, model.SolutionCreateInput{CompanyID: company.GlobalID(), Name: text("Scale")}, nil))
	check(t)(inquiry.Service{Core: rig.Core}.Update(ctx, model.InquiryUpdateInput{ID: asked.GlobalID(), DelegationID: model.Sent(id)}, nil))
}

// check answers the value or ends the test.
func check(t *testing.T) func(any, error) any {
	t.Helper()
	return func(value any, err error) any {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// One playing of the demo is looked at from every side; what adds to it comes last.
func TestTheDemoThroughGraphQL(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		withDemo(t, rig)
		d := openDoor(t, rig)
		for _, look := range []struct {
			name string
			at   func(*testing.T, *door)
		}{
			{"ItsNumbersAreThoseOfTheScenario", demoNumbers},
			{"ItsToursAnswerWithTheirNumbers", demoTours},
			{"ItsCompaniesStandWhereTheyShouldAndShowWhatTheyAllow", demoReadiness},
			{"ItsMeetingsBeatFirstComeFirstServed", demoMeetings},
			{"EachFieldAloneAnswersAsItDoesAmongAllOthers", eachFieldAlone},
			{"PagesForwardsAndBackwardsHoldEveryVisitOnce", pagesBothWays},
			{"NobodySeesWhatHisRoleOrScopeDoesNotAllow", rolesAndScopes},
			{"AnIdOfSomethingHiddenAnswersAsAnUnknownOne", hiddenIsUnknown},
			{"TheSchemasAuditsOfGraphQLOverHTTPPassInAToken", audits},
			{"EveryReportedNumberIsTheCountOfTheRowsBehindIt", reportedNumbers},
		} {
			t.Run(look.name, func(t *testing.T) { look.at(t, d) })
		}
	})
}

// demoNumbers counts what the scenario says there is.
func demoNumbers(t *testing.T, d *door) {
	t.Helper()
	for query, want := range map[string]string{
		`{ delegations { totalCount } }`:                                      `{"delegations":{"totalCount":8}}`,
		`{ tradeMissions { totalCount } }`:                                    `{"tradeMissions":{"totalCount":5}}`,
		`{ organisations { totalCount } }`:                                    `{"organisations":{"totalCount":59}}`,
		`{ activities { totalCount } }`:                                       `{"activities":{"totalCount":24}}`,
		`{ followUps(filter: {overdue: true}) { totalCount } }`:               `{"followUps":{"totalCount":2}}`,
		`{ lighthouseCountries { totalCount } }`:                              `{"lighthouseCountries":{"totalCount":12}}`,
		`{ lighthouseProgress { established goalCountries lateMilestones } }`: `{"lighthouseProgress":{"established":0,"goalCountries":10,"lateMilestones":1}}`,
		`{ reports { lighthouses { goalYear established { value of } lateMilestones { value } stages { stage { key } number { value } } } } }`: `{"reports":{"lighthouses":{"goalYear":2029,` +
			`"established":{"value":0,"of":10},"lateMilestones":{"value":1},"stages":[{"stage":{"key":"CONTACT"},"number":{"value":1}},{"stage":{"key":"CANDIDATE"},"number":{"value":4}},` +
			`{"stage":{"key":"EXPLORING"},"number":{"value":4}},{"stage":{"key":"COMMITTED"},"number":{"value":2}},{"stage":{"key":"ESTABLISHED"},"number":{"value":0}},` +
			`{"stage":{"key":"PAUSED"},"number":{"value":1}},{"stage":{"key":"DECLINED"},"number":{"value":0}}]}}}`,
		`{ reports { countries { inContact { value } planned { value } whoEurope { value } } } }`: `{"reports":{"countries":{"inContact":{"value":11},"planned":{"value":1},"whoEurope":{"value":8}}}}`,
	} {
		a := d.ask(t.Context(), t, "adviser", query, nil)
		if len(a.Errors) > 0 || string(a.Data) != want {
			t.Errorf("%s answers %s %+v, want %s", query, a.Data, a.Errors, want)
		}
	}
}

// demoMeetings looks at thirty companies, fifteen visitors and twelve slots.
func demoMeetings(t *testing.T, d *door) {
	t.Helper()
	var visit struct{ Delegation struct{ ID string } }
	d.read(t, `{ delegation(reference: "demo-del-03") { id } }`, nil, &visit)
	var got struct {
		MeetingPlan struct {
			Slots    []struct{ ID string }
			Meetings []struct {
				Slot    struct{ ID string }
				Reasons []struct{ Text string }
			}
			Result struct {
				TotalFit, UpperBound, GapBasisPoints, FirstComeTotal int
				Exact                                                bool
			}
		}
	}
	d.read(t, `query($id: ID!) { meetingPlan(activityId: $id) { slots { id } meetings { slot { id } reasons { text } }
		result { totalFit upperBound gapBasisPoints exact firstComeTotal } } }`, map[string]any{"id": visit.Delegation.ID}, &got)
	plan, result := got.MeetingPlan, got.MeetingPlan.Result
	if len(plan.Slots) != 12 || len(plan.Meetings) != 12*15 {
		t.Errorf("%d meetings in %d slots, want every visitor in every slot", len(plan.Meetings), len(plan.Slots))
	}
	if !result.Exact || result.GapBasisPoints != 0 || result.TotalFit != result.UpperBound || result.TotalFit <= result.FirstComeTotal {
		t.Errorf("the schedule reaches %+v", result)
	}
}

// audits runs the suite of GraphQL over HTTP against the program itself.
func audits(t *testing.T, d *door) {
	t.Helper()
	server := httptest.NewServer(d.handler)
	defer server.Close()
	report := testrig.RunAudits(t, server.URL+"/graphql", d.tokens["adviser"])
	if report.Total != 61 || report.OK != 61 {
		t.Errorf("%d of %d audits hold: %+v", report.OK, report.Total, report.Failures)
	}
}

func eachFieldAlone(t *testing.T, d *door) {
	t.Helper()
	for field, fields := range map[string]string{
		"delegations":   "id version reference title{text} titleTranslations{text} description{text} descriptionTranslations{text} purpose{text} startsOn endsOn timeZone city state stateSince nextStates tags expectedSize staffCount headRank payer requestedOn reason referral publishedVersion recordedAfterwards sessionCount delegateCount createdAt updatedAt country{code} host{name} owner{fullName}",
		"people":        "id version fullName displayName callName latinName sortName title email emailBounced phone language timeZone jobTitle staffRole lead createdAt updatedAt country{code} organisation{name}",
		"organisations": "id version kind name cvr city region employees website timeZone consent createdAt updatedAt country{code}",
	} {
		var whole struct {
			List struct{ Nodes []map[string]any }
		}
		d.read(t, fmt.Sprintf("{ list: %s(first: 8) { nodes { %s } } }", field, fields), nil, &whole)
		for _, one := range strings.Fields(fields) {
			var alone struct {
				List struct{ Nodes []map[string]any }
			}
			d.read(t, fmt.Sprintf("{ list: %s(first: 8) { nodes { %s } } }", field, one), nil, &alone)
			name, _, _ := strings.Cut(one, "{")
			for i, node := range alone.List.Nodes {
				if fmt.Sprint(node[name]) != fmt.Sprint(whole.List.Nodes[i][name]) {
					t.Errorf("%s.%s is %v alone and %v among others", field, name, node[name], whole.List.Nodes[i][name])
				}
			}
		}
	}
}

func pagesBothWays(t *testing.T, d *door) {
	t.Helper()
	type page struct {
		Delegations struct {
			Nodes    []struct{ Reference string }
			PageInfo struct {
				HasNextPage, HasPreviousPage bool
				StartCursor, EndCursor       *string
			}
		}
	}
	const query = `query($first: Int, $after: String, $last: Int, $before: String, $by: DelegationOrderBy) {
		delegations(first: $first, after: $after, last: $last, before: $before, orderBy: $by) { nodes { reference } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
	for _, order := range []string{"STARTS_ON", "REFERENCE", "UPDATED_AT"} {
		for _, direction := range []string{"ASC", "DESC"} {
			by := map[string]any{"field": order, "direction": direction}
			var forwards, backwards []string
			variables := map[string]any{"first": 3, "by": by}
			for {
				var p page
				d.read(t, query, variables, &p)
				for _, n := range p.Delegations.Nodes {
					forwards = append(forwards, n.Reference)
				}
				if !p.Delegations.PageInfo.HasNextPage {
					break
				}
				variables["after"] = *p.Delegations.PageInfo.EndCursor
			}
			variables = map[string]any{"last": 3, "by": by}
			for {
				var p page
				d.read(t, query, variables, &p)
				var names []string
				for _, n := range p.Delegations.Nodes {
					names = append(names, n.Reference)
				}
				backwards = append(names, backwards...)
				if !p.Delegations.PageInfo.HasPreviousPage {
					break
				}
				variables["before"] = *p.Delegations.PageInfo.StartCursor
			}
			if len(forwards) < 8 || strings.Join(forwards, " ") != strings.Join(backwards, " ") {
				t.Errorf("by %s %s:\nforwards  %v\nbackwards %v", order, direction, forwards, backwards)
			}
		}
	}
}

func TestBadInputIsAnsweredWithCodeAndFieldAndChangesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := openDoor(t, rig)
		for name, c := range map[string]struct{ query, code string }{
			"FirstOfMinusOne":       {`{ delegations(first: -1) { nodes { id } } }`, "BAD_USER_INPUT"},
			"FirstOfTenThousand":    {`{ delegations(first: 10000) { nodes { id } } }`, ""},
			"FirstOf101":            {`{ delegations(first: 101) { nodes { id } } }`, "BAD_USER_INPUT"},
			"FirstAndLast":          {`{ delegations(first: 1, last: 1) { nodes { id } } }`, "BAD_USER_INPUT"},
			"BrokenCursor":          {`{ delegations(after: "garbage") { nodes { id } } }`, "BAD_USER_INPUT"},
			"BrokenId":              {`{ delegation(id: "garbage") { id } }`, "BAD_USER_INPUT"},
			"UnknownEnum":           {`{ delegations(filter: {states: [LOST]}) { nodes { id } } }`, "BAD_USER_INPUT"},
			"UnknownField":          {`{ delegations { nodes { secret } } }`, "BAD_USER_INPUT"},
			"NULInText":             {`{ delegations(filter: {search: "a\u0000b"}) { nodes { id } } }`, "BAD_USER_INPUT"},
			"DayThatDoesNotExist":   {`{ delegations(filter: {startsFrom: "2027-02-30"}) { nodes { id } } }`, "BAD_USER_INPUT"},
			"NeitherIdNorReference": {`{ delegation { id } }`, "BAD_USER_INPUT"},
			"TooManyNodes":          {`{ nodes(ids: [` + strings.Repeat(`"a",`, 101) + `]) { id } }`, "BAD_USER_INPUT"},
		} {
			t.Run(name, func(t *testing.T) {
				a := d.ask(t.Context(), t, "adviser", c.query, nil)
				if len(a.Errors) == 0 || a.Errors[0].Message == "" || c.code != "" && a.Errors[0].Extensions.Code != c.code {
					t.Fatalf("answered %s %+v", a.Data, a.Errors)
				}
			})
		}
	})
}

func rolesAndScopes(t *testing.T, d *door) {
	t.Helper()
	roots := map[string]string{"node": `node(id: "x") { id }`, "delegation": `delegation(reference: "demo-del-01") { id }`}
	for field := range lists {
		roots[field] = field + "(first: 1) { pageInfo { hasNextPage } }"
	}
	code := func(who, field string) string {
		a := d.ask(t.Context(), t, who, "{ "+roots[field]+" }", nil)
		if len(a.Errors) == 0 {
			return ""
		}
		return a.Errors[0].Extensions.Code
	}
	// The calendar holds what the scopes show: a partner of the missions finds no visit in it.
	tradeSees := map[string]bool{"activities": true, "tradeMissions": true, "missionApplications": true}
	var calendar struct{ Activities struct{ TotalCount int } }
	d.readAs(t, "trade", `{ activities(filter: {kinds: [DELEGATION]}) { totalCount } }`, nil, &calendar)
	if calendar.Activities.TotalCount != 0 {
		t.Errorf("the calendar shows %d visits to a partner without the scope", calendar.Activities.TotalCount)
	}
	staffOnly := map[string]bool{"auditLog": true, "reminderOccurrences": true, "deliveries": true}
	for field := range roots {
		if field == "node" {
			continue
		}
		if got := code("", field); got != "UNAUTHENTICATED" {
			t.Errorf("%s answers %q to the anonymous", field, got)
		}
		if got := code("trade", field); got != "FORBIDDEN" && !tradeSees[field] {
			t.Errorf("%s answers %q to a partner without the scope", field, got)
		}
		if got, want := code("reader", field), map[bool]string{true: "FORBIDDEN", false: ""}[staffOnly[field]]; got != want {
			t.Errorf("%s answers %q to a partner who reads, want %q", field, got, want)
		}
		if got := code("adviser", field); got != "" {
			t.Errorf("%s answers %q to an adviser", field, got)
		}
	}
	const create = `mutation { delegationCreate(input: {title: [{language: "en", text: "x"}], countryCode: "DE"}) { delegation { id } userErrors { code } } }`
	for who, want := range map[string]string{"": "UNAUTHENTICATED", "reader": "FORBIDDEN", "trade": "FORBIDDEN", "planner": "", "adviser": ""} {
		a := d.ask(t.Context(), t, who, create, nil)
		got := ""
		if len(a.Errors) > 0 {
			got = a.Errors[0].Extensions.Code
		}
		if got != want {
			t.Errorf("delegationCreate answers %q to %q, want %q", got, who, want)
		}
	}
	// Needs are for staff: the field is refused, the rest is answered.
	a := d.ask(t.Context(), t, "planner", `{ delegation(reference: "demo-del-03") { delegates { needs { diet } } } }`, nil)
	if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != "FORBIDDEN" {
		t.Errorf("a partner reads needs: %s %+v", a.Data, a.Errors)
	}
}

func hiddenIsUnknown(t *testing.T, d *door) {
	t.Helper()
	var seen struct{ Delegation struct{ ID string } }
	d.read(t, `{ delegation(reference: "demo-del-01") { id } }`, nil, &seen)
	unknown := string(model.NewGlobalID(model.KindDelegation, d.Core.NewID()))
	for _, id := range []string{seen.Delegation.ID, unknown} {
		a := d.ask(t.Context(), t, "trade", `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id})
		if len(a.Errors) > 0 || string(a.Data) != `{"node":null}` {
			t.Errorf("node(%s) answers %s %+v", id, a.Data, a.Errors)
		}
	}
}

func TestErrorsAreInTheCallersLanguage(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := openDoor(t, rig)
		const create = `mutation { delegationCreate(input: {title: [{language: "en", text: ""}], countryCode: "QQ"}) { userErrors { code field message } } }`
		messages := map[string]string{}
		for _, who := range []string{"adviser", "danish"} {
			a := d.ask(t.Context(), t, who, create, nil)
			var got struct {
				DelegationCreate struct {
					UserErrors []struct{ Code, Field, Message string }
				}
			}
			if err := json.Unmarshal(a.Data, &got); err != nil || len(got.DelegationCreate.UserErrors) != 2 {
				t.Fatalf("%s %+v", a.Data, a.Errors)
			}
			messages[who] = got.DelegationCreate.UserErrors[0].Message
		}
		if messages["adviser"] == messages["danish"] || messages["danish"] == "" {
			t.Errorf("both are told %q", messages)
		}
	})
}

// keeping is a dispatcher that keeps its mails in the database.
func keeping(core *app.Core) *reminder.Dispatcher {
	return &reminder.Dispatcher{Core: core, Sender: reminder.Keeper{Core: core}, From: mail.Address{Email: "noreply@fyrtaarn.example"}}
}
