package model

import "time"

// InquiryChannel is how an approach from abroad came in.
type InquiryChannel string

// The channels.
const (
	ChannelEmail      InquiryChannel = "EMAIL"
	ChannelPhone      InquiryChannel = "PHONE"
	ChannelMeeting    InquiryChannel = "MEETING"
	ChannelConference InquiryChannel = "CONFERENCE"
	ChannelEmbassy    InquiryChannel = "EMBASSY"
	ChannelWebsite    InquiryChannel = "WEBSITE"
	ChannelOther      InquiryChannel = "OTHER"
)

// inquiryChannels lists all of them.
var inquiryChannels = []InquiryChannel{
	ChannelEmail, ChannelPhone, ChannelMeeting, ChannelConference, ChannelEmbassy, ChannelWebsite, ChannelOther,
}

// Inquiry is one approach from abroad, logged whether or not it leads anywhere.
type Inquiry struct {
	ID          ID             `bun:"id,pk"`
	CountryCode CountryCode    `bun:"country_code,notnull"`
	ReceivedOn  Date           `bun:"received_on,notnull"`
	Channel     InquiryChannel `bun:"channel,notnull"`
	// Language is the one the asker wrote in.
	Language LanguageTag `bun:"language,notnull"`
	// AskerID is the person who asked, where known.
	AskerID        *ID        `bun:"asker_id"`
	OrganisationID *ID        `bun:"organisation_id"`
	Subject        string     `bun:"subject,notnull"`
	Body           string     `bun:"body,notnull"`
	AnsweredByID   *ID        `bun:"answered_by_id"`
	AnsweredAt     *time.Time `bun:"answered_at"`
	Answer         string     `bun:"answer,notnull"`
	// DelegationID is the visit that grew out of it.
	DelegationID *ID    `bun:"delegation_id"`
	SearchText   string `bun:"search_text,notnull"`
	Stamps

	Country      *Country      `bun:"-"`
	Asker        *Person       `bun:"-"`
	Organisation *Organisation `bun:"-"`
	AnsweredBy   *Person       `bun:"-"`
	Delegation   *Delegation   `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the inquiry.
func (i *Inquiry) GlobalID() GlobalID { return NewGlobalID(KindInquiry, i.ID) }

// InquiryOrder is what a list of inquiries is sorted by.
type InquiryOrder string

// InquiryByReceivedOn is the order of the days on which they came.
const InquiryByReceivedOn InquiryOrder = "RECEIVED_ON"

// InquiryOrderBy names the order and its direction.
type InquiryOrderBy struct {
	Field     InquiryOrder
	Direction OrderDirection
}

// InquiryFilter narrows a list of inquiries; every set member must hold.
type InquiryFilter struct {
	Countries     []CountryCode
	ReceivedFrom  *Date
	ReceivedUntil *Date
	Answered      *bool
	HasDelegation *bool
	// Search is found in the accent-folded subject and text.
	Search *string
}

// InquiryConnection is one page of inquiries.
type InquiryConnection = Connection[Inquiry]

// InquiryEdge is one of them with its cursor.
type InquiryEdge = Edge[Inquiry]
