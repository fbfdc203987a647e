package country_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/app/country"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func day(year int, month time.Month) model.Date { return model.NewDate(year, month, 1) }

func TestListHoldsAllCountriesInTheOrderOfTheReader(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		for _, reader := range []model.LanguageTag{"da", "en", "ja"} {
			ctx := testrig.In(testrig.Adviser(t.Context()), reader)
			list, err := s.List(ctx, nil, nil)
			if err != nil || len(list) != 250 {
				t.Fatalf("%d countries, %v", len(list), err)
			}
			for _, c := range list {
				if name := c.Name(nil); name.Language != reader || name.Fallback {
					t.Fatalf("%s is named in %s for a reader of %s", c.Code, name.Language, reader)
				}
			}
		}
		danish, err := s.List(testrig.In(testrig.Adviser(t.Context()), "da"), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		at := func(code model.CountryCode) int {
			return slices.IndexFunc(danish, func(c *model.Country) bool { return c.Code == code })
		}
		// Østrig and Åland come after Zimbabwe in Danish alone.
		if at("ZW") > at("AT") || at("AT") > at("AX") || at("AX") != 249 {
			t.Errorf("Zimbabwe %d, Østrig %d, Åland %d", at("ZW"), at("AT"), at("AX"))
		}
	})
}

func TestListIsFiltered(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		ctx := testrig.In(testrig.Adviser(t.Context()), "da")
		count := func(filter model.CountryFilter) int {
			list, err := s.List(ctx, &filter, nil)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if members, others := count(model.CountryFilter{WHOEurope: testrig.Ptr(true)}), count(model.CountryFilter{WHOEurope: testrig.Ptr(false)}); members != 53 || others != 197 {
			t.Errorf("%d members and %d others", members, others)
		}
		for search, want := range map[string]int{"ostrig": 1, "ØSTRIG": 1, "aut": 1, " Frankrig ": 1, "nowhere": 0} {
			if got := count(model.CountryFilter{Search: &search, WHOEurope: testrig.Ptr(true)}); got != want {
				t.Errorf("search %q finds %d, want %d", search, got, want)
			}
		}
	})
}

func TestOneKnowsItsPriorities(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		giver := rig.Organisation(t, "Healthcare Denmark")
		for _, from := range []model.Date{day(2025, time.January), day(2027, time.March)} {
			until := model.NewDate(from.Year, time.December, 31)
			made, err := s.PriorityCreate(ctx, model.CountryPriorityCreateInput{
				CountryCode: "FR", GivenByID: giver.GlobalID(), From: from, Until: &until, Note: testrig.Ptr("ageing"),
			}, testrig.Fields("givenBy.name"))
			if err != nil || made.GivenBy.Name != "Healthcare Denmark" || made.Note != "ageing" {
				t.Fatalf("made %+v, %v", made, err)
			}
			if audit := rig.Audited(t, made.ID); !slices.Equal(audit, []string{"countryPriorityCreate"}) {
				t.Errorf("audit %v", audit)
			}
		}
		got, err := s.One(ctx, "FR", testrig.Fields("name", "priorities.givenBy.name"))
		if err != nil || len(got.Priorities) != 2 || got.Priorities[0].From != day(2027, time.March) || got.Priorities[0].GivenBy == nil {
			t.Errorf("got %+v, %v", got, err)
		}
		if shared := store.Country("FR", "en"); shared.Priorities != nil {
			t.Error("the shared country was changed")
		}
		if got, err := s.One(ctx, "QQ", nil); got != nil || err != nil {
			t.Errorf("unknown country: %v, %v", got, err)
		}
	})
}

func TestPriorityCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		unknown := model.NewGlobalID(model.KindOrganisation, uuid.MustParse("0190a000-0000-7000-8000-000000000000"))
		_, err := s.PriorityCreate(testrig.Adviser(t.Context()), model.CountryPriorityCreateInput{
			CountryCode: "QQ", GivenByID: unknown, From: day(2027, time.May), Until: testrig.Ptr(day(2027, time.April)), Note: testrig.Ptr("a\nb"),
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT countryCode", "NOT_FOUND givenById", "BAD_USER_INPUT until", "BAD_USER_INPUT note")
	})
}

