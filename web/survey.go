package web

import (
	"context"
	"net/http"
	"strconv"

	"fyrtaarn/app/delegation"
	"fyrtaarn/model"
)

// surveyPage asks one delegate how the visit was.
type surveyPage struct {
	*visitor
	delegation model.ID

	// Kept says that an answer is held, and since when.
	Kept    phrase
	Contact phrase
	Ratings []rating
	Useful  string
	Missing string
	// MayContact lets Danish companies write to the person.
	MayContact bool
}

// rating is one of five, from the worst to the best.
type rating struct {
	Value   int
	Label   phrase
	Checked bool
}

const (
	worstRating = 1
	bestRating  = 5
)

func (s *site) surveyPage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readSurvey(ctx, v)
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, "survey", p)
	return nil
}

// readSurvey reads what the visitor answered before. NOT_FOUND is the answer
// for who was not on the visit.
func (s *site) readSurvey(ctx context.Context, v *visitor) (*surveyPage, error) {
	ctx = whole(ctx)
	db := s.Delegations.Store
	visit, err := db.Delegation(ctx, v.link.SubjectID, nil)
	if err != nil {
		return nil, err
	}
	if _, err := s.concern(ctx, visit, v.person); err != nil {
		return nil, err
	}
	responses, err := db.SurveyResponsesOf(ctx, []model.ID{visit.ID}, nil)
	if err != nil {
		return nil, err
	}
	n, err := readNames(ctx, s.Delegations, nil, []*model.ID{visit.OwnerID})
	if err != nil {
		return nil, err
	}
	p := &surveyPage{visitor: v, delegation: visit.ID, Contact: v.contact(n.person(visit.OwnerID))}
	p.Heading = p.say("page.survey.title", "Visit", p.visitName(visit))
	rated := 0
	for _, response := range responses {
		if response.PersonID != v.person.ID {
			continue
		}
		rated, p.Useful, p.Missing, p.MayContact = response.Rating, response.Useful, response.Missing, response.MayContact
		p.Kept = p.say("page.survey.kept", "Date", p.longDate(model.DateOf(response.UpdatedAt.In(visit.Zone()))))
	}
	p.rate(rated)
	return p, nil
}

// rate lists the ratings with the one that is chosen.
func (p *surveyPage) rate(chosen int) {
	p.Ratings = nil
	for value := bestRating; value >= worstRating; value-- {
		label := p.say("page.survey.rating." + strconv.Itoa(value))
		p.Ratings = append(p.Ratings, rating{value, label, value == chosen})
	}
}

func (s *site) surveyPost(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readSurvey(ctx, v)
	if err != nil {
		return err
	}
	form := r.PostForm
	rated, _ := strconv.Atoi(form.Get("rating")) // what is no number is no rating, and refused as such
	p.Useful, p.Missing, p.MayContact = form.Get("useful"), form.Get("missing"), form.Get("contact") != ""
	p.rate(rated)
	err = func() error {
		if rated == 0 {
			return model.BadInput("rating", "page.survey.rating.missing")
		}
		return s.Delegations.AnswerSurvey(ctx, p.delegation, v.person.ID, delegation.SurveyAnswer{
			Rating: rated, Useful: p.Useful, Missing: p.Missing, MayContact: p.MayContact,
		})
	}()
	if err == nil {
		p.leadBack(w)
		return nil
	}
	if !p.refuse(err, nil) {
		return err
	}
	s.write(w, r, statusOf(err), "survey", p)
	return nil
}
