package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/reminder"
	"fyrtaarn/mail"
	"fyrtaarn/mail/smtptest"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
	"fyrtaarn/web"
)

// wholeMission makes the n-th of several missions that are alike and have
// something in every relation, on days after every visit's.
func wholeMission(t *testing.T, rig *testrig.Rig, n int) {
	t.Helper()
	ctx := testrig.Adviser(t.Context())
	s, follow := mission.Service{Core: rig.Core}, followup.Service{Core: rig.Core}
	text := func(s string) []model.TranslationInput {
		return []model.TranslationInput{{Language: model.English, Text: s}}
	}
	company := rig.Organisation(t, fmt.Sprintf("Company %d", n)).GlobalID()
	contact := rig.Person(t, fmt.Sprintf("Contact %d", n), func(in *model.PersonCreateInput) { in.OrganisationID = &company }).GlobalID()
	host, owner := rig.Organisation(t, fmt.Sprintf("Organiser %d", n)).GlobalID(), rig.Person(t, fmt.Sprintf("Owner %d", n)).GlobalID()
	first, deadline := model.DateOf(rig.Clock.Now()).AddDays(200+5*n), rig.Clock.Now().Add(24*time.Hour)
	made := check(t)(s.Create(ctx, model.TradeMissionCreateInput{
		ActivityInput: model.ActivityInput{
			Title: text(fmt.Sprintf("Mission %d", n)), CountryCode: "SE", City: new("Stockholm"), StartsOn: &first, EndsOn: new(first.AddDays(1)),
			HostID: &host, OwnerID: &owner, Organisers: []model.OrganiserInput{{OrganisationID: host, Role: model.OrganiserMain}},
		},
		Statement: text("Apply."), Languages: []model.LanguageTag{"en"}, Capacity: new(5), Minimum: new(1), Deadline: &deadline,
		Criteria: []model.CriterionInput{{Key: "fit", Weight: 100, Name: text("Fit")}},
	}, nil)).(*model.TradeMission)
	id := made.GlobalID()
	check(t)(s.Invite(ctx, model.MissionInviteInput{MissionID: id, Companies: []model.InvitedCompanyInput{{CompanyID: company, ContactID: contact}}}, nil))
	check(t)(s.Transition(ctx, model.TradeMissionTransitionInput{ID: id, To: model.MissionCallOpen}, nil))
	a := check(t)(s.Apply(ctx, model.MissionApplicationCreateInput{MissionID: id, CompanyID: &company, Motivation: new("To sell.")}, nil)).(*model.MissionApplication)
	check(t)(s.Submit(ctx, model.MissionApplicationSubmitInput{ID: a.GlobalID()}, nil))
	check(t)(s.SaveReview(ctx, model.MissionReviewSaveInput{
		ApplicationID: a.GlobalID(), ReviewerID: &owner, Scores: []model.ReviewScoreInput{{Criterion: "fit", Score: 4, Justification: "It fits."}},
	}, nil))
	check(t)(follow.Create(ctx, model.FollowUpCreateInput{SubjectID: id, Title: "Call", OwnerID: owner, DueOn: first}, nil))
	check(t)(follow.LessonCreate(ctx, model.LessonCreateInput{SubjectID: id, Keep: "The embassy."}))
}

// life is the program with a clock that is moved and a mail server that keeps
// what it takes.
type life struct {
	*door
	t          *testing.T
	dispatcher *reminder.Dispatcher
	missions   mission.Service
	server     *smtptest.Server
	times      []time.Time
	links      map[string]string
	planned    time.Time
}

// Send notes when a mail was taken, by the moved clock.
func (l *life) note(sender mail.Sender) mail.Sender { return taking{sender, l} }

type taking struct {
	mail.Sender
	life *life
}

func (s taking) Send(ctx context.Context, m *mail.Message) error {
	err := s.Sender.Send(ctx, m)
	if err == nil {
		s.life.times = append(s.life.times, s.life.Clock.Now())
	}
	return err
}

