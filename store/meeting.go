package store

import (
	"context"

	"github.com/uptrace/bun"

	"fyrtaarn/model"
)

// totalFit is the sum of the points of a plan's meetings that are not cancelled.
const totalFit = "(SELECT COALESCE(SUM(m.points), 0) FROM meetings m WHERE m.plan_id = meeting_plan.id AND m.state <> 'CANCELLED') AS total_fit"

// LockMeetingPlan reads the plan's own row and keeps others from changing any of
// it until the transaction ends.
func (q Queries) LockMeetingPlan(ctx context.Context, id model.ID) (*model.MeetingPlan, error) {
	s := q.statement()
	row := new(model.MeetingPlan)
	sel := q.bun.NewSelect().Model(row).Where("meeting_plan.id = ?", s.arg(id))
	if lock := q.d.lockRow(); lock != "" {
		sel = sel.For(lock)
	}
	return row, s.scan(ctx, sel, row)
}

// WholeMeetingPlan reads a plan with everything in it, for those who schedule,
// whatever the reader may see of it.
func (q Queries) WholeMeetingPlan(ctx context.Context, id model.ID) (*model.MeetingPlan, error) {
	s := q.statement()
	plan := new(model.MeetingPlan)
	if err := s.scan(ctx, q.bun.NewSelect().Model(plan).Where("meeting_plan.id = ?", s.arg(id)), plan); err != nil {
		return nil, err
	}
	return plan, q.planParts(ctx, []*model.MeetingPlan{plan}, model.Fields{"participants": {Fields: SchedulingFields()}, "meetings": {}}, true)
}

// SchedulingFields are what scheduling needs to know of a participant.
func SchedulingFields() model.Fields {
	return model.Fields{
		"organisation": {Fields: model.Fields{"name": {}}}, "person": {Fields: model.Fields{"displayName": {}, "language": {}}},
		"unavailableSlots": {},
	}
}

// MeetingPlansByID reads the plans with the ids, in no order.
func (q Queries) MeetingPlansByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.MeetingPlan, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if mf, ok := f.Relation("meetings"); ok {
		// A meeting's plan is the plan itself: what is asked of it there counts here.
		own, _ := mf.Relation("plan")
		f = f.Union(own)
	}
	s := q.statement()
	var rows []*model.MeetingPlan
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows).ColumnExpr("meeting_plan.*").ColumnExpr(totalFit), "meeting_plan.id", ids)
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	if err := q.planParts(ctx, rows, f, false); err != nil {
		return nil, err
	}
	delegations := []ref[model.MeetingPlan, model.Delegation]{
		{"delegation", func(p *model.MeetingPlan) *model.ID { return &p.ActivityID }, func(p *model.MeetingPlan, d *model.Delegation) { p.Delegation = d }},
	}
	return rows, toOne(ctx, rows, f, delegations, q.delegationIndex)
}

// MeetingPlanOf answers the id of the activity's plan; NOT_FOUND when it has none.
func (q Queries) MeetingPlanOf(ctx context.Context, activity model.ID) (model.ID, error) {
	s := q.statement()
	row := new(model.MeetingPlan)
	err := s.scan(ctx, q.bun.NewSelect().Model(row).Column("id").Where("meeting_plan.activity_id = ?", s.arg(activity)), row)
	return row.ID, err
}

