package graph

import (
	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// The payloads of solutions and of matchmaking; each wrapper is one line of its
// resolvers.
var (
	solutionPayload = payloadOf(func(o *model.Solution, e []*generated.UserError) *generated.SolutionPayload {
		return &generated.SolutionPayload{Solution: o, UserErrors: e}
	})
	meetingPlanPayload = payloadOf(func(o *model.MeetingPlan, e []*generated.UserError) *generated.MeetingPlanPayload {
		return &generated.MeetingPlanPayload{MeetingPlan: o, UserErrors: e}
	})
	meetingPayload = payloadOf(func(o *model.Meeting, e []*generated.UserError) *generated.MeetingPayload {
		return &generated.MeetingPayload{Meeting: o, UserErrors: e}
	})
	participantPayload = payloadOf(func(o *model.MeetingParticipant, e []*generated.UserError) *generated.MeetingParticipantPayload {
		return &generated.MeetingParticipantPayload{MeetingParticipant: o, UserErrors: e}
	})
)
