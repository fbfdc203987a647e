package app

import (
	"context"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// missions are the rows behind subjects that are trade missions, or belong to
// one.
type missions struct {
	byID         map[model.ID]*model.TradeMission
	applications map[model.ID]*model.MissionApplication
	// of and asked are a mission's applications and invitations.
	of    map[model.ID][]*model.MissionApplication
	asked map[model.ID][]*model.MissionInvitation
	// answered is the latest wave in which a company has said what came of it.
	answered map[store.AnsweredBy]int
}

// readMissions reads the missions among the subjects and those of the
// applications among them, with everything that belongs to them.
func (w *world) readMissions(ctx context.Context, q store.Queries, refs []store.Subject) error {
	applications, err := q.MissionApplicationsByID(ctx, idsOfKind(refs, model.KindApplication), nil)
	if err != nil {
		return err
	}
	ids := idsOfKind(refs, model.KindTradeMission)
	for _, a := range applications {
		ids = append(ids, a.MissionID)
	}
	ids = distinct(ids)
	rows, err := q.TradeMissionsByID(ctx, ids, nil)
	if err != nil {
		return err
	}
	all, err := q.ApplicationsToMissions(ctx, ids)
	if err != nil {
		return err
	}
	asked, err := q.MissionInvitations(ctx, ids)
	if err != nil {
		return err
	}
	answered, err := q.AnsweredWaves(ctx, ids)
	if err != nil {
		return err
	}
	w.missions = missions{
		answered:     answered,
		byID:         byID(rows, func(m *model.TradeMission) model.ID { return m.ID }),
		applications: byID(all, func(a *model.MissionApplication) model.ID { return a.ID }),
		of:           grouped(all, func(a *model.MissionApplication) model.ID { return a.MissionID }),
		asked:        grouped(asked, func(i *model.MissionInvitation) model.ID { return i.MissionID }),
	}
	for _, m := range rows {
		w.activities[m.ID] = m
	}
	return nil
}

// parties are the people and organisations that the rows point to.
func (m missions) parties() (people, organisations []model.ID) {
	for _, a := range m.applications {
		organisations = append(organisations, a.CompanyID)
		if a.ContactID != nil {
			people = append(people, *a.ContactID)
		}
	}
	for _, asked := range m.asked {
		for _, i := range asked {
			people, organisations = append(people, i.ContactID), append(organisations, i.CompanyID)
		}
	}
	return people, organisations
}

// aboutMission gathers what rules can say about a mission: its call to those who
// were invited.
func (w *world) aboutMission(m *model.TradeMission) *Subject {
	if m == nil {
		return nil
	}
	s := w.fresh(model.KindTradeMission, m.ID, m.CreatedAt, m)
	s.Mission = m
	s.days()
	if m.Deadline != nil {
		s.Moments[model.MomentDeadline] = *m.Deadline
	}
	s.Moments[model.MomentState(m.State)], s.Moments[model.MomentLastActivity] = m.StateSince, m.UpdatedAt
	s.Attributes[model.AttributeState] = string(m.State)
	s.Attributes[model.AttributeHasOwner] = model.AttributeBool(m.OwnerID != nil)
	if m.RecordedAfterwards {
		return s
	}
	applied := map[model.ID]bool{}
	for _, a := range w.missions.of[m.ID] {
		applied[a.CompanyID] = applied[a.CompanyID] || a.State.Applied()
	}
	for _, i := range w.missions.asked[m.ID] {
		if person := s.include(i.ContactID, model.AudienceCompany, i.InvitedAt); person != nil {
			person.Attributes[model.AttributeApplied] = model.AttributeBool(applied[i.CompanyID])
		}
	}
	s.includeStaff(m.OwnerID)
	return s
}

// days fills when the mission begins and ends: its first day's first instant and
// its last day's last second. Calls, offers and questions are read at home, so
// days are the organiser's and not the market's: a deadline at 23.59 in
// Copenhagen is the next day in Tokyo, and "two days before" must not be.
func (s *Subject) days() {
	m := s.Mission
	s.Zone, s.Country = nil, ""
	if !m.StartsOn.IsZero() {
		s.Moments[model.MomentStartsAt] = m.StartsOn.At(0, 0, s.OrganisationZone)
	}
	if !m.EndsOn.IsZero() {
		s.Moments[model.MomentEndsAt] = m.EndsOn.AddDays(1).At(0, 0, s.OrganisationZone).Add(-time.Second)
	}
}

// aboutApplication gathers what rules can say about one company's application.
func (w *world) aboutApplication(a *model.MissionApplication) *Subject {
	if a == nil || w.missions.byID[a.MissionID] == nil {
		return nil
	}
	m := w.missions.byID[a.MissionID]
	s := w.fresh(model.KindApplication, a.ID, a.CreatedAt, m)
	s.Mission, s.Application = m, a
	a.Company = w.names[a.CompanyID]
	if a.ContactID != nil {
		a.Contact = w.people[*a.ContactID]
	}
	s.days()
	s.Moments[model.MomentState(a.State)], s.Moments[model.MomentLastActivity] = a.StateSince, a.UpdatedAt
	for name, at := range map[string]*time.Time{model.MomentOfferedAt: a.OfferedAt, model.MomentOfferExpiresAt: a.OfferExpiresAt} {
		if at != nil {
			s.Moments[name] = *at
		}
	}
	if m.State == model.MissionCancelled {
		s.Moments[model.MomentMissionCancelled] = m.StateSince
	}
	s.Attributes[model.AttributeState] = string(a.State)
	s.Attributes[model.AttributeMissionState] = string(m.State)
	s.Attributes[model.AttributeWasConfirmed] = model.AttributeBool(a.ConfirmedAt != nil)
	// A company that has answered early is not asked again in the same wave.
	wave := model.OutcomeWaveAt(m.EndsOn, model.DateOf(w.now.In(s.OrganisationZone)))
	answered := w.missions.answered[store.AnsweredBy{ActivityID: m.ID, CompanyID: a.CompanyID}]
	s.Attributes[model.AttributeOutcomeAnswered] = model.AttributeBool(wave > 0 && answered >= wave)
	s.Attributes[model.AttributeAnsweredWave] = model.AnsweredWave(answered)
	if m.RecordedAfterwards {
		return s
	}
	if a.ContactID != nil {
		s.include(*a.ContactID, model.AudienceCompany, a.CreatedAt)
	}
	s.includeStaff(m.OwnerID)
	return s
}
