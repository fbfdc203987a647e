package delegation_test

import (
	"context"
	"testing"
	"time"

	"fyrtaarn/app/delegation"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/organisation"
	"fyrtaarn/app/person"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is one visit in the making, with the use cases that make it.
type world struct {
	*testrig.Rig
	delegations   delegation.Service
	followUps     followup.Service
	organisations organisation.Service
	people        person.Service

	adviser  context.Context
	host     model.GlobalID
	contact  model.GlobalID
	visitor  *model.Person
	visit    *model.Delegation
	firstDay model.Date
}

// newWorld notes a visit of three days that starts in thirty.
func newWorld(t *testing.T, rig *testrig.Rig) *world {
	t.Helper()
	w := &world{
		Rig: rig, delegations: delegation.Service{Core: rig.Core}, followUps: followup.Service{Core: rig.Core},
		organisations: organisation.Service{Core: rig.Core}, people: person.Service{Core: rig.Core},
		adviser: testrig.Adviser(t.Context()),
	}
	w.firstDay = model.DateOf(rig.Clock.Now()).AddDays(30)
	host := must[*model.Organisation](t)(w.organisations.Create(w.adviser, model.OrganisationCreateInput{
		Kind: model.OrganisationHospital, Name: "Hvidovre Hospital", CountryCode: model.Denmark, City: ptr("Hvidovre"),
	}, nil))
	w.host = host.GlobalID()
	w.contact = w.person(t, "Vært Demo", "vaert@example.org", "da", model.Denmark, model.Copenhagen).GlobalID()
	w.visitor = w.person(t, "Anne-Éloïse de La Démo", "anne@example.org", "fr", "FR", "Europe/Paris")
	requester, size := w.visitor.GlobalID(), 10
	w.visit = must[*model.Delegation](t)(w.delegations.Create(w.adviser, model.DelegationCreateInput{
		Title: english("French agency on living labs"), Purpose: english("To learn."), CountryCode: "FR", StartsOn: ptr(w.firstDay),
		EndsOn: ptr(w.firstDay.AddDays(2)), RequesterID: &requester, ExpectedSize: &size,
	}, nil))
	return w
}

func (w *world) person(t *testing.T, name, email string, language model.LanguageTag, country model.CountryCode, zone string) *model.Person {
	t.Helper()
	return must[*model.Person](t)(w.people.Create(w.adviser, model.PersonCreateInput{
		FullName: name, Email: &email, Language: &language, CountryCode: country, TimeZone: &zone,
	}, nil))
}

// at is a wall time in Copenhagen on a day of the visit, counted from 1.
func (w *world) at(day, hour, minute int) time.Time {
	zone, _ := model.LoadZone(model.Copenhagen)
	return w.firstDay.AddDays(day-1).At(hour, minute, zone)
}

// session adds an hour with the host.
func (w *world) session(t *testing.T, day, hour int, change func(*model.SessionCreateInput)) *model.Session {
	t.Helper()
	in := model.SessionCreateInput{
		DelegationID: w.visit.GlobalID(), Kind: model.SessionSiteVisit, Title: english("A living lab at work"), City: ptr("København"),
		StartsAt: w.at(day, hour, 0), EndsAt: w.at(day, hour+1, 0), HostID: &w.host, HostContactID: &w.contact,
	}
	if change != nil {
		change(&in)
	}
	return must[*model.Session](t)(w.delegations.SessionCreate(w.adviser, in, nil))
}

// to moves the visit to a state and answers the refusal.
func (w *world) to(state model.DelegationState) error {
	reason := "because"
	_, err := w.delegations.Transition(w.adviser, model.DelegationTransitionInput{ID: w.visit.GlobalID(), To: state, Reason: &reason}, nil)
	return err
}

func (w *world) toAll(t *testing.T, states ...model.DelegationState) {
	t.Helper()
	for _, s := range states {
		if err := w.to(s); err != nil {
			t.Fatalf("to %s: %v", s, err)
		}
	}
}

// invitation is the one of a session.
func (w *world) invitation(t *testing.T, s *model.Session) *model.HostInvitation {
	t.Helper()
	for _, i := range must[[]*model.HostInvitation](t)(w.Store.Invitations(w.adviser, []model.ID{w.visit.ID}, nil)) {
		if i.SessionID == s.ID && i.State != model.InvitationWithdrawn {
			return i
		}
	}
	t.Fatalf("the session has no invitation")
	return nil
}

// confirm asks the host of a session and lets it say yes.
func (w *world) confirm(t *testing.T, s *model.Session) {
	t.Helper()
	must[*model.HostInvitation](t)(w.delegations.Invite(w.adviser, model.HostInviteInput{SessionID: s.GlobalID()}, nil))
	must[*model.HostInvitation](t)(w.delegations.Answer(w.adviser, model.HostInvitationAnswerInput{ID: w.invitation(t, s).GlobalID(), To: model.InvitationConfirmed}, nil))
}

// confirmed brings the visit, with one session a day, to a published programme.
func (w *world) confirmed(t *testing.T) []*model.Session {
	t.Helper()
	w.toAll(t, model.DelegationQualified, model.DelegationPlanning)
	var sessions []*model.Session
	for day := 1; day <= 3; day++ {
		s := w.session(t, day, 9, nil)
		w.confirm(t, s)
		sessions = append(sessions, s)
	}
	w.toAll(t, model.DelegationProposed, model.DelegationConfirmed)
	must[*model.Delegation](t)(w.delegations.Publish(w.adviser, model.ProgrammePublishInput{DelegationID: w.visit.GlobalID()}, nil))
	return sessions
}

// now reads the visit as it is.
func (w *world) now(t *testing.T) *model.Delegation {
	t.Helper()
	return must[*model.Delegation](t)(w.Store.Delegation(w.adviser, w.visit.ID, nil))
}

// must answers the value or ends the test.
func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func ptr[T any](v T) *T { return &v }

func english(text string) []model.TranslationInput {
	return []model.TranslationInput{{Language: model.English, Text: text}}
}

// refused fails the test unless the error is a refusal with the code and, where
// one is named, of the field.
func refused(t *testing.T, err error, code model.Code, field string) {
	t.Helper()
	for _, e := range model.Refusals(err) {
		if e.Code == code && (field == "" || e.Field == field) {
			return
		}
	}
	t.Fatalf("got %v, want %s of %q", err, code, field)
}
