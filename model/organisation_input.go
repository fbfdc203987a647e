package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// The largest numbers that are taken for an organisation.
const (
	maxEmployees    = 10_000_000
	maxOpeningSpans = 50
)

// OrganisationCreateInput is what is known of a new organisation.
type OrganisationCreateInput struct {
	IdempotencyKey *string
	Kind           OrganisationKind
	Name           string
	CountryCode    CountryCode
	CVR            *string
	City           *string
	Region         *string
	Employees      *int
	Website        *string
	// TimeZone may be left out where the country's capital has a known one.
	TimeZone     *string
	OpeningHours []OpeningSpanInput
	Consent      *PartnerConsent
}

// OrganisationUpdateInput changes what is named: an absent member stays, null
// clears where that is possible.
type OrganisationUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	Kind            graphql.Omittable[*OrganisationKind]
	Name            graphql.Omittable[*string]
	CountryCode     graphql.Omittable[*CountryCode]
	CVR             graphql.Omittable[*string]
	City            graphql.Omittable[*string]
	Region          graphql.Omittable[*string]
	Employees       graphql.Omittable[*int]
	Website         graphql.Omittable[*string]
	TimeZone        graphql.Omittable[*string]
	OpeningHours    graphql.Omittable[[]OpeningSpanInput]
	Consent         graphql.Omittable[*PartnerConsent]
}

// OpeningSpanInput is one span of one weekday, with times as hh:mm.
type OpeningSpanInput struct {
	Weekday Weekday
	From    string
	Until   string
}

// Apply writes a creation into an empty row and answers everything that is
// wrong with it.
func (in OrganisationCreateInput) Apply(o *Organisation) error {
	all := OrganisationUpdateInput{
		Kind: Sent(in.Kind), Name: Sent(in.Name), CountryCode: Sent(in.CountryCode), CVR: given(in.CVR),
		City: given(in.City), Region: given(in.Region), Employees: given(in.Employees), Website: given(in.Website),
		TimeZone: given(in.TimeZone), Consent: given(in.Consent),
	}
	if in.OpeningHours != nil {
		all.OpeningHours = graphql.OmittableOf(in.OpeningHours)
	}
	return all.Apply(o)
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them. Whether the country exists is not asked here.
func (in OrganisationUpdateInput) Apply(o *Organisation) error {
	var errs Errors
	setOneOf(&errs, "kind", in.Kind, organisationKinds, &o.Kind)
	setNeededLine(&errs, "name", in.Name, &o.Name)
	setNeeded(&errs, "countryCode", in.CountryCode, &o.CountryCode)
	setCVR(&errs, in.CVR, &o.CVR)
	setLine(&errs, "city", in.City, MaxName, &o.City)
	setLine(&errs, "region", in.Region, MaxName, &o.Region)
	setNumber(&errs, "employees", in.Employees, 0, maxEmployees, &o.Employees)
	setWebsite(&errs, in.Website, &o.Website)
	setTimeZone(&errs, in.TimeZone, &o.TimeZone)
	if spans, ok := in.OpeningHours.ValueOK(); ok {
		setChecked(&errs, &o.OpeningHours, func() (OpeningHours, error) { return validOpeningHours("openingHours", spans) })
	}
	setOneOf(&errs, "consent", in.Consent, partnerConsents, &o.Consent)
	return errs.Err()
}

// setCVR takes eight digits, with the spaces and the DK that people write
// around them. The check digit is shown, not asked for: see ValidCVR.
func setCVR(errs *Errors, sent graphql.Omittable[*string], into *string) {
	text, ok := sent.ValueOK()
	if !ok {
		return
	}
	*into = ""
	if text == nil || strings.TrimSpace(*text) == "" {
		return
	}
	cvr := strings.TrimPrefix(strings.ReplaceAll(strings.ToUpper(*text), " ", ""), "DK")
	if len(cvr) != 8 || strings.Trim(cvr, "0123456789") != "" {
		errs.Add(BadInput("cvr", "error.cvr.digits"))
		return
	}
	*into = cvr
}

func setWebsite(errs *Errors, sent graphql.Omittable[*string], into *string) {
	text, ok := sent.ValueOK()
	if !ok {
		return
	}
	*into = ""
	if text != nil && *text != "" {
		setChecked(errs, into, func() (string, error) { return ValidURL("website", *text) })
	}
}

// validOpeningHours sorts the spans of the week and refuses one that ends
// before it starts or overlaps another. A span does not go past midnight.
func validOpeningHours(field string, in []OpeningSpanInput) (OpeningHours, error) {
	if len(in) > maxOpeningSpans {
		return nil, BadInput(field, "error.list.tooLong").With("Max", maxOpeningSpans)
	}
	var errs Errors
	hours := make(OpeningHours, 0, len(in))
	for i, span := range in {
		at := fmt.Sprintf("%s.%d.", field, i)
		day := slices.Index(weekdays, span.Weekday)
		if day < 0 {
			errs.Add(BadInput(at+"weekday", "error.enum.unknown").With("Value", shown(string(span.Weekday))))
		}
		from, until := isClockTime(span.From), isClockTime(span.Until) || span.Until == "24:00"
		if !from {
			errs.Add(BadInput(at+"from", "error.clockTime.invalid"))
		}
		if !until {
			errs.Add(BadInput(at+"until", "error.clockTime.invalid"))
		}
		if from && until && span.Until <= span.From {
			errs.Add(BadInput(at+"until", "error.span.endNotAfterStart"))
		}
		for _, other := range hours {
			if other.Weekday == day && span.From < other.Until && other.From < span.Until {
				errs.Add(BadInput(at+"from", "error.openingHours.overlap"))
				break
			}
		}
		hours = append(hours, OpeningSpan{Weekday: day, From: span.From, Until: span.Until})
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(hours, func(a, b OpeningSpan) int {
		if a.Weekday != b.Weekday {
			return a.Weekday - b.Weekday
		}
		return strings.Compare(a.From, b.From)
	})
	return hours, nil
}

// isClockTime tells hh:mm from 00:00 to 23:59.
func isClockTime(s string) bool {
	return len(s) == 5 && s[2] == ':' && strings.Trim(s[:2]+s[3:], "0123456789") == "" && s[:2] <= "23" && s[3:] <= "59"
}
