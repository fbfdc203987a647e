package organisation_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/app/country"
	"fyrtaarn/app/organisation"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func hospital(name string) model.OrganisationCreateInput {
	return model.OrganisationCreateInput{Kind: model.OrganisationHospital, Name: name, CountryCode: "DK"}
}

func TestCreateStoresWhatWasSentAndDerivesTheRest(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		in := hospital("  Århus Sygehus ")
		in.CVR, in.City, in.Employees, in.Website = testrig.Ptr("DK 29 19 09 09"), testrig.Ptr("Aarhus"), testrig.Ptr(0), testrig.Ptr("https://auh.dk")
		in.OpeningHours = []model.OpeningSpanInput{{Weekday: "TUESDAY", From: "09:00", Until: "24:00"}, {Weekday: "MONDAY", From: "13:00", Until: "15:00"}}
		made, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.One(testrig.Adviser(t.Context()), made.GlobalID(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got.Name != "Århus Sygehus" || got.CVR != "29190909" || *got.Employees != 0 || got.Consent != model.ConsentNothing ||
			got.TimeZone != model.Copenhagen || got.Version != 1 || !got.CreatedAt.Equal(testrig.Start) {
			t.Errorf("stored %+v", got)
		}
		if valid := got.CVRIsValid(); valid == nil || !*valid {
			t.Error("the check of the CVR number was not answered")
		}
		if hours := got.OpeningSpans(); len(hours) != 2 || hours[0].WeekdayName() != "MONDAY" || hours[1].Until != "24:00" {
			t.Errorf("opening hours %v", hours)
		}
		if audit := rig.Audited(t, got.ID); !slices.Equal(audit, []string{"organisationCreate"}) {
			t.Errorf("audit %v", audit)
		}
	})
}

func TestCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		_, err := organisation.Service{Core: rig.Core}.Create(testrig.Adviser(t.Context()), model.OrganisationCreateInput{
			Kind: "CASTLE", Name: " ", CountryCode: "QQ", CVR: testrig.Ptr("123"), City: testrig.Ptr("Aar\nhus"), Employees: testrig.Ptr(-1),
			Website: testrig.Ptr("javascript:alert(1)"), TimeZone: testrig.Ptr("Mars/Olympus"), Consent: testrig.Ptr(model.PartnerConsent("ALL")),
			OpeningHours: []model.OpeningSpanInput{
				{Weekday: "MONDAY", From: "10:00", Until: "12:00"},
				{Weekday: "MONDAY", From: "11:00", Until: "13:00"},
				{Weekday: "SOMEDAY", From: "9", Until: "25:00"},
				{Weekday: "FRIDAY", From: "10:00", Until: "10:00"},
			},
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT kind", "BAD_USER_INPUT name", "BAD_USER_INPUT countryCode", "BAD_USER_INPUT cvr",
			"BAD_USER_INPUT city", "BAD_USER_INPUT employees", "BAD_USER_INPUT website", "BAD_USER_INPUT timeZone", "BAD_USER_INPUT consent",
			"BAD_USER_INPUT openingHours.1.from", "BAD_USER_INPUT openingHours.2.weekday", "BAD_USER_INPUT openingHours.2.from",
			"BAD_USER_INPUT openingHours.2.until", "BAD_USER_INPUT openingHours.3.until")
		page, err := organisation.Service{Core: rig.Core}.List(testrig.Adviser(t.Context()), nil, nil, model.PageRequest{}, nil)
		if err != nil || len(page.Nodes) != 0 {
			t.Errorf("%d organisations after a refusal, %v", len(page.Nodes), err)
		}
	})
}

