package access_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/app/access"
	"fyrtaarn/auth"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func token(t *testing.T, s access.Service, change ...func(*model.AccessTokenCreateInput)) (string, *model.AccessToken) {
	t.Helper()
	in := model.AccessTokenCreateInput{Name: "Healthcare Denmark", Role: model.RolePartner, Scopes: []string{"*:read", "delegations:write", "*:read"}}
	for _, alter := range change {
		alter(&in)
	}
	plain, made, err := s.TokenCreate(testrig.Admin(t.Context()), in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plain, made
}

func TestTokenLetsItsHolderIn(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		house := rig.Organisation(t, "House")
		plain, made := token(t, s, func(in *model.AccessTokenCreateInput) { in.OrganisationID = testrig.Ptr(house.GlobalID()) })
		if !strings.HasPrefix(plain, made.Prefix+"_") || strings.Contains(made.Prefix, plain[13:]) || bytes.Contains(made.Hash, []byte(plain[13:])) {
			t.Errorf("prefix %q of the token", made.Prefix)
		}
		actor, err := s.Authenticate(t.Context(), plain)
		if err != nil {
			t.Fatal(err)
		}
		if actor.Role != model.RolePartner || actor.Name != "Healthcare Denmark" || actor.TokenID != made.ID || actor.OrganisationID != house.ID ||
			len(actor.Scopes) != 2 || !actor.HasScope("delegations:write") || actor.HasScope("people:write") || actor.Language != "" {
			t.Errorf("actor %+v", actor)
		}
		if audit := rig.Audited(t, made.ID); len(audit) != 1 || audit[0] != "accessTokenCreate" {
			t.Errorf("audit %v", audit)
		}
		page, err := rig.Store.AuditLog(testrig.Admin(t.Context()), model.AuditFilter{}, &made.ID, model.PageRequest{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range page.Nodes[0].Changes {
			if change.Field == "hash" {
				t.Error("the hash stands in the audit trail")
			}
		}
	})
}

func TestTokenIsAnsweredInItsOwnLanguageElseInItsPersons(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		reader := rig.Person(t, "Reader", func(in *model.PersonCreateInput) { in.Language = testrig.Ptr(model.LanguageTag("zh-CN")) })
		greenlander := rig.Person(t, "Aleqa", func(in *model.PersonCreateInput) { in.Language = testrig.Ptr(model.LanguageTag("kl")) })
		for _, tc := range []struct {
			name     string
			person   *model.Person
			language *model.LanguageTag
			want     model.LanguageTag
		}{
			{"Own", nil, testrig.Ptr(model.LanguageTag("da-DK")), "da"},
			{"OwnBeforeThePersons", reader, testrig.Ptr(model.LanguageTag("fr")), "fr"},
			{"ThePersons", reader, nil, "zh-Hans"},
			{"NoneThatTheProductSpeaks", greenlander, nil, ""},
		} {
			t.Run(tc.name, func(t *testing.T) {
				plain, _ := token(t, s, func(in *model.AccessTokenCreateInput) {
					in.Language = tc.language
					if tc.person != nil {
						in.PersonID = testrig.Ptr(tc.person.GlobalID())
					}
				})
				actor, err := s.Authenticate(t.Context(), plain)
				if err != nil || actor.Language != tc.want || tc.person != nil && actor.PersonID != tc.person.ID {
					t.Errorf("actor %+v, %v; want language %q", actor, err, tc.want)
				}
			})
		}
	})
}

func TestOtherTokensAreUnauthenticated(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		plain, _ := token(t, s)
		soon := rig.Clock.Now().Add(10 * time.Second)
		expiring, _ := token(t, s, func(in *model.AccessTokenCreateInput) { in.ExpiresAt = &soon })
		stranger, _, _ := auth.NewToken()
		for _, bearer := range []string{"", "x", stranger, plain[:13] + stranger[13:], plain + " "} {
			_, err := s.Authenticate(t.Context(), bearer)
			testrig.WantErrors(t, err, "UNAUTHENTICATED ")
		}
		if _, err := s.Authenticate(t.Context(), expiring); err != nil {
			t.Fatalf("before it expires: %v", err)
		}
		rig.Clock.Set(soon)
		_, err := s.Authenticate(t.Context(), expiring)
		testrig.WantErrors(t, err, "UNAUTHENTICATED ")
	})
}

func TestRevokedTokenIsRefusedHereAtOnceAndElsewhereWithinHalfAMinute(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		here, elsewhere := access.New(rig.Core), access.New(rig.Core)
		plain, made := token(t, here)
		for _, s := range []access.Service{here, elsewhere} {
			if _, err := s.Authenticate(t.Context(), plain); err != nil {
				t.Fatal(err)
			}
		}
		rig.Clock.Advance(time.Second)
		in := model.AccessTokenRevokeInput{ID: made.GlobalID(), Reason: testrig.Ptr("lost")}
		revoked, err := here.TokenRevoke(testrig.Admin(t.Context()), in, nil)
		if err != nil || !revoked.RevokedAt.Equal(rig.Clock.Now()) {
			t.Fatalf("revoked %+v, %v", revoked, err)
		}
		_, err = here.Authenticate(t.Context(), plain)
		testrig.WantErrors(t, err, "UNAUTHENTICATED ")
		if _, err := elsewhere.Authenticate(t.Context(), plain); err != nil {
			t.Errorf("elsewhere, within %v: %v", access.CacheFor, err)
		}
		rig.Clock.Advance(access.CacheFor)
		_, err = elsewhere.Authenticate(t.Context(), plain)
		testrig.WantErrors(t, err, "UNAUTHENTICATED ")
		again, err := here.TokenRevoke(testrig.Admin(t.Context()), in, nil)
		if err != nil || !again.RevokedAt.Equal(*revoked.RevokedAt) || len(rig.Audited(t, made.ID)) != 2 {
			t.Errorf("revoked again: %+v, %v, audit %v", again, err, rig.Audited(t, made.ID))
		}
	})
}

