package graph

import (
	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// One wrapper per object that mutations answer with.
var (
	delegationPayload = payloadOf(func(o *model.Delegation, e []*generated.UserError) *generated.DelegationPayload {
		return &generated.DelegationPayload{Delegation: o, UserErrors: e}
	})
	sessionPayload = payloadOf(func(o *model.Session, e []*generated.UserError) *generated.SessionPayload {
		return &generated.SessionPayload{Session: o, UserErrors: e}
	})
	invitationPayload = payloadOf(func(o *model.HostInvitation, e []*generated.UserError) *generated.HostInvitationPayload {
		return &generated.HostInvitationPayload{HostInvitation: o, UserErrors: e}
	})
	blockPayload = payloadOf(func(o *model.HostBlock, e []*generated.UserError) *generated.HostBlockPayload {
		return &generated.HostBlockPayload{HostBlock: o, UserErrors: e}
	})
	delegatePayload = payloadOf(func(o *model.Delegate, e []*generated.UserError) *generated.DelegatePayload {
		return &generated.DelegatePayload{Delegate: o, UserErrors: e}
	})
	followUpPayload = payloadOf(func(o *model.FollowUp, e []*generated.UserError) *generated.FollowUpPayload {
		return &generated.FollowUpPayload{FollowUp: o, UserErrors: e}
	})
	lessonPayload = payloadOf(func(o *model.Lesson, e []*generated.UserError) *generated.LessonPayload {
		return &generated.LessonPayload{Lesson: o, UserErrors: e}
	})
	organisationPayload = payloadOf(func(o *model.Organisation, e []*generated.UserError) *generated.OrganisationPayload {
		return &generated.OrganisationPayload{Organisation: o, UserErrors: e}
	})
	personPayload = payloadOf(func(o *model.Person, e []*generated.UserError) *generated.PersonPayload {
		return &generated.PersonPayload{Person: o, UserErrors: e}
	})
	inquiryPayload = payloadOf(func(o *model.Inquiry, e []*generated.UserError) *generated.InquiryPayload {
		return &generated.InquiryPayload{Inquiry: o, UserErrors: e}
	})
	focusAreaPayload = payloadOf(func(o *model.FocusArea, e []*generated.UserError) *generated.FocusAreaPayload {
		return &generated.FocusAreaPayload{FocusArea: o, UserErrors: e}
	})
	countryPriorityPayload = payloadOf(func(o *model.CountryPriority, e []*generated.UserError) *generated.CountryPriorityPayload {
		return &generated.CountryPriorityPayload{CountryPriority: o, UserErrors: e}
	})
	tokenPayload = payloadOf(func(o *model.AccessToken, e []*generated.UserError) *generated.AccessTokenPayload {
		return &generated.AccessTokenPayload{AccessToken: o, UserErrors: e}
	})
	tokenCreatePayload = payloadOf(func(o *issuedToken, e []*generated.UserError) *generated.AccessTokenCreatePayload {
		if o == nil {
			return &generated.AccessTokenCreatePayload{UserErrors: e}
		}
		return &generated.AccessTokenCreatePayload{AccessToken: o.row, Token: o.plain, UserErrors: e}
	})
)

// issuedToken is a token's entry with the token itself, which is nil when it
// had been shown before.
type issuedToken struct {
	plain *string
	row   *model.AccessToken
}

func issued(plain string, row *model.AccessToken, err error) (*issuedToken, error) {
	if err != nil {
		return nil, err
	}
	if plain == "" {
		return &issuedToken{row: row}, nil
	}
	return &issuedToken{plain: &plain, row: row}, nil
}
