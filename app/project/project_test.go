package project_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"fyrtaarn/app/project"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func english(text string) []model.TranslationInput {
	return []model.TranslationInput{{Language: model.English, Text: text}}
}

// lab is a living lab that began the given number of days ago.
func lab(t *testing.T, rig *testrig.Rig, n, daysAgo int, change ...func(*model.ProjectCreateInput)) *model.Project {
	t.Helper()
	begin := model.DateOf(rig.Clock.Now()).AddDays(-daysAgo)
	in := model.ProjectCreateInput{
		Reference: testrig.Ptr(fmt.Sprintf("prj-%02d", n)), Kind: model.ProjectLivingLab, Title: english(fmt.Sprintf("Lab %d", n)), StartsOn: &begin,
		Actors: []model.ProjectActorInput{{OrganisationID: rig.Organisation(t, fmt.Sprintf("Host %d", n)).GlobalID(), Role: model.ActorTestSite}},
	}
	for _, alter := range change {
		alter(&in)
	}
	made, err := project.Service{Core: rig.Core}.Create(testrig.Adviser(t.Context()), in, testrig.Fields("actors.organisation.name", "funding"))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestAProjectKeepsWhoTakesPartAndWhoPays(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := project.Service{Core: rig.Core}
		made := lab(t, rig, 1, 3, func(in *model.ProjectCreateInput) {
			in.Funding = []model.ProjectFundingInput{{Kind: model.FundingEU, Amount: model.MoneyInput{Amount: "1500000", Currency: "DKK", About: testrig.Ptr(true)}, Source: "Grant letter"}}
			in.IdempotencyKey = testrig.Ptr("once")
		})
		if len(made.Actors) != 1 || made.Actors[0].Organisation.Name != "Host 1" || len(made.Funding) != 1 || made.Funding[0].Amount().Amount() != "1500000.00" || !made.Funding[0].About {
			t.Fatalf("made %+v", made)
		}
		company := rig.Organisation(t, "Demo ApS", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany }).GlobalID()
		changed, err := s.Update(testrig.Adviser(t.Context()), model.ProjectUpdateInput{
			ID: made.GlobalID(), ExpectedVersion: &made.Version, Results: model.Sent("Waiting time halved."),
			Actors: model.SentList(model.ProjectActorInput{OrganisationID: company, Role: model.ActorCompany}, model.ProjectActorInput{OrganisationID: company, Role: model.ActorLead}),
		}, testrig.Fields("actors.organisation.name", "funding", "results"))
		if err != nil || len(changed.Actors) != 2 || changed.Actors[0].Organisation.Name != "Demo ApS" || len(changed.Funding) != 1 || changed.Results == "" {
			t.Fatalf("changed %+v, %v", changed, err)
		}
		if audit := rig.Audited(t, made.ID); !slices.Equal(audit, []string{"projectCreate", "projectUpdate"}) {
			t.Errorf("audit %v", audit)
		}
		_, err = s.Update(testrig.Adviser(t.Context()), model.ProjectUpdateInput{ID: made.GlobalID(), ExpectedVersion: &made.Version}, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
	})
}

func TestEveryMistakeInAProjectIsNamed(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := project.Service{Core: rig.Core}
		lab(t, rig, 1, 0)
		today := model.DateOf(rig.Clock.Now())
		yesterday := today.AddDays(-1)
		gone := model.NewGlobalID(model.KindOrganisation, rig.Core.NewID())
		_, err := s.Create(testrig.Adviser(t.Context()), model.ProjectCreateInput{
			Kind: "DREAM", Title: nil, StartsOn: &today, EndsOn: &yesterday, CountryCode: testrig.Ptr(model.CountryCode("QQ")), ResultsURL: testrig.Ptr("nowhere"),
			Actors:  []model.ProjectActorInput{{OrganisationID: gone, Role: model.ActorLead}, {OrganisationID: "x", Role: "BOSS"}},
			Funding: []model.ProjectFundingInput{{Kind: model.FundingEU, Amount: model.MoneyInput{Amount: "-5", Currency: "DKK"}}},
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT kind", "BAD_USER_INPUT title", "BAD_USER_INPUT endsOn", "BAD_USER_INPUT countryCode", "BAD_USER_INPUT resultsUrl",
			"NOT_FOUND actors.0.organisationId", "BAD_USER_INPUT actors.1.organisationId", "BAD_USER_INPUT actors.1.role", "BAD_USER_INPUT funding.0.amount.amount", "BAD_USER_INPUT funding.0.source")
		_, err = s.Create(testrig.Adviser(t.Context()), model.ProjectCreateInput{Reference: testrig.Ptr("prj-01"), Kind: model.ProjectPilot, Title: english("x")}, nil)
		testrig.WantErrors(t, err, "CONFLICT reference")
	})
}

