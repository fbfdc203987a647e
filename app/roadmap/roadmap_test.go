package roadmap_test

import (
	"testing"
	"time"

	"fyrtaarn/app/followup"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/project"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestBeforeItIsLaidOutTheRoadmapHasYearsAndStatedFigures(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := roadmap.Service{Core: rig.Core}
		got, err := s.Read(testrig.Adviser(t.Context()), testrig.Fields("years.milestones.title", "counters.counted", "checklist.danish", "checklist.lessons"))
		if err != nil || len(got.Years) != 9 || len(got.Counters) != 9 || len(got.Checklist) != 33 || got.LighthouseCountry != nil {
			t.Fatalf("%d years, %d counters, %d lines, %v", len(got.Years), len(got.Counters), len(got.Checklist), err)
		}
	})
}

func TestLayingOutTwiceAddsNothingAndKeepsWhatSomebodyChanged(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s, l := roadmap.Service{Core: rig.Core}, lighthouse.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		f := testrig.Fields("years.milestones.title", "years.milestones.element", "lighthouseCountry.stage")
		added, err := s.LayOut(ctx)
		if err != nil || added != 15 {
			t.Fatalf("%d added, %v", added, err)
		}
		got, err := s.Read(ctx, f)
		if err != nil || got.LighthouseCountry == nil || len(got.Years[0].Milestones) != 2 || got.Years[0].LateCount() != 2 {
			t.Fatalf("%+v, %v", got, err)
		}
		first := got.Years[0].Milestones[0]
		if first.Key != "agreement-signed" || first.YearReadFromOrder || !got.Years[0].Milestones[1].YearReadFromOrder {
			t.Errorf("2022 begins with %+v", first)
		}
		moved := model.NewDate(2028, time.January, 31)
		if _, err := l.MilestoneUpdate(ctx, model.MilestoneUpdateInput{ID: got.Years[6].Milestones[0].GlobalID(), ForecastOn: model.Sent(moved)}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := l.MilestoneUpdate(ctx, model.MilestoneUpdateInput{
			ID: first.GlobalID(), ActualOn: model.Sent(model.NewDate(2022, time.September, 15)), Evidence: model.Sent("Signed agreement"),
		}, nil); err != nil {
			t.Fatal(err)
		}
		if again, err := s.LayOut(ctx); err != nil || again != 0 {
			t.Errorf("a second run added %d, %v", again, err)
		}
		got, err = s.Read(ctx, f)
		if err != nil || got.Years[0].ReachedCount() != 1 || got.Years[0].Milestones[0].Evidence != "Signed agreement" {
			t.Errorf("after it %+v, %v", got.Years[0], err)
		}
		// A moved forecast stays in the year in which it was planned.
		if labs := got.Years[6].Milestones[0]; labs.Key != "sixty-living-labs" || labs.ForecastOn != moved || labs.Year() != 2028 {
			t.Errorf("2028 holds %+v", labs)
		}
		list, err := l.List(ctx, nil, nil, model.PageRequest{}, nil)
		if err != nil || len(list.Nodes) != 0 {
			t.Errorf("Denmark's own record is among the %d countries, %v", len(list.Nodes), err)
		}
		if p, err := l.Progress(ctx, nil); err != nil || p.LateMilestones != 0 || len(p.Forecasts) != 0 {
			t.Errorf("Denmark counts toward the ten: %+v, %v", p, err)
		}
	})
}

func TestCountersAndChecklistComeFromTheData(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := roadmap.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		today := model.DateOf(rig.Clock.Now())
		host := rig.Organisation(t, "Living Lab Odense (demo)", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationLivingLab }).GlobalID()
		for _, country := range []model.CountryCode{model.Denmark, "SE"} {
			if _, err := (project.Service{Core: rig.Core}).Create(ctx, model.ProjectCreateInput{
				Kind: model.ProjectLivingLab, Title: []model.TranslationInput{{Language: model.English, Text: "Lab"}}, StartsOn: &today, CountryCode: &country,
				Actors: []model.ProjectActorInput{{OrganisationID: host, Role: model.ActorTestSite}},
			}, nil); err != nil {
				t.Fatal(err)
			}
		}
		se, err := lighthouse.Service{Core: rig.Core}.Open(ctx, model.LighthouseCountryOpenInput{CountryCode: "SE"}, testrig.Fields("elements"))
		if err != nil {
			t.Fatal(err)
		}
		lesson, err := followup.Service{Core: rig.Core}.LessonCreate(ctx, model.LessonCreateInput{SubjectID: se.Elements[0].GlobalID(), Keep: "One lead."})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := (lighthouse.Service{Core: rig.Core}).LessonAdopt(ctx, model.LessonAdoptInput{ID: lesson.GlobalID(), AdoptedAs: "Name one lead."}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Read(ctx, testrig.Fields("counters.projects.title", "counters.organisations.name", "checklist.lessons.country.name", "checklist.lessons.lesson"))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range got.Counters {
			if c.Key == "living-labs" && (c.Counted != 1 || c.Projects[0].TitleIn(nil).Text != "Lab") || c.Key == "municipalities" && (c.Counted != 1 || c.Organisations[0].Name == "") {
				t.Errorf("%s counts %d", c.Key, c.Counted)
			}
		}
		line := got.Checklist[0]
		if line.Element.Key != "consortium" || len(line.Lessons) != 1 || line.Lessons[0].Country.Code != "SE" || line.AdoptedCount() != 1 || line.Danish != nil {
			t.Errorf("the checklist says %+v", line)
		}
	})
}
