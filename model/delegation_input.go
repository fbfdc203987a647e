package model

import (
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// DelegationCreateInput is what is known when a visit is first noted.
type DelegationCreateInput struct {
	IdempotencyKey *string
	// Reference is chosen by the caller; without one it is made from the
	// country and a number.
	Reference        *string
	Title            []TranslationInput
	Description      []TranslationInput
	Purpose          []TranslationInput
	CountryCode      CountryCode
	FurtherCountries []CountryCode
	StartsOn         *Date
	EndsOn           *Date
	City             *string
	TimeZone         *string
	HostID           *GlobalID
	OwnerID          *GlobalID
	OrganisationID   *GlobalID
	RequesterID      *GlobalID
	IntermediaryID   *GlobalID
	FocusAreaID      *GlobalID
	ExpectedSize     *int
	StaffCount       *int
	HeadRank         *string
	Payer            *string
	RequestedOn      *Date
	Tags             []string
	Organisers       []OrganiserInput
	// RecordedAfterwards notes a visit that has already been held: it starts
	// as COMPLETED and nobody is reminded of it.
	RecordedAfterwards *bool
}

// OrganiserInput is one organisation in a role.
type OrganiserInput struct {
	OrganisationID GlobalID
	Role           OrganiserRole
}

// DelegationUpdateInput changes what is named: an absent member stays, null
// clears where that is possible.
type DelegationUpdateInput struct {
	ID               GlobalID
	ExpectedVersion  *int
	Reason           *string
	Title            graphql.Omittable[[]TranslationInput]
	Description      graphql.Omittable[[]TranslationInput]
	Purpose          graphql.Omittable[[]TranslationInput]
	CountryCode      graphql.Omittable[*CountryCode]
	FurtherCountries graphql.Omittable[[]CountryCode]
	StartsOn         graphql.Omittable[*Date]
	EndsOn           graphql.Omittable[*Date]
	City             graphql.Omittable[*string]
	HostID           graphql.Omittable[*GlobalID]
	OwnerID          graphql.Omittable[*GlobalID]
	OrganisationID   graphql.Omittable[*GlobalID]
	RequesterID      graphql.Omittable[*GlobalID]
	IntermediaryID   graphql.Omittable[*GlobalID]
	FocusAreaID      graphql.Omittable[*GlobalID]
	ExpectedSize     graphql.Omittable[*int]
	StaffCount       graphql.Omittable[*int]
	HeadRank         graphql.Omittable[*string]
	Payer            graphql.Omittable[*string]
	Tags             graphql.Omittable[[]string]
	Organisers       graphql.Omittable[[]OrganiserInput]
}

// DelegationTransitionInput moves a visit to another state.
type DelegationTransitionInput struct {
	ID              GlobalID
	ExpectedVersion *int
	To              DelegationState
	// Reason is needed to decline, postpone or cancel.
	Reason *string
	// Referral names who may help a declined visitor instead.
	Referral *string
}

// SessionCreateInput is a new entry of a programme.
type SessionCreateInput struct {
	IdempotencyKey  *string
	DelegationID    GlobalID
	Kind            SessionKind
	Title           []TranslationInput
	StartsAt        time.Time
	EndsAt          time.Time
	TimesArePlanned *bool
	City            *string
	Venue           *string
	Room            *string
	Capacity        *int
	HostID          *GlobalID
	// HostContactID is whom the host's invitation goes to.
	HostContactID *GlobalID
	InterpreterID *GlobalID
	SpeakerIDs    []GlobalID
	Language      *LanguageTag
	Group         *string
}

// SessionUpdateInput changes what is named.
type SessionUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Kind            graphql.Omittable[*SessionKind]
	Title           graphql.Omittable[[]TranslationInput]
	StartsAt        graphql.Omittable[*time.Time]
	EndsAt          graphql.Omittable[*time.Time]
	TimesArePlanned graphql.Omittable[*bool]
	City            graphql.Omittable[*string]
	Venue           graphql.Omittable[*string]
	Room            graphql.Omittable[*string]
	Capacity        graphql.Omittable[*int]
	HostID          graphql.Omittable[*GlobalID]
	HostContactID   graphql.Omittable[*GlobalID]
	HostWaived      graphql.Omittable[*string]
	InterpreterID   graphql.Omittable[*GlobalID]
	SpeakerIDs      graphql.Omittable[[]GlobalID]
	Language        graphql.Omittable[*LanguageTag]
	Group           graphql.Omittable[*string]
}

// SessionCancelInput takes a session out of the programme; those it concerns
// are told.
type SessionCancelInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
}

// ProgrammePublishInput publishes the programme as it stands.
type ProgrammePublishInput struct {
	DelegationID    GlobalID
	ExpectedVersion *int
	// Note says what this version is about.
	Note *string
}

// HostInviteInput asks the host of a session, or asks again.
type HostInviteInput struct {
	SessionID GlobalID
	// ContactID is the person who is asked; absent keeps the one known.
	ContactID *GlobalID
}

// HostInvitationAnswerInput notes what a host answered, by whatever way.
type HostInvitationAnswerInput struct {
	ID              GlobalID
	ExpectedVersion *int
	To              InvitationState
	Message         *string
	ProposedStart   *time.Time
	ProposedEnd     *time.Time
}

// HostBlockCreateInput notes when an organisation cannot receive anybody.
type HostBlockCreateInput struct {
	IdempotencyKey *string
	OrganisationID GlobalID
	StartsAt       time.Time
	EndsAt         time.Time
	Reason         *string
}

// HostBlockDeleteInput removes a block.
type HostBlockDeleteInput struct {
	ID              GlobalID
	ExpectedVersion *int
}

// DelegateAddInput adds a person to a delegation.
type DelegateAddInput struct {
	IdempotencyKey *string
	DelegationID   GlobalID
	PersonID       GlobalID
	Role           *DelegateRole
	Rank           *int
	Group          *string
	MailRoute      *MailRoute
	Consent        *ListingConsent
	Letter         *LetterState
}

// DelegateUpdateInput changes what is named.
type DelegateUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Role            graphql.Omittable[*DelegateRole]
	Rank            graphql.Omittable[*int]
	Group           graphql.Omittable[*string]
	MailRoute       graphql.Omittable[*MailRoute]
	Consent         graphql.Omittable[*ListingConsent]
	Letter          graphql.Omittable[*LetterState]
}

// DelegateRemoveInput takes a person out of a delegation.
type DelegateRemoveInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
}

// DelegateNeedsSetInput writes health needs; empty members clear them.
type DelegateNeedsSetInput struct {
	ID      GlobalID
	Diet    *string
	Access  *string
	NoPhoto *bool
}

// FollowUpCreateInput promises something about an object by a day.
type FollowUpCreateInput struct {
	IdempotencyKey *string
	SubjectID      GlobalID
	Title          string
	OwnerID        GlobalID
	DueOn          Date
}

// FollowUpUpdateInput changes what is named.
type FollowUpUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Title           graphql.Omittable[*string]
	OwnerID         graphql.Omittable[*GlobalID]
	DueOn           graphql.Omittable[*Date]
}

// FollowUpEndInput says that a follow-up is done, or waived with a reason.
type FollowUpEndInput struct {
	ID              GlobalID
	ExpectedVersion *int
	State           FollowUpState
	Result          *string
}

// LessonCreateInput notes what an activity taught.
type LessonCreateInput struct {
	IdempotencyKey *string
	SubjectID      GlobalID
	Keep           string
	Change         string
}
