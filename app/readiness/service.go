// Package readiness takes a company's assessment from the first answer to the
// action plan, and keeps the latest score of each company beside it.
package readiness

import (
	"context"
	"sync"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes assessments. It is made by New and shared by all
// requests.
type Service struct {
	*app.Core

	// templates are the versions that were read; they never change.
	templates *sync.Map
}

// New makes the service.
func New(core *app.Core) Service { return Service{Core: core, templates: new(sync.Map)} }

// template answers a version of the questionnaire; 0 is the newest, which is
// asked of the database each time, since another replica may have added one.
func (s Service) template(ctx context.Context, q store.Queries, version int) (*model.ReadinessTemplate, error) {
	if known, ok := s.templates.Load(version); ok {
		return known.(*model.ReadinessTemplate), nil //nolint:forcetypeassert // nothing else is stored
	}
	row, err := q.AssessmentTemplate(ctx, version)
	if err != nil {
		return nil, err
	}
	if known, ok := s.templates.Load(row.Version); ok {
		return known.(*model.ReadinessTemplate), nil //nolint:forcetypeassert // nothing else is stored
	}
	parsed, err := model.ParseReadinessTemplate([]byte(row.Content))
	if err != nil {
		return nil, err
	}
	s.templates.Store(row.Version, parsed)
	return parsed, nil
}

// Template answers a version of the questionnaire, the newest when none is
// named; nil when there is no such version.
func (s Service) Template(ctx context.Context, version *int) (*model.ReadinessTemplate, error) {
	wanted := 0
	if version != nil {
		if wanted = *version; wanted < 1 {
			return nil, nil //nolint:nilnil // a version that cannot be is an unknown one
		}
	}
	t, err := s.template(ctx, s.Store.Queries, wanted)
	if model.IsCode(err, model.CodeNotFound) {
		return nil, nil //nolint:nilnil // an unknown version is no error
	}
	return t, err
}

// attach gives the assessments their questionnaires, and tells what has expired
// by now.
func (s Service) attach(ctx context.Context, rows ...*model.Assessment) error {
	now, partner := s.Clock.Now(), model.ActorFrom(ctx).Role == model.RolePartner
	for _, a := range rows {
		if partner {
			a.HideDetails()
		}
		t, err := s.template(ctx, s.Store.Queries, a.TemplateVersion)
		if err != nil {
			return err
		}
		a.Template = t
		a.Stale = a.ExpiresAt != nil && !now.Before(*a.ExpiresAt)
		for _, answer := range a.Answers {
			answer.Question = t.Question(answer.QuestionID)
			answer.Expired = answer.ExpiresAt != nil && !now.Before(*answer.ExpiresAt)
		}
		sortAnswers(t, a)
		t.Explain(&a.Result)
		t.ExplainActions(a.Plan)
	}
	return nil
}

// mine refuses whoever is neither staff nor the company itself. To them the
// company's readiness is not there.
func mine(actor model.Actor, organisation model.ID, field string) error {
	if actor.IsStaff() || actor.Role == model.RoleCompany && actor.OrganisationID == organisation {
		return nil
	}
	return model.NotFound(field)
}

// staffOnly refuses whoever is not staff.
func staffOnly(actor model.Actor) error {
	if actor.IsStaff() {
		return nil
	}
	return model.Forbidden("error.forbidden")
}
