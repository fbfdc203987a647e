package demo

import (
	"context"
	"fmt"

	"fyrtaarn/app/delegation"
	"fyrtaarn/model"
)

// guest is a visit while it is being played.
type guest struct {
	*World
	*visit
	index int
	hosts []string

	id        model.GlobalID
	visitors  model.GlobalID
	delegates []*model.Delegate
	people    []*model.Person
	sessions  map[[2]int]*model.Session
	done      []*model.FollowUp
}

// visitEvents lists what happens to a visit, and when.
func (w *World) visitEvents(v *visit, hosts []string, index int) ([]event, error) {
	g := &guest{World: w, visit: v, index: index, hosts: hosts, sessions: map[[2]int]*model.Session{}}
	steps := map[string]func(context.Context) error{
		"created":   g.create,
		"qualified": g.to(model.DelegationQualified),
		"planned":   g.plan,
		"invited":   g.invite,
		"answered":  g.answer,
		"proposed":  g.to(model.DelegationProposed),
		"confirmed": g.to(model.DelegationConfirmed),
		"published": g.publish,
		"briefed":   g.to(model.DelegationBriefed),
		"followUp":  g.followUp,
		"closed":    g.close,
		"cancelled": g.to(model.DelegationCancelled),
	}
	var events []event
	for name, day := range v.Steps {
		run, ok := steps[name]
		if !ok {
			return nil, fmt.Errorf("%s: no step is called %q", v.Reference, name)
		}
		// Visits do not all have their papers done at the same minute.
		events = append(events, event{w.at(day, fmt.Sprintf("10:%02d", 2*index)), run})
	}
	return append(events, g.incidents()...), nil
}

// incidents are what happens beside the steps.
func (g *guest) incidents() []event {
	var events []event
	add := func(day int, clock string, run func(context.Context) error) {
		events = append(events, event{g.at(day, clock), run})
	}
	if c := g.ChangesLanguage; c != nil {
		add(c.Day, "11:00", func(ctx context.Context) error { return g.speak(ctx, g.people[c.Delegate-1], c.From) })
	}
	if c := g.ChoosesInstead; c != nil {
		add(c.Day, "11:00", func(ctx context.Context) error { return g.chooseInstead(ctx, c.From, c.To) })
	}
	for _, b := range g.Blocks {
		add(b.Day, "11:30", func(ctx context.Context) error {
			_, err := g.Delegations.BlockCreate(ctx, model.HostBlockCreateInput{
				OrganisationID: g.organisations[b.Host].GlobalID(), Reason: &b.Reason,
				StartsAt: g.at(g.First+b.SessionDay-1, b.StartsAt), EndsAt: g.at(g.First+b.SessionDay-1, b.EndsAt),
			})
			return err
		})
	}
	if d := g.Declines; d != nil {
		add(d.Day, "12:00", func(ctx context.Context) error {
			return g.answerFor(ctx, g.sessions[[2]int{d.SessionDay, d.Session}], model.InvitationDeclined)
		})
	}
	if m := g.Moves; m != nil {
		add(m.Day, m.Time, func(ctx context.Context) error {
			start, end := g.at(g.First+m.SessionDay-1, m.StartsAt), g.at(g.First+m.SessionDay-1, m.EndsAt)
			_, err := g.Delegations.SessionUpdate(ctx, model.SessionUpdateInput{
				ID: g.sessions[[2]int{m.SessionDay, m.Session}].GlobalID(), StartsAt: model.Sent(start), EndsAt: model.Sent(end),
			}, nil)
			return err
		})
	}
	return events
}

