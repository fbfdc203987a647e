package person_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/app/person"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func from(year int) *model.Date { return testrig.Ptr(model.NewDate(year, time.January, 1)) }

func TestCreateFillsInLanguageAndZone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		tokyo := rig.Organisation(t, "Tokyo General", func(in *model.OrganisationCreateInput) {
			in.CountryCode, in.TimeZone = "JP", testrig.Ptr("Asia/Tokyo")
		})
		for _, tc := range []struct {
			name         string
			country      model.CountryCode
			organisation *model.GlobalID
			language     model.LanguageTag
			zone         string
		}{
			{"OfTheCapital", "FR", nil, "fr", "Europe/Paris"},
			{"OfTheCountryRatherThanAForeignOrganisation", "FR", testrig.Ptr(tokyo.GlobalID()), "fr", "Europe/Paris"},
			{"OfTheOrganisationInTheSameCountry", "JP", testrig.Ptr(tokyo.GlobalID()), "en", "Asia/Tokyo"},
			{"OfTheOrganisationWhereTheCountryHasNone", "KR", testrig.Ptr(tokyo.GlobalID()), "en", "Asia/Tokyo"},
		} {
			t.Run(tc.name, func(t *testing.T) {
				got, err := s.Create(testrig.Adviser(t.Context()), model.PersonCreateInput{
					FullName: "Somebody", CountryCode: tc.country, OrganisationID: tc.organisation,
				}, nil)
				if err != nil {
					t.Fatal(err)
				}
				if got.Language != tc.language || got.TimeZone != tc.zone {
					t.Errorf("language %s and zone %s, want %s and %s", got.Language, got.TimeZone, tc.language, tc.zone)
				}
			})
		}
		_, err := s.Create(testrig.Adviser(t.Context()), model.PersonCreateInput{FullName: "Nobody", CountryCode: "KR"}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT timeZone")
	})
}

func TestCreateKeepsALanguageThatTheProductDoesNotSpeak(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		got := rig.Person(t, "Aleqa", func(in *model.PersonCreateInput) { in.Language = testrig.Ptr(model.LanguageTag("kl-GL")) })
		if got.Language != "kl-GL" {
			t.Errorf("language %q", got.Language)
		}
	})
}

func TestCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		unknown := model.NewGlobalID(model.KindOrganisation, uuid.MustParse("0190a000-0000-7000-8000-000000000000"))
		_, err := person.Service{Core: rig.Core}.Create(testrig.Admin(t.Context()), model.PersonCreateInput{
			FullName: "", CallName: testrig.Ptr("a\x00b"), Email: testrig.Ptr("x@y\r\nBcc: z@q.dk"), Language: testrig.Ptr(model.LanguageTag("!")),
			TimeZone: testrig.Ptr("Local"), CountryCode: "QQ", OrganisationID: &unknown, StaffRole: testrig.Ptr(model.RolePartner),
			Affiliations: []model.AffiliationInput{
				{OrganisationID: unknown}, {OrganisationID: "nonsense"},
			},
		}, nil)
		// An entry that is no id makes the list unreadable: what the others point
		// to is looked up when all are ids.
		testrig.WantErrors(t, err, "BAD_USER_INPUT fullName", "BAD_USER_INPUT callName", "BAD_USER_INPUT email", "BAD_USER_INPUT language",
			"BAD_USER_INPUT timeZone", "BAD_USER_INPUT countryCode", "NOT_FOUND organisationId", "BAD_USER_INPUT staffRole",
			"BAD_USER_INPUT affiliations.1.organisationId")
		_, err = person.Service{Core: rig.Core}.Create(testrig.Admin(t.Context()), model.PersonCreateInput{
			FullName: "Ane", CountryCode: "DK", Affiliations: []model.AffiliationInput{{OrganisationID: unknown}},
		}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND affiliations.0.organisationId")
	})
}

