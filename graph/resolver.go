package graph

import (
	"fyrtaarn/app/access"
	"fyrtaarn/app/audit"
	"fyrtaarn/app/country"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/focus"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/inquiry"
	"fyrtaarn/app/matchmaking"
	"fyrtaarn/app/organisation"
	"fyrtaarn/app/person"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/solution"
)

// Resolver is the root of all resolvers. Its members are the services that
// they call: one call and one return each.
type Resolver struct {
	Access        access.Service
	Audit         audit.Service
	Countries     country.Service
	Delegations   delegation.Service
	FocusAreas    focus.Service
	FollowUps     followup.Service
	Inquiries     inquiry.Service
	Matchmaking   matchmaking.Service
	Organisations organisation.Service
	People        person.Service
	Reminders     reminder.Service
	Solutions     solution.Service
}
