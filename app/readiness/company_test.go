package readiness_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func (w *world) companies(t *testing.T, ctx context.Context, filter *model.CompanyFilter, order *model.CompanyOrderBy) []string {
	t.Helper()
	// Two by two, both ways: the order holds over the pages.
	rows := testrig.Walk(t, 2, func(c *model.Company) string { return c.ID.String() }, func(page model.PageRequest) (*model.CompanyConnection, error) {
		return w.readiness.Companies(ctx, filter, order, page, testrig.Fields("organisation.name", "market"))
	})
	names := []string{}
	for _, c := range rows {
		text := c.Organisation.Name
		if c.Score() != nil {
			text += fmt.Sprintf(" %d", *c.Score())
		}
		names = append(names, text)
	}
	return names
}

// seven companies: five with scores for Sweden, of which one lets partners see
// its step alone and one nothing; one for Japan; one without any.
func seven(t *testing.T, rig *testrig.Rig) *world {
	t.Helper()
	w := newWorld(t, rig)
	for i, consent := range []model.PartnerConsent{
		model.ConsentStepAndScores, model.ConsentStepAndScores, model.ConsentStepAndScores, model.ConsentStep, model.ConsentNothing,
	} {
		w.submitted(t, w.firmCalled(t, fmt.Sprintf("%c-Sverige", 'A'+i), consent), "SE", i)
	}
	w.submitted(t, w.firmCalled(t, "F-Japan", model.ConsentStepAndScores), "JP", 3)
	return w
}

func TestCompaniesAreListedByMarketAndScore(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := seven(t, rig)
		sweden, half, full := model.CountryCode("SE"), model.BasisPoints(5000), model.BasisPoints(10_000)
		ascending := &model.CompanyOrderBy{Field: model.CompanyByScore, Direction: model.Ascending}
		byName := &model.CompanyOrderBy{Field: model.CompanyByName, Direction: model.Ascending}
		for name, c := range map[string]struct {
			filter *model.CompanyFilter
			order  *model.CompanyOrderBy
			want   []string
		}{
			"All":          {nil, byName, []string{"A-Sverige 0", "B-Sverige 2500", "C-Sverige 5000", "D-Sverige 7500", "E-Sverige 10000", "F-Japan 7500", "Fjordpuls ApS"}},
			"Sweden":       {&model.CompanyFilter{Market: &sweden}, nil, []string{"E-Sverige 10000", "D-Sverige 7500", "C-Sverige 5000", "B-Sverige 2500", "A-Sverige 0"}},
			"SwedenAbove":  {&model.CompanyFilter{Market: &sweden, MinScore: &half}, ascending, []string{"C-Sverige 5000", "D-Sverige 7500", "E-Sverige 10000"}},
			"AnyBelowHalf": {&model.CompanyFilter{MaxScore: &half}, ascending, []string{"A-Sverige 0", "B-Sverige 2500", "C-Sverige 5000"}},
			"Full":         {&model.CompanyFilter{MinScore: &full}, nil, []string{"E-Sverige 10000"}},
			"ByLevel":      {&model.CompanyFilter{Levels: []model.MaturityLevel{model.LevelExportReady}}, byName, []string{"D-Sverige 7500", "F-Japan 7500"}},
			"Unassessed":   {&model.CompanyFilter{Assessed: new(bool)}, nil, []string{"Fjordpuls ApS"}},
			"OtherRegion":  {&model.CompanyFilter{Region: testrig.Ptr("Sjælland")}, nil, []string{}},
		} {
			t.Run(name, func(t *testing.T) {
				if got := w.companies(t, w.staff, c.filter, c.order); !slices.Equal(got, c.want) {
					t.Errorf("%q, want %q", got, c.want)
				}
			})
		}
	})
}

