package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"fyrtaarn/model"
)

//go:embed tours.json
var toursJSON []byte

// tourScenario is the demo's tours and talks as data.
type tourScenario struct {
	Tour  struct{ Title, Description, Theme, Practical, Terms texts }
	Stop  texts
	Open  []model.LanguageTag
	Stops []struct {
		City, Host, Starts, Ends string
		Day, Capacity            int
	}
	Guests struct {
		Countries []model.CountryCode
		// Zones are those of the countries, in the same order.
		Zones                                              []string
		Registered, ToAarhus, Attended25, AttendedSideTour int
	}
	Talks []struct {
		Country    model.CountryCode
		Day        int
		City, Zone string
	}
}

// texts are one text in several languages.
type texts map[model.LanguageTag]string

// inputs are the texts with English as their source.
func (t texts) inputs(pairs ...string) []model.TranslationInput {
	fill := strings.NewReplacer(pairs...)
	list := []model.TranslationInput{{Language: model.English, Text: fill.Replace(t[model.English])}}
	for tag, text := range t {
		if tag != model.English {
			list = append(list, model.TranslationInput{Language: tag, Text: fill.Replace(text)})
		}
	}
	return list
}

// The days of Tour de Health '27. On a later D it is the next one: so many weeks
// later that it is on the same weekdays.
var tour27 = model.NewDate(2027, time.May, 25)

const weeksApart = 52

// touring is the story of the tours while it is played.
type touring struct {
	*World
	*tourScenario
	people map[string]*model.Person
	open   *model.TourEdition
	stops  map[string]*model.TourStop
	talks  map[int]*model.PresentationAbroad
}

// tourEvents lists what happens to tours, side tours and talks abroad, and when.
func (w *World) tourEvents() ([]event, error) {
	data := new(tourScenario)
	if err := json.Unmarshal(toursJSON, data); err != nil {
		return nil, fmt.Errorf("tours.json: %w", err)
	}
	s := &touring{World: w, tourScenario: data, people: map[string]*model.Person{}, stops: map[string]*model.TourStop{}, talks: map[int]*model.PresentationAbroad{}}
	events := []event{
		{w.at(Begins+1, "10:30"), s.noteTour25},
		{w.at(-90, "11:00"), s.planTour27},
		{w.at(-40, "11:00"), s.openTour27},
		{w.at(-35, "11:00"), s.registerGuests},
		{w.at(-74, "11:30"), s.noteSideTour},
		{w.at(-20, "11:30"), s.planSideTour},
		{w.at(-20, "12:00"), s.planScale},
	}
	for i := range data.Talks {
		noted := max(Begins+2, min(data.Talks[i].Day-20, -1))
		events = append(events, event{w.at(noted, "14:00"), s.agreeTalk(i)})
		if given := data.Talks[i].Day; given > noted && given < 0 {
			events = append(events, event{w.at(given, "18:00"), s.giveTalk(i)})
		}
	}
	return events, nil
}

func (s *touring) organisation(key string) *model.GlobalID {
	id := s.organisations[key].GlobalID()
	return &id
}

func (s *touring) owner(reference string) *model.GlobalID {
	id := s.staff[reference].GlobalID()
	return &id
}

func english(text string) []model.TranslationInput {
	return []model.TranslationInput{{Language: model.English, Text: text}}
}

// guest is the n-th of those who come to tours, counted from 1.
func (s *touring) guest(ctx context.Context, group string, n int) (model.GlobalID, error) {
	email := fmt.Sprintf("guest%02d@%s.demo.example", n, group)
	if p := s.people[email]; p != nil {
		return p.GlobalID(), nil
	}
	language := s.Open[n%len(s.Open)]
	p, err := s.People.Create(ctx, model.PersonCreateInput{
		FullName: fmt.Sprintf("Guest %02d Demo", n), Email: &email, Language: &language, CountryCode: s.Guests.Countries[n%len(s.Guests.Countries)],
		TimeZone: &s.Guests.Zones[n%len(s.Guests.Zones)],
	}, nil)
	if err != nil {
		return "", err
	}
	s.people[email] = p
	return p.GlobalID(), nil
}

