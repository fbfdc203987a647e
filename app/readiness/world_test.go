package readiness_test

import (
	"context"
	"testing"
	"time"

	"fyrtaarn/app/readiness"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is one company with a draft for Sweden, and everybody around it.
type world struct {
	*testrig.Rig
	readiness readiness.Service
	template  *model.ReadinessTemplate

	staff, company, partner context.Context
	adviser                 *model.Person
	firm                    *model.Organisation
	draft                   *model.Assessment
}

func newWorld(t *testing.T, rig *testrig.Rig) *world {
	t.Helper()
	w := &world{Rig: rig, readiness: readiness.New(rig.Core), partner: testrig.Partner(t.Context(), "readiness:read")}
	w.adviser = rig.Person(t, "Aage Winther", func(in *model.PersonCreateInput) { in.StaffRole = testrig.Ptr(model.RoleAdviser) })
	w.staff = model.WithActor(t.Context(), model.Actor{Role: model.RoleAdviser, Name: "Aage Winther", PersonID: w.adviser.ID, Language: model.English})
	w.template = must[*model.ReadinessTemplate](t)(w.readiness.Template(w.staff, nil))
	w.firm = w.firmCalled(t, "Fjordpuls ApS", model.ConsentNothing)
	w.company = as(t, w.firm)
	w.draft = w.begin(t, w.firm, "SE")
	return w
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// as answers a context in which the company itself acts.
func as(t *testing.T, o *model.Organisation) context.Context {
	return model.WithActor(t.Context(), model.Actor{Role: model.RoleCompany, Name: o.Name, OrganisationID: o.ID, Language: model.Danish})
}

func (w *world) firmCalled(t *testing.T, name string, consent model.PartnerConsent) *model.Organisation {
	t.Helper()
	return w.Organisation(t, name, func(in *model.OrganisationCreateInput) {
		in.Kind, in.Consent, in.Region = model.OrganisationCompany, &consent, testrig.Ptr("Hovedstaden")
	})
}

func (w *world) begin(t *testing.T, firm *model.Organisation, market model.CountryCode) *model.Assessment {
	t.Helper()
	return must[*model.Assessment](t)(w.readiness.Create(w.staff, model.AssessmentCreateInput{OrganisationID: firm.GlobalID(), Market: market}, nil))
}

// all are ratings of every question with the level, but those that are left out.
func (w *world) all(level int, without ...string) []model.RatingInput {
	var in []model.RatingInput
questions:
	for _, q := range w.template.Questions() {
		for _, id := range without {
			if q.ID == id {
				continue questions
			}
		}
		in = append(in, model.RatingInput{QuestionID: q.ID, Level: testrig.Ptr(level)})
	}
	return in
}

func (w *world) answer(t *testing.T, a *model.Assessment, in ...model.RatingInput) *model.Assessment {
	t.Helper()
	return must[*model.Assessment](t)(w.readiness.Answer(w.staff, model.AssessmentAnswerInput{ID: a.GlobalID(), Answers: in}, testrig.Fields("answers", "result", "history")))
}

func (w *world) submit(t *testing.T, a *model.Assessment) *model.Assessment {
	t.Helper()
	return must[*model.Assessment](t)(w.readiness.Submit(w.staff, model.AssessmentSubmitInput{ID: a.GlobalID()}, nil))
}

// submitted is a whole submission of a company.
func (w *world) submitted(t *testing.T, firm *model.Organisation, market model.CountryCode, level int) *model.Assessment {
	t.Helper()
	a := w.begin(t, firm, market)
	w.answer(t, a, w.all(level)...)
	return w.submit(t, a)
}

func (w *world) to(t *testing.T, a *model.Assessment, state model.AssessmentState, reason string) *model.Assessment {
	t.Helper()
	return must[*model.Assessment](t)(w.readiness.Transition(w.staff, model.AssessmentTransitionInput{ID: a.GlobalID(), To: state, Reason: &reason}, nil))
}

func (w *world) read(t *testing.T, ctx context.Context, a *model.Assessment, fields ...string) *model.Assessment {
	t.Helper()
	return must[*model.Assessment](t)(w.readiness.One(ctx, a.GlobalID(), testrig.Fields(fields...)))
}

// overall is the company's row in the list, as it is stored.
func (w *world) overall(t *testing.T, o *model.Organisation) *model.Company {
	t.Helper()
	return must[[]*model.Company](t)(w.Store.StoredCompanyRows(w.staff, o.ID))[0]
}

func day(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
