package graph

import (
	"fyrtaarn/app/access"
	"fyrtaarn/app/activity"
	"fyrtaarn/app/audit"
	"fyrtaarn/app/country"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/event"
	"fyrtaarn/app/focus"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/inquiry"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/matchmaking"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/organisation"
	"fyrtaarn/app/outcome"
	"fyrtaarn/app/person"
	"fyrtaarn/app/presentation"
	"fyrtaarn/app/project"
	"fyrtaarn/app/readiness"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/report"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/app/solution"
	"fyrtaarn/app/staircase"
	"fyrtaarn/app/tour"
	"fyrtaarn/model"
)

// Resolver is the root of all resolvers. Its members are the services that
// they call: one call and one return each.
type Resolver struct {
	Access        access.Service
	Activities    activity.Service
	Audit         audit.Service
	Countries     country.Service
	Delegations   delegation.Service
	Events        *event.Hub
	FocusAreas    focus.Service
	FollowUps     followup.Service
	Inquiries     inquiry.Service
	Lighthouses   lighthouse.Service
	Matchmaking   matchmaking.Service
	Missions      mission.Service
	Organisations organisation.Service
	People        person.Service
	Projects      project.Service
	Readiness     readiness.Service
	Reminders     reminder.Service
	Roadmap       roadmap.Service
	Solutions     solution.Service
	Outcomes      outcome.Service
	Reports       report.Service
	Staircase     staircase.Service
	Presentations presentation.Service
	Tours         tour.Service

	// LinkAddress is the address of the page that a link's secret opens.
	LinkAddress func(purpose model.LinkPurpose, secret string) string
}