// register lets so many guests of a group register for stops.
func (s *touring) register(ctx context.Context, tour model.GlobalID, group string, from, to int, stops ...*model.TourStop) error {
	for n := from; n <= to; n++ {
		person, err := s.guest(ctx, group, n)
		if err != nil {
			return err
		}
		in := model.TourRegistrationCreateInput{ActivityID: tour, PersonID: person}
		for _, stop := range stops {
			in.Lines = append(in.Lines, model.RegistrationLineInput{StopID: stop.GlobalID()})
		}
		if _, err := s.Tours.Register(ctx, in, model.Fields{}); err != nil {
			return fmt.Errorf("%s, guest %d: %w", group, n, err)
		}
	}
	return nil
}

func (s *touring) to(ctx context.Context, tour model.GlobalID, states ...model.TourState) error {
	for _, state := range states {
		if _, err := s.Tours.Transition(ctx, model.TourTransitionInput{ID: tour, To: state}, model.Fields{}); err != nil {
			return err
		}
	}
	return nil
}

// noteTour25 records Tour de Health '25: who came, what came of it.
func (s *touring) noteTour25(ctx context.Context) error {
	reference, first := "demo-tdh-25", model.NewDate(2025, time.May, 20)
	last, held, city := first.AddDays(2), true, "København"
	edition, err := s.Tours.Create(ctx, model.TourEditionCreateInput{
		ActivityInput: model.ActivityInput{
			Reference: &reference, Title: english("Tour de Health '25"), CountryCode: model.Denmark, StartsOn: &first, EndsOn: &last, City: &city,
			HostID: s.organisation("hcd"), OwnerID: s.owner("demo-usr-01"),
		},
		Kind: model.TourDeHealth, Theme: english("From living lab to everyday care"), Languages: []model.LanguageTag{model.English}, RecordedAfterwards: &held,
	}, nil)
	if err != nil {
		return err
	}
	var stops []*model.TourStop
	for i, host := range []string{"regionh", "hvidovre", "ll-odense"} {
		organisation := s.organisations[host]
		day := first.AddDays(i)
		stop, err := s.Tours.StopCreate(ctx, model.TourStopCreateInput{
			ActivityID: edition.GlobalID(), Title: english("Day in " + organisation.City), City: organisation.City, Venue: &organisation.Name,
			HostID: s.organisation(host), StartsAt: day.At(9, 0, s.zone), EndsAt: day.At(15, 0, s.zone), Capacity: 60,
		}, nil)
		if err != nil {
			return err
		}
		stops = append(stops, stop)
	}
	if err := s.register(ctx, edition.GlobalID(), "tdh25", 1, s.Guests.Attended25, stops...); err != nil {
		return err
	}
	_, err = s.Tours.Update(ctx, model.TourEditionUpdateInput{
		ID: edition.GlobalID(), Legacy: model.SentList(english("What works in a living lab works at home when the municipality takes part from the first day.")...),
		Report: model.SentList(english("36 delegates from nine countries; eleven business leads, of which four became pilots.")...),
	}, nil)
	if err != nil {
		return err
	}
	return s.close(ctx, edition.GlobalID(), "Eleven business leads, of which four became pilots.", func() error {
		return s.to(ctx, edition.GlobalID(), model.TourClosed)
	})
}

// close notes the lesson without which nothing is closed.
func (s *touring) close(ctx context.Context, id model.GlobalID, lesson string, then func() error) error {
	if _, err := s.FollowUps.LessonCreate(ctx, model.LessonCreateInput{SubjectID: id, Keep: lesson}); err != nil {
		return err
	}
	return then()
}

