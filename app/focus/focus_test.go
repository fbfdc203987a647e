package focus_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"fyrtaarn/app/focus"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func weight() model.FocusAreaCreateInput {
	return model.FocusAreaCreateInput{
		Slug: "sund-vaegt", Name: []model.TranslationInput{{Language: "da", Text: "Sund Vægt"}, {Language: "en", Text: "Healthy Weight"}},
		UnequalBurden: testrig.Ptr("Shorter lives"),
	}
}

func TestCreateAndUpdateKeepTheLanguagesOfTheName(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := focus.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		made, err := s.Create(ctx, weight())
		if err != nil {
			t.Fatal(err)
		}
		if name := made.NameIn(nil); name.Text != "Healthy Weight" || name.Fallback {
			t.Errorf("name for a reader of English: %+v", name)
		}
		got, err := s.Update(ctx, model.FocusAreaUpdateInput{
			ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1), Name: model.SentList(model.TranslationInput{Language: "da", Text: "Sundere Vægt"}),
			PoliticalAnchor: model.Sent("The minister"), UnequalBurden: model.Cleared[string](),
		})
		if err != nil {
			t.Fatal(err)
		}
		names := got.NameTranslations()
		if len(names) != 2 || names[0].Text != "Sundere Vægt" || !names[0].IsSource || !names[1].Stale {
			t.Errorf("names %+v", names)
		}
		if got.PoliticalAnchor != "The minister" || got.UnequalBurden != "" || got.Version != 2 {
			t.Errorf("updated to %+v", got)
		}
		list, err := s.List(testrig.In(ctx, "da"))
		if err != nil || len(list) != 1 || list[0].NameIn(nil).Text != "Sundere Vægt" {
			t.Errorf("list %+v, %v", list, err)
		}
		if audit := rig.Audited(t, made.ID); len(audit) != 2 {
			t.Errorf("audit %v", audit)
		}
	})
}

func TestCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := focus.Service{Core: rig.Core}
		_, err := s.Create(testrig.Adviser(t.Context()), model.FocusAreaCreateInput{
			Slug: "Sund Vægt", Name: []model.TranslationInput{{Language: "da", Text: "A\nB"}, {Language: "da", Text: "C"}},
			NationalStrength: testrig.Ptr(strings.Repeat("x", model.MaxBody+1)),
		})
		testrig.WantErrors(t, err, "BAD_USER_INPUT slug", "BAD_USER_INPUT name.0.text", "BAD_USER_INPUT name.1.language", "BAD_USER_INPUT nationalStrength")
		_, err = s.Create(testrig.Adviser(t.Context()), model.FocusAreaCreateInput{Slug: "empty"})
		testrig.WantErrors(t, err, "BAD_USER_INPUT name")
	})
}

func TestSourceOfTheNameCannotBeRemoved(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := focus.Service{Core: rig.Core}
		made, err := s.Create(testrig.Adviser(t.Context()), weight())
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Update(testrig.Adviser(t.Context()), model.FocusAreaUpdateInput{
			ID: made.GlobalID(), Name: model.SentList(model.TranslationInput{Language: "da", Text: " "}),
		})
		testrig.WantErrors(t, err, "BAD_USER_INPUT name")
	})
}

func TestSecondUseOfASlugAndOlderVersionsAreConflicts(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := focus.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		if _, err := s.Create(ctx, weight()); err != nil {
			t.Fatal(err)
		}
		_, err := s.Create(ctx, weight())
		testrig.WantErrors(t, err, "CONFLICT slug")
		in := weight()
		in.Slug, in.IdempotencyKey = "mental-sundhed", testrig.Ptr("f")
		other, err := s.Create(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.Create(ctx, in); err != nil || again.ID != other.ID {
			t.Errorf("again: %v, %v", again, err)
		}
		_, err = s.Update(ctx, model.FocusAreaUpdateInput{ID: other.GlobalID(), Slug: model.Sent("sund-vaegt")})
		testrig.WantErrors(t, err, "CONFLICT slug")
		_, err = s.Update(ctx, model.FocusAreaUpdateInput{ID: other.GlobalID(), ExpectedVersion: testrig.Ptr(7)})
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
	})
}

func TestUnknownIDs(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := focus.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		id := uuid.MustParse("0190a000-0000-7000-8000-000000000000")
		for _, global := range []model.GlobalID{model.NewGlobalID(model.KindFocusArea, id), model.NewGlobalID(model.KindPerson, id)} {
			if got, err := s.One(ctx, global); got != nil || err != nil {
				t.Errorf("unknown id: %v, %v", got, err)
			}
		}
		_, err := s.One(ctx, "!")
		testrig.WantErrors(t, err, "BAD_USER_INPUT id")
		_, err = s.Update(ctx, model.FocusAreaUpdateInput{ID: model.NewGlobalID(model.KindFocusArea, id)})
		testrig.WantErrors(t, err, "NOT_FOUND id")
		made, err := s.Create(ctx, weight())
		if err != nil {
			t.Fatal(err)
		}
		if many, err := s.Many(ctx, []model.ID{made.ID, id}); err != nil || len(many) != 1 {
			t.Errorf("many %v, %v", many, err)
		}
	})
}
