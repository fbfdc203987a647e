// Package roadmap answers how far Denmark has come from 2022 to 2030: the
// milestones of its own record, the numbers that are counted, and the checklist
// with what other countries have taught about it.
package roadmap

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers the roadmap.
type Service struct{ *app.Core }

// Read answers the roadmap as it stands today.
func (s Service) Read(ctx context.Context, f model.Fields) (*model.Roadmap, error) {
	plan, err := model.DanishRoadmap()
	if err != nil {
		return nil, err
	}
	today, err := app.Today(s.Clock.Now())
	if err != nil {
		return nil, err
	}
	read, err := s.Store.Lighthouses(ctx, today)
	if err != nil {
		return nil, err
	}
	roadmap := &model.Roadmap{FirstYear: plan.FirstYear, LastYear: plan.LastYear}
	if err := years(ctx, read, roadmap, f); err != nil {
		return nil, err
	}
	if cf, ok := f.Relation("counters"); ok {
		projects, err := read.ProjectsOf(ctx, model.Denmark, counted(cf))
		if err != nil {
			return nil, err
		}
		if roadmap.Counters, err = model.CountRoadmap(projects, today, model.ActorFrom(ctx).Language); err != nil {
			return nil, err
		}
	}
	if lf, ok := f.Relation("checklist"); ok {
		if roadmap.Checklist, err = checklist(ctx, read, lf); err != nil {
			return nil, err
		}
	}
	return roadmap, nil
}

// years reads Denmark's record with its milestones.
func years(ctx context.Context, read store.Lighthouses, roadmap *model.Roadmap, f model.Fields) error {
	asked, _ := f.Relation("lighthouseCountry")
	if yf, ok := f.Relation("years"); ok {
		milestones, _ := yf.Relation("milestones")
		asked = asked.Union(model.Fields{"milestones": {Fields: milestones}})
	} else if !f.Wants("lighthouseCountry") {
		return nil
	}
	own, err := read.CountriesByCode(ctx, []model.CountryCode{read.Model.Goal.Home}, asked)
	if err != nil {
		return err
	}
	var milestones []*model.Milestone
	if len(own) > 0 {
		roadmap.LighthouseCountry = own[0]
		milestones = slices.Clone(own[0].Milestones)
	}
	// A roadmap is read in the order in which it was first planned.
	slices.SortStableFunc(milestones, func(a, b *model.Milestone) int { return -a.BaselineOn.DaysUntil(b.BaselineOn) })
	roadmap.Years = model.RoadmapYears(roadmap.FirstYear, roadmap.LastYear, milestones)
	return nil
}

// counted is what the counters read of each project: what they count by, and
// what was asked of the rows behind them.
func counted(f model.Fields) model.Fields {
	projects, _ := f.Relation("projects")
	organisations, _ := f.Relation("organisations")
	needed := model.Fields{}.Ask("kind").Ask("startsOn").Ask("funding").Ask("actors", "organisation", "kind")
	asked := model.Fields{"actors": {Fields: model.Fields{"organisation": {Fields: organisations}}}}
	return needed.Union(projects).Union(asked)
}

// checklist puts beside each element what was learnt about it, by country.
func checklist(ctx context.Context, read store.Lighthouses, f model.Fields) ([]*model.ChecklistLine, error) {
	danish, _ := f.Relation("danish")
	lessons, _ := f.Relation("lessons")
	country, _ := lessons.Relation("country")
	asked := model.Fields{"elements": {Fields: danish.Union(model.Fields{}.Ask("lessons"))}, "country": {Fields: country}}
	countries, err := read.CountriesByCode(ctx, nil, asked)
	if err != nil {
		return nil, err
	}
	lines := make([]*model.ChecklistLine, len(read.Model.Elements))
	byKey := make(map[string]*model.ChecklistLine, len(lines))
	for i, e := range read.Model.Elements {
		lines[i] = &model.ChecklistLine{Element: e, Lessons: []*model.ElementLesson{}}
		byKey[e.Key] = lines[i]
	}
	for _, c := range countries {
		for _, e := range c.Elements {
			line := byKey[e.ElementKey]
			if c.CountryCode == read.Model.Goal.Home {
				line.Danish = e
			}
			for _, lesson := range e.Lessons {
				line.Lessons = append(line.Lessons, &model.ElementLesson{Country: c.Country, Lesson: lesson})
			}
		}
	}
	return lines, nil
}
