package model

// CountryContactKind is how a country has been met.
type CountryContactKind string

// The ways. A request is contact even when the visit is cancelled; a talk is
// contact once it was held.
const (
	// ContactMade: a delegation asked to come, or somebody spoke there.
	ContactMade CountryContactKind = "IN_CONTACT"
	// ContactVisited: a delegation came.
	ContactVisited CountryContactKind = "VISITED"
	// ContactPlanned: a talk is agreed, and there has been no contact yet.
	ContactPlanned CountryContactKind = "PLANNED"
)

// ActivityMark is one country and the kind and state of activities about it.
type ActivityMark struct {
	CountryCode CountryCode   `bun:"country_code"`
	Kind        Kind          `bun:"kind"`
	State       ActivityState `bun:"state"`
	// FirstOn is the first day of the earliest of them, where that was asked for;
	// zero for none with a day.
	FirstOn Date `bun:"first_on"`
}

// isContact tells a mark that says the country has been met.
func (m ActivityMark) isContact() bool {
	return m.CountryCode != Denmark && (m.Kind == KindDelegation ||
		m.Kind == KindPresentationAbroad && (m.State == presentationHeld || m.State == presentationClosed))
}

// cameStates are those of a delegation that has come.
var cameStates = map[ActivityState]bool{
	ActivityState(DelegationInProgress): true, ActivityState(DelegationCompleted): true, ActivityState(DelegationFollowUp): true,
	ActivityState(DelegationClosed): true,
}

// The states of a presentation abroad that count as contact, and the one before.
const (
	presentationPlanned ActivityState = "PLANNED"
	presentationHeld    ActivityState = "HELD"
	presentationClosed  ActivityState = "CLOSED"
)

// CountryContactsOf sorts countries by how they have been met through visiting
// delegations and presentations abroad. A country that was visited is in contact
// too, one that is only planned is neither, and Denmark is none.
func CountryContactsOf(marks []ActivityMark) map[CountryContactKind]map[CountryCode]bool {
	found := map[CountryContactKind]map[CountryCode]bool{ContactMade: {}, ContactVisited: {}, ContactPlanned: {}}
	for _, m := range marks {
		switch {
		case m.CountryCode == Denmark:
		case m.isContact():
			found[ContactMade][m.CountryCode] = true
			if m.Kind == KindDelegation && cameStates[m.State] {
				found[ContactVisited][m.CountryCode] = true
			}
		case m.Kind == KindPresentationAbroad && m.State == presentationPlanned:
			found[ContactPlanned][m.CountryCode] = true
		}
	}
	for code := range found[ContactMade] {
		delete(found[ContactPlanned], code)
	}
	return found
}

// FirstContacts are the years in which the countries were met for the first
// time, by the first day of what they were met through. What has no day says
// nothing about when.
func FirstContacts(marks []ActivityMark) map[CountryCode]int {
	first := map[CountryCode]int{}
	for _, m := range marks {
		if !m.isContact() || m.FirstOn.IsZero() {
			continue
		}
		if year, known := first[m.CountryCode]; !known || m.FirstOn.Year < year {
			first[m.CountryCode] = m.FirstOn.Year
		}
	}
	return first
}
