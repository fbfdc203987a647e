package model

import (
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// TourEditionCreateInput is what is known when an edition is first thought of.
type TourEditionCreateInput struct {
	IdempotencyKey *string
	ActivityInput
	Kind          TourKind
	Theme         []TranslationInput
	Practical     []TranslationInput
	Terms         []TranslationInput
	Languages     []LanguageTag
	NeedsApproval *bool
	OfferHours    *int
	DecideBy      *Date
	// RecordedAfterwards notes an edition that has already been held: it starts
	// as COMPLETED, whoever took part is noted, and nobody is reminded.
	RecordedAfterwards *bool
}

// Apply writes the input into a fresh edition and answers its organisers.
func (in TourEditionCreateInput) Apply(errs *Errors, e *TourEdition) []*Organiser {
	organisers := in.ActivityInput.Apply(errs, &e.Activity)
	e.Kind = in.Kind
	setTexts(errs, "theme", graphql.OmittableOf(in.Theme), &e.Theme)
	setTexts(errs, "practical", graphql.OmittableOf(in.Practical), &e.Practical)
	setTexts(errs, "terms", graphql.OmittableOf(in.Terms), &e.Terms)
	if in.DecideBy != nil {
		e.DecideBy = *in.DecideBy
	}
	e.applyLife(errs, graphql.OmittableOf(in.Languages), given(in.NeedsApproval), given(in.OfferHours))
	return organisers
}

// TourEditionUpdateInput changes what is named.
type TourEditionUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	ActivityPatch
	Kind          graphql.Omittable[*TourKind]
	Theme         graphql.Omittable[[]TranslationInput]
	Practical     graphql.Omittable[[]TranslationInput]
	Terms         graphql.Omittable[[]TranslationInput]
	Languages     graphql.Omittable[[]LanguageTag]
	NeedsApproval graphql.Omittable[*bool]
	OfferHours    graphql.Omittable[*int]
	DecideBy      graphql.Omittable[*Date]
	Paper         graphql.Omittable[[]TranslationInput]
	PaperURL      graphql.Omittable[*string]
	Legacy        graphql.Omittable[[]TranslationInput]
	LegacyURL     graphql.Omittable[*string]
	Report        graphql.Omittable[[]TranslationInput]
	ReportURL     graphql.Omittable[*string]
}

// Apply writes what was sent into the edition and answers the organisers that
// were sent. Paper and report count as there since now when they come first.
func (in TourEditionUpdateInput) Apply(errs *Errors, e *TourEdition, now time.Time) []*Organiser {
	organisers := in.ActivityPatch.Apply(errs, &e.Activity)
	setNeeded(errs, "kind", in.Kind, &e.Kind)
	for _, text := range []struct {
		field string
		sent  graphql.Omittable[[]TranslationInput]
		into  *LocalizedText
	}{
		{"theme", in.Theme, &e.Theme},
		{"practical", in.Practical, &e.Practical},
		{"terms", in.Terms, &e.Terms},
		{"paper", in.Paper, &e.Paper},
		{"legacy", in.Legacy, &e.Legacy},
		{"report", in.Report, &e.Report},
	} {
		setTexts(errs, text.field, text.sent, text.into)
	}
	setLink(errs, "paperUrl", in.PaperURL, &e.PaperURL)
	setLink(errs, "legacyUrl", in.LegacyURL, &e.LegacyURL)
	setLink(errs, "reportUrl", in.ReportURL, &e.ReportURL)
	setDay(errs, "decideBy", in.DecideBy, &e.DecideBy)
	e.applyLife(errs, in.Languages, in.NeedsApproval, in.OfferHours)
	e.PaperAt = thereSince(e.PaperAt, e.HasPaper(), now)
	e.ReportAt = thereSince(e.ReportAt, e.HasReport(), now)
	return organisers
}

// thereSince is since when something is there.
func thereSince(since *time.Time, there bool, now time.Time) *time.Time {
	switch {
	case !there:
		return nil
	case since == nil:
		return &now
	}
	return since
}

// applyLife writes how registrations are taken.
func (l *TourLife) applyLife(errs *Errors, languages graphql.Omittable[[]LanguageTag], approval graphql.Omittable[*bool], hours graphql.Omittable[*int]) {
	if sent, ok := languages.ValueOK(); ok {
		l.Languages = languageList(errs, "languages", sent)
	}
	if l.Languages == nil {
		l.Languages = LanguageTags{}
	}
	setNeeded(errs, "needsApproval", approval, &l.NeedsApproval)
	if l.OfferHours == 0 {
		l.OfferHours = DefaultOfferHours
	}
	if n, ok := needed(errs, "offerHours", hours); ok {
		if n < 1 || n > MaxOfferHours {
			errs.Add(BadInput("offerHours", "error.number.range").With("Min", 1).With("Max", MaxOfferHours))
			return
		}
		l.OfferHours = n
	}
}

// languageList checks each language and keeps it once.
func languageList(errs *Errors, field string, sent []LanguageTag) LanguageTags {
	if len(sent) > maxTranslations {
		errs.Add(BadInput(field, "error.list.tooLong").With("Max", maxTranslations))
		return nil
	}
	list, seen := LanguageTags{}, map[LanguageTag]bool{}
	for i, one := range sent {
		tag, err := ValidLanguage(fmt.Sprintf("%s.%d", field, i), one)
		errs.Add(err)
		if err == nil && !seen[tag] {
			seen[tag] = true
			list = append(list, tag)
		}
	}
	return list
}

// setLink writes an address on the web, or none.
func setLink(errs *Errors, field string, sent graphql.Omittable[*string], into *string) {
	setClean(errs, sent, into, func(text string) (string, error) {
		if text == "" {
			return "", nil
		}
		return ValidURL(field, text)
	})
}

