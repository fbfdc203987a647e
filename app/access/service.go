// Package access lets programs in by tokens and people by links. Secrets are
// shown once and stored as hashes.
package access

import (
	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Service grants, checks and withdraws access. It is made by New and shared by
// all requests.
type Service struct {
	*app.Core

	verified *verified
}

// New makes the service.
func New(core *app.Core) Service { return Service{Core: core, verified: newVerified()} }

// adminsOnly refuses everybody who is no administrator: whoever gives out
// tokens could give them to themselves.
func adminsOnly(actor model.Actor) error {
	if actor.Role != model.RoleAdmin {
		return actor.Permits(model.RoleAdmin, "")
	}
	return nil
}