func TestAffiliationsAreDatedReplacedAndAudited(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		old, now := rig.Organisation(t, "Old"), rig.Organisation(t, "Now")
		made := rig.Person(t, "Ane", func(in *model.PersonCreateInput) {
			in.Affiliations = []model.AffiliationInput{
				{OrganisationID: now.GlobalID(), Role: testrig.Ptr("Chief"), From: from(2026)},
				{OrganisationID: old.GlobalID(), From: from(2020), Until: from(2025)},
				{OrganisationID: old.GlobalID(), Role: testrig.Ptr("Once")},
			}
		})
		f := testrig.Fields("affiliations.organisation.name", "affiliations.from")
		read := func() []string {
			got, err := s.One(ctx, made.GlobalID(), f)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, a := range got.Affiliations {
				lines = append(lines, a.Organisation.Name+"/"+a.Role)
			}
			return lines
		}
		if got := read(); !slices.Equal(got, []string{"Old/Once", "Old/", "Now/Chief"}) {
			t.Fatalf("affiliations %q", got)
		}
		if _, err := s.Update(ctx, model.PersonUpdateInput{ID: made.GlobalID(), CallName: model.Sent("A")}, f); err != nil {
			t.Fatal(err)
		}
		if got := read(); len(got) != 3 {
			t.Errorf("an update that names none left %q", got)
		}
		_, err := s.Update(ctx, model.PersonUpdateInput{
			ID: made.GlobalID(), Affiliations: model.SentList(model.AffiliationInput{OrganisationID: now.GlobalID(), From: from(2027), Until: from(2026)}),
		}, f)
		testrig.WantErrors(t, err, "BAD_USER_INPUT affiliations.0.until")
		rig.Clock.Advance(time.Second)
		if _, err := s.Update(ctx, model.PersonUpdateInput{ID: made.GlobalID(), Affiliations: model.SentList[model.AffiliationInput]()}, f); err != nil {
			t.Fatal(err)
		}
		if got := read(); len(got) != 0 {
			t.Errorf("cleared, and left %q", got)
		}
		page, err := rig.Store.AuditLog(ctx, model.AuditFilter{}, &made.ID, model.PageRequest{First: testrig.Ptr(1)}, nil)
		if err != nil || len(page.Nodes[0].Changes) != 1 || page.Nodes[0].Changes[0].Field != "affiliations" {
			t.Errorf("audited %+v, %v", page.Nodes[0].Changes, err)
		}
	})
}

func TestNewAddressHasNotBounced(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		made := rig.Person(t, "Bo", func(in *model.PersonCreateInput) { in.Email = testrig.Ptr("bo@Old.DK") })
		update := func(in model.PersonUpdateInput) *model.Person {
			in.ID = made.GlobalID()
			got, err := s.Update(ctx, in, nil)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := update(model.PersonUpdateInput{EmailBounced: model.Sent(true)}); !got.EmailBounced {
			t.Fatal("not marked as bounced")
		}
		if got := update(model.PersonUpdateInput{Email: model.Sent("bo@old.dk")}); !got.EmailBounced {
			t.Error("the same address was taken for a new one")
		}
		if got := update(model.PersonUpdateInput{Email: model.Sent("bo@new.dk")}); got.EmailBounced || got.Email != "bo@new.dk" {
			t.Errorf("after a new address: %q, bounced %v", got.Email, got.EmailBounced)
		}
		if got := update(model.PersonUpdateInput{Email: model.Cleared[string]()}); got.Email != "" || got.CanReceiveMail() {
			t.Errorf("after clearing: %q", got.Email)
		}
	})
}

func TestTwoPeopleMayShareAnAddress(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		shared := func(in *model.PersonCreateInput) { in.Email = testrig.Ptr("office@ministry.fr") }
		if first, second := rig.Person(t, "One", shared), rig.Person(t, "Two", shared); first.Email != second.Email {
			t.Errorf("%q and %q", first.Email, second.Email)
		}
	})
}

func TestUpdateOfAnOlderVersionIsConflict(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		made := rig.Person(t, "Ane")
		in := model.PersonUpdateInput{ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1), FullName: model.Sent("Anne")}
		if _, err := s.Update(testrig.Adviser(t.Context()), in, nil); err != nil {
			t.Fatal(err)
		}
		_, err := s.Update(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
	})
}

func TestUpdatesAtOnceOfOneVersionLetOneThrough(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		made := rig.Person(t, "Ane")
		errs := make([]error, 4)
		var group sync.WaitGroup
		for i := range errs {
			group.Go(func() {
				_, errs[i] = s.Update(testrig.Adviser(t.Context()), model.PersonUpdateInput{
					ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1), CallName: model.Sent(fmt.Sprint(i)),
				}, nil)
			})
		}
		group.Wait()
		through := 0
		for _, err := range errs {
			switch {
			case err == nil:
				through++
			case !model.IsCode(err, model.CodeConflict):
				t.Errorf("refused by %v", err)
			}
		}
		got, err := s.One(testrig.Adviser(t.Context()), made.GlobalID(), nil)
		if through != 1 || err != nil || got.Version != 2 {
			t.Errorf("%d came through, version %d, %v", through, got.Version, err)
		}
	})
}

func TestIdempotencyKeyAnswersTheSamePerson(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		in := model.PersonCreateInput{IdempotencyKey: testrig.Ptr("p"), FullName: "Ane", CountryCode: "DK"}
		first, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.Create(testrig.Adviser(t.Context()), in, nil); err != nil || again.ID != first.ID {
			t.Errorf("again: %v, %v", again, err)
		}
		in.FullName = "Bo"
		_, err = s.Create(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "CONFLICT idempotencyKey")
	})
}