func TestPartnersSeeCompaniesAsFarAsTheyConsent(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := seven(t, rig)
		nought := model.BasisPoints(0)
		if got, want := w.companies(t, w.partner, nil, nil), []string{"F-Japan 7500", "C-Sverige 5000", "B-Sverige 2500", "A-Sverige 0", "D-Sverige"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		// A condition on a score does not tell what is hidden.
		if got, want := w.companies(t, w.partner, &model.CompanyFilter{MinScore: &nought}, nil), []string{"F-Japan 7500", "C-Sverige 5000", "B-Sverige 2500", "A-Sverige 0"}; !slices.Equal(got, want) {
			t.Errorf("with a score: %q, want %q", got, want)
		}
		if got := w.companies(t, w.partner, &model.CompanyFilter{Levels: []model.MaturityLevel{model.LevelExportReady}}, nil); !slices.Equal(got, []string{"F-Japan 7500"}) {
			t.Errorf("by level %q", got)
		}
		page := must[*model.AssessmentConnection](t)(w.readiness.List(w.partner, nil, nil, model.PageRequest{}, testrig.Fields("answers", "notes", "history", "result", "totalCount")))
		if len(page.Nodes) != 4 || *page.TotalCount != 4 {
			t.Fatalf("%d of %d assessments", len(page.Nodes), *page.TotalCount)
		}
		for _, a := range page.Nodes {
			if len(a.Answers)+len(a.Notes)+len(a.History)+len(a.Result.Actions)+len(a.Result.Caps) != 0 || a.Result.MarketScore == nil {
				t.Errorf("a partner is shown %+v", a)
			}
		}
		byName := &model.CompanyOrderBy{Field: model.CompanyByName, Direction: model.Ascending}
		d := must[*model.CompanyConnection](t)(w.readiness.Companies(w.staff, nil, byName, model.PageRequest{}, nil)).Nodes[3]
		if got, err := w.readiness.One(w.partner, model.NewGlobalID(model.KindAssessment, *d.AssessmentID), nil); got != nil || err != nil {
			t.Errorf("a hidden assessment: %+v, %v", got, err)
		}
		// What the company takes back is gone at once, and comes back as it was.
		for consent, want := range map[model.PartnerConsent]int{model.ConsentNothing: 4, model.ConsentStepAndScores: 5} {
			id := model.NewGlobalID(model.KindOrganisation, d.ID)
			must[*model.Company](t)(w.readiness.ConsentSet(w.staff, model.CompanyConsentSetInput{OrganisationID: id, Consent: consent}, nil))
			if got := w.companies(t, w.partner, nil, nil); len(got) != want {
				t.Errorf("%s: %q", consent, got)
			}
		}
	})
}

func TestPeersAreShownFromFiveOn(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := seven(t, rig)
		w.answer(t, w.draft, w.all(2)...)
		peers := must[*model.ReadinessPeers](t)(w.readiness.Peers(w.company, w.draft.GlobalID(), false))
		if !peers.Shown || peers.Count != 5 || *peers.Below != 2 || *peers.LowerQuartile != 2500 || *peers.Median != 5000 || *peers.UpperQuartile != 7500 {
			t.Errorf("peers %+v", peers)
		}
		japan := w.begin(t, w.firm, "JP")
		if peers = must[*model.ReadinessPeers](t)(w.readiness.Peers(w.company, japan.GlobalID(), false)); peers.Shown || peers.Count != 0 || peers.Median != nil {
			t.Errorf("one peer is shown: %+v", peers)
		}
		if peers = must[*model.ReadinessPeers](t)(w.readiness.Peers(w.partner, w.draft.GlobalID(), false)); peers != nil {
			t.Errorf("a partner is told %+v", peers)
		}
	})
}

// The list is kept, not computed: whatever happens, it must say what the whole
// computation from the answers says.
func TestListOfCompaniesIsWhatTheAnswersGive(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := seven(t, rig)
		rig.Clock.Advance(day(3))
		again := w.submitted(t, w.firm, "DE", 2)
		must[*model.Assessment](t)(w.readiness.Rate(w.staff, model.AssessmentRateInput{ID: again.GlobalID(), Ratings: w.all(1, "3.1")}, nil))
		must[*model.Company](t)(w.readiness.ProfileSet(w.company, model.CompanyProfileSetInput{OrganisationID: w.firm.GlobalID(), Sector: model.Sent("Søvn")}, nil))
		job := testrig.Admin(t.Context())
		if n, err := w.readiness.Rebuild(job); n != 0 || err != nil {
			t.Fatalf("%d were wrong, %v", n, err)
		}
		stored := func() (rows []*model.Company) {
			for _, id := range must[[]model.ID](t)(w.Store.CompanyIDs(job, model.ID{}, 100)) {
				rows = append(rows, must[[]*model.Company](t)(w.Store.StoredCompanyRows(job, id))...)
			}
			return rows
		}
		right := stored()
		if len(right) != 7+7 {
			t.Fatalf("%d rows", len(right))
		}
		for _, row := range right {
			if row.AssessmentID == nil {
				continue
			}
			answers := must[[]*model.AssessmentAnswer](t)(w.Store.AnswersOf(job, []model.ID{*row.AssessmentID}))
			whole := w.template.Score(model.AnswersOf(answers))
			if row.ScoreBP != *whole.MarketScore || row.CompanyBP != *whole.CompanyScore || row.LevelBar != *whole.Level || row.CompletenessBP != whole.Completeness {
				t.Errorf("stored %+v, computed %+v", row, whole)
			}
		}
		// What is broken by hand is put right by the rebuild.
		err := w.Store.InTx(job, func(ctx context.Context, q store.Queries) error {
			for _, row := range right {
				row := *row
				row.ScoreBP, row.PartnerBP = 1, 1
				if err := q.Save(ctx, &row); err != nil {
					return err
				}
			}
			a := must[[]*model.Assessment](t)(q.AssessmentsOf(ctx, w.firm.ID))[1]
			a.Result.Completeness, a.Version = 1, a.Version+1
			return q.Update(ctx, a, a.Version)
		})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := w.readiness.Rebuild(job); n != 1 || err != nil {
			t.Errorf("%d were wrong, %v", n, err)
		}
		if got := stored(); !reflect.DeepEqual(got, right) {
			t.Errorf("rebuilt %+v\nwant %+v", got, right)
		}
	})
}

