package model

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// Bounds of what is taken for an activity.
const (
	maxTags       = 50
	maxOrganisers = 50
	maxCountries  = 60
	// MaxActivityDays bounds how long an activity lasts: a longer one is a slip
	// of the keyboard.
	MaxActivityDays = 60
)

// ActivityInput is what every kind of activity is created from. The inputs of
// the kinds embed it.
type ActivityInput struct {
	// Reference is chosen by the caller; without one it is made.
	Reference        *string
	Title            []TranslationInput
	Description      []TranslationInput
	CountryCode      CountryCode
	FurtherCountries []CountryCode
	StartsOn         *Date
	EndsOn           *Date
	City             *string
	TimeZone         *string
	HostID           *GlobalID
	OwnerID          *GlobalID
	FocusAreaID      *GlobalID
	Tags             []string
	Organisers       []OrganiserInput
}

// ActivityPatch changes what is named of an activity: an absent member stays,
// null clears where that is possible.
type ActivityPatch struct {
	Title            graphql.Omittable[[]TranslationInput]
	Description      graphql.Omittable[[]TranslationInput]
	CountryCode      graphql.Omittable[*CountryCode]
	FurtherCountries graphql.Omittable[[]CountryCode]
	StartsOn         graphql.Omittable[*Date]
	EndsOn           graphql.Omittable[*Date]
	City             graphql.Omittable[*string]
	TimeZone         graphql.Omittable[*string]
	HostID           graphql.Omittable[*GlobalID]
	OwnerID          graphql.Omittable[*GlobalID]
	FocusAreaID      graphql.Omittable[*GlobalID]
	Tags             graphql.Omittable[[]string]
	Organisers       graphql.Omittable[[]OrganiserInput]
}

// Apply writes the input into a fresh activity and answers its organisers. All
// that is wrong is noted. Without a zone the activity is in Copenhagen.
func (in ActivityInput) Apply(errs *Errors, a *Activity) []*Organiser {
	patch := ActivityPatch{
		Title: graphql.OmittableOf(in.Title), CountryCode: graphql.OmittableOf(&in.CountryCode),
		StartsOn: given(in.StartsOn), EndsOn: given(in.EndsOn), City: given(in.City), TimeZone: given(in.TimeZone),
		HostID: given(in.HostID), OwnerID: given(in.OwnerID), FocusAreaID: given(in.FocusAreaID),
	}
	if in.Description != nil {
		patch.Description = graphql.OmittableOf(in.Description)
	}
	if in.FurtherCountries != nil {
		patch.FurtherCountries = graphql.OmittableOf(in.FurtherCountries)
	}
	if in.Tags != nil {
		patch.Tags = graphql.OmittableOf(in.Tags)
	}
	if in.Organisers != nil {
		patch.Organisers = graphql.OmittableOf(in.Organisers)
	}
	if a.TimeZone == "" {
		a.TimeZone = Copenhagen
	}
	if in.Reference != nil && *in.Reference != "" {
		errs.Add(ValidReference("reference", *in.Reference))
		a.Reference = *in.Reference
	}
	return patch.Apply(errs, a)
}

// Apply writes what was sent into the activity and answers the organisers that
// were sent; Organisers.IsSet tells whether they replace those that there are.
// All that is wrong is noted.
func (in ActivityPatch) Apply(errs *Errors, a *Activity) []*Organiser {
	if texts, ok := in.Title.ValueOK(); ok {
		clean, err := ValidTranslations("title", texts, MaxTitle)
		errs.Add(err)
		a.Title = a.Title.Apply(clean)
		if a.Title.IsEmpty() {
			errs.Add(BadInput("title", "error.text.required"))
		}
	}
	if texts, ok := in.Description.ValueOK(); ok {
		clean, err := ValidTextTranslations("description", texts, MaxBody)
		errs.Add(err)
		a.Description = a.Description.Apply(clean)
	}
	setNeeded(errs, "countryCode", in.CountryCode, &a.CountryCode)
	if codes, ok := in.FurtherCountries.ValueOK(); ok {
		a.FurtherCountries = further(errs, a.CountryCode, codes)
	}
	setDay(errs, "startsOn", in.StartsOn, &a.StartsOn)
	setDay(errs, "endsOn", in.EndsOn, &a.EndsOn)
	setLine(errs, "city", in.City, MaxLine, &a.City)
	setTimeZone(errs, in.TimeZone, &a.TimeZone)
	setID(errs, "hostId", in.HostID, KindOrganisation, &a.HostID)
	setID(errs, "ownerId", in.OwnerID, KindPerson, &a.OwnerID)
	setID(errs, "focusAreaId", in.FocusAreaID, KindFocusArea, &a.FocusAreaID)
	if tags, ok := in.Tags.ValueOK(); ok {
		a.Tags = cleanTags(errs, tags)
	}
	checkDays(errs, a)
	organisers, _ := in.Organisers.ValueOK()
	return organisersOf(errs, a.ID, organisers)
}

func checkDays(errs *Errors, a *Activity) {
	switch {
	case a.StartsOn.IsZero() != a.EndsOn.IsZero():
		errs.Add(BadInput("endsOn", "error.days.both"))
	case !a.StartsOn.IsZero():
		errs.Add(ValidDays("startsOn", "endsOn", a.StartsOn, a.EndsOn))
		if a.StartsOn.DaysUntil(a.EndsOn) >= MaxActivityDays {
			errs.Add(BadInput("endsOn", "error.days.tooMany").With("Max", MaxActivityDays))
		}
	}
}

// further are the countries beside the main one, each once.
func further(errs *Errors, main CountryCode, codes []CountryCode) CountryCodes {
	if len(codes) > maxCountries {
		errs.Add(BadInput("furtherCountries", "error.list.tooLong").With("Max", maxCountries))
		return nil
	}
	seen := map[CountryCode]bool{main: true}
	var list CountryCodes
	for _, code := range codes {
		if !seen[code] {
			seen[code] = true
			list = append(list, code)
		}
	}
	return list
}

func cleanTags(errs *Errors, sent []string) Tags {
	if len(sent) > maxTags {
		errs.Add(BadInput("tags", "error.list.tooLong").With("Max", maxTags))
		return nil
	}
	tags := Tags{}
	for i, tag := range sent {
		clean, err := CleanLine(fmt.Sprintf("tags.%d", i), tag, MaxLine)
		errs.Add(err)
		if clean != "" {
			tags = append(tags, clean)
		}
	}
	return tags
}

func organisersOf(errs *Errors, activity ID, sent []OrganiserInput) []*Organiser {
	if len(sent) > maxOrganisers {
		errs.Add(BadInput("organisers", "error.list.tooLong").With("Max", maxOrganisers))
		return nil
	}
	organisers := make([]*Organiser, 0, len(sent))
	seen := map[ID]bool{}
	for i, o := range sent {
		field := OrganiserField(i)
		id, err := o.OrganisationID.As(KindOrganisation, field)
		errs.Add(err)
		if seen[id] {
			errs.Add(BadInput(field, "error.list.duplicate"))
		}
		seen[id] = true
		organisers = append(organisers, &Organiser{ActivityID: activity, OrganisationID: id, Role: o.Role})
	}
	return organisers
}

// OrganiserField names the n-th organiser of an input.
func OrganiserField(n int) string { return fmt.Sprintf("organisers.%d.organisationId", n) }
