package matchmaking

import (
	"context"
	"fmt"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// SetAvailability notes in which slots a participant cannot meet; in all others
// it can. Meetings that are proposed in such a slot stand until the next
// schedule; a locked or confirmed one is in the way.
func (s Service) SetAvailability(ctx context.Context, in model.AvailabilitySetInput, f model.Fields) (*model.MeetingParticipant, error) {
	var errs model.Errors
	id, err := in.ParticipantID.As(model.KindParticipant, "participantId")
	errs.Add(err)
	slots := make([]model.ID, 0, len(in.UnavailableSlotIDs))
	for i, global := range in.UnavailableSlotIDs {
		slot, err := global.As(model.KindMeetingSlot, fmt.Sprintf("unavailableSlotIds.%d", i))
		errs.Add(err)
		if !slices.Contains(slots, slot) {
			slots = append(slots, slot)
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return setAvailability(ctx, tx, id, slots) }); err != nil {
		return nil, err
	}
	return app.First(s.Store.ParticipantsByID(ctx, []model.ID{id}, f))
}

func setAvailability(ctx context.Context, tx *app.Tx, id model.ID, away []model.ID) error {
	seen, err := tx.ParticipantsByID(ctx, []model.ID{id}, model.Fields{})
	if err != nil {
		return err
	}
	if len(seen) == 0 {
		return model.NotFound("participantId")
	}
	plan, err := lockPlan(ctx, tx, seen[0].PlanID)
	if err != nil {
		return err
	}
	whole, err := tx.WholeMeetingPlan(ctx, plan.ID)
	if err != nil {
		return err
	}
	var errs model.Errors
	for i, slot := range away {
		if !slices.ContainsFunc(whole.Slots, func(s *model.MeetingSlot) bool { return s.ID == slot }) {
			errs.Add(model.NotFound(fmt.Sprintf("unavailableSlotIds.%d", i)))
		}
	}
	for _, m := range whole.Meetings {
		if at := slices.Index(away, m.SlotID); at >= 0 && m.Stays() && m.State != model.MeetingHeld && (m.CompanyID == id || m.CounterpartID == id) {
			errs.Add(model.GuardFailed("guard.meeting.stays").At(fmt.Sprintf("unavailableSlotIds.%d", at)))
		}
	}
	if err := errs.Err(); err != nil {
		return err
	}
	at := slices.IndexFunc(whole.Participants, func(p *model.MeetingParticipant) bool { return p.ID == id })
	if at < 0 {
		return model.NotFound("participantId")
	}
	before := absent(whole.Participants[at].Away)
	if err := tx.SetAbsences(ctx, id, away); err != nil {
		return err
	}
	if err := tx.Audit(ctx, "availabilitySet", model.KindParticipant, id, &before, &absence{Slots: away}, ""); err != nil {
		return err
	}
	return touchPlan(ctx, tx, plan)
}

// absence is what the audit trail says of where somebody cannot be.
type absence struct {
	Slots []model.ID `bun:"unavailable_slot_ids"`
}

func absent(slots []*model.MeetingSlot) absence {
	a := absence{Slots: []model.ID{}}
	for _, s := range slots {
		a.Slots = append(a.Slots, s.ID)
	}
	return a
}