func TestMarketsOfACompanyFallIntoQuadrants(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig)
		w.answer(t, w.draft, w.all(2)...)
		w.submit(t, w.draft)
		set := func(in model.MarketAttractivenessSetInput) (*model.MarketRating, error) {
			in.OrganisationID = w.firm.GlobalID()
			return w.readiness.MarketSet(w.company, in)
		}
		rate := func(criterion string, value int) model.AttractivenessRatingInput {
			return model.AttractivenessRatingInput{Criterion: criterion, Value: &value}
		}
		sweden := must[*model.MarketRating](t)(set(model.MarketAttractivenessSetInput{Market: "SE", Ratings: []model.AttractivenessRatingInput{rate("size", 90), rate("legal", 10)}}))
		// (20·90 + 5·10) of 25·100.
		if *sweden.Score != 7400 || *sweden.Readiness != 5000 || *sweden.Quadrant != model.QuadrantGoNow {
			t.Errorf("%d, %d, %s", *sweden.Score, *sweden.Readiness, *sweden.Quadrant)
		}
		weighed := model.AttractivenessRatingInput{Criterion: "legal", Weight: testrig.Ptr(100)}
		if sweden = must[*model.MarketRating](t)(set(model.MarketAttractivenessSetInput{Market: "SE", Ratings: []model.AttractivenessRatingInput{weighed}})); *sweden.Score != 2333 || *sweden.Quadrant != model.QuadrantOpportunistic {
			t.Errorf("with another weight %d, %s", *sweden.Score, *sweden.Quadrant)
		}
		excluded := true
		_, err := set(model.MarketAttractivenessSetInput{Market: "SE", Excluded: &excluded, Ratings: []model.AttractivenessRatingInput{rate("weather", 3), rate("size", 101)}})
		testrig.WantErrors(t, err, "BAD_USER_INPUT showstopper", "BAD_USER_INPUT ratings.0.value", "BAD_USER_INPUT ratings.1.value")
		if sweden = must[*model.MarketRating](t)(set(model.MarketAttractivenessSetInput{Market: "SE", Excluded: &excluded, Showstopper: testrig.Ptr("no reimbursement")})); *sweden.Quadrant != model.QuadrantDrop {
			t.Errorf("excluded, but %s", *sweden.Quadrant)
		}
		if rows := must[[]*model.MarketRating](t)(w.readiness.Markets(w.partner, w.firm.GlobalID())); len(rows) != 0 {
			t.Errorf("a partner sees %+v", rows)
		}
		japan := must[*model.MarketRating](t)(set(model.MarketAttractivenessSetInput{Market: "JP", Ratings: []model.AttractivenessRatingInput{rate("size", 90)}}))
		if japan.Quadrant != nil || len(japan.Ratings()) != 7 {
			t.Errorf("without readiness %v", japan.Quadrant)
		}
	})
}

func TestAStoredQuestionnaireCannotBeChanged(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		stored := must[*store.AssessmentTemplate](t)(rig.Store.AssessmentTemplate(t.Context(), 0))
		if stored.Version != 1 {
			t.Fatalf("the newest is %d", stored.Version)
		}
		stored.Content = "{}"
		if err := rig.Store.Save(t.Context(), stored); err == nil {
			t.Error("a stored version was changed")
		}
		if err := rig.Store.Delete(t.Context(), stored); err == nil {
			t.Error("a stored version was deleted")
		}
		if err := rig.Store.SyncTemplates(t.Context(), rig.Clock.Now()); err != nil {
			t.Error(err)
		}
	})
}
