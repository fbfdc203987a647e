package model

import (
	"context"
	"slices"
	"strings"
)

// Role says what somebody is to Fyrtårn. ANONYMOUS sees nothing but the public
// pages.
type Role string

// The seven roles.
const (
	RoleAdmin     Role = "ADMIN"
	RoleAdviser   Role = "ADVISER"
	RolePartner   Role = "PARTNER"
	RoleCompany   Role = "COMPANY"
	RoleHost      Role = "HOST"
	RoleDelegate  Role = "DELEGATE"
	RoleAnonymous Role = "ANONYMOUS"
)

// Actor is who acts, from where, and in which language errors are answered.
// The edge puts it into the context; app asks it for permission and writes it
// into the audit trail.
type Actor struct {
	Role Role
	// Name is what the audit trail shows: a token's name, a person's, or a job's.
	Name string
	// PersonID is set where a person is known behind the act.
	PersonID ID
	// TokenID is set when an API token acted.
	TokenID ID
	// OrganisationID is the organisation that a partner, host or company acts for.
	OrganisationID ID
	// AssessmentID is set for a company that came by the link to one assessment:
	// nothing else is open to it.
	AssessmentID ID
	// Scopes are a partner's "<kind>:read", "<kind>:write" or "*:read".
	Scopes []string
	// OnBehalfOf names whom the act is done for, or is empty.
	OnBehalfOf string
	// Language is the caller's, already matched to one of the product's.
	Language LanguageTag
	// Address is the network address of the request, or empty for a job.
	Address string
}

// Anonymous is the actor of a request without credentials.
func Anonymous() Actor { return Actor{Role: RoleAnonymous, Name: "anonymous", Language: English} }

// System is the actor of a job or a command, with an administrator's rights.
func System(name string) Actor { return Actor{Role: RoleAdmin, Name: name, Language: English} }

// IsStaff tells advisers and administrators from everybody else.
func (a Actor) IsStaff() bool { return a.Role == RoleAdmin || a.Role == RoleAdviser }

// HasScope tells whether the actor may do what the scope names
// ("delegations:read"). Staff may; a partner needs the scope itself or the
// same act on every kind; writing a kind includes reading it.
func (a Actor) HasScope(scope string) bool {
	if a.IsStaff() {
		return true
	}
	if a.Role != RolePartner {
		return false
	}
	kind, act, _ := strings.Cut(scope, ":")
	return slices.Contains(a.Scopes, scope) || slices.Contains(a.Scopes, "*:"+act) ||
		(act == "read" && slices.Contains(a.Scopes, kind+":write"))
}

// Key tells callers of the API apart: the token that they hold, or where their
// link leads.
func (a Actor) Key() ID {
	if a.TokenID == (ID{}) {
		return a.AssessmentID
	}
	return a.TokenID
}

// MayAs tells whether two actors are the same one with the same rights, whatever
// the language and the address.
func (a Actor) MayAs(b Actor) bool {
	return a.Role == b.Role && a.TokenID == b.TokenID && a.PersonID == b.PersonID && a.OrganisationID == b.OrganisationID &&
		a.AssessmentID == b.AssessmentID && slices.Equal(a.Scopes, b.Scopes)
}

// rank orders the roles that a directive can require; a higher one includes
// the lower.
func (r Role) rank() int {
	switch r {
	case RoleAdmin:
		return 4
	case RoleAdviser:
		return 3
	case RolePartner:
		return 2
	case RoleCompany:
		return 1
	case RoleHost, RoleDelegate, RoleAnonymous:
		return 0
	}
	return 0
}

// Permits answers nil when the actor has at least the required role and, being
// a partner, the scope where one is named. A company has no scopes: what is
// open to companies is narrowed to its own rows further in. UNAUTHENTICATED is
// for the anonymous, FORBIDDEN for everybody else.
func (a Actor) Permits(requires Role, scope string) error {
	if a.Role == RoleAnonymous || a.Role == "" {
		return &Error{Code: CodeUnauthenticated, MessageID: "error.unauthenticated"}
	}
	if requires == RoleCompany {
		// A company is let in where its own way leads: what it sees there is its
		// own alone. Of the others a partner is the least who may.
		if a.Role == RoleCompany {
			if kind, _, _ := strings.Cut(scope, ":"); a.AssessmentID != (ID{}) && kind != "readiness" {
				return Forbidden("error.forbidden")
			}
			return nil
		}
		requires = RolePartner
	}
	if a.Role.rank() < requires.rank() || a.Role.rank() == 0 {
		return Forbidden("error.forbidden")
	}
	if scope != "" && a.Role != RoleCompany && !a.HasScope(scope) {
		return Forbidden("error.forbidden.scope").With("Scope", scope)
	}
	return nil
}

// ValidScope tells whether a scope is "*:read", "<kind>:read" or
// "<kind>:write" of a kind that carries permissions.
func ValidScope(scope string) bool {
	kind, act, ok := strings.Cut(scope, ":")
	if !ok || (act != "read" && act != "write") {
		return false
	}
	if kind == "*" {
		return act == "read"
	}
	return slices.Contains(scopeKinds, kind)
}

// scopeKinds are the kinds that a partner's scope can name.
var scopeKinds = []string{
	"delegations", "organisations", "people", "inquiries", "followUps", "missions", "tours", "presentations",
	"sideTours", "countries", "readiness", "projects", "solutions", "matchmaking", "outcomes", "reports",
}

type actorKey struct{}

// WithActor puts the actor into the context.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom takes the actor out of the context; without one it is Anonymous.
func ActorFrom(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Anonymous()
}
