package app

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// assessments are the rows behind subjects that are assessments.
type assessments struct {
	byID map[model.ID]*model.Assessment
	// standing is what is not in an assessment's own row.
	standing map[model.ID]*store.AssessmentStanding
	// contacts are the people of a company.
	contacts map[model.ID][]*model.Person
}

// readAssessments reads the assessments among the subjects with the people of
// their companies.
func (w *world) readAssessments(ctx context.Context, q store.Queries, refs []store.Subject) error {
	ids := idsOfKind(refs, model.KindAssessment)
	rows, err := q.AssessmentsByID(ctx, ids, nil)
	if err != nil {
		return err
	}
	standing, err := q.AssessmentStandings(ctx, ids)
	if err != nil {
		return err
	}
	companies := make([]model.ID, len(rows))
	for i, a := range rows {
		companies[i] = a.OrganisationID
	}
	contacts, err := q.PeopleOfOrganisations(ctx, distinct(companies))
	if err != nil {
		return err
	}
	w.assessments = assessments{
		byID: byID(rows, func(a *model.Assessment) model.ID { return a.ID }), standing: standing,
		contacts: grouped(contacts, func(p *model.Person) model.ID { return *p.OrganisationID }),
	}
	return nil
}

// parties are the people and organisations that the rows point to.
func (a assessments) parties() (people, organisations []model.ID) {
	for _, row := range a.byID {
		organisations = append(organisations, row.OrganisationID)
		if row.AdviserID != nil {
			people = append(people, *row.AdviserID)
		}
	}
	return people, organisations
}

// aboutAssessment gathers what rules can say about an assessment, to everybody
// of the company and to the adviser.
func (w *world) aboutAssessment(a *model.Assessment) *Subject {
	if a == nil || w.assessments.standing[a.ID] == nil {
		return nil
	}
	standing := w.assessments.standing[a.ID]
	s := w.fresh(model.KindAssessment, a.ID, a.CreatedAt, nil)
	s.Assessment = a
	s.Moments[model.MomentLastSavedAt] = a.LastSavedAt
	s.Moments[model.MomentState(a.State)] = a.StateSince
	if a.SubmittedAt != nil {
		s.Moments[model.MomentSubmittedAt] = *a.SubmittedAt
	}
	if a.ExpiresAt != nil {
		s.Moments[model.MomentExpiresAt] = *a.ExpiresAt
	}
	if a.State.WithAdviser() {
		// Entering the state is an adviser's deed, or the company's that brought it.
		acted := a.StateSince
		if standing.RatedAt != nil {
			acted = latest(acted, *standing.RatedAt)
		}
		if standing.NotedAt != nil {
			acted = latest(acted, *standing.NotedAt)
		}
		s.Moments[model.MomentAdviserActedAt] = acted
	}
	s.Attributes[model.AttributeState] = string(a.State)
	s.Attributes[model.AttributeHasAdviser] = model.AttributeBool(a.AdviserID != nil)
	s.Attributes[model.AttributeReplaced] = model.AttributeBool(standing.Replaced)
	// What counts back from a day is for what was handed in by then.
	joined := s.Moments[model.MomentSubmittedAt]
	for _, contact := range w.assessments.contacts[a.OrganisationID] {
		s.include(contact.ID, model.AudienceCompany, latest(joined, contact.CreatedAt))
	}
	if a.AdviserID != nil {
		s.include(*a.AdviserID, model.AudienceAdviser, joined)
	}
	s.includeStaff(nil)
	return s
}
