package model

import (
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// The hours of a side tour that names none.
const (
	sideTourStarts = "09:00"
	sideTourEnds   = "16:00"
)

// Apply writes the input into a fresh side tour and its one stop, and answers
// its organisers. All that is wrong is noted.
func (in SideTourCreateInput) Apply(errs *Errors, t *SideTour, stop *TourStop) []*Organiser {
	setNeededLine(errs, "conference", Sent(in.Conference), &t.Conference)
	title := in.Title
	if len(title) == 0 {
		title = []TranslationInput{{Language: English, Text: t.Conference}}
	}
	country := Denmark
	if in.CountryCode != nil {
		country = *in.CountryCode
	}
	organisers := ActivityInput{
		Reference: in.Reference, Title: title, Description: in.Description, CountryCode: country, StartsOn: &in.On, EndsOn: &in.On,
		City: &in.City, TimeZone: in.TimeZone, HostID: in.HostID, OwnerID: in.OwnerID, FocusAreaID: in.FocusAreaID, Tags: in.Tags,
		Organisers: in.Organisers,
	}.Apply(errs, &t.Activity)
	languages := in.Languages
	if len(languages) == 0 {
		languages = []LanguageTag{t.Title.Source}
	}
	t.applyLife(errs, graphql.OmittableOf(languages), given(in.NeedsApproval), given(in.OfferHours))
	venue := in.City
	if in.Venue != nil && *in.Venue != "" {
		venue = *in.Venue
	}
	var wrong Errors
	TourStopCreateInput{
		Title: title, City: in.City, Venue: &venue, TimeZone: &t.TimeZone, HostID: in.HostID, Capacity: in.Places,
		StartsAt: clockOn(errs, "startsTime", in.On, in.StartsTime, sideTourStarts, t.Zone()),
		EndsAt:   clockOn(errs, "endsTime", in.On, in.EndsTime, sideTourEnds, t.Zone()),
	}.Apply(&wrong, stop)
	for _, e := range wrong {
		if field, ok := sideTourFields[e.Field]; ok && field != "" {
			errs.Add(e.At(field))
		}
	}
	return organisers
}

// sideTourFields are the members of the input behind those of its stop; what the
// tour itself has complained about already is left out.
var sideTourFields = map[string]string{"city": "city", "venue": "venue", "startsAt": "startsTime", "endsAt": "endsTime", "capacity": "places"}

// clockOn is an hour of a day in the zone.
func clockOn(errs *Errors, field string, day Date, sent *string, otherwise string, zone *time.Location) time.Time {
	text := otherwise
	if sent != nil {
		text = *sent
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		errs.Add(BadInput(field, "error.clock.invalid"))
		return time.Time{}
	}
	return day.At(at.Hour(), at.Minute(), zone)
}
