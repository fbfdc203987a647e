package model

import "time"

// AccessToken lets a program or a person call the API in a role. The secret is
// shown once; what is stored is its hash.
type AccessToken struct {
	ID   ID     `bun:"id,pk"`
	Name string `bun:"name,notnull"`
	Role Role   `bun:"role,notnull"`
	// Prefix is the readable beginning of the token, by which it is found.
	Prefix string `bun:"prefix,notnull"`
	// Hash is SHA-256 of the whole token; 32 random bytes need no slow hash.
	Hash   []byte `bun:"hash,notnull"`
	Scopes Tags   `bun:"scopes,type:jsonb"`
	// OrganisationID and PersonID are whom the token acts for.
	OrganisationID *ID         `bun:"organisation_id"`
	PersonID       *ID         `bun:"person_id"`
	Language       LanguageTag `bun:"language,notnull"`
	ExpiresAt      *time.Time  `bun:"expires_at"`
	LastUsedAt     *time.Time  `bun:"last_used_at"`
	RevokedAt      *time.Time  `bun:"revoked_at"`
	CreatedAt      time.Time   `bun:"created_at,notnull"`

	Organisation *Organisation `bun:"-"`
	Person       *Person       `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the token.
func (t *AccessToken) GlobalID() GlobalID { return NewGlobalID(KindAccessToken, t.ID) }

// ScopeList is Scopes as GraphQL reads it.
func (t *AccessToken) ScopeList() []string { return t.Scopes }

// Opens tells whether the token lets anybody in at now.
func (t *AccessToken) Opens(now time.Time) bool {
	return t.RevokedAt == nil && (t.ExpiresAt == nil || now.Before(*t.ExpiresAt))
}

// LinkPurpose says what a signed link in a mail lets its receiver do.
type LinkPurpose string

// The purposes of links.
const (
	LinkHostAnswer LinkPurpose = "HOST_ANSWER"
	LinkProgramme  LinkPurpose = "PROGRAMME"
	LinkSurvey     LinkPurpose = "SURVEY"
	LinkOptOut     LinkPurpose = "OPT_OUT"
	LinkAssessment LinkPurpose = "ASSESSMENT"
	LinkOffer      LinkPurpose = "OFFER"
	LinkOutcome    LinkPurpose = "OUTCOME"
	LinkSeat       LinkPurpose = "SEAT"
)

// AssessmentLinkLasts is how long a company has to answer by one link.
const AssessmentLinkLasts = 14 * 24 * time.Hour

// Link is one person's way to one page, without an account. What is stored is
// the hash of its 32 random bytes.
type Link struct {
	Hash    []byte      `bun:"hash,pk"`
	Purpose LinkPurpose `bun:"purpose,notnull"`
	// SubjectID is the invitation, delegation, application, registration, assessment or, for an opt-out, the rule's delegation.
	SubjectID ID `bun:"subject_id,notnull"`
	PersonID  ID `bun:"person_id,notnull"`
	// Category is what an opt-out link refuses.
	Category  string    `bun:"category,notnull"`
	CreatedAt time.Time `bun:"created_at,notnull"`
	ExpiresAt time.Time `bun:"expires_at,notnull"`
}
