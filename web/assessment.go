package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// assessmentPage lets somebody answer for a company: one question at a time, all
// of them as a list, and what came of it. It needs no script, and every answer
// is kept when it is sent.
type assessmentPage struct {
	*visitor
	assessment *model.Assessment
	company    *model.Organisation

	Company  phrase
	Status   []phrase
	Progress phrase
	// Question is the one that is asked; nil shows the list.
	Question *questionView
	// List are all questions with how they were answered.
	List []questionLine
	// MaySubmit opens the form that hands the answers in, MayReopen the one that
	// asks for it to be opened again.
	MaySubmit, MayReopen bool
	Reason               string
	Caps, Actions        []phrase
	Consents             []consentView
	Version              int
}

// questionView is one question as a form.
type questionView struct {
	Key           string
	Number        phrase
	Text          phrase
	Levels        []levelView
	NotApplicable bool
	Reason        string
	// Previous and Next are the addresses of the questions around it.
	Previous, Next string
}

// levelView is one level that can be chosen.
type levelView struct {
	Level   int
	Label   phrase
	Checked bool
}

// questionLine is one question in the list.
type questionLine struct {
	Href   string
	Text   phrase
	Answer phrase
}

// consentView is one of the consents that a company can give.
type consentView struct {
	Value   string
	Label   phrase
	Checked bool
}

// assessmentFields are what the page reads.
var assessmentFields = model.Fields{}.Ask("answers").Ask("result").Ask("plan").Ask("submittedAt").
	Ask("lastQuestion").Ask("reopenRequestedAt")

func (s *site) assessmentPage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.readAssessment(ctx, v)
	if err != nil {
		return err
	}
	p.ask(r.URL.Query().Get("q"))
	s.write(w, r, http.StatusOK, "assessment", p)
	return nil
}

// readAssessment reads the assessment of the visitor's link, and answers the
// context in which the visitor acts for the company.
func (s *site) readAssessment(ctx context.Context, v *visitor) (*assessmentPage, context.Context, error) {
	id := model.NewGlobalID(model.KindAssessment, v.link.SubjectID)
	a, err := s.Readiness.One(whole(ctx), id, assessmentFields)
	if err != nil {
		return nil, ctx, err
	}
	if a == nil {
		return nil, ctx, model.NotFound("")
	}
	company, err := s.Readiness.Store.Organisation(whole(ctx), a.OrganisationID)
	if err != nil {
		return nil, ctx, err
	}
	actor := model.ActorFrom(ctx)
	actor.OrganisationID, actor.AssessmentID = company.ID, a.ID
	p := &assessmentPage{visitor: v, assessment: a, company: company, Version: a.Version}
	p.show()
	return p, model.WithActor(ctx, actor), nil
}

// show says how far the assessment is.
func (p *assessmentPage) show() {
	a := p.assessment
	market := i18n.CountryNames(string(a.CountryCode))[p.Lang()]
	p.Heading = p.say("page.assessment.title", "Market", phrase(market))
	p.Company = p.say("page.assessment.company", "Company", p.company.Name)
	p.Status = append(p.Status, p.say("page.assessment.state."+camel(string(a.State))))
	if a.SubmittedAt != nil {
		p.Status = append(p.Status, p.say("page.assessment.submitted", "Date", p.longDate(model.DateOf(*a.SubmittedAt))))
	}
	if a.ReopenRequestedAt != nil {
		p.Status = append(p.Status, p.say("page.assessment.reopen.asked"))
	}
	total := phrase(p.l.Number(int64(a.Result.Questions)))
	p.Progress = phrase(p.l.Plural("page.assessment.progress", a.Result.Answered, map[string]any{"Total": string(total)}))
	p.MaySubmit, p.MayReopen = a.State.Answerable(), a.State.MayReopen() && !a.State.Answerable()
	for _, q := range a.Template.Questions() {
		p.List = append(p.List, p.line(q))
	}
	if a.SubmittedAt != nil {
		p.showResult()
	}
	for _, c := range []model.PartnerConsent{model.ConsentNothing, model.ConsentStep, model.ConsentStepAndScores} {
		p.Consents = append(p.Consents, consentView{string(c), p.say("page.assessment.consent." + camel(string(c))), c == p.company.Consent})
	}
}

