package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyrtaarn/model"
)

// Begins is how many days before D the scenario's first event lies; a day more
// leaves room for what is there from the start.
const Begins = -486

// event is something that somebody did at a moment of the story.
type event struct {
	at  time.Time
	run func(ctx context.Context) error
}

// Load plays the scenario from its beginning until 09.00 in Copenhagen on D,
// on an empty database. Mail goes to the dispatcher's sender as it falls due.
func (w *World) Load(ctx context.Context, d model.Date) error {
	data, titles, err := readScenario()
	if err != nil {
		return err
	}
	if w.zone, err = model.LoadZone(model.Copenhagen); err != nil {
		return err
	}
	w.day0, w.titles = d, titles
	w.Clock.Set(w.at(Begins, "08:00"))
	ctx = model.WithActor(ctx, model.Actor{Role: model.RoleAdmin, Name: "demo", Language: model.English})
	if _, err := w.Reminders.SeedRules(ctx); err != nil {
		return err
	}
	if _, err := w.Staircase.SeedSteps(ctx); err != nil {
		return err
	}
	if err := w.parties(ctx, data); err != nil {
		return fmt.Errorf("demo parties: %w", err)
	}
	if err := w.companies(ctx); err != nil {
		return fmt.Errorf("demo companies: %w", err)
	}
	var story []event
	for i := range data.Delegations {
		events, err := w.visitEvents(&data.Delegations[i], data.Hosts, i)
		if err != nil {
			return err
		}
		story = append(story, events...)
	}
	missions, err := w.missionEvents()
	if err != nil {
		return err
	}
	story = append(story, missions...)
	tours, err := w.tourEvents()
	if err != nil {
		return err
	}
	story = append(story, tours...)
	founding, err := w.lighthouseEvents()
	if err != nil {
		return err
	}
	story = append(append(story, founding...), w.meetingEvents()...)
	story = append(story, w.readinessEvents()...)
	slices.SortStableFunc(story, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range story {
		if err := w.PassTime(ctx, e.at); err != nil {
			return err
		}
		if err := e.run(ctx); err != nil {
			return fmt.Errorf("demo at %s: %w", e.at.Format(time.RFC3339), err)
		}
	}
	return w.PassTime(ctx, w.at(0, "09:00"))
}

// PassTime moves the clock to an instant, running on the way what the jobs would
// have run: the dispatcher whenever something falls due, twice a day the
// start and end of visits and the deletion of needs, and once a week the planner.
func (w *World) PassTime(ctx context.Context, until time.Time) error {
	for {
		next := until
		due, ok, err := w.Core.Store.NextDue(ctx)
		if err != nil {
			return err
		}
		if ok && due.Before(next) {
			next = due
		}
		if daily := w.nextDaily(); daily.Before(next) {
			next = daily
		}
		if next.After(w.Clock.Now()) {
			w.Clock.Set(next)
		}
		if !w.Clock.Now().Before(w.nextDaily()) {
			if err := w.daily(ctx); err != nil {
				return err
			}
		}
		if ok && !due.After(w.Clock.Now()) && w.Clock.Now().Before(until) {
			if _, err := w.Dispatcher.Dispatch(ctx); err != nil {
				return err
			}
		}
		if !w.Clock.Now().Before(until) {
			return nil
		}
	}
}

// nextDaily is when the daily jobs run next: a quarter past each midnight and,
// because visits end in the afternoon, each 17.00 in Copenhagen.
func (w *World) nextDaily() time.Time {
	if w.daysRun.IsZero() {
		w.daysRun = w.Clock.Now()
	}
	local := w.daysRun.In(w.zone)
	today := model.DateOf(local)
	for _, at := range []time.Time{today.At(0, 15, w.zone), today.At(17, 0, w.zone), today.AddDays(1).At(0, 15, w.zone)} {
		if at.After(w.daysRun) {
			return at
		}
	}
	return today.AddDays(1).At(17, 0, w.zone)
}

// planEvery is how often a world plans everything anew. A change plans what it
// touches at once; the rest is planned weeks ahead.
const planEvery = 7 * 24 * time.Hour

func (w *World) daily(ctx context.Context) error {
	w.daysRun = w.Clock.Now()
	if _, err := w.Delegations.AdvanceByDate(ctx); err != nil {
		return err
	}
	if _, err := w.Missions.AdvanceByDate(ctx); err != nil {
		return err
	}
	if _, err := w.Missions.ExpireOffers(ctx); err != nil {
		return err
	}
	if _, err := w.Tours.ExpireOffers(ctx); err != nil {
		return err
	}
	if _, err := w.Readiness.Age(ctx); err != nil {
		return err
	}
	if _, err := w.Reminders.PurgeNeeds(ctx, false); err != nil {
		return err
	}
	if w.Clock.Now().Sub(w.planned) < planEvery {
		return nil
	}
	w.planned = w.Clock.Now()
	_, err := w.Reminders.PlanAll(ctx)
	return err
}

// at is a wall time in Copenhagen, days from D.
func (w *World) at(day int, clock string) time.Time {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(fmt.Sprintf("the scenario names the time %q", clock)) // embedded data: a test loads it
	}
	return w.day0.AddDays(day).At(t.Hour(), t.Minute(), w.zone)
}