func TestCreateAsksForTheZoneOfADistantCountry(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		in := hospital("Tokyo General")
		in.CountryCode = "JP"
		_, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT timeZone")
		in.TimeZone = testrig.Ptr("Asia/Tokyo")
		if _, err := s.Create(testrig.Adviser(t.Context()), in, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestUpdateChangesWhatIsNamedAndClearsWithNull(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		made := rig.Organisation(t, "Region Nord", func(in *model.OrganisationCreateInput) {
			in.CVR, in.Region = testrig.Ptr("29190941"), testrig.Ptr("Nord")
		})
		rig.Clock.Advance(time.Hour)
		got, err := s.Update(testrig.Adviser(t.Context()), model.OrganisationUpdateInput{
			ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1), Reason: testrig.Ptr("renamed"),
			Name: model.Sent("Åregion"), CVR: model.Cleared[string](), City: model.Cleared[string](),
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got.Name != "Åregion" || got.CVR != "" || got.City != "" || got.Region != "Nord" || got.Version != 2 || !got.UpdatedAt.Equal(rig.Clock.Now()) {
			t.Errorf("updated to %+v", got)
		}
		found, err := s.List(testrig.Adviser(t.Context()), &model.OrganisationFilter{Search: testrig.Ptr("aregion")}, nil, model.PageRequest{}, nil)
		if err != nil || len(found.Nodes) != 1 {
			t.Errorf("the new name finds %d, %v", len(found.Nodes), err)
		}
		if audit := rig.Audited(t, got.ID); !slices.Equal(audit, []string{"organisationCreate", "organisationUpdate"}) {
			t.Errorf("audit %v", audit)
		}
		_, err = s.Update(testrig.Adviser(t.Context()), model.OrganisationUpdateInput{
			ID: made.GlobalID(), Name: model.Cleared[string](), CountryCode: model.Cleared[model.CountryCode](),
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT name", "BAD_USER_INPUT countryCode")
	})
}

func TestUpdateOfAnOlderVersionIsConflictAndChangesNothing(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		made := rig.Organisation(t, "One")
		first := model.OrganisationUpdateInput{ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1), Name: model.Sent("Two")}
		if _, err := s.Update(testrig.Adviser(t.Context()), first, nil); err != nil {
			t.Fatal(err)
		}
		first.Name = model.Sent("Three")
		_, err := s.Update(testrig.Adviser(t.Context()), first, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
		got, err := s.One(testrig.Adviser(t.Context()), made.GlobalID(), nil)
		if err != nil || got.Name != "Two" || got.Version != 2 {
			t.Errorf("after a refused update: %+v, %v", got, err)
		}
	})
}

func TestSecondUseOfACVRNumberIsConflict(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		withCVR := func(in *model.OrganisationCreateInput) { in.CVR = testrig.Ptr("29190909") }
		rig.Organisation(t, "First", withCVR)
		in := hospital("Second")
		withCVR(&in)
		_, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "CONFLICT cvr")
		other := rig.Organisation(t, "Third")
		_, err = s.Update(testrig.Adviser(t.Context()), model.OrganisationUpdateInput{ID: other.GlobalID(), CVR: model.Sent("29190909")}, nil)
		testrig.WantErrors(t, err, "CONFLICT cvr")
	})
}

func TestIdempotencyKeyAnswersTheSameOrganisation(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		in := hospital("Once")
		in.IdempotencyKey = testrig.Ptr("key-1")
		first, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		if err != nil || again.ID != first.ID {
			t.Errorf("repeated: %v, %v; want %v", again, err, first.ID)
		}
		in.Name = "Twice"
		_, err = s.Create(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "CONFLICT idempotencyKey")
	})
}

func TestTwoCreationsAtOnceUnderOneKeyMakeOne(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		in := hospital("At once")
		in.IdempotencyKey = testrig.Ptr("key-2")
		ids, errs := make([]model.ID, 4), make([]error, 4)
		var group sync.WaitGroup
		for i := range ids {
			group.Go(func() {
				made, err := s.Create(testrig.Adviser(t.Context()), in, nil)
				if errs[i] = err; err == nil {
					ids[i] = made.ID
				}
			})
		}
		group.Wait()
		for i := range ids {
			if errs[i] != nil || ids[i] != ids[0] {
				t.Errorf("creation %d: %v, %v; want %v", i, ids[i], errs[i], ids[0])
			}
		}
		page, err := s.List(testrig.Adviser(t.Context()), nil, nil, model.PageRequest{}, testrig.Fields("totalCount", "name"))
		if err != nil || *page.TotalCount != 1 {
			t.Errorf("organisations: %v, %v", *page.TotalCount, err)
		}
	})
}

