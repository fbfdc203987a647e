package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/project"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/model"
)

//go:embed lighthouse.json
var lighthouseJSON []byte

// abroad is lighthouse.json as it stands.
type abroad struct {
	About     string
	Countries []*candidate
	// Home is Denmark's own record.
	Home    *candidate
	Roadmap []struct {
		Key, Evidence string
		Reached       model.Date
	}
	Projects []*venture
}

// laidOut is the day on which the roadmap was written down. What it says that
// Denmark had reached by then has days of the calendar, not of the scenario.
const laidOut = -205

// candidate is a country on its way to a lighthouse.
type candidate struct {
	Country    model.CountryCode
	Opened     int
	Desk       string
	Interested string
	// How many elements are evidenced and under way; which of them are passed
	// over for evidence, and which are left alone.
	Evidenced, UnderWay int
	NotYet, Without     []string
	Milestones          []struct {
		Title              map[model.LanguageTag]string
		Element, Evidence  string
		Baseline, Forecast int
		Actual             *int
	}
	Dialogue []struct {
		Day                            int
		Channel                        model.DialogueChannel
		Organisation, Subject, Element string
		WithWHO                        bool
	}
	Documents []struct {
		Day                          int
		Kind                         model.DocumentKind
		Title, Organisation, Element string
		WithWHO                      bool
	}
	Lessons []struct {
		Day                            int
		Element, Keep, Change, Adopted string
	}
	Paused *struct {
		Day    int
		Reason string
		Review int
	}

	id         model.GlobalID
	elements   map[string]model.GlobalID
	milestones []model.GlobalID
}

// venture is a project of the demo.
type venture struct {
	Reference string
	Kind      model.ProjectKind
	Title     map[model.LanguageTag]string
	Focus     string
	// Day is when it is noted, From and Until its first and last day.
	Day, From int
	Until     *int
	// Actors are keys of organisations with their roles; Companies are names of
	// companies of the scenario.
	Actors    map[string]model.ActorRole
	Companies []string
	// Funding are pairs of a kind and an amount in DKK.
	Funding [][2]string
	Results string
}

