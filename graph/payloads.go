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
	rulePayload = payloadOf(func(o *model.ReminderRule, e []*generated.UserError) *generated.ReminderRulePayload {
		return &generated.ReminderRulePayload{ReminderRule: o, UserErrors: e}
	})
	ruleUpdatePayload = payloadOf(func(o *updatedRule, e []*generated.UserError) *generated.ReminderRuleUpdatePayload {
		if o == nil {
			return &generated.ReminderRuleUpdatePayload{UserErrors: e}
		}
		return &generated.ReminderRuleUpdatePayload{ReminderRule: o.rule, Preview: o.preview, UserErrors: e}
	})
	occurrencePayload = payloadOf(func(o *model.Occurrence, e []*generated.UserError) *generated.ReminderOccurrencePayload {
		return &generated.ReminderOccurrencePayload{ReminderOccurrence: o, UserErrors: e}
	})
	heldReleasePayload = payloadOf(func(n *int, e []*generated.UserError) *generated.HeldReleasePayload {
		return &generated.HeldReleasePayload{Released: n, UserErrors: e}
	})
	deliveryPayload = payloadOf(func(o *model.Delivery, e []*generated.UserError) *generated.DeliveryPayload {
		return &generated.DeliveryPayload{Delivery: o, UserErrors: e}
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

// updatedRule is a rule after an update, with what it sends.
type updatedRule struct {
	rule    *model.ReminderRule
	preview *model.ReminderPreview
}

func updated(rule *model.ReminderRule, preview *model.ReminderPreview, err error) (*updatedRule, error) {
	if err != nil {
		return nil, err
	}
	return &updatedRule{rule, preview}, nil
}

// counted is how many rows a mutation has moved.
func counted(n int, err error) (*int, error) {
	if err != nil {
		return nil, err
	}
	return &n, nil
}
