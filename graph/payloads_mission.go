package graph

import (
	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// The wrappers of what mutations of trade missions answer with.
var (
	missionPayload = payloadOf(func(o *model.TradeMission, e []*generated.UserError) *generated.TradeMissionPayload {
		return &generated.TradeMissionPayload{TradeMission: o, UserErrors: e}
	})
	applicationPayload = payloadOf(func(o *model.MissionApplication, e []*generated.UserError) *generated.MissionApplicationPayload {
		return &generated.MissionApplicationPayload{MissionApplication: o, UserErrors: e}
	})
)
