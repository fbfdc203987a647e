package app

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// readMilestones reads the milestones among the subjects with the records that
// they stand on.
func (w *world) readMilestones(ctx context.Context, q store.Queries, refs []store.Subject) error {
	ids := idsOfKind(refs, model.KindMilestone)
	if len(ids) == 0 {
		return nil
	}
	today, err := Today(w.now)
	if err != nil {
		return err
	}
	read, err := q.Lighthouses(ctx, today)
	if err != nil {
		return err
	}
	rows, err := read.MilestonesByID(ctx, ids, model.Fields{}.Ask("lighthouseCountry"))
	w.milestones = byID(rows, func(m *model.Milestone) model.ID { return m.ID })
	return err
}

// deskOf is who answers for a milestone: its owner, else the country desk.
func deskOf(m *model.Milestone) *model.ID {
	if m.OwnerID == nil && m.LighthouseCountry != nil {
		return m.LighthouseCountry.OwnerID
	}
	return m.OwnerID
}

// aboutMilestone gathers what rules can say about a milestone. Its day is one of
// the calendar in Copenhagen, where lateness is told.
func (w *world) aboutMilestone(m *model.Milestone) *Subject {
	if m == nil || m.LighthouseCountry == nil {
		return nil
	}
	s := w.fresh(model.KindMilestone, m.ID, m.CreatedAt, nil)
	s.Milestone = m
	s.Moments[model.MomentForecastOn] = m.ForecastOn.At(0, 0, s.OrganisationZone)
	s.Attributes[model.AttributeState] = string(m.State())
	s.Attributes[model.AttributeLighthouseStage] = string(m.LighthouseCountry.Stage)
	s.includeStaff(deskOf(m))
	return s
}
