package graph

import (
	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// One wrapper per object that the mutations of tours and talks answer with.
var (
	tourEditionPayload = payloadOf(func(o *model.TourEdition, e []*generated.UserError) *generated.TourEditionPayload {
		return &generated.TourEditionPayload{TourEdition: o, UserErrors: e}
	})
	tourClonePayload = payloadOf(func(o *model.TourClone, e []*generated.UserError) *generated.TourEditionClonePayload {
		if o == nil {
			return &generated.TourEditionClonePayload{ToReplace: []*model.CloneTask{}, UserErrors: e}
		}
		return &generated.TourEditionClonePayload{TourEdition: o.Edition, ToReplace: o.Tasks, UserErrors: e}
	})
	tourStopPayload = payloadOf(func(o *model.TourStop, e []*generated.UserError) *generated.TourStopPayload {
		return &generated.TourStopPayload{TourStop: o, UserErrors: e}
	})
	sideTourPayload = payloadOf(func(o *model.SideTour, e []*generated.UserError) *generated.SideTourPayload {
		return &generated.SideTourPayload{SideTour: o, UserErrors: e}
	})
	registrationPayload = payloadOf(func(o *model.TourRegistration, e []*generated.UserError) *generated.TourRegistrationPayload {
		return &generated.TourRegistrationPayload{TourRegistration: o, UserErrors: e}
	})
	presentationPayload = payloadOf(func(o *model.PresentationAbroad, e []*generated.UserError) *generated.PresentationAbroadPayload {
		return &generated.PresentationAbroadPayload{PresentationAbroad: o, UserErrors: e}
	})
)
