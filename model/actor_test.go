package model_test

import (
	"context"
	"slices"
	"testing"

	"fyrtaarn/model"
)

var roles = []model.Role{
	model.RoleAdmin, model.RoleAdviser, model.RolePartner, model.RoleCompany, model.RoleHost,
	model.RoleDelegate, model.RoleAnonymous,
}

func TestRolesAreAllowedWhatStandsInTheMatrix(t *testing.T) {
	allowed := map[model.Role][]model.Role{ // what is required, and who has it
		model.RoleAdmin:   {model.RoleAdmin},
		model.RoleAdviser: {model.RoleAdmin, model.RoleAdviser},
		model.RolePartner: {model.RoleAdmin, model.RoleAdviser, model.RolePartner},
	}
	for required, who := range allowed {
		for _, role := range append(slices.Clone(roles), "", "KING") {
			err := model.Actor{Role: role}.Permits(required, "")
			switch {
			case slices.Contains(who, role):
				if err != nil {
					t.Errorf("%s requires %s: %v", role, required, err)
				}
			case role == model.RoleAnonymous || role == "":
				if !model.IsCode(err, model.CodeUnauthenticated) {
					t.Errorf("%q requires %s: got %v, want UNAUTHENTICATED", role, required, err)
				}
			case !model.IsCode(err, model.CodeForbidden):
				t.Errorf("%s requires %s: got %v, want FORBIDDEN", role, required, err)
			}
		}
	}
}

func TestScopesOfAPartner(t *testing.T) {
	for _, tc := range []struct {
		scopes []string
		asked  string
		want   bool
	}{
		{[]string{"delegations:read"}, "delegations:read", true},
		{[]string{"delegations:read"}, "delegations:write", false},
		{[]string{"delegations:read"}, "missions:read", false},
		{[]string{"delegations:write"}, "delegations:write", true},
		{[]string{"delegations:write"}, "delegations:read", true},
		{[]string{"delegations:write"}, "missions:write", false},
		{[]string{"*:read"}, "delegations:read", true},
		{[]string{"*:read"}, "missions:read", true},
		{[]string{"*:read"}, "delegations:write", false},
		{[]string{"*:read", "delegations:write"}, "delegations:write", true},
		{[]string{"*:read", "delegations:write"}, "missions:write", false},
		{[]string{"missions:read", "missions:write"}, "delegations:read", false},
		{[]string{"delegation:read"}, "delegations:read", false},
		{nil, "delegations:read", false},
		{nil, "", false},
	} {
		partner := model.Actor{Role: model.RolePartner, Scopes: tc.scopes}
		if got := partner.HasScope(tc.asked); got != tc.want {
			t.Errorf("%v has %q: got %v", tc.scopes, tc.asked, got)
		}
		if tc.asked == "" {
			continue
		}
		err := partner.Permits(model.RolePartner, tc.asked)
		if tc.want != (err == nil) || (!tc.want && !model.IsCode(err, model.CodeForbidden)) {
			t.Errorf("%v permits %q: got %v", tc.scopes, tc.asked, err)
		}
	}
}

func TestScopesAreForPartnersAlone(t *testing.T) {
	for _, role := range roles {
		got := model.Actor{Role: role, Scopes: []string{"delegations:write"}}.HasScope("missions:write")
		if want := role == model.RoleAdmin || role == model.RoleAdviser; got != want {
			t.Errorf("%s has a scope that it was not given: %v", role, got)
		}
		got = model.Actor{Role: role, Scopes: []string{"delegations:write"}}.HasScope("delegations:write")
		if want := role == model.RoleAdmin || role == model.RoleAdviser || role == model.RolePartner; got != want {
			t.Errorf("%s uses a scope: %v", role, got)
		}
	}
}

func TestMissingScopeIsNamed(t *testing.T) {
	err := model.Actor{Role: model.RolePartner}.Permits(model.RolePartner, "missions:write")
	refusals := model.Refusals(err)
	if len(refusals) != 1 || refusals[0].MessageID != "error.forbidden.scope" || refusals[0].Params["Scope"] != "missions:write" {
		t.Errorf("got %v", err)
	}
}

func TestScopesThatATokenCanCarry(t *testing.T) {
	for scope, want := range map[string]bool{
		"*:read": true, "delegations:read": true, "delegations:write": true, "missions:write": true,
		"*:write": false, "*": false, "": false, ":": false, "delegations": false, "delegations:": false,
		"delegations:delete": false, "secrets:read": false, "delegations:read:write": false, "Delegations:read": false,
	} {
		if got := model.ValidScope(scope); got != want {
			t.Errorf("%q: got %v", scope, got)
		}
	}
}

func TestContextCarriesTheActor(t *testing.T) {
	if got := model.ActorFrom(context.Background()); got.Role != model.RoleAnonymous {
		t.Errorf("nobody is %s", got.Role)
	}
	ctx := model.WithActor(t.Context(), model.System("planner"))
	if got := model.ActorFrom(ctx); got.Role != model.RoleAdmin || got.Name != "planner" || !got.IsStaff() {
		t.Errorf("got %+v", got)
	}
}
