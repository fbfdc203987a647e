package model

// DialogueChannel is how a talk about a lighthouse took place.
type DialogueChannel string

// The channels of a dialogue.
const (
	DialogueMeeting    DialogueChannel = "MEETING"
	DialogueCall       DialogueChannel = "CALL"
	DialogueLetter     DialogueChannel = "LETTER"
	DialogueEmail      DialogueChannel = "EMAIL"
	DialogueConference DialogueChannel = "CONFERENCE"
	DialogueVisit      DialogueChannel = "VISIT"
	DialogueOther      DialogueChannel = "OTHER"
)

// dialogueChannels lists all of them.
var dialogueChannels = []DialogueChannel{
	DialogueMeeting, DialogueCall, DialogueLetter, DialogueEmail, DialogueConference, DialogueVisit, DialogueOther,
}

// DialogueEntry is one talk about a country's lighthouse. The log is added to
// and never rewritten.
type DialogueEntry struct {
	ID                  ID              `bun:"id,pk"`
	LighthouseCountryID ID              `bun:"lighthouse_country_id,notnull"`
	HeldOn              Date            `bun:"held_on,notnull"`
	Channel             DialogueChannel `bun:"channel,notnull"`
	// OrganisationID is who the talk was with; WithWHO says that WHO took part,
	// whoever else did.
	OrganisationID *ID    `bun:"organisation_id"`
	WithWHO        bool   `bun:"with_who,notnull"`
	Subject        string `bun:"subject,notnull"`
	Summary        string `bun:"summary,notnull"`
	// ElementKey names the element that it was about, or is empty.
	ElementKey string `bun:"element_key,notnull"`
	NotedBy    string `bun:"noted_by,notnull"`
	Stamps

	Organisation *Organisation       `bun:"-"`
	Element      *PartnershipElement `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the entry.
func (d *DialogueEntry) GlobalID() GlobalID { return NewGlobalID(KindDialogue, d.ID) }

// DocumentKind is what a document of a country's lighthouse is.
type DocumentKind string

// The kinds of documents.
const (
	DocumentAgreement DocumentKind = "AGREEMENT"
	DocumentLetter    DocumentKind = "LETTER"
	DocumentMinutes   DocumentKind = "MINUTES"
	DocumentPlan      DocumentKind = "PLAN"
	DocumentReport    DocumentKind = "REPORT"
	DocumentOther     DocumentKind = "OTHER"
)

// documentKinds lists all of them.
var documentKinds = []DocumentKind{DocumentAgreement, DocumentLetter, DocumentMinutes, DocumentPlan, DocumentReport, DocumentOther}

// LighthouseDocument is a paper about a country's lighthouse: what it is and
// where it lies. The paper itself stays where it is kept.
type LighthouseDocument struct {
	ID                  ID           `bun:"id,pk"`
	LighthouseCountryID ID           `bun:"lighthouse_country_id,notnull"`
	Kind                DocumentKind `bun:"kind,notnull"`
	Title               string       `bun:"title,notnull"`
	URL                 string       `bun:"url,notnull"`
	DatedOn             Date         `bun:"dated_on,notnull"`
	// OrganisationID is whose paper it is; WithWHO says that WHO is a party to it.
	OrganisationID *ID    `bun:"organisation_id"`
	WithWHO        bool   `bun:"with_who,notnull"`
	ElementKey     string `bun:"element_key,notnull"`
	NotedBy        string `bun:"noted_by,notnull"`
	Stamps

	Organisation *Organisation       `bun:"-"`
	Element      *PartnershipElement `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the document.
func (d *LighthouseDocument) GlobalID() GlobalID { return NewGlobalID(KindLighthouseDocument, d.ID) }
