package model

import "slices"

// MatchBoard is a plan as the scheduling sees it: participants, slots and
// meetings by their places.
type MatchBoard struct {
	Companies, Counterparts []*MeetingParticipant
	Slots                   []*MeetingSlot
	Fits                    [][]MatchFit
}

// NewMatchBoard puts the participants of a plan on their sides. fit answers how
// well a company and a counterpart fit.
func NewMatchBoard(plan *MeetingPlan, fit func(company, counterpart *MeetingParticipant) MatchFit) *MatchBoard {
	b := &MatchBoard{Slots: plan.Slots}
	for _, p := range plan.Participants {
		if p.Side == SideCompany {
			b.Companies = append(b.Companies, p)
		} else {
			b.Counterparts = append(b.Counterparts, p)
		}
	}
	b.Fits = make([][]MatchFit, len(b.Companies))
	for c, company := range b.Companies {
		b.Fits[c] = make([]MatchFit, len(b.Counterparts))
		for d, counterpart := range b.Counterparts {
			b.Fits[c][d] = fit(company, counterpart)
		}
	}
	return b
}

// Problem asks for the best schedule around the meetings that stay; the pairs
// of cancelled ones are not proposed again. What stays has the points that it
// was given, whatever the fit is now.
func (b *MatchBoard) Problem(meetings []*Meeting) MatchProblem {
	p := MatchProblem{Slots: len(b.Slots), Fits: make([][]int, len(b.Fits)), CompanyAway: b.away(b.Companies), DelegateAway: b.away(b.Counterparts)}
	for c, fits := range b.Fits {
		p.Fits[c] = make([]int, len(fits))
		for d, fit := range fits {
			p.Fits[c][d] = fit.Points
		}
	}
	for _, m := range meetings {
		c, d := placeOf(b.Companies, m.CompanyID), placeOf(b.Counterparts, m.CounterpartID)
		slot := slices.IndexFunc(b.Slots, func(s *MeetingSlot) bool { return s.ID == m.SlotID })
		if c < 0 || d < 0 || slot < 0 {
			continue
		}
		switch {
		case m.Stays():
			p.Locked = append(p.Locked, MatchCell{Company: c, Delegate: d, Slot: slot})
			p.Fits[c][d] = m.Points
			// Who is in a meeting that stays is there, whatever was said since.
			p.CompanyAway[c][slot], p.DelegateAway[d][slot] = false, false
		case m.State == MeetingCancelled:
			p.Blocked = append(p.Blocked, MatchPair{Company: c, Delegate: d})
		}
	}
	return p
}

func placeOf(participants []*MeetingParticipant, id ID) int {
	return slices.IndexFunc(participants, func(p *MeetingParticipant) bool { return p.ID == id })
}

// away tells for each of the participants the slots in which it cannot meet.
func (b *MatchBoard) away(participants []*MeetingParticipant) [][]bool {
	rows := make([][]bool, len(participants))
	for i, p := range participants {
		rows[i] = make([]bool, len(b.Slots))
		for _, slot := range p.Away {
			if s := slices.IndexFunc(b.Slots, func(s *MeetingSlot) bool { return s.ID == slot.ID }); s >= 0 {
				rows[i][s] = true
			}
		}
	}
	return rows
}

// CanMeet answers nil when the meeting can be in the slot beside all others of
// the plan, and otherwise the guard that it fails: who is in the way. A meeting
// that stays is named before one that could be moved.
func CanMeet(m *Meeting, slot ID, others []*Meeting) error {
	var taken error
	for _, o := range others {
		busy := inTheWay(m, slot, o)
		switch {
		case busy == nil:
		case o.Stays():
			return GuardFailed("guard.meeting.slotLocked").With("Name", busy.Name()).At("slotId")
		case taken == nil:
			taken = GuardFailed("guard.meeting.slotTaken").With("Name", busy.Name()).At("slotId")
		}
	}
	if taken != nil {
		return taken
	}
	for _, who := range []*MeetingParticipant{m.Company, m.Counterpart} {
		if slices.ContainsFunc(who.Away, func(s *MeetingSlot) bool { return s.ID == slot }) {
			return GuardFailed("guard.meeting.unavailable").With("Name", who.Name()).At("slotId")
		}
	}
	return nil
}

// inTheWay answers who of the meeting is in the other one in that slot; nil is nobody.
func inTheWay(m *Meeting, slot ID, other *Meeting) *MeetingParticipant {
	switch {
	case other.ID == m.ID || other.State == MeetingCancelled || other.SlotID != slot:
		return nil
	case other.CompanyID == m.CompanyID:
		return other.Company
	case other.CounterpartID == m.CounterpartID:
		return other.Counterpart
	}
	return nil
}
