package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"fyrtaarn/app/outcome"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// outcomePage asks a company what came of an activity.
type outcomePage struct {
	*visitor
	question *outcome.Question

	// Kept says what was answered, and since when; empty before an answer.
	Kept phrase
	// Expected are outcomes that wait for a yes or no, Told those that have one.
	Expected []expectedOutcome
	Told     []phrase
	// MayBeNone tells whether "nothing yet" can be said.
	MayBeNone bool

	Kinds, Countries, Currencies []option
	Amount, Day, Note            string
	// IsExpected is the chosen answer to whether it has come.
	IsExpected bool
	// Key tells a form that is sent twice from two forms.
	Key string
}

// expectedOutcome is one that somebody noted and the company has not confirmed.
type expectedOutcome struct {
	ID   string
	Text phrase
}

// option is one entry of a menu.
type option struct {
	Value, Label string
	Chosen       bool
}

// currencies are those that the menu offers: those of the usual markets.
var currencies = []string{"DKK", "EUR", "USD", "GBP", "SEK", "NOK", "JPY", "KRW", "CNY"}

func (s *site) outcomePage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readOutcome(ctx, v)
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, "outcome", p)
	return nil
}

// readOutcome reads what is asked and what was told. NOT_FOUND is the answer for
// a link that asks somebody else.
func (s *site) readOutcome(ctx context.Context, v *visitor) (*outcomePage, error) {
	q, err := s.Outcomes.Open(whole(ctx), v.link.SubjectID, v.person.ID)
	if err != nil {
		return nil, err
	}
	if q.Request.Activity == nil || q.Request.Company == nil {
		return nil, model.NotFound("")
	}
	activity := q.Request.Activity.Common()
	p := &outcomePage{visitor: v, question: q, MayBeNone: true, Key: rand.Text()}
	p.Heading = p.say("page.outcome.title", "Activity", p.local(activity.Title), "Company", q.Request.Company.Name)
	for _, o := range q.Outcomes {
		mine := o.RequestID != nil && *o.RequestID == q.Request.ID && q.Request.ID != (model.ID{})
		switch {
		case o.Kind == model.OutcomeNone || o.State == model.OutcomeRejected:
		case o.State == model.OutcomeForecast:
			p.Expected = append(p.Expected, expectedOutcome{ID: o.ID.String(), Text: p.outcomeText(o)})
		default:
			p.Told = append(p.Told, p.outcomeText(o))
		}
		if mine && o.State != model.OutcomeRejected && o.Kind != model.OutcomeNone {
			p.MayBeNone = false
		}
	}
	if answer, at := q.Request.Answer(), q.Request.AnsweredAt; answer != nil {
		date := p.longDate(model.DateOf(at.In(activity.Zone())))
		p.Kept = p.say("page.outcome.kept", "Date", date)
		if *answer == model.AnswerNone {
			p.Kept = p.say("page.outcome.keptNone", "Date", date)
			p.MayBeNone = false
		}
	}
	p.choose("", activity.CountryCode, currencies[0], s.Outcomes.Countries(p.language))
	return p, nil
}

// outcomeText is an outcome in a line.
func (p *outcomePage) outcomeText(o *model.Outcome) phrase {
	kind := p.say("page.outcome.kind." + camel(string(o.Kind)))
	country := phrase(i18n.CountryNames(string(o.CountryCode))[p.l.Language()])
	date := p.longDate(o.OccurredOn)
	if value := o.ValuePerYear(); value != nil {
		return p.say("page.outcome.lineWithValue", "Kind", kind, "Country", country, "Date", date, "Amount", p.own(value.Currency+" "+value.Amount()))
	}
	return p.say("page.outcome.line", "Kind", kind, "Country", country, "Date", date)
}

// choose fills the menus, with what is chosen in each.
func (p *outcomePage) choose(kind string, country model.CountryCode, currency string, countries []*model.Country) {
	p.Kinds, p.Countries, p.Currencies = nil, nil, nil
	for _, k := range model.OutcomeKinds {
		if k != model.OutcomeNone {
			p.Kinds = append(p.Kinds, option{string(k), p.text(p.say("page.outcome.kind." + camel(string(k)))), string(k) == kind})
		}
	}
	for _, c := range countries {
		p.Countries = append(p.Countries, option{string(c.Code), c.Name(&p.language).Text, c.Code == country})
	}
	for _, code := range currencies {
		p.Currencies = append(p.Currencies, option{code, code, code == currency})
	}
}

// outcomePost takes one of the page's three answers: nothing yet, yes or no to
// what is expected, or something new.
func (s *site) outcomePost(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	p, err := s.readOutcome(ctx, v)
	if err != nil {
		return err
	}
	subject, person := v.link.SubjectID, v.person.ID
	switch r.PostForm.Get("act") {
	case "none":
		err = s.Outcomes.AnswerNone(ctx, subject, person)
	case "settle":
		id, perr := uuid.Parse(r.PostForm.Get("outcome"))
		if perr != nil {
			return model.NotFound("")
		}
		err = s.Outcomes.Settle(ctx, subject, person, id, r.PostForm.Get("came") == "yes")
	default:
		var in model.OutcomeReport
		if in, err = p.report(r, s.Outcomes.Countries(p.language)); err == nil {
			err = s.Outcomes.Report(ctx, subject, person, in)
		}
	}
	if err == nil {
		p.leadBack(w)
		return nil
	}
	if model.IsCode(err, model.CodeNotFound) || !p.refuse(err, map[string]string{
		"valuePerYear.amount": "amount", "valuePerYear.currency": "currency", "countryCode": "country", "occurredOn": "day",
	}) {
		return err
	}
	s.write(w, r, statusOf(err), "outcome", p)
	return nil
}

// report reads the form, and keeps on the page what was written into it.
func (p *outcomePage) report(r *http.Request, countries []*model.Country) (model.OutcomeReport, error) {
	form := r.PostForm
	p.Amount, p.Day, p.Note, p.IsExpected = form.Get("amount"), form.Get("day"), form.Get("note"), form.Get("expected") == "yes"
	in := model.OutcomeReport{
		Kind: model.OutcomeKind(form.Get("kind")), CountryCode: model.CountryCode(form.Get("country")), Expected: p.IsExpected, Note: p.Note,
	}
	if key := form.Get("key"); len(key) <= 100 {
		in.Key = key
		p.Key = key
	}
	p.choose(string(in.Kind), in.CountryCode, form.Get("currency"), countries)
	var errs model.Errors
	if p.Day != "" {
		day, err := model.ParseDate(p.Day)
		errs.Add(model.AtField(err, "occurredOn"))
		in.OccurredOn = &day
	}
	if amount := strings.TrimSpace(p.Amount); amount != "" {
		in.ValuePerYear = &model.MoneyInput{Amount: amount, Currency: form.Get("currency")}
	}
	return in, errs.Err()
}
