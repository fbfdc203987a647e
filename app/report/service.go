// Package report counts. Every number carries the question that lists its rows.
package report

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers reports.
type Service struct{ *app.Core }

// ask is what one part of the reports is asked for.
type ask struct {
	// year narrows the part; nil does not.
	year *int
	// fields are those of the part.
	fields model.Fields
}

// Reports answers those numbers that were asked for.
func (s Service) Reports(ctx context.Context, in *model.ReportFilter, f model.Fields) (*model.Reports, error) {
	if in == nil {
		in = &model.ReportFilter{}
	}
	if err := model.ValidYear("filter.year", in.Year); err != nil {
		return nil, err
	}
	actor, reports := model.ActorFrom(ctx), &model.Reports{}
	someKind := len(model.ActivityKindsFor(actor)) > 0
	for _, part := range []struct {
		field string
		may   bool
		read  func(context.Context, ask, *model.Reports) error
	}{
		{"activities", true, s.activities},
		{"countries", true, s.countries},
		{"participation", someKind && actor.HasScope("organisations:read"), s.participation},
		{"clashes", true, s.clashes},
		{"followUps", actor.HasScope("followUps:read"), s.followUps},
		{"outcomes", actor.HasScope("outcomes:read"), s.outcomes},
		{"staircase", actor.HasScope("readiness:read"), s.staircase},
		{"readiness", actor.HasScope("readiness:read"), s.readiness},
		{"roadmap", actor.HasScope("countries:read"), s.roadmap},
		{"lighthouses", actor.HasScope("countries:read"), s.lighthouses},
		{"yearly", true, s.yearly},
		{"mail", actor.IsStaff(), s.mail},
	} {
		if part.may && f.Has(part.field) {
			fields, _ := f.Relation(part.field)
			if err := part.read(ctx, ask{in.Year, fields}, reports); err != nil {
				return nil, err
			}
		}
	}
	return reports, nil
}

// undated begins after every day that an activity can have, and before the one
// that stands for none in the calendar's order.
var undated = model.NewDate(model.MaxYear, time.December, 31)

// daysOf are the first and the last day of a year.
func daysOf(year int) (first, last model.Date) {
	return model.NewDate(year, time.January, 1), model.NewDate(year, time.December, 31)
}

// seenActivities asks for the activities that the caller may see and that begin
// in the year.
func seenActivities(ctx context.Context, year *int) store.ActivityQuery {
	query := store.ActivityQuery{Kinds: model.ActivityKindsFor(model.ActorFrom(ctx))}
	if year != nil {
		first, last := daysOf(*year)
		query.StartsFrom, query.StartsUntil = &first, &last
	}
	return query
}

func (s Service) activities(ctx context.Context, a ask, into *model.Reports) (err error) {
	into.Activities, err = s.activityNumbers(ctx, seenActivities(ctx, a.year))
	return err
}

// activityNumbers counts activities by kind and year.
func (s Service) activityNumbers(ctx context.Context, query store.ActivityQuery) ([]*model.ActivitiesReport, error) {
	counts, err := s.Store.ActivityCounts(ctx, query)
	numbers := make([]*model.ActivitiesReport, len(counts))
	for i, c := range counts {
		kind := c.Kind.ActivityName()
		one := &model.ActivitiesReport{Kind: kind}
		rows := filter{"kinds": []model.ActivityKindName{kind}, "startsFrom": undated.String()}
		if c.Year != 0 {
			first, last := daysOf(c.Year)
			one.Year = &c.Year
			rows["startsFrom"], rows["startsUntil"] = first.String(), last.String()
		}
		if len(query.States) > 0 {
			rows["states"] = query.States
		}
		one.Number = model.NewReportNumber(c.N, activityRows, rows)
		numbers[i] = one
	}
	return numbers, err
}

func (s Service) countries(ctx context.Context, a ask, into *model.Reports) error {
	marks, err := s.Store.ActivityMarks(ctx, model.ActivityKindsFor(model.ActorFrom(ctx)), a.year)
	if err != nil {
		return err
	}
	met := model.CountryContactsOf(marks)
	number := func(kind model.CountryContactKind, n int) (model.ReportNumber, filter) {
		rows := filter{"contact": kind}
		if a.year != nil {
			rows["contactYear"] = *a.year
		}
		return model.NewReportNumber(n, countryRows, rows), rows
	}
	r := &model.CountriesReport{}
	r.InContact, _ = number(model.ContactMade, len(met[model.ContactMade]))
	r.Visited, _ = number(model.ContactVisited, len(met[model.ContactVisited]))
	r.Planned, _ = number(model.ContactPlanned, len(met[model.ContactPlanned]))
	members := 0
	for code := range met[model.ContactMade] {
		if c := store.Country(code, model.English); c != nil && c.WHOEurope {
			members++
		}
	}
	_, rows := number(model.ContactMade, 0)
	rows["whoEurope"] = true
	r.WHOEurope = model.NewReportNumber(members, countryRows, rows).Among(r.InContact.Value)
	into.Countries = r
	return nil
}

func (s Service) followUps(ctx context.Context, _ ask, into *model.Reports) error {
	byState, overdue, err := s.Store.FollowUpCounts(ctx, s.Today())
	number := func(state model.FollowUpState) model.ReportNumber {
		return model.NewReportNumber(byState[state], followUpRows, filter{"states": []model.FollowUpState{state}})
	}
	into.FollowUps = &model.FollowUpsReport{
		Open: number(model.FollowUpOpen), Done: number(model.FollowUpDone), Waived: number(model.FollowUpWaived),
		Overdue: model.NewReportNumber(overdue, followUpRows, filter{"overdue": true}).Among(byState[model.FollowUpOpen]),
	}
	return err
}

func (s Service) mail(ctx context.Context, _ ask, into *model.Reports) error {
	counts, err := s.Store.DeliveryCounts(ctx)
	if err != nil {
		return err
	}
	fallback, err := s.Store.FallbackCount(ctx)
	number := func(state model.DeliveryState) model.ReportNumber {
		return model.NewReportNumber(counts[state], deliveryRows, filter{"states": []model.DeliveryState{state}})
	}
	into.Mail = &model.MailReport{
		Sent: number(model.DeliverySent), Failed: number(model.DeliveryFailed), Bounced: number(model.DeliveryBounced),
		InDoubt: number(model.DeliveryInDoubt), Fallback: model.NewReportNumber(fallback, deliveryRows, filter{"fallback": true}),
	}
	return err
}
