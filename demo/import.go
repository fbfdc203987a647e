package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// published is what organisers have published about visits and tours. Times of
// day are not published.
type published struct {
	TourDeHealth []publishedTour `json:"tour_de_health"`
	Delegations  []struct {
		Title, Country, Start, End, City string
		Themes, Hosts                    []string
		DelegatesFrom                    []string `json:"delegates_from"`
		Programme                        []struct {
			Date, Host, Kind, Topic, City string
		}
	}
	TradeMissions []publishedMission `json:"trade_missions"`
}

// sessionKinds are the published words for what happens in a session.
var sessionKinds = map[string]model.SessionKind{
	"presentation": model.SessionPresentation, "site visit": model.SessionSiteVisit, "company meeting": model.SessionCompanyMeeting,
}

// Import notes published visits, trade missions and tours as held: visits with
// their hosts, themes and programme, missions and tours with their organisers
// and themes. Times that were not published are planned, from 09.00 on, and
// marked as such. It answers how many it noted; one whose title and days
// are there already is passed over.
func (w *World) Import(ctx context.Context, in io.Reader) (int, error) {
	var file published
	if err := json.NewDecoder(in).Decode(&file); err != nil {
		return 0, fmt.Errorf("the file is not what was published: %w", err)
	}
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		return 0, err
	}
	w.zone = zone
	noted := 0
	for _, visit := range file.Delegations {
		start, err := model.ParseDate(visit.Start)
		if err != nil {
			return noted, fmt.Errorf("%s: start %q: %w", visit.Title, visit.Start, err)
		}
		end, err := model.ParseDate(visit.End)
		if err != nil {
			return noted, fmt.Errorf("%s: end %q: %w", visit.Title, visit.End, err)
		}
		there, err := w.isThere(ctx, visit.Title, start)
		if err != nil {
			return noted, err
		}
		if there {
			continue
		}
		d, err := w.importVisit(ctx, model.DelegationCreateInput{
			Title: []model.TranslationInput{{Language: model.English, Text: visit.Title}}, CountryCode: model.CountryCode(visit.Country),
			StartsOn: &start, EndsOn: &end, City: &visit.City,
		}, visit.Hosts, visit.Themes, visit.DelegatesFrom)
		if err != nil {
			return noted, fmt.Errorf("%s: %w", visit.Title, err)
		}
		next := map[model.Date]time.Time{}
		for _, item := range visit.Programme {
			day, err := model.ParseDate(item.Date)
			if err != nil {
				return noted, fmt.Errorf("%s: date %q: %w", visit.Title, item.Date, err)
			}
			kind, known := sessionKinds[item.Kind]
			if !known {
				return noted, fmt.Errorf("%s: no session is of kind %q", visit.Title, item.Kind)
			}
			startsAt, ok := next[day]
			if !ok {
				startsAt = day.At(9, 0, zone)
			}
			city := item.City
			if city == "" {
				city = visit.City
			}
			if err := w.importSession(ctx, d, kind, item.Topic, item.Host, city, startsAt); err != nil {
				return noted, fmt.Errorf("%s, %s: %w", visit.Title, item.Host, err)
			}
			next[day] = startsAt.Add(90 * time.Minute)
		}
		noted++
	}
	missions, err := w.importMissions(ctx, file.TradeMissions)
	if err != nil {
		return noted + missions, err
	}
	editions, err := w.importTours(ctx, file.TourDeHealth)
	return noted + missions + editions, err
}

func (w *World) importVisit(ctx context.Context, in model.DelegationCreateInput, hosts, themes, delegatesFrom []string) (*model.Delegation, error) {
	held := true
	in.RecordedAfterwards = &held
	in.Tags = append(in.Tags, themes...)
	if len(delegatesFrom) > 0 {
		in.Description = []model.TranslationInput{{Language: model.English, Text: "Delegates from: " + strings.Join(delegatesFrom, ", ") + "."}}
		in.Tags = append(in.Tags, delegatesFrom...)
	}
	for i, name := range hosts {
		host, err := w.namedOrganisation(ctx, name, "")
		if err != nil {
			return nil, err
		}
		id, role := host.GlobalID(), model.OrganiserCo
		if i == 0 {
			in.HostID, role = &id, model.OrganiserMain
		}
		in.Organisers = append(in.Organisers, model.OrganiserInput{OrganisationID: id, Role: role})
	}
	return w.Delegations.Create(ctx, in, nil)
}

func (w *World) importSession(ctx context.Context, d *model.Delegation, kind model.SessionKind, topic, hostName, city string, startsAt time.Time) error {
	host, err := w.namedOrganisation(ctx, hostName, city)
	if err != nil {
		return err
	}
	id, planned := host.GlobalID(), true
	_, err = w.Delegations.SessionCreate(ctx, model.SessionCreateInput{
		DelegationID: d.GlobalID(), Kind: kind, Title: []model.TranslationInput{{Language: model.English, Text: topic}},
		StartsAt: startsAt, EndsAt: startsAt.Add(75 * time.Minute), TimesArePlanned: &planned, City: &city, Venue: &hostName, HostID: &id,
	}, nil)
	return err
}

// isThere tells whether a visit of that title and first day is noted.
func (w *World) isThere(ctx context.Context, title string, start model.Date) (bool, error) {
	first := model.MaxPage
	filter := model.DelegationFilter{StartsFrom: &start, StartsUntil: &start, Search: &title}
	found, err := w.Delegations.List(ctx, &filter, nil, model.PageRequest{First: &first}, nil)
	if err != nil {
		return false, err
	}
	for _, d := range found.Nodes {
		if d.Title.In(&d.Title.Source).Text == title {
			return true, nil
		}
	}
	return false, nil
}

// namedOrganisation answers the Danish organisation of that name, and makes it
// when there is none.
func (w *World) namedOrganisation(ctx context.Context, name, city string) (*model.Organisation, error) {
	key := i18n.Fold(name)
	if o := w.organisations[key]; o != nil {
		return o, nil
	}
	first := model.MaxPage
	found, err := w.Organisations.List(ctx, &model.OrganisationFilter{Search: &name}, nil, model.PageRequest{First: &first}, nil)
	if err != nil {
		return nil, err
	}
	for _, o := range found.Nodes {
		if i18n.Fold(o.Name) == key {
			w.organisations[key] = o
			return o, nil
		}
	}
	made, err := w.Organisations.Create(ctx, model.OrganisationCreateInput{
		Kind: model.OrganisationOther, Name: name, CountryCode: model.Denmark, City: &city,
	}, nil)
	w.organisations[key] = made
	return made, err
}