// parties makes the organisations, the contacts of the hosts and the staff.
func (w *World) parties(ctx context.Context, data *scenario) error {
	for _, o := range data.Organisations {
		made, err := w.Organisations.Create(ctx, model.OrganisationCreateInput{
			Kind: o.Kind, Name: o.Name, CountryCode: model.Denmark, City: &o.City, Region: &o.Region,
		}, nil)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
		w.organisations[o.Key] = made
	}
	for _, m := range data.Staff {
		organisation := w.organisations[m.Organisation].GlobalID()
		in := model.PersonCreateInput{
			FullName: m.Name, Email: &m.Email, Language: &m.Language, CountryCode: model.Denmark, OrganisationID: &organisation, JobTitle: &m.JobTitle,
		}
		if m.Role == model.RoleAdviser || m.Role == model.RoleAdmin {
			in.StaffRole, in.Lead = &m.Role, &m.Lead
		}
		made, err := w.People.Create(ctx, in, nil)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		w.staff[m.Reference] = made
	}
	for i, key := range data.Hosts {
		organisation := w.organisations[key].GlobalID()
		danish, email := model.Danish, "vaert@"+key+".demo.example"
		made, err := w.People.Create(ctx, model.PersonCreateInput{
			FullName: fmt.Sprintf("Vært %02d Demo", i+1), Email: &email, Language: &danish, CountryCode: model.Denmark, OrganisationID: &organisation,
		}, nil)
		if err != nil {
			return fmt.Errorf("contact of %s: %w", key, err)
		}
		w.contacts[key] = made
	}
	return w.focusAreas(ctx)
}

// focusIDs are the ids of the focus areas by their short names.
func (w *World) focusIDs(ctx context.Context) (map[string]model.GlobalID, error) {
	areas, err := w.Core.Store.FocusAreas(ctx)
	ids := make(map[string]model.GlobalID, len(areas))
	for _, a := range areas {
		ids[a.Slug] = a.GlobalID()
	}
	return ids, err
}

// focusAreas makes the two focuses that are chosen and the third to come.
func (w *World) focusAreas(ctx context.Context) error {
	for _, f := range []struct{ slug, da, en string }{
		{"sund-vaegt", "Sund Vægt", "Healthy weight"},
		{"mental-sundhed", "Mental Sundhed", "Mental health"},
		{"tredje-fokus", "Tredje fokus", "Third focus"},
	} {
		_, err := w.Focus.Create(ctx, model.FocusAreaCreateInput{
			Slug: f.slug, Name: []model.TranslationInput{{Language: model.Danish, Text: f.da}, {Language: model.English, Text: f.en}},
		})
		if err != nil {
			return fmt.Errorf("focus %s: %w", f.slug, err)
		}
	}
	return nil
}