// showResult says what follows from the answers, once they were handed in.
func (p *assessmentPage) showResult() {
	a := p.assessment
	if a.Result.Level != nil {
		level := p.say("readiness.level." + string(*a.Result.Level))
		p.Status = append(p.Status, p.say("page.assessment.result", "Level", level))
	}
	for _, c := range a.Result.Caps {
		if q := a.Template.Question(c.Subject); q != nil {
			p.Caps = append(p.Caps, p.say("page.assessment.result.cap", "Question", p.words(q.Words)))
		}
	}
	actions := a.Plan
	if len(actions) == 0 {
		actions = a.Result.Actions
	}
	for _, action := range actions {
		text := p.words(action.Words)
		if !action.DueOn.IsZero() {
			text = p.say("page.assessment.action.due", "Action", text, "Date", p.longDate(action.DueOn))
		}
		p.Actions = append(p.Actions, text)
	}
}

// words are a text of the questionnaire in the page's language.
func (p *assessmentPage) words(w model.Words) phrase {
	if text := p.l.Text(w.MessageID, nil); text != w.MessageID {
		return phrase(text)
	}
	return p.mark(piece{text: w.Own, language: model.English})
}

// answer is what the company has said of a question; nil before it did.
func (p *assessmentPage) answer(q *model.ReadinessQuestion) *model.AssessmentAnswer {
	at := slices.IndexFunc(p.assessment.Answers, func(a *model.AssessmentAnswer) bool { return a.QuestionID == q.ID })
	if at < 0 || !p.assessment.Answers[at].Ratings().Self.Said() {
		return nil
	}
	return p.assessment.Answers[at]
}

func (p *assessmentPage) line(q *model.ReadinessQuestion) questionLine {
	line := questionLine{Text: p.words(q.Words)}
	if p.MaySubmit {
		line.Href = p.address(q.ID)
	}
	answer := p.answer(q)
	switch {
	case answer == nil:
		line.Answer = p.say("page.assessment.open")
	case answer.Expired:
		line.Answer = p.say("page.assessment.expired")
	case answer.SelfNotApplicable:
		line.Answer = p.say("page.assessment.notApplicable")
	default:
		line.Answer = p.say("page.assessment.answer", "Level", phrase(p.l.Number(int64(*answer.SelfLevel))))
	}
	return line
}

// allQuestions stands in an address for the list.
const allQuestions = "all"

// address is the page of one question, in the language in which this one is read.
func (p *assessmentPage) address(question string) string {
	values := url.Values{"q": {question}}
	if tag := p.r.URL.Query().Get("lang"); tag != "" {
		values.Set("lang", tag)
	}
	return p.r.URL.EscapedPath() + "?" + values.Encode()
}

// Overview is the address of the list.
func (p *assessmentPage) Overview() string { return p.address(allQuestions) }

// ask chooses the question that is asked. Without one the company goes on where
// it was, on whatever device: after the question that it saved last.
func (p *assessmentPage) ask(wanted string) {
	if !p.assessment.State.Answerable() || wanted == allQuestions {
		return
	}
	questions := p.assessment.Template.Questions()
	at := slices.IndexFunc(questions, func(q *model.ReadinessQuestion) bool { return q.ID == wanted })
	if at < 0 {
		at = 1 + slices.IndexFunc(questions, func(q *model.ReadinessQuestion) bool { return q.ID == p.assessment.LastQuestion })
	}
	if at >= len(questions) {
		return // all were asked: the list shows what is left
	}
	q := questions[at]
	view := &questionView{
		Key: q.ID, Text: p.words(q.Words), Next: p.after(at),
		Number: p.say("page.assessment.number", "Number", at+1, "Total", len(questions)),
	}
	if at > 0 {
		view.Previous = p.address(questions[at-1].ID)
	}
	chosen := -1
	if answer := p.answer(q); answer != nil {
		view.NotApplicable, view.Reason = answer.SelfNotApplicable, answer.SelfReason
		if answer.SelfLevel != nil {
			chosen = *answer.SelfLevel
		}
	}
	described := map[int]model.Words{}
	for _, general := range p.assessment.Template.AnswerLevels() {
		described[general.Level] = general.Words
	}
	for _, own := range q.Described() {
		described[own.Level] = own.Words
	}
	for level := range model.MaxLevel + 1 {
		label := p.say("page.assessment.level", "Level", level, "Meaning", p.words(described[level]))
		view.Levels = append(view.Levels, levelView{level, label, level == chosen})
	}
	p.Question = view
}

// after is the address of what follows a question.
func (p *assessmentPage) after(at int) string {
	if questions := p.assessment.Template.Questions(); at+1 < len(questions) {
		return p.address(questions[at+1].ID)
	}
	return p.Overview()
}
