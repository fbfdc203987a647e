package graph

import (
	"context"

	"fyrtaarn/graph/generated"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

var (
	assessmentPayload = payloadOf(func(o *model.Assessment, e []*generated.UserError) *generated.AssessmentPayload {
		return &generated.AssessmentPayload{Assessment: o, UserErrors: e}
	})
	assessmentLinkPayload = payloadOf(func(o *model.AssessmentLink, e []*generated.UserError) *generated.AssessmentLinkPayload {
		return &generated.AssessmentLinkPayload{Link: o, UserErrors: e}
	})
	companyPayload = payloadOf(func(o *model.Company, e []*generated.UserError) *generated.CompanyPayload {
		return &generated.CompanyPayload{Company: o, UserErrors: e}
	})
	marketAttractivenessPayload = payloadOf(func(o *model.MarketRating, e []*generated.UserError) *generated.MarketAttractivenessPayload {
		return &generated.MarketAttractivenessPayload{MarketAttractiveness: o, UserErrors: e}
	})
)

// addressed gives a link its address, which only the edge knows.
func (r *Resolver) addressed(link *model.AssessmentLink, err error) (*model.AssessmentLink, error) {
	if err == nil {
		link.Address = r.LinkAddress(model.LinkAssessment, link.Secret)
	}
	return link, err
}

// words are a text of a questionnaire in the wanted language, else the reader's.
// What the catalogues do not have is said in the questionnaire's own words.
func words(ctx context.Context, w model.Words, language *model.LanguageTag) (*model.LocalizedString, error) {
	wanted := model.ActorFrom(ctx).Language
	if language != nil {
		wanted = *language
	}
	l := i18n.For(string(wanted))
	text := l.Text(w.MessageID, nil)
	said := &model.LocalizedString{Text: text, Language: model.LanguageTag(l.Language()), Fallback: !l.Matched()}
	if l.Fallbacks() > 0 {
		said.Language, said.Fallback = model.English, true
	}
	if text == w.MessageID {
		said.Text = w.Own
	}
	return said, nil
}