func TestOneOrganisationMarksACountryOnceAtATime(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		giver, other := rig.Organisation(t, "Giver"), rig.Organisation(t, "Other")
		mark := func(ctx context.Context, by *model.Organisation, from model.Date) (*model.CountryPriority, error) {
			return s.PriorityCreate(ctx, model.CountryPriorityCreateInput{CountryCode: "NO", GivenByID: by.GlobalID(), From: from}, nil)
		}
		ctx := testrig.Adviser(t.Context())
		first, err := mark(ctx, giver, day(2027, time.January))
		if err != nil {
			t.Fatal(err)
		}
		_, err = mark(ctx, giver, day(2028, time.January))
		testrig.WantErrors(t, err, "CONFLICT from")
		if _, err := mark(ctx, other, day(2027, time.January)); err != nil {
			t.Errorf("another organisation: %v", err)
		}
		ended, err := s.PriorityEnd(ctx, model.CountryPriorityEndInput{ID: first.GlobalID(), Until: day(2027, time.June)}, nil)
		if err != nil || *ended.Until != day(2027, time.June) {
			t.Fatalf("ended %+v, %v", ended, err)
		}
		_, err = mark(ctx, giver, day(2027, time.June))
		testrig.WantErrors(t, err, "CONFLICT from")
		if _, err := mark(ctx, giver, model.NewDate(2027, time.June, 2)); err != nil {
			t.Errorf("after the end: %v", err)
		}
		_, err = s.PriorityEnd(ctx, model.CountryPriorityEndInput{ID: first.GlobalID(), Until: day(2027, time.July)}, nil)
		testrig.WantErrors(t, err, "CONFLICT from")
		_, err = s.PriorityEnd(ctx, model.CountryPriorityEndInput{ID: first.GlobalID(), Until: day(2026, time.July)}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT until")
	})
}

func TestMarksAtOnceLetOneThrough(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		giver := rig.Organisation(t, "Giver")
		// Many countries, so that without a lock one of them would go wrong.
		for _, code := range store.CountryCodes()[:20] {
			errs := make([]error, 4)
			start := make(chan struct{})
			var group sync.WaitGroup
			for i := range errs {
				group.Go(func() {
					<-start
					_, errs[i] = s.PriorityCreate(ctx, model.CountryPriorityCreateInput{CountryCode: code, GivenByID: giver.GlobalID(), From: day(2027, time.May)}, nil)
				})
			}
			close(start)
			group.Wait()
			through := 0
			for _, err := range errs {
				if err == nil {
					through++
				} else {
					testrig.WantErrors(t, err, "CONFLICT from")
				}
			}
			if through != 1 {
				t.Fatalf("%s: %d came through", code, through)
			}
		}
	})
}

func TestPartnerSpeaksForItselfAlone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		own, other := rig.Organisation(t, "Own"), rig.Organisation(t, "Other")
		partner := testrig.PartnerOf(t.Context(), own.ID, "countries:write")
		mark := func(ctx context.Context, by *model.Organisation) (*model.CountryPriority, error) {
			return s.PriorityCreate(ctx, model.CountryPriorityCreateInput{CountryCode: "NO", GivenByID: by.GlobalID(), From: day(2027, time.May)}, nil)
		}
		if _, err := mark(partner, own); err != nil {
			t.Errorf("own priority: %v", err)
		}
		_, err := mark(partner, other)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		others, err := mark(testrig.Adviser(t.Context()), other)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.PriorityEnd(partner, model.CountryPriorityEndInput{ID: others.GlobalID(), Until: day(2027, time.June)}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
	})
}

func TestIdempotencyKeyAnswersTheSameMark(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		in := model.CountryPriorityCreateInput{
			IdempotencyKey: testrig.Ptr("c"), CountryCode: "NO", GivenByID: rig.Organisation(t, "Giver").GlobalID(), From: day(2027, time.May),
		}
		first, err := s.PriorityCreate(testrig.Adviser(t.Context()), in, nil)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.PriorityCreate(testrig.Adviser(t.Context()), in, nil); err != nil || again.ID != first.ID {
			t.Errorf("again: %v, %v", again, err)
		}
	})
}

func TestListRunsTheSameStatementsForAnyNumberOfMarks(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := country.Service{Core: rig.Core}
		giver := rig.Organisation(t, "Giver")
		mark := func(codes []model.CountryCode) {
			for _, code := range codes {
				if _, err := s.PriorityCreate(testrig.Adviser(t.Context()), model.CountryPriorityCreateInput{
					CountryCode: code, GivenByID: giver.GlobalID(), From: day(2027, time.May),
				}, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		codes := store.CountryCodes()
		mark(codes[:5])
		f := testrig.Fields("name", "priorities.givenBy.name")
		testrig.SameStatements(t, testrig.Adviser(t.Context()), func(ctx context.Context) (marks int, err error) {
			list, err := s.List(ctx, nil, f)
			for _, c := range list {
				marks += len(c.Priorities)
			}
			return marks, err
		}, func() { mark(codes[5:55]) })
	})
}