func begin(t *testing.T, rig *testrig.Rig) *life {
	t.Helper()
	server, err := smtptest.Start(smtptest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	sender, err := mail.NewSMTP(server.URL(), mail.KeepSessions(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sender.Close() })
	l := &life{door: openDoor(t, rig), t: t, missions: mission.Service{Core: rig.Core}, server: server, links: map[string]string{}}
	grants := access.New(rig.Core)
	l.dispatcher = &reminder.Dispatcher{
		Core: rig.Core, Sender: l.note(sender), From: mail.Address{Name: "Fyrtårn", Email: "fyrtaarn@fyrtaarn.example"}, Workers: 1,
		Link: func(ctx context.Context, tx *app.Tx, want reminder.LinkWanted) (string, error) {
			secret, err := grants.LinkCreate(ctx, tx, want.Purpose, want.SubjectID, want.PersonID, want.Category, want.ExpiresAt)
			return "https://fyrtaarn.example" + web.LinkPath(want.Purpose, secret), err
		},
	}
	check(t)(reminder.Service{Core: rig.Core}.SeedRules(model.WithActor(t.Context(), model.System("test"))))
	return l
}

// until moves the clock on, running on the way what the jobs would have run.
func (l *life) until(at time.Time) {
	l.t.Helper()
	ctx := model.WithActor(l.t.Context(), model.System("job"))
	for {
		check(l.t)(l.missions.AdvanceByDate(ctx))
		check(l.t)(l.missions.ExpireOffers(ctx))
		if l.Clock.Now().Sub(l.planned) >= 7*24*time.Hour {
			l.planned = l.Clock.Now()
			check(l.t)(reminder.Service{Core: l.Core}.PlanAll(ctx))
		}
		check(l.t)(l.dispatcher.Dispatch(ctx))
		if !l.Clock.Now().Before(at) {
			return
		}
		next := l.Clock.Now().Add(24 * time.Hour).Truncate(24 * time.Hour)
		due, ok, err := l.Store.NextDue(ctx)
		if err != nil {
			l.t.Fatal(err)
		}
		if ok && due.After(l.Clock.Now()) && due.Before(next) {
			next = due
		}
		if at.Before(next) {
			next = at
		}
		l.Clock.Set(next)
	}
}

// do runs a mutation as somebody and answers the id of its object.
func (l *life) do(who, field, input string, in map[string]any) string {
	l.t.Helper()
	object := "missionApplication"
	if strings.HasPrefix(field, "tradeMission") || field == "missionInvite" || field == "missionAnnounce" {
		object = "tradeMission"
	}
	a := l.ask(l.t.Context(), l.t, who, fmt.Sprintf("mutation($in: %s!) { r: %s(input: $in) { %s { id } userErrors { code field message } } }", input, field, object), map[string]any{"in": in})
	var answered struct {
		R struct {
			TradeMission, MissionApplication *struct{ ID string }
			UserErrors                       []struct{ Code, Field, Message string }
		}
	}
	if len(a.Errors) > 0 || json.Unmarshal(a.Data, &answered) != nil || len(answered.R.UserErrors) > 0 {
		l.t.Fatalf("%s as %s: %s %+v", field, who, a.Data, a.Errors)
	}
	if answered.R.TradeMission != nil {
		return answered.R.TradeMission.ID
	}
	return answered.R.MissionApplication.ID
}

// told are the mails so far: when, which rule, to whom, in which language, and
// the method of the one calendar part where there is one.
func (l *life) told() []string {
	l.t.Helper()
	var lines []string
	for i, raw := range l.server.Mails() {
		m, err := netmail.ReadMessage(bytes.NewReader(raw.Raw))
		if err != nil {
			l.t.Fatal(err)
		}
		rule, _, _ := strings.Cut(m.Header.Get(mail.HeaderReminderKey), "/")
		line := fmt.Sprintf("%s %s %s %s", l.times[i].UTC().Format("2006-01-02 15:04"), rule, raw.To, m.Header.Get("Content-Language"))
		for _, method := range calendars(l.t, m.Header.Get("Content-Type"), m.Body) {
			line += " " + method
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// calendars are the methods of the calendar parts of a mail.
func calendars(t *testing.T, contentType string, body io.Reader) []string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	if kind == "text/calendar" {
		return []string{params["method"]}
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return nil
	}
	var methods []string
	for parts := multipart.NewReader(body, params["boundary"]); ; {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			return methods
		}
		if err != nil {
			t.Fatal(err)
		}
		methods = append(methods, calendars(t, p.Header.Get("Content-Type"), p)...)
	}
}

func TestTheWholeLifeOfAMission(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		l := begin(t, rig)
		staff := func(name string, lead bool) string {
			role := model.RoleAdviser
			return string(rig.Person(t, name, func(in *model.PersonCreateInput) {
				in.StaffRole, in.Lead, in.Email = &role, &lead, new(strings.ToLower(name)+"@fyrtaarn.example")
			}).GlobalID())
		}
		owner, lead := staff("Owner", false), staff("Lead", true)
		companies, contacts := map[string]string{}, map[string]string{}
		for name, language := range map[string]model.LanguageTag{"anna": "da", "ben": "en", "carl": "da", "dora": "da", "eva": "en"} {
			company := rig.Organisation(t, name+" ApS")
			id := company.GlobalID()
			companies[name] = string(id)
			contacts[name] = string(rig.Person(t, name, func(in *model.PersonCreateInput) {
				in.OrganisationID, in.Language, in.Email = &id, &language, new(name+"@company.example")
			}).GlobalID())
			plain, _, err := access.New(rig.Core).TokenCreate(model.WithActor(t.Context(), model.System("test")),
				model.AccessTokenCreateInput{Name: name, Role: model.RoleCompany, OrganisationID: &id}, nil)
			if err != nil {
				t.Fatal(err)
			}
			l.tokens[name] = plain
		}
		two := func(da, en string) []map[string]any {
			return []map[string]any{{"language": "da", "text": da}, {"language": "en", "text": en}}
		}
		id := l.do("adviser", "tradeMissionCreate", "TradeMissionCreateInput", map[string]any{
			"title": two("Tokyo", "Tokyo"), "statement": two("Søg.", "Apply."), "languages": []string{"da", "en"}, "countryCode": "JP", "city": "Tokyo",
			"timeZone": "Asia/Tokyo", "startsOn": "2027-04-05", "endsOn": "2027-04-07", "deadline": "2027-01-25T22:59:00Z", "capacity": 2, "minimum": 2,
			"offerHours": 240, "ownerId": owner, "hostId": rig.Organisation(t, "Trade Council").GlobalID(),
			"criteria": []map[string]any{{"key": "fit", "weight": 100, "name": two("Egnet", "Fit")}},
		})
		to := func(state string) {
			l.do("adviser", "tradeMissionTransition", "TradeMissionTransitionInput", map[string]any{"id": id, "to": state})
		}
		invited := []map[string]any{}
		for _, name := range []string{"anna", "dora"} {
			invited = append(invited, map[string]any{"companyId": companies[name], "contactId": contacts[name]})
		}
		l.do("adviser", "missionInvite", "MissionInviteInput", map[string]any{"missionId": id, "companies": invited})
		to("CALL_OPEN")
		applications := map[string]string{}
		for _, name := range []string{"anna", "ben", "carl", "eva"} {
			applications[name] = l.do(name, "missionApplicationCreate", "MissionApplicationCreateInput", map[string]any{
				"missionId": id, "contactId": contacts[name], "motivation": "To sell.",
			})
			l.do(name, "missionApplicationSubmit", "MissionApplicationSubmitInput", map[string]any{"id": applications[name]})
		}
		l.until(time.Date(2027, 1, 26, 9, 0, 0, 0, time.UTC)) // the deadline closes the call
		for name, decision := range map[string]string{"anna": "ACCEPT", "ben": "ACCEPT", "carl": "WAITLIST", "eva": "REJECT"} {
			for _, reviewer := range []string{owner, lead} {
				l.do("adviser", "missionReviewSave", "MissionReviewSaveInput", map[string]any{
					"applicationId": applications[name], "reviewerId": reviewer, "conflictOfInterest": false,
					"scores": []map[string]any{{"criterion": "fit", "score": 3, "justification": "As it says."}},
				})
			}
			l.do("adviser", "missionDecisionSet", "MissionDecisionSetInput", map[string]any{"id": applications[name], "decision": decision, "feedback": "Come again."})
		}
		to("SELECTED")
		l.do("adviser", "missionAnnounce", "MissionAnnounceInput", map[string]any{"missionId": id})
		l.until(time.Date(2027, 1, 26, 10, 0, 0, 0, time.UTC))
		l.do("anna", "missionApplicationConfirm", "MissionApplicationAnswerInput", map[string]any{"id": applications["anna"]})
		l.until(time.Date(2027, 2, 5, 9, 0, 0, 0, time.UTC)) // ben's offer lapses
		l.until(time.Date(2027, 2, 5, 10, 0, 0, 0, time.UTC))
		l.do("carl", "missionApplicationConfirm", "MissionApplicationAnswerInput", map[string]any{"id": applications["carl"]})
		to("GO")
		l.until(time.Date(2028, 4, 10, 9, 0, 0, 0, time.UTC))
		want := []string{
			"2027-01-11 08:00 mission.callCloses14 dora@company.example da",
			"2027-01-18 08:00 mission.callCloses7 dora@company.example da",
			"2027-01-22 08:00 mission.callCloses2 dora@company.example da", // the 23rd is a Saturday
			"2027-01-26 09:00 mission.offer anna@company.example da",
			"2027-01-26 09:00 mission.offer ben@company.example en",
			"2027-01-26 09:00 mission.rejected eva@company.example en",
			"2027-01-26 09:00 mission.waitlisted carl@company.example da",
			"2027-01-26 10:00 mission.confirmed anna@company.example da REQUEST",
			"2027-01-29 08:00 mission.unconfirmed ben@company.example en",
			"2027-02-01 08:00 mission.unconfirmed owner@fyrtaarn.example da",
			"2027-02-02 08:00 mission.unconfirmed lead@fyrtaarn.example da",
			"2027-02-05 06:00 mission.offerRunsOut ben@company.example en", // 22.00 the evening before is no decent hour
			"2027-02-05 09:00 mission.lapsed ben@company.example en",
			"2027-02-05 09:00 mission.offer carl@company.example da",
			"2027-02-05 10:00 mission.confirmed carl@company.example da REQUEST",
		}
		for _, wave := range []string{"2027-04-21 08:00 mission.outcome14", "2027-07-06 08:00 mission.outcome90", "2027-10-04 08:00 mission.outcome180", "2028-04-07 08:00 mission.outcomeYearly"} {
			want = append(want, wave+" anna@company.example da", wave+" carl@company.example da")
		}
		got := l.told()
		for _, line := range got {
			if !slices.Contains(want, line) {
				t.Errorf("nobody should have been told %q", line)
			}
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("nobody was told %q", line)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d mails, want %d", len(got), len(want))
		}
		var end struct {
			TradeMission struct {
				State                 string
				Taken, ConfirmedCount int
				Applications          []struct {
					State   string
					Company struct{ Name string }
				}
			}
		}
		l.read(t, `query($id: ID) { tradeMission(id: $id) { state taken confirmedCount applications { state company { name } } } }`, map[string]any{"id": id}, &end)
		if end.TradeMission.State != "OUTCOME_TRACKING" || end.TradeMission.Taken != 2 || end.TradeMission.ConfirmedCount != 2 || len(end.TradeMission.Applications) != 4 {
			t.Errorf("at the end: %+v", end.TradeMission)
		}
		var own struct {
			TradeMission        struct{ Applications []struct{ State string } }
			MissionApplications struct{ TotalCount int }
		}
		l.readAs(t, "ben", `query($id: ID) { tradeMission(id: $id) { applications { state } } missionApplications { totalCount } }`, map[string]any{"id": id}, &own)
		if len(own.TradeMission.Applications) != 1 || own.TradeMission.Applications[0].State != "LAPSED" || own.MissionApplications.TotalCount != 1 {
			t.Errorf("a company sees %+v", own)
		}
	})
}
