package model

import "time"

// ElementState is how far one element of the partnership model is in a country.
type ElementState string

// The states of an element.
const (
	ElementNotStarted    ElementState = "NOT_STARTED"
	ElementInDialogue    ElementState = "IN_DIALOGUE"
	ElementAgreed        ElementState = "AGREED"
	ElementInProgress    ElementState = "IN_PROGRESS"
	ElementDone          ElementState = "DONE"
	ElementEvidenced     ElementState = "EVIDENCED"
	ElementNotApplicable ElementState = "NOT_APPLICABLE"
)

// elementStates lists all of them.
var elementStates = []ElementState{
	ElementNotStarted, ElementInDialogue, ElementAgreed, ElementInProgress, ElementDone, ElementEvidenced, ElementNotApplicable,
}

// IsUnderWay tells the states between the first talk and the evidence.
func (s ElementState) IsUnderWay() bool {
	switch s {
	case ElementInDialogue, ElementAgreed, ElementInProgress, ElementDone:
		return true
	case ElementNotStarted, ElementEvidenced, ElementNotApplicable:
	}
	return false
}

// ElementNeed is what a state of an element asks for before it can be entered.
type ElementNeed string

// The needs that the data file can name.
const (
	NeedDate         ElementNeed = "DATE"
	NeedOwner        ElementNeed = "OWNER"
	NeedReason       ElementNeed = "REASON"
	NeedSeenEvidence ElementNeed = "SEEN_EVIDENCE"
)

// LighthouseElement is one line of the checklist in one country. Its rows are
// made with the country's record, one for each element.
type LighthouseElement struct {
	ID                  ID `bun:"id,pk"`
	LighthouseCountryID ID `bun:"lighthouse_country_id,notnull"`
	// ElementKey names the element in the partnership model.
	ElementKey string       `bun:"element_key,notnull"`
	State      ElementState `bun:"state,notnull"`
	StateSince time.Time    `bun:"state_since,notnull"`
	// OwnerID is who answers for the element in this country.
	OwnerID *ID `bun:"owner_id"`
	// DoneOn is the day on which it was done.
	DoneOn Date `bun:"done_on,nullzero"`
	// Reason says why it does not apply.
	Reason string `bun:"reason,notnull"`
	// Note is what there is to know about it.
	Note string `bun:"note,notnull"`
	Stamps

	Element           *PartnershipElement `bun:"-"`
	LighthouseCountry *LighthouseCountry  `bun:"-"`
	Owner             *Person             `bun:"-"`
	Evidence          []*EvidenceItem     `bun:"-"`
	Lessons           []*Lesson           `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the element of a country.
func (e *LighthouseElement) GlobalID() GlobalID { return NewGlobalID(KindLighthouseElement, e.ID) }

// DoneDay is the day on which it was done; nil while it is not.
func (e *LighthouseElement) DoneDay() *Date { return e.DoneOn.OrNil() }

// Unmet answers what the element's state asks for and the row does not have,
// all together. seen says whether there is evidence that an adviser saw.
func (m *PartnershipModel) Unmet(e *LighthouseElement, seen bool) error {
	var errs Errors
	rule := m.State(e.State)
	if rule == nil {
		return BadInput("state", "error.enum.unknown").With("Value", shown(string(e.State)))
	}
	for _, need := range rule.Needs {
		switch {
		case need == NeedDate && e.DoneOn.IsZero():
			errs.Add(BadInput("doneOn", "error.element.doneWithoutDate"))
		case need == NeedOwner && e.OwnerID == nil:
			errs.Add(BadInput("ownerId", "error.element.doneWithoutOwner"))
		case need == NeedReason && e.Reason == "":
			errs.Add(BadInput("reason", "error.element.notApplicableWithoutReason"))
		case need == NeedSeenEvidence && !seen:
			errs.Add(GuardFailed("guard.element.evidence"))
		}
	}
	return errs.Err()
}

// EvidenceItem is a document that shows that an element is real. It counts once
// an adviser has seen it, and until it is withdrawn.
type EvidenceItem struct {
	ID                  ID `bun:"id,pk"`
	LighthouseElementID ID `bun:"lighthouse_element_id,notnull"`
	// Title says what it is; URL is where it lies, or empty.
	Title string `bun:"title,notnull"`
	URL   string `bun:"url,notnull"`
	// DatedOn is the day that the document carries.
	DatedOn Date `bun:"dated_on,nullzero"`
	// SeenByID is the adviser who saw it, on the day SeenOn.
	SeenByID *ID  `bun:"seen_by_id"`
	SeenOn   Date `bun:"seen_on,nullzero"`
	// Withdrawn says why it counts no longer; empty while it does.
	Withdrawn string `bun:"withdrawn,notnull"`
	NotedBy   string `bun:"noted_by,notnull"`
	Stamps

	SeenBy            *Person            `bun:"-"`
	LighthouseElement *LighthouseElement `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the evidence.
func (i *EvidenceItem) GlobalID() GlobalID { return NewGlobalID(KindEvidence, i.ID) }

// Counts tells evidence that an adviser saw and nobody withdrew.
func (i *EvidenceItem) Counts() bool { return i.SeenByID != nil && i.Withdrawn == "" }

// DocumentDay is the day that the document carries; nil when it carries none.
func (i *EvidenceItem) DocumentDay() *Date { return i.DatedOn.OrNil() }

// SeenDay is the day on which an adviser saw it; nil while nobody has.
func (i *EvidenceItem) SeenDay() *Date { return i.SeenOn.OrNil() }
