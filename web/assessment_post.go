package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"fyrtaarn/model"
)

// What a form of the page of an assessment can ask for.
const (
	actAnswer  = "answer"
	actSubmit  = "submit"
	actReopen  = "reopen"
	actConsent = "consent"
)

func (s *site) assessmentPost(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, acting, err := s.readAssessment(ctx, v)
	if err != nil {
		return err
	}
	form, id := r.PostForm, p.assessment.GlobalID()
	next := p.Overview()
	switch form.Get("act") {
	case actAnswer:
		next, err = s.saveAnswer(acting, p, r)
	case actSubmit:
		_, err = s.Readiness.Submit(acting, model.AssessmentSubmitInput{ID: id}, model.Fields{})
	case actReopen:
		p.Reason = form.Get("reason")
		_, err = s.Readiness.ReopenRequest(acting, model.AssessmentReopenRequestInput{ID: id, Reason: &p.Reason}, model.Fields{})
	case actConsent:
		in := model.CompanyConsentSetInput{OrganisationID: p.company.GlobalID(), Consent: model.PartnerConsent(form.Get("consent"))}
		_, err = s.Readiness.ConsentSet(acting, in, model.Fields{})
	default:
		p.Heading = p.say("page.form.unreadable")
		s.write(w, r, http.StatusBadRequest, "message", p)
		return nil
	}
	if err == nil {
		w.Header().Set("Location", next) // made of the path that this handler was reached by
		w.WriteHeader(http.StatusSeeOther)
		return nil
	}
	if !p.refuse(err, map[string]string{"answers.0.level": "level", "answers.0.reason": "why", "answers.0.questionId": "", "reason": "reason"}) {
		return err
	}
	s.write(w, r, statusOf(err), "assessment", p)
	return nil
}

// saveAnswer keeps one answer and says where to go on.
func (s *site) saveAnswer(ctx context.Context, p *assessmentPage, r *http.Request) (next string, err error) {
	form := r.PostForm
	question, chosen, reason := form.Get("question"), form.Get("level"), form.Get("why")
	p.ask(question)
	rating := model.RatingInput{QuestionID: question}
	switch level, wrong := strconv.Atoi(chosen); {
	case chosen == "":
		return "", model.BadInput("answers.0.level", "page.assessment.choose")
	case chosen == "none":
		notApplicable := true
		rating.NotApplicable, rating.Reason = &notApplicable, &reason
	case wrong != nil:
		return "", model.BadInput("answers.0.level", "page.assessment.choose")
	default:
		rating.Level = &level
	}
	p.keepTyped(rating)
	in := model.AssessmentAnswerInput{ID: p.assessment.GlobalID(), Answers: []model.RatingInput{rating}}
	if _, err := s.Readiness.Answer(ctx, in, model.Fields{}); err != nil {
		return "", err
	}
	at := slices.IndexFunc(p.assessment.Template.Questions(), func(q *model.ReadinessQuestion) bool { return q.ID == question })
	return p.after(at), nil
}

// keepTyped shows what was sent, in case it is refused.
func (p *assessmentPage) keepTyped(rating model.RatingInput) {
	if p.Question == nil {
		return
	}
	p.Question.NotApplicable = rating.NotApplicable != nil
	if rating.Reason != nil {
		p.Question.Reason = *rating.Reason
	}
	for i := range p.Question.Levels {
		p.Question.Levels[i].Checked = rating.Level != nil && *rating.Level == i
	}
}

// expiredPage offers a new link in place of one that has expired.
type expiredPage struct {
	*visitor
	Asked bool
}

// renewable answers the expired links of assessments: the answers are kept, and
// the company can ask for a new way to them. All others go on to next.
func (s *site) renewable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		link, err := s.Access.LinkExpired(r.Context(), r.PathValue("secret"), model.LinkAssessment)
		if err != nil {
			next.ServeHTTP(w, r)
			return
		}
		person, err := s.Access.Store.Person(r.Context(), link.PersonID)
		if err != nil {
			s.fail(w, r, nil, err)
			return
		}
		v := &visitor{page: newPage(r, person), link: link, person: person}
		s.fail(w, r, person, s.renew(model.WithActor(r.Context(), v.actor(r)), v, w, r))
	})
}

func (s *site) renew(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	a, err := s.Readiness.One(whole(ctx), model.NewGlobalID(model.KindAssessment, v.link.SubjectID), model.Fields{}.Ask("linkRequestedAt"))
	if err != nil {
		return err
	}
	if a == nil {
		return model.NotFound("")
	}
	if r.Method == http.MethodPost {
		actor := model.ActorFrom(ctx)
		actor.OrganisationID = a.OrganisationID
		if err := s.Readiness.LinkRequest(model.WithActor(ctx, actor), a.GlobalID()); err != nil {
			return err
		}
		v.leadBack(w)
		return nil
	}
	p := &expiredPage{visitor: v, Asked: a.LinkRequestedAt != nil}
	p.Heading = p.say("page.assessment.link.title")
	s.write(w, r, http.StatusOK, "expired", p)
	return nil
}