func TestProjectsAreFoundByWhatTheyAre(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := project.Service{Core: rig.Core}
		company := rig.Organisation(t, "Demo ApS", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
		companyID := company.GlobalID()
		lab(t, rig, 1, 10)
		lab(t, rig, 2, -10)
		lab(t, rig, 3, 5, func(in *model.ProjectCreateInput) {
			in.Kind = model.ProjectPilot
			in.Actors = []model.ProjectActorInput{{OrganisationID: companyID, Role: model.ActorCompany}}
			in.Funding = []model.ProjectFundingInput{{Kind: model.FundingInKind, Amount: model.MoneyInput{Amount: "1", Currency: "DKK"}, Source: "Own hours"}}
		})
		lab(t, rig, 4, 0, func(in *model.ProjectCreateInput) { in.StartsOn, in.Title = nil, english("Æbleblomst") })
		today := model.DateOf(rig.Clock.Now())
		for name, c := range map[string]struct {
			filter model.ProjectFilter
			want   []string
		}{
			"All":              {model.ProjectFilter{}, []string{"prj-01", "prj-03", "prj-02", "prj-04"}},
			"Kind":             {model.ProjectFilter{Kinds: []model.ProjectKind{model.ProjectPilot}}, []string{"prj-03"}},
			"Begun":            {model.ProjectFilter{StartedBy: &today}, []string{"prj-01", "prj-03"}},
			"OfTheCompany":     {model.ProjectFilter{ActorID: &companyID}, []string{"prj-03"}},
			"OfHospitals":      {model.ProjectFilter{ActorKinds: []model.OrganisationKind{model.OrganisationHospital}}, []string{"prj-01", "prj-02", "prj-04"}},
			"InKind":           {model.ProjectFilter{FundingKinds: []model.FundingKind{model.FundingInKind}}, []string{"prj-03"}},
			"BySearch":         {model.ProjectFilter{Search: testrig.Ptr("aeble")}, []string{"prj-04"}},
			"InAnotherCountry": {model.ProjectFilter{Countries: []model.CountryCode{"SE"}}, nil},
		} {
			var got []string
			for _, p := range testrig.Walk(t, 2, func(p *model.Project) string { return p.Reference }, func(page model.PageRequest) (*model.ProjectConnection, error) {
				return s.List(testrig.Adviser(t.Context()), &c.filter, nil, page, testrig.Fields("reference"))
			}) {
				got = append(got, p.Reference)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s finds %v, want %v", name, got, c.want)
			}
		}
	})
}

func TestReadingManyProjectsRunsAsManyStatementsAsReadingFew(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := project.Service{Core: rig.Core}
		lab(t, rig, 0, 1)
		testrig.SameStatements(t, testrig.Adviser(t.Context()), func(ctx context.Context) (int, error) {
			page, err := s.List(ctx, nil, nil, model.PageRequest{}, testrig.Fields("country.name", "focusArea", "owner", "actors.organisation.name", "funding"))
			if err != nil {
				return 0, err
			}
			return len(page.Nodes), nil
		}, func() {
			for n := 1; n < 12; n++ {
				lab(t, rig, n, n)
			}
		})
	})
}
