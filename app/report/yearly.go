package report

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// comparedYears is how many years the yearly report shows beside one another.
const comparedYears = 3

func (s Service) yearly(ctx context.Context, a ask, into *model.Reports) error {
	last := s.Today().Year
	if a.year != nil {
		last = *a.year
	}
	var first map[model.CountryCode]int
	if a.fields.Has("newCountries") {
		marks, err := s.Store.FirstActivityMarks(ctx, model.ActivityKindsFor(model.ActorFrom(ctx)))
		if err != nil {
			return err
		}
		first = model.FirstContacts(marks)
	}
	into.Yearly = []*model.YearReport{}
	for year := last; year > last-comparedYears && year >= model.MinYear; year-- {
		fresh := 0
		for _, met := range first {
			if met == year {
				fresh++
			}
		}
		r := &model.YearReport{
			Year: year, Activities: []*model.ActivitiesReport{},
			NewCountries: model.NewReportNumber(fresh, countryRows, filter{"firstContactYear": year}),
		}
		if err := s.oneYear(ctx, a.fields, r); err != nil {
			return err
		}
		into.Yearly = append(into.Yearly, r)
	}
	return nil
}

// oneYear reads those parts of a year that were asked for and that the caller
// may see.
func (s Service) oneYear(ctx context.Context, f model.Fields, r *model.YearReport) error {
	actor := model.ActorFrom(ctx)
	for _, part := range []struct {
		asked, may bool
		read       func(context.Context, *model.YearReport) error
	}{
		{f.Has("activities"), true, s.yearActivities},
		{f.HasAny("companies", "participations"), actor.HasScope("organisations:read"), s.yearParticipation},
		{f.Has("outcomes"), actor.HasScope("outcomes:read"), s.yearOutcomes},
		{f.Has("answered"), actor.HasScope("outcomes:read"), s.yearAnswers},
		{f.Has("followUpsDone"), actor.HasScope("followUps:read"), s.yearFollowUps},
		{f.Has("lessons"), actor.HasScope("followUps:read"), s.yearLessons},
		{f.Has("assessmentsSubmitted"), actor.HasScope("readiness:read"), s.yearAssessments},
		{f.Has("milestonesReached"), actor.HasScope("countries:read"), s.yearMilestones},
	} {
		if part.asked && part.may {
			if err := part.read(ctx, r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s Service) yearActivities(ctx context.Context, r *model.YearReport) (err error) {
	query := seenActivities(ctx, &r.Year)
	query.States = model.HeldStates
	r.Activities, err = s.activityNumbers(ctx, query)
	return err
}

func (s Service) yearParticipation(ctx context.Context, r *model.YearReport) error {
	query := store.ParticipationQuery{Today: s.Today()}
	query.Year = &r.Year
	counts, err := byCountry(s.Store.ParticipationCounts(ctx, query, nil))
	companies := model.NewReportNumber(counts[""].Companies, organisationRows, filter{"tookPart": filter{"year": r.Year}})
	times := model.NewReportNumber(counts[""].N, participationRows, filter{"year": r.Year})
	r.Companies, r.Participations = &companies, &times
	return err
}

func (s Service) yearOutcomes(ctx context.Context, r *model.YearReport) error {
	counts, err := s.Store.OutcomeCounts(ctx, &r.Year)
	confirmed := map[model.OutcomeKind]int{}
	for _, c := range counts {
		if c.State == model.OutcomeConfirmed {
			confirmed[c.Kind] = c.N
		}
	}
	for _, kind := range model.OutcomeKinds {
		if kind != model.OutcomeNone {
			rows := filter{"kinds": []model.OutcomeKind{kind}, "states": []model.OutcomeState{model.OutcomeConfirmed}, "year": r.Year}
			r.Outcomes = append(r.Outcomes, &model.OutcomeKindNumber{Kind: kind, Number: model.NewReportNumber(confirmed[kind], outcomeRows, rows)})
		}
	}
	return err
}

func (s Service) yearAnswers(ctx context.Context, r *model.YearReport) error {
	asked, err := s.Store.OutcomeRequestCounts(ctx, &r.Year)
	answered := asked[model.AnswerNone] + asked[model.AnswerOutcomes]
	number := model.NewReportNumber(answered, requestRows, filter{"answered": true, "year": r.Year}).Among(answered + asked[""])
	r.Answered = &number
	return err
}

func (s Service) yearFollowUps(ctx context.Context, r *model.YearReport) error {
	done := []model.FollowUpState{model.FollowUpDone}
	n, err := s.Store.FollowUpCount(ctx, store.FollowUpQuery{FollowUpFilter: model.FollowUpFilter{States: done, EndedYear: &r.Year}})
	number := model.NewReportNumber(n, followUpRows, filter{"states": done, "endedYear": r.Year})
	r.FollowUpsDone = &number
	return err
}

func (s Service) yearLessons(ctx context.Context, r *model.YearReport) error {
	n, err := s.Store.LessonCount(ctx, model.LessonFilter{Year: &r.Year})
	number := model.NewReportNumber(n, lessonRows, filter{"year": r.Year})
	r.Lessons = &number
	return err
}

func (s Service) yearAssessments(ctx context.Context, r *model.YearReport) error {
	number, err := s.assessments(ctx, submittedIn(&r.Year))
	if err == nil && (model.ActorFrom(ctx).IsStaff() || number.Value >= model.FewestShown) {
		r.AssessmentsSubmitted = number
	}
	return err
}

func (s Service) yearMilestones(ctx context.Context, r *model.YearReport) error {
	read, err := s.Store.Lighthouses(ctx, s.Today())
	if err != nil {
		return err
	}
	n, err := read.MilestoneCount(ctx, store.MilestoneQuery{MilestoneFilter: model.MilestoneFilter{ReachedYear: &r.Year}})
	number := model.NewReportNumber(n, milestoneRows, filter{"reachedYear": r.Year})
	r.MilestonesReached = &number
	return err
}
