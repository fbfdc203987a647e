package lighthouse_test

import (
	"context"
	"testing"

	"fyrtaarn/app/followup"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// world is a few opened countries with the use cases that move them.
type world struct {
	*testrig.Rig
	lighthouses lighthouse.Service
	lessons     followup.Service

	adviser context.Context
	// desk works here, friend does not.
	desk, friend *model.Person
	today        model.Date
}

func newWorld(t *testing.T, rig *testrig.Rig) *world {
	t.Helper()
	role := model.RoleAdviser
	return &world{
		Rig: rig, lighthouses: lighthouse.Service{Core: rig.Core}, lessons: followup.Service{Core: rig.Core}, adviser: testrig.Adviser(t.Context()),
		desk:   rig.Person(t, "Asta Åkjær Demo", func(in *model.PersonCreateInput) { in.StaffRole = &role }),
		friend: rig.Person(t, "Friend Demo"), today: model.DateOf(rig.Clock.Now()),
	}
}

func (w *world) open(t *testing.T, code model.CountryCode) *model.LighthouseCountry {
	t.Helper()
	return must[*model.LighthouseCountry](t)(w.lighthouses.Open(w.adviser, model.LighthouseCountryOpenInput{CountryCode: code}, nil))
}

// read is the record with everything that the stage and the counts need.
func (w *world) read(t *testing.T, c *model.LighthouseCountry) *model.LighthouseCountry {
	t.Helper()
	id := c.GlobalID()
	return must[*model.LighthouseCountry](t)(w.lighthouses.Find(w.adviser, &id, nil,
		testrig.Fields("elements.evidence.seenBy", "elements.lessons", "milestones.element", "dialogue.organisation.name", "documents.organisation", "visitCount", "progress", "owner")))
}

func (w *world) element(t *testing.T, c *model.LighthouseCountry, key string) *model.LighthouseElement {
	t.Helper()
	for _, e := range w.read(t, c).Elements {
		if e.ElementKey == key {
			return e
		}
	}
	t.Fatalf("%s has no element %s", c.CountryCode, key)
	return nil
}

// set puts an element into a state.
func (w *world) set(t *testing.T, c *model.LighthouseCountry, key string, state model.ElementState) error {
	t.Helper()
	_, err := w.lighthouses.ElementUpdate(w.adviser, model.ElementUpdateInput{ID: w.element(t, c, key).GlobalID(), State: model.Sent(state)}, nil)
	return err
}

// evidenced adds evidence that the desk saw, and says so.
func (w *world) evidenced(t *testing.T, c *model.LighthouseCountry, keys ...string) {
	t.Helper()
	seen := w.desk.GlobalID()
	for _, key := range keys {
		must[*model.EvidenceItem](t)(w.lighthouses.EvidenceAdd(w.adviser, model.EvidenceAddInput{
			ElementID: w.element(t, c, key).GlobalID(), Title: "Signed paper", SeenByID: &seen,
		}, nil))
		if err := w.set(t, c, key, model.ElementEvidenced); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) stage(t *testing.T, c *model.LighthouseCountry) model.LighthouseStage {
	t.Helper()
	return w.read(t, c).Stage
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

func english(text string) []model.TranslationInput {
	return []model.TranslationInput{{Language: model.English, Text: text}}
}
