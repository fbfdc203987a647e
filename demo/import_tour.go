package demo

import (
	"context"
	"fmt"
	"strings"

	"fyrtaarn/model"
)

// publishedTour is what an organiser has published about an edition of Tour de
// Health. Its stops are not published.
type publishedTour struct {
	Title, City, Start, End, Theme string
	MainOrganiser                  string `json:"main_organiser"`
	CoOrganiser                    string `json:"co_organiser"`
	Audience, Before, After        []string
}

// importTours notes editions as held, and answers how many; one whose title and
// first day are there already is passed over.
func (w *World) importTours(ctx context.Context, tours []publishedTour) (int, error) {
	noted := 0
	for i := range tours {
		one := &tours[i]
		start, err := model.ParseDate(one.Start)
		if err != nil {
			return noted, fmt.Errorf("%s: start %q: %w", one.Title, one.Start, err)
		}
		end, err := model.ParseDate(one.End)
		if err != nil {
			return noted, fmt.Errorf("%s: end %q: %w", one.Title, one.End, err)
		}
		found, err := w.Tours.Editions(ctx, &model.TourEditionFilter{StartsFrom: &start, StartsUntil: &start, Search: &one.Title}, nil, model.PageRequest{}, nil)
		if err != nil {
			return noted, err
		}
		if len(found.Nodes) > 0 {
			continue
		}
		if err := w.importTour(ctx, one, start, end); err != nil {
			return noted, fmt.Errorf("%s: %w", one.Title, err)
		}
		noted++
	}
	return noted, nil
}

func (w *World) importTour(ctx context.Context, one *publishedTour, start, end model.Date) error {
	held := true
	in := model.TourEditionCreateInput{
		ActivityInput: model.ActivityInput{
			Title: english(one.Title), Description: english("For " + strings.Join(one.Audience, ", ") + "."), CountryCode: model.Denmark,
			StartsOn: &start, EndsOn: &end, City: &one.City, Tags: one.Audience,
		},
		Kind: model.TourDeHealth, Theme: english(one.Theme), RecordedAfterwards: &held,
	}
	for name, role := range map[string]model.OrganiserRole{one.MainOrganiser: model.OrganiserMain, one.CoOrganiser: model.OrganiserCo} {
		organisation, err := w.namedOrganisation(ctx, name, "")
		if err != nil {
			return err
		}
		id := organisation.GlobalID()
		if role == model.OrganiserMain {
			in.HostID = &id
		}
		in.Organisers = append(in.Organisers, model.OrganiserInput{OrganisationID: id, Role: role})
	}
	edition, err := w.Tours.Create(ctx, in, nil)
	if err != nil {
		return err
	}
	// What was published is what came before and after, not the papers themselves.
	update := model.TourEditionUpdateInput{ID: edition.GlobalID(), Paper: model.SentList(english(strings.Join(one.Before, "\n"))...)}
	if len(one.After) > 1 {
		update.Legacy, update.Report = model.SentList(english(one.After[0])...), model.SentList(english(strings.Join(one.After[1:], "\n"))...)
	}
	_, err = w.Tours.Update(ctx, update, model.Fields{})
	return err
}