// lighthouse plays the lighthouse countries, the roadmap and the projects, in
// order of time, until now at the latest.
func (w *World) lighthouse(ctx context.Context) error {
	events, err := w.lighthouseEvents()
	if err != nil {
		return err
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range events {
		if err := w.PassTime(ctx, e.at); err != nil {
			return err
		}
		if err := e.run(ctx); err != nil {
			return fmt.Errorf("lighthouses at %s: %w", e.at.Format("2006-01-02 15:04"), err)
		}
	}
	return nil
}

// lighthouseEvents lists what happens to the countries, the roadmap and the
// projects, and when, for a story that holds other events as well. The parties
// of the scenario must be there before the first of them.
func (w *World) lighthouseEvents() ([]event, error) {
	data := new(abroad)
	if err := json.Unmarshal(lighthouseJSON, data); err != nil {
		return nil, fmt.Errorf("lighthouse.json: %w", err)
	}
	m, err := model.DanishPartnershipModel()
	if err != nil {
		return nil, err
	}
	f := &founding{World: w, model: m, countries: lighthouse.Service{Core: w.Core}, projects: project.Service{Core: w.Core}, roadmap: roadmap.Service{Core: w.Core}}
	f.add(laidOut, "10:10", func(ctx context.Context) error { return f.layOut(ctx, data) })
	for _, c := range data.Countries {
		f.country(c)
	}
	for _, p := range data.Projects {
		f.add(p.Day, "10:30", func(ctx context.Context) error { return f.project(ctx, p) })
	}
	return f.events, nil
}

// founding is the story of the lighthouses while it is written.
type founding struct {
	*World
	model     *model.PartnershipModel
	countries lighthouse.Service
	projects  project.Service
	roadmap   roadmap.Service
	events    []event
}

func (f *founding) add(day int, clock string, run func(context.Context) error) {
	f.events = append(f.events, event{f.at(day, clock), run})
}

// layOut plans the roadmap and notes what Denmark has reached.
func (f *founding) layOut(ctx context.Context, data *abroad) error {
	if _, err := f.roadmap.LayOut(ctx); err != nil {
		return err
	}
	home := model.Denmark
	own, err := f.countries.Find(ctx, nil, &home, model.Fields{}.Ask("elements").Ask("milestones"))
	if err != nil {
		return err
	}
	byKey := map[string]model.GlobalID{}
	for _, m := range own.Milestones {
		byKey[m.Key] = m.GlobalID()
	}
	for _, r := range data.Roadmap {
		if _, err := f.countries.MilestoneUpdate(ctx, model.MilestoneUpdateInput{
			ID: byKey[r.Key], ActualOn: model.Sent(r.Reached), ForecastOn: model.Sent(r.Reached), Evidence: model.Sent(r.Evidence),
		}, nil); err != nil {
			return fmt.Errorf("milestone %s: %w", r.Key, err)
		}
	}
	c := data.Home
	c.id, c.elements = own.GlobalID(), elementIDs(own)
	evidenced, underWay := f.split(c)
	for _, key := range evidenced {
		if err := f.evidence(ctx, c, key); err != nil {
			return err
		}
	}
	for i, key := range underWay {
		if err := f.advance(ctx, c, key, i); err != nil {
			return err
		}
	}
	return nil
}

// country lists what happens to one country.
func (f *founding) country(c *candidate) {
	f.add(c.Opened, "09:30", func(ctx context.Context) error { return f.open(ctx, c) })
	evidenced, underWay := f.split(c)
	// One element every other day, the evidenced ones first.
	day := c.Opened + 2
	for _, key := range evidenced {
		f.add(day, "11:00", func(ctx context.Context) error { return f.evidence(ctx, c, key) })
		day += 2
	}
	for i, key := range underWay {
		f.add(day, "11:30", func(ctx context.Context) error { return f.advance(ctx, c, key, i) })
		day += 2
	}
	for _, d := range c.Dialogue {
		f.add(d.Day, "13:00", func(ctx context.Context) error {
			organisation := f.organisations[d.Organisation].GlobalID()
			_, err := f.countries.DialogueCreate(ctx, model.DialogueCreateInput{
				LighthouseCountryID: c.id, HeldOn: f.day0.AddDays(d.Day), Channel: d.Channel, OrganisationID: &organisation, WithWHO: &d.WithWHO,
				Subject: d.Subject, ElementKey: &d.Element,
			}, nil)
			return err
		})
	}
	for _, d := range c.Documents {
		f.add(d.Day, "13:30", func(ctx context.Context) error {
			organisation := f.organisations[d.Organisation].GlobalID()
			_, err := f.countries.DocumentCreate(ctx, model.LighthouseDocumentCreateInput{
				LighthouseCountryID: c.id, Kind: d.Kind, Title: d.Title, DatedOn: f.day0.AddDays(d.Day), OrganisationID: &organisation, WithWHO: &d.WithWHO,
				ElementKey: &d.Element,
			}, nil)
			return err
		})
	}
	for _, l := range c.Lessons {
		f.add(l.Day, "14:00", func(ctx context.Context) error { return f.lesson(ctx, c, l.Element, l.Keep, l.Change, l.Adopted) })
	}
	for i, m := range c.Milestones {
		if m.Actual == nil {
			continue
		}
		f.add(*m.Actual, "16:00", func(ctx context.Context) error {
			_, err := f.countries.MilestoneUpdate(ctx, model.MilestoneUpdateInput{
				ID: c.milestones[i], ActualOn: model.Sent(f.day0.AddDays(*m.Actual)), Evidence: model.Sent(m.Evidence),
			}, nil)
			return err
		})
	}
	if p := c.Paused; p != nil {
		f.add(p.Day, "15:00", func(ctx context.Context) error {
			review := f.day0.AddDays(p.Review)
			_, err := f.countries.SetAside(ctx, model.LighthouseCountrySetAsideInput{ID: c.id, As: model.StagePaused, Reason: p.Reason, ReviewOn: &review}, nil)
			return err
		})
	}
}

// open opens the record, with its milestones.
func (f *founding) open(ctx context.Context, c *candidate) error {
	desk := f.staff[c.Desk].GlobalID()
	in := model.LighthouseCountryOpenInput{CountryCode: c.Country, OwnerID: &desk}
	if c.Interested != "" {
		organisation, err := f.organisationNamed(ctx, c.Interested)
		if err != nil {
			return err
		}
		if in.InterestedOrganisationID = organisation; organisation == nil {
			in.InterestedOrganisationName = &c.Interested
		}
	}
	made, err := f.countries.Open(ctx, in, model.Fields{}.Ask("elements"))
	if err != nil {
		return fmt.Errorf("%s: %w", c.Country, err)
	}
	c.id, c.elements = made.GlobalID(), elementIDs(made)
	for _, m := range c.Milestones {
		forecast := f.day0.AddDays(m.Forecast)
		plan := model.MilestoneCreateInput{
			LighthouseCountryID: c.id, Title: inputs(m.Title), ElementKey: &m.Element, OwnerID: &desk, BaselineOn: f.day0.AddDays(m.Baseline), ForecastOn: &forecast,
		}
		planned, err := f.countries.MilestoneCreate(ctx, plan, nil)
		if err != nil {
			return fmt.Errorf("%s: milestone: %w", c.Country, err)
		}
		c.milestones = append(c.milestones, planned.GlobalID())
	}
	return nil
}

// split takes from the checklist what is evidenced and what is under way.
func (f *founding) split(c *candidate) (evidenced, underWay []string) {
	for _, e := range f.model.Elements {
		switch {
		case !e.Required || slices.Contains(c.Without, e.Key):
		case len(evidenced) < c.Evidenced && !slices.Contains(c.NotYet, e.Key):
			evidenced = append(evidenced, e.Key)
		case len(underWay) < c.UnderWay:
			underWay = append(underWay, e.Key)
		}
	}
	return evidenced, underWay
}

// evidence lets the desk see a paper about an element.
func (f *founding) evidence(ctx context.Context, c *candidate, key string) error {
	desk, today := f.staff[c.Desk].GlobalID(), model.DateOf(f.Clock.Now())
	element := f.model.Element(key)
	_, err := f.countries.EvidenceAdd(ctx, model.EvidenceAddInput{
		ElementID: c.elements[key], Title: element.NameIn(nil).Text + " (demo): " + element.AcceptedEvidenceIn()[0].Text, DatedOn: &today, SeenByID: &desk,
	}, nil)
	if err != nil {
		return fmt.Errorf("%s of %s: %w", key, c.Country, err)
	}
	_, err = f.countries.ElementUpdate(ctx, model.ElementUpdateInput{
		ID: c.elements[key], State: model.Sent(model.ElementEvidenced), OwnerID: model.Sent(desk), DoneOn: model.Sent(today),
	}, nil)
	return err
}

// ways are the states under way, in turn.
var ways = []model.ElementState{model.ElementInProgress, model.ElementInDialogue, model.ElementAgreed, model.ElementDone}

// advance puts the i-th element under way into one of its states.
func (f *founding) advance(ctx context.Context, c *candidate, key string, i int) error {
	in := model.ElementUpdateInput{ID: c.elements[key], State: model.Sent(ways[i%len(ways)]), OwnerID: model.Sent(f.staff[c.Desk].GlobalID())}
	if ways[i%len(ways)] == model.ElementDone {
		in.DoneOn = model.Sent(model.DateOf(f.Clock.Now()))
	}
	if _, err := f.countries.ElementUpdate(ctx, in, nil); err != nil {
		return fmt.Errorf("%s of %s: %w", key, c.Country, err)
	}
	return nil
}
