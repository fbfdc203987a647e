package demo_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/reminder"
	"fyrtaarn/demo"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func fiveMissions(t *testing.T, world *demo.World, mails func() []sent) {
	t.Helper()
	staff := testrig.Adviser(t.Context())
	all, err := world.Missions.List(staff, nil, nil, model.PageRequest{}, testrig.Fields(
		"reference", "state", "capacity", "taken", "applications.state", "applications.company.name", "applications.waitlistPosition",
		"applications.contact.language", "textGaps", "totalCount"))
	if err != nil {
		t.Fatal(err)
	}
	if *all.TotalCount != 5 {
		t.Fatalf("%d missions, want 5", *all.TotalCount)
	}
	missions := map[string]*model.TradeMission{}
	for _, m := range all.Nodes {
		missions[m.Reference] = m
	}
	for reference, want := range map[string]struct {
		state  model.MissionState
		taken  int
		states map[model.ApplicationState]int
	}{
		"demo-mis-01": {model.MissionTracking, 10, map[model.ApplicationState]int{model.ApplicationTracking: 10, model.ApplicationWaitlisted: 3, model.ApplicationWithdrawn: 1}},
		"demo-mis-02": {model.MissionTracking, 8, map[model.ApplicationState]int{model.ApplicationTracking: 8}},
		"demo-mis-03": {model.MissionAnnounced, 12, map[model.ApplicationState]int{model.ApplicationConfirmed: 11, model.ApplicationAccepted: 1, model.ApplicationWaitlisted: 3}},
		"demo-mis-04": {model.MissionCallOpen, 0, map[model.ApplicationState]int{model.ApplicationEligible: 6}},
		"demo-mis-05": {model.MissionDraft, 0, map[model.ApplicationState]int{}},
	} {
		m := missions[reference]
		got := map[model.ApplicationState]int{}
		for _, a := range m.Applications {
			got[a.State]++
		}
		if m.State != want.state || m.Taken != want.taken || !equalCounts(got, want.states) {
			t.Errorf("%s is %s with %d places taken: %v, want %+v", reference, m.State, m.Taken, got, want)
		}
	}
	_, err = world.Missions.Transition(staff, model.TradeMissionTransitionInput{ID: missions["demo-mis-05"].GlobalID(), To: model.MissionCallOpen}, nil)
	if refusals := model.Refusals(err); len(refusals) != 1 || refusals[0].MessageID != "guard.mission.textGaps" {
		t.Errorf("opening in Danish alone: %v", err)
	}
	waves := map[string]int{}
	for _, m := range mails() {
		if strings.HasPrefix(m.rule(), "mission.outcome") {
			waves[m.rule()]++
		}
	}
	if waves["mission.outcome14"] != 10 || waves["mission.outcome90"] != 10 || len(waves) != 2 {
		t.Errorf("asked what came of it: %v, want ten companies twice", waves)
	}
	company7Withdraws(t, world, mails, missions["demo-mis-03"])
}

// company7Withdraws takes company 7 out of the Tokyo mission and looks who hears
// of it.
func company7Withdraws(t *testing.T, world *demo.World, mails func() []sent, m *model.TradeMission) {
	t.Helper()
	staff := testrig.Adviser(t.Context())
	before := len(mails())
	leaver := m.Applications[slices.IndexFunc(m.Applications, func(a *model.MissionApplication) bool {
		return strings.HasPrefix(a.Company.Name, "Blåbær Sleep")
	})]
	if _, err := world.Missions.Withdraw(staff, model.MissionApplicationWithdrawInput{ID: leaver.GlobalID()}, nil); err != nil {
		t.Fatal(err)
	}
	if err := world.PassTime(t.Context(), world.Clock.Now().Add(20*time.Minute)); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, one := range mails()[before:] {
		if strings.HasPrefix(one.rule(), "mission.") {
			told = append(told, one.rule()+" "+one.to+" "+one.header.Get("Content-Language"))
		}
	}
	slices.Sort(told)
	want := []string{"mission.offer kontakt@firma22.demo.example da", "mission.withdrawn kontakt@firma07.demo.example da"}
	for _, w := range want {
		if !slices.Contains(told, w) {
			t.Errorf("told %q, want %q among them", told, w)
		}
	}
	for _, line := range told {
		if strings.Contains(line, "firma09") {
			t.Errorf("company 9, which comes already, hears %q", line)
		}
	}
	after, err := world.Missions.Applications(staff, &model.MissionApplicationFilter{
		MissionID: new(m.GlobalID()), States: []model.ApplicationState{model.ApplicationWaitlisted},
	}, model.PageRequest{}, testrig.Fields("company.name"))
	if err != nil {
		t.Fatal(err)
	}
	ranks := map[string]int{}
	for _, a := range after.Nodes {
		ranks[a.Company.Name] = a.Position
	}
	if len(ranks) != 2 || ranks["Søstjerne Screen Demo ApS"] != 1 || ranks["Ålegræs Analytics Demo ApS"] != 2 {
		t.Errorf("the waitlist is now %v", ranks)
	}
}

func equalCounts[K comparable](got, want map[K]int) bool {
	if len(got) != len(want) {
		return false
	}
	for k, n := range want {
		if got[k] != n {
			return false
		}
	}
	return true
}

func TestEveryPublishedMissionIsHeldWithoutLoss(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		rig.Clock.Set(time.Date(2027, 3, 3, 8, 0, 0, 0, time.UTC))
		world := demo.NewWorld(rig.Core, func(core *app.Core) *reminder.Dispatcher { return &reminder.Dispatcher{Core: core} })
		staff := testrig.Adviser(t.Context())
		for i, want := range []int{7, 0} { // four visits, two missions and a tour, and nothing the second time
			file, err := os.Open("testdata/real-visits.json")
			if err != nil {
				t.Fatal(err)
			}
			noted, err := world.Import(staff, file)
			if err != nil || noted != want {
				t.Fatalf("import %d noted %d, %v; want %d", i, noted, err, want)
			}
			_ = file.Close()
		}
		all, err := world.Missions.List(staff, nil, nil, model.PageRequest{}, testrig.Fields(
			"title", "country", "state", "startsOn", "endsOn", "city", "tags", "deadline", "host.name", "organisers.organisation.name", "totalCount"))
		if err != nil {
			t.Fatal(err)
		}
		if *all.TotalCount != 2 {
			t.Fatalf("%d missions, want 2", *all.TotalCount)
		}
		stockholm, paris := all.Nodes[0], all.Nodes[1]
		if stockholm.City != "Stockholm" || len(stockholm.Organisers) != 2 || stockholm.Host.Name != "Confederation of Danish Industry" ||
			stockholm.Deadline == nil || len(stockholm.Tags) != 7 || stockholm.State != model.MissionTracking {
			t.Errorf("Stockholm is %+v", stockholm)
		}
		if paris.City != "Paris" || len(paris.Organisers) != 3 || paris.StartsOn != model.NewDate(2023, 5, 16) || paris.EndsOn != model.NewDate(2023, 5, 17) {
			t.Errorf("Paris is %+v", paris)
		}
	})
}