// planParts reads slots, participants and meetings of the plans, one statement
// each, and puts the meetings' own ends together from them.
func (q Queries) planParts(ctx context.Context, plans []*model.MeetingPlan, f model.Fields, all bool) error {
	ids := idsOf(plans, func(p *model.MeetingPlan) *model.ID { return &p.ID })
	byID := index(plans, func(p *model.MeetingPlan) model.ID { return p.ID })
	mf, meetings := f.Relation("meetings")
	pf, participants := f.Relation("participants")
	if !meetings && !participants && !f.Wants("slots") {
		return nil
	}
	slots, err := q.meetingSlots(ctx, ids)
	if err != nil {
		return err
	}
	for _, slot := range slots {
		byID[slot.PlanID].Slots = append(byID[slot.PlanID].Slots, slot)
	}
	if !meetings && !participants {
		return nil
	}
	rows, err := q.meetingParticipants(ctx, "meeting_participant.plan_id", ids, endsAsked(pf, mf), slots, all)
	if err != nil {
		return err
	}
	for _, row := range rows {
		byID[row.PlanID].Participants = append(byID[row.PlanID].Participants, row)
	}
	if !meetings {
		return nil
	}
	s := q.statement()
	var held []*model.Meeting
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&held), "meeting.plan_id", ids).
		Join("JOIN meeting_slots AS slot ON slot.id = meeting.slot_id").OrderExpr("slot.starts_at, meeting.id")
	if err := s.scan(ctx, sel, &held); err != nil {
		return err
	}
	for _, m := range join(held, rows, slots) {
		m.Plan = byID[m.PlanID]
		m.Plan.Meetings = append(m.Plan.Meetings, m)
	}
	return nil
}

// endsAsked is what is asked of participants, as a list of their own or as the
// ends of meetings.
func endsAsked(participants, meetings model.Fields) model.Fields {
	asked := participants
	for _, end := range []string{"company", "counterpart"} {
		if f, ok := meetings.Relation(end); ok {
			asked = asked.Union(f)
		}
	}
	return asked
}

func slotID(s *model.MeetingSlot) model.ID { return s.ID }

// join gives the meetings their participants and slots. A meeting of somebody
// whom the reader may not see is left out.
func join(meetings []*model.Meeting, participants []*model.MeetingParticipant, slots []*model.MeetingSlot) []*model.Meeting {
	people := index(participants, func(p *model.MeetingParticipant) model.ID { return p.ID })
	times := index(slots, slotID)
	seen := make([]*model.Meeting, 0, len(meetings))
	for _, m := range meetings {
		m.Company, m.Counterpart, m.Slot = people[m.CompanyID], people[m.CounterpartID], times[m.SlotID]
		if m.Company != nil && m.Counterpart != nil {
			seen = append(seen, m)
		}
	}
	return seen
}

func (q Queries) meetingSlots(ctx context.Context, plans []model.ID) ([]*model.MeetingSlot, error) {
	s := q.statement()
	var rows []*model.MeetingSlot
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "meeting_slot.plan_id", plans).OrderExpr("meeting_slot.starts_at, meeting_slot.id")
	return rows, s.scan(ctx, sel, &rows)
}

// visibleParticipants is the row permission: a delegate who wants to be listed
// to nobody is seen only by those who plan the visit.
func visibleParticipants(ctx context.Context, sel *bun.SelectQuery) *bun.SelectQuery {
	if model.ActorFrom(ctx).HasScope("delegations:write") {
		return sel
	}
	return sel.Where("NOT EXISTS (SELECT 1 FROM delegates g WHERE g.id = meeting_participant.delegate_id AND g.consent = 'NOBODY')")
}

// ParticipantsByID reads the participants with the ids that the reader may see.
func (q Queries) ParticipantsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.MeetingParticipant, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return q.meetingParticipants(ctx, "meeting_participant.id", ids, f, nil, false)
}

// meetingParticipants reads the participants whose column is one of the ids,
// companies first, in the order in which they came. slots are those of their
// plans; nil has them read when they are needed.
func (q Queries) meetingParticipants(
	ctx context.Context, column string, ids []model.ID, f model.Fields, slots []*model.MeetingSlot, all bool,
) ([]*model.MeetingParticipant, error) {
	s := q.statement()
	var rows []*model.MeetingParticipant
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), column, ids).
		OrderExpr("meeting_participant.side, meeting_participant.place")
	if !all {
		sel = visibleParticipants(ctx, sel)
	}
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	var p parties
	want(&p.organisations, rows, f, ref[model.MeetingParticipant, model.Organisation]{
		"organisation", func(m *model.MeetingParticipant) *model.ID { return m.OrganisationID },
		func(m *model.MeetingParticipant, o *model.Organisation) { m.Organisation = o },
	})
	want(&p.people, rows, f, ref[model.MeetingParticipant, model.Person]{
		"person", func(m *model.MeetingParticipant) *model.ID { return m.PersonID },
		func(m *model.MeetingParticipant, o *model.Person) { m.Person = o },
	})
	if err := p.read(ctx, q); err != nil || !f.Wants("unavailableSlots") {
		return rows, err
	}
	return rows, q.absences(ctx, rows, slots)
}