// planTour27 plans Tour de Health '27 and its six stops.
func (s *touring) planTour27(ctx context.Context) error {
	first := tour27
	for !s.day0.AddDays(40).Before(first) {
		first = first.AddDays(7 * weeksApart)
	}
	reference, last, city, offer := "demo-tdh-27", first.AddDays(3), "København", 48
	edition, err := s.Tours.Create(ctx, model.TourEditionCreateInput{
		ActivityInput: model.ActivityInput{
			Reference: &reference, Title: s.Tour.Title.inputs(), Description: s.Tour.Description.inputs(), CountryCode: model.Denmark,
			StartsOn: &first, EndsOn: &last, City: &city, HostID: s.organisation("hcd"), OwnerID: s.owner("demo-usr-01"),
			Organisers: []model.OrganiserInput{
				{OrganisationID: *s.organisation("hcd"), Role: model.OrganiserMain}, {OrganisationID: *s.organisation("mfa"), Role: model.OrganiserCo},
			},
		},
		Kind: model.TourDeHealth, Theme: s.Tour.Theme.inputs(), Practical: s.Tour.Practical.inputs(), Terms: s.Tour.Terms.inputs(),
		Languages: s.Open, OfferHours: &offer,
	}, nil)
	if err != nil {
		return err
	}
	s.open = edition
	for _, one := range s.Stops {
		host := s.organisations[one.Host]
		day := first.AddDays(one.Day)
		stop, err := s.Tours.StopCreate(ctx, model.TourStopCreateInput{
			ActivityID: edition.GlobalID(), Title: s.Stop.inputs("{city}", one.City), City: one.City, Venue: &host.Name, HostID: s.organisation(one.Host),
			StartsAt: s.clock(day, one.Starts), EndsAt: s.clock(day, one.Ends), Capacity: one.Capacity,
		}, nil)
		if err != nil {
			return fmt.Errorf("stop %s: %w", one.City, err)
		}
		s.stops[one.City] = stop
	}
	return s.to(ctx, edition.GlobalID(), model.TourPlanning)
}

// clock is a time of day on a day in Copenhagen.
func (s *touring) clock(day model.Date, at string) time.Time {
	return s.at(s.day0.DaysUntil(day), at)
}

// openTour27 opens registration in the languages that are complete. French and
// Italian lack two texts of eleven: the gate keeps them out.
func (s *touring) openTour27(ctx context.Context) error {
	return s.to(ctx, s.open.GlobalID(), model.TourRegistrationOpen)
}

// registerGuests lets the guests register. More want to go to Aarhus than it
// holds.
func (s *touring) registerGuests(ctx context.Context) error {
	id := s.open.GlobalID()
	if err := s.register(ctx, id, "tdh27", 1, s.Guests.ToAarhus, s.stops["København"], s.stops["Hvidovre"], s.stops["Aarhus"]); err != nil {
		return err
	}
	return s.register(ctx, id, "tdh27", s.Guests.ToAarhus+1, s.Guests.Registered, s.stops["København"], s.stops["Roskilde"], s.stops["Odense"])
}

// noteSideTour records the tour that was beside a Nordic conference.
func (s *touring) noteSideTour(ctx context.Context) error {
	reference, held, venue := "demo-side-01", true, "Region Hovedstaden"
	tour, err := s.Tours.SideTourCreate(ctx, model.SideTourCreateInput{
		Reference: &reference, Conference: "Nordic digital-health conference (demo)", Title: english("After a Nordic digital-health conference (demo)"),
		City: "København", On: s.day0.AddDays(-75), Venue: &venue, Places: s.Guests.AttendedSideTour, HostID: s.organisation("regionh"),
		OwnerID: s.owner("demo-usr-02"), RecordedAfterwards: &held,
	}, model.Fields{}.Ask("stops", "title"))
	if err != nil {
		return err
	}
	if err := s.register(ctx, tour.GlobalID(), "side", 1, s.Guests.AttendedSideTour, tour.OpenStops()...); err != nil {
		return err
	}
	return s.close(ctx, tour.GlobalID(), "An afternoon is enough when the stop is next door.", func() error {
		_, err := s.Tours.SideTourTransition(ctx, model.TourTransitionInput{ID: tour.GlobalID(), To: model.TourClosed}, model.Fields{})
		return err
	})
}

