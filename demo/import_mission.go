package demo

import (
	"context"
	"fmt"
	"slices"

	"fyrtaarn/model"
)

// publishedMission is what organisers have published about a trade mission.
type publishedMission struct {
	Title, Country, City, Start, End string
	Organisers, Themes, Sectors      []string
	Theme                            string
	Vip                              string
	OpenTo                           string `json:"open_to"`
	PreRegistration                  string `json:"pre_registration_deadline"`
}

// importMissions notes published missions as held and answers how many.
func (w *World) importMissions(ctx context.Context, missions []publishedMission) (int, error) {
	noted := 0
	for _, m := range missions {
		start, err := model.ParseDate(m.Start)
		if err != nil {
			return noted, fmt.Errorf("%s: start %q: %w", m.Title, m.Start, err)
		}
		end, err := model.ParseDate(m.End)
		if err != nil {
			return noted, fmt.Errorf("%s: end %q: %w", m.Title, m.End, err)
		}
		there, err := w.missionIsThere(ctx, m.Title, start)
		if err != nil {
			return noted, err
		}
		if there {
			continue
		}
		if err := w.importMission(ctx, m, start, end); err != nil {
			return noted, fmt.Errorf("%s: %w", m.Title, err)
		}
		noted++
	}
	return noted, nil
}

func (w *World) importMission(ctx context.Context, m publishedMission, start, end model.Date) error {
	held := true
	in := model.TradeMissionCreateInput{
		ActivityInput: model.ActivityInput{
			Title: []model.TranslationInput{{Language: model.English, Text: m.Title}}, CountryCode: model.CountryCode(m.Country),
			StartsOn: &start, EndsOn: &end, City: &m.City, Tags: slices.Concat(m.Themes, m.Sectors),
		},
		RecordedAfterwards: &held,
	}
	for _, one := range []string{m.Theme, m.OpenTo, m.Vip} {
		if one != "" {
			in.Tags = append(in.Tags, one)
		}
	}
	if m.PreRegistration != "" {
		day, err := model.ParseDate(m.PreRegistration)
		if err != nil {
			return fmt.Errorf("deadline %q: %w", m.PreRegistration, err)
		}
		// Only the day was published: the call closed with it.
		deadline := day.At(23, 59, w.zone)
		in.Deadline = &deadline
	}
	for i, name := range m.Organisers {
		organiser, err := w.namedOrganisation(ctx, name, "")
		if err != nil {
			return err
		}
		id, role := organiser.GlobalID(), model.OrganiserCo
		if i == 0 {
			in.HostID, role = &id, model.OrganiserMain
		}
		in.Organisers = append(in.Organisers, model.OrganiserInput{OrganisationID: id, Role: role})
	}
	_, err := w.Missions.Create(ctx, in, nil)
	return err
}

// missionIsThere tells whether a mission of that title and first day is noted.
func (w *World) missionIsThere(ctx context.Context, title string, start model.Date) (bool, error) {
	first := model.MaxPage
	filter := model.TradeMissionFilter{StartsFrom: &start, StartsUntil: &start, Search: &title}
	found, err := w.Missions.List(ctx, &filter, nil, model.PageRequest{First: &first}, nil)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(found.Nodes, func(m *model.TradeMission) bool { return m.Title.In(&m.Title.Source).Text == title }), nil
}
