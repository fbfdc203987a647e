package report

import (
	"cmp"
	"context"
	"slices"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

func (s Service) readiness(ctx context.Context, a ask, into *model.Reports) error {
	levels, err := s.Store.CompanyLevels(ctx)
	if err != nil {
		return err
	}
	all := 0
	for _, n := range levels {
		all += n
	}
	r := &model.ReadinessReport{Levels: []*model.ReadinessLevelReport{}, Markets: []*model.ReadinessMarketReport{}}
	into.Readiness = r
	ours := model.ActorFrom(ctx).IsStaff()
	// few tells a group that is too small to be shown to partners.
	few := func(n int) bool { return !ours && n < model.FewestShown }
	for _, level := range model.MaturityLevels {
		one := &model.ReadinessLevelReport{Level: level}
		if n := levels[level]; !few(n) {
			number := model.NewReportNumber(n, readyRows, filter{"assessed": true, "levels": []model.MaturityLevel{level}}).Among(all)
			one.Number = &number
		}
		r.Levels = append(r.Levels, one)
	}
	if few(all) {
		return nil
	}
	companies := model.NewReportNumber(all, readyRows, filter{"assessed": true})
	r.Companies = &companies
	if err := s.readinessMarkets(ctx, r, few); err != nil {
		return err
	}
	if r.Submitted, err = s.assessments(ctx, submittedIn(a.year)); err != nil {
		return err
	}
	if r.Stale, err = s.assessments(ctx, model.AssessmentFilter{States: []model.AssessmentState{model.AssessmentStale}}); err != nil || !ours {
		return err
	}
	r.Drafts, err = s.assessments(ctx, model.AssessmentFilter{States: []model.AssessmentState{model.AssessmentDraft}})
	return err
}

// readinessMarkets counts companies by market. A company can be in several.
func (s Service) readinessMarkets(ctx context.Context, r *model.ReadinessReport, few func(int) bool) error {
	markets, err := s.Store.CompanyMarkets(ctx)
	if err != nil {
		return err
	}
	reader := model.ActorFrom(ctx).Language
	for code, n := range markets {
		if market := store.Country(code, reader); market != nil && !few(n) {
			rows := filter{"assessed": true, "market": code}
			r.Markets = append(r.Markets, &model.ReadinessMarketReport{Market: market, Number: model.NewReportNumber(n, readyRows, rows)})
		}
	}
	slices.SortFunc(r.Markets, func(a, b *model.ReadinessMarketReport) int {
		return cmp.Or(cmp.Compare(b.Number.Value, a.Number.Value), cmp.Compare(a.Market.Code, b.Market.Code))
	})
	return nil
}

// submittedIn asks for assessments that were submitted, in the year where one
// is named.
func submittedIn(year *int) model.AssessmentFilter {
	if year != nil {
		return model.AssessmentFilter{SubmittedYear: year}
	}
	return model.AssessmentFilter{Submitted: new(true)}
}

// assessments counts those that a list by the same filter holds.
func (s Service) assessments(ctx context.Context, in model.AssessmentFilter) (*model.ReportNumber, error) {
	n, err := s.Store.AssessmentCount(ctx, store.AssessmentQuery{AssessmentFilter: in})
	rows := filter{}
	switch {
	case len(in.States) > 0:
		rows["states"] = in.States
	case in.SubmittedYear != nil:
		rows["submittedYear"] = *in.SubmittedYear
	default:
		rows["submitted"] = true
	}
	number := model.NewReportNumber(n, assessmentRows, rows)
	return &number, err
}
