package solution_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"fyrtaarn/app/focus"
	"fyrtaarn/app/solution"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func company(t *testing.T, rig *testrig.Rig, name string) model.GlobalID {
	t.Helper()
	return rig.Organisation(t, name, func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany }).GlobalID()
}

func scale(owner model.GlobalID, name string) model.SolutionCreateInput {
	return model.SolutionCreateInput{
		CompanyID: owner, Name: []model.TranslationInput{{Language: "da", Text: name}, {Language: "en", Text: name + " (English)"}},
		Tags: []string{" prevention ", "", "prevention"}, Replaces: testrig.Ptr("Paper diaries"), TargetMarkets: []model.CountryCode{"FR", "DE", "FR"},
		EvidenceLinks: []string{"https://example.org/trial"}, Evidence: testrig.Ptr("A trial with 400 people."),
	}
}

func TestCreateAndUpdateKeepWhatWasSaid(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := solution.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		area, err := focus.Service{Core: rig.Core}.Create(ctx, model.FocusAreaCreateInput{Slug: "sund", Name: []model.TranslationInput{{Language: "da", Text: "Sund"}}})
		if err != nil {
			t.Fatal(err)
		}
		in := scale(company(t, rig, "Vægt ApS"), "Vægten")
		in.FocusAreaID = testrig.Ptr(area.GlobalID())
		made, err := s.Create(ctx, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(made.Tags, []string{"prevention"}) || !slices.Equal(made.TargetMarkets, []model.CountryCode{"DE", "FR"}) || len(made.LinkList()) != 1 {
			t.Errorf("made %+v", made)
		}
		got, err := s.Update(ctx, model.SolutionUpdateInput{
			ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1), FocusAreaID: model.Cleared[model.GlobalID](), Tags: model.SentList[string](),
			Name: model.SentList(model.TranslationInput{Language: "da", Text: "Vægten II"}), Reason: testrig.Ptr("A new version"),
		}, testrig.Fields("name", "nameTranslations", "tags", "evidence", "company.name", "focusArea.name"))
		if err != nil {
			t.Fatal(err)
		}
		if got.NameIn(nil).Text != "Vægten (English)" || !got.NameTranslations()[1].Stale || len(got.TagList()) != 0 || got.FocusArea != nil || got.Company.Name != "Vægt ApS" {
			t.Errorf("updated %+v", got)
		}
		if audit := rig.Audited(t, made.ID); !slices.Equal(audit, []string{"solutionCreate", "solutionUpdate"}) {
			t.Errorf("audit %v", audit)
		}
		_, err = s.Update(ctx, model.SolutionUpdateInput{ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1)}, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
		_, err = s.Update(ctx, model.SolutionUpdateInput{ID: model.NewGlobalID(model.KindSolution, uuid.New())}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND id")
	})
}

func TestCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := solution.Service{Core: rig.Core}
		in := scale(rig.Organisation(t, "Hospital").GlobalID(), "")
		in.Name, in.TargetMarkets, in.EvidenceLinks = nil, []model.CountryCode{"QQ"}, []string{"https://example.org", "ftp://x"}
		in.FocusAreaID = testrig.Ptr(model.NewGlobalID(model.KindFocusArea, uuid.New()))
		_, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT name", "BAD_USER_INPUT targetMarkets.0", "BAD_USER_INPUT evidenceLinks.1",
			"BAD_USER_INPUT companyId", "NOT_FOUND focusAreaId")
		_, err = s.Create(testrig.Adviser(t.Context()), scale(model.NewGlobalID(model.KindOrganisation, uuid.New()), "x"), nil)
		testrig.WantErrors(t, err, "NOT_FOUND companyId")
	})
}

func TestListIsInDanishOrderFilteredAndSearched(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := solution.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		first, second := company(t, rig, "First"), company(t, rig, "Second")
		for i, name := range []string{"Ærlig", "Zebra", "Åben", "Abe"} {
			in := scale([]model.GlobalID{first, second}[i%2], name)
			in.IdempotencyKey = testrig.Ptr(fmt.Sprint(i))
			for range 2 {
				if _, err := s.Create(ctx, in, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		nodes := testrig.Walk(t, 2, func(s *model.Solution) string { return s.ID.String() },
			func(page model.PageRequest) (*model.SolutionConnection, error) {
				return s.List(ctx, nil, nil, page, testrig.Fields("name"))
			})
		var names []string
		for _, n := range nodes {
			names = append(names, n.NameIn(testrig.Ptr(model.Danish)).Text)
		}
		if !slices.Equal(names, []string{"Abe", "Zebra", "Ærlig", "Åben"}) {
			t.Errorf("names %v", names)
		}
		for i, c := range []struct {
			filter model.SolutionFilter
			want   int
		}{
			{model.SolutionFilter{CompanyID: &first}, 2},
			{model.SolutionFilter{Search: testrig.Ptr("aerlig DIARIES")}, 1},
			{model.SolutionFilter{FocusAreaID: testrig.Ptr(model.NewGlobalID(model.KindFocusArea, uuid.New()))}, 0},
		} {
			page, err := s.List(ctx, &c.filter, nil, model.PageRequest{}, testrig.Fields("totalCount"))
			if err != nil || *page.TotalCount != c.want {
				t.Errorf("filter %d finds %+v, %v; want %d", i, page, err, c.want)
			}
		}
		_, err := s.List(ctx, &model.SolutionFilter{CompanyID: testrig.Ptr(model.GlobalID("x"))}, nil, model.PageRequest{}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT filter.companyId")
	})
}