// absences gives the participants the slots in which they cannot meet.
func (q Queries) absences(ctx context.Context, rows []*model.MeetingParticipant, slots []*model.MeetingSlot) error {
	plans := idsOf(rows, func(m *model.MeetingParticipant) *model.ID { return &m.PlanID })
	if slots == nil {
		var err error
		if slots, err = q.meetingSlots(ctx, plans); err != nil {
			return err
		}
	}
	away, err := q.meetingAbsences(ctx, plans)
	if err != nil {
		return err
	}
	times := index(slots, slotID)
	people := index(rows, func(m *model.MeetingParticipant) model.ID { return m.ID })
	for _, a := range away {
		if who := people[a.ParticipantID]; who != nil {
			who.Away = append(who.Away, times[a.SlotID])
		}
	}
	return nil
}

func (q Queries) meetingAbsences(ctx context.Context, plans []model.ID) ([]*model.MeetingAbsence, error) {
	s := q.statement()
	var rows []*model.MeetingAbsence
	sel := s.anyOfIDs(q.bun.NewSelect().Model(&rows), "slot.plan_id", plans).
		Join("JOIN meeting_slots AS slot ON slot.id = meeting_absence.slot_id").OrderExpr("slot.starts_at")
	return rows, s.scan(ctx, sel, &rows)
}

// MeetingsByID reads the meetings with the ids that the reader may see, in no order.
func (q Queries) MeetingsByID(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Meeting, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s := q.statement()
	var rows []*model.Meeting
	if err := s.scan(ctx, s.anyOfIDs(q.bun.NewSelect().Model(&rows), "meeting.id", ids), &rows); err != nil {
		return nil, err
	}
	plans := idsOf(rows, func(m *model.Meeting) *model.ID { return &m.PlanID })
	slots, err := q.meetingSlots(ctx, plans)
	if err != nil {
		return nil, err
	}
	people, err := q.meetingParticipants(ctx, "meeting_participant.plan_id", plans, endsAsked(nil, f), slots, false)
	if err != nil {
		return nil, err
	}
	rows = join(rows, people, slots)
	owners := []ref[model.Meeting, model.MeetingPlan]{
		{"plan", func(m *model.Meeting) *model.ID { return &m.PlanID }, func(m *model.Meeting, p *model.MeetingPlan) { m.Plan = p }},
	}
	return rows, toOne(ctx, rows, f, owners, func(ctx context.Context, ids []model.ID, f model.Fields) (map[model.ID]*model.MeetingPlan, error) {
		plans, err := q.MeetingPlansByID(ctx, ids, f)
		return index(plans, func(p *model.MeetingPlan) model.ID { return p.ID }), err
	})
}

// SetAbsences replaces the slots in which a participant cannot meet.
func (q Queries) SetAbsences(ctx context.Context, participant model.ID, slots []model.ID) error {
	if _, err := q.idb.NewDelete().Model((*model.MeetingAbsence)(nil)).Where("participant_id = ?", participant).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	if len(slots) == 0 {
		return nil
	}
	rows := make([]*model.MeetingAbsence, len(slots))
	for i, slot := range slots {
		rows[i] = &model.MeetingAbsence{ParticipantID: participant, SlotID: slot}
	}
	return q.Insert(ctx, &rows)
}

// DeleteMeetings removes the meetings with the ids.
func (q Queries) DeleteMeetings(ctx context.Context, ids []model.ID) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := q.idb.NewDelete().Model((*model.Meeting)(nil)).Where("id IN (?)", bun.List(ids)).Exec(ctx)
	return q.d.mapError(err)
}
