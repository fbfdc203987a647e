package graph

import (
	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// The payloads of the lighthouse countries, the roadmap and the projects.
var (
	lighthouseCountryPayload = payloadOf(func(o *model.LighthouseCountry, e []*generated.UserError) *generated.LighthouseCountryPayload {
		return &generated.LighthouseCountryPayload{LighthouseCountry: o, UserErrors: e}
	})
	lighthouseElementPayload = payloadOf(func(o *model.LighthouseElement, e []*generated.UserError) *generated.LighthouseElementPayload {
		return &generated.LighthouseElementPayload{LighthouseElement: o, UserErrors: e}
	})
	evidencePayload = payloadOf(func(o *model.EvidenceItem, e []*generated.UserError) *generated.EvidenceItemPayload {
		return &generated.EvidenceItemPayload{EvidenceItem: o, UserErrors: e}
	})
	milestonePayload = payloadOf(func(o *model.Milestone, e []*generated.UserError) *generated.MilestonePayload {
		return &generated.MilestonePayload{Milestone: o, UserErrors: e}
	})
	dialoguePayload = payloadOf(func(o *model.DialogueEntry, e []*generated.UserError) *generated.DialogueEntryPayload {
		return &generated.DialogueEntryPayload{DialogueEntry: o, UserErrors: e}
	})
	documentPayload = payloadOf(func(o *model.LighthouseDocument, e []*generated.UserError) *generated.LighthouseDocumentPayload {
		return &generated.LighthouseDocumentPayload{LighthouseDocument: o, UserErrors: e}
	})
	roadmapPayload = payloadOf(func(o *model.Roadmap, e []*generated.UserError) *generated.RoadmapLayOutPayload {
		return &generated.RoadmapLayOutPayload{Roadmap: o, UserErrors: e}
	})
	projectPayload = payloadOf(func(o *model.Project, e []*generated.UserError) *generated.ProjectPayload {
		return &generated.ProjectPayload{Project: o, UserErrors: e}
	})
)