// create notes the request: who asks, from where, for when.
func (g *guest) create(ctx context.Context) error {
	organisation, err := g.Organisations.Create(ctx, model.OrganisationCreateInput{
		Kind: model.OrganisationOther, Name: g.Organisation, CountryCode: g.Country, City: &g.City, TimeZone: &g.Zone,
	}, nil)
	if err != nil {
		return err
	}
	g.visitors = organisation.GlobalID()
	if err := g.meetPeople(ctx); err != nil {
		return err
	}
	requester, host, size := g.people[0].GlobalID(), g.World.organisations["hcd"].GlobalID(), len(g.people)
	first, last, city := g.day0.AddDays(g.First), g.day0.AddDays(g.First+g.Days-1), "København"
	in := model.DelegationCreateInput{
		Reference: &g.Reference, Title: g.Title, CountryCode: g.Country, City: &city, StartsOn: &first, EndsOn: &last,
		HostID: &host, OrganisationID: &g.visitors, RequesterID: &requester, ExpectedSize: &size, StaffCount: &g.Staff,
		Purpose: []model.TranslationInput{
			{Language: model.English, Text: "To learn how public and private partners test health solutions together."},
			{Language: model.Danish, Text: "At lære, hvordan offentlige og private parter afprøver sundhedsløsninger sammen."},
		},
	}
	if g.Owner != nil {
		owner := g.staff[*g.Owner].GlobalID()
		in.OwnerID = &owner
	}
	made, err := g.Delegations.Create(ctx, in, nil)
	if err != nil {
		return err
	}
	g.id = made.GlobalID()
	return g.nameDelegates(ctx)
}

// meetPeople makes the visitors: those with a name of their own first, the
// others numbered, languages in the order of the scenario.
func (g *guest) meetPeople(ctx context.Context) error {
	var languages []model.LanguageTag
	for _, pair := range g.Languages {
		for range int(pair[1].(float64)) { //nolint:forcetypeassert // embedded data: a test loads it
			languages = append(languages, model.LanguageTag(pair[0].(string))) //nolint:forcetypeassert // embedded data: a test loads it
		}
	}
	for i, language := range languages {
		number := i + 1
		in := model.PersonCreateInput{
			FullName: fmt.Sprintf("Delegate %02d Demo", number), CountryCode: g.Country, TimeZone: &g.Zone, OrganisationID: &g.visitors, Language: &language,
		}
		if c := g.ChangesLanguage; c != nil && c.Delegate == number {
			in.Language = &c.From
		}
		if i < len(g.Named) {
			in.FullName, in.Title, in.LatinName = g.Named[i].Name, &g.Named[i].Title, &g.Named[i].Latin
		}
		if email := fmt.Sprintf("delegate%02d@%s", number, g.Domain); g.Paper != number {
			in.Email = &email
		}
		made, err := g.People.Create(ctx, in, nil)
		if err != nil {
			return fmt.Errorf("%s %d: %w", g.Reference, number, err)
		}
		g.people = append(g.people, made)
	}
	return nil
}

// nameDelegates adds the visitors to the delegation, with what they need.
func (g *guest) nameDelegates(ctx context.Context) error {
	for i, p := range g.people {
		number, role, route, letter := i+1, model.DelegateMember, model.MailSelf, model.LetterNotNeeded
		if i == 0 {
			role = model.DelegateHead
		}
		if number == g.Paper {
			route = model.MailPaper
		}
		if number <= g.OpenLetters {
			letter = model.LetterOpen
		}
		made, err := g.Delegations.DelegateAdd(ctx, model.DelegateAddInput{
			DelegationID: g.id, PersonID: p.GlobalID(), Role: &role, Rank: &number, MailRoute: &route, Letter: &letter,
		}, nil)
		if err != nil {
			return fmt.Errorf("%s %d: %w", g.Reference, number, err)
		}
		g.delegates = append(g.delegates, made)
		if err := g.needs(ctx, made, number); err != nil {
			return err
		}
	}
	return nil
}

// needs gives every fifth delegate a vegetarian diet, every ninth step-free
// access, and every eleventh no photographs.
func (g *guest) needs(ctx context.Context, d *model.Delegate, number int) error {
	in := model.DelegateNeedsSetInput{ID: d.GlobalID()}
	if number%5 == 0 {
		diet := "vegetarian"
		in.Diet = &diet
	}
	if number%9 == 0 {
		access := "step-free"
		in.Access = &access
	}
	if number%11 == 0 {
		no := true
		in.NoPhoto = &no
	}
	if in.Diet == nil && in.Access == nil && in.NoPhoto == nil {
		return nil
	}
	_, err := g.Delegations.NeedsSet(ctx, in, nil)
	return err
}

// to moves the visit to a state.
func (g *guest) to(state model.DelegationState) func(context.Context) error {
	return func(ctx context.Context) error {
		in := model.DelegationTransitionInput{ID: g.id, To: state}
		if g.Reason != "" {
			in.Reason = &g.Reason
		}
		_, err := g.Delegations.Transition(ctx, in, nil)
		return err
	}
}