func TestWhoWorksHereIsForAdministratorsToSay(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		in := model.PersonCreateInput{FullName: "Ane", CountryCode: "DK", StaffRole: testrig.Ptr(model.RoleAdviser)}
		_, err := s.Create(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		made, err := s.Create(testrig.Admin(t.Context()), in, nil)
		if err != nil || *made.StaffRoleOrNone() != model.RoleAdviser {
			t.Fatalf("by an administrator: %+v, %v", made, err)
		}
		_, err = s.Update(testrig.Adviser(t.Context()), model.PersonUpdateInput{ID: made.GlobalID(), StaffRole: model.Cleared[model.Role]()}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		if _, err := s.Update(testrig.Adviser(t.Context()), model.PersonUpdateInput{ID: made.GlobalID(), StaffRole: model.Sent(model.RoleAdviser)}, nil); err != nil {
			t.Errorf("what stays as it is was refused: %v", err)
		}
	})
}

func TestPartnerChangesThePeopleOfItsOwnOrganisationAlone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		own := rig.Organisation(t, "Own")
		colleague := rig.Person(t, "Colleague", func(in *model.PersonCreateInput) { in.OrganisationID = testrig.Ptr(own.GlobalID()) })
		stranger := rig.Person(t, "Stranger")
		partner := testrig.PartnerOf(t.Context(), own.ID, "people:write")
		if _, err := s.Update(partner, model.PersonUpdateInput{ID: colleague.GlobalID(), Phone: model.Sent("1")}, nil); err != nil {
			t.Errorf("a colleague: %v", err)
		}
		_, err := s.Update(partner, model.PersonUpdateInput{ID: stranger.GlobalID(), Phone: model.Sent("1")}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		nobodys := testrig.Partner(t.Context(), "people:write")
		_, err = s.Update(nobodys, model.PersonUpdateInput{ID: stranger.GlobalID(), Phone: model.Sent("1")}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
	})
}

func TestAddressIsShownToThoseWhoWriteToPeople(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		made := rig.Person(t, "Ane", func(in *model.PersonCreateInput) {
			in.Email, in.Phone = testrig.Ptr("ane@example.dk"), testrig.Ptr("+45 1")
		})
		self := model.WithActor(t.Context(), model.Actor{Role: model.RolePartner, PersonID: made.ID, Scopes: []string{"*:read"}})
		for _, tc := range []struct {
			name  string
			ctx   context.Context
			shown bool
		}{
			{"ToAnAdviser", testrig.Adviser(t.Context()), true},
			{"ToAPartnerWhoWritesToPeople", testrig.Partner(t.Context(), "people:write"), true},
			{"ToAPartnerWhoPlansVisits", testrig.Partner(t.Context(), "people:read", "delegations:write"), true},
			{"ToThePerson", self, true},
			{"NotToAPartnerWhoReads", testrig.Partner(t.Context(), "*:read"), false},
			{"NotToTheAnonymous", t.Context(), false},
		} {
			t.Run(tc.name, func(t *testing.T) {
				page, err := s.List(tc.ctx, nil, nil, model.PageRequest{}, testrig.Fields("email", "phone"))
				if err != nil {
					t.Fatal(err)
				}
				p := page.Nodes[0]
				if shown := p.EmailFor(tc.ctx) == "ane@example.dk"; shown != tc.shown || !shown && p.EmailFor(tc.ctx) != "" {
					t.Errorf("e-mail %q", p.EmailFor(tc.ctx))
				}
				if shown := p.PhoneFor(tc.ctx) != nil; shown != tc.shown {
					t.Errorf("phone shown: %v", shown)
				}
				found, err := s.List(tc.ctx, &model.PersonFilter{Search: testrig.Ptr("ane@example.dk")}, nil, model.PageRequest{}, nil)
				if err != nil || len(found.Nodes) != 0 {
					t.Errorf("the address can be guessed by searching: %d found, %v", len(found.Nodes), err)
				}
			})
		}
	})
}