func TestPartnerChangesItsOwnOrganisationAlone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		own, other := rig.Organisation(t, "Own"), rig.Organisation(t, "Other")
		partner := testrig.PartnerOf(t.Context(), own.ID, "organisations:write")
		if _, err := s.Update(partner, model.OrganisationUpdateInput{ID: own.GlobalID(), City: model.Sent("Odense")}, nil); err != nil {
			t.Errorf("own organisation: %v", err)
		}
		_, err := s.Update(partner, model.OrganisationUpdateInput{ID: other.GlobalID(), City: model.Sent("Odense")}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		_, err = s.Update(partner, model.OrganisationUpdateInput{ID: own.GlobalID(), Consent: model.Sent(model.ConsentStep)}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		if _, err := s.Create(partner, hospital("A host"), nil); err != nil {
			t.Errorf("a host's organisation: %v", err)
		}
		in := hospital("A company")
		in.Consent = testrig.Ptr(model.ConsentStepAndScores)
		_, err = s.Create(partner, in, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		if _, err := s.Update(testrig.Adviser(t.Context()), model.OrganisationUpdateInput{ID: own.GlobalID(), Consent: model.Sent(model.ConsentStep)}, nil); err != nil {
			t.Errorf("consent by staff: %v", err)
		}
	})
}

func TestUnknownIDs(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		nobody := model.NewGlobalID(model.KindOrganisation, uuid.MustParse("0190a000-0000-7000-8000-000000000000"))
		if got, err := s.One(ctx, nobody, nil); got != nil || err != nil {
			t.Errorf("unknown id: %v, %v", got, err)
		}
		made := rig.Organisation(t, "There")
		if got, err := s.One(ctx, model.NewGlobalID(model.KindPerson, made.ID), nil); got != nil || err != nil {
			t.Errorf("id of another kind: %v, %v", got, err)
		}
		_, err := s.One(ctx, "nonsense", nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT id")
		_, err = s.Update(ctx, model.OrganisationUpdateInput{ID: nobody}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND id")
		many, err := s.Many(ctx, []model.ID{made.ID}, testrig.Fields("name", "country.name"))
		if err != nil || len(many) != 1 || many[0].Country.Name(nil).Text != "Denmark" {
			t.Errorf("many: %v, %v", many, err)
		}
	})
}

func TestListWalksOverTiesInBothDirections(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		for _, name := range []string{"Same", "Same", "Same", "Same", "Other", "Zoo", "Same"} {
			rig.Organisation(t, name)
		}
		for _, field := range []model.OrganisationOrder{model.OrganisationByName, model.OrganisationByCreatedAt} {
			for _, direction := range []model.OrderDirection{model.Ascending, model.Descending} {
				order := &model.OrganisationOrderBy{Field: field, Direction: direction}
				nodes := testrig.Walk(t, 2, func(o *model.Organisation) string { return o.ID.String() },
					func(page model.PageRequest) (*model.OrganisationConnection, error) {
						return s.List(testrig.Adviser(t.Context()), nil, order, page, testrig.Fields("kind"))
					})
				ids := map[model.ID]bool{}
				for _, o := range nodes {
					ids[o.ID] = true
				}
				if len(nodes) != 7 || len(ids) != 7 {
					t.Errorf("%s %s: %d nodes, %d of them different", field, direction, len(nodes), len(ids))
				}
			}
		}
	})
}

func TestCursorOfAnotherOrderIsRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		rig.Organisation(t, "A")
		page, err := s.List(ctx, nil, nil, model.PageRequest{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		byTime := &model.OrganisationOrderBy{Field: model.OrganisationByCreatedAt, Direction: model.Ascending}
		_, err = s.List(ctx, nil, byTime, model.PageRequest{After: page.PageInfo.EndCursor}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT after")
		_, err = s.List(ctx, nil, byTime, model.PageRequest{Before: testrig.Ptr("???")}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT before")
		_, err = s.List(ctx, nil, nil, model.PageRequest{First: testrig.Ptr(-1)}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT first")
		_, err = s.List(ctx, nil, nil, model.PageRequest{First: testrig.Ptr(10_000)}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT first")
	})
}

func TestListIsInDanishOrderAndSearchedWithoutAccents(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		for _, name := range []string{"Åkjær Klinik", "Zenit", "Ærø Sygehus", "Aage Holding", "Abild", "Østerbro Lægehus"} {
			rig.Organisation(t, name)
		}
		names := func(filter *model.OrganisationFilter) []string {
			page, err := s.List(testrig.Adviser(t.Context()), filter, nil, model.PageRequest{}, testrig.Fields("name"))
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, o := range page.Nodes {
				names = append(names, o.Name)
			}
			return names
		}
		want := []string{"Abild", "Zenit", "Ærø Sygehus", "Østerbro Lægehus", "Aage Holding", "Åkjær Klinik"}
		if got := names(nil); !slices.Equal(got, want) {
			t.Errorf("order %q, want %q", got, want)
		}
		for search, want := range map[string]string{"akjaer": "Åkjær Klinik", "KLINIK åk": "Åkjær Klinik", "laege": "Østerbro Lægehus"} {
			if got := names(&model.OrganisationFilter{Search: &search}); !slices.Equal(got, []string{want}) {
				t.Errorf("search %q finds %q, want %q", search, got, want)
			}
		}
		if got := names(&model.OrganisationFilter{Search: testrig.Ptr("%")}); len(got) != 0 {
			t.Errorf("a pattern's sign finds %q", got)
		}
	})
}

func TestFiltersHoldTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		rig.Organisation(t, "Danish hospital", func(in *model.OrganisationCreateInput) { in.Region = testrig.Ptr("Syd") })
		rig.Organisation(t, "Swedish hospital", func(in *model.OrganisationCreateInput) { in.CountryCode = "SE" })
		rig.Organisation(t, "Danish company", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
		count := func(filter model.OrganisationFilter) int {
			page, err := s.List(testrig.Adviser(t.Context()), &filter, nil, model.PageRequest{First: testrig.Ptr(0)}, testrig.Fields("totalCount"))
			if err != nil {
				t.Fatal(err)
			}
			return *page.TotalCount
		}
		hospitals := []model.OrganisationKind{model.OrganisationHospital, model.OrganisationRegion}
		for i, tc := range []struct {
			filter model.OrganisationFilter
			want   int
		}{
			{model.OrganisationFilter{}, 3},
			{model.OrganisationFilter{Kinds: hospitals}, 2},
			{model.OrganisationFilter{Kinds: hospitals, Countries: []model.CountryCode{"SE", "NO"}}, 1},
			{model.OrganisationFilter{Region: testrig.Ptr("Syd")}, 1},
			{model.OrganisationFilter{Region: testrig.Ptr("Syd"), Countries: []model.CountryCode{"SE"}}, 0},
		} {
			if got := count(tc.filter); got != tc.want {
				t.Errorf("filter %d finds %d, want %d", i, got, tc.want)
			}
		}
	})
}

func TestListRunsTheSameStatementsForAnyNumberOfRows(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := organisation.Service{Core: rig.Core}
		giver := rig.Organisation(t, "Giver")
		codes := []model.CountryCode{"DK", "SE", "NO", "FI", "DE"}
		for _, code := range codes {
			if _, err := (country.Service{Core: rig.Core}).PriorityCreate(testrig.Adviser(t.Context()), model.CountryPriorityCreateInput{
				CountryCode: code, GivenByID: giver.GlobalID(), From: model.NewDate(2026, time.January, 1),
			}, nil); err != nil {
				t.Fatal(err)
			}
		}
		add := func(n int) {
			for i := range n {
				rig.Organisation(t, fmt.Sprintf("Host %d", i), func(in *model.OrganisationCreateInput) { in.CountryCode = codes[i%len(codes)] })
			}
		}
		add(4)
		f := testrig.Fields("name", "totalCount", "country.name", "country.priorities.givenBy.name")
		read := func(ctx context.Context) (int, error) {
			page, err := s.List(ctx, nil, nil, model.PageRequest{First: testrig.Ptr(50)}, f)
			if err != nil {
				return 0, err
			}
			for _, o := range page.Nodes {
				if len(o.Country.Priorities) != 1 || o.Country.Priorities[0].GivenBy.Name != "Giver" {
					t.Fatalf("%s lacks the priority of %s", o.Name, o.CountryCode)
				}
			}
			return len(page.Nodes), nil
		}
		testrig.SameStatements(t, testrig.Adviser(t.Context()), read, func() { add(45) })
	})
}