func (g *guest) publish(ctx context.Context) error {
	_, err := g.Delegations.Publish(ctx, model.ProgrammePublishInput{DelegationID: g.id}, nil)
	return err
}

// invite asks the host of every session that has one.
func (g *guest) invite(ctx context.Context) error {
	return g.eachHosted(func(s *model.Session) error {
		_, err := g.Delegations.Invite(ctx, model.HostInviteInput{SessionID: s.GlobalID()}, nil)
		return err
	})
}

// answer lets every host say yes.
func (g *guest) answer(ctx context.Context) error {
	return g.eachHosted(func(s *model.Session) error { return g.answerFor(ctx, s, model.InvitationConfirmed) })
}

func (g *guest) eachHosted(do func(*model.Session) error) error {
	for day := 1; day <= g.Days; day++ {
		for number := 1; number <= 5; number++ {
			if s := g.sessions[[2]int{day, number}]; s != nil && s.HostID != nil {
				if err := do(s); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (g *guest) answerFor(ctx context.Context, s *model.Session, state model.InvitationState) error {
	_, id, ok := g.id.Parse()
	if !ok {
		return model.BadInput("id", "error.id.invalid")
	}
	invitations, err := g.Core.Store.Invitations(ctx, []model.ID{id}, nil)
	if err != nil {
		return err
	}
	for _, i := range invitations {
		if i.SessionID == s.ID && i.State != model.InvitationWithdrawn {
			return g.Delegations.AnswerInvitation(ctx, i.ID, model.HostInvitationAnswerInput{To: state})
		}
	}
	return model.NotFound("sessionId")
}

// followUp notes what was promised and lets the delegates answer the survey.
func (g *guest) followUp(ctx context.Context) error {
	if err := g.to(model.DelegationFollowUp)(ctx); err != nil {
		return err
	}
	owner := g.staff[*g.Owner].GlobalID()
	for _, f := range g.visit.FollowUps {
		title, due := f[0].(string), int(f[1].(float64)) //nolint:forcetypeassert // embedded data: a test loads it
		made, err := g.World.FollowUps.Create(ctx, model.FollowUpCreateInput{
			SubjectID: g.id, Title: title, OwnerID: owner, DueOn: g.day0.AddDays(due),
		}, nil)
		if err != nil {
			return err
		}
		g.done = append(g.done, made)
	}
	_, id, _ := g.id.Parse()
	return g.Delegations.AnswerSurvey(ctx, id, g.people[0].ID, delegation.SurveyAnswer{Rating: 5, Useful: "The living lab."})
}

// close ends the follow-ups and notes the lesson.
func (g *guest) close(ctx context.Context) error {
	for _, f := range g.done {
		if _, err := g.World.FollowUps.End(ctx, model.FollowUpEndInput{ID: f.GlobalID(), State: model.FollowUpDone}, nil); err != nil {
			return err
		}
	}
	if _, err := g.World.FollowUps.LessonCreate(ctx, model.LessonCreateInput{SubjectID: g.id, Keep: g.Lesson[0], Change: g.Lesson[1]}); err != nil {
		return err
	}
	return g.to(model.DelegationClosed)(ctx)
}

// speak changes the language that a person has chosen to the visit's main one.
func (g *guest) speak(ctx context.Context, p *model.Person, from model.LanguageTag) error {
	to := model.LanguageTag(g.Languages[0][0].(string)) //nolint:forcetypeassert // embedded data: a test loads it
	if to == from {
		return fmt.Errorf("%s: nobody changes from %s to itself", g.Reference, from)
	}
	_, err := g.People.Update(ctx, model.PersonUpdateInput{ID: p.GlobalID(), Language: model.Sent(to)}, nil)
	return err
}

// chooseInstead gives up a language that the product does not speak for one
// that the person chose.
func (g *guest) chooseInstead(ctx context.Context, from, to model.LanguageTag) error {
	for _, p := range g.people {
		if p.Language != from {
			continue
		}
		if _, err := g.People.Update(ctx, model.PersonUpdateInput{ID: p.GlobalID(), Language: model.Sent(to)}, nil); err != nil {
			return err
		}
	}
	return nil
}
