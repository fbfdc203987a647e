package model

import (
	"fmt"
	"slices"
	"time"
)

// maxScopes bounds how many scopes one token is sent with.
const maxScopes = 50

// tokenRoles are the roles that an API token can carry. A company's acts for that
// company; hosts and delegates come by link.
var tokenRoles = []Role{RoleAdmin, RoleAdviser, RolePartner, RoleCompany}

// AccessTokenCreateInput lets a program or a person in.
type AccessTokenCreateInput struct {
	IdempotencyKey *string
	Name           string
	Role           Role
	// Scopes are a partner's; without any it may read everything.
	Scopes         []string
	OrganisationID *GlobalID
	PersonID       *GlobalID
	// Language is the one in which the holder is answered when a request names none.
	Language  *LanguageTag
	ExpiresAt *time.Time
}

// AccessTokenRevokeInput shuts a token out.
type AccessTokenRevokeInput struct {
	ID     GlobalID
	Reason *string
}

// Apply writes the token's grant into an empty row and answers everything that
// is wrong with it.
func (in AccessTokenCreateInput) Apply(t *AccessToken, now time.Time) error {
	var errs Errors
	setNeededLine(&errs, "name", Sent(in.Name), &t.Name)
	if slices.Contains(tokenRoles, in.Role) {
		t.Role = in.Role
	} else {
		errs.Add(BadInput("role", "error.token.role").With("Role", shown(string(in.Role))))
	}
	setChecked(&errs, &t.Scopes, in.validScopes)
	setID(&errs, "organisationId", given(in.OrganisationID), KindOrganisation, &t.OrganisationID)
	if in.Role == RoleCompany && in.OrganisationID == nil {
		errs.Add(BadInput("organisationId", "error.text.required"))
	}
	setID(&errs, "personId", given(in.PersonID), KindPerson, &t.PersonID)
	setLanguage(&errs, "language", given(in.Language), &t.Language)
	if in.ExpiresAt != nil {
		at := in.ExpiresAt.UTC().Truncate(time.Second)
		if !at.After(now) {
			errs.Add(BadInput("expiresAt", "error.time.past"))
		}
		t.ExpiresAt = &at
	}
	return errs.Err()
}

// validScopes answers the scopes without repetition. Staff have none, for they
// may do what their role does.
func (in AccessTokenCreateInput) validScopes() (Tags, error) {
	if in.Role != RolePartner {
		if len(in.Scopes) > 0 {
			return nil, BadInput("scopes", "error.token.scopesOfStaff")
		}
		return Tags{}, nil
	}
	if in.Scopes == nil {
		return Tags{"*:read"}, nil
	}
	if len(in.Scopes) > maxScopes {
		return nil, BadInput("scopes", "error.list.tooLong").With("Max", maxScopes)
	}
	var errs Errors
	scopes := Tags{}
	for i, scope := range in.Scopes {
		if !ValidScope(scope) {
			errs.Add(BadInput(fmt.Sprintf("scopes.%d", i), "error.token.scope").With("Scope", shown(scope)))
			continue
		}
		if !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	return scopes, errs.Err()
}