func TestListIsInDanishOrderWithoutTitlesAndSearchedWithoutAccents(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		for _, name := range []string{"Åse Berg", "Dr. Aage Dam", "Ørjan Lie", "Zoe Ek", "Prof. Bent Aa"} {
			rig.Person(t, name)
		}
		rig.Person(t, "田中 花子", func(in *model.PersonCreateInput) {
			in.LatinName, in.SortName = testrig.Ptr("Tanaka Hanako"), testrig.Ptr("Tanaka")
		})
		names := func(search *string) (names []string) {
			page, err := s.List(testrig.Adviser(t.Context()), &model.PersonFilter{Search: search}, nil, model.PageRequest{}, testrig.Fields("fullName"))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range page.Nodes {
				names = append(names, p.FullName)
			}
			return names
		}
		if got, want := names(nil), []string{"Prof. Bent Aa", "田中 花子", "Zoe Ek", "Ørjan Lie", "Dr. Aage Dam", "Åse Berg"}; !slices.Equal(got, want) {
			t.Errorf("order %q, want %q", got, want)
		}
		for search, want := range map[string]string{"orjan": "Ørjan Lie", "ase": "Åse Berg", "tanaka": "田中 花子", "花子": "田中 花子"} {
			if got := names(&search); !slices.Equal(got, []string{want}) {
				t.Errorf("search %q finds %q, want %q", search, got, want)
			}
		}
	})
}

func TestListWalksOverTiesInBothDirections(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		for i := range 7 {
			rig.Person(t, []string{"Same Name", "Same Name", "Other"}[i%3])
		}
		nodes := testrig.Walk(t, 2, func(p *model.Person) string { return p.ID.String() },
			func(page model.PageRequest) (*model.PersonConnection, error) {
				return s.List(testrig.Adviser(t.Context()), nil, nil, page, testrig.Fields("fullName"))
			})
		if len(nodes) != 7 {
			t.Errorf("%d nodes", len(nodes))
		}
		page, err := s.List(testrig.Adviser(t.Context()), nil, &model.PersonOrderBy{Field: model.PersonByCreatedAt, Direction: model.Descending}, model.PageRequest{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.List(testrig.Adviser(t.Context()), nil, nil, model.PageRequest{After: page.PageInfo.EndCursor}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT after")
	})
}

func TestFiltersHoldTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		house := rig.Organisation(t, "House")
		rig.Person(t, "Staff", func(in *model.PersonCreateInput) { in.StaffRole = testrig.Ptr(model.RoleAdmin) })
		rig.Person(t, "Guest", func(in *model.PersonCreateInput) {
			in.OrganisationID, in.Language = testrig.Ptr(house.GlobalID()), testrig.Ptr(model.LanguageTag("fr"))
		})
		for i, tc := range []struct {
			filter model.PersonFilter
			want   int
		}{
			{model.PersonFilter{}, 2},
			{model.PersonFilter{Staff: testrig.Ptr(true)}, 1},
			{model.PersonFilter{Staff: testrig.Ptr(false), Languages: []model.LanguageTag{"fr", "ja"}}, 1},
			{model.PersonFilter{OrganisationID: testrig.Ptr(house.GlobalID()), EmailBounced: testrig.Ptr(true)}, 0},
			{model.PersonFilter{OrganisationID: testrig.Ptr(house.GlobalID()), EmailBounced: testrig.Ptr(false)}, 1},
		} {
			page, err := s.List(testrig.Adviser(t.Context()), &tc.filter, nil, model.PageRequest{}, testrig.Fields("totalCount"))
			if err != nil || *page.TotalCount != tc.want || len(page.Nodes) != tc.want {
				t.Errorf("filter %d finds %+v, %v; want %d", i, page, err, tc.want)
			}
		}
		_, err := s.List(testrig.Adviser(t.Context()), &model.PersonFilter{OrganisationID: testrig.Ptr(model.GlobalID("x"))}, nil, model.PageRequest{}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT filter.organisationId")
	})
}

func TestListRunsTheSameStatementsForAnyNumberOfRows(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := person.Service{Core: rig.Core}
		houses := []*model.Organisation{rig.Organisation(t, "One"), rig.Organisation(t, "Two")}
		add := func(n int) {
			for i := range n {
				rig.Person(t, fmt.Sprintf("Person %d", i), func(in *model.PersonCreateInput) {
					in.OrganisationID = testrig.Ptr(houses[i%2].GlobalID())
					in.Affiliations = []model.AffiliationInput{{OrganisationID: houses[0].GlobalID()}, {OrganisationID: houses[1].GlobalID()}}
				})
			}
		}
		add(5)
		f := testrig.Fields("fullName", "totalCount", "country.name", "organisation.name", "organisation.country.name", "affiliations.organisation.name")
		testrig.SameStatements(t, testrig.Adviser(t.Context()), func(ctx context.Context) (int, error) {
			page, err := s.List(ctx, nil, nil, model.PageRequest{First: testrig.Ptr(50)}, f)
			if err != nil {
				return 0, err
			}
			for _, p := range page.Nodes {
				if p.Organisation.Country == nil || len(p.Affiliations) != 2 || p.Affiliations[1].Organisation.Name != "Two" && p.Affiliations[0].Organisation.Name != "Two" {
					t.Fatalf("%s came without what was asked for", p.FullName)
				}
			}
			return len(page.Nodes), nil
		}, func() { add(45) })
	})
}
