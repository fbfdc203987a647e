package graph

import (
	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// The wrappers of the staircase and of outcomes.
var (
	placementPayload = payloadOf(func(o *model.Placement, e []*generated.UserError) *generated.PlacementPayload {
		return &generated.PlacementPayload{Placement: o, UserErrors: e}
	})
	staircaseStepPayload = payloadOf(func(o *model.StaircaseStep, e []*generated.UserError) *generated.StaircaseStepPayload {
		return &generated.StaircaseStepPayload{StaircaseStep: o, UserErrors: e}
	})
	outcomePayload = payloadOf(func(o *model.Outcome, e []*generated.UserError) *generated.OutcomePayload {
		return &generated.OutcomePayload{Outcome: o, UserErrors: e}
	})
	outcomeRequestPayload = payloadOf(func(o *model.OutcomeRequest, e []*generated.UserError) *generated.OutcomeRequestPayload {
		return &generated.OutcomeRequestPayload{OutcomeRequest: o, UserErrors: e}
	})
)