// planSideTour plans the tour before a European congress.
func (s *touring) planSideTour(ctx context.Context) error {
	reference, venue := "demo-side-02", "Hvidovre Hospital"
	tour, err := s.Tours.SideTourCreate(ctx, model.SideTourCreateInput{
		Reference: &reference, Conference: "European obesity congress (demo)", Title: english("Before a European obesity congress (demo)"),
		City: "Hvidovre", On: s.day0.AddDays(110), Venue: &venue, Places: 25, HostID: s.organisation("hvidovre"), OwnerID: s.owner("demo-usr-01"),
	}, nil)
	if err != nil {
		return err
	}
	_, err = s.Tours.SideTourTransition(ctx, model.TourTransitionInput{ID: tour.GlobalID(), To: model.TourPlanning}, model.Fields{})
	return err
}

// planScale plans the first round of Scale Your Health Tech.
func (s *touring) planScale(ctx context.Context) error {
	reference, city, first := "demo-syh-01", "København", s.day0.AddDays(50)
	last := first.AddDays(2)
	edition, err := s.Tours.Create(ctx, model.TourEditionCreateInput{
		ActivityInput: model.ActivityInput{
			Reference: &reference, Title: english("Scale Your Health Tech, round 1 (demo)"), Description: english("Ten companies work on their way to a market."),
			CountryCode: model.Denmark, StartsOn: &first, EndsOn: &last, City: &city, HostID: s.organisation("icdk"), OwnerID: s.owner("demo-usr-02"),
		},
		Kind: model.TourScaleHealthTech, Languages: []model.LanguageTag{model.English},
	}, nil)
	if err != nil {
		return err
	}
	venue := "Innovation Centre Denmark"
	_, err = s.Tours.StopCreate(ctx, model.TourStopCreateInput{
		ActivityID: edition.GlobalID(), Title: english("Three days of work"), City: city, Venue: &venue, HostID: s.organisation("icdk"),
		StartsAt: s.clock(first, "09:00"), EndsAt: s.clock(last, "15:00"), Capacity: 10,
	}, nil)
	if err != nil {
		return err
	}
	return s.to(ctx, edition.GlobalID(), model.TourPlanning)
}

// agreeTalk notes the i-th talk abroad; one that is past is noted as given.
func (s *touring) agreeTalk(i int) func(context.Context) error {
	return func(ctx context.Context) error {
		one := s.Talks[i]
		on, reference, language := s.day0.AddDays(one.Day), fmt.Sprintf("demo-pre-%02d", i+1), model.English
		held, audience := on.Before(model.DateOf(s.Clock.Now())), 40+10*i
		event := "Danish embassy, " + one.City
		talk, err := s.Presentations.Create(ctx, model.PresentationAbroadCreateInput{
			ActivityInput: model.ActivityInput{
				Reference: &reference, Title: english("How Denmark tests health solutions in everyday life (demo)"), CountryCode: one.Country,
				StartsOn: &on, EndsOn: &on, City: &one.City, TimeZone: &one.Zone, HostID: s.organisation("hcd"), OwnerID: s.owner("demo-usr-01"),
			},
			Event: &event, Language: &language, SpeakerID: s.owner(fmt.Sprintf("demo-usr-%02d", 1+i%2)), AudienceSize: &audience, RecordedAfterwards: &held,
		}, nil)
		s.talks[i] = talk
		if err != nil || !held {
			return err
		}
		return s.talkTo(ctx, i, model.PresentationClosed)
	}
}

// giveTalk notes that the i-th talk was given, and nothing is left to do.
func (s *touring) giveTalk(i int) func(context.Context) error {
	return func(ctx context.Context) error {
		return s.talkTo(ctx, i, model.PresentationHeld, model.PresentationClosed)
	}
}

func (s *touring) talkTo(ctx context.Context, i int, states ...model.PresentationState) error {
	for _, state := range states {
		if _, err := s.Presentations.Transition(ctx, model.PresentationTransitionInput{ID: s.talks[i].GlobalID(), To: state}, model.Fields{}); err != nil {
			return err
		}
	}
	return nil
}
