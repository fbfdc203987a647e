package demo

import (
	"context"
	"fmt"

	"fyrtaarn/model"
)

// slot is one session of the usual day. Days one and two have five, later days
// three.
type slot struct {
	startsAt, endsAt, title string
	kind                    model.SessionKind
}

var usualDay = []slot{
	{"09:00", "10:15", "presentation", model.SessionPresentation},
	{"10:45", "12:00", "visit", model.SessionSiteVisit},
	{"13:00", "14:15", "lab", model.SessionSiteVisit},
	{"14:45", "16:00", "company", model.SessionCompanyMeeting},
	{"18:30", "21:00", "dinner", model.SessionMeal},
}

// cityOf is where the group is: Hvidovre on the second day, else København.
func cityOf(day int) string {
	if day == 2 {
		return "Hvidovre"
	}
	return "København"
}

// plan makes the programme and enters PLANNING.
func (g *guest) plan(ctx context.Context) error {
	if err := g.to(model.DelegationPlanning)(ctx); err != nil {
		return err
	}
	interpreter, err := g.interpreterID(ctx)
	if err != nil {
		return err
	}
	turn := g.FirstHost
	for day := 1; day <= g.Days; day++ {
		slots := usualDay
		if day > 2 {
			slots = usualDay[:3]
		}
		for i, usual := range slots {
			s, err := g.session(ctx, day, i+1, usual, turn, interpreter)
			if err != nil {
				return fmt.Errorf("%s day %d session %d: %w", g.Reference, day, i+1, err)
			}
			if s.HostID != nil {
				turn++
			}
			g.sessions[[2]int{day, i + 1}] = s
		}
	}
	return g.extras(ctx)
}

func (g *guest) session(ctx context.Context, day, number int, usual slot, turn int, interpreter *model.GlobalID) (*model.Session, error) {
	city, venue := cityOf(day), ""
	in := model.SessionCreateInput{DelegationID: g.id, Kind: usual.kind, Title: g.titles[usual.title], City: &city}
	if usual.kind.NeedsHost() {
		key := g.hosts[turn%len(g.hosts)]
		host, contact := g.World.organisations[key].GlobalID(), g.contacts[key].GlobalID()
		if wrong := g.WrongAddress; wrong != nil && wrong.Host == turn%len(g.hosts) {
			mistyped, err := g.mistyped(ctx, key, wrong.Email)
			if err != nil {
				return nil, err
			}
			contact = mistyped.GlobalID()
		}
		in.HostID, in.HostContactID, venue = &host, &contact, g.World.organisations[key].Name
	}
	startsAt, endsAt := usual.startsAt, usual.endsAt
	for i := range g.Special {
		special := &g.Special[i]
		if special.SessionDay != day || special.Session != number {
			continue
		}
		if special.StartsAt != "" {
			startsAt, endsAt = special.StartsAt, special.EndsAt
		}
		if special.City != "" {
			city = special.City
		}
		if special.Capacity > 0 {
			in.Capacity = &special.Capacity
		}
		in.Group = &special.Group
		if special.Interpreted {
			in.InterpreterID = interpreter
		}
	}
	if only := g.DanishOnly; only != nil && only.SessionDay == day && only.Session == number {
		in.Title = []model.TranslationInput{{Language: model.Danish, Text: only.Title}}
	}
	in.Venue = &venue
	in.StartsAt, in.EndsAt = g.at(g.First+day-1, startsAt), g.at(g.First+day-1, endsAt)
	return g.Delegations.SessionCreate(ctx, in, nil)
}

// mistyped is a host's contact whose address was typed wrong.
func (g *guest) mistyped(ctx context.Context, key, email string) (*model.Person, error) {
	if p := g.contacts[email]; p != nil {
		return p, nil
	}
	organisation, danish := g.World.organisations[key].GlobalID(), model.Danish
	p, err := g.People.Create(ctx, model.PersonCreateInput{
		FullName: "Vært 09 Demo", Email: &email, Language: &danish, CountryCode: model.Denmark, OrganisationID: &organisation,
	}, nil)
	g.contacts[email] = p
	return p, err
}

// interpreterID makes the visit's interpreter, where it has one.
func (g *guest) interpreterID(ctx context.Context) (*model.GlobalID, error) {
	if g.Interpreter == "" {
		return nil, nil //nolint:nilnil // most visits have none
	}
	danish, email := model.Danish, "tolk@demo.example"
	p, err := g.People.Create(ctx, model.PersonCreateInput{FullName: g.Interpreter, Email: &email, Language: &danish, CountryCode: model.Denmark}, nil)
	if err != nil {
		return nil, err
	}
	id := p.GlobalID()
	return &id, nil
}

// extras are the entries between the usual ones: a transfer in the night after
// the first day, and times for prayer.
func (g *guest) extras(ctx context.Context) error {
	if g.Transfer {
		if err := g.extra(ctx, 2, "01:30", "03:30", "transfer", model.SessionTravel); err != nil {
			return err
		}
	}
	for _, p := range g.Prayer {
		//nolint:forcetypeassert // embedded data: a test loads it
		if err := g.extra(ctx, int(p[0].(float64)), p[1].(string), p[2].(string), "prayer", model.SessionPrivateTime); err != nil {
			return err
		}
	}
	return nil
}

func (g *guest) extra(ctx context.Context, day int, startsAt, endsAt, title string, kind model.SessionKind) error {
	city := cityOf(day)
	_, err := g.Delegations.SessionCreate(ctx, model.SessionCreateInput{
		DelegationID: g.id, Kind: kind, Title: g.titles[title], City: &city,
		StartsAt: g.at(g.First+day-1, startsAt), EndsAt: g.at(g.First+day-1, endsAt),
	}, nil)
	return err
}
