package report

import (
	"context"

	"fyrtaarn/model"
)

func (s Service) clashes(ctx context.Context, a ask, into *model.Reports) error {
	days := model.ClashFilter{From: s.Today(), Until: s.Today().AddDays(model.MaxClashDays)}
	if a.year != nil {
		days.From, days.Until = daysOf(*a.year)
	}
	plans, err := s.Store.ClashPlans(ctx, days.From, days.Until)
	if err != nil {
		return err
	}
	byKind := map[model.ClashKind]int{}
	for _, c := range days.Find(plans) {
		byKind[c.Kind]++
	}
	r := &model.ClashesReport{From: days.From, Until: days.Until}
	for _, kind := range model.ClashKinds {
		rows := filter{"kinds": []model.ClashKind{kind}, "from": days.From.String(), "until": days.Until.String()}
		r.Kinds = append(r.Kinds, &model.ClashKindReport{Kind: kind, Number: model.NewReportNumber(byKind[kind], clashRows, rows)})
	}
	into.Clashes = r
	return nil
}