func TestAuthenticationCostsNoStatementWhileTheTokenIsKnown(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		plain, made := token(t, s)
		statements := func() int64 {
			ctx, n := store.WithStatementCount(t.Context())
			if _, err := s.Authenticate(ctx, plain); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		lastUsed := func() time.Time {
			row, err := rig.Store.AccessToken(t.Context(), made.ID)
			if err != nil {
				t.Fatal(err)
			}
			return *row.LastUsedAt
		}
		if n := statements(); n != 2 || !lastUsed().Equal(testrig.Start) {
			t.Errorf("first use: %d statements, noted %v", n, lastUsed())
		}
		rig.Clock.Advance(access.CacheFor - time.Second)
		if n := statements(); n != 0 {
			t.Errorf("while known: %d statements", n)
		}
		rig.Clock.Advance(time.Second)
		if n := statements(); n != 1 || !lastUsed().Equal(testrig.Start) {
			t.Errorf("asked anew within a minute: %d statements, noted %v", n, lastUsed())
		}
		rig.Clock.Advance(time.Minute)
		if n := statements(); n != 2 || !lastUsed().Equal(rig.Clock.Now()) {
			t.Errorf("after a minute: %d statements, noted %v", n, lastUsed())
		}
	})
}

func TestTokenCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		nobody := uuid.MustParse("0190a000-0000-7000-8000-000000000000")
		_, _, err := s.TokenCreate(testrig.Admin(t.Context()), model.AccessTokenCreateInput{
			Name: "", Role: model.RolePartner, Scopes: []string{"*:read", "*:write", "castles:read"}, ExpiresAt: testrig.Ptr(rig.Clock.Now()),
			OrganisationID: testrig.Ptr(model.NewGlobalID(model.KindOrganisation, nobody)), PersonID: testrig.Ptr(model.NewGlobalID(model.KindPerson, nobody)),
			Language: testrig.Ptr(model.LanguageTag("???")),
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT name", "BAD_USER_INPUT scopes.1", "BAD_USER_INPUT scopes.2", "BAD_USER_INPUT expiresAt",
			"NOT_FOUND organisationId", "NOT_FOUND personId", "BAD_USER_INPUT language")
		_, _, err = s.TokenCreate(testrig.Admin(t.Context()), model.AccessTokenCreateInput{Name: "x", Role: model.RoleHost, Scopes: []string{"*:read"}}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT role", "BAD_USER_INPUT scopes")
	})
}

func TestPartnerWithoutScopesMayReadAndStaffNeedNone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		if _, made := token(t, s, func(in *model.AccessTokenCreateInput) { in.Scopes = nil }); len(made.Scopes) != 1 || made.Scopes[0] != "*:read" {
			t.Errorf("scopes %v", made.Scopes)
		}
		plain, made := token(t, s, func(in *model.AccessTokenCreateInput) { in.Scopes, in.Role = nil, model.RoleAdviser })
		actor, err := s.Authenticate(t.Context(), plain)
		if err != nil || len(made.Scopes) != 0 || !actor.HasScope("people:write") {
			t.Errorf("adviser %+v, %v", actor, err)
		}
	})
}

func TestIdempotencyKeyDoesNotShowTheTokenAgain(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		key := func(in *model.AccessTokenCreateInput) { in.IdempotencyKey = testrig.Ptr("t") }
		plain, first := token(t, s, key)
		again, second := token(t, s, key)
		if plain == "" || again != "" || first.ID != second.ID {
			t.Errorf("first %v, then %v with %d characters shown", first.ID, second.ID, len(again))
		}
	})
}

func TestTokensAreForAdministrators(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		_, made := token(t, s)
		for name, tc := range map[string]struct {
			ctx  context.Context
			want string
		}{
			"Adviser":   {testrig.Adviser(t.Context()), "FORBIDDEN "},
			"Partner":   {testrig.Partner(t.Context(), "*:read"), "FORBIDDEN "},
			"Anonymous": {t.Context(), "UNAUTHENTICATED "},
		} {
			t.Run(name, func(t *testing.T) {
				_, _, err := s.TokenCreate(tc.ctx, model.AccessTokenCreateInput{Name: "x", Role: model.RoleAdmin}, nil)
				testrig.WantErrors(t, err, tc.want)
				_, err = s.TokenRevoke(tc.ctx, model.AccessTokenRevokeInput{ID: made.GlobalID()}, nil)
				testrig.WantErrors(t, err, tc.want)
				_, err = s.Tokens(tc.ctx, nil)
				testrig.WantErrors(t, err, tc.want)
			})
		}
	})
}

func TestTokensRunTheSameStatementsForAnyNumber(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		house, person := rig.Organisation(t, "House"), rig.Person(t, "Ane")
		add := func(n int) {
			for range n {
				token(t, s, func(in *model.AccessTokenCreateInput) {
					in.OrganisationID, in.PersonID = testrig.Ptr(house.GlobalID()), testrig.Ptr(person.GlobalID())
				})
			}
		}
		add(5)
		testrig.SameStatements(t, testrig.Admin(t.Context()), func(ctx context.Context) (int, error) {
			list, err := s.Tokens(ctx, testrig.Fields("name", "organisation.name", "person.fullName"))
			if err == nil && (list[0].Organisation.Name != "House" || list[0].Person.FullName != "Ane") {
				t.Fatalf("token %+v", list[0])
			}
			return len(list), err
		}, func() { add(45) })
	})
}
