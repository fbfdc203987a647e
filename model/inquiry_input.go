package model

import (
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// InquiryCreateInput is an approach from abroad as it came in.
type InquiryCreateInput struct {
	IdempotencyKey *string
	CountryCode    CountryCode
	ReceivedOn     Date
	Channel        InquiryChannel
	Language       LanguageTag
	AskerID        *GlobalID
	OrganisationID *GlobalID
	Subject        string
	Body           *string
}

// InquiryUpdateInput changes what is named: an absent member stays, null clears
// where that is possible.
type InquiryUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	CountryCode     graphql.Omittable[*CountryCode]
	ReceivedOn      graphql.Omittable[*Date]
	Channel         graphql.Omittable[*InquiryChannel]
	Language        graphql.Omittable[*LanguageTag]
	AskerID         graphql.Omittable[*GlobalID]
	OrganisationID  graphql.Omittable[*GlobalID]
	Subject         graphql.Omittable[*string]
	Body            graphql.Omittable[*string]
	// DelegationID is the visit that grew out of it.
	DelegationID graphql.Omittable[*GlobalID]
}

// InquiryAnswerInput notes what was answered, by whom and when.
type InquiryAnswerInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Answer          string
	// AnsweredByID is the caller when it is left out.
	AnsweredByID *GlobalID
	// AnsweredAt is now when it is left out.
	AnsweredAt *time.Time
}

// Apply writes a creation into an empty row and answers everything that is
// wrong with it.
func (in InquiryCreateInput) Apply(i *Inquiry) error {
	return InquiryUpdateInput{
		CountryCode: Sent(in.CountryCode), ReceivedOn: Sent(in.ReceivedOn), Channel: Sent(in.Channel), Language: Sent(in.Language),
		AskerID: given(in.AskerID), OrganisationID: given(in.OrganisationID), Subject: Sent(in.Subject), Body: given(in.Body),
	}.Apply(i)
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them. Whether what the row points to exists is not asked here.
func (in InquiryUpdateInput) Apply(i *Inquiry) error {
	var errs Errors
	setNeeded(&errs, "countryCode", in.CountryCode, &i.CountryCode)
	if day, ok := needed(&errs, "receivedOn", in.ReceivedOn); ok {
		setChecked(&errs, &i.ReceivedOn, func() (Date, error) { return day, validDay("receivedOn", day) })
	}
	setOneOf(&errs, "channel", in.Channel, inquiryChannels, &i.Channel)
	setLanguage(&errs, "language", in.Language, &i.Language)
	setID(&errs, "askerId", in.AskerID, KindPerson, &i.AskerID)
	setID(&errs, "organisationId", in.OrganisationID, KindOrganisation, &i.OrganisationID)
	setNeededLine(&errs, "subject", in.Subject, &i.Subject)
	setText(&errs, "body", in.Body, &i.Body)
	setID(&errs, "delegationId", in.DelegationID, KindDelegation, &i.DelegationID)
	return errs.Err()
}

// Apply writes the answer into the row, given at now unless the input says
// when, and answers everything that is wrong with it.
func (in InquiryAnswerInput) Apply(i *Inquiry, now time.Time) error {
	var errs Errors
	setChecked(&errs, &i.Answer, func() (string, error) {
		text, err := CleanText("answer", in.Answer, MaxBody)
		if err == nil {
			err = Required("answer", text)
		}
		return text, err
	})
	setID(&errs, "answeredById", given(in.AnsweredByID), KindPerson, &i.AnsweredByID)
	at := now
	if in.AnsweredAt != nil {
		at = in.AnsweredAt.UTC().Truncate(time.Second)
	}
	switch {
	case at.After(now):
		errs.Add(BadInput("answeredAt", "error.time.future"))
	case DateOf(at.In(zoneOr(Copenhagen, time.UTC))).Before(i.ReceivedOn):
		errs.Add(BadInput("answeredAt", "error.inquiry.answeredBeforeReceived"))
	}
	i.AnsweredAt = &at
	return errs.Err()
}