// TourTransitionInput moves an edition or a side tour to another state.
type TourTransitionInput struct {
	ID              GlobalID
	ExpectedVersion *int
	To              TourState
	// Reason is needed to cancel.
	Reason *string
}

// TourEditionCloneInput copies an edition to a new market.
type TourEditionCloneInput struct {
	IdempotencyKey *string
	ID             GlobalID
	Reference      *string
	CountryCode    CountryCode
	City           *string
	TimeZone       *string
	// StartsOn is the first day there; the stops keep their distance from it and
	// their time of day.
	StartsOn Date
	// Languages are those in which people there are to register; absent, those
	// of the edition.
	Languages []LanguageTag
}

// TourStopCreateInput is a new stop.
type TourStopCreateInput struct {
	IdempotencyKey *string
	ActivityID     GlobalID
	Title          []TranslationInput
	City           string
	Venue          *string
	StartsAt       time.Time
	EndsAt         time.Time
	// TimeZone is the activity's when absent.
	TimeZone *string
	HostID   *GlobalID
	Capacity int
}

// Apply writes the input into a fresh stop. All that is wrong is noted.
func (in TourStopCreateInput) Apply(errs *Errors, s *TourStop) {
	TourStopUpdateInput{
		Title: graphql.OmittableOf(in.Title), City: Sent(in.City), Venue: given(in.Venue), StartsAt: Sent(in.StartsAt), EndsAt: Sent(in.EndsAt),
		TimeZone: given(in.TimeZone), HostID: given(in.HostID), Capacity: Sent(in.Capacity),
	}.Apply(errs, s)
}

// TourStopUpdateInput changes what is named.
type TourStopUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Title           graphql.Omittable[[]TranslationInput]
	City            graphql.Omittable[*string]
	Venue           graphql.Omittable[*string]
	StartsAt        graphql.Omittable[*time.Time]
	EndsAt          graphql.Omittable[*time.Time]
	TimeZone        graphql.Omittable[*string]
	HostID          graphql.Omittable[*GlobalID]
	Capacity        graphql.Omittable[*int]
}

// Apply writes what was sent into the stop. All that is wrong is noted; a
// capacity below what is taken is.
func (in TourStopUpdateInput) Apply(errs *Errors, s *TourStop) {
	if texts, ok := in.Title.ValueOK(); ok {
		clean, err := ValidTranslations("title", texts, MaxTitle)
		errs.Add(err)
		s.Title = s.Title.Apply(clean)
	}
	setNeededLine(errs, "city", in.City, &s.City)
	setLine(errs, "venue", in.Venue, MaxLine, &s.Venue)
	setNeeded(errs, "startsAt", in.StartsAt, &s.StartsAt)
	setNeeded(errs, "endsAt", in.EndsAt, &s.EndsAt)
	s.StartsAt, s.EndsAt = s.StartsAt.UTC().Truncate(time.Second), s.EndsAt.UTC().Truncate(time.Second)
	errs.Add(ValidSpan("startsAt", "endsAt", s.StartsAt, s.EndsAt))
	if zone, ok := needed(errs, "timeZone", in.TimeZone); ok {
		setChecked(errs, &s.TimeZone, func() (string, error) { return zone, ValidTimeZone("timeZone", zone) })
	}
	setID(errs, "hostId", in.HostID, KindOrganisation, &s.HostID)
	capacity, ok := needed(errs, "capacity", in.Capacity)
	switch {
	case !ok:
	case capacity < 1 || capacity > MaxStopCapacity:
		errs.Add(BadInput("capacity", "error.number.range").With("Min", 1).With("Max", MaxStopCapacity))
	case capacity < s.Taken:
		errs.Add(BadInput("capacity", "error.stop.capacityTaken").With("Taken", s.Taken))
	default:
		s.Capacity = capacity
	}
}

// TourStopCancelInput takes a stop out; everybody registered for it is told.
type TourStopCancelInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          string
}

// SideTourCreateInput is a tour beside a conference. With places it makes its
// one stop by itself.
type SideTourCreateInput struct {
	IdempotencyKey *string
	Reference      *string
	// Conference is the conference's name; the title is made from it when there
	// is none.
	Conference  string
	Title       []TranslationInput
	Description []TranslationInput
	// CountryCode is Denmark when absent.
	CountryCode *CountryCode
	City        string
	TimeZone    *string
	// On is the day of the tour, StartsTime and EndsTime the hours as hh:mm in
	// its zone; from 09:00 to 16:00 when absent.
	On         Date
	StartsTime *string
	EndsTime   *string
	Venue      *string
	// Places is how many can come along.
	Places        int
	HostID        *GlobalID
	OwnerID       *GlobalID
	FocusAreaID   *GlobalID
	Tags          []string
	Organisers    []OrganiserInput
	Languages     []LanguageTag
	NeedsApproval *bool
	OfferHours    *int
	// RecordedAfterwards notes a tour that has already been held.
	RecordedAfterwards *bool
}

// SideTourUpdateInput changes what is named.
type SideTourUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	ActivityPatch
	Conference    graphql.Omittable[*string]
	Languages     graphql.Omittable[[]LanguageTag]
	NeedsApproval graphql.Omittable[*bool]
	OfferHours    graphql.Omittable[*int]
}

// Apply writes what was sent into the side tour and answers the organisers that
// were sent.
func (in SideTourUpdateInput) Apply(errs *Errors, t *SideTour) []*Organiser {
	organisers := in.ActivityPatch.Apply(errs, &t.Activity)
	setNeededLine(errs, "conference", in.Conference, &t.Conference)
	t.applyLife(errs, in.Languages, in.NeedsApproval, in.OfferHours)
	return organisers
}
