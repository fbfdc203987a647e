package web

import (
	"context"
	"net/http"
	"time"

	"fyrtaarn/model"
)

// offerPage shows a company's contact what became of its application, and takes
// the answer to an offer.
type offerPage struct {
	*visitor
	application *model.MissionApplication

	// Status is where the application is, in words.
	Status phrase
	// Days are when and where the mission takes place.
	Days phrase
	// Open tells that an answer is awaited, Confirmed that the place can be given
	// back.
	Open, Confirmed bool
	Reason          string
	Contact         phrase
}

func (s *site) offerPage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readOffer(ctx, v)
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, "offer", p)
	return nil
}

// readOffer reads the application that the link is about. NOT_FOUND is the
// answer for somebody who is not its contact any more.
func (s *site) readOffer(ctx context.Context, v *visitor) (*offerPage, error) {
	ctx = whole(ctx)
	rows, err := s.Missions.ManyApplications(ctx, []model.ID{v.link.SubjectID}, nil)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || rows[0].ContactID == nil || *rows[0].ContactID != v.person.ID {
		return nil, model.NotFound("")
	}
	a := rows[0]
	m, err := s.Missions.Store.TradeMission(ctx, a.MissionID, nil)
	if err != nil {
		return nil, err
	}
	n, err := readNames(ctx, s.Delegations, []*model.ID{&a.CompanyID}, []*model.ID{m.OwnerID})
	if err != nil {
		return nil, err
	}
	p := &offerPage{visitor: v, application: a, Contact: v.contact(n.person(m.OwnerID))}
	p.Heading = p.say("page.offer.title", "Mission", p.local(m.Title))
	if !m.StartsOn.IsZero() {
		p.Days = p.say("mail.mission.days", "Dates", p.own(p.l.DateRange(m.StartsOn.At(0, 0, time.UTC), m.EndsOn.At(0, 0, time.UTC))), "City", m.City)
	}
	p.state(s, m, n.organisation(&a.CompanyID))
	return p, nil
}

// zone is the reader's own, in which the offer was mailed.
func (p *offerPage) zone() *time.Location {
	zone, err := model.LoadZone(p.person.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// state says where the application is.
func (p *offerPage) state(s *site, m *model.TradeMission, company string) {
	a := p.application
	switch {
	case m.State == model.MissionCancelled:
		p.Status = p.say("page.offer.cancelled")
	case a.Offer(s.Missions.Clock.Now()):
		p.Open = true
		at := a.OfferExpiresAt.In(p.zone())
		when := p.say("mail.when", "Date", p.longDate(model.DateOf(at)), "Time", p.own(p.l.Time(at)))
		p.Status = p.say("page.offer.held", "Company", company, "When", when)
	case a.State == model.ApplicationAccepted, a.State == model.ApplicationLapsed:
		p.Status = p.say("page.offer.lapsed")
	case a.State == model.ApplicationConfirmed:
		p.Confirmed = true
		p.Status = p.say("page.offer.confirmed", "Company", company)
	case a.State == model.ApplicationWithdrawn:
		p.Status = p.say("page.offer.withdrawn", "Company", company)
	default:
		p.Status = p.say("page.offer.other")
	}
}

func (s *site) offerPost(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readOffer(ctx, v)
	if err != nil {
		return err
	}
	// The contact acts for the company, as a company's own token would.
	actor := model.ActorFrom(ctx)
	actor.Role, actor.OrganisationID = model.RoleCompany, p.application.CompanyID
	ctx = model.WithActor(ctx, actor)
	p.Reason = r.PostForm.Get("reason")
	answer := model.MissionApplicationAnswerInput{ID: p.application.GlobalID(), Reason: &p.Reason}
	switch r.PostForm.Get("act") {
	case "confirm":
		_, err = s.Missions.Confirm(ctx, answer, nil)
	case "decline":
		_, err = s.Missions.Decline(ctx, answer, nil)
	case "withdraw":
		_, err = s.Missions.Withdraw(ctx, model.MissionApplicationWithdrawInput{ID: answer.ID, Reason: answer.Reason}, nil)
	default:
		err = model.BadInput("", "page.form.unreadable")
	}
	if err == nil {
		p.leadBack(w)
		return nil
	}
	if !p.refuse(err, nil) {
		return err
	}
	s.write(w, r, statusOf(err), "offer", p)
	return nil
}
